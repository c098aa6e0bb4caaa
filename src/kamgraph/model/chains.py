"""Chains of places, each leading to another: parents, successors, merged ids."""

from __future__ import annotations

import numpy as np


def follow_chains(following: np.ndarray) -> np.ndarray:
    """Return the end of each place's chain: a place that leads to itself, or a circle's least."""
    end, least = following, np.arange(len(following))
    for _ in range(len(following).bit_length()):  # each round doubles the steps taken
        if (following[end] == end).all():
            return end
        least, end = np.minimum(least, least[end]), end[end]
    return np.where(following[end] == end, end, least[end])
