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
    node = np.tile(shown, len(AXES.words))
    axis = np.repeat(np.arange(len(AXES.words)), len(shown))
    power = graph.power[node]
    width = 100.0 * (graph.bearing[node] * (1.0 - graph.certainty[node, axis]))
    order = np.lexsort((node, -np.abs(power), -width, graph.scope[node]))
    node, axis = node[order], axis[order]
    effect = 50.0 * power[order] * measure_steps(graph.policy)[axis]
    table = pd.DataFrame(
        {"one_up": effect, "one_down": -effect, "bound_width": width[order]},
        graph.index[node],
    )
    on = pd.Index(np.array(AXES.words, dtype=object)[axis], dtype=TEXT, name="axis")
    return table.set_index(on, append=True)
