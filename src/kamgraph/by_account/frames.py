"""The tables of a book as lazy frames, whatever the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import narwhals as nw
import pandas as pd

from kamgraph.by_account.judge import refuse_false_days, refuse_wrong_columns
from kamgraph.model.checks import find_capitals
from kamgraph.model.columns import Column, columns
from kamgraph.model.day import choose_newest
from kamgraph.model.entities import TABLES
from kamgraph.model.tables import list_event_days

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Frame: TypeAlias = "nw.LazyFrame[Any]"

TYPES = {"number": nw.Float64(), "integer": nw.Float64(), "day": nw.Date()}  # all others are text
_DAY = len("2026-01-31")


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
    days = [known[table].select(nw.col(column).alias("day")) for table, column in list_event_days()]
    distinct = nw.concat(days).drop_nulls("day").unique().collect("pandas").to_native()["day"]
    newest = choose_newest(distinct.to_numpy(dtype="datetime64[D]", na_value=None))
    return None if newest is None else str(newest)


def list_given(tables: Mapping[str, Any]) -> dict[str, Frame]:
    """Return tables as lazy frames with the columns that they came with, capitals as ours."""
    frames = {name: nw.from_native(frame).lazy() for name, frame in tables.items()}
    return {
        name: frame.rename(find_capitals(name, frame.collect_schema().names()))
        for name, frame in frames.items()
    }


def list_tables(tables: Mapping[str, Any]) -> dict[str, Frame]:
    """Return all tables as lazy frames with every column of theirs: days, numbers and texts."""
    given = list_given(tables)
    refuse_wrong_columns(given)
    refuse_false_days(_list_text_days(given))
    some = next(iter(given.values()))
    nothing = some.head(0)
    return {name: _select_columns(given.get(name, nothing), columns(name)) for name in TABLES}


def _select_columns(frame: Frame, wanted: tuple[Column, ...]) -> Frame:
    there = frame.collect_schema()
    cells = [
        _read_column(column, there[column.name])
        if column.name in there
        else nw.lit(None, TYPES.get(column.kind, nw.String())).alias(column.name)
        for column in wanted
    ]
    # To select nothing but literals would give a row even where the frame has none.
    return frame.with_columns(cells).select(column.name for column in wanted)


def _read_column(column: Column, dtype: nw.dtypes.DType) -> nw.Expr:
    """Return a column in the one type that it has whatever the engine."""
    cells = nw.col(column.name)
    if column.kind == "day" and dtype == nw.String:
        return cells.str.slice(0, _DAY).str.to_date("%Y-%m-%d")
    return cells.cast(TYPES.get(column.kind, nw.String()))


def _list_text_days(tables: Mapping[str, Frame]) -> pd.DataFrame:
    """Return the distinct days that are texts, with their ``table`` and ``column``."""
    found = [
        frame.select(
            nw.lit(table).alias("table"),
            nw.lit(column.name).alias("column"),
            nw.col(column.name).str.slice(0, _DAY).alias("day"),
        )
        for table, frame in tables.items()
        for column in (columns(table) if table in TABLES else ())
        if column.kind == "day" and frame.collect_schema().get(column.name) == nw.String
    ]
    if not found:
        return pd.DataFrame(columns=["table", "column", "day"])
    return nw.concat(found).drop_nulls("day").unique().collect("pandas").to_native()
