import datetime as dt
import re

import pandas as pd
import pytest
from hypothesis import given

import kamgraph as k
from books import book
from kamgraph.analysis.stage import RELATIONSHIP_STAGES, stage
from kamgraph.errors import PolicyError
from strategies import books, few

PEOPLE = "a acme name=Ann; b acme name=Bo; c acme name=Cy; d acme name=Di; e acme name=Ed"
SINCE, DAY = "2025-06-01", "2026-01-01"
# Then only roles that somebody holds are parts of the decision.
HELD_ALONE = k.Policy(required_roles={})


def grade(people, grades="4 4 4"):
    """Grade everybody alike on the day, by default for us."""
    return "; ".join(f"{line.split()[0]} {DAY} {grades}" for line in re.split("[;\n]", people))


def graph_of(roles="", people=PEOPLE, *, day=DAY, account="acme", policy=None, **tables):
    tables = {"assessments": grade(people)} | tables
    facts = book(people=people, roles=roles, **tables)
    return k.build_graph(facts, account=account, as_of=day, policy=policy)


def stage_of(*args, since=SINCE, language="en", **options):
    return stage(graph_of(*args, **options), since=since, language=language).iloc[0]


ALL = "a approver acme; b decision_maker acme; c evaluator acme; d user acme"


# Who decides.


def test_the_same_people_decide():
    assert stage_of(ALL).tolist() == [
        "strengthening",
        0.0,
        "The same people decide as on 1 June 2025: the relationship can be strengthened.",
    ]


def test_a_user_who_changes_does_not_set_back():
    # Weights 1, 1, 0.5, 0.25 of 2.75, the user new.
    roles = "a approver acme; b decision_maker acme; c evaluator acme"
    found = stage_of(f"{roles}; d user acme - - 2025-12-01; e user acme - 2025-12-01")
    assert found["changed"] == pytest.approx(0.25 / 2.75)
    assert found["stage"] == "strengthening"
    assert found["reason"] == (
        "9% of the power to decide has come into new hands since 1 June 2025 (Ed 9%): the "
        "relationship can be strengthened."
    )


def test_an_evaluator_sets_back_to_stabilising():
    roles = "a approver acme; b decision_maker acme; c user acme"
    found = stage_of(f"{roles}; d evaluator acme - - 2025-12-01; e evaluator acme - 2025-12-01")
    assert found["changed"] == pytest.approx(0.5 / 2.75)
    assert found["stage"] == "stabilising"
    assert found["reason"].endswith("(Ed 18%): the relationship has to be stabilised first.")


def test_half_of_the_decision_sets_back_to_building():
    both = "b {} acme - - 2025-12-01; c {} acme - 2025-12-01"
    roles = "; ".join(both.replace("{}", role) for role in ("approver", "decision_maker"))
    found = stage_of(f"a evaluator acme; a user acme; {roles}")
    assert found["changed"] == pytest.approx(2 / 2.75)
    assert found["stage"] == "building"
    assert found["reason"].endswith("(Cy 73%): the relationship has to be built.")


def test_the_promoted_count_as_new_for_what_they_have_gained():
    # From 0.25 to 0.25 and half of the approver's 1, of 2.75 each.
    roles = "a approver acme; a decision_maker acme; c evaluator acme; b user acme"
    found = stage_of(f"{roles}; b approver acme - 2025-12-01")
    assert found["changed"] == pytest.approx(0.5 / 2.75)
    assert "(Bo 18%)" in found["reason"]


def test_power_behind_the_scenes_changes_hands_too():
    # Di settles half of where Ann stands (0.5 of 1, all of Ann's pull); Ed takes that over.
    ties = "d influences a 1 - - 2025-12-01; e influences a 1 - 2025-12-01"
    found = stage_of("a approver acme", ties=ties, policy=HELD_ALONE)
    assert found["changed"] == pytest.approx(0.5)
    assert "(Ed 50%)" in found["reason"]


def test_a_successor_and_a_vacant_seat_have_changed_hands():
    people = f"{PEOPLE}; old acme - 2025-12-01 a name=Old; gone acme - 2025-12-01 name=Gone"
    roles = "old approver acme; gone evaluator acme; b decision_maker acme; b user acme"
    found = stage_of(roles, people)
    assert found["changed"] == pytest.approx(1.5 / 2.75)
    assert "(Ann 36%, vacant seat of Gone 18%)" in found["reason"]
    # A seat that was vacant already has not changed since.
    later = stage_of(roles, people, since="2025-12-01")
    assert later["stage"] == "strengthening"
    assert later["changed"] == 0


def test_without_roles_titles_and_levels_decide_and_are_told_as_such():
    # Of the roles 1, 1, .5 and .25 the newcomer fits 2/3, 1/3, .03 and 0, Ann 1/3, 2/3, .12 and
    # .03; of what both have of them the newcomer has 1.015 of 2.0825, and Ann had all.
    found = stage_of(people="a acme name=Ann level=2; n acme 2025-12-01 name=Nan level=1")
    assert found["changed"] == pytest.approx(1.015 / 2.0825)
    assert found["stage"] == "stabilising"
    assert "(Nan 49% by title and level)" in found["reason"]


def test_what_titles_make_of_an_open_role_is_no_news_of_those_who_were_there():
    # The evaluator has left; by title and level the others get what she had, and Ed is new.
    people = PEOPLE.replace("c acme name=Cy", "c acme name=Cy level=3 until=2025-12-01")
    people = people.replace("e acme name=Ed", "e acme name=Ed level=3 since=2025-12-01")
    roles = "a approver acme; b decision_maker acme; c evaluator acme - - 2025-12-01; d user acme"
    reason = stage_of(roles, people=people)["reason"]
    assert "(Ed " in reason
    assert not re.search("Ann|Bo|Di|more", reason)
    # Who has another post has been promoted.
    posts = "d acme - - 5 - 2025-12-01; d acme - - 1 2025-12-01"
    assert "Di " in stage_of(roles, people=people, positions=posts)["reason"]


def test_three_are_named_and_the_others_counted():
    new = "; ".join(f"{person} user acme - 2025-12-01" for person in "abcde")
    roles = f"{new}; x approver acme - - 2025-12-01"
    found = stage_of(roles, f"{PEOPLE}; x acme", policy=HELD_ALONE)
    assert found["changed"] == 1
    assert "(Ann 20%, Bo 20%, Cy 20%, 2 more 40%)" in found["reason"]


def test_two_of_one_name_are_two():
    new = "a user acme - 2025-12-01; b user acme - 2025-12-01; x user acme - - 2025-12-01"
    people = "a acme name=Ann; b acme name=Ann; x acme"
    assert "(Ann 50%, Ann 50%)" in stage_of(new, people, policy=HELD_ALONE)["reason"]


def test_a_trace_of_change_is_not_nothing():
    tiny = k.Policy(role_weights={"approver": 1.0, "user": 0.001}, required_roles={})
    found = stage_of("a approver acme; b user acme - 2025-12-01", policy=tiny)
    assert 0 < found["changed"] < 0.005
    assert found["reason"].startswith("<1% of the power to decide")


def test_an_account_without_history_is_being_built():
    found = stage_of(people="a acme 2025-12-01; b acme 2025-12-01")
    assert found.tolist() == [
        "building",
        1.0,
        "Nobody is known to have decided on 1 June 2025: the relationship has to be built.",
    ]


SEATS = """
    a acme since=2020-01-01 until=2025-01-01
    a bravo since=2025-01-01 until=2025-09-01
    a acme since=2025-09-01
"""


def test_who_was_away_and_has_returned_is_not_new():
    roles = "a approver acme - - 2025-01-01; a approver acme - 2025-09-01; b user acme"
    facts = {"people": PEOPLE, "policy": HELD_ALONE}
    found = stage_of(roles, positions=SEATS, **facts)
    assert (found["changed"], found["stage"]) == (0, "strengthening")
    # Who was at another customer before, and comes for the first time, is: 1 of 1.25.
    elsewhere = SEATS.replace("a acme since=2020-01-01", "a bravo since=2020-01-01")
    found = stage_of(roles, positions=elsewhere, **facts)
    assert found["changed"] == pytest.approx(0.8)


# How it stands.


def test_the_same_people_who_do_not_lean_to_us_are_to_be_stabilised():
    grades = f"{grade('a acme; b acme; d acme', '3 3 3')}; c {DAY} 5 5 5"
    found = stage_of(ALL, assessments=grades)
    assert found.tolist() == [
        "stabilising",
        0.0,
        (
            "The same people decide as on 1 June 2025, but the decision does not lean to us: the "
            "relationship has to be stabilised first."
        ),
    ]


def test_where_no_key_person_supports_us_there_is_no_relationship_to_strengthen():
    found = stage_of(ALL, assessments=grade(PEOPLE, "1 2 1"))
    assert found.tolist() == [
        "building",
        0.0,
        (
            "The same people decide as on 1 June 2025, but no key person is known to support us: the "
            "relationship has to be built."
        ),
    ]


def test_a_choice_above_the_threshold_that_nobody_supports_is_not_strengthened():
    # Two grades in three are in the middle: 50, 50 and 100 make 63, which is above 60.
    between = k.Policy(supportive=65)
    found = stage_of(ALL, assessments=grade(PEOPLE, "3 3 5"), policy=between)
    assert found["stage"] == "building"


def test_where_nothing_is_graded_no_stage_is_told():
    found = stage_of(ALL, assessments="")
    assert pd.isna(found["stage"])
    assert found["reason"] == (
        "The same people decide as on 1 June 2025, and nobody who decides is graded, so that the "
        "stage cannot be told."
    )
    gone = stage_of(people="a acme - 2025-12-01")
    assert pd.isna(gone["stage"])
    assert gone["reason"] == "Nobody is known who decides, so that the stage cannot be told."


def test_where_too_little_is_known_only_new_hands_tell():
    # The user's 0.25 of 2.75 is less than a fifth: grey.
    known = f"d {DAY} 4 4 4"
    found = stage_of(ALL, assessments=known)
    assert pd.isna(found["stage"])
    assert found["reason"].endswith("those who decide are not known well enough to tell the stage.")
    new = ALL.replace("a approver acme", "a approver acme - 2025-12-01")
    new = new.replace("b decision_maker acme", "b decision_maker acme - 2025-12-01")
    assert stage_of(f"{new}; e approver acme - - 2025-12-01; e decision_maker acme - - 2025-12-01",
                    assessments=known)["stage"] == "building"  # fmt: skip


def test_undated_accounts_have_changed_nothing():
    undated = k.build_graph(book(people=PEOPLE), account="acme")
    assert undated.as_of is None
    found = stage(undated, since=SINCE)
    assert found["changed"].tolist() == [0]
    assert found["stage"].isna().all()


def test_thresholds_are_the_policys():
    roles = "a approver acme; b approver acme - - 2025-12-01; c approver acme - 2025-12-01"
    expected = {(0.5, 0.6): "stabilising", (0.1, 0.5): "building", (0.51, 0.6): "strengthening"}
    for (stabilising, building), name in expected.items():
        changes = {"stabilising_change": stabilising, "building_change": building}
        assert stage_of(roles, policy=k.Policy(required_roles={}, **changes))["stage"] == name
    with pytest.raises(PolicyError, match="stabilising_change must not be above building"):
        k.Policy(stabilising_change=0.6)


def test_reasons_in_chinese():
    both = "a approver acme; b approver acme - - 2025-12-01; c approver acme - 2025-12-01"
    options = {"language": "zh", "policy": HELD_ALONE}
    reasons = [
        stage_of(both, **options)["reason"],
        stage_of("a approver acme", **options)["reason"],
        stage_of("a approver acme", assessments=grade(PEOPLE, "2 2 2"), **options)["reason"],
        stage_of("a approver acme", assessments="", **options)["reason"],
        stage_of(people="a acme 2025-12-01", language="zh")["reason"],
        stage_of(people="a acme - 2025-12-01", language="zh")["reason"],
    ]
    assert reasons == [
        "自 2025 年 6 月 1 日以来，50% 的决策权力易手（Cy 50%），关系有待建立。",
        "决策人与 2025 年 6 月 1 日时相同，关系可以继续深化。",
        "决策人与 2025 年 6 月 1 日时相同，但尚无已知支持我方的关键人，关系有待建立。",
        "决策人与 2025 年 6 月 1 日时相同，且决策人尚无人评估，暂无法判断关系阶段。",
        "2025 年 6 月 1 日时尚无已知的决策人，关系有待建立。",
        "尚不清楚由谁决策，暂无法判断关系阶段。",
    ]
    assert RELATIONSHIP_STAGES.label("building", "zh") == "建立期"


def test_every_scope_has_a_stage_of_its_own():
    graph = graph_of(
        "a approver acme; b approver acme D - 2025-12-01; x approver bravo",
        f"{PEOPLE}; x bravo; y bravo",
        account=None,
        deals="D acme; N acme - 2025-09-01",
        policy=HELD_ALONE,
    )
    found = stage(graph, since=SINCE)
    assert found.index.tolist() == [("acme", ""), ("acme", "D"), ("acme", "N"), ("bravo", "")]
    assert found["changed"].tolist() == [0, 1, 1, 0]
    assert found["reason"].str.startswith("Nobody is known to have").tolist() == [
        *(False, False, True, False)
    ]
    alone = stage(
        graph_of(
            "x approver bravo",
            f"{PEOPLE}; x bravo; y bravo",
            account="bravo",
            policy=HELD_ALONE,
        ),
        since=SINCE,
    )
    pd.testing.assert_frame_equal(alone, found.loc[[("bravo", "")]], check_exact=True)
    assert stage(k.build_graph(book(organizations="us vendor")), since=SINCE).empty


def test_names_and_people_without_weight_change_nothing():
    roles = "a approver acme; b approver acme - - 2025-12-01; c approver acme - 2025-12-01"
    found = stage_of(roles, policy=HELD_ALONE)
    wider = stage_of(roles, f"{PEOPLE}; z acme 2025-11-01", policy=HELD_ALONE)
    renamed = stage_of(
        roles.replace("a ", "p ").replace("b ", "q ").replace("c ", "r "),
        "p acme name=Ann; q acme name=Bo; r acme name=Cy",
        policy=HELD_ALONE,
    )
    assert found.tolist() == wider.tolist() == renamed.tolist()


@few
@given(books())
def test_what_holds_of_every_account(drawn):
    graph = k.build_graph(drawn)
    if graph.as_of is None:
        return
    found = stage(graph, since=graph.as_of)
    assert found["changed"].between(0, 1).all()
    scores = k.scores(graph)
    assert found.loc[scores["choice"].isna(), "stage"].isna().all()
    strong = found["stage"] == "strengthening"
    assert (scores.loc[strong, "choice"] >= graph.policy.verdict_threshold - 1e-9).all()
    assert scores.loc[strong, "status"].isin(["red", "amber", "green"]).all()


def test_what_is_asked_in_vain():
    graph = graph_of("a approver acme", deals="N acme - 2025-09-01")
    with pytest.raises(k.ScopeError, match="since 2026-01-02 is after the day of the graph"):
        stage(graph, since=dt.date(2026, 1, 2))
    with pytest.raises(k.ScopeError, match="is no date"):
        stage(graph, since="last year")
    with pytest.raises(k.KamgraphError, match="language 'fr' is unknown; choose en or zh"):
        stage(graph, since=SINCE, language="fr")
    deal = k.build_graph(book(people=PEOPLE, deals="N acme - 2025-09-01"), deal="N")
    with pytest.raises(k.ScopeError, match="was not there yet"):
        stage(deal, since=SINCE)
