"""The tables of a book as lazy frames, whatever the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import narwhals as nw

from kamgraph.by_account.judge import refuse_false_days, refuse_wrong_columns
from kamgraph.model.columns import Column, columns
from kamgraph.model.day import choose_newest
from kamgraph.model.entities import TABLES
from kamgraph.model.tables import list_event_days

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Frame: TypeAlias = "nw.LazyFrame[Any]"


def _make_in_memory(columns: dict[str, list[str]], like: Frame) -> Any:
    text = dict.fromkeys(columns, nw.String())
    return nw.from_dict(columns, text, backend=like.implementation).to_native()


@dataclass(frozen=True)
class Engine:
    """What an engine of frames has to do beside the relational operations."""

    # Make a small frame of columns of text, like another frame: here of pandas, polars or Arrow.
    local: Callable[[dict[str, list[str]], Frame], Any] = _make_in_memory
    # Have a frame computed once, although it is used several times.
    keep: Callable[[Frame], Frame] = lambda frame: frame.collect().lazy()


def newest_day(tables: Mapping[str, Any]) -> str | None:
    """Return the newest day recorded in all tables, as :attr:`Book.newest_day` has it."""
    known = list_tables(tables)
    days = [
        known[table].select(
            nw.lit(table).alias("table"),
            nw.lit(column).alias("column"),
            nw.col(column).alias("day"),
        )
        for table, column in list_event_days()
    ]
    distinct = nw.concat(days).drop_nulls("day").unique().collect("pandas").to_native()
    refuse_false_days(distinct)
    newest = choose_newest(distinct["day"].to_numpy(dtype="datetime64[D]", na_value=None))
    return None if newest is None else str(newest)


def list_given(tables: Mapping[str, Any]) -> dict[str, Frame]:
    """Return tables as lazy frames with the columns that they came with."""
    return {name: nw.from_native(frame).lazy() for name, frame in tables.items()}


def list_tables(tables: Mapping[str, Any]) -> dict[str, Frame]:
    """Return all tables as lazy frames with every column of theirs, numbers and texts."""
    given = list_given(tables)
    refuse_wrong_columns(given)
    some = next(iter(given.values()))
    nothing = some.head(0)
    return {name: _select_columns(given.get(name, nothing), columns(name)) for name in TABLES}


def _select_columns(frame: Frame, wanted: tuple[Column, ...]) -> Frame:
    there = frame.collect_schema().names()
    cells = [
        _read_column(column) if column.name in there else _fill_nothing(column) for column in wanted
    ]
    # To select nothing but literals would give a row even where the frame has none.
    return frame.with_columns(cells).select(column.name for column in wanted)


def _read_column(column: Column) -> nw.Expr:
    """Return a column in one type for every engine: numbers, and of days and others the text."""
    if column.kind in _NUMBERS:
        return nw.col(column.name).cast(nw.Float64)
    text = nw.col(column.name).cast(nw.String)
    return text.str.slice(0, len("2026-01-31")) if column.kind == "day" else text


def _fill_nothing(column: Column) -> nw.Expr:
    kind = nw.Float64 if column.kind in _NUMBERS else nw.String
    return nw.lit(None, kind).alias(column.name)


_NUMBERS = ("number", "integer")
