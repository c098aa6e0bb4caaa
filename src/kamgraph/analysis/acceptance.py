"""How does each person stand with us, alone and after the others have talked to them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.graph.scale import choice, score, weakest
from kamgraph.model.result import Axis, Index, PerAxis, ScopedRecord, Score, SignedShare, returns
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class AcceptanceRecord(ScopedRecord):
    """How a person stands with us."""

    person: Index[str]
    """The person's id."""
    own_axis: PerAxis[Score | None]
    """The own grade as a score; missing where unknown."""
    axis: PerAxis[Score]
    """The score after influence."""
    choice: Score
    """The weighted geometric mean of the scores after influence."""
    weakest: Axis
    """The axis with the lowest score."""
    power: SignedShare
    """Share of the decision."""


@returns(AcceptanceRecord)
def acceptance(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the scores of customers' and partners' people, vacant seats included.

    After influence, stances are in the equilibrium ``x = V s`` of Friedkin and Johnsen
    (*Social influence and opinions*, 1990), with unknown own stances at 0.

    Returns
    -------
    DataFrame
        One :class:`AcceptanceRecord` per person, the most powerful first.
    """
    shown = graph.rank(graph.theirs, graph.power)
    after = graph.equilibrium[shown]
    own = {f"own_{axis}": score(graph.stance[shown, k]) for k, axis in enumerate(AXES.words)}
    settled = {axis: score(after[:, k]) for k, axis in enumerate(AXES.words)}
    verdict = {"choice": choice(after, graph.policy), "weakest": weakest(after)}
    table = pd.DataFrame(
        {**own, **settled, **verdict, "power": graph.power[shown]}, index=graph.index[shown]
    )
    return table.astype({"weakest": "str"})
