"""What a review is made of: the same classes are its words and, as data, its JSON Schema."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    TypeAdapter,
    field_serializer,
    field_validator,
)

from kamgraph.reviews.columns import AS_DATA, Column

Tone = Literal["", "good", "fair", "poor", "unsure"]


def _from_null(value: float | None) -> float:
    return math.nan if value is None else value


def _to_null(value: float) -> float | None:
    return None if math.isnan(value) else value


Place = Annotated[float, BeforeValidator(_from_null), PlainSerializer(_to_null)]
"""A score on a line; a missing one is null in JSON."""


@dataclass(frozen=True)
class Span:
    """Scores drawn on one line from 0 to 100; missing ones are left out."""

    __pydantic_config__ = AS_DATA

    own: Place
    """As graded."""
    after: Place
    """After influence."""
    low: Place
    """The lower bound."""
    high: Place
    """The upper bound."""
    mark: Place
    """The score to reach."""


Cell = str | float | Span | None
"""A cell of a table as data: nothing is null, numbers are numbers, all else is text."""


Columns = Mapping[str, Column]


@dataclass(frozen=True)
class Quote:
    """Words by which we know something."""

    __pydantic_config__ = AS_DATA

    person: str
    """The name of whom they are about; of a tie, of its source."""
    about: str
    """What they are about: the grades with their axes, the tie with its target, the role."""
    text: str
    """The words, as they were recorded."""
    source: str
    """Who stands for them and since when; empty where that is not recorded."""


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it is shown."""

    __pydantic_config__ = AS_DATA

    _rows: Annotated[pd.DataFrame, Field(alias="rows")]
    """One object per row, by the columns' names and those of texts below; null where missing."""
    columns: Columns
    """The columns shown, in this order."""
    caption: str
    """How to read it, in a sentence."""
    quotes: tuple[tuple[Quote, ...], ...] = ()
    """By which words each row is known; empty where that is said of none."""
    accounts: Annotated[tuple[str, ...], Field(exclude=True)] = ()
    """Which account each row is about, by id; empty where they are not about accounts."""
    about: Annotated[tuple[tuple[str, ...], ...], Field(exclude=True)] = ()
    """Whom each row is about, by ids; empty where that is what its rows are called by."""

    def __post_init__(self) -> None:
        columns = {name: replace(column, name=name) for name, column in self.columns.items()}
        object.__setattr__(self, "columns", columns)

    @property
    def rows(self) -> pd.DataFrame:
        """A copy of the values; missing ones are shown as a dash."""
        return self._rows.copy()

    @property
    def subjects(self) -> tuple[tuple[str, ...], ...]:
        """Whom or which account each row is about, by ids; nobody where that is not told."""
        keys = self._rows.index if not self.about else ()
        return self.about or tuple((key,) if isinstance(key, str) else () for key in keys)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self._dump() == other._dump()

    def __hash__(self) -> int:
        return hash((self.caption, *self.columns))

    def _dump(self) -> Any:
        return _make_adapter(Table).dump_python(self)

    @field_serializer("columns")
    def _list_columns(self, columns: Columns) -> tuple[Column, ...]:
        return tuple(columns.values())

    @field_validator("columns", mode="plain")
    @classmethod
    def _by_name(cls, columns: Any) -> dict[str, Column]:
        return {
            column.name: column
            for column in _make_adapter(tuple[Column, ...]).validate_python(columns)
        }

    @field_serializer("_rows")
    def _cells(self, rows: pd.DataFrame) -> tuple[dict[str, Cell], ...]:
        below = [column.below for column in self.columns.values() if column.below]
        names = [*self.columns, *below]
        cells = [map(_make_cell, rows[name].tolist()) for name in names]
        return tuple(dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True))

    @field_validator("_rows", mode="plain")
    @classmethod
    def _frame_rows(cls, rows: Any) -> pd.DataFrame:
        return pd.DataFrame(_make_adapter(tuple[dict[str, Cell], ...]).validate_python(rows))


def name_subjects(*columns: Iterable[Any]) -> tuple[tuple[str, ...], ...]:
    """Return whom each row is about by columns of ids; missing ones are nobody."""
    return tuple(
        tuple(one for one in row if isinstance(one, str)) for row in zip(*columns, strict=True)
    )


def _make_cell(value: Any) -> Cell:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value if isinstance(value, str | Span) else float(value)


@cache
def _make_adapter(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)


@dataclass(frozen=True)
class Figure:
    """One number to remember, with what it is and what it means."""

    __pydantic_config__ = AS_DATA

    label: str
    """What it is."""
    value: str
    """The number, as it is shown."""
    note: str
    """What it means."""
    tone: Tone = ""
    """How it sounds: good, fair, poor, unsure where too little is known, or empty."""
    term: Annotated[str, Field(exclude=True)] = field(default="", compare=False)
    """Which number it is, the same in every language."""


@dataclass(frozen=True)
class Point:
    """One sentence of a summary, with what it is about."""

    __pydantic_config__ = AS_DATA

    label: str
    """What it is about, in words."""
    sentence: str
    """The sentence."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture that is drawn when it is shown."""

    draw: Callable[..., Any]
    """Takes ``ax=`` as every picture does, and returns the Axes of matplotlib that hold it."""
    alternative: str
    """What the picture shows, for those who cannot see it."""


@dataclass(frozen=True)
class Section:
    """One part of a review; what it has of figures, picture and table is shown in this order."""

    __pydantic_config__ = AS_DATA

    name: str
    """What it is called in :attr:`Review.tables` and in links, the same in every language."""
    heading: str
    """Its title."""
    sentence: str
    """What it says, in a sentence."""
    figures: tuple[Figure, ...] = ()
    """Its numbers to remember."""
    table: Table | None = None
    """Its table."""
    picture: Annotated[Picture | None, Field(exclude=True)] = field(default=None, compare=False)
    """Its picture."""
    fine_print: bool = False
    """Whether it only explains the others."""
