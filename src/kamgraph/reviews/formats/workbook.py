"""A review as a workbook: the summary first, then one sheet per table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kamgraph.model.voice import say
from kamgraph.reviews.formats.cells import is_missing, show_cell
from kamgraph.reviews.formats.notes import note_sources
from kamgraph.reviews.tracing.trace import trace
from kamgraph.sources.excel.writing import (
    INK,
    LINE,
    count_letters,
    create_workbook,
    fit_width,
    import_xlsxwriter,
    write_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pandas as pd

    from kamgraph.model.result import Kind
    from kamgraph.reviews.content import ReviewContent
    from kamgraph.reviews.section import Section, Table

_NUMBERS: dict[Kind, str] = {
    "score": "0",
    "error": '"±"0',
    "share": "0%",
    "reach": "0%",
    "points": "+0.0;\N{MINUS SIGN}0.0;0.0",
    "count": "#,##0",
}
# The tables that have a chart below them: what its bars are called, and what they measure.
_CHARTS = {
    "standing": ("axis", ("own", "after")),
    "key_people": ("name", ("weight", "power")),
    "routes": ("name", ("reach",)),
    "contributions": ("name", ("average",)),
    "accounts": ("name", ("choice", "coverage")),
    "deals": ("name", ("choice", "coverage")),
    "workload": ("name", ("power",)),
}
_COLOURS = ("#8b929a", "#2766aa")  # of bars: as graded, or held, and what comes of it
_BAR, _CHART_WIDTH, _CHART_LEAST = 30, 640, 260  # pixels
_BELOW = 4  # rows from the last one of a table to its chart
_NEUTRAL = 50  # from which contributions add up to a score
_LONGEST_NAME = 31  # of a sheet
_LABELS_WIDTH, _TEXTS_WIDTH = 30, 110
_LINE = 15.0  # the height of one


@dataclass(frozen=True)
class _Looks:
    """The looks of the cells of a review's workbook."""

    title: Any
    facts: Any
    strong: Any
    text: Any
    link: Any
    head: Any
    numbers: dict[str, Any]


class _Shown(NamedTuple):
    """A column as a sheet holds it: its key in the rows, title and kind."""

    name: str
    heading: str
    kind: Kind


def check_extras() -> None:
    """Refuse to begin without what workbooks need."""
    import_xlsxwriter()


def write(review: ReviewContent, path: Path) -> None:
    """Write a review as an Excel workbook; texts are texts, never formulas."""
    tracing = trace(review)
    with create_workbook(path) as workbook:
        looks = _make_looks(workbook)
        front = workbook.add_worksheet(say("summary"))
        sheets = {
            section.name: _add_table(workbook, section, section.table, looks)
            for section in review.sections
            if section.table
        }
        for section in review.sections:
            if section.table:
                sheet = workbook.get_worksheet_by_name(sheets[section.name])
                columns = [*_list_columns(section.table)]
                note_sources(sheet, section.name, [one.name for one in columns], tracing, sheets)
        _write_front(front, review, sheets, looks)


def _make_looks(workbook: Any) -> _Looks:
    cell = {"valign": "top", "text_wrap": True, "num_format": "@"}
    head = cell | {"bold": True, "bg_color": INK, "font_color": "#FFFFFF", "border": 1}
    return _Looks(
        title=workbook.add_format({"bold": True, "font_size": 16, "num_format": "@"}),
        facts=workbook.add_format({"num_format": "@"}),
        strong=workbook.add_format(cell | {"bold": True}),
        text=workbook.add_format(cell),
        link=workbook.add_format(cell | {"font_color": "#2766AA", "underline": 1}),
        head=workbook.add_format(head | {"border_color": LINE}),
        numbers={
            kind: workbook.add_format({"valign": "top", "num_format": number})
            for kind, number in _NUMBERS.items()
        },
    )


def _write_front(sheet: Any, review: ReviewContent, sheets: dict[str, str], looks: _Looks) -> None:
    """Write the summary, and what each section says with a link to its table."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _LABELS_WIDTH)
    sheet.set_column(1, 1, _TEXTS_WIDTH)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    write_text(sheet, 0, 0, review.title, looks.title)
    write_text(sheet, 1, 0, " · ".join([review.kind, *review.facts]), looks.facts)
    for row, (label, said, name) in enumerate(_list_lines(review), start=3):
        sheet.set_row(row, _fit_height([(said, _TEXTS_WIDTH)]))
        write_text(sheet, row, 0, label, looks.strong)
        write_text(sheet, row, 1, said, looks.text)
        if name in sheets:  # a figure, which has no label, leads to the rows it comes from
            place = f"internal:'{sheets[name]}'!A1"
            sheet.write_url(row, 0 if label else 1, place, looks.link, label or said)


def _list_lines(review: ReviewContent) -> Iterator[tuple[str, str, str]]:
    """Yield what stands on the first sheet: a label, a text and the section it leads to."""
    for point in review.summary:
        yield point.label, point.sentence, ""
    for section in review.sections:
        if not section.fine_print:
            yield "", "", ""
        yield section.heading, section.sentence, section.name
        for figure in section.figures:
            yield "", say("plain_figure", **vars(figure)), section.name


def _add_table(workbook: Any, section: Section, table: Table, looks: _Looks) -> str:
    """Add the sheet of a section's table, and return its name."""
    name = _name_sheet(section.heading)
    sheet, rows = workbook.add_worksheet(name), table.rows
    columns = list(_list_columns(table))
    shown = [[show_cell(cell, kind) for cell in rows[name]] for name, _, kind in columns]
    widths = [
        fit_width([column.heading, *cells]) for column, cells in zip(columns, shown, strict=True)
    ]
    for at, column in enumerate(columns):
        sheet.set_column(at, at, widths[at])
        write_text(sheet, 0, at, column.heading, looks.head)
        for row, cell in enumerate(rows[column.name], start=1):
            _write_cell(sheet, row, at, cell, column.kind, looks)
    for row, line in enumerate(zip(*shown, strict=True), start=1):
        sheet.set_row(row, _fit_height(zip(line, widths, strict=True)))
    if section.name == "contributions":
        _add_up(sheet, columns, rows, looks)
    if section.name in _CHARTS and len(rows):
        _add_chart(workbook, sheet, section.name, columns, len(rows))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(rows) + 1}"})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    write_text(sheet, len(rows) + 2, 0, table.caption, looks.facts)
    return name


def _add_up(sheet: Any, columns: list[_Shown], rows: pd.DataFrame, looks: _Looks) -> None:
    """Add the scores below what each person brings or takes away, as the sums that they are."""
    row = len(rows) + 1
    write_text(sheet, row, 0, say("slide_total"), looks.strong)
    for at, column in enumerate(columns):
        if column.kind == "points":
            letter = chr(ord("A") + at)
            total = _NEUTRAL + float(rows[column.name].fillna(0.0).sum())
            formula = f"={_NEUTRAL}+SUM({letter}2:{letter}{row})"
            sheet.write_formula(row, at, formula, looks.numbers["score"], total)


def _add_chart(workbook: Any, sheet: Any, name: str, columns: list[_Shown], count: int) -> None:
    """Add a chart below a table, whose bars are the cells of its rows."""
    label, measured = _CHARTS[name]
    places = {column.name: at for at, column in enumerate(columns)}
    shown = [one for one in measured if one in places]
    if not shown:
        return
    chart = workbook.add_chart({"type": "bar"})
    for colour, one in zip(_COLOURS[-len(shown) :], shown, strict=True):
        at, named = places[one], places[label]
        chart.add_series(
            {
                "name": [sheet.name, 0, at],
                "categories": [sheet.name, 1, named, count, named],
                "values": [sheet.name, 1, at, count, at],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    chart.set_y_axis(
        {"reverse": True, "label_position": "low", "major_gridlines": {"visible": False}}
    )
    kind = columns[places[shown[0]]].kind
    grid = {"visible": True, "line": {"color": LINE}}
    chart.set_x_axis({"num_format": _NUMBERS[kind], "major_gridlines": grid})
    chart.set_legend({"position": "top", "none": len(shown) == 1})
    chart.set_title({"none": len(shown) > 1})
    high = max(_CHART_LEAST, _BAR * count * len(shown))
    chart.set_size({"width": _CHART_WIDTH, "height": high})
    sheet.insert_chart(count + _BELOW, 0, chart)


def _fit_height(cells: Iterable[tuple[str, int]]) -> float:
    """Return how high a row is so that each text is seen whole in its width."""
    return _LINE * max(
        1 + (count_letters(said) - 1) // (wide - 2) if said else 1 for said, wide in cells
    )


def _name_sheet(heading: str) -> str:
    return heading if len(heading) <= _LONGEST_NAME else f"{heading[: _LONGEST_NAME - 1]}…"


def _list_columns(table: Table) -> Iterator[_Shown]:
    """Yield the columns of a sheet: those shown, and beside each the text that stands below."""
    for name, column in table.columns.items():
        if column.kind != "span":
            yield _Shown(name, column.heading, column.kind)
        if column.below:
            yield _Shown(column.below, say("beside", heading=column.heading), "text")


def _write_cell(sheet: Any, row: int, at: int, cell: Any, kind: Kind, looks: _Looks) -> None:
    if is_missing(cell):
        return
    if kind in looks.numbers:
        sheet.write_number(row, at, float(cell), looks.numbers[kind])
    else:
        write_text(sheet, row, at, str(cell), looks.strong if kind == "name" else looks.text)
