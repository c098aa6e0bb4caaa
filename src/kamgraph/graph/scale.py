"""Scores that people read, from stances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.model.policy import Policy


def score(stance: np.ndarray) -> np.ndarray:
    """Return stances in [-1, 1] as scores in 0-100, 50 neutral."""
    return np.clip(50.0 * (1.0 + stance), 0.0, 100.0)


def choice(stances: np.ndarray, policy: Policy) -> np.ndarray:
    """Return the weighted geometric mean of the scores on all axes, 0-100."""
    # A geometric mean, because whoever refuses one axis does not choose us.
    weights = np.array([policy.axis_weights[axis] for axis in AXES.words])
    # Column by column: powers of a row must not depend on how many rows there are.
    parts = (score(stances) / 100.0) ** (weights / weights.sum())
    product = np.full(len(parts), 100.0)
    for part in parts.T:
        product *= part
    return np.clip(product, 0.0, 100.0)


def weakest(stances: np.ndarray) -> np.ndarray:
    """Return the name of the axis with the lowest stance in each row, the first of equals."""
    return np.array(AXES.words, dtype=object)[np.argmin(stances, axis=1)]
