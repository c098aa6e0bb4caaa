"""The ways out of a result that is made of tables: plain objects, JSON, and a notebook's HTML."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from html import escape
from typing import Any

import pandas as pd

from kamgraph.model.cells import as_python
from kamgraph.model.result import RESULTS, flatten, mark, name_table

_SHOWN = 10  # rows of a table in a notebook


class Exits:
    """What every result that is a frozen dataclass can become."""

    def __post_init__(self) -> None:
        """Have each table say which result it is."""
        for name, table in _list_tables(self).items():
            if (result := name_table(type(self), name)) in RESULTS:
                mark(table, result)

    def to_dict(self) -> dict[str, Any]:
        """Return plain objects: a list of rows per table, ids among them, None where missing."""
        return dict(_list_parts(self))

    def to_json(self) -> str:
        """Return :meth:`to_dict` as a JSON text; days are written YYYY-MM-DD."""
        return json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False)

    def __repr__(self) -> str:
        """Say how long each table is; most results have more to say of themselves."""
        sizes = (f"{name} {len(table):,}" for name, table in _list_tables(self).items())
        return f"<{type(self).__name__}: {', '.join(sizes)}>"

    def _repr_html_(self) -> str:
        """Show in a notebook what it says of itself, and the head of each table."""
        return show_html(repr(self), _list_tables(self))


def show_html(said: str, tables: Mapping[str, pd.DataFrame]) -> str:
    """Return a sentence and the heads of some tables as HTML; what holds nothing is left out."""
    shown = (
        f"<details open><summary>{escape(name)}, {len(table):,}</summary>"
        f"{table.head(_SHOWN).to_html(na_rep='', notebook=True)}</details>"
        for name, table in tables.items()
        if len(table)
    )
    return f"<p>{escape(said.removeprefix('<').removesuffix('>'))}</p>{''.join(shown)}"


def _list_fields(result: Any) -> list[tuple[str, Any]]:
    return [(one.name, getattr(result, one.name)) for one in fields(result)]


def _list_tables(result: Any) -> dict[str, pd.DataFrame]:
    return {name: value for name, value in _list_fields(result) if isinstance(value, pd.DataFrame)}


def _list_parts(result: Any) -> list[tuple[str, Any]]:
    return [(name, _make_plain(value)) for name, value in _list_fields(result)]


def _make_plain(value: Any) -> Any:
    if isinstance(value, pd.DataFrame):
        named = flatten(value)
        rows = (dict(zip(named, row, strict=True)) for row in named.itertuples(index=False))
        return [_make_plain(row) for row in rows]
    if is_dataclass(value):
        return {"is": type(value).__name__, **dict(_list_parts(value))}
    if isinstance(value, Mapping):
        return {str(name): _make_plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_make_plain(one) for one in value]
    if hasattr(value, "to_json"):  # a book, which is a document by itself
        return json.loads(value.to_json())
    return None if value is None or pd.isna(value) else _make_cell(as_python(value))


def _make_cell(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, dt.date) else value
