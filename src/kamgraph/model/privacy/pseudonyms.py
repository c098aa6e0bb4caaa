"""A book without anybody's name, of the same structure and with the same results."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from kamgraph.model.columns import Column, columns
from kamgraph.model.entities import Words
from kamgraph.model.privacy.keyed import keyed_hash, secret
from kamgraph.model.rules import Draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.model.book import Book

AnyBook = TypeVar("AnyBook", bound="Book")

WITHHELD = "(withheld)"

_NOUNS = {
    "organizations": "organization",
    "people": "person",
    "deals": "deal",
    "interactions": "interaction",
}
_CATEGORIES = {"title", "industry", "region"}  # equal ones stay equal, so groups stay groups
_CURRENCY = re.compile("[A-Z]{3}")
_DIGITS = 16


def pseudonymise(book: AnyBook, key: bytes | str) -> AnyBook:
    """Return a book in which nobody can be recognised by name, id, mail address or words.

    The same key gives the same pseudonyms in every book, so exports of different days can be
    compared; another key gives others, and without it nobody can repeat them.

    - Replaced by keyed hashes: ids of people, organizations, deals and interactions; names, by
      the hash of the id; titles, industries, regions, kinds of interactions and currencies that
      are of your own words. Equal ones stay equal.
    - Replaced by ``(withheld)``: evidence, budget, authority, need, timing.
    - Left out: columns that the library does not know.
    - Kept: words of the vocabularies, grades and strengths, levels, numbers, dates, and the
      functions of people, which results are grouped by; so no name may stand in a function.

    Results are those of the original book up to renaming, but for what depends on the order of
    ids: rows of equal weight are listed in another order, and of equally good routes or
    removals another one may be chosen. Kinds of interactions of your own weigh what the policy
    gives unknown kinds. Structure, dates and amounts remain, so who knows the accounts may
    still recognise somebody: this is pseudonymous, not anonymous.

    Parameters
    ----------
    book
        The book.
    key
        A long random text or bytes, to be kept secret.

    Raises
    ------
    KamgraphError
        If the key is empty.
    """
    hashed = partial(keyed_hash, secret(key))
    tables = book.to_tables()
    return type(book)(Draft({name: _veiled(name, rows, hashed) for name, rows in tables.items()}))


def _veiled(table: str, rows: pd.DataFrame, hashed: Callable[..., str]) -> pd.DataFrame:
    cells = {one.name: _veil(table, rows, one, hashed) for one in columns(table)}
    return pd.DataFrame(cells, index=rows.index)


def _veil(
    table: str, rows: pd.DataFrame, column: Column, hashed: Callable[..., str]
) -> pd.Series[str]:
    """Return what a column reads in a pseudonymous book."""
    cells, words = rows[column.name], column.mark(Words)
    owner = column.references or (table if column.name == "id" else "")
    if owner:
        return _each(cells, lambda text: f"{_NOUNS[owner]}-{hashed(owner, text)[:_DIGITS]}")
    if column.name == "name":
        noun = _NOUNS[table].capitalize()
        names = _each(rows["id"], lambda text: f"{noun} {hashed(table, text)[:_DIGITS]}")
        return names.where(cells.notna())
    if column.kind != "text" or column.name == "function" or (words and not words.open):
        return cells
    if words or column.name in {*_CATEGORIES, "currency"}:
        kept = cells.isin(words.vocabulary.words) if words else _is_code(column, cells)
        token = _each(cells, lambda text: f"{column.name}-{hashed(column.name, text)[:_DIGITS]}")
        return cells.where(kept, token)
    return cells.mask(cells.notna(), WITHHELD)


def _is_code(column: Column, cells: pd.Series[str]) -> pd.Series[bool]:
    return cells.str.fullmatch(_CURRENCY) & (column.name == "currency")


def _each(cells: pd.Series[str], replace: Callable[[str], str]) -> pd.Series[str]:
    """Replace every text, each distinct one once."""
    found, distinct = pd.factorize(cells)
    replaced = [*map(replace, distinct), None]
    values = pd.array(replaced, dtype="str").take(np.asarray(found))
    return pd.Series(values, cells.index)
