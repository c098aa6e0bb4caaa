"""Any tables as a workbook: results for people, not a book to be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.model.distinct import iso_days
from kamgraph.sources.excel.writing import (
    Formats,
    create_workbook,
    fit_width,
    make_formats,
    write_text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LOOKED_AT = 200  # rows, for the width of a column
_DIGITS = 2  # of a number shown; the cell holds them all


def write_sheets(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write tables as an Excel workbook, one sheet per table, that sorts, filters and prints."""
    # Texts are texts, never formulas; numbers are whole, though two digits are shown; days are
    # days, tuples are lists with commas, and what is missing is an empty cell.
    with create_workbook(path) as workbook:
        formats = make_formats(workbook)
        decimal = workbook.add_format({"valign": "top", "num_format": f"#,##0.{'0' * _DIGITS}"})
        for name, table in tables.items():
            _add_sheet(workbook, name, table, formats, decimal)


def _add_sheet(
    workbook: Any, name: str, table: pd.DataFrame, formats: Formats, decimal: Any
) -> None:
    sheet = workbook.add_worksheet(name)
    sheet.set_row(0, 22)
    for at, column in enumerate(table):
        write_text(sheet, 0, at, str(column), formats.required)
        texts = _spell_cells(table[column])
        for row, (cell, text) in enumerate(zip(table[column], texts, strict=True), start=1):
            _write_cell(sheet, row, at, cell, text, formats, decimal)
        sheet.set_column(at, at, fit_width([str(column), *texts[:_LOOKED_AT]]))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(table) + 1}"})
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 1)


def _spell_cells(cells: pd.Series[Any]) -> list[str]:
    """Return each cell as people read it, empty where it is missing."""
    if pd.api.types.is_datetime64_any_dtype(cells):
        return iso_days(cells).fillna("").tolist()
    if pd.api.types.is_float_dtype(cells):
        return ["" if pd.isna(cell) else f"{cell:,.{_DIGITS}f}" for cell in cells]
    listed = (", ".join(cell) if isinstance(cell, tuple) else cell for cell in cells)
    return ["" if pd.isna(cell) else str(cell) for cell in listed]


def _write_cell(
    sheet: Any, row: int, at: int, cell: Any, text: str, formats: Formats, decimal: Any
) -> None:
    if text == "":
        return
    if isinstance(cell, pd.Timestamp):
        sheet.write_datetime(row, at, cell, formats.day)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, at, cell, formats.number)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, at, cell, decimal if isinstance(cell, float) else formats.number)
    else:
        write_text(sheet, row, at, text, formats.text)
