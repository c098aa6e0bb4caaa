"""What answers of interfaces say around their records, and when that tells of others missing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeAlias

from kamgraph.errors import SourceError
from kamgraph.model.folding import fold_name
from kamgraph.model.strict_json import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

# The fields of an object as texts; those of an object in it are `paging.next.after`.
Fields: TypeAlias = dict[str, str]

_WAY_OUT = "fetch the others too and put all records in one file, as a list or one per line"
_LINK = "@odata.nextLink"
_OF_CALLS = "jsonrpc"


@dataclass(frozen=True)
class Words:
    """Names of fields by what they say, folded."""

    more: frozenset[str]
    before: frozenset[str]
    pages: frozenset[str]
    done: frozenset[str]
    errors: frozenset[str]
    totals: frozenset[str]
    holders: frozenset[str]
    wrappers: frozenset[str]
    around: frozenset[str]

    @property
    def of_answers(self) -> frozenset[str]:
        """All names of what an answer says of itself."""
        about = self.more | self.before | self.pages | self.done | self.totals
        return about | self.errors | self.around


@cache
def load_words() -> Words:
    """Return the names of fields as ``answers.toml`` has them."""
    names = {one.name: _load()[one.name] for one in fields(Words)}
    return Words(**{of: frozenset(map(fold_name, listed)) for of, listed in names.items()})


@cache
def _list_none() -> frozenset[str]:
    return frozenset(_load()["none"])


@cache
def list_keys() -> tuple[tuple[str, ...], ...]:
    """Return the endings of fields that name a record, the best kind first."""
    return tuple(map(tuple, _load()["keys"]))


@cache
def _load() -> dict[str, list[str]]:
    text = (files(__package__) / "answers.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def fold_field(name: str) -> str:
    """Fold the name of a field; there are few, and each comes with every record."""
    return fold_name(name)


def is_holder(name: str) -> bool:
    """Return whether a list of this name says nothing of what is in it."""
    return fold_field(name) in load_words().holders


def is_error(name: str) -> bool:
    """Return whether a list of this name says what went wrong."""
    return fold_field(name) in load_words().errors


def is_wrapper(name: str) -> bool:
    """Return whether an object of this name holds the fields of the record it is in."""
    return fold_field(name) in load_words().wrappers


def is_answer(around: Mapping[str, str]) -> bool:
    """Return whether fields beside records say nothing but how they were answered."""
    numbered = _OF_CALLS in around  # so that it has an id of its own
    return all(_says_how(name) or (numbered and name == "id") for name in around)


@cache
def _says_how(name: str) -> bool:
    parts = _list_parts(name)
    return is_holder(parts[-1]) or not load_words().of_answers.isdisjoint(map(fold_field, parts))


@cache
def _list_parts(name: str) -> tuple[str, ...]:
    """Return the names that a field is inside of, and its own; those of OData hold a dot."""
    above, mark, own = name.partition("@")
    return (*filter(None, above.split(".")), *([mark + own] if mark else []))


def check_answer(around: Mapping[str, str], count: int, place: str) -> None:
    """Refuse an answer that says itself that it holds fewer records than there are."""
    refuse_error(around, place)
    for name, text in around.items():
        if problem := _find_problem(name, text, count):
            raise SourceError(f"{place}: {problem} ({name} is {quote(text)}); {_WAY_OUT}")


def refuse_error(around: Mapping[str, str], place: str) -> None:
    """Refuse an answer that says what went wrong."""
    filled = {name: text for name, text in around.items() if text.lower() not in _list_none()}
    if any(is_error(part) for name in filled for part in _list_parts(name)):
        said = ", ".join(f"{name}: {text}" for name, text in filled.items())
        raise SourceError(f"{place}: is an error of the interface, {quote(said)}; fetch it again")


def check_record(record: Mapping[str, str], place: str) -> None:
    """Refuse a record of which a list goes on elsewhere."""
    for name, text in record.items():
        if name.endswith(_LINK) and text:
            check_answer({name: text}, 0, place)


def _find_problem(name: str, text: str, count: int) -> str:
    words, parts = load_words(), [*map(fold_field, _list_parts(name))]
    filled = text.lower() not in _list_none()
    number = int(text) if text.isdecimal() and text.isascii() else 0
    if filled and not words.more.isdisjoint(parts):
        return "is one page of several, others follow"
    if filled and not words.before.isdisjoint(parts):
        return "is one page of several, others came before"
    if parts[-1] in words.pages and number > 1:
        return "is one page of several"
    if parts[-1] in words.done and text.lower() == "false":
        return "is one page of several, it was not done"
    if parts[-1] in words.totals and number > count:
        return f"holds {count:,} of {number:,} records"
    return ""
