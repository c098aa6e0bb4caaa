"""Writes the pages that follow from the code: the tables of a book and the policy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph import Policy
from kamgraph.model.columns import Column, columns
from kamgraph.model.entities import TABLES, Graded, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent


def main() -> None:
    """Write all pages."""
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Return each page's file name and text."""
    return {"tables.md": "\n".join(_tables()), "policy.md": "\n".join(_policy())}


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


if __name__ == "__main__":
    main()
