"""People without ties, ties to oneself, and pairs in a circle: every question has an answer."""

import math

import pytest

import kamgraph as k
from books import book

QUESTIONS = (
    *(k.scores, k.reach, k.structural_holes, k.structure, k.fragility, k.key_people, k.sensitivity),
    *(k.brokerage, k.acceptance, k.bounds, k.completeness, k.gaps),
)
BOOKS = {
    "one person": ("a acme", ""),
    "a tie to oneself": ("a acme", "a influences a 1"),
    "a line to oneself": ("a acme; u us", "a reports_to a"),
    "a circle of two": ("a acme; b acme", "a reports_to b; b reports_to a"),
    "a pair and an isolate": ("a acme; b acme; c acme", "a reports_to b; c influences c 0.5"),
}


def graph(name):
    people, ties = BOOKS[name]
    return k.build_graph(book(people=people, ties=ties), account="acme")


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_every_question_has_an_answer(name, question):
    assert question(graph(name)) is not None


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("one person", None),
        ("a tie to oneself", "self_tie"),
        ("a line to oneself", "self_tie"),
        ("a circle of two", "reporting_cycle"),
        ("a pair and an isolate", "self_tie"),
    ],
)
def test_what_is_odd_is_told(name, finding):
    people, ties = BOOKS[name]
    found = {*k.check(book(people=people, ties=ties))["finding"]} & {"self_tie", "reporting_cycle"}
    assert found == ({finding} if finding else set())


@pytest.mark.parametrize(
    ("name", "alone"),
    [("one person", "a"), ("a tie to oneself", "a"), ("a pair and an isolate", "c")],
)
def test_who_has_no_ties_has_no_constraint(name, alone):
    assert math.isnan(k.structural_holes(graph(name)).loc[alone, "constraint"])


@pytest.mark.parametrize("name", BOOKS)
def test_where_we_know_nobody_there_is_no_reach_and_no_structure_of_contacts(name):
    found = k.reach(graph(name))
    assert (found["threads"] == 0).all()
    assert (found["reach"] == 0).all()
    assert k.structure(graph(name))["contact_structure"].isna().all()
