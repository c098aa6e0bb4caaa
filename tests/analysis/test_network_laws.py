"""Laws of brokerage, structural holes, structure and stage, for every book."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import kamgraph as k
from books import from_rows, rows
from kamgraph.analysis.brokerage import brokerage
from kamgraph.analysis.stage import stage
from kamgraph.analysis.structural_holes import structural_holes
from kamgraph.analysis.structure import structure
from strategies import DAY, books, few, shuffled, tables

days = st.sampled_from([None, DAY, "2026-12-31"])
NOBODY = rows()
EARLIER = "2025-01-01"


def questions(graph):
    by_person = [brokerage(graph, by="function"), brokerage(graph), structural_holes(graph)]
    return [*by_person, structure(graph), stage(graph, since=EARLIER)]


def of_scope(table, **scope):
    table = table.reset_index()
    for level, name in scope.items():
        if level in table:
            table = table[table[level] == name]
    return table.reset_index(drop=True)


@few
@given(books(), days)
@example(from_rows(NOBODY), None)
def test_a_scope_is_the_same_alone_and_among_others(book, day):
    together = k.build_graph(book, as_of=day)
    assume(together.as_of is None or str(together.as_of) > EARLIER)
    for account, deal in together.scopes[["account", "deal"]].itertuples(index=False):
        alone = k.build_graph(book, account=account, deal=deal or None, as_of=day)
        for ask in (brokerage, structural_holes, structure):
            among = of_scope(ask(together), account=account, deal=deal)
            apart = ask(alone).reset_index()
            pd.testing.assert_frame_equal(among[apart.columns], apart, check_exact=True)


@few
@given(st.data(), days)
def test_the_order_of_rows_changes_nothing(data, day):
    drawn = data.draw(tables())
    graphs = [
        k.build_graph(from_rows(facts), as_of=day) for facts in (drawn, data.draw(shuffled(drawn)))
    ]
    assume(graphs[0].as_of is None or str(graphs[0].as_of) > EARLIER)
    for one, other in zip(*(questions(graph) for graph in graphs), strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)


@few
@given(books(), days)
def test_shares_are_shares_and_who_compares_with_the_same_day_sees_no_change(book, day):
    graph = k.build_graph(book, as_of=day)
    found = structure(graph)
    shares = ["connectedness", "hierarchy", "efficiency", "least_upper_bound", "busiest_share"]
    assert found[shares].stack(future_stack=True).dropna().between(-1e-12, 1 + 1e-12).all()
    assert (found["interfaces"] <= found["contacts"] - found["unplaced"]).all()
    total = brokerage(graph)["total"]
    for grouping in ("function", "side"):
        assert brokerage(graph, by=grouping)["total"].sort_index().equals(total.sort_index())
    power = graph.scope_sums(np.abs(graph.power) * graph.theirs)
    same, status = stage(graph, since=graph.as_of or DAY), k.scores(graph)["status"]
    assert same.loc[power > 0, "changed"].to_numpy() == pytest.approx(0)
    assert (same["stage"].isna() == (status == "grey")).all()
    assert (same.loc[status.isin(["amber", "green"]), "stage"] != "building").all()
