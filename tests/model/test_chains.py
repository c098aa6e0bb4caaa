import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.model.chains import follow_chains


def walk(following, place):
    """Follow a chain step by step, the long way."""
    seen = []
    while place not in seen:
        seen.append(place)
        place = following[place]
    return min(seen[seen.index(place) :])


@given(st.integers(0, 12).flatmap(lambda n: st.lists(st.integers(0, max(n - 1, 0)), max_size=n)))
def test_a_chain_ends_where_walking_it_does_and_a_circle_at_its_least_place(drawn):
    following = [place % len(drawn) for place in drawn]
    ends = follow_chains(np.array(following, dtype=int))
    assert ends.tolist() == [walk(following, place) for place in range(len(following))]
