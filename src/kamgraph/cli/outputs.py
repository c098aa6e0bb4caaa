"""What commands leave behind: tables as CSV or as a workbook, and a word on what was written."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from kamgraph.errors import hide_passwords
from kamgraph.sources.commit import check_target, write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

TABLE_FORMS = (".xlsx", ".csv")
_DECIMALS = 4


def check_outputs(paths: Iterable[Path | None]) -> None:
    """Refuse files that could not be written before anything is read or computed for them."""
    for path in paths:
        if path is not None:
            check_target(path)


def write_tables(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write tables as a workbook, or the first of them as CSV, as the file's name says."""
    if path.suffix.lower() == ".xlsx":
        from kamgraph.sources.excel.sheets import write_sheets

        write_sheets(tables, path)
    else:
        write_text(path, format_csv(next(iter(tables.values()))))


def leave_table(name: str, table: pd.DataFrame, output: Path | None) -> None:
    """Write a table to a file, or print it as CSV."""
    if output:
        write_tables({name: table}, output)
        say_written(output)
    else:
        print(format_csv(table), end="")


def format_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV that spreadsheets take, with as many decimals as scores bear."""
    from kamgraph.sources import csv_writing

    stream = io.StringIO(newline="")
    plain = table.round(_DECIMALS)
    listed = [str(name) for name, dtype in table.dtypes.items() if str(dtype) == "object"]
    csv_writing.write(plain.assign(**{name: plain[name].map(_join_ids) for name in listed}), stream)
    return stream.getvalue()


def print_findings(findings: pd.DataFrame) -> None:
    """Print what is doubtful, a line each."""
    for row in findings.itertuples():
        print(f"{row.severity}: {row.table}: {row.detail} {row.remedy} [{row.finding}]")


def say_written(*targets: object, after: str = "", aside: bool = False) -> None:
    """Say what was written, and what to do next; aside where a result is what is printed."""
    for target in targets:
        told = hide_passwords(f"wrote {target}{after}", [str(target)])
        print(told, file=sys.stderr if aside else sys.stdout)


def _join_ids(cell: object) -> object:
    return ", ".join(cell) if isinstance(cell, tuple) else cell
