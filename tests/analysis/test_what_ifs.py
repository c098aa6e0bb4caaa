import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import kamgraph as k
from books import book, from_rows
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, TIE_KINDS
from strategies import DAY, books, few, promises

FACTS = book(
    people="ann acme; bob acme; cy acme; flo institute; vic us; val us",
    ties="bob influences ann 0.5; vic knows bob 0.5; ann reports_to cy; flo knows cy 0.5",
    deals="d acme bid",
    roles="ann approver acme; bob user acme; bob approver acme d",
    assessments="ann 2026-01-01 4 4 2; bob 2026-01-01 4 5 3",
    interactions="m 2026-01-02 meeting vic; m 2026-01-02 meeting ann",
)
GRAPH = k.build_graph(FACTS, account="acme")
SHOWN = [name for name in k.scores(GRAPH) if not name.startswith("gaps_")]


def test_each_row_is_what_scores_say_of_the_graph_with_the_change():
    changes = [
        k.NewGrade("ann", "price", 5),
        k.NewTie("val", "ann", "knows", "trusted"),  # val is not in the scope yet
        k.NewTie("bob", "ann", "influences", 0),
        k.NewRole("cy", "approver"),
        k.NewMeeting("vic", "ann", "visit"),
        k.Leaver("vic"),
        (k.NewGrade("ann", "price", 5), k.NewTie("vic", "ann", "knows", 1)),
        (),
    ]
    table = k.what_ifs(GRAPH, changes)
    assert list(table) == SHOWN
    assert table.index.name == "change"
    assert table.index.tolist() == [*range(8)]
    for number, change in enumerate(changes):
        several = change if isinstance(change, tuple) else (change,)
        assert_row(table.iloc[[number]], GRAPH.with_changes(*several))
    assert table["coverage"].is_monotonic_increasing is False
    assert table.loc[0, "price"] > table.loc[7, "price"]
    assert table.loc[1, "coverage"] > table.loc[7, "coverage"] > table.loc[5, "coverage"] == 0


def assert_row(row, graph):
    expected = k.scores(graph)[SHOWN].reset_index(drop=True)
    pd.testing.assert_frame_equal(row.reset_index(drop=True), expected, rtol=0, atol=1e-9)


def test_no_changes_are_no_rows():
    table = k.what_ifs(GRAPH, [])
    assert table.empty
    assert list(table) == SHOWN


def test_changes_of_many_scopes_at_once_are_refused():
    with pytest.raises(k.ScopeError, match=r"3 scopes .* graph.of_scope"):
        k.what_ifs(k.build_graph(FACTS), [k.Leaver("vic")])
    with pytest.raises(k.KamgraphError, match="changes are a list"):
        k.what_ifs(GRAPH, k.Leaver("vic"))
    with pytest.raises(k.ScopeError, match="'vic' is no change"):
        k.what_ifs(GRAPH, ["vic"])
    with pytest.raises(k.ScopeError, match="'zoe' is not in the graph"):
        k.what_ifs(GRAPH, [k.Leaver("zoe")])


def changes(graph):
    """Draw changes of a graph, some of people who are not in it, and some that cannot be."""
    here = [*graph.index] * 4
    people = st.sampled_from([*here, *graph.book.people["id"], "nobody"])
    strengths = st.sampled_from([None, 0, 0.25, 0.5, 1, -0.5, "weak", "medium", "brief", "trusted"])
    ties = st.builds(
        k.NewTie,
        people,
        people,
        st.sampled_from(TIE_KINDS.words),
        strengths,
        st.sampled_from([None, 0.5]),
    )
    grades = st.builds(k.NewGrade, people, st.sampled_from(AXES.words), st.integers(1, 5))
    roles = st.builds(k.NewRole, people, st.sampled_from(DECISION_ROLES.words))
    kinds = st.sampled_from(["meeting", "visit", "call"])
    meetings = st.builds(k.NewMeeting, people, people, kinds)
    one = st.one_of(ties, ties, grades, roles, meetings, st.builds(k.Leaver, people))
    return st.lists(st.lists(one, min_size=1, max_size=3).map(tuple), min_size=3, max_size=3)


@few
@given(books() | promises().map(from_rows), st.sampled_from([None, DAY]), st.data())
def test_a_graph_with_changes_is_that_of_the_book_with_them_and_so_are_their_scores(
    book, day, data
):
    scopes = [(one, deal or None) for one, deal in k.build_graph(book, as_of=day).scope_index]
    assume(scopes)
    account, deal = data.draw(st.sampled_from(scopes))
    graph = k.build_graph(book, account=account, deal=deal, as_of=day)
    possible = {}
    for some in data.draw(changes(graph)):
        try:
            possible[some] = graph.with_changes(*some)
        except k.KamgraphError:
            with pytest.raises(k.KamgraphError):
                k.what_ifs(graph, [some])
        else:
            assert_rebuilt(possible[some], some)
    table = k.what_ifs(graph, [*possible])
    for number, new in enumerate(possible.values()):
        assert_row(table.iloc[[number]], new)


def assert_rebuilt(new, some):
    """Compare a graph with that of its book, without those who left."""
    [(account, deal)] = new.scope_index
    again = k.build_graph(new.book, account=account, deal=deal or None, as_of=new.as_of)
    for change in some:
        if isinstance(change, k.Leaver) and change.person in again.index:
            again = again.without(change.person)
    pd.testing.assert_frame_equal(new.people, again.people, check_exact=True)
    pd.testing.assert_frame_equal(new.ties, again.ties, check_exact=True)


FIRST = [
    k.NewGrade("ann", "price", 5),
    k.NewTie("bob", "ann", "influences", 0.5),
    k.NewRole("bob", "approver"),
    k.NewTie("vic", "bob", "knows", 0.5),
]


def test_the_first_facts_of_a_family_are_tried_side_by_side_as_well(monkeypatch):
    facts = book(people="ann acme; bob acme; vic us", team="vic lead_expert acme")
    graph = k.build_graph(facts, account="acme", as_of=DAY)
    rebuilt = [
        k.scores(k.build_graph(one.book, account="acme", as_of=DAY))
        for one in map(graph.with_changes, FIRST)
    ]
    monkeypatch.delattr("kamgraph.graph.relationship_graph.change_book")
    table = k.what_ifs(graph, FIRST)
    for number, expected in enumerate(rebuilt):
        pd.testing.assert_frame_equal(
            table.iloc[[number]].reset_index(drop=True),
            expected[SHOWN].reset_index(drop=True),
            rtol=0,
            atol=1e-9,
        )
        changed = graph.with_changes(FIRST[number])
        pd.testing.assert_frame_equal(k.scores(changed)[[*SHOWN]], expected[[*SHOWN]])


@pytest.mark.parametrize("parted", ["; vic knows ann 0 d", ""])
def test_a_deal_that_parted_a_pair_sees_them_apart_until_somebody_grades_them(parted):
    facts = book(
        people="ann acme; bob acme; vic us",
        deals="d acme bid",
        ties=f"vic knows bob 0.5{parted}",
        team="vic lead_expert acme",
        interactions="m 2026-01-02 meeting vic deal=d; m 2026-01-02 meeting bob deal=d",
    )
    graph = k.build_graph(facts, deal="d", as_of=DAY)
    changes = [k.NewMeeting("vic", "ann", "visit"), k.NewTie("vic", "ann", "knows", 0.25)]
    table = k.what_ifs(graph, changes)
    for number, change in enumerate(changes):
        rebuilt = k.build_graph(graph.with_changes(change).book, deal="d", as_of=DAY)
        assert_row(table.iloc[[number]], rebuilt)
    met, graded = table["coverage"]
    assert (met == k.scores(graph)["coverage"].iloc[0]) == bool(parted)
    assert graded > k.scores(graph)["coverage"].iloc[0]
