"""How does each person stand with us, alone and after the others have talked to them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.scale import score, weakest
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import Axis, Index, PerAxis, ScopedRecord, Score, SignedShare, returns
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class AcceptanceRecord(ScopedRecord):
    """How a person stands with us."""

    person: Index[str]
    """The person's id."""
    own_axis: PerAxis[Score | None]
    """The own grade as a score, the older the nearer to neutral; missing where unknown."""
    axis: PerAxis[Score | None]
    """The score after influence; missing where nothing is known of the axis."""
    choice: Score | None
    """The weighted geometric mean of the scores after influence; missing where none is known."""
    choice_low: Score
    """The lower bound of the choice: the unknown turn out against us."""
    choice_high: Score
    """The upper bound of the choice: the unknown turn out for us."""
    weakest: Axis | None
    """The axis with the lowest score."""
    power: SignedShare
    """Share of the decision."""


@returns(AcceptanceRecord)
def acceptance(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the scores of customers' and partners' people, vacant seats included.

    A grade of age t counts ``s = k g`` with the certainty ``k = 2^(-t / half-life)``. After
    influence, stances are in the equilibrium ``x = V s`` of Friedkin and Johnsen (*Social
    influence and opinions*, 1990), with unknown own stances at 0; what is not certain widens it to
    ``x ± y``, with ``y = (I - |M|)^-1 D (1 - k)``.

    Returns
    -------
    DataFrame
        One :class:`AcceptanceRecord` per person, the most powerful first.
    """
    shown = graph.rank(graph.theirs, graph.power)
    counted = graph.counted[graph.scope[shown]]
    after, band = graph.equilibrium[shown], graph.personal_choice
    settled = np.where(counted, score(after), np.nan)
    own = {f"own_{axis}": score(graph.stance[shown, k]) for k, axis in enumerate(AXES.words)}
    return pd.DataFrame(
        {
            **own,
            **{axis: settled[:, k] for k, axis in enumerate(AXES.words)},
            "choice": band.value[shown],
            "choice_low": band.low[shown],
            "choice_high": band.high[shown],
            "weakest": pd.array(weakest(after, counted), dtype=TEXT),
            "power": graph.power[shown],
        },
        index=graph.index[shown],
    )
