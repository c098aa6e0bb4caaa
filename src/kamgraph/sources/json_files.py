"""What a JSON file holds: a book, records, or a plan that only names files with records."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from kamgraph.model.document import FORMAT
from kamgraph.sources.crm import is_plan
from kamgraph.sources.records import LINES, RECORD_FILES, parse_records

if TYPE_CHECKING:
    from kamgraph.sources.limits import Limits
    from kamgraph.sources.raw import RawTable
    from kamgraph.sources.source_file import SourceFile

_HEAD = 4096
_BLOCK = 2**20
# A graph in the forms of networkx, which no book is either: its reader says what to do with it.
# Answers have links, too, which are an object of addresses, or a list of such.
_GRAPH = re.compile(
    rb'[^{]{0,9}\{\s*(?:"(?:directed|multigraph|graph|nodes|elements)"\s*:'
    rb'|"links"\s*:\s*\[\s*(?!\{\s*"(?:rel|href)"))'
)


def holds_book(file: SourceFile) -> bool:
    """Return whether a JSON file is a book, as it says at its begin or end, or else a graph."""
    if file.suffix != ".json":
        return False
    head, tail = _read_ends(file)
    return FORMAT.encode() in head + tail or bool(_GRAPH.match(head))


def holds_plan(file: SourceFile) -> bool:
    """Return whether a JSON file only names those that hold records."""
    return file.suffix in RECORD_FILES and is_plan(_read_ends(file)[0])


def explain_document(file: SourceFile) -> str:
    """Return why a file is not read for records, as a plan or a book is; empty if it is."""
    if holds_plan(file):
        return "names the files of a tree, which are read by themselves"
    return "is a whole book or graph; give it by itself" if holds_book(file) else ""


def read_record_tables(
    file: SourceFile, limits: Limits, *, encoding: str | None = None
) -> list[RawTable]:
    """Read the records of a file."""
    with file.open() as stream:
        return parse_records(
            iter(partial(stream.read, _BLOCK), b""),
            str(file),
            file.stem,
            in_lines=file.suffix in LINES,
            encoding=encoding,
            limits=limits,
        )


def _read_ends(file: SourceFile) -> tuple[bytes, bytes]:
    """Return how a file begins and ends, without the zeros that UTF-16 has between letters."""
    with file.open() as stream:
        head = stream.read(_HEAD)
        stream.seek(max(0, file.size - _HEAD))
        return head.replace(b"\0", b""), stream.read(_HEAD).replace(b"\0", b"")
