"""The sheets of a book: a table each, to be read and filled in by people, and read again by us."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.errors import SourceError
from kamgraph.model.columns import columns
from kamgraph.model.distinct import iso_days
from kamgraph.model.dtypes import TEXT
from kamgraph.model.labels import label_column, label_name_beside, label_table
from kamgraph.model.marks import InPercent
from kamgraph.model.policy import Policy, choose_policy
from kamgraph.model.tables import name_column
from kamgraph.model.voice import current_language, speaking
from kamgraph.sources.excel.guidance import (
    compose_note,
    describe_name,
    describe_values,
    find_vocabulary,
    list_cells,
    make_rule,
    spell_word,
    write_check,
    write_note,
)
from kamgraph.sources.excel.problems import column_letters
from kamgraph.sources.excel.writing import (
    Formats,
    create_workbook,
    fit_width,
    make_formats,
    write_cell,
    write_text,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from kamgraph.model.book import Book
    from kamgraph.model.checks import Tables
    from kamgraph.model.columns import Column
    from kamgraph.model.vocabulary import Language

_MOST_ROWS, _MOST_COLUMNS = 2**20 - 1, 2**14
_TO_COME = 2_000  # rows below those of a book that are checked while they are typed
_LOOKED_AT = 200  # rows, for the width of a column


@dataclass(frozen=True)
class Heading:
    """A column of a sheet."""

    text: str  # what the sheet calls it
    name: str  # the column of the table that it shows, or beside whose ids it shows names
    column: Column | None = None  # what that may hold; None for a column of the user's own
    is_beside: bool = False  # whether it shows names beside ids

    @property
    def kind(self) -> str:
        """How the sheet shows its cells: as a column's kind says, or as a share in percent."""
        if self.column is None or self.is_beside:
            return "text"
        return "share" if self.column.mark(InPercent) else self.column.kind


@dataclass(frozen=True)
class Looks:
    """How a sheet looks: its cells, and those without a value where these are to be seen."""

    head: Formats
    cells: Formats
    blank: Any = None


def write_workbook(
    book: Book,
    path: str | os.PathLike[str],
    *,
    language: Language = "en",
    policy: Policy | None = None,
    check: Callable[[], None] | None = None,
) -> None:
    """Write a book as an Excel workbook from which an equal book is read."""
    # Every table is a sheet with all its columns. Texts are texts, never formulas or links; days
    # are days, numbers are numbers, save those that a sheet cannot hold exactly: they are texts.
    with speaking(language), create_workbook(Path(path), check=check) as workbook:
        formats = make_formats(workbook)
        write_tables(workbook, book.to_tables(), Looks(formats, formats), choose_policy(policy))


def write_tables(workbook: Any, tables: Tables, looks: Looks, policy: Policy) -> None:
    """Write a sheet for each table of a book, with notes, drop-down lists and names beside ids."""
    sheets = _Sheets(workbook, tables, looks, policy)
    for table in tables:
        sheets.write(table)


@dataclass(frozen=True)
class _Sheets:
    """The sheets of a workbook, which refer to each other."""

    workbook: Any
    tables: Tables
    looks: Looks
    policy: Policy
    headings: dict[str, list[Heading]] = field(default_factory=dict)

    def write(self, table: str) -> None:
        """Write the sheet of a table."""
        frame, headings = self.tables[table], _list_headings(table, self.tables[table])
        _refuse_impossible(table, frame, headings)
        sheet = self.workbook.add_worksheet(label_table(table, current_language()))
        rows = len(frame) + _TO_COME
        for at, heading in enumerate(headings):
            texts = self._write_column(sheet, at, frame, heading)
            self._explain(sheet, at, table, heading, min(rows, _MOST_ROWS))
            head = self.looks.head
            look = {"text": head.text, "day": head.day, "share": head.share}
            empty = head.beside if heading.is_beside else look.get(heading.kind)
            sheet.set_column(at, at, fit_width([heading.text, *texts[:_LOOKED_AT]]), empty)
        _finish(sheet, len(frame), len(headings))

    def _write_column(
        self, sheet: Any, at: int, frame: pd.DataFrame, heading: Heading
    ) -> list[str]:
        """Write a heading and the cells below it; return their texts."""
        write_text(sheet, 0, at, heading.text, _choose_head(heading, self.looks.head))
        kind = heading.kind
        cells = self._show_cells(frame, heading)
        if self.looks.blank is not None:
            for row in cells.index[cells.isna()]:
                sheet.write_blank(row + 1, at, None, self.looks.blank)
        cells = cells.dropna()
        texts = (iso_days(cells) if kind == "day" else cells.astype(TEXT)).tolist()
        for row, cell, text in zip(cells.index.tolist(), cells, texts, strict=True):
            if heading.is_beside:
                write_text(sheet, row + 1, at, text, self.looks.cells.beside)
            else:
                write_cell(sheet, row + 1, at, kind, cell, text, self.looks.cells)
        return texts

    def _show_cells(self, frame: pd.DataFrame, heading: Heading) -> pd.Series[Any]:
        """Return the cells below a heading as the sheet shows them."""
        cells = frame[heading.name]
        if heading.column is None:
            return cells
        if heading.is_beside:
            return cells.map(self._name_rows(heading.column.references or ""))
        vocabulary = find_vocabulary(heading.column)
        if vocabulary is None or current_language() == "en":
            return cells
        return cells.map({word: spell_word(vocabulary, word) for word in cells.dropna().unique()})

    def _name_rows(self, table: str) -> pd.Series[Any]:
        rows = self.tables[table]
        return pd.Series(rows[name_column(table) or "id"].to_numpy(), rows["id"], dtype=object)

    def _explain(self, sheet: Any, at: int, table: str, heading: Heading, rows: int) -> None:
        """Give a column its note, and the check of what is typed into it."""
        column = heading.column
        if column is None:
            return
        if heading.is_beside:
            said = describe_name(table, column)
            write_note(sheet, at, said)
        else:
            said = describe_values(column, self.policy)
            write_note(sheet, at, compose_note(table, column, self.policy))
        if column.references:
            shown = (name_column(column.references) or "id") if heading.is_beside else "id"
            rule = self._list_column(column.references, shown)
        else:
            rule = make_rule(column, self.policy)
        if rule:
            write_check(sheet, at, rows, rule, said)

    def _list_column(self, table: str, name: str) -> dict[str, Any]:
        """Return the drop-down list of what stands in a column of a table."""
        headings = _list_headings(table, self.tables[table])
        at = {one.name: column_letters(at) for at, one in reversed([*enumerate(headings, start=1)])}
        return list_cells(label_table(table, current_language()), at[name], at["id"])


def _list_headings(table: str, frame: pd.DataFrame) -> list[Heading]:
    """Return the columns of a sheet: names beside ids, columns of the user at the end."""
    language = current_language()
    headings = []
    for column in columns(table):
        headings.append(Heading(label_column(table, column.name, language), column.name, column))
        if column.references:
            text = label_name_beside(table, column.name, language)
            headings.append(Heading(text, column.name, column, is_beside=True))
    known = {column.name for column in columns(table)}
    return headings + [Heading(str(name), str(name)) for name in frame if name not in known]


def _refuse_impossible(table: str, frame: pd.DataFrame, headings: list[Heading]) -> None:
    """Refuse a table too large for a sheet, or with two columns that it would call the same."""
    if len(frame) > _MOST_ROWS or len(headings) > _MOST_COLUMNS:
        size = f"{len(frame):,} rows and {len(headings):,} columns"
        raise SourceError(f"the table {table} has {size}, too many for a sheet; write a folder")
    texts = [heading.text for heading in headings]
    if double := [one.name for one in headings if one.column is None and texts.count(one.text) > 1]:
        raise SourceError(
            f"the column '{double[0]}' of the table {table} is called like one of the workbook's "
            "own; rename it, or write a folder"
        )


def _choose_head(heading: Heading, formats: Formats) -> Any:
    if heading.is_beside:
        return formats.beside_head
    is_required = heading.column is not None and heading.column.required
    return formats.required if is_required else formats.optional


def _finish(sheet: Any, rows: int, columns_: int) -> None:
    """Let a sheet filter, print and scroll so that its header stays in sight."""
    sheet.set_row(0, 22)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, rows, columns_ - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{rows + 1}"})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
