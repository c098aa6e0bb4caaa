"""What files are about: rows of one kind or of two, or records that stand in those of another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kamgraph.model.folding import fold, fold_name
from kamgraph.sources.proposal.headings import KEYS, Meaning, load_knowledge, read_heading
from kamgraph.sources.proposal.sheet import Sheet, make_sheet, read_as, tells_enough
from kamgraph.sources.records.fields import PARENT
from kamgraph.sources.translation.report import FileRecord

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kamgraph.sources.raw import RawTable

# What else people have than companies: a list that tells of none of it may be of companies.
_PERSONAL = {"first name", "last name", "mail", "title", "function", "level", "above", "post"}
_ID_OF_COMPANY = Meaning("organizations", "", "id")


def list_views(raws: Sequence[RawTable], things: Iterable[str]) -> list[list[Sheet]]:
    """Return for each file the sheets of it: none, one, or one for each kind of its rows."""
    things = [*things]
    sheets = _relate_records(raws, [make_sheet(raw, things) for raw in raws])
    views = [_divide_kinds(sheet) if sheet else [] for sheet in sheets]
    ids = _list_ids([one for found in views for one in found if one.subject == "organizations"])
    return _add_organizations([[_follow_ids(one, ids, "manager") for one in own] for own in views])


def _relate_records(raws: Sequence[RawTable], sheets: Sequence[Sheet | None]) -> list[Sheet | None]:
    """Let records in others name those as what they are; people are in those of companies."""
    related = [*sheets]
    above = {at: found for at, raw in enumerate(raws) if (found := _find_parent(raw, raws)) >= 0}
    for at, parent in above.items():
        inner, outer = related[at], related[parent]
        if inner and inner.subject == "people" and outer and _may_be_companies(outer):
            companies = read_as(outer.record, "organizations")
            related[parent] = companies if tells_enough(companies) else None
    for at, parent in above.items():
        if inner := related[at]:
            related[at] = _name_parent(inner, related[parent])
    return related


def _find_parent(raw: RawTable, raws: Sequence[RawTable]) -> int:
    """Return the table in whose records those of another stand, -1 if they stand in none."""
    if PARENT not in raw.cells:
        return -1
    named = [name for name in raw.cells[PARENT].unique() if name]
    found = (at for at, one in enumerate(raws) if [one.name] == named and one is not raw)
    return next(found, -1)


def _may_be_companies(sheet: Sheet) -> bool:
    own = {one.part for one in sheet.meanings.values() if one.thing == sheet.subject}
    return sheet.subject == "people" and not own & _PERSONAL


def _name_parent(sheet: Sheet, parent: Sheet | None) -> Sheet:
    """Read the columns about the record above as names of what that record is."""
    thing = parent.subject if parent else "organizations" * (sheet.subject == "people")
    if thing == sheet.subject:
        return sheet
    begin = f"{PARENT}."
    about = {one: one.removeprefix(begin) for one in sheet.columns if one.startswith(begin)}
    keys = {
        column: next((key for key in KEYS if key == own.part), None)
        for column, heading in about.items()
        if thing and (own := read_heading(heading, thing)) and own.thing == thing
    }
    named = {column: Meaning(thing, "", key) for column, key in keys.items() if key}
    others = _drop(sheet.meanings, {PARENT, *about})
    return replace(sheet, meanings=named | others)


def _divide_kinds(sheet: Sheet) -> list[Sheet]:
    """Return a list of people and companies as two, if a column tells which rows are which."""
    column, companies = _find_kinds(sheet)
    if not column:
        return [sheet]
    persons = [text for text in sheet.list_distinct(column) if text not in companies]
    of_people = _take_rows(sheet, "people", column, persons)
    of_companies = _take_rows(sheet, "organizations", column, companies)
    if not tells_enough(of_people) or not tells_enough(of_companies):
        return [sheet]
    return [of_companies, _follow_ids(of_people, _list_ids([of_companies]), "id", "manager")]


def _find_kinds(sheet: Sheet) -> tuple[str, list[str]]:
    """Return the column that tells companies from people, and what it holds for companies."""
    known = load_knowledge()
    flags = {*map(fold_name, known.company_flags)}
    pairs = (("persons", "companies"), ("no", "yes"))
    for column in sheet.columns if sheet.subject in {"people", "organizations"} else ():
        texts = sheet.list_distinct(column)
        for person, company in pairs[: 1 + (fold_name(column) in flags)]:
            persons, companies = ({*map(fold, known.values[one])} for one in (person, company))
            found = [text for text in texts if fold(text) in companies]
            rest = {fold(text) for text in texts if text not in found}
            if found and rest and rest <= persons:
                return column, found
    return "", []


def _take_rows(sheet: Sheet, subject: str, column: str, kinds: Sequence[str]) -> Sheet:
    """Return the rows of some kinds as a list of its own, with the columns that tell of them."""
    kept = sheet.read_texts(column).isin(kinds).to_numpy()
    found = read_as(FileRecord(sheet.record.raw.keep_rows(kept)), subject)
    meanings = {
        theirs: one for theirs, one in found.meanings.items() if found.list_distinct(theirs)
    }
    return replace(found, meanings=meanings, only={column: tuple(kinds)})


def _list_ids(sheets: Iterable[Sheet]) -> set[str]:
    """Return the ids that lists give."""
    columns = ((sheet, column) for sheet in sheets for column in sheet.list_columns("id")[:1])
    return {text for sheet, column in columns for text in sheet.list_distinct(column)}


def _follow_ids(sheet: Sheet, ids: Collection[str], *parts: str) -> Sheet:
    """Read columns that hold ids of companies, whatever they are called, as naming companies."""
    # Numbers of people and of companies may be the same: then the heading tells, but `Parent`.
    if sheet.subject != "people":
        return sheet
    first = sheet.list_columns("id")[:1]
    own = _list_ids([sheet])
    found = {}
    for part in parts:
        for column in (one for one in sheet.list_columns(part, "people") if one not in first):
            texts = {*sheet.list_distinct(column)}
            is_open = fold_name(column).startswith(PARENT) or not texts <= own
            if texts and texts <= {*ids} and is_open:
                found[column] = _ID_OF_COMPANY
    return replace(sheet, meanings=found | _drop(sheet.meanings, found)) if found else sheet


def _drop(meanings: dict[str, Meaning], columns: Collection[str]) -> dict[str, Meaning]:
    return {column: one for column, one in meanings.items() if column not in columns}


def _add_organizations(views: Sequence[list[Sheet]]) -> list[list[Sheet]]:
    """Let the file that gives companies ids and names list them, if no other does."""
    # Else each would be there twice: by its id for some files, and by its name for others.
    every = [one for own in views for one in own]
    naming = [one for one in every if one.list_columns("", "organizations")]
    if len(naming) < 2 or any(one.subject == "organizations" for one in every):  # noqa: PLR2004
        return [*views]
    by_deals = sorted(naming, key=lambda one: one.subject != "deals")
    listing = next((one for one in by_deals if _list_keys(one)), None)
    return [[*own, *(_list_companies(one) for one in own if one is listing)] for own in views]


def _list_keys(sheet: Sheet) -> dict[str, str]:
    """Return the columns of ids and of names of companies, if there are both."""
    theirs = sheet.list_columns("", "organizations")
    ids = [one for one in theirs if sheet.meanings[one].by == "id"]
    names = [one for one in theirs if one not in ids]
    return {"id": ids[0], "name": names[0]} if ids and names else {}


def _list_companies(sheet: Sheet) -> Sheet:
    """Return the companies that rows of something else name, as a list of them."""
    told = {
        column: one
        for column, one in sheet.meanings.items()
        if one.thing == "organizations" and one.part in {"industry", "region"}
    }
    keys = {column: Meaning("organizations", part) for part, column in _list_keys(sheet).items()}
    return replace(sheet, subject="organizations", meanings=keys | told, is_whole=False)
