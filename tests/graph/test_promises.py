"""Whoever has not kept a promise by its day counts as less close to whom it was made."""

import pytest

import kamgraph as k
from books import book

PEOPLE = "ann acme; bo acme; pat institute; vic us; val us"
DEALS = "d acme bid; e acme bid"
TIES = "vic knows ann trusted; val knows ann 0.5; pat knows ann 0.5; vic knows pat 0.5"


def closeness(promises, day="2026-06-01", policy=None, **asked):
    facts = book(people=PEOPLE, deals=DEALS, ties=TIES, commitments=promises)
    graph = k.build_graph(facts, as_of=day, policy=policy, **(asked or {"account": "acme"}))
    ties = graph.ties
    return dict(zip(ties["source"] + " " + ties["target"], ties["strength"], strict=True))


AS_GRADED = {"vic ann": 1.0, "val ann": 0.5, "pat ann": 0.5, "vic pat": 0.5}
OVERDUE = "c1 vic ann - 2026-01-01 2026-05-31"


def test_closeness_counts_less_from_the_day_after_the_promise_was_due_until_it_is_kept():
    assert closeness(OVERDUE, "2026-05-31") == AS_GRADED
    assert closeness(OVERDUE) == AS_GRADED | {"vic ann": 0.8}
    late = OVERDUE + " 2026-06-10"
    assert closeness(late, "2026-06-09") == AS_GRADED | {"vic ann": 0.8}
    assert closeness(late, "2026-06-10") == AS_GRADED


def test_once_in_all_and_as_the_policy_says():
    twice = f"{OVERDUE}; c2 vic ann d 2026-01-01 2026-02-01"
    assert closeness(twice, policy=k.Policy(broken_promise=0.5))["vic ann"] == 0.5
    assert closeness(twice, policy=k.Policy(broken_promise=1)) == AS_GRADED
    assert "vic ann" not in closeness(OVERDUE, policy=k.Policy(broken_promise=0))


@pytest.mark.parametrize(
    "promise",
    [
        "c1 vic ann - 2026-01-01",  # without a day
        "c1 ann vic - 2026-01-01 2026-02-01",  # theirs
        "c1 vic bo - 2026-01-01 2026-02-01",  # to somebody whom vic does not know
        "c1 vic ann - 2026-06-02 2026-05-01",  # not made yet
    ],
)
def test_other_promises_leave_it_as_it_is(promise):
    assert closeness(promise) == AS_GRADED


def test_a_partner_s_promise_cools_the_partner_s_closeness():
    found = closeness("c1 pat ann - 2026-01-01 2026-02-01; c2 vic pat - 2026-01-01 2026-02-01")
    assert found == AS_GRADED | {"pat ann": 0.4, "vic pat": 0.4}


def test_a_promise_about_a_deal_counts_in_it_and_in_its_account():
    promise = "c1 vic ann d 2026-01-01 2026-02-01"
    found = {deal: closeness(promise, deal=deal)["vic ann"] for deal in "de"}
    assert found | {"": closeness(promise)["vic ann"]} == {"d": 0.8, "e": 1.0, "": 0.8}
    assert closeness(OVERDUE, deal="e")["vic ann"] == 0.8


def test_meetings_count_less_as_well():
    facts = book(
        people=PEOPLE,
        interactions="m 2026-06-01 meeting vic; m 2026-06-01 meeting ann",
        commitments=OVERDUE,
    )
    ties = k.build_graph(facts, account="acme", as_of="2026-06-01").ties
    assert ties["strength"].tolist() == [pytest.approx(0.4)]


def test_what_if_they_meet_or_come_closer_while_it_is_overdue():
    facts = book(people=PEOPLE, deals=DEALS, ties=TIES, commitments=OVERDUE)
    graph = k.build_graph(facts, account="acme", as_of="2026-06-01")
    for change in (k.NewTie("vic", "ann", "knows", 0.5), k.NewMeeting("vic", "ann")):
        new = graph.with_changes(change)
        again = k.build_graph(new.book, account="acme", as_of="2026-06-01")
        assert new.ties.equals(again.ties)
        tried = k.what_ifs(graph, [change])
        assert tried["coverage"].item() == pytest.approx(k.scores(again)["coverage"].item())
