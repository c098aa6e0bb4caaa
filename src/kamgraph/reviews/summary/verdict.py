"""The verdict of a review: one sentence that a sales leader understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.model import axes
from kamgraph.model.rounding import at_least
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import choose_label, list_words, say, say_label, score
from kamgraph.reviews.people import average_axes, introduce

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results
    from kamgraph.reviews.section import Tone

_ALIKE = 0.5  # points; closer than people can tell


def say_verdict(results: Results) -> str:
    """Say whether the decision leans to us, how sure that is, what is weak and who is against."""
    row = results.scores
    if pd.isna(row["choice"]):
        return say("nobody")
    if results.known == "nothing":
        return say("nothing_known")
    return say(
        "verdict",
        standing=_say_standing(results),
        weakest=_say_weakest(row),
        opponent=_say_opponent(results),
    )


def tone(results: Results) -> Tone:
    """Return how the verdict sounds: good, fair where the unknown may turn it, or poor."""
    row = results.scores
    if pd.isna(row["choice"]) or results.known == "nothing":
        return ""
    low, _, high = _judge_bounds(row, results.graph.policy.verdict_threshold)
    return "good" if low else "fair" if high else "poor"


def _judge_bounds(row: pd.Series[Any], threshold: float) -> list[bool]:
    """Return whether we would be chosen at the lower bound, as it stands, at the upper bound."""
    bounds = row[["low", "choice", "high"]].to_numpy(float)
    return [bool(leans) for leans in at_least(bounds, threshold)]


def _say_standing(results: Results) -> str:
    row, threshold = results.scores, results.graph.policy.verdict_threshold
    low, leans, high = _judge_bounds(row, threshold)
    sure = "known" if results.known == "everything" else "surely" if low == high else "perhaps"
    scored = {name: score(row[name], threshold) for name in ("low", "choice", "high")}
    return say(f"{'leans' if leans else 'not'}_{sure}", threshold=score(threshold), **scored)


def _say_weakest(row: pd.Series[Any]) -> str:
    scores = row[list(AXES.words)].astype(float)
    if scores.max() - scores.min() < _ALIKE:
        alike = [say_label(AXES, axis).lower() for axis in AXES.words]
        return say("weakest_none", axes=list_words(alike))
    return next(choose_label(axis.weak_point) for axis in axes.ALL if axis.name == row["weakest"])


def _say_opponent(results: Results) -> str:
    parts = average_axes(results.contributions, results.graph.policy)
    if not (parts < 0).any():
        return say("no_opponent")
    return say("opponent", person=introduce(results.people.loc[[parts.idxmin()]]))
