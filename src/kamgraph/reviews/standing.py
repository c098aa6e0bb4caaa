"""The section on where we stand: the scores of the scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from kamgraph.graph.scale import at_least, choice
from kamgraph.model.vocabulary import AXES
from kamgraph.reviews.section import Column, Figure, Section, Span, Table, Tone
from kamgraph.reviews.wording import Wording, score, share

if TYPE_CHECKING:
    from kamgraph.model.policy import Policy
    from kamgraph.reviews.results import Results

_TONES: dict[str, Tone] = {"green": "good", "amber": "fair", "red": "poor"}


def known(row: pd.Series[Any]) -> Literal["nothing", "something", "everything"]:
    """Return how much of the stances that count is known, by a row of scores."""
    if np.isclose(row["known"], 1):
        return "everything"
    return "nothing" if np.isclose(row["known"], 0) else "something"


def standing(results: Results, words: Wording) -> Section:
    """Show the scores as graded and after influence, with their bounds."""
    row, policy = results.scores, results.graph.policy
    spans = _spans(row, policy)
    rows = pd.DataFrame(spans.values(), index=list(spans))
    labels = [words.label(AXES, axis) for axis in AXES.words]
    rows = rows.assign(
        axis=[*labels, words("choice")], span=pd.Series(list(spans.values()), rows.index)
    )
    columns = {
        "axis": Column(words("axis"), "name"),
        "own": Column(words("own"), "score"),
        "after": Column(words("after"), "score"),
        "low": Column(words("low"), "score"),
        "high": Column(words("high"), "score"),
        "span": Column(words("scale"), "span"),
    }
    caption = words("scores_caption", threshold=score(policy.verdict_threshold))
    return Section(
        name="standing",
        heading=words("standing"),
        sentence=_influence(spans["choice"], known(row), words),
        figures=_figures(results, words),
        table=Table(rows, columns, caption),
    )


def _spans(row: pd.Series[Any], policy: Policy) -> dict[str, Span]:
    """Return the scores of each axis, and of the choice that they make together."""
    own = row[[f"own_{axis}" for axis in AXES.words]].to_numpy(float)
    together = choice(own[None, :] / 50 - 1, policy)[0]
    spans = {
        axis: Span(alone, row[axis], np.nan, np.nan, policy.verdict_threshold)
        for axis, alone in zip(AXES.words, own, strict=True)
    }
    bounds = row["low"], row["high"], policy.verdict_threshold
    return spans | {"choice": Span(together, row["choice"], *bounds)}


def _influence(span: Span, known: str, words: Wording) -> str:
    """Say what influence does to the choice, and whether it turns the verdict."""
    if np.isnan(span.after):
        return words("no_scores")
    if known == "nothing":
        return words("no_grades")
    own, after = round(span.own, 1), round(span.after, 1)  # so that what is shown adds up
    if own == after:
        return words("influence_same", after=f"{after:.1f}")
    leant, leans = at_least(np.array([span.own, span.after]), span.mark)
    return words(
        "influence_brings" if after > own else "influence_costs",
        own=f"{own:.1f}",
        after=f"{after:.1f}",
        points=f"{abs(after - own):.1f}",
        turn="" if leant == leans else words("turned_to_us" if leans else "turned_away"),
    )


def _margin(results: Results, words: Wording) -> Figure:
    """Say how many wrong grades would turn the verdict."""
    margin = results.verdict["margin"]
    if pd.isna(margin):
        decided = pd.notna(results.scores["choice"])
        return Figure(
            words("margin_label"), "–", words("margin_none_note" if decided else "nobody_note")
        )
    return Figure(words("margin_label"), words.counted("people", int(margin)), words("margin_note"))


def _figures(results: Results, words: Wording) -> tuple[Figure, ...]:
    row, threshold = results.scores, results.graph.policy.verdict_threshold
    low, high = score(row["low"], threshold), score(row["high"], threshold)
    bounds = "choice_known_note" if known(row) == "everything" else "choice_note"
    status = row["status"]
    return (
        Figure(
            words("choice"),
            score(row["choice"], threshold),
            words(bounds, low=low, high=high),
        ),
        Figure(words("coverage"), score(row["coverage"]), words("coverage_note")),
        Figure(words("known"), share(row["known"]), words("known_note")),
        _margin(results, words),
        Figure(words("status"), words(status), words(f"{status}_note"), _TONES[status]),
    )
