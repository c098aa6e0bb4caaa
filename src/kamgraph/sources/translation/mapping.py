"""How the files and columns of another system become our tables: a mapping, kept as TOML."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Self
from zoneinfo import available_timezones

import tomli_w
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    PositiveInt,
    model_validator,
)

from kamgraph.door import guard_methods
from kamgraph.errors import SourceError
from kamgraph.model import toml
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.folding import fold, fold_name
from kamgraph.model.marks import InPercent
from kamgraph.model.once import once
from kamgraph.model.tables import id_columns, list_required, unique_key
from kamgraph.sources.translation.days import EPOCHS

if TYPE_CHECKING:
    from pathlib import Path

    from kamgraph.sources.raw import LeftOut

ALIASES = "aliases"
ALIAS_COLUMNS = ("of", "old", "id")
FIELD = re.compile(r"\{([^{}]+)\}")  # and no more: what str.format takes could do harm


def list_fields(template: str) -> list[str]:
    """Return the columns that a template such as ``{FirstName} {LastName}`` names, if it is one."""
    return FIELD.findall(template)


def list_required_columns(table: str) -> set[str]:
    """Return the columns without which a row of a table, or an alias, says nothing."""
    if table == ALIASES:
        return {*ALIAS_COLUMNS}
    return {*list_required(table)}


def list_shares(table: str) -> list[str]:
    """Return the columns of a table that hold shares of 1."""
    return [one.name for one in columns(table) if one.mark(InPercent)] if table in TABLES else []


def _make_tuple(one: object) -> object:
    return (one,) if isinstance(one, str) else one


def _unwrap_single(names: tuple[str, ...]) -> str | tuple[str, ...]:
    """Undo :func:`_several`: a single name needs no list."""
    return names[0] if len(names) == 1 else names


def _wrap_alternatives(names: object) -> object:
    """Let ``"a"`` and ``["a", "b"]`` mean the one alternative that has them all."""
    names = _make_tuple(names)
    flat = isinstance(names, (list, tuple)) and names and all(isinstance(one, str) for one in names)
    return (names,) if flat else names


def _check_table(table: str) -> str:
    if table not in {*TABLES, ALIASES}:
        raise ValueError(f"is no table; tables are {', '.join([*TABLES, ALIASES])}")
    return table


def _check_column(name: str) -> str:
    table, _, column = name.partition(".")
    if table not in TABLES or column not in {one.name for one in columns(table)}:
        raise ValueError("names no column of ours; name the table too, such as roles.role")
    return name


def _make_lines(one: object) -> object:
    return (one,) if isinstance(one, int) else one


def _unwrap_line(lines: tuple[int, ...]) -> int | tuple[int, ...]:
    """Undo :func:`_make_lines`: a single line needs no list."""
    return lines[0] if len(lines) == 1 else lines


Several = Annotated[tuple[str, ...], BeforeValidator(_make_tuple)]
Lines = Annotated[
    tuple[PositiveInt, ...], BeforeValidator(_make_lines), PlainSerializer(_unwrap_line)
]
Names = Annotated[Several, PlainSerializer(_unwrap_single)]
Alternatives = Annotated[tuple[Several, ...], BeforeValidator(_wrap_alternatives)]


class TableMapping(BaseModel):
    """How the rows of one file become rows of one of our tables."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        defer_build=True,
        ignored_types=(cached_property,),
    )

    file: Names
    """What the file, sheet or object is called, in any spelling; the first name is the usual."""
    known_by: Alternatives = ()
    """Columns by which a file of any other name is known; or lists of such, each enough."""
    header: Lines = ()
    """The line of the file, or row of the sheet, with the names of the columns, where it is not to
    be found by itself; several lines if names stand in them one above another. Tables one below
    another in a file each have their header."""
    table: Annotated[str, AfterValidator(_check_table)]
    """Our table; or `aliases`, whose rows say that the id `old` of the table `of` is now `id`."""
    columns: dict[str, Names]
    """Our column → theirs: the first that is there and filled, or a template such as
    `{FirstName} {LastName}`, which is empty where all its columns are."""
    keep: dict[str, Names] = {}
    """A column of your own → theirs, as in `columns`: kept in the book, though nothing but mail
    looks at it, such as `{ mail = "Email" }` of people, who are met by it."""
    constants: dict[str, str] = {}
    """Our column → what all rows hold."""
    defaults: dict[str, str] = {}
    """Our column → what rows hold in which theirs is empty, or a word without a counterpart."""
    words: dict[str, dict[str, str]] = {}
    """Our column → their word → ours; an empty word of ours makes no row. `Call*` stands for all
    words that begin so, `*` for any other word, and an empty word for an empty cell."""
    decided_by: dict[str, dict[str, dict[str, str]]] = {}
    """Our column → a column of theirs that decides it by some of its words → such a word → ours;
    for all its other words `columns` and `words` count: a deal whose status is `Lost` is lost,
    whatever its stage."""
    by: dict[str, Names] = {}
    """Our column of ids → by what their cells name the row that is meant, if not by its id: a
    column of theirs in the file of that row, such as `Email`, a template, or a column of ours,
    such as `name`. What names one row counts; what names several is left out and reported."""
    percent: Names = ()
    """Our columns whose numbers the file gives in percent: 60 is 0.6, and 1 is 0.01; without it, 1
    is 1. What says so itself, such as `60%`, is read as that in any case."""
    split: dict[str, Names] = {}
    """Our column → the mark, or the marks, between several values in one of their cells: a row for
    each."""
    remarks: dict[str, dict[str, dict[str, str]]] = {}
    """Our column → a remark before or behind a value, such as `(dotted)` → what other columns of
    ours hold in that row, such as `{ kind = "dotted_line" }`."""
    only: dict[str, Names] = {}
    """Their column → the values that a row must have; `*` is any text, `00Q*` any that begins
    so."""
    skip: dict[str, Names] = {}
    """Their column → the values of rows that are left out and counted; `*` is any text, `00Q*`
    any that begins so."""
    prefer: dict[str, Names] = {}
    """Their column → the values of rows that come first where several give one id, such as
    `{ Primary = "true" }` for people with two employers; without it the first row counts."""
    done: dict[str, Names] = {}
    """Their column → the values of interactions that have taken place, and so are no plans."""
    because: dict[str, str] = {}
    """Their column → why rows are left out for what it holds, in words for the report."""
    fills: bool = False
    """Whether rows count only where no other file gives their id."""

    @model_validator(mode="after")
    def _check_columns(self) -> Self:
        said = (said for remarks in self.remarks.values() for said in remarks.values())
        named = {*self.columns, *self.constants, *self.defaults, *self.words, *self.split}
        named = named.union(self.remarks, self.decided_by, *said)
        known = self.known_columns
        if not named:
            raise ValueError("names no column of ours")
        if strange := sorted(named - {*known}):
            raise ValueError(
                f"{', '.join(strange)}: no column of {self.table}; its columns are "
                f"{', '.join(known)}"
            )
        if not self.keep.keys().isdisjoint(known):
            raise ValueError("keep: holds columns of ours; put them among the columns")
        ids = {} if self.table == ALIASES else id_columns(self.table)
        if strange := sorted(self.by.keys() - ids.keys() | self.by.keys() & {"id"}):
            raise ValueError(f"by: {', '.join(strange)}: no column of {self.table} names others")
        if strange := sorted({*self.percent} - {*list_shares(self.table)}):
            raise ValueError(f"percent: {', '.join(strange)}: {self.table} has no such share of 1")
        said_by = (words for deciders in self.decided_by.values() for words in deciders.values())
        if any("" in words.values() for words in said_by):
            raise ValueError("decided_by gives no word of ours; skip leaves rows out")
        given = {*self.columns, *self.constants, *self.defaults}
        needed = ALIAS_COLUMNS if self.table == ALIASES else unique_key(self.table)[:1]
        if lost := [name for name in needed if name not in given]:
            raise ValueError(f"{', '.join(lost)}: without it, rows of {self.table} say nothing")
        return self

    def list_theirs(self) -> list[str]:
        """Return the columns of a file that this use of it looks at."""
        names = [one for theirs in (*self.columns.values(), *self.keep.values()) for one in theirs]
        fields = [field for one in names for field in list_fields(one) or [one]]
        decided = [column for columns in self.decided_by.values() for column in columns]
        return [*self.skip, *self.only, *self.prefer, *self.done, *decided, *fields]

    @once
    def files(self) -> frozenset[str]:
        """The names of its files as they are compared."""
        return frozenset(map(fold_name, self.file))

    @property
    def known_columns(self) -> tuple[str, ...]:
        """The columns that rows of the table may have."""
        if self.table == ALIASES:
            return ALIAS_COLUMNS
        return tuple(column.name for column in columns(self.table))


def _check_form(form: str) -> str:
    try:
        re.compile(form)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    return form


class Evidence(BaseModel):
    """By what the exports of a system are told from those of all others."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True
    )

    columns: Names = ()
    """Columns that its exports alone have, as they spell them: here capitals, blanks and signs
    count, for `Record Id` and `Record ID` are columns of two systems."""
    files: Names = ()
    """Names of files that it alone gives; `sf_*` stands for all that begin so."""
    tables: dict[str, Names] = {}
    """File that it alone calls so, in capitals and all → the columns that it has together."""
    ids: dict[str, Annotated[str, AfterValidator(_check_form)]] = {}
    """Their column → the form of the whole ids in it, as a regular expression."""


@guard_methods
class Mapping(BaseModel):
    """How an export becomes a book: a :class:`TableMapping` for each use of a file.

    Keep one as TOML, with ``[[tables]]`` for each; ``kamgraph map`` proposes one.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        defer_build=True,
        ignored_types=(cached_property,),
    )

    name: str
    """What the export comes from; the name of a known system brings along what no mapping can
    express, such as its ids."""
    evidence: Evidence = Evidence()
    """By what such exports are recognised; a mapping that is given needs none."""
    tables: tuple[TableMapping, ...] = ()
    """The uses of files."""
    sums: dict[Annotated[str, AfterValidator(_check_table)], Names] = {}
    """Columns that only sum up what rows of a table would tell, such as the day of the last one."""
    rows: dict[Annotated[str, AfterValidator(_check_table)], tuple[dict[str, str], ...]] = {}
    """Rows of ours that no file holds, such as our own organization."""
    days: str = "iso"
    """How dates are written whose order their form does not tell: `day_first` or `month_first`;
    `iso` where there are none. Never guessed; dates with the year first or a word for the month are
    read in any case."""
    century: int | None = None
    """The first of the hundred years that two digits stand for: with `1950`, 49 is 2049 and 50 is
    1950. Without it, dates with such years are not read."""
    epoch: str = ""
    """What a date that is a mere number counts: `seconds`, `milliseconds` or `microseconds` since
    1970, or `days` as spreadsheets count them, since 1900. A number that would count fewer than a
    hundred days counts something else, and is not read; nor is a year; `20260105` is that day."""
    zone: str = ""
    """The time zone of which moments with a zone of their own take the day, such as
    `Asia/Shanghai`; without it they take the day as it is written."""
    thousands: str = ""
    """The mark between thousands in numbers."""
    fill_down: Names = ()
    """Columns whose empty cells repeat the cell above, in reports that group rows."""
    totals: Names = ()
    """Words with which rows of totals begin, such as `Subtotal`; beside them stand only numbers
    and counts."""
    stamps: Names = ()
    """Columns that say when rows were last changed: the newest of these days, and of those on which
    anything is said to be done, is that of the export; interactions after it are plans, and left
    out."""
    words: dict[Annotated[str, AfterValidator(_check_column)], dict[str, str]] = {}
    """Our table and column, such as `roles.role` → their word → ours, for all files."""
    skip: dict[str, Names] = {}
    """Their column → the values of rows that are left out, for all files; aliases excepted, as
    rows that were merged into others are often marked as deleted."""
    ignored: dict[str, str] = {}
    """Files and sheets that are known and hold nothing of a book, such as `*_history` → why, in
    words: they are no loss."""

    def list_headers(self) -> dict[str, list[tuple[int, ...]]]:
        """Return the headers that are given for each file, whose name is folded."""
        headers: dict[str, list[tuple[int, ...]]] = {}
        for use in self.tables:
            for name in map(fold_name, use.file):
                if use.header and use.header not in headers.setdefault(name, []):
                    headers[name].append(use.header)
        return headers

    @once
    def files(self) -> frozenset[str]:
        """The names of all files that it uses, as they are compared."""
        return frozenset[str]().union(*(use.files for use in self.tables))

    def why_ignored(self, file: str) -> str:
        """Return why a file is not used by intention; empty if it is not left out so."""
        whys = (
            why for pattern, why in self.ignored.items() if fnmatchcase(fold(file), fold(pattern))
        )
        return next(whys, "")

    def judge_left_out(self, unread: LeftOut) -> LeftOut:
        """Return a file or sheet that is not read as lost only if it is not ignored."""
        why = self.why_ignored(unread.name)
        return unread._replace(reason=f"{unread.reason} ({why})", lost=False) if why else unread

    @model_validator(mode="after")
    def _check_days(self) -> Self:
        if self.days not in {"iso", "day_first", "month_first"}:
            raise ValueError("days is one of iso, day_first, month_first")
        if self.epoch not in {"", *EPOCHS}:
            raise ValueError(f"epoch is one of {', '.join(EPOCHS)}")
        if self.zone and self.zone not in available_timezones():
            raise ValueError(f"the time zone '{self.zone}' is unknown; one is Europe/London")
        return self

    @classmethod
    def from_toml(cls, source: str | Path) -> Self:
        """Read a mapping from a TOML file (a ``Path``) or from the text itself.

        Raises
        ------
        SourceError
            If it is not TOML, or names an unknown key, table or column.
        """
        return toml.read_toml(cls, source, "mapping", SourceError)

    def to_toml(self) -> str:
        """Return the mapping as TOML; :meth:`from_toml` reads it back equal."""
        whole = tomli_w.dumps(self.model_dump(exclude_defaults=True, exclude={"tables"}))
        return "\n".join([whole, *map(spell_table, self.tables)])


def spell_table(table: TableMapping) -> str:
    """Return the ``[[tables]]`` of a mapping for one use of a file, never as an inline table."""
    text = tomli_w.dumps({"tables": table.model_dump(exclude_defaults=True)})
    return text.replace("[tables]", "[[tables]]", 1)
