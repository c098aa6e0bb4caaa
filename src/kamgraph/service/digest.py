"""Digests of answers for a model that reads: the first rows, in at most 2 kB."""

from __future__ import annotations

import json
from typing import Any

MOST = 2000  # bytes of a digest
_TEXT = 160  # characters of a cell
_ROOM = 200  # bytes for the line that says where the rest is


def digest(rows: list[dict[str, Any]], more: str, *, most: int = MOST) -> str:
    """Return a line of JSON for each row, as many as there is room for, and where the rest is."""
    lines: list[str] = []
    left = most - _ROOM - len(more.encode())
    for row in rows:
        line = json.dumps(_shorten(row), ensure_ascii=False, separators=(",", ":"))
        left -= len(line.encode()) + 1
        if left < 0:
            break
        lines.append(line)
    shown = "all rows" if len(lines) == len(rows) else f"the first {len(lines)} of {len(rows)} rows"
    return "\n".join([*lines, f"These are {shown}; whole cells and all rows: {more}"])


def _shorten(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a row holds, with short texts and numbers."""
    return {name: _cut(cell) for name, cell in row.items() if cell not in (None, "", [])}


def _cut(cell: Any) -> Any:
    if isinstance(cell, float):
        return round(cell, 3)
    if isinstance(cell, list):
        return [_cut(one) for one in cell[:5]]
    if isinstance(cell, str) and len(cell) > _TEXT:
        return f"{cell[: _TEXT - 1]}…"
    return cell
