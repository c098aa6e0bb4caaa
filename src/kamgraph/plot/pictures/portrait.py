"""How each key person stands with us, as small multiples."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.analysis.acceptance import acceptance
from kamgraph.analysis.bounds import bounds
from kamgraph.analysis.targets import targets
from kamgraph.model.colours import colour
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import say, say_label, score, share, speaking
from kamgraph.plot.chart.chart import GRIDS, NAME, SMALL, WIDTH, Chart
from kamgraph.plot.chart.scale import Scale
from kamgraph.plot.chart.sheet import Sheet
from kamgraph.plot.chart.signs import explain_bars, explain_mark
from kamgraph.plot.lettering import LEADING
from kamgraph.plot.palette import BAND, GRID, INK, PAPER, QUIET, Ink
from kamgraph.plot.people import describe_people
from kamgraph.plot.scope import check_one_scope, name_scope

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language

_COLUMNS, _GUTTER = 3, 21.0
_HEAD, _TRACK, _BETWEEN = 27.0, 13.5, 17.0
_LABELS, _FIGURES = 50.0, 40.0
_ROOM = (WIDTH - (_COLUMNS - 1) * _GUTTER) / _COLUMNS
_PANEL = _HEAD + len(AXES.words) * _TRACK
_OWN, _TARGET = Ink(PAPER), Ink(INK, shape="target")


def portrait(
    graph: RelationshipGraph,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    language: Language = "en",
) -> Axes:
    """Draw how each key person of the customer and of partners stands on each axis.

    A line is an axis from 0 to 100. The ring is the person's own grade, none where it is not
    known; the disc is where the person stands after influence, in the colour of its score; the
    wedge above the line is the target that is due next; the pale band is where the person could
    stand, as far as grades are missing or old, theirs or those of the people who influence them.
    On an axis on which nobody is graded there is only the band. The figures are the score after
    influence and the target. The most powerful come first, row by row, with the share of the
    decision that hangs on them.

    Parameters
    ----------
    graph
        A graph of a single scope.
    ax
        Where to draw; without it a new figure, as large as its texts need to be read.
    title
        The title; without it the names of the account and the deal and the day, none if empty.
    language
        The language of labels: ``"en"`` or ``"zh"``.

    Returns
    -------
    Axes
        With x and y in printer's points at full size. The artists of a person's axis are named
        ``own:<person>:<axis>``, and so on with ``after``, ``target`` and ``bounds``.

    Raises
    ------
    ScopeError
        If the graph holds more than one scope, or none.

    Warns
    -----
    MissingGlyphsWarning
        Once, if no installed font has some of the characters.
    """
    with speaking(language):
        check_one_scope(graph, "a portrait")
        accepted, around = acceptance(graph), bounds(graph)
        people = describe_people(graph.people.loc[around.index]).assign(power=accepted["power"])
        standing = _collect_standing(accepted, around, targets(graph))
        sheet = Sheet.of(
            name_scope(graph) if title is None else title,
            say(f"plot.portrait_{'lead' if len(people) else 'none'}"),
            texts=[*people["name"], *people["place"], *(say_label(AXES, a) for a in AXES.words)],
            entries=[
                explain_mark(say("plot.own"), _OWN, edge=INK),
                explain_mark(say("plot.after"), Ink(colour(75)), edge=INK, size=3.6),
                *([explain_mark(say("plot.target"), _TARGET)] if standing["target"].any() else []),
                *([explain_bars(say("plot.bounds"), Ink(BAND))] if len(standing) else []),
            ]
            if len(people)
            else [],
            notes=[say("plot.pale")] if standing["own"].isna().any() else [],
        )
        lines = math.ceil(len(people) / _COLUMNS)
        height = lines * _PANEL + max(0, lines - 1) * _BETWEEN
        chart = sheet.open(ax, height)
        rows: dict[Any, Any] = standing.to_dict("index")
        for number, (person, about) in enumerate(people.iterrows()):
            down, across = divmod(number, _COLUMNS)
            corner = (across * (_ROOM + _GUTTER), height - down * (_PANEL + _BETWEEN))
            _draw_panel(chart, about, corner)
            for axis in AXES.words:
                row = rows[person, axis]
                y = corner[1] - _HEAD - (AXES.words.index(axis) + 0.5) * _TRACK
                label = say_label(AXES, axis)
                _draw_track(chart, row, (corner[0], y), label, f"{person}:{axis}")
        return chart.axes


def _collect_standing(
    accepted: pd.DataFrame, around: pd.DataFrame, aims: pd.DataFrame
) -> pd.DataFrame:
    """Return ``own``, ``after``, ``low``, ``high`` and ``target`` by person and axis."""
    due = aims["target"][aims["state"] != "overdue"]
    parts = {
        axis: pd.DataFrame(
            {
                "own": accepted[f"own_{axis}"],
                "after": accepted[axis],
                "low": around[f"{axis}_low"],
                "high": around[f"{axis}_high"],
            }
        ).loc[around.index]
        for axis in AXES.words
    }
    table = pd.concat(parts, names=["axis"]).swaplevel()
    return table.assign(target=due.reindex(table.index))


def _draw_panel(chart: Chart, about: pd.Series[Any], corner: tuple[float, float]) -> None:
    left, top = corner
    box = (left, top, _ROOM - 30, _HEAD - 1)
    chart.write_person(str(about["name"]), str(about["place"]), box, centred=False)
    shown = share(float(about["power"]))
    chart.label(
        shown, left + _ROOM, top - LEADING * NAME / 2, align="right", size=NAME, colour=QUIET
    )


def _draw_track(
    chart: Chart, row: dict[str, float], place: tuple[float, float], label: str, gid: str
) -> None:
    left, y = place
    scale = Scale(0, 100, left + _LABELS, left + _ROOM - _FIGURES)
    chart.label(label, left, y, size=SMALL)
    band = [(scale(row[x]), y + side * 3.2) for x, side in _CORNERS]
    chart.fill_area(band, BAND, f"bounds:{gid}")
    chart.draw_rule([(scale.begin, y), (scale.end, y)], colour="#aeb3bb", width=0.8)
    chart.draw_rule([(scale(50), y - 4), (scale(50), y + 4)], colour=GRID, zorder=GRIDS)
    after, own, target = row["after"], row["own"], row["target"]
    if not np.isnan(after):  # of an axis on which nobody is graded there is no score
        chart.mark(scale(after), y, Ink(colour(after)), size=3.6, edge=INK, gid=f"after:{gid}")
    if not np.isnan(own):
        chart.mark(scale(own), y, _OWN, size=2.2, edge=INK, gid=f"own:{gid}")
    if not np.isnan(target):
        chart.mark(scale(target), y + 4.5, _TARGET, size=2.6, gid=f"target:{gid}")
    aim = "" if np.isnan(target) else f" → {score(target)}"
    known, x = not np.isnan(own), left + _ROOM - _FIGURES + 18
    shade = INK if known else QUIET
    chart.label(score(after), x, y, align="right", bold=known, colour=shade)
    chart.label(aim, x + 1.5, y, size=SMALL, colour=QUIET)


_CORNERS = (("low", -1), ("high", -1), ("high", 1), ("low", 1))
