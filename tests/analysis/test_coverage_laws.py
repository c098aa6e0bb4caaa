"""Laws of fragility and of the margin, on drawn books."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from customers import make_customer
from kamgraph.model.vocabulary import AXES
from oracle_checks import expected_scope, rows_of
from strategies import books, few


def coverage_with(graph, weights_of):
    """Return the coverage of what is left of a graph, weights and power held as they were."""
    reach = k.reach(graph)["reach"].reindex(weights_of.index).fillna(0)
    return 100 * (weights_of * reach).sum() / weights_of.sum()


@few
@given(books(deals=0), st.data())
def test_what_is_lost_without_people(book, data):
    graph = k.build_graph(book, account="acme")
    lost = k.fragility(graph)["coverage_lost"]
    tied = set(graph.ties["source"]) | set(graph.ties["target"])
    assert (lost[~lost.index.isin(tied)] == 0).all()
    stake = pd.Series(graph.stake, graph.index)
    if len(lost) < 2 or not stake.sum() > 0:
        return
    one, other = data.draw(st.permutations(list(lost.index)))[:2]
    whole = coverage_with(graph, stake)
    together = whole - coverage_with(graph.without(one).without(other), stake)
    assert together >= max(lost[one], lost[other]) - 1e-9


@few
@given(books(deals=0))
def test_where_one_error_turns_the_verdict_it_is_one_of_a_single_person(book):
    graph = k.build_graph(book, account="acme")
    found = k.verdict(graph).iloc[0]
    if pd.isna(found["margin"]) or found["margin"] > 1:
        return
    graded = graph.graded & ~graph.vacant[:, None] & graph.counted[graph.scope]
    turned = [
        k.verdict(misjudge(graph, node, signs * graded[node]))["for_us"].item() != found["for_us"]
        for node in np.flatnonzero(graded.any(axis=1))
        for signs in itertools.product((-1, 1), repeat=len(AXES.words))
    ]
    assert any(turned)


def misjudge(graph, node, signs):
    """Move the stance of a person by one grade in the directions given."""
    columns = {}
    for n, axis in enumerate(AXES.words):
        step = 2 / (len(graph.policy.scales[axis]) - 1)
        columns[axis] = graph._nodes[axis].copy()
        columns[axis][node] += signs[n] * step / (graph.certainty[node, n] or 1)
    return dataclasses.replace(graph, _nodes=graph._nodes.with_columns(**columns))


@pytest.mark.parametrize("rule", ["consent", "weighted", "unanimous"])
@pytest.mark.parametrize("count", [6, 8, 11])
def test_a_margin_counts_whose_error_does_most_one_after_the_other(count, rule):
    made = make_customer(count, seed=count)
    graph = k.build_graph(
        made._book, account="firm", as_of=made.as_of, policy=k.Policy(decision_rule=rule)
    )
    scope = {"account": "firm", "deal": ""}
    expected = expected_scope(rows_of(made._book), scope, policy={"decision_rule": rule})
    margin = k.verdict(graph)["margin"].item()
    assert expected.margin(3) == (None if pd.isna(margin) or margin > 3 else margin)
