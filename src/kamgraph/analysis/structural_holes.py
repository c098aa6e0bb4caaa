"""Whose contacts have no ties to each other, so that they depend on one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.matrix import add_up
from kamgraph.model import tie_kinds
from kamgraph.model.result import Index, ScopedRecord, returns
from kamgraph.model.rows import Rows

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class StructuralHolesRecord(ScopedRecord):
    """How free a person is among those they are tied to."""

    person: Index[str]
    """The person's id."""
    constraint: float | None
    """How much their contacts are tied to each other, above 0 and below 2; missing without a
    contact."""
    effective_size: float | None
    """The number of ties less what they repeat, from 1 to the number of ties; missing without a
    contact."""


@returns(StructuralHolesRecord)
def structural_holes(graph: RelationshipGraph) -> pd.DataFrame:
    """Return how free each person is among those they are tied to by influence.

    A tie counts the same in both directions, with the sum of its positive strengths,
    ``z_ij = a_ij + a_ji``. With ``p_ij = z_ij / Σ_k z_ik``, the part of i's ties that is with j,
    and ``m_jq = z_jq / max_k z_jk``, sums over those j whom i is tied to (Burt, *Structural
    holes: the social structure of competition*, 1992):

    - constraint ``Σ_j (p_ij + Σ_q p_iq p_qj)²``, low for who is tied to many that are not tied
      to each other;
    - effective size ``Σ_j (1 - Σ_q p_iq m_jq)``, the number of ties less what they repeat of
      each other.

    Both are networkx's of the undirected graph with weights z, and constraint is that of R's
    igraph on the arcs, in a fraction of the time. Where all ties are equally strong, effective
    size is Borgatti's ``n - 2t / n`` with t ties among the n contacts (*Structural holes:
    unpacking Burt's redundancy measures*, Connections 20, 1997).

    Returns
    -------
    DataFrame
        One :class:`StructuralHolesRecord` per person, vacant seats left out, the largest
        effective size first.
    """
    ties, size = _join_ties(graph), len(graph.index)
    ways = _find_detours(ties)
    invested = ties["part"] + np.bincount(ways["tie"], ways["part"], len(ties))
    repeated = np.bincount(ways["tie"], ways["likeness"], len(ties))
    table = pd.DataFrame(
        {
            "constraint": np.bincount(ties["ego"], invested**2, size),
            "effective_size": np.bincount(ties["ego"], 1.0 - repeated, size),
        },
        index=graph.index,
        dtype=float,
    )
    table[np.bincount(ties["ego"], minlength=size) == 0] = np.nan
    return table.iloc[graph.rank(~graph.vacant, table["effective_size"].to_numpy())]


def _join_ties(graph: RelationshipGraph) -> Rows:
    """Return each tie from both ends: ``ego``, ``alter``, ``part`` p, ``likeness`` m of alter."""
    found = graph.arcs(tie_kinds.MOVING)
    found = found.take(found["strength"] > 0)
    one, other = found["source"], found["target"]
    ends = np.concatenate([one, other]), np.concatenate([other, one])
    ties = add_up(len(graph.index), *ends, np.tile(found["strength"], 2))
    strongest = np.zeros(len(graph.index))
    np.maximum.at(strongest, ties.row, ties.val)
    part, likeness = ties.val / ties.row_sizes[ties.row], ties.val / strongest[ties.idx]
    return Rows(ego=ties.row, alter=ties.idx, part=part, likeness=likeness)


def _find_detours(ties: Rows) -> Rows:
    """Return the ways over a third person for each tie: its place, and p times p and m."""
    # The third person is looked for among the ties of that end which has fewer, so that somebody
    # whom everybody is tied to costs no more than the others.
    count, place = np.bincount(ties["ego"]), np.arange(len(ties))
    fewer = count[ties["alter"]] < count[ties["ego"]]
    near, far = (np.where(side, ties["alter"], ties["ego"]) for side in (fewer, ~fewer))
    known = ties.select(near="ego", between="alter").with_columns(there=place)
    ways = Rows(tie=place, near=near, far=far).join(known, "near")
    closing = ways.select(ego="far", alter="between").locate(ties, "ego", "alter")
    ways = ways.with_columns(closing=closing).take(closing >= 0)
    turned = ties.select(ego="alter", alter="ego").locate(ties, "ego", "alter")
    fewer = fewer[ways["tie"]]
    begin = ties["part"][np.where(fewer, ways["closing"], ways["there"])]
    end = ties.take(turned[np.where(fewer, ways["there"], ways["closing"])])
    return Rows(tie=ways["tie"], part=begin * end["part"], likeness=begin * end["likeness"])
