import numpy as np
import pytest

import kamgraph as k
from kamgraph.analysis.gaps import gaps
from kamgraph.analysis.rules.judgement import (
    assessment_old,
    axis_unknown,
    blocked,
    grades_contradict,
    never_assessed,
    opposing,
    opposition_unknown,
    rival_pull,
)
from rule_rows import HELD_ALONE, REVIEWS, demo, key_persons, persons, recorded, sentences

every_review = pytest.mark.parametrize("review", REVIEWS)
FIRM = {"people": "ann acme; bo acme; vic us; rob rival; rita rival", "roles": "ann approver acme"}


def firm(policy=HELD_ALONE, **tables):
    """Ann decides; Bo, one of us and two of a competitor are there too."""
    return k.build_graph(recorded(**{**FIRM, **tables}), account="acme", policy=policy)


# Never assessed.

PAIR = "ann approver acme; bo approver acme"
ONE_KNOWN = "bo 2026-01-01 3 3 3"


def test_who_is_graded_on_no_axis_or_not_on_one_that_counts_is_told():
    assert sentences(never_assessed, firm()) == ["Nobody has ever graded ann."]
    graph = firm(roles=PAIR, assessments=f"ann 2026-01-01 3; {ONE_KNOWN}")
    assert sentences(never_assessed, graph) == ["Nobody has ever graded ann on solution and price."]


def test_an_axis_that_is_open_for_everybody_is_told_once():
    graph = firm(roles=PAIR, assessments="ann 2026-01-01 3 3; bo 2026-01-01 4 4")
    assert persons(never_assessed, graph) == []
    assert sentences(axis_unknown, graph) == [
        "Nobody has been graded on the price yet, so it does not count in the choice."
    ]
    assert persons(axis_unknown, firm()) == []


def test_who_is_graded_for_another_deal_only_is_not_graded_here():
    facts = recorded(**FIRM, deals="d acme", assessments="ann 2026-01-01 3 3 3 d")
    here = k.build_graph(facts, account="acme", policy=HELD_ALONE)
    assert sentences(never_assessed, here) == [
        "Nobody has graded ann here yet, only for another account or deal."
    ]
    # On the day before the grade nobody had.
    assert sentences(never_assessed, here.at("2025-12-31")) == ["Nobody has ever graded ann."]


def test_who_is_graded_on_all_axes_is_assessed():
    graph = firm(assessments="ann 2026-01-01 3 3; ann 2026-02-01 - - 3")
    assert persons(never_assessed, graph) == []


@every_review
def test_the_never_assessed_are_the_key_persons_without_an_own_score_on_what_counts(review):
    graph = demo(review)
    own = k.acceptance(graph).loc[key_persons(graph), "own_relationship":"own_price"]
    missing = own.isna() & (graph.counted[0] | own.isna().all(axis=1).to_numpy()[:, None])
    assert persons(never_assessed, graph) == list(own.index[missing.any(axis=1)])


# Old assessments.


@pytest.mark.parametrize(("day", "found"), [("2026-04-01", []), ("2026-04-02", ["ann"])])
def test_an_assessment_is_old_from_the_ninety_first_day_on(day, found):
    graph = firm(assessments="ann 2026-01-01 3 3 3").at(day)
    assert persons(assessment_old, graph) == found


def test_the_newest_axis_counts():
    graph = firm(assessments="ann 2026-01-01 3 3 3; ann 2026-03-01 4").at("2026-06-30")
    # A grade halves every 360 days: 2 ** (-121 / 360).
    assert sentences(assessment_old, graph) == [
        "ann was last graded 121 days ago. By now that counts 79%."
    ]


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


def firmly(grades, opposing=40, **tables):
    """Ann, graded on the day, whom nobody moves."""
    policy = k.Policy(required_roles={}, opposing=opposing)
    people = FIRM["people"].replace("ann acme", "ann acme susceptibility=0")
    return firm(policy, people=people, assessments=f"ann 2026-01-01 {grades}", **tables)


@pytest.mark.parametrize(("threshold", "found"), [(25, []), (25.5, ["ann"])])
def test_opposing_is_below_the_threshold(threshold, found):
    assert persons(opposing, firmly("2 2 2", threshold)) == found


def test_opposition_names_the_weakest_axis_and_whose_word_counts():
    graph = firmly("3 2 2", ties="bo influences ann 0.01")
    assert sentences(opposing, graph) == [
        "ann leans against us, weakest on solution and price; choice after influence is 31."
    ]
    assert sentences(opposing, graph, "action") == [
        (
            "Win ann for the solution and come to terms with ann on the price; "
            "bring in bo (not graded yet, so ask first), whose word counts with ann."
        )
    ]


def test_who_is_graded_need_not_be_asked_before_they_are_brought_in():
    grades = "ann 2026-01-01 1 1 1; bo 2026-01-01 4 4 4"
    policy = k.Policy(required_roles={})
    people = FIRM["people"].replace("ann acme", "ann acme susceptibility=0")
    graph = firm(policy, people=people, assessments=grades, ties="bo influences ann 0.01")
    assert "work with bo, whose word counts with ann." in sentences(blocked, graph, "action")[0]


@pytest.mark.parametrize(
    ("ties", "who"),
    [
        ("bo reports_to ann", "who reports to ann"),
        ("ann reports_to bo", "to whom ann reports"),
        ("bo reports_to ann; bo influences ann 0.01", "whose word counts with ann"),
    ],
)
def test_a_word_counts_only_where_that_is_recorded(ties, who):
    graph = firmly("1 1 1", 40, ties=ties)
    bo = f"bo (not graded yet, so ask first), {who}."
    assert f"bring in {bo}" in sentences(opposing, graph, "action")[0]
    assert f"work with {bo}" in sentences(blocked, graph, "action")[0]


@pytest.mark.parametrize(
    ("ties", "said"),
    [
        ("ann reports_to bo", "no colleague is recorded whose word counts with ann"),
        ("ann reports_to bo; eve influences ann 0.1", "bring in eve, whose word counts with ann"),
        ("bo influences ann; eve reports_to ann", "bring in eve, who reports to ann"),
        ("bo influences ann", "bring in bo, whose word counts with ann"),
    ],
)
def test_who_opposes_us_is_asked_last(ties, said):
    facts = recorded(
        people="ann acme susceptibility=0; bo acme; eve acme; vic us",
        roles="ann approver acme",
        ties=ties,
        assessments="ann 2026-01-01 1 1 1; bo 2026-01-01 1 1 1; eve 2026-01-01 4 4 4",
    )
    graph = k.build_graph(facts, account="acme", policy=HELD_ALONE)
    found = gaps(graph, (opposing,)).set_index("person")["action"]
    assert said in found["ann"]


def test_a_no_that_others_turn_into_a_yes_is_no_opposition():
    facts = recorded(
        people="ann acme; mat acme",
        roles="ann approver acme",
        ties="mat influences ann -0.75",
        assessments="mat 2026-01-01 1 1 1; ann 2026-01-01 3 3 3",
    )
    graph = k.build_graph(facts, account="acme", policy=HELD_ALONE)
    assert graph.power[graph.index.get_loc("mat")] < 0
    assert persons(opposing, graph) == []


def test_an_axis_that_does_not_count_is_not_the_weakest():
    # Nine tenths are Rob's, who stands at 0, -1 and -1: Ann at -0.1 and -0.8, and at -0.9 on a
    # price on which nobody of theirs has said a word.
    listening = k.Policy(required_roles={}, susceptibility=0.9)
    graph = firm(listening, assessments="ann 2026-01-01 1 5", ties="rob influences ann 1")
    assert "weakest on solution" in sentences(opposing, graph)[0]
    assert "weakest on solution" in sentences(blocked, graph)[0]


def test_nobody_is_named_where_no_colleagues_word_counts():
    graph = firm(
        assessments="ann 2026-01-01 1 1 1", ties="rob influences ann; bo influences ann -1"
    )
    assert sentences(opposing, graph, "action") == [
        (
            "Win ann for the solution and come to terms with ann on the price; "
            "no colleague is recorded whose word counts with ann."
        )
    ]


def test_who_was_not_graded_and_is_only_pulled_against_us_is_told_so():
    # Ann has 1.5 of 2.5, and listens to Bo for six tenths of it.
    graph = firm(
        roles="ann evaluator acme; ann finance acme; ann procurement acme; bo approver acme",
        assessments="bo 2026-01-01 1 1 1",
        ties="bo influences ann 1",
        policy=k.Policy(required_roles={}, susceptibility=0.6),
    )
    assert (
        "ann has not been graded, but is pulled against us by others, on all axes alike: "
        "choice would be 20." in sentences(opposing, graph)
    )
    actions = sentences(opposing, graph, "action")
    assert (
        "Find out from ann where ann really stands on the relationship, solution and price, "
        "and record the grade." in actions
    )


@every_review
def test_the_opposing_are_the_key_persons_below_the_threshold_after_influence(review):
    choice = k.acceptance(demo(review)).loc[key_persons(demo(review)), "choice"]
    assert persons(opposing, demo(review)) == list(choice.index[choice < 40])


def test_who_has_a_part_in_the_decision_opposes_however_small_it_is():
    facts = recorded(
        people="ann acme; bo acme; cy acme; vic us",
        roles="ann approver acme; ann decision_maker acme; ann evaluator acme; bo user acme",
        assessments="ann 2026-01-01 5 5 5; bo 2026-01-01 1 1 1; cy 2026-01-01 1 1 1",
    )
    graph = k.build_graph(facts, account="acme", policy=HELD_ALONE)
    assert key_persons(graph).tolist() == ["ann"]
    assert persons(opposing, graph) == ["bo"]


# Consent.


def test_a_holder_of_a_consent_role_who_opposes_blocks():
    graph = firmly("1 2 1")
    assert sentences(blocked, graph) == [
        (
            "ann has the role of approver and would refuse us: choice after influence is 0, weakest on "
            "relationship and price; no support by others outvotes that."
        )
    ]
    assert sentences(blocked, graph, "action") == [
        (
            "Find out what ann would need on the relationship and price to agree, and who besides us "
            "can say it."
        )
    ]
    assert persons(blocked, firmly("2 2 2", 25)) == []


def test_only_the_roles_of_consent_are_told():
    roles = "ann approver acme; ann decision_maker acme; ann user acme"
    graph = firmly("1 1 1", roles=roles)
    assert "has the role of approver and decision maker and" in sentences(blocked, graph)[0]


def test_who_holds_no_consent_role_blocks_nothing():
    assert persons(blocked, firmly("1 1 1", roles="ann user acme; ann legal acme")) == []


def test_an_ungraded_approver_among_refusers_is_not_said_to_refuse():
    graph = firm(
        roles="ann approver acme; bo user acme",
        assessments="bo 2026-01-01 1 1 1",
        ties="bo influences ann 1",
        policy=k.Policy(required_roles={}, susceptibility=0.9),
    )
    told = sentences(blocked, graph)
    assert len(told) == 1
    assert "has not been graded, and is pulled against us by others" in told[0]
    assert "would refuse" not in told[0]


@every_review
def test_those_who_block_are_those_of_the_scores(review):
    assert persons(blocked, demo(review)) == list(k.scores(demo(review))["blocked_by"].iloc[0])


# Grades and the circle.


def test_a_grade_that_no_stance_explains_contradicts_the_circle():
    # Half of where Ann stands is Bo's: with Bo at -1 she would be at 3 by herself to be at 1, at 2
    # to be at a half, and at 1 to be in the middle, as somebody may well be.
    graph = firm(
        roles=PAIR, assessments="ann 2026-01-01 5 3; bo 2026-01-01 1 3", ties="bo influences ann 1"
    )
    assert sentences(grades_contradict, graph) == [
        (
            "The grade of ann on relationship does not fit those who move ann: even one grade "
            "nearer, no view of ann's own would explain it."
        )
    ]
    milder = "ann 2026-01-01 4 3; bo 2026-01-01 1 3"
    fitting = firm(roles=PAIR, assessments=milder, ties="bo influences ann 1")
    assert persons(grades_contradict, fitting) == []
    assert persons(grades_contradict, firm(roles=PAIR, assessments=ONE_KNOWN)) == []


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
        "Competitors, rita of rival first, make up 30% of what ann thinks, and we 20%."
    ]
    unrecorded = firm(ties="rita influences ann 0.5")
    assert sentences(rival_pull, unrecorded) == [
        "rita of rival sways ann, and no influence of ours there is recorded."
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
        ("ann 2026-01-01 3 4 5; vic 2026-01-01 1 1 1", [""]),
        ("ann 2026-01-01 3 4 5; rob 2026-01-01 1 1 1", [""]),
        # Where nobody of theirs is graded, nobody can be.
        ("rob 2026-01-01 1 1 1", []),
        # An old grade is a grade.
        ("ann 2026-01-01 5 5 5; ann 2016-01-01 1; bo 2016-01-01 1", []),
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
    graph = demo(review)
    graded = np.where(graph.graded & graph.theirs[:, None], graph.grade, np.nan)
    unknown = not (graded < -0.2).any() and not np.isnan(graded).all()
    assert (persons(opposition_unknown, graph) == [""]) == unknown
