"""Columns and words that a mapping names, and that no file has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamgraph.model.columns import columns
from kamgraph.model.counts import first_of
from kamgraph.model.finding import Finding
from kamgraph.model.folding import fold_name
from kamgraph.model.nearest import find_nearest
from kamgraph.sources.translation.mapping import ALIASES, Evidence
from kamgraph.sources.translation.read_report import UNMET
from kamgraph.sources.translation.uses import find_rows, is_about
from kamgraph.sources.translation.words import Counterparts, list_unmet

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
            yield from _report_words(use, mapping, about)
            yield from _report_values(use, about)
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


def _report_words(
    use: TableMapping, mapping: Mapping, records: Sequence[FileRecord]
) -> Iterator[Finding]:
    """Report words that no cell holds, where cells hold others that nothing is said of."""
    own = () if use.table == ALIASES else columns(use.table)  # aliases have no words
    for column in (one for one in own if one.name in use.words):
        ours = f"{use.table}.{column.name}"
        met = {text for one in records for text in one.met.get(ours, ()) if text}
        known = Counterparts.from_mapping(use, column, mapping)
        strange = [text for text in sorted(met) if known.find(text) is None]
        unmet = list_unmet(use.words[column.name], met)
        yield from _report_unmet(use.table, ours, unmet, strange, records)


def _report_values(use: TableMapping, records: Sequence[FileRecord]) -> Iterator[Finding]:
    """Report values by which rows count or do not, and that their column never holds."""
    for theirs, values in (pair for key in _ROWS for pair in getattr(use, key).items()):
        having = [one for one in records if one.has(theirs)]
        unmet = [
            value
            for value in values
            if not any(find_rows(one, theirs, (value,)).any() for one in having)
        ]
        met = {text for one in having for text in one.list_distinct(theirs)} if unmet else ()
        strange = list_unmet(sorted(met), values)
        yield from _report_unmet(use.table, f"the column '{theirs}'", unmet, strange, having)


def _report_unmet(
    table: str,
    where: str,
    unmet: Sequence[str],
    strange: Sequence[str],
    records: Sequence[FileRecord],
) -> Iterator[Finding]:
    """Report words of a mapping that are nowhere, with those that may be what they mean."""
    if not unmet or not strange:
        return
    files = " and ".join(dict.fromkeys(record.raw.place for record in records))
    named, there = (first_of([f"'{one}'" for one in words]) for words in (unmet, strange))
    yield Finding(
        "low",
        "word_not_met",
        table,
        tuple(unmet),
        f"{files}: {where} never holds {named}, which the mapping names; it does hold {there}, "
        "which the mapping does not name.",
        "Nothing, if there is none such now; else spell it in the mapping as the file does.",
    )


def _find_alike(name: str, records: Sequence[FileRecord]) -> str:
    """Return the column whose name is most like one, empty without any."""
    names = {fold_name(str(one)): str(one) for record in records for one in record.raw.cells}
    found = find_nearest(fold_name(name), names, cutoff=0.7)
    return names[found[0]] if found else ""
