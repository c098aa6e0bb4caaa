"""Records of Salesforce as JSON: exported trees with their plans, and results of queries."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from kamgraph.errors import SourceError
from kamgraph.model import strict_json
from kamgraph.sources.limits import check_file
from kamgraph.sources.raw import RawTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kamgraph.sources.limits import Limits

Record: TypeAlias = dict[str, Any]

_HEAD = 4096
_RECORD = re.compile(rb'"attributes"\s*:\s*\{[^{}]{0,500}"type"\s*:')
_PLAN = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*\{[^{}\[\]]{0,500}"sobject"\s*:')
_HALF = re.compile("[\ud800-\udfff]")
_REFERENCE = re.compile(r"@\w+")
_LINKS = {
    ("Account", "Account"): "ParentId",
    ("Contact", "Contact"): "ReportsToId",
    ("Contact", "Event"): "WhoId",
    ("Contact", "Task"): "WhoId",
    ("User", "User"): "ManagerId",
}


def has_records(head: bytes) -> bool:
    """Return whether a JSON file that begins so holds records of Salesforce, or a plan of such."""
    return bool(_RECORD.search(head) or _PLAN.match(head))


def read_records(path: Path, limits: Limits) -> list[RawTable]:
    """Read records from a JSON file, from the files that a plan names, or from a folder of such."""
    # A record nested in another names it in its own column; references such as `@AccountRef1` and
    # the records they name have the reference as their id.
    if path.is_dir():
        files = [file for file in sorted(path.glob("[!.]*.json")) if file.is_file()]
        trees = [
            file for file in files if _match_head(file, _RECORD) and not _match_head(file, _PLAN)
        ]
        return [raw for file in trees for raw in _read(file, limits)]
    if _match_head(path, _PLAN):
        return [raw for file in _list_files(path, limits) for raw in _read(file, limits)]
    return _read(path, limits)


def _match_head(file: Path, pattern: re.Pattern[bytes]) -> bool:
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    return bool(pattern.match(head) if pattern is _PLAN else pattern.search(head))


def _parse(file: Path, limits: Limits) -> object:
    check_file(file, limits)
    try:
        return strict_json.parse(file.read_bytes())
    except SourceError as error:
        raise SourceError(f"{file}: {error}") from error


def _list_files(plan: Path, limits: Limits) -> Iterator[Path]:
    """Yield the files that a plan names; they stand beside it and nowhere else."""
    beside = {file.name: file for file in plan.parent.iterdir()}
    steps = _check_list(_parse(plan, limits), plan)
    for step in steps:
        names = step.get("files") if isinstance(step, dict) else None
        for name in _check_list(names, plan):
            if not isinstance(name, str) or name not in beside:
                raise SourceError(f"{plan}: there is no file {strict_json.quote(name)} beside it")
            yield beside[name]


def _check_list(value: object, file: Path) -> list[Any]:
    if not isinstance(value, list):
        raise SourceError(f"{file}: {strict_json.quote(value)} is no list")
    return value


def _read(file: Path, limits: Limits) -> list[RawTable]:
    document = _parse(file, limits)
    while isinstance(document, dict) and isinstance(document.get("result"), dict):
        document = document["result"]
    records = _list_records(document, file) if isinstance(document, dict) else document
    rows: dict[str, list[dict[str, str]]] = {}
    lines: dict[str, list[int]] = {}
    for number, (kind, row) in zip(
        count(1), _walk_records(_check_list(records, file), file), strict=False
    ):
        if number > limits.rows:
            raise SourceError(f"{file}: has more than {limits.rows:,} records")
        rows.setdefault(kind, []).append(row)
        lines.setdefault(kind, []).append(number)
    return [_make_table(kind, file, rows[kind], lines[kind], limits) for kind in rows]


def _make_table(
    kind: str, file: Path, rows: list[dict[str, str]], lines: list[int], limits: Limits
) -> RawTable:
    place = f"{file}, {kind}"
    names = {name for row in rows for name in row}
    if len(names) > limits.columns:
        raise SourceError(f"{place}: {len(names):,} columns are more than {limits.columns:,}")
    cells = pd.DataFrame(rows, dtype="str").fillna("")
    for number, row in zip(lines, rows, strict=True):
        for column, text in row.items():
            if len(text) > limits.cell:
                where = f"{place}, record {number}, column {column}"
                raise SourceError(f"{where}: holds more than {limits.cell:,} characters")
    return RawTable(kind, place, cells, np.array(lines), unit="record", system="salesforce")


def _walk_records(records: Iterable[object], file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the object and the row of each record, those nested in it after it."""
    waiting = [(record, "", "") for record in records][::-1]
    while waiting:
        one, parent, parent_id = waiting.pop()
        record, kind = _check_type(one, file)
        row = dict(_list_fields(record, "", file))
        row.setdefault("Id", _spell_value(record["attributes"].get("referenceId"), "Id", file))
        if parent:
            row.setdefault(_LINKS.get((parent, kind), f"{parent}Id"), parent_id)
        lists = [value for value in record.values() if isinstance(value, dict)]
        nested = [below for value in lists for below in _list_records(value, file)]
        waiting += [(below, kind, row["Id"]) for below in nested[::-1]]
        yield kind, row


def _check_type(one: object, file: Path) -> tuple[Record, str]:
    """Return a record and the object that it is of."""
    attributes = one.get("attributes") if isinstance(one, dict) else None
    kind = attributes.get("type") if isinstance(attributes, dict) else None
    if not isinstance(one, dict) or not isinstance(kind, str):
        raise SourceError(f"{file}: {strict_json.quote(one)} is no record with a type")
    return one, _check_text(kind, file)


def _list_records(value: Record, file: Path) -> list[Any]:
    """Return the records of a result, none if it is no result."""
    if "records" not in value:
        return []
    if value.get("done") is False:
        raise SourceError(f"{file}: is one page of several; query all records into one file")
    return _check_list(value["records"], file)


def _list_fields(record: Record, above: str, file: Path) -> Iterator[tuple[str, str]]:
    """Yield the fields of a record as text; those of a record it refers to as ``Account.Name``."""
    for name, value in record.items():
        if name == "attributes" or (isinstance(value, dict) and "records" in value):
            continue
        if isinstance(value, dict):
            yield from _list_fields(value, f"{above}{name}.", file)
        else:
            yield _check_text(above + name, file), _spell_value(value, name, file)


def _spell_value(value: object, name: str, file: Path) -> str:
    """Spell out a value; a reference is the id of what it refers to."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str):
        raise SourceError(f"{file}: the field {name} holds {strict_json.quote(value)}, no value")
    _check_text(value, file)
    is_reference = name.endswith(("Id", "__c")) and _REFERENCE.fullmatch(value)
    return value[1:] if is_reference else value


def _check_text(text: str, file: Path) -> str:
    """Return a text that is whole: without halves of characters, which no file can hold."""
    if _HALF.search(text):
        raise SourceError(f"{file}: {strict_json.quote(text)} holds half of a character")
    return text
