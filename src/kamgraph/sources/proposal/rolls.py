"""Who and what files list, by what others name them, and which file a column names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.model.folding import fold
from kamgraph.sources.proposal.headings import Meaning, load_knowledge
from kamgraph.sources.proposal.remarks import find_remarks
from kamgraph.sources.translation.mapping import list_fields
from kamgraph.sources.translation.near_misses import fold_reference
from kamgraph.sources.translation.references import spell_key
from kamgraph.sources.translation.several import find_remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kamgraph.sources.proposal.sheet import Sheet

Templates = tuple[str, ...]

_MARKS = (";", "；", "\n", "|", "/", "、", "，", ",", "&")
# How a name and a number stand in one cell.
_NUMBERED = (
    *("{}({})", "{} ({})", "{}（{}）", "{}[{}]", "{} [{}]", "{} - {}", "{}-{}", "{}/{}", "{} {}"),
    *("{1} - {0}", "{1}-{0}", "{1} {0}", "({1}) {0}", "[{1}] {0}"),
)
# What a column may be whose heading is not known, or says of what it is alone (`Employee`).
_CALLED = Meaning("", "name")
_NO_FIELDS = str.maketrans("", "", "{}")
_CJK = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True)
class Roll:
    """A file that lists things, and by what other rows may name them."""

    sheet: Sheet
    id: Templates  # what is their id here
    keys: dict[str, Templates]  # by what they may be named: id, mail, name, post, code
    spellings: Templates = ()  # how else people are called: last name first, or with their number

    @property
    def is_by_name(self) -> bool:
        """Whether the id of somebody is the name, so that it is that of any namesake too."""
        return not {*self.id}.isdisjoint(self.keys.get("name", ()))

    def set_apart(self, place: str) -> Roll:
        """Return the roll with ids that are of one place only: ``Ann Lee (Acme)``."""
        # By their names people are found all the same, those of their own table first.
        bare = place.translate(_NO_FIELDS)
        own = tuple(f"{one if '{' in one else f'{{{one}}}'} ({bare})" for one in self.id)
        keys = {key: one for key, one in self.keys.items() if one != self.id or key == "name"}
        return replace(self, id=own, keys=keys)


class Join(NamedTuple):
    """A column that names rows of a file."""

    column: str
    roll: Roll
    key: str  # by which key of the roll
    marks: Templates = ()  # what stands between several names in one cell
    remarks: Mapping[str, str] = MappingProxyType(
        {}
    )  # what is said beside a name, and whether the line is dotted
    also: Templates = ()  # by what else cells name rows
    strange: Templates = ()  # the texts that name nobody as they stand
    instead: Templates = ()  # the columns that tell the same where it is empty

    @property
    def is_direct(self) -> bool:
        """Whether the column holds the very ids of the roll."""
        return self.roll.keys.get(self.key) == self.roll.id

    @property
    def names(self) -> Templates:
        """The columns, or the template, of what names a row of the roll."""
        own = f"position {{{self.column}}}" if self.key == "post" else self.column
        return (own, *self.instead)

    @property
    def by(self) -> Templates:
        """By what it names them, if not by their ids."""
        # Positions have numbers as people have; and addresses are ids in any case.
        if self.key == "post":
            return tuple(f"position {{{column}}}" for column in self.roll.keys["post"])
        if self.is_direct and self.key != "mail":
            return self.also
        return tuple(dict.fromkeys((*_name_key(self.roll, self.key), *self.also)))


def _name_key(roll: Roll, key: str) -> Templates:
    """Return what a mapping calls a key by which rows are named."""
    # In a file about something else `name` is the name of that, and beside `Vorname` the last one.
    of_file = roll.sheet.record.raw.find_column("name")
    is_ours = key == "name" and roll.sheet.is_whole and of_file in {None, *roll.keys["name"]}
    return ("name",) if is_ours else _spell_key_of(roll, key)


def _spell_key_of(roll: Roll, key: str) -> Templates:
    """Return the columns or templates of a key; a spelling of names is one itself."""
    return roll.keys.get(key, (key,))


def _spell_name(sheet: Sheet) -> Templates:
    """Return the columns or templates that make the name of a person."""
    whole = [sheet.find_column("name")]
    first, last = sheet.find_column("first name"), sheet.find_column("last name")
    if first and last:
        both = f"{{{last}}}{{{first}}}" if _CJK.search(first) else f"{{{first}}} {{{last}}}"
        return tuple(filter(None, [*whole, both]))
    return tuple(filter(None, [*whole, first, last]))


def make_roll(sheet: Sheet, named: Sequence[Sequence[str]]) -> Roll:
    """Return what a file lists, with the id that tells its rows apart best."""
    # An id of the system's own goes first; else that by which other rows name them.
    people = sheet.subject in {"people", "users"}
    names = _spell_name(sheet) if people else _list_first(sheet, "name", "id")
    seats = _name_seats(sheet, names) if people else ()
    ids: list[Templates] = [
        (column,) for column in (*sheet.list_columns("id"), *sheet.list_columns("link"))
    ]
    mails = [(column,) for column in sheet.list_columns("mail")]
    numbers = [(column,) for column in sheet.list_columns("number")]
    called_by = [*ids, *mails, names, *numbers]
    codes = _find_codes(sheet, named, called_by, names)
    ids += codes
    wanted = {fold(text) for texts in named for text in texts}
    others = [*mails, names, *_name_more_closely(sheet, names), *numbers]
    best = sorted(others, key=lambda one: -_count_matches(sheet, one, wanted))
    # Some that a list numbers may have no number yet: they are called by their names.
    numbered = [one for one in ids if _names_most(sheet, one)]
    by_id = [one + more for one in ids for more in ((), *seats)]
    by_id += [one + names for one in numbered if names and names != one]
    by_rest = [one + more for one in best for more in ((), *seats)]
    names += tuple(f"vacant: {{{column}}}" for column in _list_first(sheet, "title") if seats)
    fitting = (one for one in by_id if _tells_apart(sheet, one, names))
    # An id that a few rows share by mistake is one: what names it would name nobody else's.
    nearly = (one for one in by_id if _tells_most_apart(sheet, one, names))
    rest = (one for one in by_rest if _tells_apart(sheet, one, names))
    chosen = next(chain(fitting, nearly, rest), (*by_id, *by_rest)[0])
    keys = {
        "id": chosen,
        "mail": (*mails, ())[0],
        "name": names,
        "post": _list_first(sheet, "post"),
        "code": next((one for one in codes if one != chosen), ()),
    }
    spellings = _spell_otherwise(sheet, names[0], chosen[0]) if people and names else ()
    return Roll(sheet, chosen, {key: one for key, one in keys.items() if one}, spellings)


def _find_codes(
    sheet: Sheet, named: Sequence[Sequence[str]], known: Sequence[Templates], names: Templates
) -> list[Templates]:
    """Return the columns that are not known for ids, and by which alone others name rows."""
    called = [_fold_all(sheet, one) for one in known if one]
    used = {column for one in known for column in one}
    free = [
        (column,)
        for column in sheet.columns
        if column not in used and sheet.meanings.get(column, _CALLED).part == "name"
    ]
    unknown = [
        texts
        for texts in ({*map(fold, texts)} for texts in named)
        if texts and not any(_holds_most(one, texts) for one in called)
    ]
    codes = [one for one in free if _tells_apart(sheet, one, names)]
    held = {one: _fold_all(sheet, one) for one in codes}
    return [one for one in codes if any(_holds_most(held[one], texts) for texts in unknown)]


def _fold_all(sheet: Sheet, templates: Templates) -> set[str]:
    return {*map(fold, sheet.list_distinct(*templates))}


def _holds_most(listed: set[str], texts: set[str]) -> bool:
    """Return whether most of some texts are among those listed."""
    return 2 * len(listed & texts) > len(texts)


def _spell_otherwise(sheet: Sheet, name: str, id_: str) -> Templates:
    """Return how lists call people beside their name: last name first, or with their number."""
    called = name if "{" in name else f"{{{name}}}"
    first, last = sheet.find_column("first name"), sheet.find_column("last name")
    turned = [f"{{{last}}}{mark}{{{first}}}" for mark in (", ", ",", " ", "")]
    straight = [f"{{{first}}} {{{last}}}"]
    names = [called, *(turned + straight if first and last else [])]
    if "{" in id_ or id_ == name:
        return tuple(names[1:])
    number = f"{{{id_}}}"
    numbered = [one.format(name, number) for name in names for one in _NUMBERED]
    return tuple(dict.fromkeys([*names[1:], *numbered]))


def _list_first(sheet: Sheet, *parts: str) -> Templates:
    """Return the best column that tells one of some things, if any does."""
    return tuple(column for part in parts for column in sheet.list_columns(part)[:1])[:1]


def _name_seats(sheet: Sheet, names: Templates) -> tuple[Templates, ...]:
    """Return what may be the ids of seats that nobody holds, if some rows are such seats."""
    nobody = (sheet.read_texts(*names) == "") & ~_find_odd(sheet, names)
    places = [*_list_first(sheet, "post"), *_list_first(sheet, "title")]
    held = any((sheet.read_texts(place)[nobody] != "").any() for place in places)
    is_told = held and bool(sheet.list_columns("title"))
    return tuple((f"vacant {{{place}}}",) for place in places) if is_told else ()


def _find_odd(sheet: Sheet, templates: Templates) -> np.ndarray:
    """Return the rows in which something stands in some columns that cannot be read."""
    names = [name for one in templates for name in list_fields(one) or [one]]
    odd = {row for name in names for row in sheet.record.raw.odd.get(name, {})}
    return np.isin(np.arange(len(sheet.record.raw.cells)), [*odd])


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
    texts = _list_called(sheet, templates, names)["text"]
    return bool((texts != "").all() and texts.is_unique)


def _tells_most_apart(sheet: Sheet, templates: Templates, names: Templates) -> bool:
    """Return whether most rows with a name have a text each that no other name has."""
    texts = _list_called(sheet, templates, names)["text"]
    own = ~texts.duplicated(keep=False)
    return bool((texts != "").all() and 2 * own.sum() >= len(texts) > 0)


def _names_most(sheet: Sheet, templates: Templates) -> bool:
    """Return whether most rows hold something."""
    texts = sheet.read_texts(*templates)
    return bool(2 * (texts != "").sum() >= len(texts))


def list_clashes(roll: Roll) -> list[tuple[str, list[int]]]:
    """Return the ids that several names share, each with the rows that bear it."""
    rows = _list_called(roll.sheet, roll.id, roll.keys["name"]) if "name" in roll.keys else None
    if rows is None:
        return []
    shared = rows[rows["text"].duplicated(keep=False)]
    return [(str(text), [*map(int, same.index)]) for text, same in shared.groupby("text")]


def _list_called(sheet: Sheet, templates: Templates, names: Templates) -> pd.DataFrame:
    """Return the texts and names of rows with a name, by the numbers of their rows."""
    texts, called = sheet.read_texts(*templates), sheet.read_texts(*names)
    rows = pd.DataFrame({"text": texts, "name": called})[called != ""]
    # Who has several jobs may stand in several rows; two of one name are two.
    is_own = templates[0] in sheet.meanings and templates[0] not in names
    return rows.drop_duplicates() if is_own else rows


def find_join(sheet: Sheet, columns: Sequence[str], rolls: Sequence[Roll]) -> Join | None:
    """Return by which of some columns, and which key of which file, most names lead somewhere."""
    # Near misses count too: reading names each of them, with what is meant. Where cells hold a
    # name otherwise than it is listed, other spellings of it may fit.
    plain = [Join(column, roll, key) for roll in rolls for key in roll.keys for column in columns]
    best = _choose_join(sheet, plain)
    if best is None or best.strange:
        spelled = [
            Join(column, roll, one)
            for roll in rolls
            for one in roll.spellings
            for column in columns
        ]
        best = _choose_join(sheet, [*plain, *spelled])
    return _add_keys(best) if best else None


def list_parts(sheet: Sheet, join: Join) -> Iterator[str]:
    """Yield the names that the cells of a column hold, one or several each."""
    between = re.compile("|".join(map(re.escape, join.marks)) or "(?!)")
    for text in sheet.list_distinct(join.column):
        yield from (part.strip() for part in between.split(text) if part.strip())


def find_ids(sheet: Sheet, join: Join) -> pd.Series[str]:
    """Return for each row the id of whom its cell names, empty if it names nobody, or several."""
    roll = join.roll
    ids, found = roll.sheet.read_texts(*roll.id), dict[str, str]()
    for key in (roll.id, _spell_key_of(roll, join.key), *((one,) for one in join.also)):
        texts = roll.sheet.read_texts(*(roll.keys["name"] if key == ("name",) else key))
        named = pd.Series(ids.to_numpy(), texts.map(spell_key)).drop_duplicates()
        named = named[~named.index.duplicated(keep=False)]
        found = {**named, **found}
    return sheet.read_texts(join.column).map(lambda text: found.get(spell_key(text), ""))


def _choose_join(sheet: Sheet, joins: Sequence[Join]) -> Join | None:
    """Return the join by which most names lead somewhere, and of such the one that fits as is."""
    tried = [_try_join(sheet, one) for one in joins]
    leading = [one for one in tried if one[0]]
    best = max(leading, key=lambda one: (one[0], -len(one[1].strange)), default=None)
    return best[1] if best else None


def _add_keys(join: Join) -> Join:
    """Return a join with what else names those whom it does not find."""
    others = [
        key for key in (*join.roll.keys, *join.roll.spellings) if key not in {join.key, "post"}
    ]
    while join.strange and join.key != "post":
        rest = {key: _list_strange(join, key) for key in others}
        best = min(others, key=lambda key: len(rest[key]), default="")
        if not best or len(rest[best]) == len(join.strange):
            break
        also = () if _spell_key_of(join.roll, best) == join.roll.id else _name_key(join.roll, best)
        join = join._replace(also=(*join.also, *also), strange=rest[best])
    return join


def _list_strange(join: Join, key: str) -> Templates:
    """Return those of the texts that a join does not find which a key does not find either."""
    known = {*map(spell_key, join.roll.sheet.list_distinct(*_spell_key_of(join.roll, key)))}
    return tuple(text for text in join.strange if not _names_one(text, join, known))


def _names_one(text: str, join: Join, known: set[str]) -> bool:
    """Return whether a cell names somebody as it stands, or between its marks and remarks."""
    between = re.compile("|".join(map(re.escape, join.marks)) or "(?!)")
    parts = (find_remark(one, join.remarks)[0] for one in between.split(text))
    return spell_key(text) in known or any(spell_key(one) in known for one in parts)


def _try_join(sheet: Sheet, join: Join) -> tuple[int, Join]:
    """Return how many cells of a column name somebody known, with the marks between names."""
    listed = join.roll.sheet.list_distinct(*_spell_key_of(join.roll, join.key))
    known = {*map(fold_reference, listed)}
    marks = [mark for mark in _MARKS if not any(mark in one for one in listed)]
    whole = sheet.list_distinct(join.column)
    strange = [text for text in whole if fold_reference(text) not in known]
    remarks = {remark: kind for kind, all_ in load_knowledge().remarks.items() for remark in all_}
    remarks |= dict.fromkeys(find_remarks(strange).values(), "solid")  # says nothing of the line
    between = re.compile("|".join(map(re.escape, marks)) or "(?!)")
    parts = {text: [find_remark(one, remarks) for one in between.split(text)] for text in strange}
    led = [
        text for text in strange if any(fold_reference(name) in known for name, _ in parts[text])
    ]
    found = {remark: remarks[remark] for text in led for _, remark in parts[text] if remark}
    between_led = tuple(mark for mark in marks if any(mark in text for text in led))
    join = join._replace(marks=between_led, remarks=found)
    exact = {*map(spell_key, listed)}
    unlike = tuple(text for text in whole if not _names_one(text, join, exact))
    return len(whole) - len(strange) + len(led), join._replace(strange=unlike)
