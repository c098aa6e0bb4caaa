"""The one shape in which rows of all tables travel: a part of an account's book."""

from __future__ import annotations

from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES

FOR_ACCOUNT, TABLE = "for_account", "table"


@TABLES.remember
def list_columns() -> tuple[str, ...]:
    """Return the columns of all tables, each once; a row fills those of its own."""
    return tuple(dict.fromkeys(column.name for table in TABLES for column in columns(table)))
