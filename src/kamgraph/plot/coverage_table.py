"""Which of us knows whom in which part of an account: what the heat map of coverage shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.fragility import fragility
from kamgraph.model import tie_kinds
from kamgraph.model.rounding import at_least
from kamgraph.plot.parts import merge_smallest, name_functions, name_levels
from kamgraph.plot.people import describe_people

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

_MOST_PARTS, _MOST_OURS = 14, 24


@dataclass(frozen=True, eq=False)
class Cover:
    """Our people against the functions or levels of an account."""

    # by person of ours: ``name``, ``place`` and ``carried`` (points of coverage, missing for
    # several in one row), who carries most first
    ours: pd.DataFrame
    # by function or level: ``power`` (0-1) and ``deaf``, whether it has a key person's power and
    # nobody within reach
    parts: pd.DataFrame
    closeness: pd.DataFrame  # our people by parts: the strongest acquaintance, 0 without any
    # our people by parts: whether the person is nearest in level, among us, to a key person there
    # whom none of us knows well
    peer: pd.DataFrame


def cover(graph: RelationshipGraph, by: str) -> Cover:
    """Return which of us knows whom in a graph of one scope, by function or level."""
    part = _find_parts(graph, by)
    power = pd.Series(np.abs(graph.power), graph.people.index)[part.index]
    if by == "function":
        part = merge_smallest(part, power.groupby(part).sum(), _MOST_PARTS)
    parts = _describe_parts(graph, part)
    lost = fragility(graph)
    carried = lost.loc[lost["side"] == "vendor", "coverage_lost"]
    row = merge_smallest(carried.index.to_series(), carried, _MOST_OURS)
    people = graph.people.loc[carried.index]
    about = describe_people(people.assign(own=True)).assign(carried=carried)
    alone = about[row == row.index]
    rest = row[row != row.index].unique()
    several = pd.DataFrame({"name": rest, "place": "", "carried": np.nan}, index=rest)
    ours = pd.concat([alone, several])
    known, key = _find_acquaintance(graph, part), [*ours.index]
    closeness = _build_grid(known, row, known["closeness"])
    peers = _find_peers(graph, known, part)
    peer = _build_grid(peers, row, peers["peer"])
    return Cover(
        ours=ours,
        parts=parts,
        closeness=closeness.reindex(index=key, columns=parts.index).fillna(0.0),
        peer=peer.reindex(index=key, columns=parts.index).notna(),
    )


def _find_parts(graph: RelationshipGraph, by: str) -> pd.Series[str]:
    """Return the function or level of everybody of the account who is there."""
    people = graph.people[graph.contact & graph.own]
    return name_functions(people) if by == "function" else name_levels(people)


def _describe_parts(graph: RelationshipGraph, part: pd.Series[str]) -> pd.DataFrame:
    nodes = graph.index.get_indexer(pd.Index(part.index))
    reached = at_least(graph.best_routes.reach[nodes], graph.policy.reachable)
    columns = {"power": np.abs(graph.power[nodes]), "reached": reached, "key": graph.key[nodes]}
    about = pd.DataFrame(columns, part.index).groupby(part.to_numpy(), sort=False)
    found = about.agg({"power": "sum", "reached": "any", "key": "any"})
    return found[["power"]].assign(deaf=found["key"] & ~found["reached"])


def _find_acquaintance(graph: RelationshipGraph, part: pd.Series[str]) -> pd.DataFrame:
    """Return which of us (``ours``) knows whom (``target``) in which ``part``, how closely."""
    ties = graph.ties
    ties = ties[ties["kind"].isin(tie_kinds.CLOSENESS) & ties["target"].isin(part.index)]
    return pd.DataFrame(
        {
            "ours": ties["source"],
            "target": ties["target"],
            "part": ties["target"].map(part),
            "closeness": ties["strength"],
        }
    )


def _find_peers(
    graph: RelationshipGraph, known: pd.DataFrame, part: pd.Series[str]
) -> pd.DataFrame:
    """Return ``ours`` and ``part`` of those nearest in level to key persons hardly known."""
    closest = known.groupby("target")["closeness"].max()
    well = closest.index[at_least(closest.to_numpy(), graph.policy.reachable)]
    level = pd.Series(graph.level, graph.index)
    strangers = level[graph.key & graph.contact & graph.own].drop(well, errors="ignore")
    ours = level[graph.ours].rename("level").rename_axis("ours").reset_index()
    theirs = strangers.rename("their_level").rename_axis("target").reset_index()
    pairs = ours.merge(theirs, how="cross")
    apart = (pairs["level"] - pairs["their_level"]).abs()
    nearest = apart.groupby(pairs["target"]).transform("min")
    pairs = pairs[(apart == nearest) & (apart <= graph.policy.level_tolerance)]
    return pairs.assign(part=pairs["target"].map(part), peer=1.0)


def _build_grid(found: pd.DataFrame, row: pd.Series[str], values: pd.Series[float]) -> pd.DataFrame:
    """Return the largest value of each of our rows and each part."""
    cells = pd.DataFrame({"ours": found["ours"].map(row), "part": found["part"], "value": values})
    return cells.pivot_table(index="ours", columns="part", values="value", aggfunc="max")
