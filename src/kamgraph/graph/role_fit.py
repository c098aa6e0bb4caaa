"""How well each person fits a decision role that nobody is recorded to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.title_readings import name_function

if TYPE_CHECKING:
    from kamgraph.graph.content import Content


def fit_role(role: str, content: Content) -> np.ndarray:
    """Return the fit of each node in [0, 1]: the factor of its level by that of its function."""
    policy = content.policy
    fit = policy.role_fit[role]
    factors = np.array([*fit.levels, policy.unknown_level])
    by_level = factors[np.where(np.isnan(content.level), 6.0, content.level).astype(int) - 1]
    if fit.functions == "any":
        return by_level
    fitting = np.isin(content.function_words, [*map(name_function, fit.functions)])
    by_word = np.append(np.where(fitting, 1.0, fit.other_function), policy.unknown_function)
    return np.asarray(by_level * by_word[content.function])
