"""What is to be won in each scope: the value of its open deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from kamgraph.model.book import Book
    from kamgraph.model.rows import Rows


def sum_open_values(book: Book, seen: Rows, scopes: int, day: int) -> tuple[np.ndarray, np.ndarray]:
    """Return what the open deals that each of some scopes sees are worth by a day, in what."""
    # Missing where no value is recorded, or values in several currencies, which have no sum.
    deals = book.coded.deals
    value = book.deals["value"].to_numpy(dtype=np.float64, na_value=np.nan)
    currency, words = pd.factorize(book.deals["currency"])
    counts = deals["open"] & (deals["created"] <= day) & ~np.isnan(value)
    seen = seen.take(counts[seen["deal"]])
    least, most = np.full(scopes, np.inf), np.full(scopes, -np.inf)
    np.minimum.at(least, seen["scope"], currency[seen["deal"]])
    np.maximum.at(most, seen["scope"], currency[seen["deal"]])
    total = np.bincount(seen["scope"], weights=value[seen["deal"]], minlength=scopes)
    alone = least == most
    named = np.append(np.asarray(words, dtype=object), "")[np.where(alone, least, -1).astype(int)]
    return np.where(alone, total, np.nan), named
