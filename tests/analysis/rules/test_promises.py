"""Promises of ours, and those made to us, that are overdue."""

import kamgraph as k
from kamgraph.analysis.rules import promise_overdue, promise_to_us
from rule_rows import persons, recorded, sentences

BOOK = recorded(
    people="""
        ann acme name=Ann; bo acme name=Bo; out rival name=Rob; far bravo name=Far
        vic us name=Vic; val us name=Val until=2026-03-01
    """,
    ties="vic knows bo",
    roles="ann approver acme; bo participant acme",
    commitments="""
        kept vic ann - 2026-01-01 2026-02-01 2026-02-01; open vic ann - 2026-01-01 2026-07-01
        never vic ann - 2026-01-01; ours vic ann - 2026-01-01 2026-05-31 - drawings.
        orphan val bo - 2026-01-01 2026-05-01; theirs bo vic - 2026-01-01 2026-05-30
        stray vic far - 2026-01-01 2026-05-01; rival vic out - 2026-01-01 2026-05-01
    """,
)


def acme(day="2026-06-01", **options):
    return k.build_graph(BOOK, account="acme", as_of=day, **options)


def test_a_promise_of_ours_is_a_gap_from_the_day_after_it_was_due():
    assert persons(promise_overdue, acme("2026-04-01")) == []
    assert persons(promise_overdue, acme("2026-05-31")) == ["bo"]
    assert persons(promise_overdue, acme()) == ["ann", "bo"]


def test_it_says_what_was_promised_by_whom_and_who_keeps_it():
    assert sentences(promise_overdue, acme()) == [
        "What Vic promised Ann has been overdue since 31 May 2026: drawings.",
        "What Val promised Bo has been overdue since 1 May 2026.",
    ]
    assert sentences(promise_overdue, acme(), "action") == [
        "Have Vic keep the promise now, or agree a new day before Ann has to ask.",
        "Name which of us keeps the promise, as Val is no longer with us, and tell Bo.",
    ]


def test_it_says_that_the_two_count_as_less_close_where_they_know_each_other():
    told = {
        "people": "ann acme; cy acme; vic us",
        "ties": "vic knows ann",
        "roles": "ann approver acme",
    }
    broken = "p1 vic ann made=2026-01-01 due=2026-05-31; p2 vic cy made=2026-01-01 due=2026-05-31"
    facts = recorded(commitments=broken, **told)
    cooled = "Until it is kept, the closeness between them counts only 80%."
    assert sentences(promise_overdue, k.build_graph(facts, account="acme", as_of="2026-06-01")) == [
        f"What vic promised ann has been overdue since 31 May 2026. {cooled}",
        "What vic promised cy has been overdue since 31 May 2026.",
    ]


def test_who_need_not_agree_and_decides_little_is_a_step_less_grave():
    graph = acme(policy=k.Policy(grave_stake=0.9))
    found = k.gaps(graph, (promise_overdue,)).set_index("person")["severity"]
    assert found.to_dict() == {"ann": "high", "bo": "medium"}


def test_theirs_are_awaited_by_whoever_has_them():
    assert persons(promise_to_us, acme()) == ["bo"]
    [told] = sentences(promise_to_us, acme(), "action")
    assert told == "Have Vic ask Bo what is in the way, and agree a new day."


def test_each_account_has_its_own():
    graph = k.build_graph(BOOK, as_of="2026-06-01")
    found = k.gaps(graph, (promise_overdue,))
    assert {*zip(found["account"], found["person"], strict=True)} == {
        ("acme", "ann"), ("acme", "bo"), ("bravo", "far"),
    }  # fmt: skip
