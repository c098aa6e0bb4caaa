"""The JSON document of a book, and its schema."""

from __future__ import annotations

import json
import math
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, create_model

from kamgraph.errors import SourceError
from kamgraph.model.columns import columns
from kamgraph.model.distinct import iso_days
from kamgraph.model.entities import TABLES
from kamgraph.model.strict_json import quote
from kamgraph.model.versions import VERSION, check_version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORMAT = "kamgraph-book"
HASH = "content_hash"
_HEAD = {"format": FORMAT, "version": VERSION}
_ABOUT_HASH = "The hash of the content, by which damage is found; leave it out of what you make."
_ROOM = 1_000_000  # cells that a frame may have however few of them are filled
_EMPTIEST = 20  # a larger one may have this many cells for each one that is filled


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a book's document, made from the entities."""
    entities: dict[str, Any] = {
        name: (GenericAlias(list, entity), Field([])) for name, entity in TABLES.items()
    }
    parts = {
        "format": (Literal[FORMAT], ...),
        "version": (Literal[VERSION], ...),
        HASH: (str | None, Field(None, description=_ABOUT_HASH)),
        "tables": (_make_strict_model("Tables", entities), ...),
    }
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **_make_strict_model("Book", parts).model_json_schema()}


def _make_strict_model(name: str, fields: dict[str, Any]) -> type[BaseModel]:
    model: type[BaseModel] = create_model(name, __config__=ConfigDict(extra="forbid"), **fields)
    return model


def dumps(tables: Mapping[str, pd.DataFrame], content_hash: str) -> str:
    """Write checked tables as a document with their hash; missing values are left out."""
    whole = _HEAD | {HASH: content_hash} | content(tables)
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=1)


def content(tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Return checked tables as the plain objects of a document."""
    return _HEAD | {"tables": {name: rows(name, table) for name, table in tables.items()}}


def rows(name: str, table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a checked table as plain values without missing ones, days as texts."""
    if table.empty:
        return []
    kinds = {column.name: column.kind for column in columns(name)}
    names = [str(column) for column in table]
    cells = [_list_cells(table[column], kinds.get(column, "text")) for column in names]
    return [
        {column: cell for column, cell in zip(names, row, strict=True) if cell is not None}
        for row in zip(*cells, strict=True)
    ]


def _list_cells(values: pd.Series[Any], kind: str) -> list[Any]:
    """Return plain values, None where one is missing."""
    if kind == "day":
        values = iso_days(values)
    elif kind == "graded":
        numbers = pd.to_numeric(values, errors="coerce")
        values = values.astype(object).where(numbers.isna(), numbers)
    missing = values.isna().tolist()
    return [None if lost else cell for cell, lost in zip(values.tolist(), missing, strict=True)]


def frames(whole: object) -> dict[str, pd.DataFrame]:
    """Turn what :func:`content` made, or a file held, into frames that are not yet checked."""
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        message = f'not the document of a book: it has no "format": "{FORMAT}"'
        raise SourceError(message + _describe_likeness(whole))
    check_version(whole.get("version"))  # tables and columns that an older one lacks are empty
    tables = whole.get("tables")
    if not isinstance(tables, dict):
        raise SourceError('the document has no object "tables"')
    return {name: _read_frame(name, rows) for name, rows in tables.items()}


def check_hash(whole: object, content_hash: str) -> None:
    """Refuse a document that says that its content was another one; most say nothing."""
    found = whole.get(HASH) if isinstance(whole, dict) else None
    if found is not None and found != content_hash:
        raise SourceError(
            "the content is not as it was written: it is damaged, or was changed by hand. If you "
            f'changed it yourself, remove the line "{HASH}"; else restore a backup'
        )


def explain_misfits(whole: object) -> str:
    """Return why rows may not fit of a document that was written with the hash of its content."""
    if not isinstance(whole, dict) or whole.get(HASH) is None:
        return ""
    return (
        "Whoever wrote it had rows that fit: it is damaged, was changed by hand, or needs the "
        "policy whose labels it holds. If you changed it, mend these rows; else restore a backup"
    )


def _describe_likeness(whole: object) -> str:
    """Say what a document of another kind seems to be, and how it can be read."""
    keys = whole.keys() if isinstance(whole, dict) else set()
    if keys & {"nodes", "links"}:
        edges = "edges" if "edges" in keys else "links"
        return (
            "; it looks like a graph in node-link form, as d3 and networkx write it: read it with "
            f"from_networkx(networkx.node_link_graph(json.load(file), edges={edges!r}))"
        )
    if "elements" in keys:
        return (
            "; it looks like a graph of Cytoscape: read it with "
            "from_networkx(networkx.cytoscape_graph(json.load(file)))"
        )
    return "; it is a list of values, not one object" if isinstance(whole, list) else ""


def frame(rows: Sequence[Mapping[Any, Any]]) -> pd.DataFrame:
    """Make a frame of objects, one a row; a key that a row does not have is missing in it."""
    names = dict.fromkeys(key for row in rows for key in row)
    filled = sum(map(len, rows))
    if len(rows) * len(names) > max(_ROOM, _EMPTIEST * filled):
        message = f"{len(rows):,} rows of {len(names):,} columns are nearly empty"
        raise SourceError(f"{message}, with {filled:,} cells; is it a table?")
    # An index of plain objects, since a name may hold what no text may.
    header = pd.Index(list(names), dtype=object)
    return pd.DataFrame(rows, index=range(len(rows)), columns=header, dtype=object)


def _read_frame(name: str, rows: object) -> pd.DataFrame:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceError(f"the table {quote(name)} is not a list of objects")
    found = frame(rows)
    known = {column.name for column in columns(name)} if name in TABLES else set()
    for extra in (column for column in found if column not in known):
        _refuse_unwritable(name, found[extra])
    return found


def _refuse_unwritable(table: str, values: pd.Series[Any]) -> None:
    """Refuse what a column that no entity knows, and nobody checks, could not keep as text."""
    for row, value in enumerate(values, start=1):
        if isinstance(value, (list, dict)):
            problem = "a list or an object is no cell"
        elif isinstance(value, float) and math.isinf(value):
            problem = "the number is out of range"
        else:
            continue
        place = f"the table {quote(table)}, row {row}, column {quote(values.name)}"
        raise SourceError(f"{place}: {problem}; write it as text")
