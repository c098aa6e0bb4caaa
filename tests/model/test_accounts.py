import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from kamgraph.model.accounts import account_of, find_circles
from kamgraph.model.dtypes import TEXT

IDS = "abcdefgh"
KINDS = ("customer", "vendor", "partner")


@st.composite
def organizations(draw):
    """Organizations with any parents: chains, circles, ids that lead nowhere."""
    ids = draw(st.lists(st.sampled_from(IDS), unique=True))
    kinds = draw(st.tuples(*(st.sampled_from(KINDS) for _ in ids)))
    parents = draw(st.tuples(*(st.none() | st.sampled_from([*ids, "lost"]) for _ in ids)))
    return table(zip(ids, kinds, parents, strict=True))


def table(rows):
    return pd.DataFrame(rows, columns=["id", "kind", "parent"], dtype=TEXT)


def climb(found, organization):
    """Follow parents to the top; None where they run in a circle."""
    parent = dict(zip(found["id"], found["parent"], strict=True))
    seen = set()
    while organization not in seen:
        seen.add(organization)
        if parent[organization] not in parent:
            return organization
        organization = parent[organization]
    return None


@given(organizations())
@example(table([]))
@example(table([("a", "customer", "a")]))
@example(table([("a", "customer", "b"), ("b", "customer", "a"), ("c", "customer", "a")]))
def test_the_account_is_the_customer_on_top(found):
    kind = dict(zip(found["id"], found["kind"], strict=True))
    tops = {one: climb(found, one) for one in found["id"]}
    expected = {one: top for one, top in tops.items() if top and kind[top] == "customer"}
    assert account_of(found).dropna().to_dict() == expected
    assert set(find_circles(found)) == {one for one, top in tops.items() if top is None}


def test_a_long_chain_is_climbed_to_its_end():
    chain = [(str(step), "customer", str(step - 1)) for step in range(1000)]
    assert set(account_of(table(chain))) == {"0"}


def test_units_of_any_kind_belong_to_the_account():
    found = table([("acme", "customer", None), ("lab", "partner", "acme"), ("us", "vendor", None)])
    assert account_of(found).dropna().to_dict() == {"acme": "acme", "lab": "acme"}
