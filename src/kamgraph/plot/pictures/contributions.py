"""Whose stance makes the score what it is, as a waterfall."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.contributions import contributions as parts_of
from kamgraph.errors import KamgraphError
from kamgraph.graph.scale import score as scores_of
from kamgraph.graph.scale import weakest
from kamgraph.model.colours import CHOICE, colour
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import points, say, say_count, say_label, score, share, speaking
from kamgraph.plot.canvas.axes import LINES
from kamgraph.plot.chart.chart import TEXT, WIDTH, Chart
from kamgraph.plot.chart.scale import Scale
from kamgraph.plot.chart.sheet import Sheet
from kamgraph.plot.chart.signs import explain_bars
from kamgraph.plot.palette import BAND, QUIET, Ink
from kamgraph.plot.people import describe_people
from kamgraph.plot.scope import check_one_scope, name_scope

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language
    from kamgraph.plot.legend import Entry

_ROW, _BAR = 25.0, 13.0
_NAMES, _ROOM = 178.0, 34.0
_MOST = 12  # people with a bar of their own
_LEAST = 0.1  # points; less is shown with the others
_NEUTRAL = 50.0
_UP, _DOWN = (Ink(colour(value, CHOICE)) for value in (100, 12))
_EDGE = "#8a6d1f"  # pale bars need one on paper
_END = Ink("#050608", shape="diamond")


def contributions(
    graph: RelationshipGraph,
    *,
    axis: str | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    language: Language = "en",
) -> Axes:
    """Draw how the stances of people make up the score of an axis, from neutral (50) on.

    Each bar is ``50 p_i s_id`` in points, a person's power times their own stance, the largest
    first; those after the twelfth, and those below a tenth of a point, are one bar. They end at
    the score of the scope exactly. The choice itself is no sum but a mean of the axes, so
    it has no waterfall. The pale band is where the score could be, for all that is unknown, old,
    or with people who are not on the list.

    Parameters
    ----------
    graph
        A graph of a single scope.
    axis
        ``relationship``, ``solution`` or ``price``; by default the scope's weakest, which is
        the one to work on.
    ax
        Where to draw; without it a new figure, as large as its texts need to be read.
    title
        The title; without it the names of the account and the deal and the day, none if empty.
    language
        The language of labels: ``"en"`` or ``"zh"``.

    Returns
    -------
    Axes
        With x and y in printer's points at full size. The bars are named ``part:<person>``,
        that of all others ``part:``.

    Raises
    ------
    ScopeError
        If the graph holds more than one scope, or none.
    KamgraphError
        If there is no such axis.

    Warns
    -----
    MissingGlyphsWarning
        Once, if no installed font has some of the characters.
    """
    with speaking(language):
        check_one_scope(graph, "a waterfall")
        axis = axis or weakest(graph.acceptance, graph.counted)[0] or AXES.words[0]
        if axis not in AXES.words:
            raise KamgraphError(f"axis '{axis}' is unknown; choose {', '.join(AXES.words)}")
        rows = _list_rows(graph, axis)
        decided = bool(graph.counted[0, AXES.words.index(axis)])
        unknown = float(graph.acceptance_width[0, AXES.words.index(axis)])
        low, end, high = _find_range(graph, axis)
        sheet = Sheet.of(
            name_scope(graph) if title is None else title,
            say(
                f"plot.contributions_{'lead' if decided else 'none'}",
                axis=say_label(AXES, axis),
                score=score(end),
            ),
            texts=[*rows["name"], *rows["place"], say("plot.neutral"), say("plot.score")],
            entries=_list_entries(rows["part"], unknown) if decided else [],
        )
        chart = sheet.open(ax, _ROW * (len(rows) + 2) + 14 if decided else 0)
        if decided:
            _draw(chart, rows, (low, end, high))
        return chart.axes


def _list_rows(graph: RelationshipGraph, axis: str) -> pd.DataFrame:
    """Return ``name``, ``place`` and ``part`` (points) of each bar, the largest first."""
    parts = 50.0 * parts_of(graph)[axis]
    parts = parts[parts != 0]
    parts = parts.loc[parts.abs().sort_values(ascending=False, kind="stable").index]
    shown = (np.arange(len(parts)) < _MOST) & (parts.abs() >= _LEAST)
    own, rest = parts[shown], parts[~shown]
    rows = describe_people(graph.people.loc[own.index]).assign(part=own)
    if len(rest):
        others = say_count("plot.others", len(rest))
        rest_row = pd.DataFrame({"name": others, "place": "", "part": rest.sum()}, index=[""])
        rows = pd.concat([rows, rest_row])
    return rows


def _find_range(graph: RelationshipGraph, axis: str) -> tuple[float, float, float]:
    """Return the lowest possible score of the scope, the score, and the highest possible."""
    column = AXES.words.index(axis)
    accepted, off = graph.acceptance[0, column], graph.acceptance_width[0, column]
    low, end, high = scores_of(np.array([accepted - off, accepted, accepted + off]))
    return low, end, high


def _list_entries(parts: pd.Series[float], unknown: float) -> list[Entry]:
    """Return the legend: only what occurs."""
    entries = {
        explain_bars(say("plot.raises"), _UP): (parts > 0).any(),
        explain_bars(say("plot.lowers"), _DOWN, edge=_EDGE): (parts < 0).any(),
        explain_bars(say("plot.unknown_range", share=share(unknown)), Ink(BAND)): unknown
        > ROUNDING,
    }
    return [entry for entry, occurs in entries.items() if occurs]


def _draw(chart: Chart, rows: pd.DataFrame, ends: tuple[float, float, float]) -> None:
    low, end, high = ends
    ran = [_NEUTRAL, *(_NEUTRAL + rows["part"].cumsum())]
    scale = Scale.around([*ran, low, high], _NAMES + _ROOM, WIDTH - _ROOM, score=True)
    top = _ROW * (len(rows) + 2)
    chart.draw_columns(scale, 0, top, score)
    middles = [top - (number + 0.5) * _ROW for number in range(len(rows) + 2)]
    chart.draw_rule([(scale(_NEUTRAL), _ROW), (scale(_NEUTRAL), top)], colour=QUIET)
    for value, above, below in zip(ran, middles, middles[1:], strict=False):
        ends_of_line = [(scale(value), above), (scale(value), below)]
        chart.draw_rule(ends_of_line, colour=QUIET, width=0.6, zorder=LINES)
    for (person, row), before, y in zip(rows.iterrows(), ran, middles[1:], strict=False):
        chart.write_person(row["name"], row["place"], (0, y + _ROW / 2 - 1, _NAMES - 12, _ROW - 2))
        _draw_part(chart, scale, (before, row["part"], y), f"part:{person}")
    band = [(low, -_BAR / 2), (high, -_BAR / 2), (high, _BAR / 2), (low, _BAR / 2)]
    chart.fill_area([(scale(x), middles[-1] + y) for x, y in band], BAND, "range")
    for key, value, y in (("neutral", _NEUTRAL, middles[0]), ("score", end, middles[-1])):
        chart.label(say(f"plot.{key}"), 0, y, size=9, bold=True)
        chart.mark(scale(value), y, _END, gid=key)
        chart.label(score(value), scale(value) + 7, y, size=9, bold=True)


def _draw_part(chart: Chart, scale: Scale, part: tuple[float, float, float], gid: str) -> None:
    before, change, y = part
    begin, end = scale(before), scale(before + change)
    look, edge = (_UP, "none") if change > 0 else (_DOWN, _EDGE)
    chart.draw_bar((begin, y - _BAR / 2), (end - begin, _BAR), look, edge=edge, gid=gid)
    align, beside = ("left", 4) if change > 0 else ("right", -4)
    width = chart.face.measure(points(change)) * TEXT
    chart.clear(end + beside - width * (change < 0), y - TEXT / 2, width, TEXT)
    chart.label(points(change), end + beside, y, align=align)
