"""Writes the pages that follow from the code: tables of a book, policy, mappings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph import Mapping, Policy, TableMapping
from kamgraph.model.columns import Column, columns
from kamgraph.model.entities import TABLES, Graded, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

HERE = Path(__file__).parent


def main() -> None:
    """Write all pages."""
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Return each page's file name and text."""
    made = {"tables.md": _tables(), "policy.md": _policy(), "mapping.md": _mapping()}
    return {name: "\n".join(lines) for name, lines in made.items()}


def _tables() -> Iterator[str]:
    yield "# The tables of a book\n"
    yield "Made from the entities by `docs/generate.py`. A row with `since` and `until` holds on a"
    yield "day d if since ≤ d < until. Words are read in English or Chinese, by word or label.\n"
    for table, entity in TABLES.items():
        yield f"## {table}\n\n{entity.__doc__}\n"
        yield "| column | holds | meaning |\n| --- | --- | --- |"
        for column in columns(table):
            name = f"`{column.name}`" + ("*" if column.required else "")
            meaning = entity.model_fields[column.name].description
            yield f"| {name} | {_holds(column)} | {meaning} |"
        yield ""


def _holds(column: Column) -> str:
    words, graded = column.mark(Words), column.mark(Graded)
    if column.references:
        return f"id of {column.references}"
    if words:
        known = ", ".join(words.vocabulary.words)
        return f"{known}, or a word of your own" if words.open else known
    if graded:
        return "number or label"
    return {"day": "date"}.get(column.kind, column.kind)


def _policy() -> Iterator[str]:
    yield "# The policy\n"
    yield "Made from the code by `docs/generate.py`. Every judgement with its default and reason;"
    yield "`Policy(key_share=0.06)` or `Policy.from_toml(Path('policy.toml'))` makes another one.\n"
    yield "| name | default | reason |\n| --- | --- | --- |"
    defaults = Policy().model_dump(mode="json")
    for name, field in Policy.model_fields.items():
        reason = " ".join(str(field.description).split())
        yield f"| `{name}` | {_default(defaults[name])} | {reason} |"
    yield ""


def _default(value: object) -> str:
    if isinstance(value, dict):
        return "<br>".join(f"{key}: {_default(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:.3g}" if isinstance(value, float) else json.dumps(value)


def _mapping() -> Iterator[str]:
    yield "# Mappings\n"
    yield "Made from the code by `docs/generate.py`. A mapping says how the files and columns of"
    yield "another system become our [tables](tables.md); [how facts get in](sources.md) shows one."
    yield "\nFor the whole mapping:\n"
    yield from _fields(Mapping)
    yield "\nFor each `[[tables]]`, one use of a file:\n"
    yield from _fields(TableMapping)
    yield ""


def _fields(model: type[BaseModel]) -> Iterator[str]:
    yield "| key | what it says |\n| --- | --- |"
    for name, field in model.model_fields.items():
        required = "*" if field.is_required() else ""
        yield f"| `{name}`{required} | {' '.join(str(field.description).split())} |"


if __name__ == "__main__":
    main()
