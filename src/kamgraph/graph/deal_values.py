"""What is to be won in each scope: the value of its open deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.rows import Rows, stack

if TYPE_CHECKING:
    from kamgraph.model.book import Book


def sum_open_values(book: Book, scopes: Rows, day: int) -> np.ndarray:
    """Return what the open deals of each scope are worth by a day.

    Missing where no value is recorded, or values in several currencies, which have no sum.
    """
    deals = book.coded.deals
    value = book.deals["value"].to_numpy(dtype=np.float64, na_value=np.nan)
    currency = pd.factorize(book.deals["currency"])[0]
    worth = Rows(account=deals["account"], deal=np.arange(len(value)), value=value)
    worth = worth.with_columns(currency=currency)
    worth = worth.take(deals["open"] & (deals["created"] <= day) & ~np.isnan(value))
    numbered = scopes.with_columns(scope=np.arange(len(scopes)))
    single = numbered.take(scopes["deal"] >= 0).select("scope", "deal").join(worth, "deal")
    whole = numbered.take(scopes["deal"] < 0).select("scope", "account").join(worth, "account")
    found = stack([part.select("scope", "value", "currency") for part in (single, whole)])
    count = len(scopes)
    least, most = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(least, found["scope"], found["currency"])
    np.maximum.at(most, found["scope"], found["currency"])
    total = np.bincount(found["scope"], weights=found["value"], minlength=count)
    return np.where(least == most, total, np.nan)
