"""The plan in a review: the steps it lists, in which order, and what it says they bring."""

import pandas as pd
import pytest

import kamgraph as k
from books import book
from kamgraph.model.voice import speaking
from kamgraph.reviews.moves import list_moves

PEOPLE = "ann acme title=CEO; bo acme title=CFO; us1 us; us2 us"


def review(language="en", deal=None, **tables):
    facts = {"people": PEOPLE, "roles": "ann approver acme; bo decision_maker acme"} | tables
    scope = {"deal": deal} if deal else {"account": "acme"}
    graph = k.build_graph(book(ties="us1 knows bo 0.5", **facts), **scope, as_of="2026-06-30")
    return k.review(graph, language=language)


def plan_of(found):
    return next((part for part in found.sections if part.name == "plan"), None)


def test_it_says_what_the_steps_bring_and_that_no_plan_is_better():
    assert plan_of(review()).sentence == (
        "4 steps, 4 days of work, move choice at worst from 0 to 37 and coverage from 25 to 50 if "
        "all of them work; 19.7 points can be expected by how likely each step is to work once "
        "those before it have, as the aims are weighed, and no other plan within the budget brings "
        "more."
    )
    assert plan_of(review("zh")).sentence == (
        "4 步行动，投入 4 人天，如全部奏效，选择意向下限由 0 变为 37、覆盖度由 25 变为 50；"
        "假定此前各步均已奏效，各步按成功率合计预期增加 19.7 分（各项目标加权），同等投入下没有更好的方案。"
    )


@pytest.mark.parametrize(
    ("grades", "clause"),
    [
        ("3 3 3", "; even then choice would stay below the 60 that are needed; "),
        ("4 3 3", "; choice would then reach the 60 that are needed; "),
        ("4 4 3", None),  # it leans to us already
    ],
)
def test_it_says_whether_that_is_enough(grades, clause):
    judged = f"ann 2026-06-01 {grades}; bo 2026-06-01 {grades}"
    said = plan_of(review(assessments=judged)).sentence
    assert (clause or "if all of them work; 10.1 points") in said


def test_steps_stand_by_their_days_each_with_who_whom_and_within_which_month():
    rows = plan_of(review()).table.rows
    assert rows[["day", "within", "kind", "owner", "name"]].to_numpy().tolist() == [
        ["9 July 2026", "within 30 days", "Meet", "us1", "ann"],
        ["14 July 2026", "within 30 days", "Find out", "us1", "ann"],
        ["17 July 2026", "within 30 days", "Find out", "us1", "bo"],
        ["5 August 2026", "within 60 days", "Deepen", "us1", "bo"],
    ]


def test_the_steps_are_those_of_the_question_and_in_the_document():
    found = k.review(k.build_graph(k.load_demo(), account="yaochuan"))
    made = k.plan(found.results.graph, budget=found.results.graph.policy.plan_budget)
    days = pd.Series(plan_of(found).table.rows["gain"].tolist())
    steps = made.steps.sort_values("day", kind="stable")
    assert days.tolist() == steps["gain"].tolist()
    assert [step.why for step in found.to_document().results.plan] == made.steps["why"].tolist()


@pytest.mark.parametrize(
    ("language", "kind"), [("en", "Refresh and Find out"), ("zh", "恢复联系、摸清态度")]
)
def test_what_one_conversation_serves_is_one_move_in_short(language, kind):
    found = k.review(k.build_graph(k.load_demo(), account="yaochuan"), language=language)
    with speaking(language):
        moves = list_moves(found.results, 99)
    shared = [one for one in moves if one.kind == kind]
    assert shared
    assert len(moves) + len(shared) == len(found.results.plan.steps)
    assert all(one.why for one in moves)


def test_a_step_that_brings_nothing_by_itself_says_what_it_is_for():
    policy = k.Policy(required_roles={}, aims={"low": 1})
    facts = book(people="ann acme; us1 us", roles="ann approver acme", team="us1 lead_expert acme")
    graph = k.build_graph(facts, account="acme", as_of="2026-06-30", policy=policy)
    rows = plan_of(k.review(graph)).table.rows
    assert rows["kind"].tolist() == ["Meet", "Find out"]
    assert rows["gain"].isna().tolist() == [True, False]
    assert rows["why"].str.endswith(
        "By itself it brings nothing; a later step needs it."
    ).tolist() == [
        True,
        False,
    ]


def test_each_step_says_how_much_of_the_open_deals_hangs_on_its_contact():
    found = review(deals="d acme bid value=1000 currency=EUR; old acme closed value=9000")
    power = k.key_people(found.results.graph)["power"]
    rows = plan_of(found).table.rows
    assert rows["worth"].tolist() == [
        f"At stake: {1000 * power[who]:.0f} EUR" for who in rows["name"]
    ]
    assert plan_of(review()).table.rows["worth"].isna().all()


@pytest.mark.parametrize("stage", ["closed", "lost"])
def test_nothing_is_planned_for_a_deal_that_is_over(stage):
    assert plan_of(review(deal="d1", deals="d1 acme bid")) is not None
    assert plan_of(review(deal="d1", deals=f"d1 acme {stage}")) is None


def test_nothing_is_planned_where_nobody_of_ours_could_act():
    assert plan_of(review(people="ann acme; bo acme; us1 us until=2026-01-01")) is None


def test_nothing_is_planned_while_titles_alone_tell_who_decides():
    assert plan_of(review(roles="")) is None


def test_it_says_on_which_day_a_closing_ends_it_and_when_it_is_too_late():
    soon = plan_of(review(deals="d acme bid closes=2026-07-20"))
    assert soon.sentence.endswith(
        "the plan ends on 19 July 2026, before a deal closes or a contract ends."
    )
    late = plan_of(review(deals="d acme bid closes=2026-07-01"))
    assert late.sentence.startswith("There is no time left")
    assert late.table is None
