"""The one shape in which rows of all tables travel: a part of an account's book."""

from __future__ import annotations

from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES

FOR_ACCOUNT, TABLE = "for_account", "table"
_KINDS = {"day": "day", "number": "number", "integer": "number"}  # of cells; all others are text


@TABLES.remember
def list_kinds() -> dict[str, str]:
    """Return the columns of all tables, each once, and whether it holds days, numbers or text."""
    kinds: dict[str, set[str]] = {}
    for table in TABLES:
        for column in columns(table):
            kinds.setdefault(column.name, set()).add(_KINDS.get(column.kind, "text"))
    return {name: found.pop() if len(found) == 1 else "text" for name, found in kinds.items()}
