"""Tables without anybody's name, of the same structure and with the same results."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.columns import Column, columns
from kamgraph.model.dtypes import TEXT
from kamgraph.model.made_ids import remake_ids
from kamgraph.model.marks import Category, JobTitle, Words
from kamgraph.model.placeholders import find_placeholders
from kamgraph.model.policy import Policy
from kamgraph.model.privacy.keyed import hash_with_key, secret
from kamgraph.model.tables import id_columns, name_column, nature
from kamgraph.model.titles import plain_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.model.checks import Tables

WITHHELD = "(withheld)"

_DIGITS = 16


def pseudonymise(tables: Tables, key: bytes | str) -> Tables:
    """Return tables with keyed hashes in place of ids and names, and no free text."""
    digest = partial(_shorten_hash, secret(key))
    return {name: _hide_rows(name, rows, digest) for name, rows in tables.items()}


def _shorten_hash(key: bytes, *parts: str) -> str:
    return hash_with_key(key, *parts)[:_DIGITS]


def _hide_rows(table: str, rows: pd.DataFrame, digest: Callable[..., str]) -> pd.DataFrame:
    cells = {one.name: _hide(table, rows, one, digest) for one in columns(table)}
    return remake_ids(table, rows, pd.DataFrame(cells, index=rows.index))


def _hide(
    table: str, rows: pd.DataFrame, column: Column, digest: Callable[..., str]
) -> pd.Series[str]:
    """Return what a column reads in a pseudonymous book."""
    cells, words = rows[column.name], column.mark(Words)
    if owner := table if column.name == "id" else id_columns(table).get(column.name):
        return _replace(cells, lambda text: f"{nature(owner).noun}-{digest(owner, text)}")
    if column.name == name_column(table):
        noun = nature(table).noun.capitalize()
        names = _replace(rows["id"], lambda text: f"{noun} {digest(table, text)}")
        # A seat that nobody holds yet stays one.
        nobody = find_placeholders(cells.fillna("").tolist(), Policy().placeholders)
        return names.mask(nobody, "Vacant: " + names).where(cells.notna())
    if column.kind != "text" or (words and not words.open):
        return cells
    if category := column.mark(Category) or (Category() if words else None):
        plain = re.compile(category.plain)
        known = words.vocabulary.words if words else ()

        def hide(text: str) -> str:
            if text in known or plain.fullmatch(text):
                return text
            told = plain_title(text) if column.mark(JobTitle) else ""
            return f"{told or column.name}-{digest(column.name, text)}"

        return _replace(cells, hide)
    return cells.mask(cells.notna(), WITHHELD)


def _replace(cells: pd.Series[str], replace: Callable[[str], str]) -> pd.Series[str]:
    """Replace every text, each distinct one once."""
    found, distinct = pd.factorize(cells)
    replaced = [*map(replace, distinct), None]
    values = pd.array(replaced, dtype=TEXT).take(np.asarray(found))
    return pd.Series(values, cells.index)
