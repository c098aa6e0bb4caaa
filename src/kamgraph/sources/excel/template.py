"""The empty workbook that people fill in: the sheet in front, and one small example."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamgraph.model.entities import TABLES
from kamgraph.model.labels import explain_table, label_table
from kamgraph.model.policy import Policy, choose_policy
from kamgraph.model.voice import current_language, say, speaking
from kamgraph.sources.excel.book_sheets import Looks, write_tables
from kamgraph.sources.excel.example import example_book
from kamgraph.sources.excel.writing import INK, LINE, create_workbook, make_formats

if TYPE_CHECKING:
    import os

    from kamgraph.model.vocabulary import Language
    from kamgraph.sources.excel.writing import Formats

_STEPS = 8


def write_template(
    path: str | os.PathLike[str], *, policy: Policy | None = None, language: Language = "en"
) -> None:
    """Write an empty Excel workbook to be filled in, with an example that can be read as it is.

    Every table is a sheet: a note on each column says what it holds, drop-down lists offer the
    words of the vocabulary and the ids of other sheets, names stand beside the ids and may be
    chosen in their place, and what is typed is checked (another value is warned of, not refused).
    The sheet ``Read me`` in front is no table.

    Parameters
    ----------
    path
        The file; it is replaced when everything is written.
    policy
        The policy whose labels for strengths and grades are offered; default ``Policy()``.
    language
        ``"en"`` or ``"zh"``: of the notes, the example, and in Chinese of the names of sheets and
        columns and the words, too.

    Raises
    ------
    SourceError
        If the file cannot be written.
    """
    policy = choose_policy(policy)
    with speaking(language), create_workbook(Path(path)) as workbook:
        formats = make_formats(workbook)
        _write_readme(workbook)
        marked = _mark_formats(workbook)
        example = example_book(policy).to_tables()
        write_tables(workbook, example, Looks(formats, marked, marked.text), policy)


def _write_readme(workbook: Any) -> None:
    """Write the sheet in front: how to fill in the others, and what they are."""
    title = workbook.add_format({"bold": True, "font_size": 16, "font_color": INK})
    plain = workbook.add_format({"text_wrap": True, "valign": "top"})
    step = workbook.add_format({"bold": True, "font_color": INK, "valign": "top"})
    link = workbook.add_format(
        {"font_color": INK, "underline": 1, "bottom": 1, "bottom_color": LINE}
    )
    line = workbook.add_format({"bottom": 1, "bottom_color": LINE, "text_wrap": True})
    sheet = workbook.add_worksheet(say("workbook.read_me"))
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 92)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, say("workbook.read_me"), title)
    sheet.write_string(0, 1, say("workbook.title"), title)
    for number in range(1, _STEPS + 1):
        sheet.set_row(number, 20)
        sheet.write_string(number, 0, say("workbook.step", number=number), step)
        sheet.write_string(number, 1, say(f"workbook.step_{number}"), plain)
    for row, table in enumerate(TABLES, start=_STEPS + 3):
        label = label_table(table, current_language())
        sheet.set_row(row, 20)
        sheet.write_url(row, 0, f"internal:'{label}'!A1", link, label)
        sheet.write_string(row, 1, explain_table(table, current_language()), line)


def _mark_formats(workbook: Any) -> Formats:
    """Return the looks of the example: like any cell, in italics on yellow."""
    formats = make_formats(workbook)
    for cell in (formats.text, formats.beside, formats.day, formats.number, formats.share):
        cell.set_italic()
        cell.set_bg_color("#FFF6D6")
    return formats
