"""Whose grades to ask for, and on which axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.ask.narrowing import narrow_bounds
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

GRADE = "grade"


def ask_grades(graph: RelationshipGraph, most: int, askers: pd.Series[str]) -> pd.DataFrame:
    """Return the grades that narrow the bounds of choice most, with the day of those there are."""
    rows, people = narrow_bounds(graph, most), graph.people
    node, axis = rows["node"], rows["axis"]
    days = people[[f"{one}_date" for one in AXES.words]].to_numpy()
    return pd.DataFrame(
        {
            "scope": rows["scope"],
            "kind": GRADE,
            "person": graph.index.get_level_values("person").take(node),
            "about": pd.Index(AXES.words).take(axis),
            "ask": askers.iloc[node].array,
            "worth": rows["worth"],
            "day": days[node, axis],
        }
    )
