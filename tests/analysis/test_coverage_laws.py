"""Laws of fragility and of the margin, on drawn books."""

import dataclasses

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from kamgraph.graph.codes import ACCOUNT
from kamgraph.model.vocabulary import AXES
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
def test_a_margin_shrinks_when_an_unknown_is_resolved_towards_the_threshold(book):
    graph = k.build_graph(book, account="acme")
    before = k.verdict(graph).iloc[0]
    unknown = np.isnan(graph.stance) & (graph.power != 0)[:, None]
    if before["for_us"] or not unknown.any():
        return
    # Wholly: who becomes known on one axis alone may stand before others who count on all.
    node = np.flatnonzero(unknown.any(axis=1))[0]
    columns = {}
    for axis in np.array(AXES.words)[unknown[node]]:
        columns[axis], columns[f"{axis}_origin"] = (
            graph._nodes[name].copy() for name in (axis, f"{axis}_origin")
        )
        columns[axis][node] = 0.5 * np.sign(graph.power[node])
        columns[f"{axis}_origin"][node] = ACCOUNT
    nodes = graph._nodes.with_columns(**columns)
    after = k.verdict(dataclasses.replace(graph, _nodes=nodes)).iloc[0]
    if not after["for_us"]:
        assert pd.isna(before["margin"]) or after["margin"] <= before["margin"]
