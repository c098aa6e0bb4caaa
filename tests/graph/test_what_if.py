import pandas as pd
import pytest

import kamgraph as k
from books import book

FACTS = book(
    people="ann acme; boss acme; chief acme; vic us; val us",
    ties="ann reports_to boss since=2025-01-01; boss influences ann 0.5; vic knows ann 0.5",
    deals="d acme bid",
    roles="boss approver acme",
    assessments="boss 2026-01-01 3 3 3; boss 2026-01-01 5 5 5",
)
ACCOUNT = k.build_graph(FACTS, account="acme")
DEAL = k.build_graph(FACTS, deal="d")


def lines(graph):
    ties = graph.ties[graph.ties["kind"] == "reports_to"]
    return list(zip(ties["source"], ties["target"], strict=True))


def test_a_new_tie_brings_its_person_in_and_leaves_the_old_graph_alone():
    new = ACCOUNT.with_tie("val", "boss", "knows", strength="trusted")
    assert k.reach(new).loc["boss", "reach"] == 1.0
    assert "val" in new.index
    assert "val" not in ACCOUNT.index


def test_who_is_brought_in_is_seen_without_a_look_at_the_whole_book(monkeypatch):
    def refuse(_):
        raise AssertionError("asked for the whole book")

    monkeypatch.setattr("kamgraph.model.parts.changed.Changed.whole", property(refuse))
    for change in (k.NewTie("val", "boss", "knows"), k.NewMeeting("val", "boss")):
        assert "val" in ACCOUNT.with_changes(change).index
    assert DEAL.with_role("ann", "approver").people.loc["ann", "roles"] == ("approver",)


def test_a_tie_takes_the_place_of_the_one_there_is():
    new = ACCOUNT.with_tie("boss", "ann", "influences", strength=-0.25)
    strength = new.ties.set_index("kind")["strength"]
    assert strength["influences"] == -0.25


def test_a_new_boss_takes_the_place_of_the_old_one():
    assert lines(ACCOUNT.with_tie("ann", "chief", "reports_to")) == [("ann", "chief")]
    assert lines(DEAL.with_tie("ann", "chief", "reports_to")) == [("ann", "chief")]


def test_strength_0_ends_a_tie_in_account_and_deal():
    for graph in (ACCOUNT, DEAL):
        assert "influences" not in set(
            graph.with_tie("boss", "ann", "influences", strength=0).ties["kind"]
        )


def test_what_if_does_not_rewrite_the_past():
    new = ACCOUNT.with_tie("ann", "chief", "reports_to")
    assert lines(new.at("2025-06-01")) == [("ann", "boss")]


def test_a_grade_takes_the_place_of_those_of_its_day_on_its_axis():
    assert ACCOUNT.people.loc["boss", "price_stance"] == 0.5
    new = ACCOUNT.with_grade("boss", "price", "refuses")
    assert new.people.loc[
        "boss", ["relationship_stance", "solution_stance", "price_stance"]
    ].tolist() == [
        0.5,
        0.5,
        -1.0,
    ]


def test_a_grade_in_a_deal_is_the_deals():
    new = DEAL.with_grade("boss", "price", 1)
    assert new.people.loc["boss", "price_origin"] == "deal"
    assert new.people.loc["boss", "solution_origin"] == "account"


def test_a_new_role_is_one_more_in_the_account_and_the_deals_own_in_a_deal():
    assert ACCOUNT.with_role("ann", "approver").people["roles"].to_dict() == {
        **dict.fromkeys(["chief", "vic"], ()),
        **dict.fromkeys(["ann", "boss"], ("approver",)),
    }
    assert DEAL.with_role("ann", "approver").people.loc["boss", "roles"] == ()
    with pytest.raises(k.ScopeError, match="build the graph with account= or deal="):
        k.build_graph(FACTS).with_role("ann", "approver")


def test_a_meeting_makes_them_know_each_other_and_grades_of_closeness_fresh():
    met = ACCOUNT.with_changes(k.NewMeeting("val", "boss"))
    assert k.reach(met).loc["boss", "reach"] == 0.5
    old = ACCOUNT.with_tie("vic", "ann", "knows").at("2029-01-01")
    again = old.with_changes(k.NewMeeting("vic", "ann"))
    assert k.reach(old).loc["ann", "reach"] < k.reach(again).loc["ann", "reach"]
    with pytest.raises(k.ScopeError, match="no dates to meet on"):
        k.build_graph(book(people="ann acme; vic us")).with_changes(k.NewMeeting("vic", "ann"))


def test_the_book_of_a_what_if_has_what_is_new():
    new = ACCOUNT.with_grade("boss", "price", 1).with_tie("boss", "ann", "influences", strength=1)
    [tie] = new.book.ties[new.book.ties["evidence"] == "what if"].itertuples()
    assert (tie.source, tie.target, tie.strength) == ("boss", "ann", "1")
    assert new.ties.set_index("kind").loc["influences", "evidence"] == "what if"
    assert new == k.build_graph(new.book, account="acme", as_of=new.as_of)


def test_another_day_keeps_what_ifs():
    left = ACCOUNT.without("chief").at("2026-03-01")
    assert "chief" not in left.index
    assert str(left.as_of) == "2026-03-01"


def test_nobody_meets_or_knows_themselves_and_errors_tell_the_change():
    for alone in (k.NewMeeting("vic", "vic"), k.NewTie("vic", "vic", "knows")):
        with pytest.raises(k.ScopeError, match="two people, and not of 'vic' alone"):
            ACCOUNT.with_changes(alone)
    with pytest.raises(k.BookError, match=r"wrong with NewTie\(source='ann', target='boss'"):
        ACCOUNT.with_tie("ann", "boss", "knows")


def test_impossible_what_ifs_are_refused():
    with pytest.raises(k.BookError, match="'ann' is not one of us"):
        ACCOUNT.with_tie("ann", "boss", "knows")
    with pytest.raises(k.ScopeError, match="nobody with the id 'zoe'"):
        ACCOUNT.with_tie("zoe", "boss", "knows")
    with pytest.raises(k.ScopeError, match="'trust' is no axis"):
        ACCOUNT.with_grade("boss", "trust", 1)
    with pytest.raises(k.BookError, match="'9' is no rank"):
        ACCOUNT.with_grade("boss", "price", 9)
    undated = k.build_graph(book(people="ann acme"), account="acme")
    with pytest.raises(k.ScopeError, match="no dates"):
        undated.with_grade("ann", "price", 1)


def test_the_book_is_not_touched():
    before = FACTS.to_tables()
    ACCOUNT.with_tie("val", "boss", "knows")
    ACCOUNT.with_grade("boss", "price", 1)
    for name, table in FACTS.to_tables().items():
        pd.testing.assert_frame_equal(table, before[name])
