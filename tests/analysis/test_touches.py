import pandas as pd
import pytest
from hypothesis import given

import kamgraph as k
from books import book
from kamgraph.analysis.touches import touches
from strategies import books, few

PARTS = ["person", "function", "level", "kind", "quarter"]
MET = {
    "people": "ann acme title=CEO; bo acme title=CFO; cy acme title=CFO; vic us; val us",
    "interactions": """
        a 2025-12-31 call bo; a 2025-12-31 call vic; b 2026-01-01 meeting bo
        b 2026-01-01 meeting cy; b 2026-01-01 meeting vic; c 2026-04-01 call ann; c 2026-04-01 call val
        d 2026-04-02 - cy; d 2026-04-02 - val
    """,
}


def of(by, **asked):
    return touches(k.build_graph(book(**MET), **(asked or {"account": "acme"})), by=by)


def told(by):
    found = of(by).reset_index()
    found["part"] = found["part"].astype(object).where(found["part"].notna(), None)
    return found[["person", "part", "touches", "mutual", "people"]].to_numpy().tolist()


def test_which_of_us_meets_whom():
    assert told("function") == [
        ["vic", "finance", 3, 3, 2],
        ["val", "executive", 1, 1, 1],
        ["val", "finance", 1, 1, 1],
    ]
    assert told("level") == [["vic", "1", 3, 3, 2], ["val", "1", 2, 2, 2]]
    assert told("kind") == [
        ["vic", "meeting", 2, 2, 2],
        ["vic", "call", 1, 1, 1],
        ["val", None, 1, 1, 1],
        ["val", "call", 1, 1, 1],
    ]
    assert told("quarter") == [
        ["vic", "2025-Q4", 1, 1, 1],
        ["vic", "2026-Q1", 2, 2, 2],
        ["val", "2026-Q2", 2, 2, 2],
    ]
    assert [row[:3] for row in told("person")] == [
        *(["vic", "bo", 2], ["vic", "cy", 1], ["val", "ann", 1], ["val", "cy", 1])
    ]


def test_by_anything_else_is_refused():
    with pytest.raises(k.KamgraphError, match="by 'colour' are unknown; choose one of: person"):
        of("colour")


@pytest.mark.parametrize("by", PARTS)
def test_many_scopes_are_told_apart(by):
    found = of(by, deal="")
    assert found.index.names == ["account", "deal", "person", "part"]
    pd.testing.assert_frame_equal(found.loc[("acme", "")], of(by))


@pytest.mark.parametrize("by", PARTS)
def test_nobody_met_anybody(by):
    found = touches(k.build_graph(book(people="ann acme; vic us"), account="acme"), by=by)
    assert found.empty
    assert found.index.names == ["person", "part"]


@few
@given(books())
def test_laws(made):
    graph = k.build_graph(made)
    by_person = touches(graph, by="person")
    assert (by_person["people"] == 1).all()
    for by in PARTS:
        found = touches(graph, by=by)
        assert not found.index.has_duplicates
        assert (found["mutual"] <= found["touches"]).all()
        assert found["touches"].sum() == by_person["touches"].sum()
        assert found["mutual"].sum() == by_person["mutual"].sum()
        assert found["last"].max() == by_person["last"].max() or found.empty
