"""The versions of the format in which books are stored, and what each of them has."""

from __future__ import annotations

from kamgraph.errors import SourceError
from kamgraph.model.columns import Column, columns
from kamgraph.model.entities import TABLES
from kamgraph.model.strict_json import quote

VERSION = 4
# What each version has brought: whole tables, and columns of tables.
_BROUGHT: dict[int, frozenset[tuple[str, ...]]] = {
    2: frozenset(
        {("positions",), ("candidates",), ("assessments", "account"), ("interactions", "deal")}
    ),
    3: frozenset(
        {
            *((table,) for table in ("commitments", "payments", "goals", "actions")),
            *(("deals", column) for column in ("starts", "ends", "renews")),
        }
    ),
    4: frozenset({("deals", "probability")}),
}


def list_tables(version: int) -> tuple[str, ...]:
    """Return the tables of a version."""
    return tuple(table for table in TABLES if _has(version, table))


def list_columns(version: int, table: str) -> tuple[Column, ...]:
    """Return the columns of a table in a version."""
    return tuple(column for column in columns(table) if _has(version, table, column.name))


def _has(version: int, *part: str) -> bool:
    return not any(part in brought for later, brought in _BROUGHT.items() if later > version)


def check_version(version: object) -> int:
    """Return the version of a stored book if it can be read; refuse any other."""
    if type(version) is int and 1 <= version <= VERSION:
        return version
    raise SourceError(
        f"the book is of version {quote(version)}, and this kamgraph reads 1 to {VERSION}; "
        "use the one that wrote it, or a newer one"
    )
