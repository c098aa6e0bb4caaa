"""What answers of interfaces say around their records, and when that tells of others missing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from kamgraph.errors import SourceError
from kamgraph.model.folding import fold_name
from kamgraph.model.strict_json import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# The fields of an object as texts; those of an object in it are `paging.next.after`.
Fields: TypeAlias = dict[str, str]

_WAY_OUT = "fetch the others too and put all records in one file, as a list or one per line"
_LINK = "@odata.nextLink"
_OF_CALLS = "jsonrpc"


@dataclass(frozen=True)
class Words:
    """Names of fields by what they say, folded."""

    more: frozenset[str]
    tokens: frozenset[str]
    partial: frozenset[str]
    before: frozenset[str]
    starts: frozenset[str]
    pages: frozenset[str]
    done: frozenset[str]
    errors: frozenset[str]
    codes: frozenset[str]
    successes: frozenset[str]
    totals: frozenset[str]
    elsewhere: frozenset[str]
    holders: frozenset[str]
    wrappers: frozenset[str]
    columns: frozenset[str]
    around: frozenset[str]

    @property
    def of_answers(self) -> frozenset[str]:
        """All names of what an answer says of itself."""
        return self.of_pages | self.errors | self.around | self.elsewhere

    @property
    def of_pages(self) -> frozenset[str]:
        """All names of what an answer says of how much of the whole it is."""
        begins = self.tokens | self.before | self.starts | self.pages
        return begins | self.more | self.partial | self.done | self.totals


@cache
def load_words() -> Words:
    """Return the names of fields as ``answers.toml`` has them."""
    names = {one.name: _load()[one.name] for one in fields(Words)}
    return Words(**{of: frozenset(map(fold_name, listed)) for of, listed in names.items()})


@cache
def _list_none() -> frozenset[str]:
    return frozenset(_load()["none"])


@cache
def _list_fine() -> frozenset[str]:
    return frozenset(_load()["fine"])


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


def names_columns(name: str) -> bool:
    """Return whether a list of this name may say what the columns of rows of values are."""
    return fold_field(name) in load_words().columns


def is_answer(around: Mapping[str, str]) -> bool:
    """Return whether fields beside records say nothing but how they were answered."""
    return _all_say_how(around, around)


def says_nothing_else(around: Mapping[str, str]) -> bool:
    """Return whether all that is filled of an object says but how it was answered."""
    return _all_say_how((name for name, text in around.items() if text), around)


def _all_say_how(names: Iterable[str], around: Mapping[str, str]) -> bool:
    numbered = _OF_CALLS in around  # so that it has an id of its own
    return all(says_how(name) or (numbered and name == "id") for name in names)


def surrounds(around: Mapping[str, str], lists: Iterable[str]) -> bool:
    """Return whether what stands beside lists of records, by their names, is no record itself."""
    # An answer may say what nobody knows, as long as that does not look like the name of a record.
    # Where a list is called as lists of answers are, and its pages or records are counted, only an
    # id makes a record of it.
    strange = [name for name in around if not is_answer({name: ""})]
    own = [fold_field(name) for name in strange if "." not in name]
    ids, names = list_keys()
    if not all(map(is_holder, lists)):
        return len(own) == len(strange) and not any(one.endswith((*ids, *names)) for one in own)
    return {*own}.isdisjoint(ids if is_counted(around) else (*ids, *names))


def is_counted(around: Mapping[str, str]) -> bool:
    """Return whether fields tell of how much of the whole an answer is."""
    known = load_words().of_pages
    return any(fold_field(_list_parts(name)[-1]) in known for name in around if name)


@cache
def says_how(name: str) -> bool:
    """Return whether a field beside records says but how they were answered."""
    parts = _list_parts(name)
    return is_holder(parts[-1]) or not load_words().of_answers.isdisjoint(map(fold_field, parts))


@cache
def _list_parts(name: str) -> tuple[str, ...]:
    """Return the names that a field is inside of, and its own; those of OData hold a dot."""
    above, mark, own = name.partition("@")
    found = (*filter(None, above.split(".")), *([mark + own] if mark else []))
    return found or (name,)  # of a field without a name


def check_answer(around: Mapping[str, str], count: int, place: str) -> None:
    """Refuse an answer that says itself that it holds fewer records than there are."""
    refuse_error(around, place)
    problems = {name: _find_problem(name, text, count) for name, text in around.items()}
    if token := _find_token(around, count):
        problems[token] = problems[token] or "is one page of several, others follow"
    for name, problem in problems.items():
        if problem:
            raise SourceError(f"{place}: {problem} ({name} is {quote(around[name])}); {_WAY_OUT}")


def refuse_failure(around: Mapping[str, str], place: str) -> None:
    """Refuse an answer without records that says what went wrong, or whose code says so."""
    refuse_error(around, place)
    words = load_words()
    for name, text in around.items():
        own = fold_field(name)
        is_bad = own in words.codes and _is_filled(text) and text.lower() not in _list_fine()
        if is_bad or (own in words.successes and text.lower() == "false"):
            _refuse_as_error(around, place)


def refuse_error(around: Mapping[str, str], place: str) -> None:
    """Refuse an answer that says what went wrong."""
    filled = {name: text for name, text in around.items() if _is_filled(text)}
    if any(is_error(part) for name in filled for part in _list_parts(name)):
        _refuse_as_error(around, place)


def _refuse_as_error(around: Mapping[str, str], place: str) -> NoReturn:
    said = ", ".join(f"{name}: {text}" for name, text in around.items() if _is_filled(text))
    raise SourceError(f"{place}: is an error of the interface, {quote(said)}; fetch it again")


def check_record(record: Mapping[str, str], place: str) -> None:
    """Refuse a record of which a list goes on elsewhere."""
    for name, text in record.items():
        if name.endswith(_LINK) and text:
            check_answer({name: text}, 0, place)


def _find_problem(name: str, text: str, count: int) -> str:
    words, parts = load_words(), [*map(fold_field, _list_parts(name))]
    filled, number, own = _is_filled(text), _read_number(text), parts[-1]
    counts = words.elsewhere.isdisjoint(parts)
    later = counts and filled and not words.more.isdisjoint(parts)
    earlier = counts and filled and not words.before.isdisjoint(parts)
    problems = {
        "is only a part of what there is": own in words.partial and filled,
        "is one page of several, others follow": later,
        "is one page of several, others came before": earlier
        or (own in words.starts and number > 1),
        "is one page of several": own in words.pages and number > 1,
        "is one page of several, it was not done": own in words.done and text.lower() == "false",
        f"holds {count:,} of {number:,} records": _counts_records(parts) and number > count,
    }
    return next((problem for problem, holds in problems.items() if holds), "")


def _find_token(around: Mapping[str, str], count: int) -> str:
    """Return the field that says where the next page begins, unless another says there is none."""
    words = load_words()
    tokens = ""
    for name, text in around.items():
        parts = [*map(fold_field, _list_parts(name))]
        at_end = parts[-1] in words.more and not _is_filled(text)
        is_done = parts[-1] in words.done and text.lower() == "true"
        if at_end or is_done or (_counts_records(parts) and _read_number(text) == count):
            return ""
        if parts[-1] in words.tokens and _is_filled(text):
            tokens = tokens or name
    return tokens


def _counts_records(parts: Sequence[str]) -> bool:
    """Return whether a field is a count of records: `total`, or `value` in a `total`."""
    last = parts[-2:] if parts[-1] == "value" else parts[-1:]
    totals = load_words().totals
    return not totals.isdisjoint(last) and load_words().elsewhere.isdisjoint(parts)


def _is_filled(text: str) -> bool:
    return text.strip().lower() not in _list_none()


def _read_number(text: str) -> int:
    """Return a count, also of `items 0-2/90`; 0 for what is none."""
    last = text.rpartition("/")[2].strip()
    return int(last) if last.isdecimal() and last.isascii() else 0
