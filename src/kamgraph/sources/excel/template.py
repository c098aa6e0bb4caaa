"""The empty workbook that people fill in: notes, drop-down lists and one small example."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.model.columns import Column, columns
from kamgraph.model.document import iso_days
from kamgraph.model.entities import TABLES
from kamgraph.model.marks import Graded, Words
from kamgraph.model.policy import Policy
from kamgraph.sources.excel.example import example_book
from kamgraph.sources.excel.writing import (
    INK,
    LINE,
    add_sheet,
    create_workbook,
    fit_width,
    make_formats,
    write_cell,
)

if TYPE_CHECKING:
    import os

    from kamgraph.sources.excel.writing import Formats

README = "Read me"
"""The sheet that is no table; it says how to fill in the others."""

_ROWS = 2_000  # that are checked while they are typed
_LONGEST_TEXT = 255  # characters that Excel takes in a list or message
_LARGEST = 1e15
_NOTE_WIDTH, _NOTE_LINE, _NOTE_LETTERS = 280, 15, 44  # pixels, pixels, letters in a line
_STEPS = (
    "Each sheet is a table, each row a fact. Point at a column's name to read what it holds.",
    "Dark columns are required, light ones may stay empty. Columns of your own are kept.",
    "The yellow rows are an example that fits together. Look at them, then delete them.",
    "Begin with organizations (one of the kind vendor is us), then people, then ties and roles.",
    "Ids are any short names you choose. The same id means the same person, deal or organization.",
    "Write dates as 2026-01-31. Words have drop-down lists; their Chinese labels are read as well.",
    "Values only: a sheet with formulas is refused. This sheet is not read.",
)


def write_template(path: str | os.PathLike[str], *, policy: Policy | None = None) -> None:
    """Write an empty Excel workbook to be filled in, with an example that can be read as it is.

    Every table is a sheet: a note on each column says what it holds, drop-down lists offer the
    words of the vocabulary and the ids of other sheets, and what is typed is checked (another
    value is warned of, not refused). The sheet ``Read me`` in front is no table.

    Parameters
    ----------
    path
        The file; it is replaced when everything is written.
    policy
        The policy whose labels for strengths and grades are offered; default ``Policy()``.

    Raises
    ------
    SourceError
        If the file cannot be written.
    """
    policy = policy or Policy()
    example = example_book(policy).to_tables()
    with create_workbook(Path(path)) as workbook:
        formats = make_formats(workbook)
        _write_readme(workbook)
        marked = _mark_formats(workbook)
        for table in TABLES:
            sheet = add_sheet(workbook, table, [column.name for column in columns(table)], formats)
            for at, column in enumerate(columns(table)):
                texts = _fill(sheet, at, column, example[table][column.name], marked)
                look = {"text": formats.text, "day": formats.day}.get(column.kind, formats.number)
                sheet.set_column(at, at, fit_width([column.name, *texts]), look)
                _explain(sheet, at, table, column, policy)
            sheet.autofilter(0, 0, _ROWS, len(columns(table)) - 1)


def _write_readme(workbook: Any) -> None:
    """Write the sheet in front: how to fill in the others, and what they are."""
    title = workbook.add_format({"bold": True, "font_size": 16, "font_color": INK})
    plain = workbook.add_format({"text_wrap": True, "valign": "top"})
    step = workbook.add_format({"bold": True, "font_color": INK, "valign": "top"})
    link = workbook.add_format(
        {"font_color": INK, "underline": 1, "bottom": 1, "bottom_color": LINE}
    )
    line = workbook.add_format({"bottom": 1, "bottom_color": LINE, "text_wrap": True})
    sheet = workbook.add_worksheet(README)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 92)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, README, title)
    sheet.write_string(0, 1, "The people around your key accounts", title)
    for row, text in enumerate(_STEPS, start=1):
        sheet.set_row(row, 20)
        sheet.write_string(row, 0, f"Step {row}", step)
        sheet.write_string(row, 1, text, plain)
    for row, (table, entity) in enumerate(TABLES.items(), start=len(_STEPS) + 2):
        sheet.set_row(row, 20)
        sheet.write_url(row, 0, f"internal:'{table}'!A1", link, table)
        sheet.write_string(row, 1, (entity.__doc__ or "").replace("`", ""), line)


def _mark_formats(workbook: Any) -> Formats:
    """Return the looks of the example: like any cell, in italics on yellow."""
    formats = make_formats(workbook)
    for cell in (formats.text, formats.day, formats.number):
        cell.set_italic()
        cell.set_bg_color("#FFF6D6")
    return formats


def _fill(
    sheet: Any, at: int, column: Column, cells: pd.Series[Any], formats: Formats
) -> list[str]:
    """Write the column's cells of the example, empty ones marked as well; return the texts."""
    texts = iso_days(cells) if column.kind == "day" else cells.astype("str")
    for row, (cell, text) in enumerate(zip(cells, texts, strict=True), start=1):
        if pd.isna(cell):
            sheet.write_blank(row, at, None, formats.text)
        else:
            write_cell(sheet, row, at, column.kind, cell, text, formats)
    return texts.dropna().tolist()


def _explain(sheet: Any, at: int, table: str, column: Column, policy: Policy) -> None:
    """Give a column its note, and the check of what is typed."""
    note = _write_note(table, column, policy)
    lines = sum(1 + len(line) // _NOTE_LETTERS for line in note.splitlines())
    size = {"width": _NOTE_WIDTH, "height": _NOTE_LINE * (lines + 1), "font_size": 9}
    sheet.write_comment(0, at, note, {**size, "color": "#FFFFFF", "author": "kamgraph"})
    if rule := _make_rule(column, policy):
        message = f"{_describe_values(column, policy)} Keep it all the same?"
        if len(message) > _LONGEST_TEXT:
            message = "See the note on the column's name. Keep it all the same?"
        warning = {"error_type": "warning", "error_title": "Is this right?"}
        sheet.data_validation(1, at, _ROWS, at, rule | warning | {"error_message": message})


def _write_note(table: str, column: Column, policy: Policy) -> str:
    description = TABLES[table].model_fields[column.name].description or ""
    required = "Required." if column.required else "May be empty."
    return "\n".join([description, required, _describe_values(column, policy)]).strip()


def _describe_values(column: Column, policy: Policy) -> str:
    """Say in words which values a column takes."""
    words = ", ".join(_list_words(column, policy))
    if column.references:
        return f"An id of the sheet {column.references}."
    if column.kind == "graded":
        return f"A number, or one of {words}."
    if words:
        return f"One of {words}."
    kinds = {"day": "A date, such as 2026-01-31.", "text": "Text."}
    return kinds.get(column.kind, f"Must be {column.range}.")


def _list_words(column: Column, policy: Policy) -> list[str]:
    if words := column.mark(Words):
        return [*words.vocabulary.words]
    graded = column.mark(Graded)
    if graded is None:
        return []
    if graded.labels in policy.scales:
        return [*policy.scales[graded.labels]]
    return [*policy.strength_labels, *policy.closeness_labels]


def _make_rule(column: Column, policy: Policy) -> dict[str, Any]:
    """Return the check of what is typed into a column, empty if there is none."""
    words = _list_words(column, policy)
    if column.references:
        ids = f"{column.references}!$A"
        return {
            "validate": "list",
            "source": f"=OFFSET({ids}$2,0,0,MAX(1,COUNTA({ids}:$A)-1),1)",
        }
    if words and not any("," in word for word in words) and len(",".join(words)) <= _LONGEST_TEXT:
        return {"validate": "list", "source": words}
    if column.kind == "day":
        return {"validate": "date", "criteria": ">=", "value": dt.date(1900, 1, 1)}
    if column.kind in {"number", "integer"}:
        return {"validate": "decimal", "criteria": "between", **_find_bounds(column)}
    return {}


def _find_bounds(column: Column) -> dict[str, Any]:
    """Return the range of a column; whether its ends belong to it is for the reader to say."""
    ends = {
        name: getattr(mark, name)
        for mark in column.marks
        for name in ("ge", "gt", "le", "lt")
        if hasattr(mark, name)
    }
    return {
        "minimum": ends.get("ge", ends.get("gt", -_LARGEST)),
        "maximum": ends.get("le", ends.get("lt", _LARGEST)),
    }
