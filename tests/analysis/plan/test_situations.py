"""Ten situations in which an account manager knows what to do next."""

import pytest

import kamgraph as k
from books import book

PLAIN = k.Policy(required_roles={}, key_cover=1)
# Each with what is known, what is aimed at, how many days there are, and the one thing to do first.
SITUATIONS = {
    "one friend of ours carries all: open a second way": (
        {
            "people": "ann acme; vic us; val us",
            "ties": "vic knows ann 1",
            "roles": "ann approver acme",
            "team": "val lead_expert acme",
        },
        ({"secure": 1}, 1),
        ("open", "val", "ann"),
    ),
    "a blocker stands behind the CFO: the consultant whom he hears is won": (
        {
            "people": "cfo acme susceptibility=0.9; advisor firm; vic us",
            "organizations": "acme customer; us vendor; firm partner",
            "ties": "advisor influences cfo 1; vic knows advisor 1; vic knows cfo 0.25",
            "roles": "cfo approver acme",
            "assessments": "cfo 2026-01-01 2 2 2; advisor 2026-01-01 3 3 3",
        },
        ({"choice": 1}, 3),
        ("win", "vic", "advisor"),
    ),
    "what they think of the price is unknown: ask first": (
        {
            "people": "ann acme; bob acme; vic us",
            "ties": "vic knows ann 1; vic knows bob 1",
            "roles": "ann approver acme; bob user acme",
            "assessments": "ann 2026-01-01 4 4 -; bob 2026-01-01 4 4 3",
        },
        ({"choice": 1, "low": 1}, 1),
        ("ask", "vic", "ann"),
    ),
    "who decides is a stranger, and a user of theirs introduces: meet": (
        {
            "people": "ann acme; bob acme; vic us",
            "ties": "vic knows bob 1; bob influences ann 0.1",
            "roles": "ann approver acme; bob user acme",
            "assessments": "bob 2026-01-01 4 4 4",
        },
        ({"coverage": 1}, 1),
        ("meet", "vic", "ann"),
    ),
    "an old friendship has gone cold: see them again": (
        {
            "people": "ann acme; bob acme; vic us",
            "ties": "vic knows ann 1 since=2021-01-01; vic knows bob 1",
            "roles": "ann approver acme; bob user acme",
        },
        ({"coverage": 1}, 1),
        ("refresh", "vic", "ann"),
    ),
    "a rival has the ear of who decides: put our word beside theirs": (
        {
            "people": "ann acme susceptibility=0.9; rex rival; vic us",
            "ties": "rex influences ann 1; vic knows ann 1",
            "roles": "ann approver acme",
        },
        ({"choice": 1}, 3),
        ("counter", "vic", "ann"),
    ),
    "only a clerk of ours knows their president: our own brings a peer": (
        {
            "people": "ann acme level=1; bob acme level=3; vic us level=4; chief us level=1",
            "ties": "vic knows ann 0.25; chief knows bob 0.25",
            "roles": "ann approver acme; bob user acme",
        },
        ({"secure": 1}, 1.5),
        ("sponsor", "chief", "ann"),
    ),
    "a brief acquaintance with who decides is all there is: come closer": (
        {
            "people": "ann acme; bob acme; vic us",
            "ties": "vic knows ann 0.25; vic knows bob 1",
            "roles": "ann approver acme; bob user acme",
        },
        ({"coverage": 1}, 2),
        ("deepen", "vic", "ann"),
    ),
    "of two who are half won the one decides: work on that one": (
        {
            "people": "ann acme; bob acme; vic us",
            "ties": "vic knows ann 1; vic knows bob 1",
            "roles": "ann approver acme; bob user acme",
            "assessments": "ann 2026-01-01 3 3 2; bob 2026-01-01 3 3 2",
        },
        ({"choice": 1}, 3),
        ("win", "vic", "ann"),
    ),
    "what we know of who decides is three years old: ask again before anything else": (
        {
            "people": "ann acme; bob acme; vic us",
            "ties": "vic knows ann 1; vic knows bob 1",
            "roles": "ann approver acme; bob user acme",
            "assessments": "ann 2023-01-01 5 5 5; bob 2026-01-01 3 3 3",
        },
        (dict(k.Policy().aims), 1),
        ("ask", "vic", "ann"),
    ),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_plan_does_what_anybody_there_would(situation):
    facts, (aims, budget), wanted = SITUATIONS[situation]
    facts = {"assessments": "ann 2026-01-01 3 3 3", **facts}
    graph = k.build_graph(book(**facts), account="acme", policy=PLAIN)
    plan = k.plan(graph, budget=budget, aims=aims)
    assert tuple(plan.steps.loc[1, ["kind", "owner", "contact"]]) == wanted
    assert plan.steps.loc[1, "gain"] > 0
    assert plan.gain <= plan.bound
