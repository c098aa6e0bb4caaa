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
    ids, top = pd.Index(organizations["id"]), _tops(organizations)
    customer = (organizations["kind"] == "customer").to_numpy(dtype=bool)
    found = pd.Series(ids.to_numpy()[top], ids, "str", name="account")
    return found.where((top >= 0) & customer[top])


def circling(organizations: pd.DataFrame) -> pd.Series[str]:
    """Return the ids of the organizations whose parents run in a circle."""
    return organizations["id"][_tops(organizations) < 0]


def _tops(organizations: pd.DataFrame) -> np.ndarray:
    """Return the position of the topmost organization above each, -1 where there is none."""
    ids = pd.Index(organizations["id"])
    parent = ids.get_indexer(pd.Index(organizations["parent"]))
    parent[organizations["parent"].isna()] = -1
    own = np.arange(len(ids))
    top = np.where(parent < 0, own, parent)
    for _ in range(len(ids).bit_length()):  # each round doubles the steps taken
        top = top[top]
    return np.where(parent[top] < 0, top, -1)
