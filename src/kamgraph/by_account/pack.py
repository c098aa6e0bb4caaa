"""The rows of all tables, cut by account, in the one shape in which an engine shuffles them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from kamgraph.by_account.cut import Cut
from kamgraph.by_account.frames import TYPES, Engine, Frame, list_tables
from kamgraph.by_account.mentions import add_mentions
from kamgraph.by_account.parts import FOR_ACCOUNT, TABLE, list_kinds
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping


def slices(tables: Mapping[str, Any], *, engine: Engine | None = None) -> Any:
    """Cut the tables of a book by account.

    Parameters
    ----------
    tables
        Table name → frame of any engine that narwhals knows, all of the same, with the words
        and ids that a checked book holds. Tables and optional columns may be left out, columns
        the library does not know are.
    engine
        What the engine does in its own way; the default is for frames in memory, and brings
        relations of DuckDB there, as Arrow (:func:`kamgraph.stream` takes larger ones).

    Returns
    -------
    frame
        Of the same engine, with the columns of :func:`~kamgraph.by_account.part_schema`.
    """
    if engine is None:
        tables = {name: _bring_into_memory(frame) for name, frame in tables.items()}
    rows = cut_tables(Cut(list_tables(tables), engine or Engine()))
    return nw.to_native(nw.concat([_pack(name, frame) for name, frame in rows.items()]))


def _bring_into_memory(frame: Any) -> Any:
    """Return a relation of DuckDB, which has no small frames of its own, as a table of Arrow."""
    known = nw.from_native(frame)
    if known.implementation is nw.Implementation.DUCKDB:
        return known.collect("pyarrow").to_native()
    return frame


def cut_tables(cut: Cut) -> dict[str, Frame]:
    """Return the rows of every table with what they are for, what they name besides included."""
    return add_mentions(cut, {name: cut.select_rows(name) for name in TABLES})


def _pack(table: str, rows: Frame) -> Frame:
    """Return the rows of a table in the shape that all tables share."""
    own = {column.name for column in columns(table)}
    cells = [
        (nw.col(name) if name in own else nw.lit(None))
        .cast(TYPES.get(kind, nw.String()))
        .alias(name)
        for name, kind in list_kinds().items()
    ]
    return rows.select(FOR_ACCOUNT, nw.lit(table).alias(TABLE), *cells)
