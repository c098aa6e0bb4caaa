"""A proposed mapping for files: what fits exactly, and the rest as comments."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.folding import fold_name
from kamgraph.sources.translation.mapping import (
    Evidence,
    Mapping,
    TableMapping,
    list_fields,
    list_required_columns,
    spell_table,
)
from kamgraph.sources.translation.report import FileRecord
from kamgraph.sources.translation.uses import is_about

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.sources.raw import RawTable


def propose(raws: Sequence[RawTable], known: Mapping | None) -> str:
    """Propose a mapping for some tables, as TOML to look through and complete."""
    # Columns are matched by their names alone, in any case and with any signs between words;
    # nothing is matched because it looks similar. Every column that nothing uses is a comment.
    records = [FileRecord(raw) for raw in raws]
    uses = [
        (record, use)
        for record in records
        for use in (_list_known_uses(record, known) if known else _list_own_uses(record))
    ]
    heading = (
        known.model_copy(update={"tables": (), "evidence": Evidence()})
        if known
        else Mapping(name="export", tables=())
    )
    parts = [_HEADER, heading.to_toml()]
    for record in records:
        parts += [f"\n# {record.raw.place}: {len(record.raw.cells):,} rows"]
        parts += [spell_table(use).rstrip() for about, use in uses if about is record]
        parts += _comment_rest(record, [use for about, use in uses if about is record])
    return "\n".join([*parts, ""])


_HEADER = """\
# A proposal: look at every line, complete it, then read with it:
#     kamgraph convert EXPORT book.json --mapping THIS_FILE --report
# `columns` maps our columns to theirs; `words` translates their words; `skip` names rows to
# leave out. Columns after "not used" are in the files, but nothing takes them."""


def _list_known_uses(record: FileRecord, known: Mapping) -> Iterator[TableMapping]:
    """Yield what a known mapping does with a file, with the columns that the file has."""
    for use in known.tables:
        if is_about(use, known, record):
            found = {
                ours: tuple(filter(record.has, theirs)) for ours, theirs in use.columns.items()
            }
            named = {ours: theirs for ours, theirs in found.items() if theirs}
            lost = use.columns.keys() - named.keys() - use.defaults.keys()
            if not lost & list_required_columns(use.table):
                yield use.model_copy(update={"file": (record.raw.name,), "columns": named})


def _list_own_uses(record: FileRecord) -> Iterator[TableMapping]:
    """Yield the table of ours all of whose required columns a file has, the fullest first."""
    fits = []
    for table in TABLES:
        named = {column.name: record.raw.find_column(column.name) for column in columns(table)}
        found = {ours: (theirs,) for ours, theirs in named.items() if theirs}
        same_name = fold_name(record.raw.name) == fold_name(table)
        if found and (same_name or list_required_columns(table) <= found.keys()):
            fits.append((same_name, len(found), table, found))
    if fits:
        _, _, table, found = max(fits, key=lambda fit: fit[:2])
        yield TableMapping(file=(record.raw.name,), table=table, columns=found)


def _comment_rest(record: FileRecord, uses: Sequence[TableMapping]) -> list[str]:
    names = {
        fold_name(field)
        for use in uses
        for theirs in (*use.columns.values(), (*use.skip, *use.only))
        for one in theirs
        for field in (list_fields(one) or [one])
    }
    rest = [str(column) for column in record.raw.cells if fold_name(str(column)) not in names]
    comments = [f"# not used: {_quote(column)}" for column in rest]
    return comments if uses else ["# nothing of ours fits; add a [[tables]] for it", *comments]


def _quote(name: str) -> str:
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")  # JSON leaves it bare
