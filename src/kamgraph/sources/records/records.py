"""Records of any interface, as JSON or one per line, into tables of texts."""

# A field that is an object has its own fields as columns (`manager.id`), a list of plain values is
# one cell with `;` between them, and a list of objects is a table of its own, whose rows name the
# record above (`parent.id`). What an answer says around its records is no record.

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from kamgraph.errors import SourceError
from kamgraph.model.strict_json import quote
from kamgraph.sources.limits import Limits
from kamgraph.sources.raw import RawTable
from kamgraph.sources.records.answers import (
    Fields,
    check_answer,
    fold_field,
    is_answer,
    is_counted,
    is_error,
    is_holder,
    is_wrapper,
    names_columns,
    refuse_error,
    refuse_failure,
    says_nothing_else,
    surrounds,
)
from kamgraph.sources.records.fields import Flat, find_kind, flatten, name_parent
from kamgraph.sources.records.grids import (
    Aside,
    find_lists,
    is_grid,
    is_schema,
    list_keyed,
    name_rows,
    name_values,
    read_header,
)
from kamgraph.sources.records.json_stream import JsonStream
from kamgraph.sources.records.plain import list_answers
from kamgraph.sources.records.tables import GrowingTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamgraph.sources.records.plain import Plain

Names: TypeAlias = tuple[str, ...]  # of the fields that lead to something

RECORD_FILES = (".json", ".jsonl", ".ndjson")
LINES = RECORD_FILES[1:]

_SALESFORCE = "salesforce"
_CONTEXT = "@odata.context"
_SET = re.compile(r"\$metadata#(?:.*/)?(\w+)(?:\(.*\))?(?:/\$entity)?")


def parse_records(
    blocks: Iterable[bytes],
    place: str,
    name: str,
    *,
    in_lines: bool = False,
    encoding: str | None = None,
    limits: Limits = Limits(),
) -> list[RawTable]:
    """Take the records of a document apart."""
    # A table is called as its records say they are, else as their list, else as the document.
    stream = JsonStream(blocks, place, encoding)
    walk = _Walk(stream, place, name, "line" if in_lines else "record", limits)
    while stream.peek():
        walk.read_next()
    return walk.finish()


class _Walk:
    """The way through a document, and the tables that grow on it."""

    def __init__(
        self, stream: JsonStream, place: str, name: str, unit: str, limits: Limits
    ) -> None:
        self._stream, self._place, self._name, self._unit = stream, place, name, unit
        self._limits = limits
        self._tables: dict[str, GrowingTable] = {}
        self._number = 0  # of the record, or of its line
        self._count = 0  # records of the answer so far

    def finish(self) -> list[RawTable]:
        """Return the tables, or an empty one where there is no record."""
        if self._tables:
            return [table.finish() for table in self._tables.values()]
        lines = np.zeros(0, dtype=int)
        return [RawTable(self._name, self._place, pd.DataFrame(), lines, unit=self._unit)]

    def read_next(self) -> None:
        """Read the next value of the document: a list, an answer or a record."""
        begin = self._stream.peek()
        if self._unit == "line" or begin not in {"[", "{"}:
            self._number = self._stream.line
            if plain := self._stream.read_lines() if self._unit == "line" else []:
                self._add_plain(plain, self._name, self._number)
            else:
                self._add(self._stream.read_value(), self._name)
        elif self._stream.begins_rows():
            self._read_rows(self._name)
        elif begin == "[":
            self._read_list(self._name)
        else:
            self._count = 0
            flat, found = self._read_object((), {})
            lists = [*found, *(path[-1] for path, _ in flat.lists)]
            if lists and surrounds(flat.fields, lists):
                check_answer(flat.fields, self._count + flat.count, self._place)
                self._number = 0
                self._add_answer(flat)
            elif not flat.lists and says_nothing_else(flat.fields):
                refuse_failure(flat.fields, self._place)
            else:
                self._number += 1
                self._add_flat(flat, _find_set(flat.fields) or self._name, root=True)

    def _read_object(self, path: Names, above: Fields) -> tuple[Flat, list[str]]:
        """Read an object but for its lists of records; return how those are called, too."""
        # As long as it says nothing but how it was answered, its lists of records are read one by
        # one, and objects in it are looked into. Else it is a record itself, and read whole.
        if len(path) > self._limits.depth:
            raise SourceError(f"{self._place}: the objects are nested too deeply")
        flat, found, aside = Flat(place=self._place), list[str](), Aside()
        more = self._stream.need("{") and not self._stream.take("}")
        while more:
            name = self._read_name()
            found += self._read_member((*path, name), above, flat, aside)
            more = self._stream.need(",}") == ","
        if not found and (records := [*list_keyed(path, aside)]):
            name = self._name_list(path, above)
            self._add_records(records, name)
            return Flat(place=self._place), [name]
        return flat, found + self._add_grids(path, above, flat, aside)

    def _read_member(self, path: Names, above: Fields, flat: Flat, aside: Aside) -> list[str]:
        """Read a member of an object; return how the lists of records in it are called."""
        stream, name, about = self._stream, path[-1], above | flat.fields
        is_open = not flat.lists and is_answer(about)
        if is_open and stream.begins_records() and not is_error(name) and not names_columns(name):
            called = self._name_list(path, about)
            self._read_list(called)
            return [name]
        if is_open and is_schema(name) and stream.peek() == "{":
            aside.schema += find_lists(stream.read_value())
            return []
        if is_open and stream.peek() == "{":
            inner, within = self._read_object(path, about)
            flat.add_object(name, inner, bare=is_holder(name) or is_wrapper(name))
            aside.objects[name] = inner
            return within
        value = stream.read_value()
        if isinstance(value, dict) and not aside.others:
            aside.objects[name] = flatten(value, self._place, self._limits.depth)
        aside.others += not isinstance(value, dict)
        if is_grid(value) and (is_open or is_holder(name)):
            aside.grids[name] = value
        elif names_columns(name) and isinstance(value, list):
            aside.columns[name] = value
        else:
            self._flatten_member(name, value, flat)
        return []

    def _flatten_member(self, name: str, value: object, flat: Flat) -> None:
        if value and is_error(name) and not isinstance(value, str):
            value = quote(value)
        one = flatten({name: value}, self._place, self._limits.depth)
        flat.fields |= one.fields
        flat.lists += one.lists

    def _add_grids(self, path: Names, above: Fields, flat: Flat, aside: Aside) -> list[str]:
        """Add the records of rows of values; what names no columns of any is as other lists are."""
        for name, rows in aside.grids.items():
            called = self._name_list((*path, name), above | flat.fields)
            records = name_rows(rows, (*aside.columns.values(), *aside.schema), self._place)
            flat_ones = (flatten(one, self._place, self._limits.depth) for one in records)
            self._add_records(flat_ones, called)
        if not aside.grids:
            for name, values in aside.columns.items():
                self._flatten_member(name, values, flat)
        return [*aside.grids]

    def _add_records(self, records: Iterable[Flat], name: str) -> None:
        self._number = 0
        for one in records:
            self._number += 1
            self._count += 1
            self._add_flat(one, name)

    def _read_name(self) -> str:
        if self._stream.peek() != '"':
            self._stream.need('"')
        name = self._stream.read_value()
        self._stream.need(":")
        return str(name)

    def _read_list(self, name: str) -> None:
        """Read the records of a list, many at once as long as all are plain."""
        self._number = 0
        typed = None
        more = self._stream.need("[") and not self._stream.take("]")
        while more:
            plain = [] if typed else self._stream.read_list()
            if plain:
                typed = False
                self._add_plain(plain, name, self._number + 1)
                self._number += len(plain)
                self._count += len(plain)
            else:
                typed = self._read_one(name, typed=typed)
            more = self._stream.need(",]") == ","

    def _read_one(self, name: str, *, typed: bool | None) -> bool:
        """Read the next record of a list; return whether it has a type, as all have or none."""
        record = self._stream.read_value()
        kind = find_kind(record)
        if typed and not kind:
            raise SourceError(f"{self._place}: {quote(record)} is no record with a type")
        self._number += 1
        self._count += 1
        self._add(record, name)
        return bool(kind) if typed is None else typed

    def _read_rows(self, name: str) -> None:
        """Read rows of values one by one, of which the first one names the columns."""
        self._number = 0
        names: list[str] = []
        more = self._stream.need("[") and not self._stream.take("]")
        while more:
            row = self._stream.read_value()
            if names:
                self._number += 1
                self._add(name_values(names, row, self._name_place()), name)
            else:
                names = read_header(row, self._place)
            more = self._stream.need(",]") == ","

    def _name_list(self, path: Names, about: Fields) -> str:
        """Return what the records of a list of an answer are called."""
        named = (name for name in reversed(path) if not is_holder(name))
        return next(named, _find_set(about) or self._name)

    def _add(self, record: object, table: str, above: Fields | None = None, depth: int = 0) -> None:
        """Add a record to its table, and the records in it to theirs."""
        if not isinstance(record, dict):
            raise SourceError(f"{self._name_place()}: {quote(record)} is no record")
        flat = flatten(record, self._name_place(), self._limits.depth - depth)
        if says_nothing_else(flat.fields):
            refuse_error(flat.fields, self._name_place())
        lists = [path[-1] for path, _ in flat.lists]
        is_page = not depth and is_counted(flat.fields) and surrounds(flat.fields, lists)
        if flat.is_answer or (lists and not flat.kind and is_page):
            check_answer(flat.fields, flat.count, self._name_place())
            self._add_answer(flat, depth)
        else:
            self._add_flat(flat, table, above, depth)

    def _add_plain(self, records: Sequence[Plain], table: str, first: int) -> None:
        """Add records without an object or a list in them, the first of which has a number."""
        for number, about in list_answers(records):
            refuse_error(about, f"{self._place}, {self._unit} {first + number}")
        self._grow(table).add_all(records, range(first, first + len(records)))

    def _add_answer(self, answer: Flat, depth: int = 0) -> None:
        """Add the records in the lists of an answer."""
        for path, values in answer.lists:
            self._add_list(values, self._name_list(path, answer.fields), {}, depth)

    def _add_flat(
        self,
        flat: Flat,
        table: str,
        above: Fields | None = None,
        depth: int = 0,
        *,
        root: bool = False,
    ) -> None:
        table = flat.kind or table
        system = _SALESFORCE if flat.kind else ""
        self._grow(table, system).add_all([(above or {}) | flat.fields], [self._number])
        if flat.lists:
            parent = name_parent(table, flat.fields)
            for path, values in flat.lists:
                self._add_list(values, self._name_below("" if root else table, path), parent, depth)

    def _grow(self, table: str, system: str = "") -> GrowingTable:
        """Return the table of a name, which begins with its first record."""
        if table not in self._tables:
            place = self._place if table == self._name else f"{self._place}, {table}"
            self._tables[table] = GrowingTable(table, place, self._unit, system, self._limits)
        return self._tables[table]

    def _add_list(self, values: list[Any], table: str, above: Fields, depth: int) -> None:
        """Add the records of a list in a record; plain values are records of one field."""
        for one in values:
            record = one if isinstance(one, dict) else {"value": one}
            self._add(record, table, above, depth + 1)

    def _name_below(self, table: str, path: Names) -> str:
        """Return what the records of a list in a record are called."""
        named = [name for name in path if not is_holder(name)] or [path[-1]]
        *_, last = table.split(".")
        if [fold_field(last)] == [*map(fold_field, named)]:  # a tree: the same at every depth
            return table
        return ".".join(filter(None, (table, *named)))

    def _name_place(self) -> str:
        return f"{self._place}, {self._unit} {self._number}"


def _find_set(about: Fields) -> str:
    """Return the set of entities that an answer of OData says its records are of."""
    found = _SET.search(about.get(_CONTEXT, ""))
    return found[1] if found else ""
