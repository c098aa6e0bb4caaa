"""Which grades should be verified first, as most hangs on them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.codes import ORIGINS
from kamgraph.graph.decision_rule import NEUTRAL, differentiate
from kamgraph.graph.one_fewer import measure_without, select_first
from kamgraph.graph.scale import choice
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import Axis, Index, Points, Record, returns
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

_MEASURED = 300  # grades of a scope that are taken away, of those that promise to matter most
_LOWEST = -0.9  # the stance below which slopes are not looked at


class VitalGradeRecord(Record):
    """A grade without which we would judge the decision otherwise."""

    account: Index[str]
    """The account's id."""
    deal: Index[str]
    """The deal's id; empty for the account itself."""
    person: Index[str]
    """The id of whom it is about."""
    axis: Index[Axis]
    """The axis."""
    origin: str
    """Where it is from: the account or the deal."""
    choice_lost: Points
    """The choice lost without it, all that follows included; below 0 where it would be higher, as
    the grade speaks against us. Where nobody else is graded, the choice without it is taken for
    50."""
    low_lost: Points
    """The lower bound of the choice lost without it."""


@returns(VitalGradeRecord)
def vital_grades(graph: RelationshipGraph, *, most: int = 5) -> pd.DataFrame:
    """Return the few grades on which the choice hangs most: to be verified before anybody acts.

    Each grade of customers' and partners' people is taken away by itself, as if nobody had ever
    graded them on that axis, and the choice of the graph without it is worked out exactly, with the
    axes that then count. Of a scope with more than 300 grades, those are which move the choice and
    its lower bound most as long as little changes, and those that are the only one on their axis.

    Parameters
    ----------
    graph
        The graph.
    most
        How many grades to return for each account and deal.

    Returns
    -------
    DataFrame
        One :class:`VitalGradeRecord` per grade, in each scope those that move the choice most
        first, then those that move its lower bound.
    """
    node, axis = _list_grades(graph)
    lost = _measure_losses(graph, node, axis)
    size, scope = np.round(np.abs(lost), 9), graph.scope[node]
    order = np.lexsort((axis, node, -size[:, 1], -size[:, 0], scope))
    order = order[size[order].max(axis=1) > ROUNDING]
    shown = select_first(scope, order, most)
    return _make_table(graph, node[shown], axis[shown], lost[shown])


def _list_grades(graph: RelationshipGraph) -> tuple[np.ndarray, np.ndarray]:
    """Return the node and the axis of each grade that may be among the vital ones."""
    graded = graph.graded & (graph.contact & ~graph.vacant)[:, None]
    count = graph.scope_sums(graded)
    node, axis = np.nonzero(graded)
    if (count.sum(axis=1) <= _MEASURED).all():
        return node, axis
    promise = np.where((count == 1)[graph.scope], np.inf, _estimate(graph))[node, axis]
    scope = graph.scope[node]
    order = np.lexsort((axis, node, -promise, scope))
    found = np.sort(select_first(scope, order, _MEASURED))
    return node[found], axis[found]


def _estimate(graph: RelationshipGraph) -> np.ndarray:
    """Return (nodes, axes), by how much choice and lower bound would move, by their slopes."""
    # In any of the means of which the least is chosen, since another one may be so without a grade;
    # and not where a score is hardly above 0, where slopes are without bounds.
    settled, width, stance = graph.equilibrium, graph.half_width, np.nan_to_num(graph.stance)
    rises, falls = (_measure_slopes(graph, stances) for stances in (settled, settled - width))
    moved = sum(np.abs(graph.trace_back(slopes) * stance) for slopes in (rises, falls))
    return np.asarray(moved + graph.trace_back(falls, in_size=True) * graph.certainty)


def _measure_slopes(graph: RelationshipGraph, stances: np.ndarray) -> np.ndarray:
    """Return (nodes, axes), by how much a point of anybody's score moves all means together."""
    parts = graph.decision_weights.consent.values()
    voice = graph.decision_weight + sum(part.share for part in parts)
    weights, bent = graph.axis_weights[graph.scope], np.maximum(stances, _LOWEST)
    return differentiate(bent, np.nan_to_num(choice(bent, weights)), voice, weights)


def _make_table(
    graph: RelationshipGraph, node: np.ndarray, axis: np.ndarray, lost: np.ndarray
) -> pd.DataFrame:
    scopes = graph.scope_index.to_frame(index=False).iloc[graph.scope[node]]
    table = pd.DataFrame(
        {
            "account": scopes["account"].to_numpy(),
            "deal": scopes["deal"].to_numpy(),
            "person": graph.index.get_level_values("person")[node],
            "axis": np.array(AXES.words, dtype=object)[axis],
            "origin": np.array(ORIGINS, dtype=object)[graph.grade_origin[node, axis]],
            "choice_lost": lost[:, 0],
            "low_lost": lost[:, 1],
        }
    )
    texts = dict.fromkeys(("account", "deal", "person", "axis", "origin"), TEXT)
    return table.astype(texts).set_index(["account", "deal", "person", "axis"])


def _measure_losses(graph: RelationshipGraph, node: np.ndarray, axis: np.ndarray) -> np.ndarray:
    """Return (grades, 2), what is lost of the choice and its lower bound without each grade."""
    scope = graph.scope[node]

    def measure(some: slice) -> np.ndarray:
        stacked = graph.stack(scope[some])
        return _measure(stacked.drop_grades(_place(graph, node[some]), axis[some]))

    return np.asarray(_measure(graph)[scope] - measure_without(graph, scope, measure))


def _place(graph: RelationshipGraph, node: np.ndarray) -> np.ndarray:
    """Return where some nodes are in a graph of copies of their scopes, one copy each."""
    scope = graph.scope[node]
    sizes = np.diff(graph.starts)[scope]
    return np.asarray(np.cumsum(sizes) - sizes + node - graph.starts[scope])


def _measure(graph: RelationshipGraph) -> np.ndarray:
    """Return (scopes, 2), the choice and its lower bound."""
    return np.column_stack([np.nan_to_num(graph.decision.choice, nan=NEUTRAL), graph.decision.low])
