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
    ids = pd.Index(organizations["id"])
    parent = ids.get_indexer(pd.Index(organizations["parent"]))
    parent[organizations["parent"].isna()] = -1
    own = np.arange(len(ids))
    top = np.where(parent >= 0, parent, own)
    is_top = top == own
    for _ in range(len(ids).bit_length()):  # each round doubles the steps taken
        top = top[top]
    customer = (organizations["kind"] == "customer").to_numpy(dtype=bool)
    reached = pd.Series(ids.to_numpy()[top], index=ids, name="account", dtype="str")
    return reached.where(is_top[top] & customer[top])
