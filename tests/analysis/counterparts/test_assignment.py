import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.analysis.counterparts.assignment import assign
from strategies import few


def worth_of(worth, columns):
    return sum(worth[row, column] for row, column in enumerate(columns) if column >= 0)


def try_all(worth, each):
    """Look at every way to give each row a column or none."""
    rows, columns = worth.shape
    return max(
        worth_of(worth, chosen)
        for chosen in itertools.product(range(-1, columns), repeat=rows)
        if all(chosen.count(column) <= each for column in range(columns))
    )


def test_who_is_worth_less_gives_way():
    worth = np.array([[0.9, 0.8], [0.7, 0.0]])
    assert assign(worth, 1).tolist() == [1, 0]
    assert assign(worth, 2).tolist() == [0, 0]
    assert assign(worth, 0).tolist() == [-1, -1]
    assert assign(np.zeros((2, 0)), 1).tolist() == [-1, -1]


CELLS = st.sampled_from([0, 0, 0.1, 0.25, 0.5, 0.75, 1])


@few
@given(
    st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.lists(CELLS, min_size=columns, max_size=columns), min_size=1, max_size=4
        )
    ),
    st.integers(1, 2),
)
def test_no_other_assignment_is_worth_more(cells, each):
    worth = np.array(cells, float).reshape(len(cells), len(cells[0]))
    found = assign(worth, each)
    assert all(np.bincount(found[found >= 0], minlength=1) <= each)
    assert all(worth[row, column] > 0 for row, column in enumerate(found) if column >= 0)
    assert worth_of(worth, found.tolist()) == pytest.approx(try_all(worth, each))
