"""Rows on their way into a book: where each is from, and what becomes of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from kamgraph.model.columns import columns
from kamgraph.model.counts import SHOWN, first_of
from kamgraph.model.entities import TABLES
from kamgraph.model.finding import Finding
from kamgraph.model.tables import unique_key
from kamgraph.sources.odd_cells import report_hidden_rows, report_odd
from kamgraph.sources.respelling import report_new_spellings
from kamgraph.sources.translation.contradictions import report_contradictions
from kamgraph.sources.translation.lost import Lost
from kamgraph.sources.translation.read_report import WORD_LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kamgraph.model.columns import Column
    from kamgraph.sources.translation.mapping import Mapping, TableMapping
    from kamgraph.sources.translation.report import FileRecord
    from kamgraph.sources.translation.spellings import Spellings

Frames: TypeAlias = dict[str, pd.DataFrame]

# Where each row is from, by which use of the file it was made, and whether it only fills gaps; no
# column of a table has such a name.
WHENCE = FILE, ROW, USE, FILLS = "\0file", "\0row", "\0use", "\0fills"
KEY = "\0key "  # what else than its id others may call a row by; until that is known
LATER = "\0later"  # whether a row comes after others of its id; until that is settled
_OWN_ROWS = "the rows of the mapping"


class Notes:
    """The records and findings collected while rows are translated."""

    def __init__(self, records: list[FileRecord], uses: Sequence[TableMapping] = ()) -> None:
        """Begin with the records of all files, and the uses of them."""
        self.records = records
        self.uses = uses
        self.findings: list[Finding] = []
        self.lost: list[Lost] = []
        # Table and text → which rows of the table it names, if it names more than one.
        self.ambiguous: dict[tuple[str, str], str] = {}

    def skip(
        self,
        rows: pd.DataFrame,
        reason: str | Sequence[str],
        *,
        meant: bool = False,
        weak: bool = False,
    ) -> None:
        """Note why rows are left out, and whether on purpose."""
        reasons = np.broadcast_to(np.asarray(reason, dtype=object), len(rows))
        for record, here, fills in self._group_by_record(rows):
            out = rows.loc[here, ROW].to_numpy(dtype=int)
            record.skip(out, reasons[here], fills=fills, meant=meant, weak=weak)

    def take(self, rows: pd.DataFrame) -> None:
        """Note that rows are taken."""
        for record, here, fills in self._group_by_record(rows):
            taken = record.filled if fills else record.taken
            taken[rows.loc[here, ROW].to_numpy(dtype=int)] = True

    def _group_by_record(self, rows: pd.DataFrame) -> Iterator[tuple[FileRecord, np.ndarray, bool]]:
        """Yield which rows are from each file, those that only fill gaps by themselves."""
        file, fills = rows[FILE].to_numpy(dtype=int), rows[FILLS].to_numpy(dtype=bool)
        for number in np.unique(file[file >= 0]):
            for only_fills in (False, True):
                here = (file == number) & (fills == only_fills)
                if here.any():
                    yield self.records[number], here, only_fills

    def lose(
        self,
        rows: pd.DataFrame,
        table: str,
        column: str,
        *,
        whys: Sequence[str],
        meant: Sequence[str] = (),
        whole: bool = False,
    ) -> list[Lost]:
        """Note the values that rows lose in a column, each with its reason, and return them."""
        key = [name for name in unique_key(table) if name != column and name in rows]
        values = []
        cells = rows[[FILE, ROW, USE, column, *key]].to_numpy().tolist()
        odd = [record.find_odd(f"{table}.{column}") for record in self.records]
        reasons = zip(whys, meant or [""] * len(rows), strict=True)
        for (file, row, use, text, *others), (why, near) in zip(cells, reasons, strict=True):
            record = self.records[file] if file >= 0 else None
            values.append(
                Lost(
                    record.raw.place if record else _OWN_ROWS,
                    int(record.raw.lines[row]) if record else None,
                    table,
                    ", ".join(
                        f"{name} {one}" for name, one in zip(key, others, strict=True) if one
                    ),
                    column,
                    text or (odd[file][row].value if record and row in odd[file] else ""),
                    why,
                    near,
                    whole,
                    self.name_cell(file, row, use, f"{table}.{column}"),
                )
            )
        self.lost += values
        return values

    def name_place(self, file: int, row: int, column: str = "") -> str:
        """Return in words where a row was read; rows of the mapping itself are of no file."""
        if file < 0:
            return _OWN_ROWS
        return self.records[file].raw.name_place(row, column)

    def name_cell(self, file: int, row: int, use: int, ours: str) -> str:
        """Return in words where the cell stands from which a row has a column of ours."""
        if file < 0:
            return _OWN_ROWS
        record = self.records[file]
        templates = self.uses[use].columns.get(ours.partition(".")[2], ())
        return record.raw.name_place(
            row, record.find_filled(row, templates) or record.find_use(ours)
        )

    def explain_empty(self, rows: pd.DataFrame, table: str, column: str) -> list[str]:
        """Return why rows are left out that lack what no row of a table can be without."""
        whys = self.find_whys(rows, table, column)
        return [
            f"its {column} {why}" if why else f"no {column} for a row of {table}" for why in whys
        ]

    def find_whys(self, rows: pd.DataFrame, table: str, column: str) -> list[str]:
        """Return why a column of rows is empty though something stands in their cells, else ''."""
        whys = [record.whys.get(f"{table}.{column}", {}) for record in self.records]
        if not any(whys):
            return [""] * len(rows)
        places = zip(rows[FILE], rows[ROW], strict=True)
        return [whys[file].get(row, "") if file >= 0 else "" for file, row in places]

    def name_places(self, rows: pd.DataFrame, column: str = "") -> str:
        """Return in words where rows were read: the first few, and how many more."""
        found = [
            self.name_place(file, row, column)
            for file, row in zip(rows[FILE].head(SHOWN), rows[ROW], strict=False)
        ]
        return first_of(found, between="; ", total=len(rows))

    def close(self, used: Collection[str], mapping: Mapping) -> None:
        """Give every row that is neither taken nor left out its reason."""
        for record in self.records:
            why = mapping.why_ignored(record.raw.name)
            unknown = not why and record.raw.name not in used
            record.close("no table of the mapping" if unknown else why, meant=not unknown)
        self.findings += (found for record in self.records for found in _report_odd_cells(record))
        self.findings += (
            found for record in self.records for found in _report_new_spellings(record)
        )
        self.findings += (found for record in self.records for found in _report_spellings(record))
        self.findings += (
            found for record in self.records for found in report_contradictions(record)
        )
        self.findings += report_hidden_rows(record.raw for record in self.records)
        self.findings += _report_defaults(self.records)
        self.findings += _report_partial_words(self.records)


def _report_odd_cells(record: FileRecord) -> Iterator[Finding]:
    """Report the odd cells of rows that were taken, column by column of the file."""
    for theirs, odd in record.raw.odd.items():
        here = {row: one for row, one in odd.items() if record.taken[row]}
        for table, column in _list_columns_of_ours(record.used.get(theirs, ()))[:1]:
            yield from report_odd(record.raw, theirs, here, column.kind, table)


def _report_new_spellings(record: FileRecord) -> Iterator[Finding]:
    """Report texts of rows that were taken which are spelled otherwise than in the file."""
    for (ours, what), rows in record.respelled.items():
        if here := [row for row in sorted(rows) if record.taken[row]]:
            places = [record.name_cell(row, ours) for row in here]
            table, column = ours.split(".")
            yield report_new_spellings(table, column, what, places)


def _report_spellings(record: FileRecord) -> Iterator[Finding]:
    """Report rows that say different things in the spellings of a column that is used."""
    for spellings in record.spellings:
        rows = np.flatnonzero(spellings.differing & record.taken).tolist()
        ours = next((record.used[one] for one in spellings.columns if one in record.used), [])
        if rows and ours:
            named = " and ".join(f"'{name}'" for name in spellings.columns)
            quoted = [_quote_row(record, spellings, row) for row in rows[:SHOWN]]
            told = first_of(quoted, between="; ", total=len(rows))
            yield Finding(
                "medium",
                "spellings_differ",
                ours[0].partition(".")[0],
                spellings.columns,
                f"{named} are one column, and differ: {told}. The spelling of the mapping, "
                "or else the first, was read.",
                "Rename or remove one of them in the file.",
            )


def _quote_row(record: FileRecord, spellings: Spellings, row: int) -> str:
    values = (f"{name} '{record.raw.cells[name].iloc[row]}'" for name in spellings.columns)
    return f"{record.raw.name_place(row)}: {', '.join(values)}"


def _list_columns_of_ours(names: Sequence[str]) -> list[tuple[str, Column]]:
    """Return table and column of what a column of a file is used as, where that is one of ours."""
    known = {
        f"{table}.{column.name}": (table, column) for table in TABLES for column in columns(table)
    }
    return [known[name] for name in names if name in known]


def _report_defaults(records: Sequence[FileRecord]) -> Iterator[Finding]:
    """Report words without a counterpart that were taken for one of ours."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for wording in (one for record in records for one in record.words):
        if wording.taken_for is not None:
            counted = counts.setdefault((wording.column, wording.taken_for), Counter())
            counted[wording.word] += len(wording.rows)
    for (column, taken_for), words in counts.items():
        table, name = column.split(".")
        yield Finding(
            "low",
            "word_by_default",
            table,
            tuple(sorted(words)),
            f"{_count_words(words)} of the column {name} have no counterpart; "
            f"they were taken for '{taken_for}'.",
            "Give their counterparts in a mapping, if they mean something else.",
        )


def _report_partial_words(records: Sequence[FileRecord]) -> Iterator[Finding]:
    """Report words without a counterpart that were left out of rows that were taken otherwise."""
    counts: dict[str, Counter[str]] = {}
    for record in records:
        for wording in record.words:
            partly = int(record.taken[wording.rows].sum())
            if wording.taken_for is None and partly:
                counts.setdefault(wording.column, Counter())[wording.word] += partly
    for column, words in counts.items():
        table, name = column.split(".")
        yield Finding(
            "low",
            WORD_LEFT_OUT,
            table,
            tuple(sorted(words)),
            f"{_count_words(words)} of the column {name} have no counterpart; their rows were "
            "taken for what else they say.",
            "Give their counterparts in a mapping, if they should count.",
        )


def _count_words(words: Counter[str]) -> str:
    """Return words with how often each stands, the most frequent first."""
    shown = [f"'{word}' ({count:,})" for word, count in words.most_common(SHOWN)]
    more = len(words) - len(shown)
    return ", ".join(shown) + (f" and {more:,} other words" if more else "")
