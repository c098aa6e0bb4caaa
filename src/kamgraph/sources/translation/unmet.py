"""Columns and words that a mapping names, and that no file has."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from kamgraph.model.finding import Finding
from kamgraph.model.folding import fold_name
from kamgraph.sources.translation.mapping import Evidence
from kamgraph.sources.translation.read_report import UNMET
from kamgraph.sources.translation.uses import is_about

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.sources.translation.mapping import Mapping, TableMapping
    from kamgraph.sources.translation.report import FileRecord

_ROWS = {
    "only": "needs to say which rows count",
    "skip": "needs to leave rows out",
    "prefer": "needs to say which rows come first",
    "done": "needs to say what has taken place",
}


class _Named(NamedTuple):
    """Columns of a file that a mapping names, each as good as the others, and what for."""

    table: str
    purpose: str
    theirs: tuple[str, ...]


def report_unmet(mapping: Mapping, records: Sequence[FileRecord]) -> Iterator[Finding]:
    """Report what a mapping of one's own names in vain."""
    if mapping.evidence != Evidence():  # that of a system knows columns that not all exports have
        return
    for use in mapping.tables:
        about = [record for record in records if is_about(use, mapping, record)]
        if about:
            yield from _report_columns([*_list_named(use)], about)
    everywhere = [_Named("people", _ROWS["skip"], (theirs,)) for theirs in mapping.skip]
    yield from _report_columns(everywhere, records)


def _list_named(use: TableMapping) -> Iterator[_Named]:
    for ours, theirs in (*use.columns.items(), *use.keep.items()):
        if ours not in use.constants:
            yield _Named(use.table, f"reads as {use.table}.{ours}", theirs)
    for ours, deciders in use.decided_by.items():
        for column in deciders:
            yield _Named(use.table, f"needs to decide {use.table}.{ours}", (column,))
    for key, purpose in _ROWS.items():
        for column in getattr(use, key):
            yield _Named(use.table, purpose, (column,))


def _report_columns(named: Sequence[_Named], records: Sequence[FileRecord]) -> Iterator[Finding]:
    for table, purpose, theirs in named:
        if any(record.has(one) for record in records for one in theirs):
            continue
        files = " and ".join(dict.fromkeys(record.raw.place for record in records))
        columns = " or ".join(f"'{one}'" for one in theirs)
        alike = _find_alike(theirs[0], records)
        yield Finding(
            "medium",
            UNMET,
            table,
            theirs[:1],
            f"{files}: no column {columns}, which the mapping {purpose}"
            f"{f'; there is {alike!r}' if alike else ''}.",
            "Correct the name in the mapping, or take it out.",
        )


def _find_alike(name: str, records: Sequence[FileRecord]) -> str:
    """Return the column whose name is most like one, empty without any."""
    names = {fold_name(str(one)): str(one) for record in records for one in record.raw.cells}
    found = get_close_matches(fold_name(name), [*names], n=1, cutoff=0.7)
    return names[found[0]] if found else ""
