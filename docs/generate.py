"""Writes the pages that follow from the code: tables, words, policy, mappings, the schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamgraph import Mapping, Policy, TableMapping, changes_schema, json_schema
from kamgraph.model import vocabulary
from kamgraph.model.columns import Column, columns
from kamgraph.model.entities import TABLES
from kamgraph.model.marks import Graded, Words
from kamgraph.model.vocabulary import Vocabulary
from kamgraph.reviews import document
from kamgraph.sources.crm import SYSTEMS, load_system
from kamgraph.sources.translation.mapping import Evidence

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
    made = {
        "tables.md": _tables(),
        "words.md": _words(),
        "policy.md": _policy(),
        "mapping.md": _mapping(),
        "systems.md": _systems(),
        "book.schema.json": _write_schema(json_schema()),
        "changes.schema.json": _write_schema(changes_schema()),
        "../src/kamgraph/reviews/review.schema.json": [document.schema()],
    }
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


def _words() -> Iterator[str]:
    yield "# The words of the tables\n"
    yield "Made from the code by `docs/generate.py`. Tables hold the words; both labels are read,"
    yield "too, in any case and width, and shown in the language asked for.\n"
    for words in vars(vocabulary).values():
        if isinstance(words, Vocabulary):
            yield f"## {words.name[0].upper()}{words.name[1:]}\n"
            yield "| word | English | Chinese |\n| --- | --- | --- |"
            for word, (english, chinese) in words.labels.items():
                yield f"| `{word}` | {english} | {chinese} |"
            yield ""


def _policy() -> Iterator[str]:
    yield "# The policy\n"
    yield "Made from the code by `docs/generate.py`. Every judgement with its default and reason;"
    yield "`Policy(key_most=10)` or `Policy.from_toml(Path('policy.toml'))` makes another one.\n"
    yield "| name | default | reason |\n| --- | --- | --- |"
    defaults = Policy().model_dump(mode="json")
    for name, field in Policy.model_fields.items():
        reason = " ".join(str(field.description).split())
        yield f"| `{name}` | {_default(defaults[name])} | {reason} |"
    yield ""


def _default(value: object, between: str = "<br>") -> str:
    if isinstance(value, dict):
        return between.join(f"{key}: {_default(item, '; ')}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(_default, value)) or "none"
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _mapping() -> Iterator[str]:
    yield "# Mappings\n"
    yield "Made from the code by `docs/generate.py`. A mapping says how the files and columns of"
    yield "another system become our [tables](tables.md); [how facts get in](sources.md) shows one."
    yield "\nFor the whole mapping:\n"
    yield from _fields(Mapping)
    yield "\nFor each `[[tables]]`, one use of a file:\n"
    yield from _fields(TableMapping)
    yield "\nFor its `[evidence]`:\n"
    yield from _fields(Evidence)
    yield ""


def _systems() -> Iterator[str]:
    yield "# What is read of each system\n"
    yield "Made from the mappings by `docs/generate.py`. Files, sheets and objects are known by"
    yield "these names in any spelling (here the usual one), or by their columns; [how to"
    yield "import](import.md) says what to mind. A mapping of your own can read more.\n"
    for name in SYSTEMS:
        mapping = load_system(name).mapping
        yield f"## `{name}`\n\n| table | made of |\n| --- | --- |"
        for table in (*TABLES, "aliases"):
            usual = dict.fromkeys(use.file[0] for use in mapping.tables if use.table == table)
            if usual:
                shown = "records that were merged" if table == "aliases" else f"`{table}`"
                yield f"| {shown} | {', '.join(usual)} |"
        yield ""
        if mapping.ignored:
            yield "| left out | why |\n| --- | --- |"
            yield from (f"| `{file}` | {why} |" for file, why in mapping.ignored.items())
            yield ""


def _write_schema(schema: dict[str, Any]) -> Iterator[str]:
    yield json.dumps(schema, indent=1, ensure_ascii=False)
    yield ""


def _fields(model: type[BaseModel]) -> Iterator[str]:
    yield "| key | what it says |\n| --- | --- |"
    for name, field in model.model_fields.items():
        required = "*" if field.is_required() else ""
        yield f"| `{name}`{required} | {' '.join(str(field.description).split())} |"


if __name__ == "__main__":
    main()
