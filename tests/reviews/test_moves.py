"""The next moves in short, of the plan or of what contacts and questions tell."""

import pandas as pd
import pytest

import kamgraph as k
from books import book
from kamgraph.model.vocabulary import MOVES
from kamgraph.model.voice import speaking
from kamgraph.reviews.moves import list_moves
from kamgraph.reviews.results import Results

PEOPLE = "ann acme title=CEO; bo acme title=CFO; us1 us; us2 us"
FACTS = {
    "people": PEOPLE,
    "roles": "ann approver acme; bo decision_maker acme",
    "assessments": "ann 2026-06-01 2 2 2; bo 2026-06-01 3 3 3",
    "ties": "us1 knows bo 0.5",
}


def moves_of(language="en", most=99, deal=None, **tables):
    scope = {"deal": deal} if deal else {"account": "acme"}
    graph = k.build_graph(
        book(**{name: text for name, text in (FACTS | tables).items() if text}),
        **scope,
        as_of="2026-06-30",
    )
    with speaking(language):
        results = Results(graph, language)
        return results, list_moves(results, most)


def test_they_are_the_steps_of_the_plan_by_their_days():
    results, moves = moves_of()
    steps = results.plan.steps
    assert {move.step for move in moves} <= set(steps.index)
    days = [steps.loc[move.step, "day"] for move in moves]
    assert days == sorted(days)
    for move in moves:
        step = steps.loc[move.step]
        assert (move.contact, move.owner, move.why) == (
            *(step["contact"], results.names[step["owner"]], step["why"]),
        )


def test_what_one_talk_serves_is_one_move():
    results, moves = moves_of(assessments="ann 2026-06-01 2 2 2; bo 2026-06-01 3 - -")
    talked = results.plan.steps[results.plan.steps["kind"].isin(["ask", "refresh", "meet"])]
    pairs = talked[["owner", "contact"]].drop_duplicates()
    told = [move for move in moves if move.step in talked.index]
    assert len(told) == len(pairs)


@pytest.mark.parametrize("most", [0, 1, 2])
def test_no_more_are_told_than_asked_for(most):
    _, moves = moves_of(most=most)
    assert len(moves) == most


def test_on_the_first_day_they_come_from_contacts_and_questions():
    met = "m 2026-01-05 meeting us1; m 2026-01-05 meeting bo"
    results, moves = moves_of(roles=None, assessments=None, ties=None, interactions=met)
    assert results.plan.steps.empty
    assert {move.step for move in moves} == {0}
    kinds = [(move.kind, move.contact) for move in moves]
    assert ("Refresh", "bo") in kinds
    assert ("Meet", "ann") in kinds
    assert all(move.owner and move.day for move in moves)


def test_of_a_deal_that_is_over_only_what_outlasts_it_is_due():
    promise = "p us1 bo made=2026-01-01 due=2026-02-01 deal=old"
    deals = "old acme closed 2026-03-01"
    results, moves = moves_of(deal="old", deals=deals, commitments=promise)
    assert results.over
    asked = results.gaps_by_person
    assert len(asked)
    assert [move.why for move in moves] == asked["action"].tolist()
    assert all(pd.notna(move.day) for move in moves)


def test_they_are_told_in_chinese():
    _, moves = moves_of("zh")
    told = {kind for move in moves for kind in move.kind.replace("和", "、").split("、")}
    assert told
    assert told <= {labels[1] for labels in MOVES.labels.values()}
