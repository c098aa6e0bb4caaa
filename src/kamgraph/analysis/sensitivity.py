"""What does one grade of one person do to the scores?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.scale import measure_steps
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import (
    Axis,
    Index,
    Points,
    ScopedRecord,
    returns,
)
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class SensitivityRecord(ScopedRecord):
    """What one grade of a person on an axis does to the score."""

    person: Index[str]
    """The person's id."""
    axis: Index[Axis]
    """The axis."""
    one_up: Points
    """What a grade more adds to the scope's score of the axis."""
    one_down: Points
    """What a grade less adds to it."""
    bound_width: Points
    """What lies between the scope's bounds as the stance is not certain; 0 where it is."""


@returns(SensitivityRecord)
def sensitivity(graph: RelationshipGraph) -> pd.DataFrame:
    """Return what one grade more or less of each person does to their scope.

    One grade moves the acceptance ``A_d`` by ``p_i · step``, the power of the person times the
    step between two grades; effects are linear, and not cut where a grade has no next one. What is
    not certain of a person's stance is their part of the scope's bounds: the parts, and what is
    with people who are not on the list, make their width.

    Returns
    -------
    DataFrame
        One :class:`SensitivityRecord` per axis and person with power to whom a grade could be
        given (vacant seats have none). First the widest bound, what to find out next, then the
        largest effect.
    """
    shown = graph.rank((graph.power != 0) & ~graph.vacant, graph.power)
    power = graph.power[shown]
    parts = []
    for number, (axis, step) in enumerate(
        zip(AXES.words, measure_steps(graph.policy), strict=True)
    ):
        uncertain = graph.bearing[shown] * (1.0 - graph.certainty[shown, number])
        part = pd.DataFrame(
            {
                "one_up": 50.0 * power * step,
                "one_down": -50.0 * power * step,
                "bound_width": 100.0 * uncertain,
                "scope": graph.scope[shown],
                "size": -np.abs(power),
                "node": shown,
            },
            index=graph.index[shown],
        )
        on = pd.Index([axis] * len(part), dtype=TEXT, name="axis")
        parts.append(part.set_index(on, append=True))
    table = pd.concat(parts)
    order = np.lexsort((table["node"], table["size"], -table["bound_width"], table["scope"]))
    return table.iloc[order][["one_up", "one_down", "bound_width"]]
