"""What tables and columns are called by people, and what they hold, in either language."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.folding import fold_name
from kamgraph.model.marks import Graded
from kamgraph.model.nearest import find_nearest
from kamgraph.model.vocabulary import AXES, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.model.vocabulary import Language

Said = dict[str, str]

_BETWEEN = re.compile(r"[\W\d_]+")  # words
_LIKE = 0.8  # of the letters of a name and of what is typed for it, so that titel is like title


@cache
def _load() -> Mapping[str, dict[str, Said]]:
    text = files(__package__).joinpath("labels.toml").read_text("utf-8")
    return tomllib.loads(text)


def label_table(table: str, language: Language) -> str:
    """Return what a table is called; what has no label is called as in the code."""
    said = _load()["tables"].get(table, {}) if language == "zh" else {}
    return said.get("label", table)


def label_column(table: str, column: str, language: Language) -> str:
    """Return what a column of a table is called."""
    if language != "zh":
        return column
    return _find(table, column, "label") or AXES.label(column, language)


def explain_table(table: str, language: Language) -> str:
    """Return a sentence on what the rows of a table are."""
    said = _load()["tables"].get(table, {}) if language == "zh" else {}
    return said.get("note") or (TABLES[table].__doc__ or "").replace("`", "")


def explain_column(table: str, column: str, language: Language) -> str:
    """Return a sentence on what a column holds."""
    if language == "zh":
        if said := _find(table, column, "note"):
            return said
        if any(one.name == column and one.mark(Graded) for one in columns(table)):
            graded: dict[str, str] = _load()["graded"]  # type: ignore[assignment]
            return graded["note"].format(label=label_column(table, column, language))
    return (TABLES[table].model_fields[column].description or "").replace("`", "")


def find_table(text: str) -> str | None:
    """Return the table that is called so, None if none is."""
    return text if text in TABLES else _index_tables().get(fold_name(text))


def find_column(table: str, text: str) -> str | None:
    """Return the column of a table that is called so in any language and spelling."""
    return _index_columns(table).get(fold_name(text))


def find_table_like(text: str) -> str | None:
    """Return the table that something is nearly called as, such as ``People (old)``."""
    return _find_like(text, {**dict(zip(TABLES, TABLES, strict=True)), **_index_tables()})


def find_column_like(table: str, text: str) -> str | None:
    """Return the column of a table that something is nearly called as, such as ``job titel``."""
    return _find_like(text, _index_columns(table))


def _find_like(text: str, names: dict[str, str]) -> str | None:
    """Return what has a name that a text holds, or one of its words nearly is."""
    folded = fold_name(text)
    if held := [name for name in names if not name.isascii() and name in folded]:
        return names[max(held, key=len)]
    words = map(fold_name, [text, *_BETWEEN.split(text)])
    near = (find_nearest(word, names, cutoff=_LIKE) for word in words)
    return next((names[one[0]] for one in near if one), None)


def label_name_beside(table: str, column: str, language: Language) -> str:
    """Return what the column of names is called that stands beside one of ids."""
    beside: dict[str, str] = _load()["beside"]  # type: ignore[assignment]
    return beside[language].format(column=label_column(table, column, language))


def find_name_beside(table: str, text: str) -> str | None:
    """Return the column of ids beside which names are called so."""
    return _index_names_beside(table).get(fold_name(text))


@TABLES.remember
def _index_names_beside(table: str) -> dict[str, str]:
    return {
        fold_name(label_name_beside(table, column.name, language)): column.name
        for column in columns(table)
        if column.references
        for language in LANGUAGES
    }


@TABLES.remember
def _index_tables() -> dict[str, str]:
    others = [language for language in LANGUAGES if language != "en"]
    return {fold_name(label_table(table, one)): table for table in TABLES for one in others}


@TABLES.remember
def _index_columns(table: str) -> dict[str, str]:
    return {
        fold_name(label_column(table, column.name, language)): column.name
        for column in columns(table)
        for language in LANGUAGES
    }


def _find(table: str, column: str, what: str) -> str | None:
    """Return what is said of a column: of this table, else wherever it stands."""
    said = _load()["columns"]
    return said.get(f"{table}.{column}", {}).get(what) or said.get(column, {}).get(what)
