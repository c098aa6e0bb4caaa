"""Books written by hand, short enough to read in a test.

A table is a text: rows are separated by semicolons or line ends, cells by blanks, in the order of
``COLUMNS``. ``-`` is missing, as are cells left out at the end; ``column=value`` fills any other
column. Names are the ids unless given. ::

    book(
        people="ann acme; bo acme level=2; cy us",
        ties="bo reports_to ann; cy knows ann trusted",
        roles="ann approver acme",
    )
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from kamgraph.errors import BookError
from kamgraph.model.book import Book
from kamgraph.model.columns import columns as table_columns

if TYPE_CHECKING:
    from kamgraph.model.policy import Policy

# Of any other table, all columns but the name in the order of the entity.
COLUMNS = {
    "organizations": "id kind parent",
    "people": "id organization since until successor",
    "deals": "id account stage created",
    "ties": "source kind target strength deal since until",
    "roles": "person role account deal since until",
    "team": "person role account deal since until",
    "assessments": "person date relationship solution price deal",
    "targets": "person due relationship solution price deal",
    "interactions": "id date kind person",
}
WORLD = """
    acme customer; unit customer acme; bravo customer
    us vendor; rival competitor; institute partner
"""


def book(*, policy: Policy | None = None, lenient: bool = False, **tables: str) -> Book:
    """Make a book of texts; the organizations are those of ``WORLD`` unless given."""
    return from_rows(rows(**tables), policy=policy, lenient=lenient)


def rows(**tables: str) -> dict[str, list[dict[str, Any]]]:
    """Read texts into rows of text."""
    texts = {"organizations": WORLD} | tables
    return {name: [_row(name, row) for row in _split(text)] for name, text in texts.items()}


def frames(tables: dict[str, list[dict[str, Any]]]) -> dict[str, pd.DataFrame]:
    """Make frames of rows; an absent key is missing."""
    return {name: pd.DataFrame(found, dtype=object) for name, found in tables.items()}


def from_rows(tables: dict[str, list[dict[str, Any]]], **options: Any) -> Book:
    """Make a book of rows."""
    return Book.from_tables(frames(tables), **options)


def _split(text: str) -> list[str]:
    return [row for row in re.split(r"[;\n]", text) if row.strip()]


def _row(name: str, text: str) -> dict[str, Any]:
    cells = text.split()
    named = dict(cell.split("=", 1) for cell in cells if "=" in cell)
    plain = [cell for cell in cells if "=" not in cell]
    columns = {one.name: one for one in table_columns(name)}
    order = COLUMNS[name].split() if name in COLUMNS else [one for one in columns if one != "name"]
    row = dict(zip(order[: len(plain)], plain, strict=True)) | named
    if "name" in columns and columns["name"].required:
        row = {"name": row["id"]} | row
    return {column: cell for column, cell in row.items() if cell != "-"}


PEOPLE = "ann acme; bo unit; cy us; di us; ed rival; flo institute"


def problems_of(**found):
    """Return (table, row, column) of each problem of a book, and the sentences."""
    with pytest.raises(BookError) as caught:
        book(**{"people": PEOPLE} | found)
    table = caught.value.problems
    return [(p.table, p.row, p.column) for p in table.itertuples()], " ".join(table["problem"])
