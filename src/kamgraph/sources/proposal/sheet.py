"""A file as its headings tell it: what it is about, and what each of its columns means."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kamgraph.model.folding import fold_name
from kamgraph.sources.proposal.headings import (
    Meaning,
    begins_with_thing,
    mentions_thing,
    names_thing,
    read_heading,
)
from kamgraph.sources.proposal.remarks import find_remarks
from kamgraph.sources.translation.cells import fill_fields, spell_texts, take_first
from kamgraph.sources.translation.mapping import list_fields
from kamgraph.sources.translation.report import FileRecord
from kamgraph.sources.translation.totals import find_totals, list_totals

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from kamgraph.sources.raw import RawTable

# What a file must tell to be about a thing: one part of each group, which may also name another.
_TELLS: dict[str, list[tuple[str, ...]]] = {
    "people": [("name", "first name", "last name")],
    "users": [("name", "first name", "last name")],
    "organizations": [("name",)],
    "deals": [("name", "id"), ("stage", "status", "value", "closes")],
    "contracts": [("called",), ("id", "name"), ("ends", "starts", "signed", "value")],
    "instalments": [("called",), ("due", "paid"), ("amount",)],
    "quotas": [("called",), ("amount",)],
    "roles": [("role",), (":people",), (":deals", ":organizations")],
    "interactions": [("date",), (":people", ":users")],
}
# Parts that files about anything have say little of what a file is about.
_COMMON = {"id", "name", "number", "link", "mail", "status", "owner"}
_NAMES = ("name", "first name", "last name")
_CALLED, _MENTIONED, _COLUMN, _COMMON_COLUMN, _PREFIXED = 6.0, 2.0, 1.0, 0.25, 3.0


@dataclass(frozen=True)
class Sheet:
    """A file with what its headings mean."""

    record: FileRecord
    subject: str  # the thing that its rows are about
    meanings: dict[str, Meaning]  # of the columns whose headings are known
    totals: tuple[str, ...] = ()  # with which words its rows of totals begin
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)  # the rows of the file it has
    # By column, the names that end with a remark on somebody, as the file has them, and the remark.
    remarks: dict[str, dict[str, str]] = field(default_factory=dict)
    is_whole: bool = True  # whether it lists all that there are, not those alone that rows name
    _texts: dict[tuple[str, ...], pd.Series[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.record.raw.name

    @property
    def called(self) -> str:
        """What says what it lists: its title, if it is one of several in a sheet."""
        # `Customer` above people says whose they are.
        title = self.record.raw.title
        return self.name if not title or names_thing(title, "organizations") else title

    @property
    def columns(self) -> list[str]:
        """Its columns as it spells them."""
        return _list_plain(self.record)

    def read_texts(self, *templates: str) -> pd.Series[str]:
        """Return for each row the first of some columns or templates that is filled."""
        if templates not in self._texts:
            found = take_first([*map(self._fill, templates)], self.record.raw.cells.index)
            self._texts[templates] = found.str.strip()
        return self._texts[templates]

    def _fill(self, template: str) -> pd.Series[str]:
        if fields := list_fields(template):
            return fill_fields(template, [*map(self.record.read_texts, fields)])
        return self.record.read_texts(template)

    def list_distinct(self, *templates: str) -> list[str]:
        """Return what columns or templates hold, each text once, in the order of the rows."""
        return [text for text in self.read_texts(*templates).unique() if text]

    def list_remarks(self, templates: str | tuple[str, ...]) -> list[str]:
        """Return what the file remarks on people behind the names in columns or templates."""
        every = (templates,) if isinstance(templates, str) else templates
        named = {one for template in every for one in list_fields(template) or [template]}
        return sorted({one for name in named for one in self.remarks.get(name, {}).values()})

    def list_columns(self, part: str, thing: str = "") -> list[str]:
        """Return the columns that tell something of a thing, by default the file's own."""
        found = [
            (meaning.rank, column)
            for column, meaning in self.meanings.items()
            if (meaning.thing, meaning.part) == (thing or self.subject, part)
        ]
        return [column for _, column in sorted(found, key=lambda one: one[0])]

    def find_column(self, part: str, thing: str = "") -> str:
        """Return the best column that tells something; empty if none does."""
        return next(iter(self.list_columns(part, thing)), "")


def make_sheet(raw: RawTable, things: Iterable[str]) -> Sheet | None:
    """Return a file with which of some things it is about; None if it is about none of them."""
    record = FileRecord(replace(raw, cells=spell_texts(raw.cells)))
    sheets = [read_as(record, subject) for subject in things]
    scored = [(_score(sheet), sheet) for sheet in sheets if tells_enough(sheet)]
    if not scored:
        return None
    best = max(scored, key=lambda one: one[0])[1]
    return _take_off_remarks(_part_names(_leave_out_totals(best)))


def _part_names(sheet: Sheet) -> Sheet:
    """Return a list that has a column of first names with the last names known for such."""
    # Beside `Vorname` a column `Name` holds last names, unless it repeats the first ones.
    whole, first = sheet.find_column("name"), sheet.find_column("first name")
    if not (whole and first) or sheet.find_column("last name"):
        return sheet
    pairs = zip(sheet.read_texts(whole), sheet.read_texts(first), strict=True)
    if any(one and one in name for name, one in pairs):
        return sheet
    part = sheet.meanings[whole]._replace(part="last name")
    return replace(sheet, meanings=sheet.meanings | {whole: part})


def _leave_out_totals(sheet: Sheet) -> Sheet:
    """Return a file without its rows of totals, which are nobody and nothing that it lists."""
    # A company may be called Total Energies; but no person is called Total anything.
    cells = sheet.record.raw.cells
    totals = list_totals(cells, of_groups=sheet.subject in {"people", "users"})
    record = FileRecord(sheet.record.raw.keep_rows(~find_totals(cells, totals)))
    return replace(sheet, record=record, totals=tuple(totals)) if totals else sheet


def _take_off_remarks(sheet: Sheet) -> Sheet:
    """Return a list of people without what it remarks on them behind their names."""
    if sheet.subject not in {"people", "users"}:
        return sheet
    columns = [one for part in _NAMES for one in sheet.list_columns(part)]
    remarks = {one: find_remarks(sheet.list_distinct(one)) for one in columns}
    remarks = {column: found for column, found in remarks.items() if found}
    if not remarks:
        return sheet
    cells = sheet.record.raw.cells.copy()
    for column, found in remarks.items():
        bare = {text: text.removesuffix(remark).rstrip() for text, remark in found.items()}
        cells[column] = cells[column].str.strip().replace(bare)
    record = FileRecord(replace(sheet.record.raw, cells=cells))
    return replace(sheet, record=record, remarks=remarks, _texts={})


def read_as(record: FileRecord, subject: str) -> Sheet:
    """Return a file as one about a thing."""
    called = fold_name(record.raw.name).removesuffix("s")
    read = {column: _read_column(column, subject, called) for column in _list_plain(record)}
    return Sheet(record, subject, {column: one for column, one in read.items() if one})


def _list_plain(record: FileRecord) -> list[str]:
    # A name with braces would be read as a template.
    return [name for name in map(str, record.raw.cells) if not {*name} & {*"{}"}]


def _read_column(column: str, subject: str, called: str) -> Meaning | None:
    """Return what a heading means; a file may put before it what the file itself is called."""
    if (found := read_heading(column, subject)) or not called:
        return found
    rest = fold_name(column).removeprefix(called)
    own = read_heading(rest, subject) if rest and rest != fold_name(column) else None
    return own if own and own.thing == subject else None


def tells_enough(sheet: Sheet) -> bool:
    """Return whether a file tells what one about its thing must tell."""
    return all(any(_tells(sheet, part) for part in group) for group in _TELLS[sheet.subject])


def _tells(sheet: Sheet, part: str) -> bool:
    if part == "called":  # headings of money stand in lists of everything
        return mentions_thing(sheet.called, sheet.subject) > 0
    if part == "status":  # tickets and accounts have one, too
        return bool(sheet.list_columns(part)) and mentions_thing(sheet.name, sheet.subject) > 0
    if not part.startswith(":"):
        return bool(sheet.list_columns(part))
    return any(one.thing == part[1:] != sheet.subject for one in sheet.meanings.values())


def _score(sheet: Sheet) -> float:
    """Weigh how well what a file is called and what its columns tell fit a thing."""
    subject = sheet.subject
    own = [
        meaning.part
        for meaning in sheet.meanings.values()
        if meaning.thing == subject or meaning.part
    ]
    common = sum(part in _COMMON for part in own)
    begun = [column for column in sheet.columns if begins_with_thing(column, subject)]
    return (
        _CALLED * names_thing(sheet.called, subject)
        + _MENTIONED * (mentions_thing(sheet.called, subject) > 1)
        + mentions_thing(sheet.called, subject) / 100
        + _COLUMN * (len(set(own)) - len(set(own) & _COMMON))
        + _COMMON_COLUMN * common
        + _PREFIXED * len(begun) / max(len(sheet.columns), 1)
    )
