import datetime as dt

import pandas as pd
import pytest
from pydantic import ValidationError

import kamgraph as k
from books import book
from kamgraph.analysis.stage import RELATIONSHIP_STAGES, stage

PEOPLE = "a acme name=Ann; b acme name=Bo; c acme name=Cy; d acme name=Di; e acme name=Ed"
SINCE, DAY = "2025-06-01", "2026-01-01"


def graph_of(roles="", people=PEOPLE, *, day=DAY, account="acme", policy=None, **tables):
    facts = book(people=people, roles=roles, **tables)
    return k.build_graph(facts, account=account, as_of=day, policy=policy)


def stage_of(*args, since=SINCE, language="en", **options):
    return stage(graph_of(*args, **options), since=since, language=language).iloc[0]


def test_the_same_people_decide():
    found = stage_of("a approver acme; b user acme")
    assert found.tolist() == [
        "strengthening",
        0.0,
        "The same people decide as on 2025-06-01: the relationship can be strengthened.",
    ]


def test_a_user_who_changes_does_not_set_back():
    # Weights 1, 1, 0.5, 0.25 of 2.75, the user new.
    roles = "a approver acme; b decision_maker acme; c evaluator acme"
    found = stage_of(f"{roles}; d user acme - - 2025-12-01; e user acme - 2025-12-01")
    assert found["changed"] == pytest.approx(0.25 / 2.75)
    assert found["stage"] == "strengthening"
    assert found["reason"] == (
        "9% of the decision weight has changed hands since 2025-06-01 (Ed 9%): the relationship "
        "can still be strengthened."
    )


def test_an_evaluator_sets_back_to_stabilising():
    roles = "a approver acme; b decision_maker acme; c user acme"
    found = stage_of(f"{roles}; d evaluator acme - - 2025-12-01; e evaluator acme - 2025-12-01")
    assert found["changed"] == pytest.approx(0.5 / 2.75)
    assert found["stage"] == "stabilising"
    assert found["reason"].endswith("(Ed 18%): the relationship has to be stabilised first.")


def test_half_of_the_decision_sets_back_to_building():
    roles = (
        "a approver acme; b decision_maker acme - - 2025-12-01; c decision_maker acme - 2025-12-01"
    )
    found = stage_of(roles)
    assert found[["stage", "changed"]].tolist() == ["building", 0.5]
    assert found["reason"].endswith("(Cy 50%): the relationship has to be built anew.")


def test_the_promoted_count_as_new_for_what_they_have_gained():
    # From 0.25 of 1.25 to 1 of 2, and a loses what b gains.
    found = stage_of("a approver acme; b user acme; b approver acme - 2025-12-01")
    assert found["changed"] == pytest.approx(0.5 - 0.2)
    assert "(Bo 30%)" in found["reason"]


def test_a_successor_and_a_vacant_seat_have_changed_hands():
    people = f"{PEOPLE}; old acme - 2025-12-01 a name=Old; gone acme - 2025-12-01 name=Gone"
    roles = "old approver acme; gone evaluator acme; b evaluator acme"
    found = stage_of(roles, people)
    assert found["changed"] == pytest.approx(0.75)
    assert "(Ann 50%, vacant seat of Gone 25%)" in found["reason"]
    # A seat that was vacant already has not changed since.
    later = stage_of(roles, people, since="2025-12-01")
    assert later["stage"] == "strengthening"
    assert later["changed"] == 0


def test_without_roles_the_span_decides():
    people = "a acme; b acme; c acme - 2025-12-01; d acme 2025-12-01"
    ties = "b reports_to a; c reports_to a; d reports_to b"
    # Spans 3, 1, 1 and then 3, 2, 1 of 6: b gains 2/6 - 1/5 and d 1/6.
    found = stage_of(people=people, ties=ties)
    assert found["changed"] == pytest.approx(2 / 6 - 1 / 5 + 1 / 6)


def test_three_are_named_and_the_others_counted():
    new = "; ".join(f"{person} user acme - 2025-12-01" for person in "abcde")
    found = stage_of(f"{new}; x approver acme - - 2025-12-01", f"{PEOPLE}; x acme")
    assert found["changed"] == 1
    assert "(Ann 20%, Bo 20%, Cy 20%, 2 more 40%)" in found["reason"]


def test_two_of_one_name_are_two():
    new = "a user acme - 2025-12-01; b user acme - 2025-12-01; x user acme - - 2025-12-01"
    people = "a acme name=Ann; b acme name=Ann; x acme"
    assert "(Ann 50%, Ann 50%)" in stage_of(new, people)["reason"]


def test_a_trace_of_change_is_not_nothing():
    tiny = k.Policy(role_weights={"approver": 1.0, "user": 0.001})
    found = stage_of("a approver acme; b user acme - 2025-12-01", policy=tiny)
    assert 0 < found["changed"] < 0.005
    assert found["reason"].startswith("<1% of the decision")


def test_an_account_without_history_is_being_built():
    found = stage_of(people="a acme 2025-12-01; b acme 2025-12-01")
    assert found.tolist() == [
        "building",
        1.0,
        "Nobody is known to have decided on 2025-06-01: the relationship is only being built.",
    ]
    gone = stage_of(people="a acme - 2025-12-01")
    assert gone.tolist() == [
        "building",
        1.0,
        "Nobody is known who decides: the relationship has yet to be built.",
    ]


def test_undated_accounts_have_changed_nothing():
    undated = k.build_graph(book(people=PEOPLE), account="acme")
    assert undated.as_of is None
    assert stage(undated, since=SINCE)["stage"].tolist() == ["strengthening"]


def test_thresholds_are_the_policys():
    roles = "a approver acme; b approver acme - - 2025-12-01; c approver acme - 2025-12-01"
    expected = {(0.5, 0.6): "stabilising", (0.1, 0.5): "building", (0.51, 0.6): "strengthening"}
    for (stabilising, building), name in expected.items():
        policy = k.Policy(stabilising_change=stabilising, building_change=building)
        assert stage_of(roles, policy=policy)["stage"] == name
    with pytest.raises(ValidationError, match="stabilising_change must not be above building"):
        k.Policy(stabilising_change=0.6)


def test_reasons_in_chinese():
    roles = "a approver acme; b approver acme - - 2025-12-01; c approver acme - 2025-12-01"
    reasons = [
        stage_of(roles, language="zh")["reason"],
        stage_of("a approver acme", language="zh")["reason"],
        stage_of(people="a acme 2025-12-01", language="zh")["reason"],
        stage_of(people="a acme - 2025-12-01", language="zh")["reason"],
    ]
    assert reasons == [
        "自 2025-06-01 以来，50% 的决策权重易手（Cy 50%），关系须重新建立。",
        "决策人与 2025-06-01 时相同，关系可以继续深化。",
        "2025-06-01 时尚无已知的决策人，关系仍在建立中。",
        "尚不清楚由谁决策，关系有待建立。",
    ]
    assert RELATIONSHIP_STAGES.label("building", "zh") == "建立期"


def test_every_scope_has_a_stage_of_its_own():
    graph = graph_of(
        "a approver acme; b approver acme D - 2025-12-01; x approver bravo",
        f"{PEOPLE}; x bravo; y bravo",
        account=None,
        deals="D acme; N acme - 2025-09-01",
    )
    found = stage(graph, since=SINCE)
    assert found.index.tolist() == [("acme", ""), ("acme", "D"), ("acme", "N"), ("bravo", "")]
    assert found["changed"].tolist() == [0, 1, 1, 0]
    assert found["reason"].str.startswith("Nobody is known to have").tolist() == [
        *(False, False, True, False)
    ]
    alone = stage(
        graph_of("x approver bravo", f"{PEOPLE}; x bravo; y bravo", account="bravo"), since=SINCE
    )
    pd.testing.assert_frame_equal(alone, found.loc[[("bravo", "")]], check_exact=True)
    assert stage(k.build_graph(book(organizations="us vendor")), since=SINCE).empty


def test_names_and_people_without_weight_change_nothing():
    roles = "a approver acme; b approver acme - - 2025-12-01; c approver acme - 2025-12-01"
    found = stage_of(roles)
    wider = stage_of(roles, f"{PEOPLE}; z acme 2025-11-01")
    renamed = stage_of(
        roles.replace("a ", "p ").replace("b ", "q ").replace("c ", "r "),
        "p acme name=Ann; q acme name=Bo; r acme name=Cy",
    )
    assert found.tolist() == wider.tolist() == renamed.tolist()


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
