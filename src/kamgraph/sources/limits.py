"""How large an input may be before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What every reader refuses to go beyond; widen one with ``Limits(rows=50_000_000)``.

    Parameters
    ----------
    rows
        Rows of one table.
    columns
        Columns of one table.
    cell
        Characters of one cell, one name or one text.
    size
        Bytes of one file, for an archive those of all its members after decompression.
    ratio
        How many times larger a member of an archive may be than its compressed form.
    depth
        How deeply JSON objects and XML elements may be nested.
    """

    rows: int = 20_000_000
    columns: int = 1_000
    cell: int = 100_000
    size: int = 4 * 2**30
    ratio: int = 200
    depth: int = 100
