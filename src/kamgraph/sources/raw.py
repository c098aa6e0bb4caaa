"""A table as a file holds it, before anything of it is believed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

import numpy as np

from kamgraph.model.folding import fold_name
from kamgraph.model.once import once

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from kamgraph.errors import Locate


Told = TypeVar("Told")  # of a cell
TEXTS = ("str", "object")  # the dtypes of columns of text; they are found by being equal only


class Odd(NamedTuple):
    """What is odd about a cell, to be judged only where something needs the cell."""

    value: str  # as the file shows it
    what: str  # what is wrong with it, and what to do
    # Which columns may take the text of the cell: none, those of days, those that may be empty (as
    # the cell then is), or any.
    fits: Literal["none", "day", "optional", "any"] = "none"

    def is_fit(self, kind: str, required: bool) -> bool:  # noqa: FBT001 - as columns are
        """Return whether a column of some kind may take the text of the cell."""
        return self.fits in {"any", kind} or (self.fits == "optional" and not required)


class LeftOut(NamedTuple):
    """A file, or a sheet of one, that is not read."""

    file: str  # where it is, in words
    reason: str
    lost: bool  # whether it may hold rows
    name: str = ""  # what a mapping calls it: the stem of a file, a sheet


@dataclass(frozen=True, eq=False)
class RawTable:
    """A table of texts that knows where each of them stands in the input."""

    name: str  # what the source calls the table: the stem of a file, a sheet, an object
    # Where the table is, in words for messages: `export/Contact.csv`, or `book.xlsx, sheet people`.
    place: str
    # The cells as text, empty ones as empty text; one column per column of the source.
    cells: pd.DataFrame
    # For each row the line of the file in which it begins, or the row of the sheet.
    lines: np.ndarray
    unit: str = "line"  # what a line is called: `line`, or `row` where the source has no lines
    # Whether it is from delimited text, in which cells may be guarded by apostrophes.
    from_text: bool = False
    # For a sheet, the letters of each column; empty for text files.
    letters: Mapping[str, str] = field(default_factory=dict)
    # Lines below the table that are no rows of it, with their texts.
    footer: tuple[tuple[int, str], ...] = ()
    # Whether it was made of cells of another table, whose rows are those of the file.
    derived: bool = False
    # The system whose records alone have the form of the file; empty for forms that many have.
    system: str = ""
    # For each column its odd cells by row, from 0. Their texts are what fits, else empty.
    odd: Mapping[str, Mapping[int, Odd]] = field(default_factory=dict)
    # For each column the currencies that the formats of its cells show, by row, from 0.
    currencies: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    # And their units, words such as 万 or %, which the numbers in the cells lack.
    units: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    hidden: tuple[int, ...] = ()  # the lines that the source hides from who looks at it
    # The lines of its header, and the notes and titles above it, with their lines.
    header: tuple[int, ...] = ()
    above: tuple[tuple[int, str], ...] = ()
    # The columns that are not the file's: made of others for a mapping to read, which those serve.
    made: frozenset[str] = frozenset()
    served: set[str] = field(default_factory=set)
    # The columns that are left out, as the header that is given names them not: where, and a text.
    nameless: tuple[tuple[str, str], ...] = ()
    # Where it was parted from the table before it in the same rows, such as ``column D``.
    parted_at: str = ""
    # The texts over its names that are taken for those of groups of them, though they stand over
    # all of its columns: titles of tables that touch would look so.
    groups: tuple[str, ...] = ()
    part_of: str = ""  # what the source calls the file or sheet, if it holds other tables too
    title: str = ""  # the text that stands alone above it, if the file or sheet holds others too

    @property
    def may_be_typed(self) -> bool:
        """Whether people may have typed its cells: it is text or a sheet, not of a program."""
        return self.from_text or bool(self.letters)

    def name_place(self, row: int | None, column: str = "") -> str:
        """Return in words where a row (from 0; None: the header) and one of its columns stand."""
        line = None if row is None else self.lines[row]
        if line is not None and column in self.letters:
            return f"{self.place}, cell {self.letters[column]}{line}"
        parts = [
            "" if line is None else f"{self.unit} {line}",
            f"column {column}" if column else "",
        ]
        return ", ".join(part for part in (self.place, *parts) if part)

    @once
    def _spelling_of(self) -> dict[str, str]:
        # As it is spelled, or else the first that is so but for case and signs; those that begin
        # with a sign, such as `.id` of Odoo beside its `id`, come last.
        names = [str(column) for column in self.cells]
        plain_first = sorted(names, key=lambda name: not name[:1].isalnum())
        folded = {fold_name(name): name for name in reversed(plain_first)}
        return folded | {name: name for name in names}

    def find_column(self, name: str) -> str | None:
        """Return the table's own spelling of a column, None if it has none like it."""
        return self._spelling_of.get(name) or self._spelling_of.get(fold_name(name))

    def keep_rows(self, kept: np.ndarray) -> RawTable:
        """Return the table with some of its rows only."""
        cells = self.cells[kept].reset_index(drop=True)
        return replace(
            self,
            cells=cells,
            lines=self.lines[kept],
            odd=_keep_rows_of(self.odd, kept),
            currencies=_keep_rows_of(self.currencies, kept),
            units=_keep_rows_of(self.units, kept),
        )

    @property
    def locate(self) -> Locate:
        """What fills lines and places into an error about this table's rows."""

        def locate_row(row: int | None, column: str) -> tuple[int | None, str]:
            at = None if row is None else row - 1
            return None if at is None else int(self.lines[at]), self.name_place(at, column)

        return locate_row


def first_text(texts: Iterable[str]) -> str:
    """Return the first text of a column that is not blank."""
    return next((text for text in texts if text.strip()), "")


def _keep_rows_of(
    told: Mapping[str, Mapping[int, Told]], kept: np.ndarray
) -> dict[str, dict[int, Told]]:
    """Return what is told of the cells of rows that are kept, by their new rows."""
    at = dict(zip(np.flatnonzero(kept).tolist(), range(len(kept)), strict=False))
    return {
        column: {at[row]: one for row, one in rows.items() if row in at}
        for column, rows in told.items()
    }


def name_tables(tables: Sequence[RawTable], titles: Sequence[str], name: str) -> list[RawTable]:
    """Name the tables of one file or sheet: the first as it, others by their titles or numbers."""
    names = [name]
    for number, title in enumerate(titles[1:], start=2):
        names.append(title if title and title not in names else f"{name} {number}")
    return [
        replace(
            one,
            name=own,
            part_of=name,
            place=one.place if own == name else f"{one.place}, {own}",
            title=title if len(tables) > 1 else "",
        )
        for one, own, title in zip(tables, names, titles, strict=True)
    ]
