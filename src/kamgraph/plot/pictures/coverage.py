"""Which of us knows whom in the account, as a heat map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from kamgraph.errors import KamgraphError
from kamgraph.model.colours import colour
from kamgraph.model.voice import say, share, speaking
from kamgraph.plot import legend
from kamgraph.plot.chart.chart import NAME, SMALL, TEXT, WIDTH, Chart
from kamgraph.plot.chart.sheet import Sheet
from kamgraph.plot.chart.signs import explain_mark, explain_outline
from kamgraph.plot.coverage_table import Cover, cover
from kamgraph.plot.lettering import Paragraph, fit_texts
from kamgraph.plot.palette import ALARM, CLOSENESS, GRID, PAPER, QUIET, Ink, choose_ink
from kamgraph.plot.scope import check_one_scope, name_scope

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language
    from kamgraph.plot.fonts import Typeface

_ROW, _NAMES, _CARRIED, _WIDEST = 23.0, 128.0, 76.0, 68.0
_FIGURE, _BARS, _HEAD = 11.0, 20.0, 84.0
_LITTLE = 5.0  # points of coverage; less is no long bar even where nobody carries more
_TURN = 50.0  # degrees, where headings do not fit their columns
_POWER, _LOST = Ink("#3d424a"), Ink("#86c9a4")
_PEER = Ink(PAPER, shape="diamond")


def coverage(
    graph: RelationshipGraph,
    *,
    by: Literal["function", "level"] = "function",
    ax: Axes | None = None,
    title: str | None = None,
    language: Language = "en",
) -> Axes:
    """Draw which of our people knows somebody in which function, or on which level.

    A cell is the strongest acquaintance of that person of ours with anybody of the account
    there, 0 to 100, and empty where there is none. Above a column stands the share of the
    decision that its people hold; beside a row the points of coverage that would be lost without
    that person (:func:`kamgraph.fragility`), who carries most first. Functions are sorted by
    power, levels from the board down; beyond fourteen functions those with the least power, and
    beyond 24 of our people those who carry least, are one.

    Two kinds of cells are marked, as their emptiness matters. A dashed frame: a column with a key
    person in which nobody is within our reach, not even through others. A diamond: in this column
    is a key person whom none of us knows well (closeness below ``policy.reachable``), and of all
    of us this one is nearest in level, within ``policy.level_tolerance``: who should make the
    contact.

    Parameters
    ----------
    graph
        A graph of a single scope.
    by
        What the columns are: ``"function"`` or ``"level"``.
    ax
        Where to draw; without it a new figure, as large as its texts need to be read.
    title
        The title; without it the names of the account and the deal and the day, none if empty.
    language
        The language of labels: ``"en"`` or ``"zh"``.

    Returns
    -------
    Axes
        With x and y in printer's points at full size. Cells are named ``cell:<person>:<column>``,
        frames ``deaf:<column>`` and diamonds ``peer:<person>:<column>``.

    Raises
    ------
    ScopeError
        If the graph holds more than one scope, or none.
    KamgraphError
        If the columns are to be anything else.

    Warns
    -----
    MissingGlyphsWarning
        Once, if no installed font has some of the characters.
    """
    with speaking(language):
        check_one_scope(graph, "a heat map")
        if by not in {"function", "level"}:
            raise KamgraphError(f"columns by '{by}' are unknown; choose function or level")
        shown = cover(graph, by)
        missing = _say_missing(graph, shown)
        lost, power = say("plot.lost"), say("plot.share")
        sheet = Sheet.of(
            name_scope(graph) if title is None else title,
            say(f"plot.coverage_{missing or by}"),
            texts=[*shown.ours["name"], *shown.ours["place"], *shown.parts.index, lost, power],
            entries=[] if missing else _list_entries(shown),
            notes=[] if missing else [say("plot.coverage_note")],
        )
        if missing:
            return sheet.open(ax, 0).axes
        grid = _Grid.of(shown, sheet.face)
        chart = sheet.open(ax, grid.top + _FIGURE + _BARS + grid.head)
        _draw_headings(chart, shown, grid, power)
        _draw_cells(chart, shown, grid)
        _draw_carried(chart, shown, grid, lost)
        return chart.axes


def _say_missing(graph: RelationshipGraph, shown: Cover) -> str:
    if shown.parts.empty:
        return "no_people"
    if not graph.acquaintance_recorded:
        return "not_recorded"
    return "nobody" if shown.ours.empty else ""


def _list_entries(shown: Cover) -> list[legend.Entry]:
    """Return the legend: only what occurs."""
    entries = [legend.explain_closeness(say("plot.closeness"))]
    if shown.parts["deaf"].any():
        entries.append(explain_outline(say("plot.deaf"), ALARM))
    if shown.peer.any(axis=None):
        entries.append(explain_mark(say("plot.peer"), _PEER, edge=ALARM))
    return entries


@dataclass(frozen=True, eq=False)
class _Grid:
    """Where the cells stand."""

    headings: list[Paragraph]  # the texts above the columns, wrapped
    turned: bool  # whether they are written aslant
    head: float  # how much room they need above the columns
    step: float  # the width of a column
    top: float  # where the first row begins

    @classmethod
    def of(cls, shown: Cover, face: Typeface) -> _Grid:
        """Place the cells; headings are turned where one does not fit its column."""
        step = min(_WIDEST, (WIDTH - _NAMES - _CARRIED) / len(shown.parts))
        whole = [Paragraph(face.show(text), TEXT) for text in shown.parts.index]
        turned = any(one.measure(face) > step - 4 for one in whole)
        slope = float(np.sin(np.radians(_TURN)))
        if turned:
            room = min(2.5 * TEXT, step * slope)  # between neighbours
            whole = [fit_texts([one], face, width=_HEAD, height=room)[0] for one in whole]
        rises = [one.measure(face) * slope + TEXT if turned else one.height for one in whole]
        return cls(whole, turned, max(rises) + 4, step, _ROW * len(shown.ours))

    def place_column(self, number: int) -> float:
        """Return where a column begins."""
        return _NAMES + number * self.step

    @property
    def end(self) -> float:
        """Where the last column ends."""
        return self.place_column(len(self.headings))


def _draw_headings(chart: Chart, shown: Cover, grid: _Grid, label: str) -> None:
    """Draw name, share of the decision and its bar above each column."""
    foot = grid.top + _FIGURE
    powers, deaf = shown.parts["power"].to_numpy(), shown.parts["deaf"].to_numpy()
    tallest = (_BARS - 3) / max(powers.max(), 1e-9)
    chart.label(label, _NAMES - 8, grid.top + _FIGURE / 2, align="right", size=SMALL, colour=QUIET)
    for number, part in enumerate(shown.parts.index):
        left, middle = grid.place_column(number), grid.place_column(number) + grid.step / 2
        chart.label(share(powers[number]), middle, foot - _FIGURE / 2, align="center", size=SMALL)
        bar = (min(14.0, grid.step * 0.45), tallest * powers[number])
        chart.draw_bar((middle - bar[0] / 2, foot), bar, _POWER, gid=f"share:{part}")
        heading = grid.headings[number]
        if grid.turned:
            chart.write_aslant(heading, middle, foot + _BARS + TEXT / 2, _TURN)
        else:
            chart.write([heading], middle, foot + _BARS + heading.height, align="center")
        if deaf[number]:
            chart.draw_outline(
                (left + 1, 1), (grid.step - 2, grid.top - 2), ALARM, gid=f"deaf:{part}"
            )


def _draw_cells(chart: Chart, shown: Cover, grid: _Grid) -> None:
    closeness, peer = shown.closeness.to_numpy(), shown.peer.to_numpy()
    for row, person in enumerate(shown.ours.index):
        y = grid.top - (row + 1) * _ROW
        name, place = shown.ours["name"].iloc[row], shown.ours["place"].iloc[row]
        chart.write_person(name, place, (0, y + _ROW - 1, _NAMES - 8, _ROW - 2))
        for number, part in enumerate(shown.parts.index):
            value, x = float(closeness[row, number]), grid.place_column(number)
            _draw_cell(chart, value, (x, y), grid.step, f"cell:{person}:{part}")
            if peer[row, number]:
                aside, above = (0.82, 0.72) if value else (0.5, 0.5)
                middle = (x + aside * grid.step, y + above * _ROW)
                chart.mark(*middle, _PEER, edge=ALARM, gid=f"peer:{person}:{part}")


def _draw_cell(
    chart: Chart, value: float, corner: tuple[float, float], width: float, gid: str
) -> None:
    fill = colour(value, CLOSENESS)
    chart.draw_bar(corner, (width, _ROW), Ink(fill if value else PAPER), edge=GRID, gid=gid)
    if value:
        figure = f"{100 * value:.0f}"
        middle = (corner[0] + width / 2, corner[1] + _ROW / 2)
        chart.label(
            "<1" if figure == "0" else figure, *middle, align="center", colour=choose_ink(fill)
        )


def _draw_carried(chart: Chart, shown: Cover, grid: _Grid, label: str) -> None:
    """Draw beside each row how much coverage would be lost without the person."""
    begin = grid.end + 12
    room = WIDTH - begin - 20
    largest = max(float(shown.ours["carried"].max()), _LITTLE)
    heading = fit_texts([Paragraph(label, SMALL, colour=QUIET)], chart.face, width=WIDTH - begin)
    chart.write(heading, begin, grid.top + sum(line.height for line in heading) + 2)
    for row, (person, carried) in enumerate(shown.ours["carried"].items()):
        if np.isnan(carried):
            continue
        y = grid.top - (row + 0.5) * _ROW
        length = min(room, 44.0) * carried / largest
        chart.draw_bar((begin, y - 4), (length, 8), _LOST, gid=f"carried:{person}")
        chart.label(f"{carried:.1f}", begin + length + 4, y, size=NAME - 1)
