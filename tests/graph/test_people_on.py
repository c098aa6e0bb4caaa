"""Who people are on a day, by their positions or by their own columns."""

import pandas as pd
import pytest

from books import book
from kamgraph import build_graph, key_people

HISTORY = {
    "people": "ann acme; bo unit; cy us; heir acme",
    "positions": """
        ann acme director finance 2 2020-01-01 2024-01-01
        ann us - - - 2024-06-01 2025-01-01
        ann bravo chief it 1 2025-01-01 -
    """,
}


def person_on(day, account, who="ann", **more):
    people = build_graph(book(**HISTORY | more), account=account, as_of=day).people
    return people.loc[who] if who in people.index else None


def test_a_person_works_where_the_position_in_effect_says():
    then, now = person_on("2023-12-31", "acme"), person_on("2025-01-01", "bravo")
    about = ["organization", "organization_name", "side", "title", "function", "level"]
    assert [*then[about]] == ["acme", "acme", "customer", "director", "finance", 2]
    assert [*now[about]] == ["bravo", "bravo", "customer", "chief", "it", 1]
    assert person_on("2025-01-01", "acme") is None
    assert person_on("2023-12-31", "bravo") is None


@pytest.mark.parametrize("day", ["2019-12-31", "2024-03-01"])
def test_nobody_is_there_before_the_first_position_and_between_two(day):
    assert person_on(day, "acme") is None
    assert person_on(day, "bravo") is None


def test_who_changes_the_side_keeps_the_ties_that_one_can_have_there():
    ties = "ann knows bo trusted; cy knows ann trusted; ann influences bo strong; cy knows bo"
    kinds = {}
    for day in ("2023-01-01", "2024-07-01", "2025-01-01"):
        found = build_graph(book(**HISTORY, ties=ties), account="acme", as_of=day).ties
        kinds[day] = {*zip(found["source"], found["kind"], found["target"], strict=True)}
    always = {("ann", "influences", "bo"), ("cy", "knows", "bo")}
    assert kinds["2023-01-01"] == always | {("cy", "knows", "ann")}
    assert kinds["2024-07-01"] == always | {("ann", "knows", "bo")}
    assert kinds["2025-01-01"] == always | {("cy", "knows", "ann")}


def test_people_without_positions_are_as_their_own_columns_say():
    people = "ann acme title=director level=2; bo acme"
    plain = build_graph(book(people=people), account="acme")
    among = build_graph(
        book(people=people + "; eve us", positions="eve acme since=2020-01-01"), account="acme"
    )
    pd.testing.assert_frame_equal(plain.people, among.people.drop("eve"))


def test_the_seat_of_who_left_passes_to_the_successor_of_the_position():
    found = book(
        people="ann acme; bo acme; heir acme",
        positions="ann acme until=2024-01-01 successor=heir",
        ties="bo reports_to ann",
        roles="ann approver acme",
    )
    graph = build_graph(found, account="acme", as_of="2024-01-01")
    assert graph.people.loc["heir", "roles"] == ("approver",)
    assert "heir" in key_people(graph).index
    assert [*graph.ties["target"]] == ["heir"]


GONE = {
    "people": "ann acme; bo acme; heir acme; cy us",
    "positions": """
        ann acme - - - - 2024-01-01 heir
        ann bravo since=2024-01-01
    """,
}


def test_who_has_gone_to_another_firm_leaves_lines_and_roles_to_the_successor_there():
    found = book(
        **GONE,
        ties="bo reports_to ann; ann influences bo strong; cy knows ann",
        roles="ann approver acme; ann coach acme; ann user bravo; ann quality acme since=2024-02-01",
    )
    before = build_graph(found, account="acme", as_of="2023-12-31")
    assert before.people.loc["ann", "roles"] == ("approver", "coach")
    after = build_graph(found, account="acme", as_of="2024-03-01")
    assert after.people.loc["heir", "roles"] == ("approver",)
    assert after.people.loc["ann", "roles"] == ("quality", "coach")  # as one of another firm
    kept = {*zip(after.ties["source"], after.ties["kind"], after.ties["target"], strict=True)}
    assert kept == {
        ("bo", "reports_to", "heir"),
        ("ann", "influences", "bo"),
        ("cy", "knows", "ann"),
    }
    there = build_graph(found, account="bravo", as_of="2024-03-01")
    assert there.people.loc["ann", "roles"] == ("user",)


def test_without_a_successor_the_seat_of_who_has_gone_to_another_firm_is_nobodys():
    gone = GONE["positions"].replace("heir", "-")
    found = book(**GONE | {"positions": gone}, ties="bo reports_to ann", roles="ann approver acme")
    graph = build_graph(found, account="acme", as_of="2024-03-01")
    assert {*graph.index} == {"bo", "heir"}
    assert graph.ties.empty


def test_who_has_come_back_has_lines_and_roles_again():
    found = book(
        people="ann acme; bo acme; heir acme",
        positions="""
            ann acme until=2024-01-01 successor=heir; ann us since=2024-01-01 until=2025-01-01
            ann acme since=2025-01-01
        """,
        ties="bo reports_to ann",
        roles="ann approver acme",
    )
    holders = {}
    for day in ("2023-06-01", "2024-06-01", "2025-06-01"):
        graph = build_graph(found, account="acme", as_of=day)
        [holders[day]] = graph.ties["target"]
        assert graph.people.loc[holders[day], "roles"] == ("approver",)
    assert [*holders.values()] == ["ann", "heir", "ann"]


def test_a_seat_left_passes_over_a_successor_who_has_not_come_yet_to_who_is_there():
    found = book(
        people="ann acme; bo acme; late acme 2030-01-01 - heir; heir acme",
        positions=GONE["positions"].replace("heir", "late"),
        ties="bo dotted_line ann",
        roles="ann approver acme",
    )
    graph = build_graph(found, account="acme", as_of="2024-03-01")
    assert [*graph.ties["target"]] == ["heir"]
    assert graph.people.loc["heir", "roles"] == ("approver",)


def test_a_seat_that_was_passed_on_is_one_seat_of_who_had_it_last():
    facts = book(
        people="""
            old acme until=2025-01-01 successor=mid; mid acme until=2025-06-01 successor=new
            new acme until=2026-01-01; boss acme; clerk acme
        """,
        ties="old reports_to boss; clerk reports_to mid",
        roles="old evaluator acme; mid legal acme",
    )
    people = build_graph(facts, account="acme", as_of="2026-01-01").people
    assert [*people.index[people["vacant"]]] == ["new"]
    assert people.loc["new", "roles"] == ("evaluator", "legal")
    lines = build_graph(facts, account="acme", as_of="2026-01-01").ties
    assert {*zip(lines["source"], lines["target"], strict=True)} == {
        ("new", "boss"),
        ("clerk", "new"),
    }
