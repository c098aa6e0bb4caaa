"""Columns of what is given: of values, of a frame, of other tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kamgraph.model.columnar.days import Days
from kamgraph.model.columnar.numbers import Numbers
from kamgraph.model.columnar.table import Table
from kamgraph.model.columnar.texts import Texts, join_texts
from kamgraph.model.columns import columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kamgraph.model.columnar.cells import Cells
    from kamgraph.model.columns import Column

_NUMBERS = ("number", "integer")


def make_cells(
    column: Column, values: Any, places: np.ndarray | None = None, *, distinct: bool = False
) -> Cells:
    """Return the cells of a column of some values, or of the values at some places."""
    if column.kind == "day":
        return Days.of(values, places)
    if column.kind in _NUMBERS:
        return Numbers.of(values, places, whole=column.kind == "integer")
    return Texts.of(values, places, distinct=distinct)


def make_nothing(column: Column, count: int) -> Cells:
    """Return so many empty cells of a column, which take no room."""
    if column.kind == "day":
        return Days.nothing(count)
    if column.kind in _NUMBERS:
        return Numbers.nothing(count, whole=column.kind == "integer")
    return Texts.nothing(count)


def hold_frame(name: str, frame: pd.DataFrame) -> Table:
    """Return the columns of a frame that holds a checked table."""
    known = {column.name: column for column in columns(name)}
    return Table(
        {
            str(name): make_cells(known[name], frame[name].array)
            if name in known
            else Texts.of(frame[name].array)
            for name in frame
        }
    )


def join_tables(parts: Sequence[Table]) -> Table:
    """Return the rows of some tables one after another; a column that one lacks is empty there."""
    parts = [part for part in parts if len(part)] or [*parts[:1]]
    if len(parts) == 1:
        return parts[0]
    kinds = {name: type(part[name]) for part in parts for name in part}
    return Table({name: _join_cells(name, kind, parts) for name, kind in kinds.items()})


def _join_cells(name: str, kind: type[Cells], parts: Sequence[Table]) -> Cells:
    if issubclass(kind, Days):
        return Days(np.concatenate([part.days(name).numbers for part in parts]))
    if issubclass(kind, Numbers):
        numbers = [part.numbers(name) for part in parts]
        return Numbers(np.concatenate([one.floats for one in numbers]), numbers[0].whole)
    texts = [part.texts(name) if name in {*part} else Texts.nothing(len(part)) for part in parts]
    return join_texts(texts)
