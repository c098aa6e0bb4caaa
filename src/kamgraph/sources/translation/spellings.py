"""One column in several spellings, such as `id` and `ID`: what rows say in any of them counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.model.finding import Finding
from kamgraph.model.folding import fold_name
from kamgraph.sources.translation.cells import take_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamgraph.sources.raw import RawTable
    from kamgraph.sources.translation.report import FileRecord

_SHOWN = 10


class Spellings(NamedTuple):
    """Columns of a file that are one, and the rows in which they say different things."""

    columns: tuple[str, ...]
    differing: np.ndarray


def join_spellings(raw: RawTable) -> tuple[RawTable, list[Spellings]]:
    """Fill each spelling of a column where it is empty from the others; say where they differ."""
    joined, found = {}, []
    for names in _list_spellings(map(str, raw.cells)):
        texts = [raw.cells[name].astype(object) for name in names]
        for at, name in enumerate(names):
            others = [one for number, one in enumerate(texts) if number != at]
            joined[name] = take_first([texts[at], *others], raw.cells.index).astype("str")
        differing = np.logical_or.reduce([joined[names[0]] != joined[one] for one in names[1:]])
        found.append(Spellings(names, differing))
    return (replace(raw, cells=raw.cells.assign(**joined)) if found else raw), found


def _list_spellings(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the names of columns that differ in case, blanks and signs only."""
    # What a name begins with and how deep it is inside objects tell columns apart: the `id` of
    # Odoo is not its `.id`, and the `parentId` of a record not the `parent.id` of the one above.
    alike: dict[tuple[bool, int, str], list[str]] = {}
    for name in names:
        if plain := fold_name(name):
            alike.setdefault((name[0].isalnum(), name.count("."), plain), []).append(name)
    return [tuple(found) for found in alike.values() if len(found) > 1]


def report_spellings(record: FileRecord) -> Iterator[Finding]:
    """Report rows that say different things in the spellings of a column that is used."""
    for spellings in record.spellings:
        rows = np.flatnonzero(spellings.differing & record.taken).tolist()
        ours = next((record.used[one] for one in spellings.columns if one in record.used), [])
        if rows and ours:
            named = " and ".join(f"'{name}'" for name in spellings.columns)
            more = f"; and {len(rows) - _SHOWN:,} more" if len(rows) > _SHOWN else ""
            told = "; ".join(_quote_row(record, spellings, row) for row in rows[:_SHOWN])
            yield Finding(
                "medium",
                "spellings_differ",
                ours[0].partition(".")[0],
                spellings.columns,
                f"{named} are one column, and differ: {told}{more}. The spelling of the mapping, "
                "or else the first, was read.",
                "Rename or remove one of them in the file.",
            )


def _quote_row(record: FileRecord, spellings: Spellings, row: int) -> str:
    values = (f"{name} '{record.raw.cells[name].iloc[row]}'" for name in spellings.columns)
    return f"{record.raw.name_place(row)}: {', '.join(values)}"
