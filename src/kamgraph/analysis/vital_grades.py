"""Which grades should be verified first, as most hangs on them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.codes import ORIGINS
from kamgraph.graph.decision_rule import NEUTRAL
from kamgraph.graph.one_fewer import measure_without, select_first
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import Axis, Index, Points, Record, returns
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


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
    axes that then count.

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
    node, axis = np.nonzero(graph.graded & (graph.contact & ~graph.vacant)[:, None])
    lost = _measure_losses(graph, node, axis)
    size, scope = np.round(np.abs(lost), 9), graph.scope[node]
    order = np.lexsort((axis, node, -size[:, 1], -size[:, 0], scope))
    order = order[size[order].max(axis=1) > ROUNDING]
    shown = select_first(scope, order, most)
    return _make_table(graph, node[shown], axis[shown], lost[shown])


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
