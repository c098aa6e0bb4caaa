"""Chains of places, each leading to another: parents, successors, merged ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping


def follow_chains(following: np.ndarray) -> np.ndarray:
    """Return the end of each place's chain: a place that leads to itself, or a circle's least."""
    end, least = following, np.arange(len(following))
    for _ in range(len(following).bit_length()):  # each round doubles the steps taken
        if (following[end] == end).all():
            return end
        least, end = np.minimum(least, least[end]), end[end]
    return np.where(following[end] == end, end, least[end])


def follow_names(following: Mapping[str, str]) -> dict[str, str]:
    """Return the end of the chain of each name in some pairs; a circle's is its least name."""
    both = pd.Index([*following, *following.values()], dtype=object)
    names = both.unique().sort_values()
    places = np.arange(len(names))
    start, to = np.split(names.get_indexer(both), 2)
    places[start] = to
    return dict(zip(names.tolist(), names[follow_chains(places)].tolist(), strict=True))
