"""Records that are no list of objects: rows of values, or objects under keys, as frames write."""

# Rows of values have the names of their columns beside them, or in the first row. Objects under
# keys have fields in common, and the key becomes a field; or each is a column, cell by cell.

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeGuard

from kamgraph.errors import SourceError
from kamgraph.sources.records.answers import fold_field, is_holder, is_wrapper, says_how
from kamgraph.sources.records.fields import Flat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_KEYS = ("key", "record key")  # what the key of an object is called as a field
_NAMES = ("name", "title", "label", "key", "field", "id")  # what of a column that is an object
_SCHEMA = "schema"
_FEWEST = 2  # objects that may be records; one may be a part of a record


@dataclass
class Aside:
    """What stands in an object and may be records once all of it is read."""

    grids: dict[str, list[list[Any]]] = field(default_factory=dict)
    columns: dict[str, list[Any]] = field(default_factory=dict)  # what may name those of a grid
    schema: list[list[Any]] = field(default_factory=list)  # the same, in a description of the data
    objects: dict[str, Flat] = field(default_factory=dict)
    others: int = 0  # members that are no objects


def is_grid(value: object) -> TypeGuard[list[list[Any]]]:
    """Return whether a value is rows of values."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, list) for one in value)


def is_schema(name: str) -> bool:
    """Return whether an object of this name describes the data, and is none of them."""
    return fold_field(name) == _SCHEMA


def find_lists(description: object) -> list[list[Any]]:
    """Return the lists in a description, of which one may name the columns."""
    inside = description.values() if isinstance(description, dict) else ()
    return [one for one in inside if isinstance(one, list)]


def name_rows(
    rows: list[list[Any]], columns: Iterable[list[Any]], place: str
) -> Iterator[dict[str, Any]]:
    """Yield the records of rows, whose fields are named beside them or by the first row."""
    beside = (_read_names(one) for one in columns)
    width = max(map(len, rows))
    names = next((one for one in beside if len(one) >= width), [])
    if not names:
        names, rows = read_header(rows[0], place), rows[1:]
    for number, row in enumerate(rows, start=1):
        yield name_values(names, row, f"{place}, record {number}")


def name_values(names: list[str], row: object, place: str) -> dict[str, Any]:
    """Return the record of a row of values; the last ones may be left out."""
    if not isinstance(row, list):
        raise SourceError(f"{place}: is no row of values as those before it are")
    if len(row) > len(names):
        raise SourceError(
            f"{place}: has {len(row)} values, and {len(names)} columns are named; name them in "
            "the first row, or write each record as an object"
        )
    return dict(zip(names, row, strict=False))


def read_header(row: object, place: str) -> list[str]:
    """Return the names of columns that the first of some rows holds."""
    if isinstance(row, list) and (names := _read_names(row)):
        return names
    raise SourceError(
        f"{place}: the first of the rows of values names no columns; name them, or write each "
        "record as an object"
    )


def _read_names(values: list[Any]) -> list[str]:
    """Return the names of columns, each a text or an object with a name; none if they are none."""
    names = [_read_name(one) for one in values]
    return names if all(names) and len({*names}) == len(names) else []


def _read_name(value: object) -> str:
    if isinstance(value, dict):
        value = next((value[name] for name in _NAMES if name in value), "")
    return value if isinstance(value, str) and not value[:1].isdigit() else ""


def list_keyed(path: tuple[str, ...], aside: Aside) -> Iterator[Flat]:
    """Yield the records that the members of an object are: objects alike, or columns."""
    objects = aside.objects
    if aside.others or not objects or not _may_hold_records(path, objects):
        return
    rows = [one.fields.keys() for one in objects.values()]
    numbers = [str(number) for number in range(len(rows[0]))]
    if all([*one] == numbers for one in rows):
        yield from (
            Flat({name: one.fields[number] for name, one in objects.items()}) for number in numbers
        )
    elif frozenset.intersection(*map(frozenset, rows)) and (
        len(objects) >= _FEWEST or next(iter(objects)).isdigit()
    ):
        key = _choose_key(objects)
        yield from (Flat({key: name} | one.fields, one.lists) for name, one in objects.items())


def _may_hold_records(path: tuple[str, ...], names: Iterable[str]) -> bool:
    """Return whether objects of some names, under a path, may be records and say nothing else."""
    if path and says_how(path[-1]) and not is_holder(path[-1]):
        return False
    return not any(says_how(name) or is_wrapper(name) for name in names)


def _choose_key(objects: Mapping[str, Flat]) -> str:
    taken = {fold_field(name) for one in objects.values() for name in one.fields}
    return next((key for key in _KEYS if fold_field(key) not in taken), _KEYS[-1])
