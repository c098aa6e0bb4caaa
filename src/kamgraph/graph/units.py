"""The units of accounts: which is part of which, and which of them each scope sees."""

from __future__ import annotations

import numpy as np

from kamgraph.model.rows import Rows, stack


def list_sight(organizations: Rows, scopes: Rows) -> Rows:
    """Return which organizations each scope sees: ``scope``, ``unit``, and at which ``depth``."""
    # A scope sees the parts of its unit, at the unit's own depth, and those that the unit is a part
    # of, at theirs; what stands beside it is not its business.
    units = organizations.select("account").with_columns(unit=np.arange(len(organizations)))
    units = units.take(units["account"] >= 0)
    seen = units.join(scopes.select("account", "scope", whole="unit"), "account")
    above = organizations["depth"]
    depth = np.minimum(above[seen["unit"]], above[seen["whole"]])
    one, other = (_climb(seen[end], depth, organizations) for end in ("unit", "whole"))
    return seen.with_columns(depth=depth).take(one == other).select("scope", "unit", "depth")


def list_seen_deals(deals: Rows, scopes: Rows, sight: Rows) -> Rows:
    """Return what is about which deals each scope sees: ``scope`` and ``deal``."""
    # A deal's own scope sees that, and those of the account and of its units that see the deal's.
    of_deals = scopes.take(scopes["deal"] >= 0).select("scope", "deal")
    wide = sight.take(scopes["deal"][sight["scope"]] < 0)
    known = deals.select("unit").with_columns(deal=np.arange(len(deals)))
    return stack([of_deals, known.join(wide, "unit")])


def is_part(organizations: Rows, unit: np.ndarray, whole: int | np.ndarray) -> np.ndarray:
    """Return which of some organizations are one of an account, each its own, or part of it."""
    depth = np.broadcast_to(organizations["depth"][whole], len(unit))
    return np.asarray((unit >= 0) & (_climb(unit, depth, organizations) == whole))


def find_tops(organizations: Rows) -> np.ndarray:
    """Return the organization on top of each account, in the order of the accounts."""
    return np.flatnonzero((organizations["account"] >= 0) & (organizations["depth"] == 0))


def _climb(unit: np.ndarray, depth: np.ndarray, organizations: Rows) -> np.ndarray:
    """Return what stands over each unit at a depth, or the unit itself if it is not so deep."""
    while (low := organizations["depth"][unit] > depth).any():
        unit = np.where(low, organizations["parent"][unit], unit)
    return unit
