"""The hash of what a book holds: the same in every form, on every system, in every order."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from kamgraph.model.distinct import iso_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

_BLOCK = 65_536  # cells that are spelled at once


def hash_content(tables: Mapping[str, pd.DataFrame]) -> str:
    """Hash checked tables, whose rows are in their canonical order."""
    # Of tables without rows and columns without values nothing is hashed, so that a book is worth
    # the same after an update of the library that knows more of them.
    digest = hashlib.sha256()
    for name, table in sorted(tables.items()):
        for column in sorted(map(str, table)) if len(table) else ():
            values = table[column]
            if not values.isna().all():
                digest.update(json.dumps([name, column, len(values)]).encode())
                for block in _spell(values):
                    digest.update(block)
    return digest.hexdigest()


def _spell(values: pd.Series[Any]) -> Iterator[bytes]:
    if values.dtype.kind == "M":
        values = iso_days(values)
    elif values.dtype.kind == "f":
        values = values + 0.0  # -0.0 is 0.0
    cells = values.astype(object).where(values.notna(), None).tolist()
    for first in range(0, len(cells), _BLOCK):
        yield json.dumps(cells[first : first + _BLOCK]).encode()
