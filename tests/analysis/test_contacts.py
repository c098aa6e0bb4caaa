"""Whom we meet: by hand, and against a twin that counts pair by pair."""

import math
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given

import kamgraph as k
from books import book
from kamgraph.analysis.contacts import contacts, count_contacts
from strategies import books, few

MET = {
    "people": """
        ann acme title=CEO; bo acme title=CFO; cy acme level=3; di acme level=3; ed acme level=3
        flo institute; gus acme level=4; vic us; val us; wim us - 2026-06-01
    """,
    "ties": "val knows di trusted",
    "interactions": """
        m1 2025-04-01 meeting bo; m1 2025-04-01 meeting vic; m1 2025-04-01 meeting wim
        m2 2026-06-30 call cy; m2 2026-06-30 call vic
        m3 2025-09-30 email cy part=to; m3 2025-09-30 email val part=from
        m4 2026-06-20 visit ed; m4 2026-06-20 visit val
        m5 2025-12-31 email gus part=cc; m5 2025-12-31 email vic part=from
        m6 2026-02-01 email gus part=to; m6 2026-02-01 email vic part=cc
        m7 2025-07-01 call cy; m7 2025-07-01 call vic; m8 2027-01-01 call ann; m8 2027-01-01 call vic
        m9 2026-06-29 meeting flo; m9 2026-06-29 meeting cy; m9 2026-06-29 meeting vic
    """,
}


def of(facts=None, day="2026-06-30", **asked):
    return contacts(
        k.build_graph(facts or book(**MET), as_of=day, **(asked or {"account": "acme"}))
    )


def test_who_is_met_by_whom_and_who_has_gone_cold():
    found = of()
    told = found[["touches", "mutual", "by", "trend", "state"]].reset_index()
    expected = [
        ["ann", 0, 0, (), (0, 0, 0, 0, 0), "never"],
        ["bo", 2, 2, ("vic",), (2, 0, 0, 0, 0), "cold"],  # wim is no longer with us
        ["di", 0, 0, ("val",), (0, 0, 0, 0, 0), "cold"],  # known to val, though never seen
        ["ed", 1, 1, ("val",), (0, 0, 0, 0, 1), "new"],
        ["cy", 4, 3, ("vic", "val"), (0, 2, 0, 0, 2), "warm"],
        ["gus", 1, 0, ("vic",), (0, 0, 1, 0, 0), "unanswered"],  # a letter alone is no contact
        ["flo", 1, 1, ("vic",), (0, 0, 0, 0, 1), "new"],
    ]
    pd.testing.assert_frame_equal(
        told, pd.DataFrame(expected, columns=told.columns), check_dtype=False
    )
    assert found["last"].dt.strftime("%m-%d").tolist()[1:5:3] == ["04-01", "06-30"]
    assert pd.isna(found.loc["gus", "last"])


def test_an_answer_makes_two_letters_mutual_and_warms():
    facts = book(
        people="ann acme; vic us; val us",
        interactions="""
        a 2026-01-01 email vic part=from; a 2026-01-01 email ann part=to
        b 2026-01-02 email vic part=from; b 2026-01-02 email ann part=to
        c 2026-06-01 email ann part=from; c 2026-06-01 email vic part=to
        c 2026-06-01 email val part=cc
        """,
    )
    ann = of(facts).loc["ann"]
    assert (ann["touches"], ann["mutual"], ann["state"]) == (4, 2, "new")
    assert ann["last"] == pd.Timestamp("2026-06-01")


def test_what_is_about_a_deal_counts_in_the_deal_and_its_account():
    facts = book(
        people="ann acme; vic us",
        deals="one acme; two acme",
        interactions="""
        a 2026-01-01 call vic deal=one; a 2026-01-01 call ann deal=one
        b 2026-01-02 call vic; b 2026-01-02 call ann
        """,
    )
    assert of(facts)["touches"].tolist() == [2]
    assert of(facts, deal="one")["touches"].tolist() == [2]
    assert of(facts, deal="two")["touches"].tolist() == [1]


def test_a_crowd_is_no_touch():
    people = "vic us; " + "; ".join(f"p{number} acme" for number in range(100))
    met = "m 2026-01-01 event vic; " + "; ".join(f"m 2026-01-01 event p{one}" for one in range(100))
    assert of(book(people=people, interactions=met))["touches"].sum() == 0


def test_without_interactions_nothing_is_told_of_them():
    found = of(book(people="ann acme; vic us", ties="vic knows ann trusted"))
    assert found[["touches", "mutual", "state"]].isna().all(axis=None)
    assert found["by"].tolist() == [("vic",)]
    assert found["closeness"].tolist() == [1.0]


def test_without_any_acquaintance_closeness_is_missing():
    assert of(book(people="ann acme; vic us"))["closeness"].isna().all()


def test_a_book_without_days():
    found = of(book(people="ann acme; vic us", ties="vic knows ann trusted"), day=None)
    assert found["trend"].tolist() == [(0, 0, 0, 0, 0)]


def find_top(unit, parents):
    return find_top(parents[unit], parents) if unit in parents else unit


def name_way(ours, theirs):
    """Return how one of us and one of theirs had to do with each other; None: not at all."""
    addressed = [one in ("to", "cc") for one in (ours, theirs)]
    if any(addressed):
        sent, received = ours == "from" and addressed[1], theirs == "from" and addressed[0]
        return "sent" if sent else "received" if received else None
    return None if (ours, theirs) == ("from", "from") else "met"


def count_by_hand(graph, account):
    """Yield touches, mutual and last of each contact of an account, from the rows of the book."""
    tables = graph.book.to_tables()
    parents = dict(tables["organizations"].dropna(subset="parent")[["id", "parent"]].to_numpy())
    deals = {
        deal
        for deal, at in tables["deals"][["id", "account"]].to_numpy()
        if find_top(at, parents) == account
    }
    rows = tables["interactions"]
    people, day = graph.people.reset_index(), pd.Timestamp(graph.as_of)
    side = dict(zip(graph.part.column("people", "id"), graph.people_on["side"], strict=True))
    ours = {person for person, one in side.items() if one == 1}
    for person in people["person"]:
        ways, last = Counter(), None
        for _, event in rows[rows["date"] <= day].groupby("id"):
            deal = event["deal"].dropna()
            if len(deal) and deal.iloc[0] not in deals:
                continue
            part = dict(zip(event["person"], event["part"], strict=True))
            if person not in part or person in ours:
                continue
            for other in ours & {*part}:
                if way := name_way(part[other], part[person]):
                    ways[other, way] += 1
                    if way != "sent":
                        last = max(last or event["date"].iloc[0], event["date"].iloc[0])
        met = sum(count for (_, way), count in ways.items() if way == "met")
        answered = sum(2 * min(ways[one, "sent"], ways[one, "received"]) for one in ours)
        yield person, (sum(ways.values()), met + answered, last)


@few
@given(books())
def test_counts_equal_those_of_a_loop(made):
    for account in k.build_graph(made, deal="").scopes["account"]:
        graph = k.build_graph(made, account=account)
        found, expected = contacts(graph), dict(count_by_hand(graph, account))
        assert [*found.index] == [one for one in found.index if one in expected]
        if graph.as_of is None or "interactions" not in graph.recorded:
            continue
        for person, row in found.iterrows():
            touches, mutual, last = expected[person]
            assert (row["touches"], row["mutual"]) == (touches, mutual)
            assert (None if pd.isna(row["last"]) else row["last"]) == last
            assert sum(row["trend"]) <= touches
            days = math.inf if last is None else (pd.Timestamp(graph.as_of) - last).days
            assert (days <= graph.policy.contact_days) == (row["state"] in ("new", "warm"))
            assert last is None or row["state"] not in ("never", "unanswered")
            assert row["touches"] == 0 or row["state"] != "never"


def test_many_scopes_are_told_apart():
    graph = k.build_graph(book(**MET, deals="deal acme"), as_of="2026-06-30")
    found = contacts(graph)
    assert found.index.names == ["account", "deal", "person"]
    pd.testing.assert_frame_equal(found.loc[("acme", "")], of(book(**MET, deals="deal acme")))


@pytest.mark.parametrize("by", ["person", "function", "level", "kind", "quarter"])
def test_touches_add_up_to_those_of_the_contacts(by):
    graph = k.build_graph(book(**MET), as_of="2026-06-30")
    assert k.touches(graph, by=by)["touches"].sum() == contacts(graph)["touches"].sum()


@few
@given(books())
def test_what_is_counted_is_what_is_listed(made):
    graph = k.build_graph(made)
    counted = count_contacts(graph)
    pd.testing.assert_frame_equal(counted, contacts(graph)[counted.columns], check_like=True)
