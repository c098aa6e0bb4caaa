"""The questions on one small account, worked by hand.

Ann (approver) decides alone, as no other role is asked for. Bob moves her: raw pull 0.5, so
M = 0.25 and D = 0.75. We know Bob well (0.8) and reach Ann through him: 0.8 · 0.5. Rex of the
competitor pulls Bob with 1: M = 0.5. He stands at 0, -1 and -1, as the policy assumes.

    p_bob = 0.25 · 0.5 = 0.125,  p_rex = 0.25 · 0.5 = 0.125,  p_ann = 0.75
    key people: Ann, without whom nothing is decided; 0.9 of 0.875 take Bob, too
"""

import numpy as np
import pandas as pd
import pytest

import kamgraph as k
from books import book

FACTS = book(
    people="ann acme; bob acme; cyd acme; rex rival; vic us; val us",
    ties="bob influences ann 0.5; rex influences bob 1; vic knows bob 0.8; val knows bob 0.4",
    roles="ann approver acme",
    assessments="ann 2026-01-01 3 4 -; bob 2026-01-01 5 1 3",
)
POLICY = k.Policy(required_roles={}, key_cover=0.9)
GRAPH = k.build_graph(FACTS, account="acme", policy=POLICY)


def test_key_people():
    table = k.key_people(GRAPH)
    assert list(table.index) == ["ann", "bob", "rex"]
    assert table["kind"].tolist() == ["direct", "indirect", "external"]
    assert table["weight"].tolist() == [1.0, 0.0, 0.0]
    assert table["power"].tolist() == pytest.approx([0.75, 0.125, 0.125])
    assert table["roles"].tolist() == [("approver",), (), ()]
    assert list(table.columns) == [
        "name", "organization", "side", "title", "level", "function", "roles", "weight", "power",
        "kind", "known", "stable"]  # fmt: skip
    assert table["known"].tolist() == pytest.approx([2 / 3, 1, 1])
    assert table["stable"].isna().all()


def test_acceptance():
    table = k.acceptance(GRAPH)
    # Bob after influence: half his own, half Rex's. Ann: 0.75 her own, 0.25 Bob's.
    bob = np.array([0.5 * 1, 0.5 * -1 - 0.5, 0.5 * 0 - 0.5])
    ann = 0.75 * np.array([0, 0.5, 0]) + 0.25 * bob
    axes = ["relationship", "solution", "price"]
    assert table.loc["bob", axes].tolist() == pytest.approx(50 * (1 + bob))
    assert table.loc["ann", axes].tolist() == pytest.approx(50 * (1 + ann))
    assert table.loc["ann", ["own_relationship", "own_solution"]].tolist() == [50.0, 75.0]
    assert pd.isna(table.loc["ann", "own_price"])
    assert table.loc["bob", "choice"] == 0.0  # who refuses the solution does not choose us
    assert table.loc["ann", "choice"] == pytest.approx(np.prod(50 * (1 + ann)) ** (1 / 3))
    # Her price is unknown: 0.75 of her stance may be anything.
    low, high = (np.clip(ann + side * np.array([0, 0, 0.75]), -1, 1) for side in (-1, 1))
    assert table.loc["ann", "choice_low"] == pytest.approx(np.prod(50 * (1 + low)) ** (1 / 3))
    assert table.loc["ann", "choice_high"] == pytest.approx(np.prod(50 * (1 + high)) ** (1 / 3))
    assert table.loc["ann", "weakest"] == "price"
    assert list(table.index) == ["ann", "bob", "cyd"]


def test_contributions_add_up():
    table = k.contributions(GRAPH)
    assert table.loc["rex"].tolist() == [0.0, -0.125, -0.125]
    assert table.loc["ann"].tolist() == pytest.approx([0, 0.375, 0])
    scores = k.scores(GRAPH).iloc[0]
    for axis in table:
        assert scores[axis] == pytest.approx(50 * (1 + table[axis].sum()), abs=1e-12)


def test_reach():
    table = k.reach(GRAPH)
    assert table.loc["ann"].tolist() == [pytest.approx(0.4), 2, "vic", ("vic", "bob", "ann"), 1]
    assert table.loc["bob", ["reach", "hops", "threads"]].tolist() == [0.8, 1, 2]
    assert table.loc["cyd", "route"] == ()
    assert table.loc["cyd", ["hops", "first_contact"]].isna().all()
    assert table.loc["cyd", "reach"] == 0


def test_scores():
    row = k.scores(GRAPH).loc["acme", ""]
    # Ann's price is unknown: her 0.75 on one of three axes.
    assert row["known"] == pytest.approx(1 - 0.25)
    assert row["price"] == pytest.approx(50 * (1 - 0.125))
    assert row["own_solution"] == 75
    low = [50 * (1 + x) for x in (0.125, 0.125, -0.125 - 0.75)]
    assert row["low"] == pytest.approx(np.prod(low) ** (1 / 3))
    assert (row["limited_by"], row["blocked_by"]) == ("", ())
    assert (row["unnamed"], row["roles_known"]) == (0, 1)
    # A grade is half a stance; one in five is wrong. Each score counts by how the choice follows.
    axis = 50 * 0.5 * (0.2 * (0.75**2 + 2 * 0.125**2)) ** 0.5
    slopes = [row["choice"] / 3 / score for score in (56.25, 56.25, 43.75)]
    assert row["error"] == pytest.approx(np.hypot.reduce([slope * axis for slope in slopes]))
    # Key persons Ann (0.75, reached 0.4) and Bob (0.125, 0.8).
    assert row["coverage"] == pytest.approx(100 * (0.75 * 0.4 + 0.125 * 0.8) / 0.875)
    assert row["threads"] == 1
    # Without Vic exactly half is left, which is not below half: Val has to go too.
    assert row["truck_factor"] == 2
    assert row["status"] == "red"


@pytest.mark.parametrize(
    ("grades", "status"),
    [
        ("ann 2026-01-01 4 4 4", "green"),
        ("ann 2026-01-01 4 4 -", "green"),  # nobody's price is known: it does not count
        ("ann 2026-01-01 4 4 -; bob 2026-01-01 4 4 4", "amber"),  # now it does, and hers is unknown
        ("ann 2026-01-01 3 4 4", "green"),
        ("ann 2026-01-01 3 3 4", "red"),
        ("bob 2026-01-01 5 5 5", "amber"),
        ("ann 2026-01-01 1 1 1; bob 2026-01-01 5 5 5", "red"),  # whose consent is needed refuses
        ("bob 2024-01-01 5 5 5; cyd 2026-01-01 3 3 3", "grey"),  # a quarter, by a quarter known
        ("", "grey"),
    ],
)
def test_status(grades, status):
    facts = book(people="ann acme; bob acme; cyd acme", ties="bob influences ann 0.5",
                 roles="ann approver acme", assessments=grades)  # fmt: skip
    assert k.scores(k.build_graph(facts, policy=POLICY)).iloc[0]["status"] == status


def test_fragility():
    table = k.fragility(GRAPH)
    coverage = k.scores(GRAPH)["coverage"].item()
    assert table.index[0] == "bob"
    assert table.loc["bob", "coverage_lost"] == pytest.approx(coverage)
    assert set(table.loc["bob", "out_of_reach"]) == {"ann", "bob"}
    # Without Vic, Val's 0.4 carries half of everything; Ann's 0.2 is just in reach.
    assert table.loc["vic", "coverage_lost"] == pytest.approx(coverage / 2)
    assert table.loc["vic", "out_of_reach"] == ()
    assert table.loc["cyd", ["coverage_lost", "out_of_reach"]].tolist() == [0.0, ()]
    assert "rex" not in table.index


def test_what_two_lose_together_is_at_least_what_each_loses():
    table = k.fragility(GRAPH)["coverage_lost"]
    whole = k.scores(GRAPH)["coverage"].item()
    for one, other in (("vic", "val"), ("vic", "bob"), ("vic", "ann")):
        left = GRAPH.without(one)
        # Weights and power are held as they were, so only reach is looked at anew.
        reach = k.reach(left.without(other))["reach"].reindex(["ann", "bob"]).fillna(0)
        together = whole - 100 * (0.75 * reach["ann"] + 0.125 * reach["bob"]) / 0.875
        assert together >= max(table[one], table[other]) - 1e-9


def test_handover():
    table = k.handover(GRAPH, "vic")
    assert table.loc["bob", ["closeness", "colleague", "reach", "route"]].tolist() == [
        0.8, "val", 0.4, ("val", "bob")]  # fmt: skip
    alone = k.handover(GRAPH.without("val"), "vic")
    assert pd.isna(alone.loc["bob", "colleague"])
    assert alone.loc["bob", ["reach", "route"]].tolist() == [0.0, ()]


def test_handover_is_asked_of_one_of_us():
    with pytest.raises(k.ScopeError, match="'ann' is not one of us"):
        k.handover(GRAPH, "ann")
    with pytest.raises(k.ScopeError, match="'zoe' is not in the graph"):
        k.handover(GRAPH, "zoe")


def test_handover_over_many_scopes():
    facts = book(people="ann acme; bob bravo; vic us; val us",
                 ties="vic knows ann; vic knows bob; val knows bob 0.1")  # fmt: skip
    table = k.handover(k.build_graph(facts), "vic")
    assert table.index.names == ["account", "deal", "person"]
    assert table["colleague"].tolist()[1] == "val"


def test_sensitivity():
    table = k.sensitivity(GRAPH)
    assert table.index[0] == ("ann", "price")
    assert table.loc[("ann", "price"), "bound_width"] == pytest.approx(75)
    assert table.loc[("ann", "solution"), "bound_width"] == 0
    assert table.loc[("bob", "price"), ["one_up", "one_down"]].tolist() == pytest.approx(
        [50 * 0.125 * 0.5, -50 * 0.125 * 0.5]
    )


def test_verdict_says_what_to_ask_next_and_how_far_it_is():
    row = k.verdict(GRAPH).loc["acme", ""]
    assert not row["for_us"]
    assert (row["ask"], row["about"], row["narrows"]) == ("ann", "price", pytest.approx(75))
    # One grade more of Ann moves two axes by 0.375: score 75, 75, 43.75, and 62.7 of choice.
    assert row["margin"] == 1


def test_margin_is_missing_where_no_error_turns_the_verdict():
    # Without Ann, whom nobody graded, nothing is decided: no error on Bob moves her from 50.
    facts = book(people="ann acme; bob acme", roles="ann approver acme; bob user acme",
                 assessments="bob 2026-01-01 3 3 3")  # fmt: skip
    row = k.verdict(k.build_graph(facts, policy=POLICY)).iloc[0]
    assert row["choice"] == pytest.approx(50)
    assert pd.isna(row["margin"])


def test_nothing_is_left_to_ask_where_all_is_known():
    facts = book(people="ann acme", roles="ann approver acme",
                 assessments="ann 2026-01-01 5 5 5")  # fmt: skip
    row = k.verdict(k.build_graph(facts, policy=POLICY)).iloc[0]
    assert row["for_us"]
    assert pd.isna(row["ask"])
    # 100 is 50 points over neutral, 25 a grade: two wrong would do, but there is one to be wrong.
    assert pd.isna(row["margin"])


def test_nobody_is_asked_for_what_was_noted_a_month_ago():
    facts = book(people="ann acme", roles="ann approver acme", assessments="ann 2026-01-01 4 4 4")
    month, year = (
        k.verdict(k.build_graph(facts, policy=POLICY, as_of=day)).iloc[0]
        for day in ("2026-02-01", "2026-12-01")
    )
    assert pd.isna(month["ask"])
    assert year["ask"] == "ann"


def test_nobody_decides_in_an_empty_scope():
    row = k.verdict(k.build_graph(book(people="vic us"), account="acme")).iloc[0]
    assert row[["choice", "margin", "for_us"]].isna().all()
