"""Scores that people read, from stances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.model.policy import Policy

_LEAST = 1e-9  # a score below is 0, as what is left of a difference is not equal on all processors


def score(stance: np.ndarray) -> np.ndarray:
    """Return stances in [-1, 1] as scores in 0-100, 50 neutral."""
    points = np.minimum(50.0 * (1.0 + stance), 100.0)
    return np.where(points < _LEAST, 0.0, points)


def measure_steps(policy: Policy) -> np.ndarray:
    """Return the difference between two grades of each axis."""
    return np.array([2.0 / (len(policy.scales[axis]) - 1) for axis in AXES.words])


def weigh_axes(counted: np.ndarray, policy: Policy) -> np.ndarray:
    """Return what each axis counts in the choice of each row, 1 in sum; NaN where none counts."""
    weights = counted * np.array([policy.axis_weights[axis] for axis in AXES.words])
    total = weights.sum(axis=1, keepdims=True)
    return np.divide(weights, total, out=np.full(weights.shape, np.nan), where=total > 0)


def choice(stances: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the geometric mean of the scores on the axes, weighted row by row, 0-100."""
    # A geometric mean, because whoever refuses one axis does not choose us.
    # Whole columns side by side in memory: of others numpy takes powers one by one, which may
    # differ in the last bit, and a scope would not be the same alone and among others.
    parts, exponents = np.ascontiguousarray(score(stances).T), np.ascontiguousarray(weights.T)
    product = np.full(len(stances), 100.0)
    for part, exponent in zip(parts / 100.0, exponents, strict=True):
        product *= np.power(part, exponent)
    return np.clip(product, 0.0, 100.0)


def weakest(stances: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Return the name of the counted axis with the lowest stance in each row; None without one."""
    lowest = np.argmin(np.where(counted, stances, np.inf), axis=1)
    names = np.array([*AXES.words, None], dtype=object)
    return np.asarray(names[np.where(counted.any(axis=1), lowest, -1)])
