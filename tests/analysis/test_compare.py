"""What is different between two graphs: examples by hand, and laws that hold for every book."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from kamgraph.analysis.compare import compare
from strategies import DAY, books, few

PARTS = ["stances", "ties", "weights", "people"]
CHANGES = ["people", "ties", "grades", "gaps", "contributions"]
EARLY, LATE = "2026-01-01", "2026-06-01"


# Only who holds a role decides, and grades do not age, so that each example changes one thing.
POLICY = k.Policy(required_roles={}, grade_half_life_days=1e300)


def build(facts, **asked):
    return k.build_graph(facts, policy=POLICY, **asked)


def two_days(**tables):
    facts = book(**tables)
    return [build(facts, account="acme", as_of=day) for day in (EARLY, LATE)]


def told(table, *columns):
    return list(table[list(columns)].itertuples(index=False, name=None))


def split(comparison, axis="relationship"):
    """Return the explanation of an axis by part, without the parts that are 0."""
    parts = comparison.explanation.loc[("acme", "", axis), PARTS]
    return parts[parts != 0].to_dict()


# The explanation, by hand. Ann decides; bo, a champion, moves her by m = 0.5 · 0.5 = 0.25, so
# A = 0.75 s_ann + 0.25 s_bo = 0.25 with a neutral ann.

ANN_AND_BO = book(
    people="ann acme; bo acme",
    ties="bo influences ann 0.5",
    roles="ann approver acme",
    assessments="ann 2026-01-01 3 3 3; bo 2026-01-01 5 5 5",
)
NOW = build(ANN_AND_BO, account="acme")


def test_a_grade_changes_stances():
    # 0.75 · (0.5 - 0) = 0.375, 18.75 points.
    comparison = compare(NOW, NOW.with_grade("ann", "relationship", "friend"))
    assert split(comparison) == {"stances": 18.75}
    assert split(comparison, "price") == {}
    assert told(comparison.contributions, "axis", "person", "change", "stances") == [
        ("relationship", "ann", 18.75, 18.75)
    ]


def test_a_tie_changes_ties():
    # m = 0.5 · 1: A = 0.5 · 0 + 0.5 · 1, 0.25 or 12.5 points more, all through bo.
    comparison = compare(NOW, NOW.with_tie("bo", "ann", "influences", strength=1))
    assert split(comparison) == {"ties": 12.5}
    through = comparison.contributions.query("axis == 'price'")
    assert told(through, "person", "change") == [("bo", 12.5)]


def test_susceptibility_is_of_the_ties():
    # Of another book, in which ann is more open: m = 0.9 · 0.5, A = 0.45, 10 points more.
    tables = ANN_AND_BO.to_tables()
    tables["people"]["susceptibility"] = [0.9, None]
    after = build(k.Book.from_tables(tables), account="acme")
    assert split(compare(NOW, after)) == pytest.approx({"ties": 10.0})


def test_what_changes_together_is_averaged_over_both_orders():
    # A = (1 - m) s_ann + m. Ann falls to -1 while m doubles to 0.5: from 0.25 to 0.
    # Stances first: 0.25 → -0.5, then ties: -0.5 → 0. Ties first: 0.25 → 0.5, then 0.5 → 0.
    # Stances (-0.75 - 0.5) / 2 = -0.625, ties (0.5 + 0.25) / 2 = 0.375.
    what_if = NOW.with_grade("ann", "relationship", "hostile")
    what_if = what_if.with_tie("bo", "ann", "influences", strength=1)
    comparison = compare(NOW, what_if)
    assert split(comparison) == pytest.approx({"stances": -31.25, "ties": 18.75})
    change = comparison.explanation.loc[("acme", "", "relationship"), "change"]
    assert change == pytest.approx(-12.5)


def test_another_role_changes_weights():
    # Ann decides alone, then bo decides as much: A = 0 → 0.5 · 0 + 0.5 · 1, 25 points.
    before, after = two_days(
        people="ann acme; bo acme",
        roles="ann approver acme; bo decision_maker acme since=2026-03-01",
        assessments="ann 2026-01-01 3; bo 2026-01-01 5",
    )
    assert split(compare(before, after)) == {"weights": 25.0}


def test_who_leaves_changes_people_and_not_the_weight_of_those_who_stay():
    # A = 0.5 · 0 + 0.5 · 1 with bo, 0 without: ann's role weighs what it did.
    before, after = two_days(
        people="ann acme; bo acme until=2026-03-01",
        roles="ann approver acme; bo decision_maker acme until=2026-02-01",
        assessments="ann 2026-01-01 3; bo 2026-01-01 5",
    )
    comparison = compare(before, after)
    assert split(comparison) == {"people": -25.0}
    assert told(comparison.people, "change", "person", "roles") == [
        ("left", "bo", ("decision_maker",))
    ]


def test_who_leaves_a_seat_vacant_has_left_like_anybody_else():
    # Bo has 0.8 of the decision, neutral cy the rest, and hears cy a little: m = 0.5 · 0.15, so
    # A = 0.8 · 0.925 s_bo = 0.74. The seat keeps the role, but it has no stance: A = 0.
    before, after = two_days(
        people="bo acme until=2026-03-01; cy acme susceptibility=0",
        ties="cy reports_to bo",
        roles="bo approver acme; cy user acme",
        assessments="bo 2026-01-01 5; cy 2026-01-01 3",
    )
    assert after.people.loc["bo", "vacant"]
    comparison = compare(before, after)
    assert split(comparison) == pytest.approx({"people": -37.0})
    assert told(comparison.people, "change", "person") == [("left", "bo")]
    assert comparison.grades.empty


def test_without_anybody_who_decides_there_is_nothing_to_explain():
    facts = book(
        people="ann acme; cy us until=2026-03-01",
        ties="cy knows ann",
        assessments="ann 2026-01-01 3",
    )
    before, after = (build(facts, account="acme", as_of=day) for day in (EARLY, LATE))
    comparison = compare(before, after.without("ann"))
    assert comparison.scores.xs("choice", level="score")["after"].isna().all()
    assert comparison.explanation.isna().all(axis=None)
    assert comparison.contributions.empty


# The other tables, by hand.


def test_a_successor_replaces_and_may_have_been_there():
    before, after = two_days(
        people="""
            chief acme; old acme until=2026-03-01 successor=new; new acme since=2026-02-01
            boss acme until=2026-03-01 successor=ann; ann acme
        """,
        ties="old reports_to chief; boss reports_to chief; ann reports_to boss",
        roles="old approver acme",
    )
    changes = compare(before, after).people.fillna({"by": ""})
    assert told(changes, "change", "person", "by", "roles") == [
        ("replaced", "old", "new", ("approver",)),
        ("replaced", "boss", "ann", ()),
        ("left", "old", "", ("approver",)),
        ("left", "boss", "", ()),
        ("came", "new", "", ("approver",)),
    ]


def test_a_role_passes_from_its_only_holder_to_another():
    before, after = two_days(
        people="ann acme; bo acme; cy acme; vic us name=Vic; val us name=Val",
        roles="""
            ann approver acme until=2026-03-01; bo approver acme since=2026-03-01
            ann evaluator acme; cy evaluator acme until=2026-03-01; bo evaluator acme
        """,
        team="""
            vic account_responsible acme until=2026-03-01
            val account_responsible acme since=2026-03-01
        """,
        ties="vic knows ann; val knows ann",
    )
    # Ann goes on as one of several evaluators: that she shares.
    changes = compare(before, after).people
    assert told(changes, "change", "person", "by", "by_name", "roles") == [
        ("replaced", "ann", "bo", "bo", ("approver",)),
        ("replaced", "vic", "val", "Val", ("account_responsible",)),
    ]


def test_ties_appear_vanish_turn_and_change_their_strength():
    before, after = two_days(
        people="ann acme; bo acme; cy acme; vic us",
        ties="""
            bo influences ann 0.5 - - 2026-03-01; bo influences ann -0.5 - 2026-03-01
            ann influences bo -0.5 - - 2026-03-01; ann influences bo -0.75 - 2026-03-01
            cy influences bo 0.5 - - 2026-03-01; cy influences bo 0.25 - 2026-03-01
            bo reports_to ann - - - 2026-03-01; cy reports_to ann - - 2026-03-01
            vic knows ann 0.5
        """,
        roles="ann approver acme",
    )
    # First what changed most at the mightier end: ann has most of the power.
    ties = compare(before, after).ties.fillna(0.0)
    assert told(ties, "change", "source", "target", "kind", "before", "after") == [
        ("reversed", "bo", "ann", "influences", 0.5, -0.5),
        ("vanished", "bo", "ann", "reports_to", 1.0, 0.0),
        ("appeared", "cy", "ann", "reports_to", 0.0, 1.0),
        ("strengthened", "ann", "bo", "influences", -0.5, -0.75),
        ("weakened", "cy", "bo", "influences", 0.5, 0.25),
    ]


def test_grades_move_and_become_known():
    before, after = two_days(
        people="ann acme; bo acme",
        roles="ann approver acme",
        assessments="""
            ann 2025-12-01 friend doubts; ann 2026-02-01 distant prefers accepts
            bo 2025-12-01 friend; bo 2026-02-01 friend
        """,
    )
    columns = ["person", "axis", "change", "before", "after", "origin_before", "origin_after"]
    forth, back = compare(before, after).grades, compare(after, before).grades
    assert told(forth.fillna(9.0), *columns) == [
        ("ann", "relationship", "fell", 0.5, -0.5, "account", "account"),
        ("ann", "solution", "rose", -0.5, 0.5, "account", "account"),
        ("ann", "price", "known", 9.0, 0.5, "", "account"),
    ]
    assert forth["power"].tolist() == [1.0, 1.0, 1.0]
    assert back["change"].tolist() == ["rose", "fell", "unknown"]


def test_gaps_open_and_close():
    before, after = two_days(
        people="ann acme; vic us",
        roles="ann approver acme",
        ties="vic knows ann 1.0 - 2026-03-01",
        team="vic account_responsible acme; vic solution_responsible acme until=2026-03-01",
        assessments="ann 2026-01-01 3 3 3",
    )
    columns = ["change", "gap", "person"]
    gaps = compare(before, after).gaps
    found = told(gaps, *columns)
    assert ("closed", "no_contact", "ann") in found
    assert ("opened", "assessment_old", "ann") in found
    roles = gaps[gaps["gap"] == "team_role_empty"]
    assert [(row.change, "solution" in row.detail) for row in roles.itertuples()] == [
        ("opened", True)
    ]
    assert "ann" not in set(gaps.loc[gaps["gap"] == "no_coach", "person"])
    chinese = compare(before, after, language="zh").gaps
    assert told(chinese, *columns) == found
    assert set(chinese["detail"]).isdisjoint(gaps["detail"])


# Which scopes, and what they are called.

TWO = {
    "people": "ann acme; bo bravo",
    "deals": "old acme bid 2025-01-01; new acme bid 2026-03-01",
    "roles": "ann approver acme; bo approver bravo",
    "assessments": "ann 2026-01-01 3; bo 2026-01-01 5; bo 2026-03-01 1",
}


def test_scopes_of_one_graph_alone_are_listed_with_what_is_missing():
    facts = book(**TWO)
    comparison = compare(*(build(facts, as_of=day) for day in (EARLY, LATE)))
    choice = comparison.scores.xs("choice", level="score")
    assert choice.index.tolist() == [("acme", ""), ("acme", "new"), ("acme", "old"), ("bravo", "")]
    assert choice["before"].isna().tolist() == [False, True, False, False]
    assert choice["change"].isna().tolist() == [False, True, False, False]
    status = comparison.scopes.xs("status", level="fact")
    assert status["before"].isna().tolist() == [False, True, False, False]
    assert ("acme", "new", "price") not in comparison.explanation.index
    assert told(comparison.grades, "account", "deal", "person") == [("bravo", "", "bo")]


def test_two_scopes_are_compared_whatever_they_are():
    facts = book(**TWO)
    account = build(facts, account="acme", as_of=EARLY)
    deal = build(facts, deal="new").with_grade("ann", "price", "accepts")
    comparison = compare(account, deal)
    assert comparison.scores.index.droplevel("score").unique().tolist() == [("acme", "new")]
    facts = comparison.scopes.loc[("acme", "new")]
    assert facts.loc["deal"].tolist() == ["", "new"]
    assert facts.loc["day"].tolist() == [EARLY, "2026-03-01"]
    assert facts.loc["stage"].tolist() == ["", "bid"]
    assert told(comparison.grades, "deal", "person", "axis") == [("new", "ann", "price")]


def test_a_scope_alone_reads_as_among_others():
    facts = book(**TWO)
    many = compare(*(build(facts, as_of=day) for day in (EARLY, LATE)))
    alone = compare(*(build(facts, account="bravo", as_of=d) for d in (EARLY, LATE)))
    for name in ("explanation", "scores"):
        one = getattr(many, name).xs("bravo", drop_level=False)
        pd.testing.assert_frame_equal(one, getattr(alone, name))


def test_graphs_without_a_shared_scope_are_refused():
    many = book(people="ann acme; bo bravo")
    others = book(
        organizations="one customer; two customer", people="ann one; bo two", deals="d two"
    )
    with pytest.raises(
        k.ScopeError, match="no account and no deal: there is account 'acme' in one"
    ):
        compare(build(many), build(others))
    nobody = build(book(organizations="us vendor"))
    assert compare(nobody, nobody).scores.empty


def test_other_policies_are_refused():
    other = k.build_graph(ANN_AND_BO, account="acme", policy=k.Policy(key_most=10, dotted=0.1))
    with pytest.raises(k.PolicyError, match="differ in dotted, key_most"):
        compare(NOW, other)


def test_it_says_what_it_is():
    # Bo, the only supporter, has 0.25 of the power: relationship 0.25 → -0.25, 62.5 → 37.5.
    comparison = compare(NOW, NOW.with_grade("bo", "relationship", "hostile"))
    opened, closed = ((comparison.gaps["change"] == way).sum() for way in ("opened", "closed"))
    assert repr(comparison) == (
        "<Comparison: account acme on 2026-01-01: choice 62.5 → 52.7, status amber → red; "
        "people came 0, left 0, replaced 0; ties changed 0, grades 1; "
        f"gaps opened {opened}, closed {closed}>"
    )
    facts = book(**TWO)
    many = compare(*(build(facts, as_of=day) for day in (EARLY, LATE)))
    assert "4 scopes on 2026-01-01 → 2026-06-01: choice rose in 0, fell in 1;" in repr(many)
    undated = book(people="ann acme", deals="d acme")
    account, deal = (build(undated, account="acme", deal=name) for name in (None, "d"))
    assert "account acme → account acme, deal d on any day: choice unknown," in repr(
        compare(account, deal)
    )


# Laws.

two_graphs = st.tuples(books(people=8, deals=1), st.sampled_from([DAY, "2025-06-30"])).map(
    lambda drawn: (k.build_graph(drawn[0], as_of=drawn[1]), k.build_graph(drawn[0]))
)
MIRRORED = {
    "came": "left", "left": "came", "replaced": "replaced", "opened": "closed",
    "closed": "opened", "appeared": "vanished", "vanished": "appeared", "reversed": "reversed",
    "strengthened": "weakened", "weakened": "strengthened", "rose": "fell", "fell": "rose",
    "known": "unknown", "unknown": "known",
}  # fmt: skip
SWAPPED = {"before": "after", "origin_before": "origin_after", "person": "by", "name": "by_name"}
SWAPPED |= {after: before for before, after in SWAPPED.items()}


@pytest.mark.long
@few
@given(two_graphs)
def test_a_graph_compared_with_itself_is_no_different(graphs):
    same, other = compare(graphs[1], graphs[1]), compare(*graphs)
    for name in CHANGES:
        assert getattr(same, name).empty, name
    assert (same.scores["change"].dropna() == 0.0).all()
    assert same.scopes["before"].equals(same.scopes["after"])
    assert (same.explanation.dropna() == 0.0).all(axis=None)
    for field in dataclasses.fields(same):
        empty, full = getattr(same, field.name), getattr(other, field.name)
        assert empty.dtypes.equals(full.dtypes), field.name
        assert empty.index.names == full.index.names


@pytest.mark.long
@few
@given(two_graphs)
def test_the_explanation_adds_up_to_the_scores_and_people_to_the_explanation(graphs):
    comparison = compare(*graphs)
    explained = comparison.explanation
    change = comparison.scores["change"].rename_axis(explained.index.names)
    pd.testing.assert_series_equal(
        explained["change"], change.reindex(explained.index), rtol=0, atol=1e-9
    )
    total = explained[PARTS].sum(axis=1, skipna=False)
    pd.testing.assert_series_equal(explained["change"], total, rtol=0, atol=1e-9, check_names=False)
    people = comparison.contributions.groupby(explained.index.names)[["change", *PARTS]].sum()
    people = people.reindex(explained.index, fill_value=0.0).where(explained.notna())
    pd.testing.assert_frame_equal(people, explained, rtol=0, atol=1e-7)


@pytest.mark.long
@few
@given(two_graphs)
def test_a_comparison_mirrors_its_reverse(graphs):
    forth, back = compare(*graphs), compare(*graphs[::-1])
    for name in ("people", "ties", "grades", "gaps"):
        assert rows_of(getattr(forth, name)) == rows_of(mirrored(getattr(back, name)))
    for name in ("scopes", "scores"):
        one, other = getattr(forth, name), getattr(back, name)
        assert one["before"].equals(other["after"])
        assert one["after"].equals(other["before"])
    pd.testing.assert_frame_equal(forth.explanation, -back.explanation, rtol=0, atol=1e-12)


@pytest.mark.long
@few
@given(two_graphs)
def test_the_gaps_are_those_that_the_table_of_one_graph_has_alone(graphs):
    before, after = (k.gaps(graph) for graph in graphs)
    shared = graphs[0].scope_index.intersection(graphs[1].scope_index)
    for change, table, other in (("opened", after, before), ("closed", before, after)):
        # What is about nobody is told apart by its words.
        there, known = (
            gaps.assign(words=gaps["detail"].where(gaps["person"] == "", ""))
            for gaps in (table, other)
        )
        key = ["account", "deal", "gap", "person", "words"]
        keys = pd.MultiIndex.from_frame(there[key])
        new = ~keys.isin(pd.MultiIndex.from_frame(known[key]))
        new &= keys.droplevel([2, 3, 4]).isin(shared)
        found = compare(*graphs).gaps
        found = found[found["change"] == change].drop(columns="change")
        expected = table.loc[new, list(found)]
        assert sorted(found.itertuples(index=False, name=None)) == sorted(
            expected.itertuples(index=False, name=None)
        )


def mirrored(table):
    swaps = {name: other for name, other in SWAPPED.items() if {name, other} <= {*table}}
    swapped = table.rename(columns=swaps)[table.columns]
    if "by" in table:  # only one who is replaced changes places
        swapped = swapped.where(table["change"] == "replaced", table)
    return swapped.assign(change=table["change"].map(MIRRORED))


def rows_of(table):
    # Of two values these tell the one that the order of the graphs puts first.
    table = table.drop(columns=[name for name in ("origin", "side") if name in table])
    return sorted(map(str, table.itertuples(index=False, name=None)))
