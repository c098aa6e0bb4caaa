"""What the codes in a graph's arrays mean: sides, origins, kinds of ties, days, sets of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model import tie_kinds
from kamgraph.model.coded import ALWAYS, NEVER
from kamgraph.model.columns import DAYS
from kamgraph.model.dtypes import TEXT
from kamgraph.model.vocabulary import DECISION_ROLES, PERSONAL_ROLES, SIDES, TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas._typing import ArrayLike

    from kamgraph.model.book import Book
    from kamgraph.model.vocabulary import Vocabulary

CUSTOMER, VENDOR, COMPETITOR, PARTNER = map(
    SIDES.words.index, ("customer", "vendor", "competitor", "partner")
)
ORIGINS = (
    *("", "account", "deal", "successor", "interactions", "assumed"),
    *("recorded", "title", "chart"),  # of levels and functions
    "accepted",
)
ACCOUNT, DEAL, SUCCESSOR, INTERACTIONS, ASSUMED, RECORDED, TITLE, CHART, ACCEPTED = range(
    1, len(ORIGINS)
)

# By the code of a kind, whether it is one of these.
SOLID, FORMAL, CLOSENESS, PULLING_LINES, MOVING = (
    np.isin(TIE_KINDS.words, names)
    for names in (
        tie_kinds.SOLID,
        tie_kinds.FORMAL,
        tie_kinds.CLOSENESS,
        tie_kinds.PULLING_LINES,
        tie_kinds.MOVING,
    )
)
# By the code of a decision role, whether it is of the person and not of the position.
PERSONAL = np.isin(DECISION_ROLES.words, PERSONAL_ROLES)
OBSERVED = TIE_KINDS.words.index(tie_kinds.OBSERVED)
SUPPOSED = -2  # in place of the row of a tie: what if it were, though no book has it


def spell(codes: np.ndarray, words: Sequence[str | None]) -> pd.api.extensions.ExtensionArray:
    """Return the words that codes stand for."""
    return pd.array([*words], dtype=TEXT).take(codes)


def read_texts(book: Book, table: str, column: str, places: np.ndarray) -> np.ndarray:
    """Return the texts of a column at some places; empty where there is no place or no text."""
    return as_texts(book.texts_at(table, column, places))


def as_texts(values: ArrayLike) -> np.ndarray:
    """Return texts as an array of objects, empty where one is missing."""
    return np.where(pd.isna(values), "", np.asarray(values, dtype=object))


def read_dates(days: np.ndarray) -> np.ndarray:
    """Return the dates that day numbers stand for."""
    missing = (days == ALWAYS) | (days == NEVER)
    dates = np.where(missing, 0, days).astype("datetime64[D]").astype(DAYS)
    dates[missing] = np.datetime64("NaT", "s")
    return dates


def spell_bits(bits: np.ndarray, vocabulary: Vocabulary) -> np.ndarray:
    """Return the tuple of words that each set of bits stands for."""
    distinct, place = np.unique(bits, return_inverse=True)
    words = np.empty(len(distinct), dtype=object)
    for number, held in enumerate(distinct):
        words[number] = tuple(w for bit, w in enumerate(vocabulary.words) if held >> bit & 1)
    return words[place]
