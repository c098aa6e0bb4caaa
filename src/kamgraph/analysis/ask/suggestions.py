"""Which candidates to have confirmed or dismissed: those on whom most of the decision hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.ask.roles import ROLE
from kamgraph.model import tie_kinds

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

CANDIDATE = "candidate"


def ask_candidates(
    graph: RelationshipGraph, found: pd.DataFrame, askers: pd.Series[str]
) -> pd.DataFrame:
    """Return the candidates of each scope; of roles it is asked who holds them."""
    placed = _place(graph, found[found["kind"] != ROLE])
    knower = placed["kind"].isin(tie_kinds.CLOSENESS)
    nearest = askers.iloc[placed["node"]].set_axis(placed.index)
    rows = placed.assign(
        about=placed["kind"],
        kind=CANDIDATE,
        ask=placed["person"].where(knower, nearest),
        worth=_weigh(graph, placed),
    )
    return rows.sort_values(["worth", "id"], ascending=[False, True], kind="stable")


def _place(graph: RelationshipGraph, found: pd.DataFrame) -> pd.DataFrame:
    """Return candidates in each scope of those they are about: ``scope``, ``node``, ``beside``."""
    # Of who may know whom the contact has to be there; which of us it is may be new to the scope.
    deal = graph.scope_index.get_level_values("deal")
    nodes = pd.DataFrame(
        {
            "scope": graph.scope,
            "whom": graph.index.get_level_values("person"),
            "node": np.arange(len(graph.scope)),
        }
    )
    knows = found["kind"].isin(tie_kinds.CLOSENESS)
    whom = found["other"].where(knows, found["person"])
    second = found["person"].where(knows, found["other"])
    beside = nodes.rename(columns={"whom": "second", "node": "beside"})
    table = found.assign(whom=whom, second=second).reset_index().merge(nodes, on="whom")
    table = table.merge(beside, on=["scope", "second"], how="left")
    here = table["second"].isna() | table["beside"].notna()
    here |= table["kind"].isin(tie_kinds.CLOSENESS)
    here &= table["deal"].isna() | (table["deal"] == deal[table["scope"]])
    return table[here].fillna({"beside": -1}).astype({"beside": np.int64})


def _weigh(graph: RelationshipGraph, placed: pd.DataFrame) -> np.ndarray:
    """Return how many points of the choice hang on whether each candidate is so."""
    # Half of the power of those it is about, by how sure it is; of a line or influence, of what
    # would pass along it.
    node, beside = placed["node"].to_numpy(), placed["beside"].to_numpy()
    lines, pulls = (placed["kind"].isin(kinds) for kinds in (tie_kinds.SOLID, tie_kinds.MOVING))
    power, moves = np.append(abs(graph.power), 0.0), np.append(graph.susceptibility, 0.0)
    strength = pd.to_numeric(placed["value"].where(pulls), errors="coerce").fillna(0.0)
    whole = np.maximum(power[node], power[beside])
    passed = [(power * moves)[node] * graph.policy.report_down, (power * moves)[beside] * strength]
    return np.asarray(50.0 * placed["confidence"] * np.select([lines, pulls], passed, whole))
