"""Which system an export is from: what only one system has is weighed against all others."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError
from kamgraph.model.counts import first_of
from kamgraph.model.folding import fold
from kamgraph.model.options import name_option
from kamgraph.sources.crm.systems import SYSTEMS, load_system
from kamgraph.sources.translation.mapping import list_required_columns
from kamgraph.sources.translation.report import FileRecord
from kamgraph.sources.translation.uses import is_about

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.sources.crm.systems import System
    from kamgraph.sources.raw import RawTable
    from kamgraph.sources.translation.mapping import Mapping, TableMapping

_ROWS = 50_000  # of a column, and
_LOOKED_AT = 1_000  # distinct ids of it, which are enough to know their form
_MOST = 0.9  # of them, as a few may be damaged or from elsewhere
_SHOWN = 4  # pieces of evidence in a message


@dataclass(frozen=True)
class _Case:
    """What speaks for one system: the more evidence, then the more columns it would use."""

    system: str
    evidence: tuple[str, ...]  # in words
    weight: tuple[int, int, int]  # evidence, columns used, and those of them in its own spelling


def recognise_system(raws: Sequence[RawTable]) -> str | None:
    """Return the system for which most speaks, None if nothing speaks for one alone."""
    cases = [case for case in _weigh_systems(raws) if case.evidence]
    best = max((case.weight for case in cases), default=None)
    names = [case.system for case in cases if case.weight == best]
    if len(names) > 1:
        raise SourceError(
            f"this could be an export of {' or '.join(names)}; say which with {name_option('as_')}"
        )
    return names[0] if names else None


def explain_system(raws: Sequence[RawTable], name: str) -> str:
    """Return in words by what an export was known as one of a system."""
    case = _weigh_system(_read_headers(raws), load_system(name))
    return first_of(case.evidence, most=_SHOWN)


def list_likely(raws: Sequence[RawTable]) -> list[str]:
    """Return the systems that would use columns of an export, best first, without evidence."""
    cases = [case for case in _weigh_systems(raws) if any(case.weight)]
    return [case.system for case in sorted(cases, key=lambda case: case.weight, reverse=True)]


def _weigh_systems(raws: Sequence[RawTable]) -> list[_Case]:
    records = _read_headers(raws)
    return [_weigh_system(records, load_system(name)) for name in SYSTEMS]


def _read_headers(raws: Sequence[RawTable]) -> list[tuple[RawTable, FileRecord]]:
    """Return each file with its header alone, which is enough to tell what looks at it."""
    return [(raw, FileRecord(replace(raw, cells=raw.cells.head(0)))) for raw in raws]


def _weigh_system(records: Sequence[tuple[RawTable, FileRecord]], system: System) -> _Case:
    """Weigh what speaks for a system, in those files that its mapping would use."""
    mapping = system.mapping
    found: list[str] = []
    columns = exact = 0
    for raw, header in records:
        named = _list_used(header, mapping)
        theirs = {column for one in named if (column := raw.find_column(one))}
        columns += len(theirs)
        exact += len(theirs & named)
        # What a system prepares first may have other columns then.
        if theirs and (system.prepare or _can_be_taken(header, mapping)):
            found += _find_evidence(raw, mapping)
    return _Case(mapping.name, tuple(found), (len(found), columns, exact))


def _can_be_taken(header: FileRecord, mapping: Mapping) -> bool:
    """Return whether a file has what a mapping needs for rows of one of its uses, as it says."""
    uses = [use for use in mapping.tables if is_about(use, mapping, header)]
    needed = [
        [use.columns[name] for name in list_required_columns(use.table) & {*use.columns}]
        for use in uses
    ]
    return any(all(any(map(header.has, one)) for one in columns) for columns in needed)


def _list_used(header: FileRecord, mapping: Mapping) -> set[str]:
    """Return the columns that a mapping looks for in a file."""
    uses = (use for use in mapping.tables if is_about(use, mapping, header))
    return {one for use in uses for one in _list_columns(use, mapping)}


def _list_columns(use: TableMapping, mapping: Mapping) -> Iterator[str]:
    """Yield the columns of a file that one use of it looks at."""
    yield from (*mapping.skip, *use.list_theirs())


def _find_evidence(raw: RawTable, mapping: Mapping) -> Iterator[str]:
    """Yield in words what a file has that only one system has."""
    evidence = mapping.evidence
    if raw.system == mapping.name:
        yield f"the form of {raw.name}"
    if any(fnmatchcase(fold(raw.name), fold(name)) for name in evidence.files):
        yield f"the name of {raw.name}"
    for column in evidence.columns:
        if column in raw.cells:
            yield f"the column {column} of {raw.name}"
    if (names := evidence.tables.get(raw.name)) and {*names} <= {*raw.cells}:
        yield f"the columns {', '.join(names)} of {raw.name}"
    for column, form in evidence.ids.items():
        theirs = raw.find_column(column)
        if theirs and _have_form(raw, theirs, form):
            yield f"the ids in column {theirs} of {raw.name}"


def _have_form(raw: RawTable, column: str, form: str) -> bool:
    """Return whether nearly all ids of a column are of a form."""
    cells = raw.cells[column]
    found = cells.head(_LOOKED_AT).unique()
    if len(found) < _LOOKED_AT:
        found = cells.head(_ROWS).unique()[:_LOOKED_AT]
    ids = [id_ for text in map(str, found) if (id_ := text.strip())]
    fitting = sum(bool(re.fullmatch(form, text)) for text in ids)
    return bool(ids) and fitting >= _MOST * len(ids)
