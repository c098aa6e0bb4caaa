"""The hash of what a book holds: the same in every form, on every system, in every order."""

from __future__ import annotations

import hashlib
import json
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING

from kamgraph.model.columnar.texts import Texts
from kamgraph.model.distinct import Distinct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamgraph.model.columnar.cells import Cells
    from kamgraph.model.columnar.table import Table

_BLOCK = 65_536  # cells that are spelled at once
_ENCODE = json.JSONEncoder().encode


def hash_content(tables: Mapping[str, Table]) -> str:
    """Hash checked tables, whose rows are in their canonical order."""
    # Of tables without rows and columns without values nothing is hashed, so that a book is worth
    # the same after an update of the library that knows more of them.
    digest = hashlib.sha256()
    for name, table in sorted(tables.items()):
        for column in sorted(table):
            cells = table[column]
            if not cells.is_missing().all():
                digest.update(json.dumps([name, column, len(cells)]).encode())
                for block in _spell(cells):
                    digest.update(block)
    return digest.hexdigest()


def _spell(cells: Cells) -> Iterator[bytes]:
    found = Distinct.of_cells(cells)
    encode = encode_basestring_ascii if isinstance(cells, Texts) else _ENCODE
    spelled = found.map(encode, missing="null").tolist()
    for first in range(0, len(cells), _BLOCK):
        yield f"[{', '.join(spelled[first : first + _BLOCK])}]".encode()
