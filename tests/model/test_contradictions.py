"""What cannot be so in commitments, payments, goals and actions is found, and what can is not."""

from books import book
from kamgraph.model.findings import check
from kamgraph.model.voice import say

PEOPLE = "ann acme; bo acme; kim us; pat institute; di bravo"


def found(**tables):
    """Return finding, table and subject of what is found."""
    table = check(book(people=PEOPLE, deals="d acme", **tables))
    for code in table["finding"]:
        assert say(f"finding_{code}")
        assert say(f"remedy_{code}")
    return [*zip(table["finding"], table["table"], table["subject"], strict=True)]


def test_what_can_be_so_is_not_found():
    assert not found(
        commitments="c1 ann kim made=2026-01-02 due=2026-01-02 kept=2026-01-03; "
        "c2 pat kim made=2026-01-02",
        payments="p d advance due=2027-01-01 signer=ann",
        goals="acme 2026-12-31 5 kim; acme 2026-12-31 7 pat; acme 2027-12-31 7",
        actions="a acme kind=meet owner=kim contact=bo due=2099-01-01",
    )


def test_days_out_of_order_are_found():
    commitments = (
        "c1 ann kim made=2026-01-02 kept=2025-01-03; c2 kim bo made=2026-01-02 due=2026-01-01"
    )
    assert found(commitments=commitments) == [
        ("days_out_of_order", "commitments", ("c1", "kim")),
        ("days_out_of_order", "commitments", ("c2", "bo")),
    ]


def test_what_is_told_as_done_on_a_day_to_come_is_found():
    actions = "a acme kind=meet done=2099-01-01; b acme kind=meet done=2026-01-01"
    assert found(actions=actions) == [("day_to_come", "actions", ("a", "acme"))]


def test_commitments_between_people_of_one_side_are_found():
    assert found(commitments="c ann bo made=2026-01-02") == [
        ("commitment_of_one_side", "commitments", ("c", "ann", "bo"))
    ]


def test_one_of_ours_in_the_place_of_a_contact_is_found():
    assert found(
        roles="kim approver acme; ann user acme",
        assessments="kim 2026-01-01 5; ann 2026-01-01 4",
        ties="ann reports_to kim; kim knows ann",
    ) == [
        ("wrong_side", "ties", ("ann", "kim")),
        ("wrong_side", "assessments", ("kim",)),
        ("wrong_side", "roles", ("kim", "acme")),
    ]


def test_people_of_the_wrong_side_are_found():
    assert found(
        payments="p d advance due=2027-01-01 signer=kim",
        goals="acme 2026-12-31 5 ann",
        actions="a acme kind=meet owner=bo contact=kim",
    ) == [
        ("wrong_side", "actions", ("a", "kim", "acme")),
        ("wrong_side", "actions", ("a", "kim", "acme", "bo")),
        ("wrong_side", "goals", ("acme", "ann")),
        ("wrong_side", "payments", ("p", "kim")),
    ]


def test_probabilities_that_no_deal_of_that_stage_has_are_found():
    deals = """
        a acme closed probability=0; b acme lost probability=1; c acme probability=1
        d acme bid probability=0; e acme closed probability=1; f acme lost probability=0
        g acme contract probability=0.99; h acme delivery probability=0.5; i acme lost
    """
    table = check(book(people=PEOPLE, deals=deals))
    assert [*zip(table["severity"], table["finding"], table["subject"], strict=True)] == [
        ("medium", "odd_probability", ("c",)),
        *(("low", "odd_probability", (one,)) for one in "abd"),
    ]
    assert say("finding_odd_probability")
    assert say("remedy_odd_probability")


def test_a_goal_with_an_owner_and_without_is_found():
    assert found(goals="acme 2026-12-31 5 kim; acme 2026-12-31 7") == [
        ("goal_told_twice", "goals", ("acme",))
    ]
