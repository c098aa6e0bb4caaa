"""The JSON document of a book, and its schema."""

from __future__ import annotations

import json
import sys
from collections import Counter
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, create_model

from kamgraph.errors import SourceError
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "kamgraph-book"
VERSION = 1


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a book's document, made from the entities."""
    rows: dict[str, Any] = {
        name: (GenericAlias(list, entity), Field([])) for name, entity in TABLES.items()
    }
    parts = {
        "format": (Literal[FORMAT], ...),
        "version": (Literal[VERSION], ...),
        "tables": (_strict_model("Tables", rows), ...),
    }
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **_strict_model("Book", parts).model_json_schema()}


def _strict_model(name: str, fields: dict[str, Any]) -> type[BaseModel]:
    model: type[BaseModel] = create_model(name, __config__=ConfigDict(extra="forbid"), **fields)
    return model


def dumps(tables: Mapping[str, pd.DataFrame]) -> str:
    """Write checked tables as a document; missing values are left out."""
    rows = {name: _rows(name, table) for name, table in tables.items()}
    whole = {"format": FORMAT, "version": VERSION, "tables": rows}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=1)


def _rows(name: str, table: pd.DataFrame) -> list[dict[str, Any]]:
    if table.empty:
        return []
    kinds = {column.name: column.kind for column in columns(name)}
    names = [str(column) for column in table]
    cells = [_cells(table[column], kinds.get(column, "text")) for column in names]
    return [
        {column: cell for column, cell in zip(names, row, strict=True) if cell is not None}
        for row in zip(*cells, strict=True)
    ]


def _cells(values: pd.Series[Any], kind: str) -> list[Any]:
    """Return plain values, None where one is missing."""
    if kind == "day":
        values = iso_days(values)
    elif kind == "graded":
        numbers = pd.to_numeric(values, errors="coerce")
        values = values.astype(object).where(numbers.isna(), numbers)
    missing = values.isna().tolist()
    return [None if lost else cell for cell, lost in zip(values.tolist(), missing, strict=True)]


def iso_days(days: pd.Series[Any]) -> pd.Series[str]:
    """Write days as YYYY-MM-DD, with four digits for the year whatever it is."""
    text = np.datetime_as_string(days.to_numpy(), unit="D")
    return pd.Series(text, days.index, "str").where(days.notna())


def loads(text: str | bytes) -> dict[str, pd.DataFrame]:
    """Read a document into frames that are not yet checked."""
    whole = _parse(text)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        message = f'not the document of a book: it has no "format": "{FORMAT}"'
        raise SourceError(message)
    if whole.get("version") != VERSION:
        message = f"version {whole.get('version')!r} of the document is unknown; this is {VERSION}"
        raise SourceError(message)
    tables = whole.get("tables")
    if not isinstance(tables, dict):
        message = 'the document has no object "tables"'
        raise SourceError(message)
    return {name: _frame(name, rows) for name, rows in tables.items()}


def _parse(text: str | bytes) -> object:
    try:
        return json.loads(
            text,
            parse_int=_integer,
            parse_constant=_no_number,
            object_pairs_hook=_no_repeats,
        )
    except UnicodeDecodeError as error:
        message = f"the document is not UTF-8: byte {error.start} cannot be read"
        raise SourceError(message) from error
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
        raise SourceError(message) from error
    except RecursionError as error:
        message = "the document is nested too deeply to be a book"
        raise SourceError(message) from error


def _integer(digits: str) -> float:
    """Read a whole number; what no table could hold becomes infinite, like 1e400."""
    return int(digits) if len(digits) < sys.float_info.max_10_exp else float(digits)


def _no_number(name: str) -> NoReturn:
    message = f"{name} is no number in JSON; leave the value out if it is missing"
    raise SourceError(message)


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        (repeated, _), *_ = Counter(key for key, _ in pairs).most_common(1)
        message = f"the key '{repeated}' stands twice in one object"
        raise SourceError(message)
    return whole


def _frame(name: str, rows: object) -> pd.DataFrame:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        message = f"the table {name} is not a list of objects"
        raise SourceError(message)
    names = dict.fromkeys(key for row in rows for key in row)
    # An index of plain objects, since a name may hold what no text may.
    header = pd.Index(list(names), dtype=object)
    return pd.DataFrame(rows, index=range(len(rows)), columns=header, dtype=object)
