"""What a result is: columns with types, units and meaning, declared once beside its question."""

# A record costs nothing until somebody asks for its columns. From them derive the JSON records of a
# review, their schema, the columns in the documentation, the empty tables and a test.

from __future__ import annotations

import ast
import datetime as dt
import inspect
import re
import textwrap
from dataclasses import dataclass, replace
from enum import Enum
from functools import wraps
from itertools import pairwise
from types import NoneType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    TypeAlias,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import pandas as pd

from kamgraph.model.columns import DAYS
from kamgraph.model.dtypes import TEXT, Dtype
from kamgraph.model.marks import Words
from kamgraph.model.vocabulary import AXES, SIDES, STAGES, TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pandas._typing import ArrayLike

    from kamgraph.model.vocabulary import Vocabulary

Columns: TypeAlias = "dict[str, ArrayLike]"  # of a table that is still to be made
Question = TypeVar("Question", bound="Callable[..., pd.DataFrame]")

_KINDS: dict[str, Kind] = {
    "0-100": "score",
    "points": "points",
    "0-1": "share",
    "-1 to 1": "share",
    "": "count",
}  # by unit
_DTYPES: dict[object, Dtype] = {
    str: TEXT,
    float: "float64",
    int: "int64",
    bool: "bool",
    dt.date: DAYS,
    tuple: "object",
}
_NULLABLE = {int: "Int64", bool: "boolean"}  # where values may be missing
_CAPITALS = re.compile(r"(?<!^)(?=[A-Z])")  # where a word begins within the name of a class
_AXIS = "axis"  # what stands for each axis in the name of a column that there is once per axis


class Record:
    """What one row of a result holds: annotations, each with what it means as a text below."""


class ScopedRecord(Record):
    """A record of a table that begins with account and deal where the graph has many scopes."""


class Mark(Enum):
    """What else there is to say of a column."""

    INDEX = "of the index of the table"
    TABLE_ONLY = "left out of the JSON of a review, which says it elsewhere or not at all"
    PER_AXIS = "there once for each axis, whose name takes the place of `axis` in the column's"


@dataclass(frozen=True)
class Unit:
    """Marks what a number is counted in, or between what it lies."""

    text: str


Kind = Literal["name", "text", "day", "score", "error", "share", "reach", "points", "count", "span"]
"""What a column holds: who a row is about, a text, a day in words, a score (0-100), by how many
points one may be off, a share (0-1, compared within the column), a reach (0-1), signed points, a
count, or the span of scores on one line."""


@dataclass(frozen=True)
class Shown:
    """Marks a number whose unit does not tell as what it is shown."""

    kind: Kind


@dataclass(frozen=True)
class HeadedBy:
    """Marks a column whose name is a word of a vocabulary, which has its heading."""

    vocabulary: Vocabulary


@dataclass(frozen=True)
class Named:
    """Marks how a table calls a column whose name cannot be that of an attribute."""

    name: str


@dataclass(frozen=True)
class Of:
    """Marks a column that is the one of its name of another record."""

    record: type[Record]


T = TypeVar("T")
Index = Annotated[T, Mark.INDEX]
TableOnly = Annotated[T, Mark.TABLE_ONLY]
PerAxis = Annotated[T, Mark.PER_AXIS]

Score = Annotated[float, Unit("0-100")]
Points = Annotated[float, Unit("points")]
Share = Annotated[float, Unit("0-1")]
Degree = Annotated[float, Unit("0-1"), Shown("reach")]
SignedShare = Annotated[float, Unit("-1 to 1")]
Axis = Annotated[str, Words(AXES)]
OrganizationKind = Annotated[str, Words(SIDES)]
TieKind = Annotated[str, Words(TIE_KINDS)]
Stage = Annotated[str, Words(STAGES)]
Severity = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class ResultColumn:
    """A column of a result."""

    attribute: str  # what declares it
    name: str  # in the table
    key: str  # in JSON
    type: Any  # of its values, None for missing ones included
    meaning: str
    marks: tuple[object, ...]

    @property
    def in_index(self) -> bool:
        """Whether it is part of the table's index."""
        return Mark.INDEX in self.marks

    @property
    def in_json(self) -> bool:
        """Whether the JSON of a review has it."""
        return Mark.TABLE_ONLY not in self.marks

    @property
    def unit(self) -> str:
        """What it is counted in; empty for what is no number."""
        return next((mark.text for mark in self.marks if isinstance(mark, Unit)), "")

    @property
    def description(self) -> str:
        """What it says and in which unit, in a sentence."""
        return f"{self.meaning[:-1]} ({self.unit})." if self.unit else self.meaning

    @property
    def words(self) -> tuple[str, ...]:
        """The words it may hold; empty for what is none of a few."""
        literal = [kind for kind in list_types(self.type) if get_origin(kind) is Literal]
        return tuple(word for kind in literal for word in get_args(kind))

    @property
    def kind(self) -> Kind:
        """As what it is shown."""
        if self.dtype == DAYS:
            return "day"
        if "float" not in (name := str(self.dtype)) and "int" not in name.lower():
            return "text"
        shown = (mark.kind for mark in self.marks if isinstance(mark, Shown))
        return next(shown, _KINDS[self.unit])

    @property
    def headed_by(self) -> Vocabulary | None:
        """The vocabulary in which its name is a word, whose label is its heading."""
        if Mark.PER_AXIS in self.marks and self.name in AXES.words:
            return AXES
        return next((mark.vocabulary for mark in self.marks if isinstance(mark, HeadedBy)), None)

    @property
    def dtype(self) -> Dtype:
        """The pandas dtype in which a table holds it."""
        kinds = list(list_types(self.type))
        if kinds[0] in _NULLABLE and self.type is not kinds[0]:
            return _NULLABLE[kinds[0]]
        return TEXT if self.words else _DTYPES[get_origin(kinds[0]) or kinds[0]]


def list_types(declared: Any) -> Iterator[Any]:
    """Yield the types of a union but for None."""
    arms = get_args(declared) if NoneType in get_args(declared) else (declared,)
    yield from (arm for arm in arms if arm is not NoneType)


_COLUMNS: dict[type[Record], tuple[ResultColumn, ...]] = {}


def columns(record: type[Record]) -> tuple[ResultColumn, ...]:
    """Return the columns of a record, first those of the index; those per axis are spread out."""
    if record not in _COLUMNS:
        _COLUMNS[record] = tuple(
            sorted(_list_declarations(record), key=lambda column: not column.in_index)
        )
    return _COLUMNS[record]


def _list_declarations(record: type[Record]) -> Iterator[ResultColumn]:
    meanings = {
        name: text for base in reversed(record.__mro__[:-1]) for name, text in _read_meanings(base)
    }
    for name, annotation in get_type_hints(record, include_extras=True).items():
        yield from _expand(name, annotation, meanings.get(name, ""))


def _expand(attribute: str, annotation: Any, meaning: str) -> Iterator[ResultColumn]:
    """Yield the columns that an annotation declares: one, or one per axis."""
    kind, marks = _unwrap(annotation)
    for mark in marks:
        if isinstance(mark, Of):
            own = tuple(one for one in marks if one is not mark)
            same = (one for one in columns(mark.record) if one.attribute == attribute)
            yield from (replace(one, marks=(*one.marks, *own)) for one in same)
            return
    name = next((mark.name for mark in marks if isinstance(mark, Named)), attribute)
    for axis in AXES.words if Mark.PER_AXIS in marks else (_AXIS,):
        table, json = (one.replace(_AXIS, axis) for one in (name, attribute))
        yield ResultColumn(attribute, table, json, kind, meaning, marks)


def _read_meanings(record: type) -> Iterator[tuple[str, str]]:
    """Yield each attribute of a class with the text below it."""
    [tree] = ast.parse(textwrap.dedent(inspect.getsource(record))).body
    for line, below in pairwise(getattr(tree, "body", [])):
        match line, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, " ".join(text.split())


def _unwrap(declared: Any) -> tuple[Any, tuple[object, ...]]:
    """Return the plain type of an annotation, however nested, and its marks."""
    if get_origin(declared) is Annotated:
        inner, *marks = get_args(declared)
        kind, within = _unwrap(inner)
        closed = [mark for mark in marks if isinstance(mark, Words)]
        if closed:
            kind = Literal[closed[0].vocabulary.words]
        return kind, (*within, *marks)
    if NoneType in (arms := get_args(declared)):
        parts = [_unwrap(arm) for arm in arms if arm is not NoneType]
        kind = parts[0][0] | None
        return kind, tuple(mark for _, marks in parts for mark in marks)
    return declared, ()


def names(record: type[Record]) -> list[str]:
    """Return how a table calls the columns of a record, those of its index first."""
    return [column.name for column in columns(record)]


def empty(record: type[Record], *, scoped: bool = False) -> pd.DataFrame:
    """Return the table of a record without rows, of many scopes where it is to name them."""
    if (record, scoped) not in _EMPTY:
        _EMPTY[record, scoped] = _make_empty(record, ["account", "deal"] if scoped else [])
    return _EMPTY[record, scoped].copy()


def _make_empty(record: type[Record], scope: list[str]) -> pd.DataFrame:
    series = {one.name: pd.Series(dtype=one.dtype) for one in columns(record)}
    index = scope + [one.name for one in columns(record) if one.in_index]
    table = pd.DataFrame(series | {name: pd.Series(dtype=TEXT) for name in scope})
    return table.set_index(index) if index else table


_EMPTY: dict[tuple[type[Record], bool], pd.DataFrame] = {}


def tabulate(record: type[Record], found: Mapping[str, Any]) -> pd.DataFrame:
    """Return the table of a record, of arrays by the name of its columns."""
    series = {one.name: pd.array(found[one.name], dtype=one.dtype) for one in columns(record)}
    return pd.DataFrame(series)


# The records of questions, and those of the tables of a class by "class.table".
RESULTS: dict[str, type[Record]] = {}
RESULT, UNITS = "result", "units"  # what the attributes of a table say of it


def returns(record: type[Record]) -> Callable[[Question], Question]:
    """Declare what a row of the table that a question returns is, and have the table say so."""

    def declare(question: Question) -> Question:
        RESULTS[question.__name__] = record

        @wraps(question)
        def ask(*args: Any, **kwargs: Any) -> pd.DataFrame:
            return mark(question(*args, **kwargs), question.__name__)

        return cast("Question", ask)

    return declare


def mark(table: pd.DataFrame, result: str) -> pd.DataFrame:
    """Have a table say which result it is, and in which units its columns are."""
    units = {one.name: one.unit for one in columns(RESULTS[result]) if one.unit}
    table.attrs = {RESULT: result, UNITS: units}
    return table


def flatten(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with who and what its rows are about among its columns."""
    return table.reset_index() if any(table.index.names) else table


def returns_tables(**records: type[Record]) -> Callable[[type[T]], type[T]]:
    """Declare what a row of each table of a class is."""

    def declare(result: type[T]) -> type[T]:
        RESULTS.update({name_table(result, name): one for name, one in records.items()})
        return result

    return declare


def name_table(result: type, table: str) -> str:
    """Return how the result is called that a table of a class is."""
    return f"{_CAPITALS.sub('_', result.__name__).lower()}.{table}"
