"""How does each person stand with us, alone and after the others have talked to them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.graph.scale import choice, score, weakest
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def acceptance(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the scores of customers' and partners' people, vacant seats included.

    After influence, stances are in the equilibrium ``x = V s`` of Friedkin and Johnsen
    (*Social influence and opinions*, 1990), with unknown own stances at 0.

    Returns
    -------
    DataFrame
        On the index of the graph's nodes, the most powerful first: ``own_relationship``,
        ``own_solution``, ``own_price`` (0-100, missing where unknown), ``relationship``,
        ``solution``, ``price`` (0-100, after influence), ``choice`` (0-100, their weighted
        geometric mean), ``weakest`` (axis), ``power`` (share of the decision).
    """
    shown = graph.ranked(graph.theirs, graph.power)
    after = graph.equilibrium[shown]
    own = {f"own_{axis}": score(graph.stance[shown, k]) for k, axis in enumerate(AXES.words)}
    settled = {axis: score(after[:, k]) for k, axis in enumerate(AXES.words)}
    verdict = {"choice": choice(after, graph.policy), "weakest": weakest(after)}
    table = pd.DataFrame(
        {**own, **settled, **verdict, "power": graph.power[shown]}, index=graph.index[shown]
    )
    return table.astype({"weakest": "str"})
