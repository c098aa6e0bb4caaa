"""Which account an organization belongs to."""

from __future__ import annotations

import numpy as np
import pandas as pd


def account_of(organizations: pd.DataFrame) -> pd.Series[str]:
    """Return the account of each organization.

    An account is a customer that is nobody's child in the book; everything below it, of
    whatever kind, belongs to it.

    Parameters
    ----------
    organizations
        The table of that name.

    Returns
    -------
    Series
        Organization id → id of its account; missing for those below no customer, and where
        parents run in a circle.
    """
    top = top_of(organizations)
    kind = organizations.set_index("id")["kind"]
    return top.where(top.map(kind) == "customer").rename("account")


def top_of(organizations: pd.DataFrame) -> pd.Series[str]:
    """Return the id of the topmost organization above each; missing where parents circle."""
    ids = pd.Index(organizations["id"])
    parent = ids.get_indexer(pd.Index(organizations["parent"]))
    parent[organizations["parent"].isna()] = -1
    is_top = parent < 0
    top = np.where(is_top, np.arange(len(ids)), parent)
    for _ in range(len(ids).bit_length()):  # each round doubles the steps taken
        top = top[top]
    return pd.Series(ids.to_numpy()[top], ids, "str").where(is_top[top])
