"""The tables of a book as lazy frames, whatever the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import narwhals as nw
import pandas as pd

from kamgraph.by_account.judge import read_words, refuse_false_days, refuse_wrong_columns
from kamgraph.model.checks import find_capitals
from kamgraph.model.columns import Column, columns
from kamgraph.model.day import choose_newest
from kamgraph.model.dtypes import TEXT
from kamgraph.model.entities import TABLES
from kamgraph.model.tables import list_event_days

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Frame: TypeAlias = "nw.LazyFrame[Any]"

TYPES = {"number": nw.Float64(), "integer": nw.Float64(), "day": nw.Date()}  # all others are text
_DAY = len("2026-01-31")
# The words that tell whose rows are; all others are read with the rows of an account.
_CUT_BY = frozenset({("organizations", "kind"), ("ties", "kind")})


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


def distinct(frame: Frame) -> Frame:
    """Return each row once; ``unique`` numbers the copies of every row, where SQL works."""
    names = frame.collect_schema().names()
    return frame.group_by(names).agg(nw.len().alias("copies")).select(names)


def newest_day(tables: Mapping[str, Any]) -> str | None:
    """Return the newest day recorded in all tables, as :attr:`Book.newest_day` has it."""
    known = list_tables(tables)
    days = [known[table].select(nw.col(column).alias("day")) for table, column in list_event_days()]
    found = distinct(nw.concat(days).drop_nulls("day")).collect("pandas").to_native()["day"]
    newest = choose_newest(found.to_numpy(dtype="datetime64[D]", na_value=None))
    return None if newest is None else str(newest)


def list_given(tables: Mapping[str, Any]) -> dict[str, Frame]:
    """Return tables as lazy frames with the columns that they came with, capitals as ours."""
    frames = {
        name: nw.from_native(_use_plain_texts(frame)).lazy() for name, frame in tables.items()
    }
    return {
        name: frame.rename(find_capitals(name, frame.collect_schema().names()))
        for name, frame in frames.items()
    }


def _use_plain_texts(frame: Any) -> Any:
    """Return a frame with texts as its engine makes them itself, which pandas 2 does as objects."""
    if not isinstance(frame, pd.DataFrame):
        return frame
    texts = [name for name, dtype in frame.dtypes.items() if dtype == TEXT]
    return frame.astype(dict.fromkeys(texts, pd.Series(dtype=str).dtype))


def list_tables(tables: Mapping[str, Any]) -> dict[str, Frame]:
    """Return all tables as lazy frames with every column of theirs: days, numbers and texts."""
    given = list_given(tables)
    refuse_wrong_columns(given)
    texts = _list_texts(given)
    are_words = pd.MultiIndex.from_frame(texts[["table", "column"]]).isin(_CUT_BY)
    refuse_false_days(texts[~are_words])
    words = read_words(texts[are_words])
    some = next(iter(given.values()))
    nothing = some.head(0)
    return {
        name: _select_columns(given.get(name, nothing), columns(name), words.get(name, {}))
        for name in TABLES
    }


def _select_columns(
    frame: Frame, wanted: tuple[Column, ...], words: Mapping[str, Mapping[str, str]]
) -> Frame:
    there = frame.collect_schema()
    cells = [
        _read_column(column, there[column.name], words.get(column.name, {}))
        if column.name in there
        else nw.lit(None, TYPES.get(column.kind, nw.String())).alias(column.name)
        for column in wanted
    ]
    # To select nothing but literals would give a row even where the frame has none.
    return frame.with_columns(cells).select(column.name for column in wanted)


def _read_column(column: Column, dtype: nw.dtypes.DType, words: Mapping[str, str]) -> nw.Expr:
    """Return a column in the one type that it has whatever the engine, and words as ours."""
    cells = nw.col(column.name)
    if column.kind == "day" and dtype == nw.String:
        return cells.str.slice(0, _DAY).str.to_date("%Y-%m-%d")
    found = spelled = cells.cast(TYPES.get(column.kind, nw.String()))
    for theirs, ours in words.items():
        found = nw.when(spelled == theirs).then(nw.lit(ours)).otherwise(found)
    return found.alias(column.name)


def _list_texts(tables: Mapping[str, Frame]) -> pd.DataFrame:
    """Return distinct days that are texts, and words to cut by: ``table``, ``column``, ``text``."""
    found = [
        frame.select(
            nw.lit(table).alias("table"), nw.lit(column.name).alias("column"), text.alias("text")
        )
        for table, frame in tables.items()
        for column in (columns(table) if table in TABLES else ())
        if (text := _choose_text(table, column, frame.collect_schema())) is not None
    ]
    if not found:
        return pd.DataFrame(columns=["table", "column", "text"])
    return distinct(nw.concat(found).drop_nulls("text")).collect("pandas").to_native()


def _choose_text(
    table: str, column: Column, there: Mapping[str, nw.dtypes.DType]
) -> nw.Expr | None:
    if (table, column.name) in _CUT_BY and column.name in there:
        return nw.col(column.name).cast(nw.String())
    if column.kind == "day" and there.get(column.name) == nw.String:
        return nw.col(column.name).str.slice(0, _DAY)
    return None
