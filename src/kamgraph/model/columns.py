"""The columns of the tables, derived from the entities."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args, get_origin

import numpy as np
from annotated_types import Ge, Gt, Le, Lt

from kamgraph.model.dtypes import TEXT, Dtype
from kamgraph.model.entities import TABLES
from kamgraph.model.marks import SMALLEST, Graded, Line, NeverTiny, References

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

Mark = TypeVar("Mark")

DAYS = "datetime64[s]"
_DTYPES: dict[str, Dtype] = {
    "text": TEXT,
    "graded": TEXT,
    "number": "float64",
    "integer": "Int64",
    "day": DAYS,
}
_KINDS: dict[type, str] = {str: "text", float: "number", int: "integer", dt.date: "day"}
# By what a bound is compared: in words, by numpy, in JSON Schema; and what it is called itself.
_COMPARISONS: dict[type, tuple[str, np.ufunc, str, str]] = {
    Ge: ("at least", np.greater_equal, "minimum", "ge"),
    Gt: ("more than", np.greater, "exclusiveMinimum", "gt"),
    Le: ("at most", np.less_equal, "maximum", "le"),
    Lt: ("less than", np.less, "exclusiveMaximum", "lt"),
}
_FINITE = {"minimum": -sys.float_info.max, "maximum": sys.float_info.max}
NOT_TINY = {"anyOf": [{"const": 0}, {"minimum": SMALLEST}, {"maximum": -SMALLEST}]}


@dataclass(frozen=True)
class Column:
    """What a column of a table may hold."""

    name: str
    kind: str  # text, number, integer, day or graded (a number or a label)
    required: bool
    marks: tuple[object, ...]  # the constraints and marks that the entity gives the column

    def mark(self, kind: type[Mark]) -> Mark | None:
        """Return the column's mark of a kind, None if it has none."""
        return next((mark for mark in self.marks if isinstance(mark, kind)), None)

    @property
    def references(self) -> str | None:
        """The table whose ids the column holds, None if it holds none."""
        mark = self.mark(References)
        return None if mark is None else mark.table

    @property
    def is_id(self) -> bool:
        """Whether the column holds ids, of its own table or of another."""
        return self.name == "id" or self.references is not None

    @property
    def is_line(self) -> bool:
        """Whether the column holds text of one line that is no id."""
        return self.kind == "text" and _LINE in self.marks

    @property
    def dtype(self) -> Dtype:
        """The pandas dtype in which a book holds the column."""
        return _DTYPES[self.kind]

    @property
    def range(self) -> str:
        """The numbers that the column takes, in words."""
        bounds = [f"{words} {bound}" for words, _, _, bound in self._list_bounds()]
        if self.mark(NeverTiny):
            bounds.append(f"0 or at least {SMALLEST} in size")
        return " and ".join(["a finite number", *bounds])

    @property
    def schema(self) -> dict[str, Any]:
        """The numbers that the column takes, in JSON Schema."""
        bounds = {keyword: bound for _, _, keyword, bound in self._list_bounds()}
        if self.kind == "integer":
            return {"type": "integer"} | bounds
        finite = {} if len(bounds) > 1 else _FINITE
        return {"type": "number"} | finite | bounds | (NOT_TINY if self.mark(NeverTiny) else {})

    def fits(self, numbers: np.ndarray | pd.Series[Any]) -> np.ndarray:
        """Return which numbers are in the column's range; missing ones are."""
        array = np.asarray(numbers, dtype=float)
        fits: np.ndarray = np.isfinite(array)
        for _, compare, _, bound in self._list_bounds():
            fits &= compare(array, bound)
        if self.mark(NeverTiny):
            fits &= (array == 0) | (np.abs(array) >= SMALLEST)
        fits |= np.isnan(array)
        return fits

    def _list_bounds(self) -> Iterator[tuple[str, np.ufunc, str, float]]:
        for mark in self.marks:
            if type(mark) in _COMPARISONS:
                *said, attribute = _COMPARISONS[type(mark)]
                yield (*said, getattr(mark, attribute))


@TABLES.remember
def columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table, derived from its entity, in their order."""
    return tuple(
        _make_column(name, field.annotation, tuple(field.metadata), required=field.is_required())
        for name, field in TABLES[table].model_fields.items()
    )


def _make_column(
    name: str, annotation: object, metadata: tuple[object, ...], *, required: bool
) -> Column:
    leaves = [*unwrap(annotation), *metadata]
    types = [leaf for leaf in leaves if isinstance(leaf, type)]
    marks = tuple(leaf for leaf in leaves if not isinstance(leaf, type))
    graded = any(isinstance(mark, Graded) for mark in marks)
    return Column(name, "graded" if graded else _KINDS[types[0]], required, marks)


def unwrap(annotation: object) -> Iterator[object]:
    """Yield the plain types and the marks of an annotation, however nested."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        yield from unwrap(inner)
        yield from marks
    elif arms := get_args(annotation):
        for arm in arms:
            yield from unwrap(arm)
    elif annotation is not NoneType:
        yield annotation


_LINE = next(mark for mark in unwrap(Line) if not isinstance(mark, type))
