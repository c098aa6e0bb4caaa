"""The fields of one record as texts, and the lists of records in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kamgraph.errors import SourceError
from kamgraph.model.strict_json import quote
from kamgraph.sources.records.answers import (
    Fields,
    check_answer,
    fold_field,
    is_answer,
    is_wrapper,
    list_keys,
)

BETWEEN = ";"
PARENT = "parent"
_ATTRIBUTES, _REFERENCE = "attributes", "referenceId"
_OF_ATTRIBUTES = {"type", "url", _REFERENCE}


@dataclass
class Flat:
    """A record, or an object in it, whose fields are all plain."""

    fields: Fields = field(default_factory=dict)
    # The names of the fields that lead to a list of objects, and the list.
    lists: list[tuple[tuple[str, ...], list[Any]]] = field(default_factory=list)
    kind: str = ""  # the kind that a record of Salesforce says it is of
    place: str = ""  # where it is, in words

    @property
    def is_answer(self) -> bool:
        """Whether it is no record, but what an answer says around records."""
        return bool(self.lists) and not self.kind and is_answer(self.fields)

    @property
    def count(self) -> int:
        """How many records are in its lists."""
        return sum(len(values) for _, values in self.lists)

    def add_field(self, name: str, text: str) -> None:
        """Add a field, which may be spelled as one in an object is."""
        if name in self.fields:
            raise SourceError(
                f"{self.place}: two fields are {quote(name)} once objects are spelled out; rename "
                "one of them"
            )
        self.fields[name] = text

    def add_object(self, name: str, inner: Flat, *, bare: bool) -> None:
        """Add the fields of an object in it, as its own if the object only wraps them."""
        for own, text in inner.fields.items():
            plain = bare and own not in self.fields
            self.add_field(own if plain else f"{name}.{own}", text)
        above = () if bare else (name,)
        self.lists += [((*above, *path), values) for path, values in inner.lists]


def flatten(record: dict[str, Any], place: str, depth: int) -> Flat:
    """Spell out the fields of a record down to some depth."""
    if not depth:
        raise SourceError(f"{place}: the objects are nested too deeply")
    flat = Flat(kind=find_kind(record), place=place)
    # A field of the record's own keeps its name, so that what wraps one of the same comes last.
    for name, value in sorted(record.items(), key=lambda item: _repeats(record, *item)):
        if isinstance(value, str):
            flat.add_field(name, value)
        elif isinstance(value, dict):
            inner = flatten(_strip_attributes(name, value), place, depth - 1)
            if inner.is_answer:
                check_answer(inner.fields, inner.count, f"{place}, {name}")
            flat.add_object(name, inner, bare=is_wrapper(name))
        elif isinstance(value, list) and not _is_plain(value):
            flat.lists.append(((name,), value))
        else:
            flat.add_field(name, _spell_plain(value))
    return flat


def _repeats(record: dict[str, Any], name: str, value: object) -> bool:
    """Return whether a field of a record wraps one that the record has, too."""
    return isinstance(value, dict) and is_wrapper(name) and not value.keys().isdisjoint(record)


def find_kind(record: object) -> str:
    """Return the kind that a record says it is of, nothing if it does not."""
    about = record.get(_ATTRIBUTES) if isinstance(record, dict) else None
    if isinstance(about, dict) and about.keys() <= _OF_ATTRIBUTES:
        kind = about.get("type")
        return kind if isinstance(kind, str) else ""
    return ""


def name_parent(table: str, fields: Fields) -> Fields:
    """Return what records in another one say of it: its table, and its ids or names."""
    own = [name for name in fields if "." not in name and not name.startswith(PARENT)]
    kinds = ([name for name in own if fold_field(name).endswith(ends)] for ends in list_keys())
    named = next(filter(None, kinds), [])
    return {PARENT: table} | {f"{PARENT}.{name}": fields[name] for name in named}


def _strip_attributes(name: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return an object without the kind and the address of the record that it is part of."""
    if name == _ATTRIBUTES and value.keys() <= _OF_ATTRIBUTES:
        return {_REFERENCE: value[_REFERENCE]} if _REFERENCE in value else {}
    return value


def _is_plain(values: list[Any]) -> bool:
    """Return whether the values of a list have their place in one cell."""
    return not any(
        isinstance(value, dict | list) or BETWEEN in _spell_plain(value) for value in values
    )


def _spell_plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return BETWEEN.join(map(_spell_plain, value))
    return str(value)
