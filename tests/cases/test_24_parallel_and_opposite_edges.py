"""Edges between the same two: parallel ones refused, opposite ones kept, no strength guessed."""

import math
from decimal import Decimal

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kamgraph import from_networkx
from kamgraph.errors import AssumptionWarning, BookError, SourceError

ACME = pd.DataFrame({"id": ["acme"], "name": ["Acme"], "kind": ["customer"]})


def read(graph, **fill):
    return from_networkx(
        graph,
        rename={"weight": "strength"} if nx.get_edge_attributes(graph, "weight") else None,
        fill={"organization": "acme", "kind": "influences", "name": "x"} | fill,
        organizations=ACME,
    )


def ties(found):
    plain = found.ties[["source", "target", "strength"]].astype(object)
    return plain.where(plain.notna(), None).to_numpy().tolist()


@pytest.mark.parametrize("second", [0.3, 0.4])
def test_parallel_edges_are_refused_with_the_edge(second):
    graph = nx.MultiDiGraph([("a", "b", {"weight": 0.3}), ("a", "b", {"weight": second})])
    with pytest.raises(BookError, match=r"edge 'a' → 'b'.* repeats"):
        read(graph)


def test_opposite_edges_are_two_ties():
    graph = nx.DiGraph([("a", "b", {"weight": 0.3}), ("b", "a", {"weight": 0.9})])
    assert ties(read(graph)) == [["a", "b", "0.3"], ["b", "a", "0.9"]]


def test_an_edge_without_direction_goes_both_ways():
    assert ties(read(nx.Graph([("a", "b", {"weight": 0.3})]))) == [
        ["a", "b", "0.3"],
        ["b", "a", "0.3"],
    ]


def test_an_edge_without_a_weight_has_no_strength():
    assert ties(read(nx.DiGraph([("a", "b")]))) == [["a", "b", None]]


@pytest.mark.parametrize(
    "nan", [math.nan, np.float32("nan"), Decimal("NaN")], ids=["float", "float32", "decimal"]
)
def test_a_weight_that_is_nan_is_a_problem_and_no_default(nan):
    graph = nx.DiGraph([("a", "b", {"weight": nan}), ("b", "a", {"weight": 0.5})])
    with pytest.raises(
        BookError, match="edge 'a' → 'b', column strength: 'NaN' is neither a number"
    ):
        read(graph)
    assert ties(read(graph, strength=0.75)) == [["a", "b", "0.75"], ["b", "a", "0.5"]]


@pytest.mark.parametrize(
    ("weight", "words"),
    [(0, "removes a tie for a deal"), (math.inf, "must be in")],
)
def test_what_cannot_be_a_strength_is_refused(weight, words):
    with pytest.raises(BookError, match=f"edge 'a' → 'b', column strength.*{words}"):
        read(nx.DiGraph([("a", "b", {"weight": weight})]))


def test_counts_are_no_strengths_but_tell_them_as_is_said():
    with pytest.warns(AssumptionWarning, match=r"weight / \(weight \+ 5\)"):
        found = read(nx.DiGraph([("a", "b", {"weight": 5})]))
    assert ties(found) == [["a", "b", "0.5"]]


@pytest.mark.parametrize("node", [1, 1.0, True, ("a", 1)])
def test_ids_of_other_types_are_refused(node):
    with pytest.raises(SourceError, match=r"ids are text"):
        read(nx.DiGraph([(node, "b", {"weight": 0.3})]))
