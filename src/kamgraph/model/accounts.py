"""Which account an organization belongs to."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamgraph.model.chains import follow_chains
from kamgraph.model.dtypes import TEXT


def account_of(organizations: pd.DataFrame) -> pd.Series[str]:
    """Return the account of each organization."""
    # An account is a customer that is nobody's child in the book; everything below it, of
    # whatever kind, belongs to it. Missing: those below no customer, and circles of parents.
    ids = pd.Index(organizations["id"])
    customer = (organizations["kind"] == "customer").to_numpy(dtype=bool)
    place = account_places(_find_tops(organizations), customer)
    return pd.Series(ids.to_numpy()[place], ids, TEXT, name="account").where(place >= 0)


def find_circles(organizations: pd.DataFrame) -> pd.Series[str]:
    """Return the ids of the organizations whose parents run in a circle."""
    return organizations["id"][_find_tops(organizations) < 0]


def _find_tops(organizations: pd.DataFrame) -> np.ndarray:
    """Return the position of the topmost organization above each, -1 in a circle."""
    ids = pd.Index(organizations["id"])
    parent = ids.get_indexer(pd.Index(organizations["parent"]))
    return find_tops(np.where(organizations["parent"].isna(), -1, parent))


def account_places(top: np.ndarray, customer: np.ndarray) -> np.ndarray:
    """Return the place of each one's account, -1 for none, of what is on top and who buys."""
    return np.where((top >= 0) & customer[top], top, -1)


def find_depths(parent: np.ndarray) -> np.ndarray:
    """Return how many are above each, below a place that is on top; -1 in and below a circle."""
    above = np.where(parent < 0, np.arange(len(parent)), parent)
    steps = (parent >= 0).astype(np.int64)
    for _ in range(len(parent).bit_length()):  # each round doubles the steps taken
        steps, above = steps + steps[above], above[above]
    return np.where(parent[above] < 0, steps, -1)


def find_tops(parent: np.ndarray) -> np.ndarray:
    """Return the place at the top of each, -1 in a circle; a parent below 0 is none."""
    top = follow_chains(np.where(parent < 0, np.arange(len(parent)), parent))
    return np.where(parent[top] < 0, top, -1)


def list_ours(organizations: pd.DataFrame, people: pd.DataFrame) -> list[str]:
    """Return the ids of our people."""
    ours = organizations.loc[organizations["kind"] == "vendor", "id"]
    return people.loc[people["organization"].isin(ours), "id"].tolist()
