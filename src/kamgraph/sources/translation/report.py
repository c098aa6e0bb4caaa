"""What was read of every input file, and what was not and why: nothing vanishes unsaid."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.finding import SEVERITIES, Finding, findings_table
from kamgraph.model.folding import fold_all
from kamgraph.model.tables import nature
from kamgraph.sources.odd_cells import find_unfit
from kamgraph.sources.raw import LeftOut
from kamgraph.sources.translation.layout import report_layout
from kamgraph.sources.translation.lost import Lost, make_table
from kamgraph.sources.translation.mapping import list_fields
from kamgraph.sources.translation.read_report import ReadReport
from kamgraph.sources.translation.totals import REPEATED_HEADER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from kamgraph.model.book import Book
    from kamgraph.model.columns import Column
    from kamgraph.sources.raw import Odd, RawTable
    from kamgraph.sources.translation.spellings import Spellings


class Wording(NamedTuple):
    """A word of the export that the mapping does not translate."""

    column: str  # our table and column: `deals.stage`
    word: str  # their word
    # The word of ours that it was taken for by default; None where it was left out.
    taken_for: str | None
    rows: np.ndarray  # the rows of the file that hold it


def _count_notes(raw: RawTable) -> str:
    """Tell how many lines of a file are of no table of it."""
    counts = ((len(raw.above), "above the header"), (len(raw.footer), "of footer"))
    return ", ".join(
        f"{count} {raw.unit}{'s' if count > 1 else ''} {where}" for count, where in counts if count
    )


class FileRecord:
    """What becomes of the rows of one file while it is read."""

    def __init__(self, raw: RawTable) -> None:
        """Begin with all rows neither taken nor left out."""
        self.raw = raw
        self.taken = np.zeros(len(raw.cells), dtype=bool)
        self.filled = np.zeros(len(raw.cells), dtype=bool)
        self.reason = np.full(len(raw.cells), "", dtype=object)
        self.reason_to_fill = np.full(len(raw.cells), "", dtype=object)
        self.meant: set[str] = set()  # reasons for which rows are left out on purpose
        self.weak = {""}  # reasons that stand only until another one comes
        self.done = np.zeros(len(raw.cells), dtype=bool)  # rows that are said to have happened
        self.apart = np.zeros(len(raw.cells), dtype=bool)  # rows of totals, and empty ones
        self.spellings: list[Spellings] = []  # columns that are one
        self.left_out: dict[str, list[pd.Series[str]]] = {}
        self.words: list[Wording] = []
        self.met: dict[str, set[str]] = {}  # the words of each column of ours, as the file has them
        self.used: dict[str, list[str]] = {}
        # Why cells are empty that no row can be without, by column of ours and row.
        self.whys: dict[str, dict[int, str]] = {}
        # The rows whose text of a column of ours is spelled otherwise, by column and how.
        self.respelled: dict[tuple[str, str], set[int]] = {}
        # The rows whose cells contradict each other, by column of ours: what the cells say.
        self.contradictions: dict[str, dict[int, str]] = {}
        self.note = _count_notes(raw)
        self._coded: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._texts: dict[str, pd.Series[str]] = {}
        self._folded: dict[str, pd.Index[str]] = {}

    def _code(self, column: str) -> tuple[np.ndarray, np.ndarray]:
        """Return which of its distinct texts each row of a column holds, and these texts."""
        if column not in self._coded:
            codes, distinct = pd.factorize(self.raw.cells[column])
            self._coded[column] = codes, np.asarray(distinct, dtype=object)
        return self._coded[column]

    def read_texts(self, column: str) -> pd.Series[str]:
        """Return a column as plain objects, one for each distinct text."""
        # Texts of Arrow are slow to look at one by one, and objects of their own to compare.
        if column not in self._texts:
            codes, distinct = self._code(column)
            self._texts[column] = pd.Series(distinct[codes], self.raw.cells.index, dtype=object)
        return self._texts[column]

    def find_cells(self, column: str, texts: Collection[str]) -> np.ndarray:
        """Return which rows hold one of some texts in a column."""
        codes, distinct = self._code(column)
        if {*texts}.isdisjoint(distinct):  # as most are, which is seen sooner
            return np.zeros(len(codes), dtype=bool)
        return np.array([text in texts for text in distinct], dtype=bool)[codes]

    def find_folded(
        self, column: str, texts: Collection[str], beginnings: tuple[str, ...]
    ) -> np.ndarray:
        """Return which rows hold, but for case and width, a text or begin as one of some do."""
        codes, distinct = self._code(column)
        if column not in self._folded:
            self._folded[column] = pd.Index(fold_all(distinct.tolist()), dtype=object)
        folded = self._folded[column]
        found = folded.isin([*texts])
        joined = "\n".join(["", *folded])
        if any(f"\n{begin}" in joined for begin in beginnings):
            begun = (text.startswith(beginnings) for text in folded)
            found |= np.fromiter(begun, bool, len(folded))
        return (found & (folded != ""))[codes] if found.any() else np.zeros(len(codes), dtype=bool)

    def list_distinct(self, theirs: str) -> list[str]:
        """Return what a column holds in whatever spelling of it, each text once."""
        column = self.raw.find_column(theirs)
        return [text for text in self._code(column)[1] if text] if column else []

    def read_known_texts(
        self, column: str, ours: Column, nothing: AbstractSet[str]
    ) -> pd.Series[str]:
        """Return a column without what stands for nothing, or does not fit a column of ours."""
        texts = self.read_texts(column)
        gone = self.find_cells(column, nothing)
        gone[[*find_unfit(self.raw, column, ours)]] = True
        return texts.mask(gone, "") if gone.any() else texts

    def has(self, template: str) -> bool:
        """Return whether the file has a column, or all columns of a template."""
        return all(map(self.raw.find_column, list_fields(template) or [template]))

    def find_key(self, table: str) -> str:
        """Return a column that tells rows apart which the mapping knows by their names alone."""
        # A file that lists deals may name one person in many of them, and that is one person.
        used = [{*uses} for uses in self.used.values()]
        listed = [one for one in TABLES if any(f"{one}.id" in uses for uses in used)]
        by_name = any({f"{table}.id", f"{table}.name"} <= uses for uses in used)
        if not by_name or listed[-1] != table:
            return ""
        free = (name for name in map(str, self.raw.cells) if not self._is_read_as(name, table))
        return next((name for name in free if self._tells_apart(name)), "")

    def _is_read_as(self, column: str, table: str) -> bool:
        own = {f"{table}.{one.name}" for one in columns(table)}
        return not own.isdisjoint(self.used.get(column, ()))

    def _tells_apart(self, column: str) -> bool:
        texts = self.read_texts(column)
        return texts.is_unique and not (texts == "").any()

    def take_all(self, but: np.ndarray) -> None:
        """Note that all rows but repeated headers are taken, each column as itself."""
        self.taken[:] = ~but
        self.skip(np.flatnonzero(but), REPEATED_HEADER, meant=True)
        for column in self.raw.cells:
            self.use(str(column), f"{self.raw.name}.{column}")

    def close(self, note: str = "", *, meant: bool = True) -> None:
        """Settle what is still open: every row is taken now, or has its reason."""
        if note:
            self.note = note
        self.taken |= self.filled & (self.reason == "")
        self.reason = np.where(self.reason == "", self.reason_to_fill, self.reason)
        rest = np.flatnonzero(~self.taken & (self.reason == ""))
        self.skip(rest, note or "says nothing that a book holds", meant=meant)

    def skip(
        self,
        rows: np.ndarray,
        reason: str | Sequence[str] | np.ndarray,
        *,
        fills: bool = False,
        meant: bool = False,
        weak: bool = False,
    ) -> None:
        """Note why rows are left out; the first reason stands, ``fills`` only without another."""
        # A weak reason stands until another one comes: what a row says again may be all the same.
        reason_of = self.reason_to_fill if fills else self.reason
        reasons = np.broadcast_to(np.asarray(reason, dtype=object), rows.shape)
        codes, before = pd.factorize(reason_of[rows])
        yields = [one in self.weak and not (one and weak) for one in before]
        first = np.array(yields, dtype=bool)[codes]
        reason_of[rows[first]] = reasons[first]
        said = {*pd.unique(reasons)}
        self.meant |= said if meant else set()
        self.weak |= said if weak else set()

    def respell(self, ours: str, what: str, rows: np.ndarray) -> None:
        """Note rows whose text of a column of ours is spelled otherwise than in the file."""
        if len(rows):
            self.respelled.setdefault((ours, what), set()).update(rows.tolist())

    def contradict(self, ours: str, told: Mapping[int, str]) -> None:
        """Note rows of which other cells tell something else of a column of ours."""
        self.contradictions.setdefault(ours, {}).update(told)

    def find_idle(self) -> set[str]:
        """Return the columns with content that nothing uses, of a file of which others are."""
        raw = self.raw
        if raw.derived or not self.used:
            return set()
        free = {*map(str, raw.cells)} - raw.made - raw.served - {*self.used}
        return {column for column in free if any(map(str.strip, self.list_distinct(column)))}

    def name_cell(self, row: int, ours: str) -> str:
        """Return in words where the cell stands from which a column of ours was read."""
        return self.raw.name_place(row, self.find_use(ours))

    def use(self, column: str | None, ours: str) -> None:
        """Note that a column is used as one of ours."""
        joined = next((one.columns for one in self.spellings if column in one.columns), ())
        for name in dict.fromkeys([str(column), *joined]):
            names = self.used.setdefault(name, [])
            if ours not in names:
                names.append(ours)

    def find_odd(self, ours: str) -> dict[int, Odd]:
        """Return the odd cells of a column of ours by row."""
        names = (theirs for theirs, uses in self.used.items() if ours in uses)
        return {row: odd for theirs in names for row, odd in self.raw.odd.get(theirs, {}).items()}

    def find_filled(self, row: int, templates: Sequence[str]) -> str:
        """Return the column of the first template that holds something in a row, else empty."""
        for template in templates:
            names = [*map(self.raw.find_column, list_fields(template) or [template])]
            found = [name for name in names if name and self.read_texts(name).iloc[row]]
            if found and all(names):
                return found[0]
        return ""

    def find_use(self, ours: str) -> str:
        """Return the first column of the file that is used as one of ours, empty without any."""
        return next((theirs for theirs, names in self.used.items() if ours in names), "")


def _count_rows(book: Book, table: str) -> tuple[int, int]:
    """Return how many rows a table has, and of how many things they are."""
    first = columns(table)[0].name
    if nature(table).shared:
        ids = book.find_distinct(table, first)[first]
        return len(ids.codes), len(ids.members)
    count = len(book.column(table, first))
    return count, count


def report_on(
    source: str,
    book: Book,
    *,
    records: Sequence[FileRecord] = (),
    findings: Iterable[Finding] = (),
    lost: Iterable[Lost] = (),
    left_out: Iterable[LeftOut] = (),
    system: str = "",
    known_by: str = "",
) -> ReadReport:
    """Make the report on a book from the records of all files."""
    tables = [(name, *found) for name in TABLES if (found := _count_rows(book, name))[0]]
    files = [
        (
            one.raw.place,
            len(one.taken),
            int(one.taken.sum()),
            int((~one.taken).sum()),
            one.note,
            one.raw.derived,
        )
        for one in records
    ]
    skipped = [
        (one.raw.place, int(one.raw.lines[row]), one.reason[row], one.reason[row] not in one.meant)
        for one in records
        for row in np.flatnonzero(~one.taken)
    ]
    columns = [
        (one.raw.place, column, ", ".join(one.used.get(column, [])), column in idle)
        for one, idle in ((one, one.find_idle()) for one in records)
        for column in map(str, one.raw.cells)
        if column not in one.raw.made
    ]
    doubts = [*findings, *report_layout([one.raw for one in records])]
    graded = sorted(doubts, key=lambda one: (SEVERITIES.index(one.severity), *one[1:4]))
    return ReadReport(
        source,
        pd.DataFrame(tables, columns=["table", "rows", "count"]),
        pd.DataFrame(files, columns=["file", "rows", "taken", "skipped", "note", "derived"]).astype(
            {"derived": bool}
        ),
        pd.DataFrame(skipped, columns=["file", "line", "reason", "lost"]).astype({"lost": bool}),
        make_table(lost),
        pd.DataFrame([*left_out], columns=[*LeftOut._fields])
        .drop(columns="name")
        .astype({"lost": bool}),
        pd.DataFrame(columns, columns=["file", "column", "used_as", "idle"]).astype({"idle": bool}),
        findings_table(graded),
        system=system,
        known_by=known_by,
    )
