import pytest

import kamgraph as k
from books import book
from kamgraph.analysis.rules.judgement import (
    assessment_old,
    never_assessed,
    opposing,
    opposition_unknown,
    rival_pull,
)
from rule_rows import REVIEWS, demo, key_persons, persons, sentences

every_review = pytest.mark.parametrize("review", REVIEWS)
FIRM = {"people": "ann acme; bo acme; vic us; rob rival; rita rival", "roles": "ann approver acme"}


def firm(policy=None, **tables):
    """Ann decides; Bo, one of us and two of a competitor are there too."""
    return k.build_graph(book(**{**FIRM, **tables}), account="acme", policy=policy)


# Never assessed.


def test_each_axis_without_a_grade_is_told():
    assert sentences(never_assessed, firm()) == ["Nobody has ever graded ann."]
    graph = firm(assessments="ann 2026-01-01 3")
    assert sentences(never_assessed, graph) == ["Nobody has ever graded ann on solution and price."]


def test_who_is_graded_on_all_axes_is_assessed():
    graph = firm(assessments="ann 2026-01-01 3 3; ann 2026-02-01 - - 3")
    assert persons(never_assessed, graph) == []


@every_review
def test_the_never_assessed_are_the_key_persons_without_an_own_score(review):
    own = k.acceptance(demo(review)).loc[key_persons(demo(review)), "own_relationship":"own_price"]
    assert persons(never_assessed, demo(review)) == list(own.index[own.isna().any(axis=1)])


# Old assessments.


@pytest.mark.parametrize(("day", "found"), [("2026-04-01", []), ("2026-04-02", ["ann"])])
def test_an_assessment_is_old_from_the_ninety_first_day_on(day, found):
    graph = firm(assessments="ann 2026-01-01 3 3 3").at(day)
    assert persons(assessment_old, graph) == found


def test_the_newest_axis_counts():
    graph = firm(assessments="ann 2026-01-01 3 3 3; ann 2026-03-01 4").at("2026-06-30")
    assert sentences(assessment_old, graph) == ["ann was last graded 121 days ago."]


def test_what_was_never_graded_is_not_old():
    assert persons(assessment_old, firm()) == []
    assert persons(assessment_old, firm().at("2026-06-30")) == []


@every_review
def test_a_fresh_grade_on_one_axis_is_enough(review):
    graph = demo(review)
    for person in persons(assessment_old, graph)[:2]:
        fresh = graph.with_grade(person, "relationship", 3)
        assert person not in persons(assessment_old, fresh)


# Opposing.


@pytest.mark.parametrize(("threshold", "found"), [(25, []), (25.5, ["ann"])])
def test_opposing_is_below_the_threshold(threshold, found):
    graph = firm(k.Policy(opposing=threshold), assessments="ann 2026-01-01 2 2 2")
    assert persons(opposing, graph) == found


def test_opposition_names_the_weakest_axis_and_whose_word_counts():
    people = FIRM["people"].replace("ann acme", "ann acme susceptibility=0")
    graph = firm(people=people, assessments="ann 2026-01-01 3 2 2", ties="bo influences ann 0.01")
    assert sentences(opposing, graph) == [
        "ann leans against us, most on the solution; choice after influence is 31."
    ]
    assert sentences(opposing, graph, "action") == [
        "Work on the solution with ann and with bo, whose word counts with ann."
    ]


def test_nobody_is_named_where_no_colleagues_word_counts():
    graph = firm(
        assessments="ann 2026-01-01 1 1 1", ties="rob influences ann; bo influences ann -1"
    )
    assert sentences(opposing, graph, "action") == [
        "Work on the relationship with ann; we know of no colleague whose word counts there."
    ]


@every_review
def test_the_opposing_are_the_key_persons_below_the_threshold_after_influence(review):
    choice = k.acceptance(demo(review)).loc[key_persons(demo(review)), "choice"]
    assert persons(opposing, demo(review)) == list(choice.index[choice < 40])


# The pull of rivals.


@pytest.mark.parametrize(
    ("ties", "found"),
    [
        ("rob influences ann 0.1", ["ann"]),
        ("rob influences ann 0.5; vic influences ann 0.5", []),
        ("rob influences ann 0.51; vic influences ann 0.5", ["ann"]),
        ("rob influences ann 0.3; rita influences ann 0.3; vic influences ann 0.5", ["ann"]),
        ("rob influences ann 0.5; vic influences ann 0.5; vic dotted_line ann", []),
        ("rob influences ann -1", []),
        ("rob influences bo", []),
    ],
)
def test_rivals_pull_more_than_we_do(ties, found):
    assert persons(rival_pull, firm(ties=ties)) == found


def test_the_strongest_rival_is_named_with_their_firm():
    ties = "rita influences ann 0.5; rob influences ann 0.25; vic influences ann 0.5"
    assert sentences(rival_pull, firm(ties=ties)) == [
        "rita of rival sways ann more than we do: pull 0.75 against 0.50."
    ]


@every_review
def test_our_pull_breaks_the_hold_of_rivals(review):
    caught = persons(rival_pull, demo(review))
    for person in caught:
        balanced = demo(review).with_tie("sun-licheng", person, "influences", strength="decisive")
        assert persons(rival_pull, balanced) == [other for other in caught if other != person]


# Unknown opposition.


@pytest.mark.parametrize(
    ("assessments", "found"),
    [
        ("ann 2026-01-01 3 4 5", [""]),
        ("ann 2026-01-01 5 5 2", []),
        ("bo 2026-01-01 1", []),
        ("vic 2026-01-01 1 1 1", [""]),
        ("rob 2026-01-01 1 1 1", [""]),
    ],
)
def test_opposition_is_known_by_an_own_grade_of_theirs(assessments, found):
    assert persons(opposition_unknown, firm(assessments=assessments)) == found


def test_a_partners_opposition_counts():
    people = FIRM["people"] + "; pia institute"
    graph = firm(people=people, ties="pia influences ann", assessments="pia 2026-01-01 1")
    assert persons(opposition_unknown, graph) == []


@every_review
def test_opposition_is_unknown_when_no_own_score_is_below_the_threshold(review):
    own = k.acceptance(demo(review)).loc[:, "own_relationship":"own_price"]
    assert (persons(opposition_unknown, demo(review)) == [""]) == (not (own < 40).any(axis=None))
