"""What a JSON file holds: a book, records, or a plan that only names files with records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kamgraph.model.document import FORMAT
from kamgraph.sources.crm import is_plan, list_planned
from kamgraph.sources.records import RECORD_FILES, read_records

if TYPE_CHECKING:
    from pathlib import Path

    from kamgraph.sources.limits import Limits
    from kamgraph.sources.raw import RawTable

_HEAD = 4096
# A graph in the forms of networkx, which no book is either: its reader says what to do with it.
_GRAPH = re.compile(rb'[^{]{0,9}\{\s*"(?:directed|multigraph|graph|nodes|links|elements)"\s*:')


def holds_book(path: Path) -> bool:
    """Return whether a JSON file is a book, as it says at its begin or end, or else a graph."""
    if path.suffix.lower() != ".json":
        return False
    head, tail = _read_ends(path)
    return FORMAT.encode() in head + tail or bool(_GRAPH.match(head))


def holds_records(path: Path) -> bool:
    """Return whether a file holds records, and does not only name those that do."""
    of_kind = path.is_file() and path.suffix.lower() in RECORD_FILES
    return of_kind and not holds_book(path) and not is_plan(_read_ends(path)[0])


def read_record_tables(path: Path, limits: Limits) -> list[RawTable]:
    """Read the records of a file, or of the files that a plan names."""
    planned = list_planned(path, limits) if is_plan(_read_ends(path)[0]) else [path]
    return [raw for file in planned for raw in read_records(file, limits)]


def _read_ends(path: Path) -> tuple[bytes, bytes]:
    """Return how a file begins and ends, without the zeros that UTF-16 has between letters."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        stream.seek(max(0, path.stat().st_size - _HEAD))
        return head.replace(b"\0", b""), stream.read(_HEAD).replace(b"\0", b"")
