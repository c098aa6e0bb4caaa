"""The verdict of a review: one sentence that a sales leader understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.analysis.contributions import contributions
from kamgraph.analysis.scores import scores
from kamgraph.model.vocabulary import AXES
from kamgraph.review.people import described, on_average
from kamgraph.review.standing import known
from kamgraph.review.wording import Wording, score

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.review.section import Tone

_ALIKE = 0.5  # points; closer than people can tell


def verdict(graph: RelationshipGraph, words: Wording) -> str:
    """Say whether the decision leans to us, how sure that is, what is weak and who is against."""
    row = scores(graph).iloc[0]
    if pd.isna(row["choice"]):
        return words("nobody")
    if known(row) == "nothing":
        return words("nothing_known")
    return words(
        "verdict",
        standing=_standing(row, graph.policy.verdict_threshold, words),
        weakest=_weakest(row, words),
        opponent=_opponent(graph, words),
    )


def tone(graph: RelationshipGraph) -> Tone:
    """Return how the verdict sounds: good, fair where the unknown may turn it, or poor."""
    row, threshold = scores(graph).iloc[0], graph.policy.verdict_threshold
    if pd.isna(row["choice"]) or known(row) == "nothing":
        return ""
    if row["low"] >= threshold:
        return "good"
    return "fair" if row["high"] >= threshold else "poor"


def _standing(row: pd.Series[Any], threshold: float, words: Wording) -> str:
    low, choice, high = row["low"], row["choice"], row["high"]
    leans = choice >= threshold
    turned = low < threshold if leans else high >= threshold
    sure = "known" if known(row) == "everything" else "perhaps" if turned else "surely"
    return words(
        f"{'leans' if leans else 'not'}_{sure}",
        choice=score(choice, threshold),
        low=score(low, threshold),
        high=score(high, threshold),
        threshold=score(threshold),
    )


def _weakest(row: pd.Series[Any], words: Wording) -> str:
    axes = row[list(AXES.words)].astype(float)
    alike = axes.max() - axes.min() < _ALIKE
    return words("weakest_none" if alike else f"weakest_{row['weakest']}")


def _opponent(graph: RelationshipGraph, words: Wording) -> str:
    parts = on_average(contributions(graph), graph.policy)
    if not (parts < 0).any():
        return words("no_opponent")
    return words("opponent", person=described(graph.people.loc[[parts.idxmin()]], words))
