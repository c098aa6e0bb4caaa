"""The section on where we stand: the scores of the scope, and how sure they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.scores import ScoresRecord
from kamgraph.graph.scale import score as scored
from kamgraph.model.rounding import at_least
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import MISSING, band, error, say, say_count, say_label, score, share
from kamgraph.reviews.columns import Column, show_columns
from kamgraph.reviews.judgement import find_case, say_status
from kamgraph.reviews.section import Figure, Section, Span, Table, Tone

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_TONES: dict[str, Tone] = {"green": "good", "amber": "fair", "red": "poor", "grey": "unsure"}


def standing(results: Results) -> Section | None:
    """Show the scores as graded and after influence with their errors; None without any grade."""
    if results.known == "nothing":
        return None
    row, graph = results.scores, results.graph
    spans = _make_spans(results)
    rows = pd.DataFrame(list(spans.values()), index=list(spans))
    labels = [say_label(AXES, axis) for axis in AXES.words]
    notes = ["" if axis in results.axes else say("axis_not_counted") for axis in AXES.words]
    rows = rows.assign(
        axis=[*labels, say("columns.choice")],
        note=[*notes, ""],
        error=[*graph.axis_errors[0], row["error"]],
        span=pd.Series(list(spans.values()), rows.index),
    )
    columns = {
        "axis": Column(say("columns.axis"), "name", below="note"),
        "own": Column(say("columns.own"), "score"),
        "after": Column(say("columns.after"), "score"),
        **show_columns(ScoresRecord, "error", "low", "high"),
        "span": Column(say("columns.scale"), "span"),
    }
    caption = say("scores_caption", threshold=score(graph.policy.verdict_threshold))
    return Section(
        name="standing",
        heading=say("standing"),
        sentence=_say_influence(spans["choice"], results),
        figures=_make_figures(results),
        table=Table(rows, columns, caption),
    )


def _make_spans(results: Results) -> dict[str, Span]:
    """Return the scores of each axis, and of the choice, with their bounds."""
    row, graph = results.scores, results.graph
    mark = graph.policy.verdict_threshold
    accepted, width = graph.acceptance[0], graph.acceptance_width[0]
    low, high = (
        np.where(graph.counted[0], scored(ends), np.nan)
        for ends in (accepted - width, accepted + width)
    )
    spans = {
        axis: Span(row[f"own_{axis}"], row[axis], float(low[k]), float(high[k]), mark)
        for k, axis in enumerate(AXES.words)
    }
    own = float(graph.own_choice[0])
    return spans | {"choice": Span(own, row["choice"], row["low"], row["high"], mark)}


def _say_influence(span: Span, results: Results) -> str:
    """Say what influence does to the choice, and whether it turns the verdict."""
    own, after = round(span.own), round(span.after)  # so that what is shown adds up
    if own == after:
        return say("influence_same", after=score(after))
    leant, leans = at_least(np.array([span.own, span.after]), span.mark)
    turned = leant != leans and find_case(results) == "judged"
    return say(
        "influence_brings" if after > own else "influence_costs",
        own=score(own),
        after=score(after),
        points=say_count("points", abs(after - own)),
        turn=say("turned_to_us" if leans else "turned_away") if turned else "",
    )


def _make_figures(results: Results) -> tuple[Figure, ...]:
    row = results.scores
    status = row["status"]
    covered = "not_recorded_note" if pd.isna(row["coverage"]) else "coverage_note"
    return (
        Figure(say("columns.status"), say(status), say_status(results), _TONES[status], "status"),
        _show_choice(results),
        Figure(say("columns.coverage"), score(row["coverage"]), say(covered), term="coverage"),
        Figure(say("columns.known"), share(row["known"]), say("known_note"), term="known"),
        Figure(
            say("columns.roles_known"),
            share(row["roles_known"]),
            say("roles_known_note"),
            term="roles_known",
        ),
        _show_margin(results),
    )


def _show_choice(results: Results) -> Figure:
    """Show the choice with its bounds and error; while too little is known its bounds alone."""
    row, threshold = results.scores, results.graph.policy.verdict_threshold
    label, between = say("columns.choice"), band(row["low"], row["high"])
    chosen = score(row["choice"], threshold)
    if not results.judged:
        return Figure(label, between, say("choice_open_note", choice=chosen), term="choice")
    if results.known == "everything":
        return Figure(
            label, chosen, say("choice_known_note", error=error(row["error"])), term="choice"
        )
    return Figure(
        label, chosen, say("choice_note", band=between, error=error(row["error"])), term="choice"
    )


def _show_margin(results: Results) -> Figure:
    """Say how many wrong grades would turn the verdict."""
    margin = results.verdict["margin"]
    if not results.judged:
        return Figure(say("margin_label"), MISSING, say("no_verdict_note"), term="margin_label")
    if pd.isna(margin):
        return Figure(say("margin_label"), MISSING, say("margin_none_note"), term="margin_label")
    return Figure(
        say("margin_label"),
        say_count("people", int(margin)),
        say("margin_note"),
        term="margin_label",
    )
