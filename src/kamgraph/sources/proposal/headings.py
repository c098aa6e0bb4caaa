"""What the heading of a column means, in a file that is about some thing."""

from __future__ import annotations

import tomllib
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from kamgraph.model.folding import fold_name
from kamgraph.model.once import once

Key = Literal["", "id", "name", "mail"]
KEYS: tuple[Key, ...] = ("id", "name", "mail")
_QUALIFIED = 1_000  # is added to ranks: a plain heading goes before


class Meaning(NamedTuple):
    """What a heading means: something told of a thing, or a thing that is named."""

    thing: str  # the thing that is told of, or that is named
    part: str  # what is told of it; the part of the file's own thing that names another
    by: Key = ""  # of another thing: what its heading says that it is named by
    rank: int = 0  # where the heading stands in its list: of several columns the first counts


class Refers(BaseModel):
    """A part of a thing that names another one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: str
    headings: tuple[str, ...]


class Unread(BaseModel):
    """What lists tell and a book does not hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headings: tuple[str, ...]
    why: str


class Thing(BaseModel):
    """What headings tell of one thing that files are about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...]
    like: str = ""  # the thing of which the same is told
    about: str = ""  # the thing that its rows name by that thing's own headings
    parts: dict[str, tuple[str, ...]] = {}
    refers: dict[str, Refers] = {}
    unread: dict[str, Unread] = {}


class Knowledge(BaseModel):
    """All that ``headings.toml`` holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    qualifiers: tuple[str, ...]
    company_flags: tuple[str, ...]
    keys: dict[Key, tuple[str, ...]]
    values: dict[str, tuple[str, ...]]
    remarks: dict[str, tuple[str, ...]]
    people: Thing
    organizations: Thing
    deals: Thing
    contracts: Thing
    instalments: Thing
    quotas: Thing
    roles: Thing
    interactions: Thing
    users: Thing

    @once
    def things(self) -> dict[str, Thing]:
        """The things by their names; one that is like another is told the same of."""
        own = {name: one for name, one in self if isinstance(one, Thing)}
        return {
            name: own[one.like].model_copy(update={"words": one.words}) if one.like else one
            for name, one in own.items()
        }


@cache
def load_knowledge() -> Knowledge:
    """Load what is known of headings."""
    text = (files(__package__) / "headings.toml").read_text("utf-8")
    return Knowledge(**tomllib.loads(text))


def read_heading(heading: str, subject: str) -> Meaning | None:
    """Return what a heading means in a file about a thing, None if it is not known."""
    return _find_meaning(fold_name(heading.replace("#", " number ")), subject)


def _find_meaning(folded: str, subject: str) -> Meaning | None:
    """Return what a heading means as it is, or what it names without a word such as ``primary``."""
    if found := _find_plain(folded, subject):
        return found
    for rest in _list_unqualified(folded):
        found = _find_plain(rest, subject)
        if found and (found.thing != subject and not found.part):
            return found._replace(rank=found.rank + _QUALIFIED)
    return None


def _list_unqualified(folded: str) -> list[str]:
    """Return what is left of a heading without each qualifier that it begins with."""
    words = map(fold_name, load_knowledge().qualifiers)
    return [folded.removeprefix(word) for word in words if folded.startswith(word)]


def is_heading(text: str) -> bool:
    """Return whether a text is known as a heading in files about any thing."""
    things = load_knowledge().things
    return any(read_heading(text, thing) or explain_unread(text, thing) for thing in things)


def read_key(heading: str) -> Key:
    """Return of which kind a heading is that says a name or number, and not whose it is."""
    return _fold_keys().get(fold_name(heading), "")


def explain_unread(heading: str, subject: str) -> str:
    """Return why a book does not hold what a column tells; empty if nothing is known of it."""
    folded = fold_name(heading)
    spelled = {folded, *(folded.removeprefix(word) for word in _fold_words(subject))}
    for one in load_knowledge().things[subject].unread.values():
        if not spelled.isdisjoint(map(fold_name, one.headings)):
            return one.why
    return ""


def names_thing(name: str, thing: str) -> bool:
    """Return whether a file or sheet is called as a thing is."""
    return fold_name(name) in _fold_words(thing)


def mentions_thing(name: str, thing: str) -> int:
    """Return how long the longest word of a thing is that a file's name holds."""
    folded = fold_name(name)
    return max((len(word) for word in _fold_words(thing) if word in folded), default=0)


def begins_with_thing(heading: str, thing: str) -> bool:
    """Return whether a heading says first what it is a heading of, as in ``Deal - Title``."""
    return fold_name(heading).startswith(_fold_words(thing))


def _find_plain(folded: str, subject: str) -> Meaning | None:
    if found := _list_own(subject).get(folded):
        return found
    for word in _fold_words(subject):
        rest = folded.removeprefix(word)
        if rest and rest != folded and (found := _find_plain(rest, subject)):
            return found
    for thing in load_knowledge().things:
        if thing != subject and (found := _list_foreign(thing).get(folded)):
            return found
    about = load_knowledge().things[subject].about
    own = _list_own(about).get(folded) if about else None
    by = next((key for key in KEYS if own and key == own.part), None)
    return Meaning(about, "", by, own.rank) if own and by else None


@cache
def _fold_words(thing: str) -> tuple[str, ...]:
    """Return the words of a thing, the longest first."""
    words = {fold_name(word) for word in load_knowledge().things[thing].words}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def _fold_keys() -> dict[str, Key]:
    """Return what may stand behind a heading that refers, and by what it then refers."""
    keys = load_knowledge().keys
    plain: dict[str, Key] = {fold_name(one): key for key, names in keys.items() for one in names}
    twice: dict[str, Key] = {
        fold_name(f"{name}{one}"): key
        for name in keys["name"]
        for key in ("id", "mail")
        for one in keys[key]
    }
    return twice | plain | {"": ""}


@cache
def _list_own(subject: str) -> dict[str, Meaning]:
    """Return the headings of a thing in files about it, folded."""
    thing = load_knowledge().things[subject]
    parts = {
        fold_name(heading): Meaning(subject, part, rank=rank)
        for part, headings in thing.parts.items()
        for rank, heading in enumerate(headings)
    }
    alone = {word: Meaning(subject, "name", rank=len(word)) for word in _fold_words(subject)}
    refers = {
        fold_name(heading) + key: Meaning(one.to, part, by, rank)
        for part, one in thing.refers.items()
        for rank, heading in enumerate(one.headings)
        for key, by in _fold_keys().items()
    }
    return refers | (alone if "name" in thing.parts else {}) | parts | _plain_refers(refers, thing)


def _plain_refers(refers: dict[str, Meaning], thing: Thing) -> dict[str, Meaning]:
    """Return the headings that name another thing as they are listed, without a key behind."""
    listed = {fold_name(one) for refer in thing.refers.values() for one in refer.headings}
    return {heading: refers[heading] for heading in listed}


@cache
def _list_foreign(thing: str) -> dict[str, Meaning]:
    """Return the headings of a thing in files about others, folded."""
    own = load_knowledge().things[thing]
    named = {
        word + key: Meaning(thing, "", by, rank)
        for rank, word in enumerate(_fold_words(thing))
        for key, by in _fold_keys().items()
    }
    told = {
        word + fold_name(heading): Meaning(thing, part, rank=rank)
        for word in _fold_words(thing)
        for part, headings in own.parts.items()
        for rank, heading in enumerate(headings)
    }
    return told | named
