import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import kamgraph as k
from books import book
from strategies import books, few

PLAIN = k.Policy(required_roles={}, counterparts_each=1, key_cover=1)


def graph_of(policy=PLAIN, **tables):
    return k.build_graph(book(**tables), account="acme", policy=policy)


def test_each_of_us_faces_a_peer_and_whoever_knows_them_introduces():
    graph = graph_of(
        people="ann acme level=1 function=finance; bob acme level=3; cy acme level=5;"
        "chief us level=1 function=finance; vic us level=3; val us level=3",
        ties="vic knows ann 0.5; val knows bob 0.1; vic knows bob 0.1",
        roles="ann approver acme; bob evaluator acme; cy decision_maker acme",
        team="chief executive_sponsor acme",
    )
    pairs = k.counterparts(graph).pairs
    assert list(pairs.index) == ["ann", "cy", "bob"]
    assert pairs["counterpart"].fillna("").tolist() == ["chief", "", "val"]
    assert pairs["state"].tolist() == ["introduce", "no_peer", "hardly"]
    assert pairs["through"].fillna("").tolist() == ["vic", "", ""]
    assert pairs["closeness"].dropna().tolist() == pytest.approx([0, 0.1])


def test_whose_level_nobody_knows_gets_no_counterpart_and_that_is_not_told_as_missing():
    graph = graph_of(
        people="ann acme; vic us level=1", ties="vic knows ann 0.5", roles="ann approver acme"
    )
    pairs = k.counterparts(graph).pairs
    assert pairs["counterpart"].isna().all()
    assert pairs["state"].isna().all()


def test_what_of_our_own_stands_in_the_way():
    graph = graph_of(
        k.Policy(required_roles={}, counterparts_each=1, capacity=2),
        people="ann acme level=1; bob acme level=3; chief us level=1; vic us level=3",
        ties="vic knows bob 0.75; bob influences ann 1",
        roles="ann approver acme; bob evaluator acme",
        team="chief executive_sponsor acme",
        actions="one acme kind=meet owner=chief contact=bob; two acme kind=ask owner=chief done=2026-01-01",
        assessments="ann 2026-01-02 3 3 3",
    )
    ours = k.counterparts(graph).ours
    assert ours.index.tolist() == ["vic", "chief"]
    assert ours["knows_nobody"].tolist() == [False, True]
    assert ours["carries_most"].tolist() == [True, False]
    # A meeting of one day is still open, and Ann has to be met, for a day and a half.
    assert ours["days"].tolist() == [0, 2.5]
    assert ours["over_capacity"].tolist() == [False, True]
    assert ours.loc["chief", "roles"] == ("executive_sponsor",)


@few
@given(books())
def test_pairs_are_peers_within_what_each_can_face(drawn):
    graph = k.build_graph(drawn)
    found, policy = k.counterparts(graph), graph.policy
    level = pd.Series(graph.level, graph.index)
    pairs = found.pairs[found.pairs["counterpart"].notna()]
    single = len(graph.scope_index) == 1
    for key, row in pairs.iterrows():
        ours = row["counterpart"] if single else (*key[:2], row["counterpart"])
        assert abs(level[key] - level[ours]) <= policy.level_tolerance
        assert row["state"] in {"close", "introduce", "hardly", "meet"}
    assert (found.ours["faces"] <= policy.counterparts_each).all()
    assert found.ours["faces"].sum() == len(pairs)
    assert (found.ours["days"] >= 0).all()
    assert set(found.pairs.index) == set(graph.index[graph.key & graph.contact & ~graph.vacant])


@few
@given(books())
def test_one_account_alone_is_told_as_among_many(drawn):
    many = k.build_graph(drawn)
    whole = k.counterparts(many)
    for scope in many.scope_index.tolist()[:2]:
        alone = k.counterparts(many.of_scope(*scope))
        for name in ("pairs", "ours"):
            table = getattr(whole, name)
            if len(many.scope_index) != 1:
                inside = [key[:2] == tuple(scope) for key in table.index]
                table = table[np.array(inside, dtype=bool)].droplevel(["account", "deal"])
            pd.testing.assert_frame_equal(getattr(alone, name), table, check_exact=False)
