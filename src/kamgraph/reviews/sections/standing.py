"""The section on where we stand: the scores of the scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.analysis.scores import ScoresRecord
from kamgraph.graph.scale import choice, weigh_axes
from kamgraph.model.rounding import at_least
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import say, say_count, say_label, score, share
from kamgraph.reviews.columns import Column, show_columns
from kamgraph.reviews.section import Figure, Section, Span, Table, Tone

if TYPE_CHECKING:
    from kamgraph.model.policy import Policy
    from kamgraph.reviews.results import Results

_TONES: dict[str, Tone] = {"green": "good", "amber": "fair", "red": "poor"}


def standing(results: Results) -> Section:
    """Show the scores as graded and after influence, with their bounds."""
    row, policy = results.scores, results.graph.policy
    spans = _make_spans(row, policy)
    rows = pd.DataFrame(list(spans.values()), index=list(spans))
    labels = [say_label(AXES, axis) for axis in AXES.words]
    rows = rows.assign(
        axis=[*labels, say("columns.choice")], span=pd.Series(list(spans.values()), rows.index)
    )
    columns = {
        "axis": Column(say("columns.axis"), "name"),
        "own": Column(say("columns.own"), "score"),
        "after": Column(say("columns.after"), "score"),
        **show_columns(ScoresRecord, "low", "high"),
        "span": Column(say("columns.scale"), "span"),
    }
    caption = say("scores_caption", threshold=score(policy.verdict_threshold))
    return Section(
        name="standing",
        heading=say("standing"),
        sentence=_say_influence(spans["choice"], results.known),
        figures=_make_figures(results),
        table=Table(rows, columns, caption),
    )


def _make_spans(row: pd.Series[Any], policy: Policy) -> dict[str, Span]:
    """Return the scores of each axis, and of the choice that they make together."""
    own = row[[f"own_{axis}" for axis in AXES.words]].to_numpy(float)
    counted = own[None, :] == own[None, :]
    together = choice(np.nan_to_num(own[None, :] / 50 - 1), weigh_axes(counted, policy))[0]
    spans = {
        axis: Span(alone, row[axis], np.nan, np.nan, policy.verdict_threshold)
        for axis, alone in zip(AXES.words, own, strict=True)
    }
    bounds = row["low"], row["high"], policy.verdict_threshold
    return spans | {"choice": Span(together, row["choice"], *bounds)}


def _say_influence(span: Span, known: str) -> str:
    """Say what influence does to the choice, and whether it turns the verdict."""
    if np.isnan(span.after):
        return say("no_scores")
    if known == "nothing":
        return say("no_grades")
    own, after = round(span.own, 1), round(span.after, 1)  # so that what is shown adds up
    if own == after:
        return say("influence_same", after=score(after, decimals=1))
    leant, leans = at_least(np.array([span.own, span.after]), span.mark)
    return say(
        "influence_brings" if after > own else "influence_costs",
        own=score(own, decimals=1),
        after=score(after, decimals=1),
        points=score(abs(after - own), decimals=1),
        turn="" if leant == leans else say("turned_to_us" if leans else "turned_away"),
    )


def _show_margin(results: Results) -> Figure:
    """Say how many wrong grades would turn the verdict."""
    margin = results.verdict["margin"]
    if pd.isna(margin):
        decided = pd.notna(results.scores["choice"])
        return Figure(
            say("margin_label"), "–", say("margin_none_note" if decided else "nobody_note")
        )
    return Figure(say("margin_label"), say_count("people", int(margin)), say("margin_note"))


def _make_figures(results: Results) -> tuple[Figure, ...]:
    row, threshold = results.scores, results.graph.policy.verdict_threshold
    low, high = score(row["low"], threshold), score(row["high"], threshold)
    bounds = "choice_known_note" if results.known == "everything" else "choice_note"
    status = row["status"]
    return (
        Figure(
            say("columns.choice"),
            score(row["choice"], threshold),
            say(bounds, low=low, high=high),
        ),
        Figure(say("columns.coverage"), score(row["coverage"]), say("coverage_note")),
        Figure(say("columns.known"), share(row["known"]), say("known_note")),
        _show_margin(results),
        Figure(say("columns.status"), say(status), say(f"{status}_note"), _TONES[status]),
    )
