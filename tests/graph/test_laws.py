"""Laws that hold for every book, and agreement with the oracle."""

import dataclasses
import itertools
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import kamgraph as k
from books import from_rows, rows
from kamgraph.model.columns import columns
from kamgraph.model.vocabulary import AXES
from oracle_checks import assert_scope_agrees, assert_ties_agree, expected_scope
from strategies import DAY, books, few, promises, shuffled, successions, tables, without_account

days = st.sampled_from([None, DAY, "2025-06-30"])
NOBODY = rows()
ONE_PERSON = rows(people="a acme")
IDS_THAT_DIFFER_IN_CASE = rows(people="a acme; A acme; x us", ties="a reports_to A; x knows a")


def questions(graph):
    return [
        k.scores(graph), k.key_people(graph), k.acceptance(graph), k.contributions(graph),
        k.reach(graph), k.fragility(graph), k.sensitivity(graph), k.verdict(graph),
    ]  # fmt: skip


def assert_same(one, other):
    for left, right in zip(questions(one), questions(other), strict=True):
        pd.testing.assert_frame_equal(left, right, check_exact=True)


@few
@given(tables(people=7), days)
@example(NOBODY, None)
@example(ONE_PERSON, None)
@example(IDS_THAT_DIFFER_IN_CASE, None)
def test_agrees_with_the_oracle_in_every_scope(drawn, day):
    book = from_rows(drawn)
    day = pd.Timestamp(day).date() if day else None
    for _, scope in k.build_graph(book, as_of=day).scopes.iterrows():
        graph = k.build_graph(book, account=scope["account"], deal=scope["deal"] or None, as_of=day)
        assert_scope_agrees(graph, expected_scope(drawn, scope, as_of=day))


@few
@given(promises(), days)
def test_agrees_with_the_oracle_on_broken_promises(drawn, day):
    day = pd.Timestamp(day).date() if day else None
    graph = k.build_graph(from_rows(drawn), as_of=day)
    for _, scope in graph.scopes.iterrows():
        here = (graph.ties[["account", "deal"]] == scope[["account", "deal"]]).all(axis=1)
        assert_ties_agree(graph.ties[here], expected_scope(drawn, scope, as_of=day))


@few
@given(tables(people=7) | promises(), days)
def test_agrees_with_the_oracle_in_every_unit(drawn, day):
    book = from_rows(drawn)
    day = pd.Timestamp(day).date() if day else None
    for unit in [row["id"] for row in drawn["organizations"] if row.get("parent")]:
        graph = k.build_graph(book, account=unit, as_of=day)
        assert_scope_agrees(graph, expected_scope(drawn, graph.scopes.iloc[0], as_of=day))


@settings(max_examples=settings.default.max_examples // 4)
@given(successions())
def test_lines_of_successors_are_those_of_the_definition(drawn):
    graph = k.build_graph(from_rows(drawn), as_of=DAY)
    for _, scope in graph.scopes.iterrows():
        here = (graph.ties[["account", "deal"]] == scope[["account", "deal"]]).all(axis=1)
        assert_ties_agree(graph.ties[here], expected_scope(drawn, scope, as_of=DAY))


@few
@given(books() | promises().map(from_rows), days)
def test_a_scope_is_the_same_alone_and_among_others(book, day):
    together = k.build_graph(book, as_of=day)
    scores = k.scores(together)
    for number, scope in together.scopes.iterrows():
        alone = k.build_graph(book, account=scope["account"], deal=scope["deal"] or None, as_of=day)
        pd.testing.assert_frame_equal(scores.iloc[[number]], k.scores(alone), check_exact=True)
        place = slice(together.starts[number], together.starts[number + 1])
        np.testing.assert_array_equal(together.equilibrium[place], alone.equilibrium)
        np.testing.assert_array_equal(together.power[place], alone.power)


@few
@given(tables(), st.data())
def test_neither_the_order_of_rows_nor_the_names_of_ids_matter(drawn, data):
    graph = k.build_graph(from_rows(drawn))
    reordered = k.build_graph(from_rows(data.draw(shuffled(drawn))))
    assert graph == reordered
    assert_same(graph, reordered)
    again = k.scores(k.build_graph(from_rows(renamed(drawn, "x")))).reset_index(drop=True)
    scores = k.scores(graph).reset_index(drop=True)
    scores["blocked_by"] = [tuple(f"x{one}" for one in ids) for ids in scores["blocked_by"]]
    pd.testing.assert_frame_equal(scores, again, check_exact=True)


def renamed(drawn, prefix):
    """Put a prefix before every id, which keeps their order."""
    ids = {
        name: {"id", *(column.name for column in columns(name) if column.references)}
        for name in drawn
    }
    return {
        name: [{c: prefix + v if c in ids[name] else v for c, v in row.items()} for row in found]
        for name, found in drawn.items()
    }


@few
@given(books(), days)
def test_measures_keep_their_laws(book, day):
    graph = k.build_graph(book, as_of=day)
    assert_equilibrium(graph)
    assert_opposite(graph)
    assert_contributions(graph)
    assert_ranges(k.scores(graph))


def assert_equilibrium(graph):
    """The equation is solved, and nobody leaves the bounds where nobody pulls to the contrary."""
    matrix, stance = graph.influence, np.nan_to_num(graph.stance)
    moved = np.zeros_like(stance)
    np.add.at(moved, matrix.row, matrix.val[:, None] * graph.equilibrium[matrix.idx])
    own = 1 - np.bincount(matrix.row, np.abs(matrix.val), len(moved))
    residual = graph.equilibrium - moved - own[:, None] * stance
    assert np.abs(residual).max(initial=0) <= 1e-9
    contrary = set(graph.scope[matrix.row[matrix.val < 0]])
    for scope, (begin, end) in enumerate(itertools.pairwise(graph.starts)):
        if end > begin and scope not in contrary:
            settled, given = graph.equilibrium[begin:end], stance[begin:end]
            assert (settled >= given.min(axis=0) - 1e-12).all()
            assert (settled <= given.max(axis=0) + 1e-12).all()


def assert_opposite(graph):
    """Negating all stances negates the equilibrium, to the bit."""
    negated = {axis: -graph._nodes[axis] for axis in AXES.words}
    opposite = dataclasses.replace(graph, _nodes=graph._nodes.with_columns(**negated))
    np.testing.assert_array_equal(opposite.equilibrium, -graph.equilibrium)


def assert_contributions(graph):
    parts = k.contributions(graph).to_numpy()
    np.testing.assert_allclose(parts.sum(axis=0), graph.acceptance.sum(axis=0), atol=1e-12)


def assert_ranges(scores):
    points = [*AXES.words, *(f"own_{axis}" for axis in AXES.words)]
    points += ["choice", "low", "high", "coverage"]
    shares = ["known", "roles_known", "unnamed"]
    for names, most in ((points, 100), (shares, 1)):
        values = scores[names].to_numpy(dtype=float)
        assert (np.isnan(values) | ((values >= -1e-9) & (values <= most + 1e-9))).all()
    unknown = scores[[*AXES.words]].isna()
    own = scores[[f"own_{axis}" for axis in AXES.words]]
    assert (unknown.to_numpy() == own.isna()).all(axis=None)
    assert (unknown.all(axis=1) == scores["choice"].isna()).all()
    assert (scores["error"].isna() == scores["choice"].isna()).all()
    assert not (scores["choice"] < scores["low"] - 1e-9).any()
    assert not (scores["choice"] > scores["high"] + 1e-9).any()
    blank = scores[scores["choice"].isna()]
    assert blank["low"].to_numpy() == pytest.approx(0)
    assert blank["high"].to_numpy() == pytest.approx(100)


@few
@given(books(), st.data())
def test_without_never_raises_reach(book, data):
    graph = k.build_graph(book, account="acme")
    if graph.index.empty:
        return
    person = data.draw(st.sampled_from(list(graph.index)))
    before, after = k.reach(graph)["reach"], k.reach(graph.without(person))["reach"]
    assert (after <= before.reindex(after.index)).all()


@few
@given(books(deals=0), st.data())
def test_a_stronger_positive_tie_never_lowers_reach(book, data):
    graph = k.build_graph(book, account="acme")
    ties = graph._ties
    positive = np.flatnonzero((ties["strength"] > 0) & (ties["kind"] >= 2))
    if not len(positive):
        return
    chosen = data.draw(st.sampled_from(positive.tolist()))
    strength = ties["strength"].copy()
    strength[chosen] = min(1.0, strength[chosen] * data.draw(st.floats(1, 10)))
    stronger = dataclasses.replace(graph, _ties=ties.with_columns(strength=strength))
    assert (stronger.best_routes.reach >= graph.best_routes.reach).all()


@few
@given(tables(), days)
def test_an_isolated_newcomer_changes_nobody(drawn, day):
    drawn["people"] = [*drawn["people"], {"id": "zz", "name": "New", "organization": "acme"}]
    graph = k.build_graph(from_rows(drawn), account="acme", as_of=day)
    without = graph.without("zz")
    place = graph.index.get_indexer(without.index)
    np.testing.assert_array_equal(graph.equilibrium[place], without.equilibrium)
    np.testing.assert_array_equal(graph.best_routes.reach[place], without.best_routes.reach)
    if graph.decision_weight[graph.index.get_loc("zz")] == 0:
        np.testing.assert_array_equal(graph.power[place], without.power)


@few
@given(tables(), days)
def test_a_deal_without_rows_of_its_own_equals_its_account(drawn, day):
    drawn["deals"] = [*drawn["deals"], {"id": "zz", "account": "acme", "name": "new"}]
    for row in drawn["interactions"]:  # what is about another deal counts in the account alone
        row.pop("deal", None)
    book = from_rows(drawn)
    account, deal = (
        k.build_graph(book, account="acme", deal=one, as_of=day) for one in (None, "zz")
    )
    assert account.people.equals(deal.people)
    columns = ["source", "target", "kind", "strength", "origin", "since", "evidence"]
    assert account.ties[columns].equals(deal.ties[columns])
    # Gaps are left out: what must be known of a deal and of an account is not the same.
    for table in (k.key_people, k.acceptance, k.contributions, k.reach, k.fragility):
        pd.testing.assert_frame_equal(table(account), table(deal), check_exact=True)


@few
@given(tables(apart=True))
def test_another_account_changes_no_byte_here(drawn):
    left = without_account(drawn, "Acme")
    # A meeting counts for less the more people are there, whichever account they are of.
    shared = {row["id"] for row in drawn["interactions"] if row not in left["interactions"]}
    both, alone = (
        k.build_graph(from_rows(tables | {"interactions": kept}), as_of=DAY)
        for tables in (drawn, left)
        for kept in [[row for row in tables["interactions"] if row["id"] not in shared]]
    )
    scores, expected = k.scores(both), k.scores(alone)
    here = scores[scores.index.get_level_values("account") != "Acme"]
    # What the whole book records nothing of is no gap, and no coverage either.
    rest = ["coverage", "threads", "truck_factor"]
    rest += [name for name in expected if name.startswith("gaps")]
    open_to_all = [] if both.recorded == alone.recorded else rest
    pd.testing.assert_frame_equal(
        here.drop(columns=open_to_all), expected.drop(columns=open_to_all), check_exact=True
    )


@few
@given(tables(), st.integers(1, 50))
def test_empty_accounts_change_no_byte_elsewhere(drawn, count):
    scores = k.scores(k.build_graph(from_rows(drawn), as_of=DAY))
    empty = [{"id": f"zz{n}", "name": "Empty", "kind": "customer"} for n in range(count)]
    more = drawn | {"organizations": [*drawn["organizations"], *empty]}
    among = k.scores(k.build_graph(from_rows(more), as_of=DAY))
    known = among.index.get_level_values("account").isin(scores.index.get_level_values("account"))
    pd.testing.assert_frame_equal(among[known], scores, check_exact=True)


@few
@given(books())
def test_nothing_mutates_a_book_or_a_graph(book):
    held = book.to_tables()
    graph = k.build_graph(book)
    people, ties = graph.people, graph.ties
    questions(graph)
    for person in graph.index.get_level_values("person")[:1]:
        graph.without(person)
    assert graph.people.equals(people)
    assert graph.ties.equals(ties)
    assert all(table.equals(held[name]) for name, table in book.to_tables().items())


PROGRAM = """
import kamgraph as k
graph = k.build_graph(k.load_demo())
for table in (k.scores(graph), k.reach(graph), k.key_people(graph), graph.ties):
    print(table.to_csv())
"""


@pytest.mark.long
@pytest.mark.kernels
def test_the_same_bytes_for_any_hash_seed():
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(outputs) == 1


@few
@given(tables(people=7), days)
def test_without_its_deals_a_graph_is_that_of_its_accounts(drawn, day):
    book = from_rows(drawn)
    alone, asked = k.build_graph(book).without_deals(), k.build_graph(book, deal="")
    assert alone == asked
    assert_same(alone, asked)
    if day:
        assert alone.at(day) == asked.at(day)
