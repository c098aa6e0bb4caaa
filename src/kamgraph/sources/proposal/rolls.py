"""Who and what files list, by what others name them, and which file a column names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kamgraph.model.folding import fold
from kamgraph.sources.proposal.headings import load_knowledge
from kamgraph.sources.translation.near_misses import fold_reference
from kamgraph.sources.translation.several import find_remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kamgraph.sources.proposal.sheet import Sheet

Templates = tuple[str, ...]

_MARKS = (";", "；", "\n", "|", "/", "、", "，", ",", "&")
_CJK = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True)
class Roll:
    """A file that lists things, and by what other rows may name them."""

    sheet: Sheet
    id: Templates  # what is their id here
    keys: dict[str, Templates]  # by what they may be named: id, mail, name, post


class Join(NamedTuple):
    """A column that names rows of a file."""

    column: str
    roll: Roll
    key: str  # by which key of the roll
    marks: Templates = ()  # what stands between several names in one cell
    remarks: Mapping[str, str] = MappingProxyType(
        {}
    )  # what is said beside a name, and whether the line is dotted

    @property
    def is_direct(self) -> bool:
        """Whether the column holds the very ids of the roll."""
        return self.roll.keys[self.key] == self.roll.id

    @property
    def names(self) -> str:
        """The column, or the template, of what names a row of the roll."""
        return f"position {{{self.column}}}" if self.key == "post" else self.column

    @property
    def by(self) -> Templates:
        """By what it names them, if not by their ids."""
        # Positions have numbers as people have; and addresses are ids in any case.
        if self.key == "post":
            return tuple(f"position {{{column}}}" for column in self.roll.keys["post"])
        if self.is_direct and self.key != "mail":
            return ()
        return ("name",) if self.key == "name" else self.roll.keys[self.key]


def _spell_name(sheet: Sheet) -> Templates:
    """Return the columns or templates that make the name of a person."""
    whole = [sheet.find_column("name")]
    first, last = sheet.find_column("first name"), sheet.find_column("last name")
    if first and last:
        both = f"{{{last}}}{{{first}}}" if _CJK.search(first) else f"{{{first}}} {{{last}}}"
        return tuple(filter(None, [*whole, both]))
    return tuple(filter(None, [*whole, first, last]))


def make_roll(sheet: Sheet, named: Iterable[str]) -> Roll:
    """Return what a file lists, with the id that tells its rows apart best."""
    # An id of the system's own goes first; else that by which other rows name them.
    people = sheet.subject in {"people", "users"}
    names = _spell_name(sheet) if people else _list_first(sheet, "name", "id")
    seats = _name_seats(sheet, names) if people else ()
    ids = [(column,) for column in (*sheet.list_columns("id"), *sheet.list_columns("link"))]
    mails = [(column,) for column in sheet.list_columns("mail")]
    numbers = [(column,) for column in sheet.list_columns("number")]
    wanted = {fold(text) for text in named}
    others = [*mails, names, *_name_more_closely(sheet, names), *numbers]
    best = sorted(others, key=lambda one: -_count_matches(sheet, one, wanted))
    candidates = [one + more for one in (*ids, *best) for more in ((), *seats)]
    names += tuple(f"vacant: {{{column}}}" for column in _list_first(sheet, "title") if seats)
    fitting = (one for one in candidates if _tells_apart(sheet, one, names))
    chosen = next(fitting, candidates[0])
    keys = {
        "id": chosen,
        "mail": (*mails, ())[0],
        "name": names,
        "post": _list_first(sheet, "post"),
    }
    return Roll(sheet, chosen, {key: one for key, one in keys.items() if one})


def _list_first(sheet: Sheet, *parts: str) -> Templates:
    """Return the best column that tells one of some things, if any does."""
    return tuple(column for part in parts for column in sheet.list_columns(part)[:1])[:1]


def _name_seats(sheet: Sheet, names: Templates) -> tuple[Templates, ...]:
    """Return what may be the ids of seats that nobody holds, if some rows are such seats."""
    nobody = sheet.read_texts(*names) == ""
    places = [*_list_first(sheet, "post"), *_list_first(sheet, "title")]
    held = any((sheet.read_texts(place)[nobody] != "").any() for place in places)
    is_told = held and bool(sheet.list_columns("title"))
    return tuple((f"vacant {{{place}}}",) for place in places) if is_told else ()


def _name_more_closely(sheet: Sheet, names: Templates) -> list[Templates]:
    """Return names with what else may tell people of one name apart."""
    more = [sheet.find_column("", "organizations"), sheet.find_column("function")]
    more.append(sheet.find_column("title"))
    return [
        tuple(f"{one if '{' in one else f'{{{one}}}'}, {{{column}}}" for one in names)
        for column in more
        if column
    ]


def _count_matches(sheet: Sheet, templates: Templates, wanted: set[str]) -> int:
    return len(wanted.intersection(map(fold, sheet.list_distinct(*templates))))


def _tells_apart(sheet: Sheet, templates: Templates, names: Templates) -> bool:
    """Return whether rows with a name have a text each that no other name has."""
    texts, called = sheet.read_texts(*templates), sheet.read_texts(*names)
    rows = pd.DataFrame({"text": texts, "name": called})[called != ""]
    # Who has several jobs may stand in several rows; two of one name are two.
    if templates[0] in sheet.meanings and templates[0] not in names:
        rows = rows.drop_duplicates()
    return bool((rows["text"] != "").all() and rows["text"].is_unique)


def find_join(sheet: Sheet, columns: Sequence[str], rolls: Sequence[Roll]) -> Join | None:
    """Return by which of some columns, and which key of which file, most names lead somewhere."""
    # Near misses count too: reading names each of them, with what is meant.
    best, most = None, 0
    for roll in rolls:
        for key, templates in roll.keys.items():
            known = roll.sheet.list_distinct(*templates)
            folded = {*map(fold_reference, known)}
            marks = [mark for mark in _MARKS if not any(mark in one for one in known)]
            for column in columns:
                found, join = _try_join(sheet, Join(column, roll, key), folded, marks)
                if found > most:
                    best, most = join, found
    return best


def _try_join(sheet: Sheet, join: Join, known: set[str], marks: Sequence[str]) -> tuple[int, Join]:
    """Return how many cells of a column name somebody known, with the marks between names."""
    whole = sheet.list_distinct(join.column)
    strange = [text for text in whole if fold_reference(text) not in known]
    remarks = {remark: kind for kind, all_ in load_knowledge().remarks.items() for remark in all_}
    between = re.compile("|".join(map(re.escape, marks)) or "(?!)")
    parts = {text: [find_remark(one, remarks) for one in between.split(text)] for text in strange}
    led = [
        text for text in strange if any(fold_reference(name) in known for name, _ in parts[text])
    ]
    found = {remark: remarks[remark] for text in led for _, remark in parts[text] if remark}
    between_led = tuple(mark for mark in marks if any(mark in text for text in led))
    return len(whole) - len(strange) + len(led), join._replace(marks=between_led, remarks=found)
