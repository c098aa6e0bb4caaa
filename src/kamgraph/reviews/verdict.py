"""The verdict of a review: one sentence that a sales leader understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.model.rounding import at_least
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import say, score
from kamgraph.reviews.people import described, on_average
from kamgraph.reviews.standing import known

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results
    from kamgraph.reviews.section import Tone

_ALIKE = 0.5  # points; closer than people can tell


def verdict(results: Results) -> str:
    """Say whether the decision leans to us, how sure that is, what is weak and who is against."""
    row = results.scores
    if pd.isna(row["choice"]):
        return say("nobody")
    if known(row) == "nothing":
        return say("nothing_known")
    return say(
        "verdict",
        standing=_standing(row, results.graph.policy.verdict_threshold),
        weakest=_weakest(row),
        opponent=_opponent(results),
    )


def tone(results: Results) -> Tone:
    """Return how the verdict sounds: good, fair where the unknown may turn it, or poor."""
    row = results.scores
    if pd.isna(row["choice"]) or known(row) == "nothing":
        return ""
    low, _, high = _leaning(row, results.graph.policy.verdict_threshold)
    return "good" if low else "fair" if high else "poor"


def _leaning(row: pd.Series[Any], threshold: float) -> list[bool]:
    """Return whether we would be chosen at the lower bound, as it stands, at the upper bound."""
    bounds = row[["low", "choice", "high"]].to_numpy(float)
    return [bool(leans) for leans in at_least(bounds, threshold)]


def _standing(row: pd.Series[Any], threshold: float) -> str:
    low, leans, high = _leaning(row, threshold)
    sure = "known" if known(row) == "everything" else "surely" if low == high else "perhaps"
    scored = {name: score(row[name], threshold) for name in ("low", "choice", "high")}
    return say(f"{'leans' if leans else 'not'}_{sure}", threshold=score(threshold), **scored)


def _weakest(row: pd.Series[Any]) -> str:
    axes = row[list(AXES.words)].astype(float)
    alike = axes.max() - axes.min() < _ALIKE
    return say("weakest_none" if alike else f"weakest_{row['weakest']}")


def _opponent(results: Results) -> str:
    parts = on_average(results.contributions, results.graph.policy)
    if not (parts < 0).any():
        return say("no_opponent")
    return say("opponent", person=described(results.people.loc[[parts.idxmin()]]))
