"""Steps that were agreed: what has become of them, and what has changed since."""

import numpy as np
import pytest

import kamgraph as k
from books import book

BOOK = {
    "people": "ann acme; bo acme; sub unit; vic us; val us",
    "ties": "vic knows ann trusted since=2026-05-10; val knows bo",
    "deals": "d acme bid; e acme bid",
    "roles": "ann approver acme; bo decision_maker acme",
    "assessments": """
        ann 2026-01-01 2 2 2; bo 2026-01-01 4 4 4; ann 2026-05-20 4 4 4
        vic 2026-06-01 3
    """,
    "actions": """
        late acme - meet vic ann - 2026-05-01 2026-05-10; todo acme - win vic bo price 2026-07-01
        over unit - ask val sub - 2026-05-31; deal acme d win vic ann - 2026-06-30 2026-05-20
        past acme - meet vic bo - 2025-01-01 2025-01-01; free acme e call - - -
    """,
}


def found(day="2026-06-01", **scope):
    options = scope or {"account": "acme"}
    return k.actions(k.build_graph(book(**BOOK), as_of=day, **options))


def test_the_overdue_come_first_and_those_done_last():
    told = found()[["state", "days"]]
    assert [*told.itertuples(name=None)] == [
        ("over", "overdue", 1),
        ("todo", "open", 0),
        ("free", "open", 0),
        ("deal", "done", 0),
        ("late", "late", 9),
        ("past", "done", 0),
    ]


def test_what_is_done_later_is_not_done_yet():
    assert found("2026-05-09")["state"]["late"] == "overdue"
    assert found("2026-05-09")["done"].isna()["late"]
    assert found("2026-05-31")["state"]["over"] == "open"


def test_a_deal_and_a_unit_see_their_own():
    assert [*found(deal="d").index] == ["deal"]
    assert [*found(account="unit").index] == ["over", "free", "deal"]  # with the account's deals


def test_changes_are_those_from_the_day_before_to_now():
    graph = k.build_graph(book(**BOOK), account="acme", as_of="2026-06-01")
    before = graph.at("2026-05-19")
    row = k.actions(graph).loc["deal"]
    for name in ("choice", "coverage"):
        change = k.scores(graph)[name].iloc[0] - k.scores(before)[name].iloc[0]
        assert row[f"{name}_change"] == pytest.approx(change)
    own = [k.acceptance(one)["choice"]["ann"] for one in (graph, before)]
    assert row["contact_change"] == pytest.approx(own[0] - own[1])
    assert row["contact_change"] > 1
    assert k.actions(graph).filter(like="change").loc["past"].isna().all()


def test_an_action_about_nobody_has_no_contact_that_changed():
    tables = BOOK | {"actions": "x acme - call - - - 2026-05-20 2026-05-20"}
    row = k.actions(k.build_graph(book(**tables), account="acme")).loc["x"]
    assert np.isnan(row["contact_change"])
    assert row["choice_change"] > 0
