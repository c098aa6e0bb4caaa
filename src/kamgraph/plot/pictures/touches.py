"""How often we have met and written to each other, over time."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, get_args

import numpy as np

from kamgraph.errors import KamgraphError
from kamgraph.model.voice import say, say_count, say_day, speaking
from kamgraph.plot.chart.chart import SMALL, TEXT, WIDTH, Chart
from kamgraph.plot.chart.scale import Scale
from kamgraph.plot.chart.sheet import Sheet
from kamgraph.plot.chart.signs import explain_bars
from kamgraph.plot.palette import CATEGORIES, PAPER, Ink, choose_ink
from kamgraph.plot.scope import check_one_scope, name_scope
from kamgraph.plot.touch_counts import MOST_PERIODS, Part, Period, count_touches

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language

_LEFT, _DAYS, _HIGH = 26.0, 18.0, 170.0
_ABOVE = 14.0  # for the total of the highest bar
_BAR, _WIDEST = 0.62, 58.0  # of the room of a period, and points
_READABLE = 11.0  # how high a stretch of a bar is that has room for its number


def touches(
    graph: RelationshipGraph,
    *,
    by: Part = "kind",
    every: Period = "quarter",
    ax: Axes | None = None,
    title: str | None = None,
    language: Language = "en",
) -> Axes:
    """Draw how often we have met and written to each other, quarter by quarter.

    A bar is the touches of a period (:func:`kamgraph.touches`), its stretches what tells them
    apart: meetings, calls and letters, or which of us it was; beyond six, the least are one. The
    last bar is the day's own quarter, as far as it has come. A period without any is shown as 0;
    those longer ago than twelve quarters or eighteen months are counted below.

    Parameters
    ----------
    graph
        A graph of a single scope.
    by
        What the bars are made of: ``"kind"`` of contact or ``"person"`` of ours.
    every
        What a bar stands for: a ``"quarter"`` or a ``"month"``.
    ax
        Where to draw; without it a new figure, as large as its texts need to be read.
    title
        The title; without it the names of the account and the deal and the day, none if empty.
    language
        The language of labels: ``"en"`` or ``"zh"``.

    Returns
    -------
    Axes
        With x and y in printer's points at full size. Stretches are named
        ``touches:<period>:<label>``.

    Raises
    ------
    ScopeError
        If the graph holds more than one scope, or none.
    KamgraphError
        If the bars are to be of anything else.

    Warns
    -----
    MissingGlyphsWarning
        Once, if no installed font has some of the characters.
    """
    with speaking(language):
        check_one_scope(graph, "a picture of touches")
        _check_choice("touches by", by, get_args(Part))
        _check_choice("touches every", every, get_args(Period))
        found = count_touches(graph, by, every)
        shown = found.tail(MOST_PERIODS[every])
        looks = dict(zip(found.columns, map(Ink, CATEGORIES), strict=False))
        sheet = Sheet.of(
            name_scope(graph) if title is None else title,
            say("plot.touches_none" if shown.empty else f"plot.touches_{every}"),
            texts=[*found.columns],
            entries=[explain_bars(label, look, edge=PAPER) for label, look in looks.items()],
            notes=_list_notes(graph, found, len(shown)),
        )
        if shown.empty:
            return sheet.open(ax, 0).axes
        chart = sheet.open(ax, _DAYS + _HIGH + _ABOVE)
        _draw(chart, shown, looks)
        return chart.axes


def _check_choice(what: str, choice: str, options: tuple[str, ...]) -> None:
    if choice not in options:
        raise KamgraphError(f"{what} '{choice}' are unknown; choose {' or '.join(options)}")


def _list_notes(graph: RelationshipGraph, found: pd.DataFrame, shown: int) -> list[str]:
    """Return until when the last bar reaches, and how many touches are too long ago."""
    if graph.as_of is None or found.empty:
        return []
    earlier = int(found.iloc[: len(found) - shown].to_numpy().sum())
    notes = [say("plot.touches_until", day=say_day(graph.as_of))]
    return notes + [say_count("plot.touches_earlier", earlier)] * (earlier > 0)


def _draw(chart: Chart, shown: pd.DataFrame, looks: dict[str, Ink]) -> None:
    totals = shown.sum(axis=1)
    most = max(1.0, float(totals.max()))
    scale = Scale.around([0.0, most], _DAYS, _DAYS + _HIGH, whole=True)
    chart.draw_rows(scale, _LEFT, WIDTH, "{:,.0f}".format)
    room = (WIDTH - _LEFT) / len(shown)
    wide = min(_WIDEST, _BAR * room)
    for number, (period, counts) in enumerate(shown.iterrows()):
        middle = _LEFT + (number + 0.5) * room
        chart.label(str(period), middle, _DAYS / 2 - 1, align="center", size=SMALL)
        chart.label(
            f"{totals.iloc[number]:,}",
            middle,
            scale(totals.iloc[number]) + 7,
            align="center",
            bold=True,
        )
        ends = [scale(one) for one in np.append(0, counts.cumsum())]
        for (label, look), count, (foot, top) in zip(
            looks.items(), counts, pairwise(ends), strict=True
        ):
            if not count:
                continue
            corner, size = (middle - wide / 2, foot), (wide, top - foot)
            gid = f"touches:{period}:{label}"
            chart.draw_bar(corner, size, look, edge=PAPER, gid=gid)
            if top - foot >= _READABLE:
                ink = choose_ink(look.fill)
                chart.label(
                    f"{count:,}", middle, (foot + top) / 2, align="center", size=TEXT, colour=ink
                )
