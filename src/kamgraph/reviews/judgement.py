"""What kind of verdict the facts bear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from kamgraph.model.rounding import at_least
from kamgraph.model.voice import say, score

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np

    from kamgraph.reviews.results import Results
    from kamgraph.reviews.section import Tone

    Case = Literal["over", "nobody", "nothing_known", "long_ago", "too_little", "blocked", "judged"]


def find_case(results: Results) -> Case:
    """Return what kind of verdict can be given."""
    graph = results.graph
    if results.over:
        return "over"
    if not graph.key.any():
        return "nobody"
    if results.known == "nothing":
        return "nothing_known"
    if not results.judged:
        return "long_ago" if find_newest_grade(results) else "too_little"
    return "blocked" if graph.vetoes.any() else "judged"


def tone(results: Results) -> Tone:
    """Return how the verdict sounds: good, fair where the unknown may turn it, poor or unsure."""
    case = find_case(results)
    if case == "over":
        return "poor" if results.lost else "good"
    if case not in {"judged", "blocked"}:
        return "unsure"
    low, _, high = judge_bounds(results)
    if case == "blocked":
        return "fair" if high and not refuses_surely(results, results.graph.vetoes) else "poor"
    return "good" if low else "fair" if high else "poor"


def leans(results: Results) -> bool:
    """Tell whether the decision leans to us."""
    return find_case(results) == "judged" and judge_bounds(results)[1]


def judge_bounds(results: Results) -> list[bool]:
    """Return whether we would be chosen at the lower bound, as it stands, at the upper bound."""
    bounds = results.scores[["low", "choice", "high"]].to_numpy(float)
    return [bool(one) for one in at_least(bounds, results.graph.policy.verdict_threshold)]


def refuses_surely(results: Results, refusing: np.ndarray) -> bool:
    """Tell whether one of those who refuse us would even if all that is unknown were for us."""
    graph = results.graph
    best = graph.personal_choice.high[refusing]
    return bool((~at_least(best, graph.policy.opposing)).any())


def say_seeming(results: Results, refusing: np.ndarray) -> str:
    """Say that a refusal is one as far as recorded, where nobody refuses surely."""
    return "" if refuses_surely(results, refusing) else say("rules.opposing.as_recorded")


def find_newest_grade(results: Results) -> dt.date | None:
    """Return the day of the key people's newest grade; None if it is not age that is amiss."""
    graph, counted = results.graph, results.graph.counted[0]
    graded = (graph.graded & (graph.certainty > 0))[:, counted].mean(axis=1)
    if (graph.stake * graded).sum() < graph.policy.judged * graph.stake.sum():
        return None
    days = results.people.loc[graph.key, [f"{axis}_date" for axis in results.axes]]
    newest = pd.Timestamp(days.max().max()).date()
    old = graph.as_of is not None and (graph.as_of - newest).days > graph.policy.assessment_days
    return newest if old else None


def say_status(results: Results) -> str:
    """Say what the colour of the status means here."""
    status = results.scores["status"]
    if status == "red" and results.scores["blocked_by"]:
        blocked = results.graph.vetoes.any()
        refusing = results.graph.vetoes if blocked else results.graph.blockers
        key = "red_blocked_note" if blocked else "red_refused_note"
        return say(key, seems=say_seeming(results, refusing))
    if status == "green" and not leans(results):
        row, threshold = results.scores, results.graph.policy.verdict_threshold
        return say(
            "green_not_note", choice=score(row["choice"], threshold), threshold=score(threshold)
        )
    return say(f"{status}_note")
