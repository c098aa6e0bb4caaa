"""Laws of the decision: what recording more facts may do to it, and what it may not."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import kamgraph as k
from books import book, from_rows
from customers import make_customer
from kamgraph.model.vocabulary import AXES
from strategies import DAY, POLICY, few, tables

UNANIMOUS = k.Policy(decision_rule="unanimous")
NEWCOMER = "zz"
near = 1e-7  # points


def graph_of(drawn, *, policy=POLICY, **rows):
    """The graph of acme on the day with more rows than were drawn."""
    facts = {name: [*found, *rows.get(name, [])] for name, found in drawn.items()}
    return k.build_graph(from_rows(facts, policy=policy), account="acme", as_of=DAY, policy=policy)


def person(**cells):
    return {"id": NEWCOMER, "name": "New", "organization": "acme"} | cells


def row_of(graph):
    return k.scores(graph).iloc[0]


def share_of(graph, one):
    """What is in a person's hands: of the whole decision, or of a role that consents."""
    node = graph.index.get_loc(one)
    parts = [part.share[node] for part in graph.decision_weights.consent.values()]
    return max([graph.decision_weight[node], *parts])


def members(graph):
    """The account's own people who are there."""
    return [*graph.index[graph.own & ~graph.vacant]]


def same_axes(one, other):
    """Whether the same axes count; what is known of another one moves everybody's choice."""
    return (one.counted == other.counted).all()


# Somebody who refuses us on every axis, and without whom nothing is decided.
CONSENT = ("approver", "decision_maker")
REFUSER = {
    "people": [person()],
    "roles": [{"person": NEWCOMER, "account": "acme", "role": role} for role in CONSENT],
    "assessments": [{"person": NEWCOMER, "date": DAY} | dict.fromkeys(AXES.words, "1")],
}


def add_holder(drawn, holder, *, policy=POLICY):
    """The graph of acme with the one who refuses, and with one holder of a role more."""
    rows = REFUSER | {"roles": [*REFUSER["roles"], holder]}
    return graph_of(drawn, policy=policy, **rows)


roles = st.sampled_from([role for role in POLICY.role_weights if POLICY.role_weights[role]])
cells = st.fixed_dictionaries(
    {},
    optional={
        "level": st.integers(1, 5),
        "function": st.sampled_from(("finance", "engineering", "procurement")),
    },
)


@few
@given(tables(people=7), roles, st.data())
def test_nobody_who_takes_another_role_outvotes_the_role_that_refuses(drawn, role, data):
    before = graph_of(drawn, **REFUSER)
    limit = row_of(before)["limited_by"]
    assume(limit and limit != role and before.decision_weights.consent[limit].held.all())
    holder = {"person": data.draw(st.sampled_from(members(before))), "account": "acme"}
    after = add_holder(drawn, holder | {"role": role})
    assume(same_axes(before, after))
    assert row_of(after)["choice"] <= row_of(before)["choice"] + near


@few
@given(tables(people=7), roles, st.data())
def test_by_unanimity_no_further_holder_outvotes_who_refuses(drawn, role, data):
    before = graph_of(drawn, policy=UNANIMOUS, **REFUSER)
    limit = row_of(before)["limited_by"]
    assume(limit and before.decision_weights.consent[limit].held.all())
    holder = {"person": data.draw(st.sampled_from(members(before))), "account": "acme"}
    after = add_holder(drawn, holder | {"role": role}, policy=UNANIMOUS)
    assume(same_axes(before, after))
    assert row_of(after)["choice"] <= row_of(before)["choice"] + near


@few
@given(tables(people=7), roles, st.data())
def test_whoever_joins_the_decision_who_blocks_it_still_does(drawn, role, data):
    before = graph_of(drawn, **REFUSER)
    assume(row_of(before)["blocked_by"])
    holder = {"person": data.draw(st.sampled_from(members(before))), "account": "acme"}
    after = add_holder(drawn, holder | {"role": role})
    assume(same_axes(before, after))
    assert {*row_of(before)["blocked_by"]} <= {*row_of(after)["blocked_by"]}
    assert row_of(after)["status"] in {"red", "grey"}


@few
@given(tables(people=7), cells)
def test_a_contact_without_ties_moves_the_choice_by_their_own_share_at_most(drawn, about):
    before, after = graph_of(drawn), graph_of(drawn, people=[person(**about)])
    assert same_axes(before, after)
    moved = row_of(after)["choice"] - row_of(before)["choice"]
    assert not abs(moved) > 50 * share_of(after, NEWCOMER) + near


@few
@given(tables(people=7), roles)
def test_another_holder_moves_the_choice_by_their_own_share_at_most(drawn, role):
    before = graph_of(drawn, people=[person()])
    held = {"person": NEWCOMER, "account": "acme", "role": role}
    after = graph_of(drawn, people=[person()], roles=[held])
    assert same_axes(before, after)
    moved = row_of(after)["choice"] - row_of(before)["choice"]
    assert not abs(moved) > 100 * share_of(after, NEWCOMER) + near


@few
@given(tables(people=7), st.data())
def test_another_report_moves_the_scores_by_what_passes_through_them(drawn, data):
    before = graph_of(drawn)
    # The level of a boss who had no line would be read off the chart from now on.
    bosses = [*before.index[before.own & ~before.vacant & ~np.isnan(before.level)]]
    assume(bosses)
    boss = data.draw(st.sampled_from(bosses))
    line = {"source": NEWCOMER, "target": boss, "kind": "reports_to"}
    after = graph_of(drawn, people=[person()], ties=[line])
    node, weight = after.index.get_loc(NEWCOMER), after.decision_weight
    matrix = np.zeros((len(weight),) * 2)
    matrix[after.influence.row, after.influence.idx] = np.abs(after.influence.val)
    through = np.linalg.solve(np.eye(len(weight)) - matrix.T, weight)[node]
    moved = np.abs(after.acceptance - before.acceptance).max()
    assert moved <= 2 * through + 1e-9


@few
@given(tables(people=7), st.data())
def test_facts_stay_within_the_bounds_and_narrow_them(drawn, data):
    before = graph_of(drawn)
    found = []
    for node in np.flatnonzero(~before.vacant):
        grades = {}
        for n in np.flatnonzero(before.counted[0]):
            stance, certainty = before.stance[node, n], before.certainty[node, n]
            spread = 1 - certainty
            fitting = [
                label
                for label, value in POLICY.stances(AXES.words[n]).items()
                if spread > 0 and abs(value - np.nan_to_num(stance)) <= spread
            ]
            if fitting and data.draw(st.booleans()):
                grades[AXES.words[n]] = data.draw(st.sampled_from(fitting))
        if grades:
            found.append({"person": before.index[node], "date": DAY} | grades)
    after = graph_of(drawn, assessments=found)
    assume(same_axes(before, after))
    assert_within(after, before)


@few
@given(tables(people=7), st.floats(1, 1000))
def test_ageing_only_widens(drawn, half_life):
    older = k.Policy(grade_half_life_days=POLICY.grade_half_life_days / half_life)
    young, old = graph_of(drawn), graph_of(drawn, policy=older)
    assume(same_axes(young, old))
    assert_within(young, old)
    assert (young.certainty >= old.certainty).all()
    assert (row_of(young)["known"] >= row_of(old)["known"] - 1e-12).all()


def assert_within(inner, outer):
    """Whatever is known in the one lies between the bounds of the other."""
    one, other = row_of(inner), row_of(outer)
    assert one["low"] >= other["low"] - near
    assert one["high"] <= other["high"] + near
    assert not one["choice"] < other["low"] - near
    assert not one["choice"] > other["high"] + near
    assert (inner.personal_choice.low >= outer.personal_choice.low - near).all()
    assert (inner.personal_choice.high <= outer.personal_choice.high + near).all()
    for bound in (-1, 1):
        ends = [graph.acceptance + bound * graph.acceptance_width for graph in (inner, outer)]
        assert (bound * ends[0] <= bound * ends[1] + 1e-9).all()


@pytest.mark.parametrize("count", [3, 8, 30, 300, 5000])
def test_an_account_of_any_size_has_up_to_fifteen_key_people(count):
    nobody_graded = from_rows(
        {
            "organizations": [{"id": "acme", "name": "Acme", "kind": "customer"}],
            "people": [
                {"id": f"p{n}", "name": f"P{n}", "organization": "acme"} for n in range(count)
            ],
            "ties": [
                {"source": f"p{n}", "target": f"p{n // 6}", "kind": "reports_to"}
                for n in range(6, count)
            ],
        }
    )
    for graph in (make_customer(count, seed=count), k.build_graph(nobody_graded)):
        assert 1 <= graph.key.sum() <= POLICY.key_most


# What the laws do not promise, each with the smallest book.

REFUSING = {"people": "a acme; b acme; c acme", "roles": "a approver acme; b approver acme"}
GRADES = "a 2026-01-01 1 1 1; b 2026-01-01 5 5 5; c 2026-01-01 5 5 5"
CLOSED = k.Policy(required_roles={})


def score(policy=CLOSED, **tables):
    return row_of(k.build_graph(book(**tables), as_of=DAY, policy=policy))


def test_further_approvers_outvote_one_who_refuses_by_the_mean_yet_he_still_blocks():
    more = REFUSING["roles"] + "; c approver acme"
    facts = REFUSING | {"assessments": GRADES}
    two, three = score(**facts), score(**facts | {"roles": more})
    assert (two["choice"], three["choice"]) == (50, pytest.approx(200 / 3))
    assert (three["blocked_by"], three["status"]) == (("a",), "red")
    strict = k.Policy(required_roles={}, decision_rule="unanimous")
    assert score(strict, **facts | {"roles": more})["choice"] == 0


def test_the_first_grade_on_an_axis_makes_it_count_for_everybody():
    facts = {"people": "a acme; b acme", "roles": "a approver acme; b user acme"}
    graded = "a 2026-01-01 5 5 -"
    before = score(**facts, assessments=graded)
    after = score(**facts, assessments=f"{graded}; b 2026-01-01 - - 3")
    # b has a fifth of the decision, or, were there twenty users, a hundredth.
    assert before["choice"] == pytest.approx(0.8 * 100 + 0.2 * 50)
    assert after["choice"] == pytest.approx(0.8 * (100 * 100 * 50) ** (1 / 3) + 0.2 * 50)


def test_bounds_are_those_of_the_axes_that_count_and_of_those_who_fit_open_roles():
    facts = {"people": "a acme level=1; b acme level=1", "roles": "a user acme"}
    graded = "a 2026-01-01 5 5 -; b 2026-01-01 1 1 -"
    open_one = k.Policy(required_roles={"lead": ("approver",)})
    before = score(open_one, **facts, assessments=graded)
    # Both fit the open role alike.
    assert before[["low", "choice", "high"]].tolist() == pytest.approx([50, 50, 50])
    refused = score(
        open_one, **facts | {"roles": "a user acme; b approver acme"}, assessments=graded
    )
    assert refused["choice"] == 0


def test_a_first_report_puts_the_boss_on_the_chart():
    facts = {"people": "a acme; b acme", "assessments": "a 2026-01-01 5 5 5; b 2026-01-01 2 2 2"}
    open_one = k.Policy(required_roles={"lead": ("approver",)})
    alike = score(open_one, **facts)
    boss = score(open_one, **facts | {"people": "a acme; b acme; c acme"}, ties="c reports_to a")
    # Alike unknown, both have 0.3 of the open role; who has a report is on top, and has it.
    assert alike["unnamed"] == pytest.approx(0.4)
    assert boss["unnamed"] == 0
    assert boss["choice"] > alike["choice"] + 10
