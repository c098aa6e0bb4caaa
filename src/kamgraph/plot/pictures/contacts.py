"""Which of us meets whom, by function and level of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamgraph.model.voice import say, share, speaking
from kamgraph.plot.chart.chart import NAME, SMALL, TEXT, WIDTH, Chart
from kamgraph.plot.chart.sheet import Sheet
from kamgraph.plot.chart.signs import explain_bars, explain_mark, explain_outline
from kamgraph.plot.contact_grid import ContactGrid, Key, shade_touches, write_cell
from kamgraph.plot.lettering import Paragraph, fit_texts
from kamgraph.plot.palette import ALARM, GRID, PAPER, QUIET, Ink, choose_ink
from kamgraph.plot.scope import check_one_scope, name_scope

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language
    from kamgraph.plot.fonts import Typeface
    from kamgraph.plot.legend import Entry

_NAMES, _TOTALS = 84.0, 72.0
_HEAVY, _LIGHT = 2.6, 1.0  # frames of the senior, and of the others
_PAD, _LEAST_ROW, _HEAD = 4.0, 26.0, 26.0
_BAR, _SIGN = 8.0, 8.0  # the height of a bar, and the room of a sign
_TOUCHES = Ink("#86c9a4")
_COLD = Ink(PAPER, shape="triangle")


def contacts(
    graph: RelationshipGraph,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    language: Language = "en",
) -> Axes:
    """Draw which of us meets whom: functions of theirs against their levels.

    A cell tells how many people are recorded there, or who it is, how often we have met or
    written to each other (:func:`kamgraph.contacts`), when they last answered, and which of us
    know them, the busiest first; the more touches, the darker. Beside a row stand its touches
    and their share of all. Levels go from the board down. Functions with somebody on level 1 or
    2 come first, of these and of the others the busiest; people from outside the account have a
    row per firm. Beyond fourteen rows the last are one.

    Two kinds of cells are marked. A frame: people are recorded there, and none of us has ever met,
    called or written to any of them, while a cell left blank holds nobody at all; it is heavier at
    levels 1 and 2. A triangle: with somebody there we have had no contact within
    ``policy.contact_days``; among several the cell names them. Where the book holds no interaction
    of ours, neither is, as nothing is known. A star marks levels that nobody recorded.

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
        With x and y in printer's points at full size. Cells are named ``cell:<row>:<level>``,
        frames ``never:<row>:<level>``, triangles ``cold:<row>:<level>`` and the bars of rows
        ``touches:<row>``.

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
        check_one_scope(graph, "a picture of contacts")
        shown = ContactGrid.of(graph)
        written = {
            key: write_cell(cell, recorded=shown.recorded) for key, cell in shown.cells.items()
        }
        sheet = Sheet.of(
            name_scope(graph) if title is None else title,
            _say_lead(shown),
            texts=[
                *shown.touches.index,
                *shown.columns,
                *(say(f"plot.level_{level}") for level in range(1, 6)),
                *(line.text for lines in written.values() for line in lines),
            ],
            entries=_list_entries(shown, graph),
            notes=_list_notes(shown),
        )
        if not shown.cells:
            return sheet.open(ax, 0).axes
        grid = _Grid.of(shown, written, sheet.face)
        chart = sheet.open(ax, grid.height + _HEAD)
        _draw_headings(chart, shown, grid)
        _draw_cells(chart, shown, grid)
        if shown.recorded:
            _draw_totals(chart, shown, grid)
        return chart.axes


def _say_lead(shown: ContactGrid) -> str:
    if not shown.cells:
        return say("plot.contacts_none")
    if not shown.recorded:
        return say("plot.contacts_not_recorded")
    return say("plot.contacts_lead")


def _list_notes(shown: ContactGrid) -> list[str]:
    """Return what is to be known besides."""
    notes = [say("plot.contacts_note")] * (bool(shown.cells) and shown.recorded)
    return [*notes, say("plot.levels_inferred")] if shown.inferred else notes


def _list_entries(shown: ContactGrid, graph: RelationshipGraph) -> list[Entry]:
    """Return the legend: only what occurs."""
    darker = Ink(shade_touches(1.0))
    signs = {
        explain_bars(say("plot.more_touches"), darker): any(shown.touches > 0),
        explain_outline(say("plot.never_met"), ALARM, dashed=False): any(
            cell.unmet for cell in shown.cells.values()
        ),
        explain_mark(say("plot.gone_cold", days=graph.policy.contact_days), _COLD, edge=ALARM): any(
            bool(cell.cold) for cell in shown.cells.values()
        ),
    }
    return [sign for sign, occurs in signs.items() if occurs]


@dataclass(frozen=True, eq=False)
class _Grid:
    """Where the cells stand, and what is written in them."""

    texts: dict[Key, list[Paragraph]]
    tops: dict[str, float]  # of each row
    heights: dict[str, float]
    step: float  # the width of a column

    @classmethod
    def of(cls, shown: ContactGrid, written: dict[Key, list[Paragraph]], face: Typeface) -> _Grid:
        """Place the cells; a row is as high as the most that one of its cells says."""
        step = (WIDTH - _NAMES - _TOTALS * shown.recorded) / len(shown.columns)
        texts = {
            key: [
                fit_texts([line], face, width=step - 2 * _PAD - (_SIGN if line.bold else 0))[0]
                for line in lines
            ]
            for key, lines in written.items()
        }
        heights = dict.fromkeys(shown.touches.index, _LEAST_ROW)
        for (row, _), lines in texts.items():
            heights[row] = max(heights[row], _measure(lines) + 2 * _PAD)
        tops, top = {}, sum(heights.values())
        for row, height in heights.items():
            tops[row] = top
            top -= height
        return cls(texts, tops, heights, step)

    @property
    def height(self) -> float:
        """The height of all rows."""
        return sum(self.heights.values())

    def place_column(self, number: int) -> float:
        """Return where a column begins."""
        return _NAMES + number * self.step


def _measure(lines: list[Paragraph]) -> float:
    return sum(line.height for line in lines)


def _draw_headings(chart: Chart, shown: ContactGrid, grid: _Grid) -> None:
    """Write above each column which level it is, and beside each row which function."""
    known = {say("plot.level", level=level): say(f"plot.level_{level}") for level in range(1, 6)}
    for number, column in enumerate(shown.columns):
        middle, foot = grid.place_column(number) + grid.step / 2, grid.height + 4
        heading = say("plot.level_by_title", level=column) if column in shown.inferred else column
        lines = [Paragraph(heading, TEXT, bold=True)]
        if column in known:
            lines.append(Paragraph(known[column], SMALL, colour=QUIET))
        fitting = fit_texts(lines, chart.face, width=grid.step - 2, height=_HEAD - 4)
        chart.write(fitting, middle, foot + _measure(fitting), align="center")
    for row, top in grid.tops.items():
        box = (0, top - 1, _NAMES - 8, grid.heights[row] - 2)
        chart.write_person(row, "", box)


def _draw_cells(chart: Chart, shown: ContactGrid, grid: _Grid) -> None:
    most = max(cell.touches for cell in shown.cells.values())
    for row, top in grid.tops.items():
        high = grid.heights[row]
        for number, column in enumerate(shown.columns):
            left, cell = grid.place_column(number), shown.cells.get((row, column))
            fill = shade_touches(cell.touches / most if cell and most else 0.0)
            corner, gid = (left, top - high), f"{row}:{column}"
            chart.draw_bar(corner, (grid.step, high), Ink(fill), edge=GRID, gid=f"cell:{gid}")
            if cell is None:
                continue
            lines = [line._replace(colour=choose_ink(fill)) for line in grid.texts[row, column]]
            chart.write(lines, left + _PAD, top - _PAD)
            if cell.unmet:
                inner = (left + 2, top - high + 2), (grid.step - 4, high - 4)
                width = _HEAVY if column in shown.senior else _LIGHT
                chart.draw_outline(*inner, ALARM, f"never:{gid}", width=width, dashed=False)
            elif cell.cold:
                place = left + grid.step - _PAD - 3, top - _PAD - 4.5
                chart.mark(*place, _COLD, edge=ALARM, gid=f"cold:{gid}")


def _draw_totals(chart: Chart, shown: ContactGrid, grid: _Grid) -> None:
    """Draw beside each row how many touches it has, and which share of all that is."""
    begin = grid.place_column(len(shown.columns)) + 10
    room, total = WIDTH - begin - 2, max(int(shown.touches.sum()), 1)
    heading = fit_texts(
        [Paragraph(say("plot.touches_heading"), SMALL, colour=QUIET)], chart.face, width=room
    )
    chart.write(heading, begin, grid.height + _measure(heading) + 4)
    largest = max(int(shown.touches.max()), 1)
    for row, count in shown.touches.items():
        middle = grid.tops[str(row)] - grid.heights[str(row)] / 2
        figure = say("plot.share_of_touches", count=f"{count:,}", share=share(count / total))
        chart.label(figure if count else "0", begin, middle + _BAR / 2 * (count > 0), size=NAME - 1)
        length = min(room, _TOTALS - 12) * count / largest
        bar = (begin, middle - _BAR - 3), (length, _BAR)
        chart.draw_bar(*bar, _TOUCHES, gid=f"touches:{row}")
