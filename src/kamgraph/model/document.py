"""The JSON document of a book."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from kamgraph.errors import SourceError
from kamgraph.model.columns import columns
from kamgraph.model.distinct import Distinct
from kamgraph.model.entities import TABLES
from kamgraph.model.frames import frame_rows
from kamgraph.model.strict_json import quote
from kamgraph.model.versions import VERSION, check_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

FORMAT = "kamgraph-book"
HASH = "content_hash"
_HEAD = {"format": FORMAT, "version": VERSION}
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]\d+)?", re.ASCII)  # as Python spells them
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def dumps(tables: Mapping[str, Mapping[str, Distinct]], content_hash: str) -> str:
    """Write checked tables as a document with their hash; missing values are left out."""
    # As the standard library indents it, which takes ten times as long to do so.
    head = json.dumps(_HEAD | {HASH: content_hash}, indent=1).removesuffix("\n}")
    spelled = ",\n".join(
        f'  "{name}": {_spell_rows(name, table)}' for name, table in tables.items()
    )
    return f'{head},\n "tables": {{\n{spelled}\n }}\n}}'


def _spell_rows(name: str, table: Mapping[str, Distinct]) -> str:
    cells = [
        found.spread(_spell_cells(column, found.members), missing="").tolist()
        for column, found in _list_columns(name, table)
    ]
    if not cells:
        return "[]"
    spelled = [row[1:] for row in map("".join, zip(*cells, strict=True))]  # without the first comma
    return "[\n   {" + "\n   },\n   {".join(spelled) + "\n   }\n  ]"


def _spell_cells(column: str, cells: Iterable[object]) -> list[str]:
    """Return cells of objects with what is before them, a comma first."""
    before = f",\n    {_encode(column)}: "
    return [before + _encode(cell) for cell in cells]


def content(tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Return checked tables as the plain objects of a document."""
    return _HEAD | {"tables": {name: rows(name, table) for name, table in tables.items()}}


def rows(name: str, table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a checked table as plain values without missing ones, days as texts."""
    if table.empty:
        return []
    named = dict(_list_columns(name, Distinct.of_frame(table)))
    cells = [found.spread(found.members, missing=None).tolist() for found in named.values()]
    return [
        {column: cell for column, cell in zip(named, row, strict=True) if cell is not None}
        for row in zip(*cells, strict=True)
    ]


def _list_columns(name: str, table: Mapping[str, Distinct]) -> Iterator[tuple[str, Distinct]]:
    """Yield the columns that hold anything, with their distinct values as documents have them."""
    kinds = {column.name: column.kind for column in columns(name)}
    for column, found in table.items():
        if found.members:
            is_graded = kinds.get(column) == "graded"
            members = _read_grades(found.members) if is_graded else found.members
            yield column, found._replace(members=members)


def _read_grades(texts: list[str]) -> list[object]:
    """Return the numbers that grades or strengths are, all of one type, and the labels."""
    numbers = {text: json.loads(text) for text in texts if _NUMBER.fullmatch(text)}
    if any(isinstance(number, float) for number in numbers.values()):
        numbers = {text: float(number) for text, number in numbers.items()}
    return [numbers.get(text, text) for text in texts]


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


def _read_frame(name: str, rows: object) -> pd.DataFrame:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceError(f"the table {quote(name)} is not a list of objects")
    found = frame_rows(rows)
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
