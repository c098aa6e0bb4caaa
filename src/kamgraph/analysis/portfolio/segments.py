"""What an account is worth to us and how we stand there: its class and its quadrant."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.model.dtypes import TEXT
from kamgraph.model.rounding import ROUNDING, at_least
from kamgraph.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy

CLASSES = Vocabulary(
    "account class",
    {
        "A": ("A: keep and grow", "A：保持并发展"),
        "B": ("B: develop", "B：重点开发"),
        "C": ("C: keep", "C：保持"),
        "D": ("D: serve at low cost", "D：低成本服务"),
    },
)
QUADRANTS = Vocabulary(
    "quadrant of the customer matrix",
    {
        "invest": ("Invest for growth", "投入增长"),
        "build": ("Invest selectively", "选择性投入"),
        "maintain": ("Maintain", "维持"),
        "harvest": ("Manage for cash", "收获"),
    },
)
_FIGURES = ["potential", "contribution"]


def figures(book: Book) -> pd.DataFrame:
    """Return each account's potential and contribution, of its parts where it states none."""
    organizations = book.organizations.set_index("id")
    own, parent = organizations[_FIGURES], organizations["parent"]
    known, before = own, None
    while not known.equals(before):  # one round for each level
        before = known
        known = own.fillna(known.groupby(parent).sum(min_count=1))
    return known.reindex(book.coded.accounts.rename("account"))


def segments(table: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Return the class and the quadrant of each account, and how near they are to a cut."""
    potential, contribution = (_measure_height(table[name], policy) for name in _FIGURES)
    low, strong, high = (
        at_least(table[name].to_numpy(), policy.verdict_threshold)
        for name in ("low", "choice", "high")
    )
    unclassed = potential.unknown | contribution.unknown
    unplaced = potential.unknown | table["choice"].isna().to_numpy()
    columns = {
        "class": _choose_quarter(potential.high, contribution.high, unclassed, CLASSES),
        "class_boundary": (potential.boundary | contribution.boundary) & ~unclassed,
        "quadrant": _choose_quarter(potential.high, strong, unplaced, QUADRANTS),
        "quadrant_boundary": (potential.boundary | (low != high)) & ~unplaced,
    }
    return pd.DataFrame(columns, index=table.index)


class _Height(NamedTuple):
    """Which accounts are high in a figure, which are near the cut, and of which it is unknown."""

    high: np.ndarray
    boundary: np.ndarray
    unknown: np.ndarray


def _measure_height(values: pd.Series[float], policy: Policy) -> _Height:
    """Compare what all larger accounts hold of the whole, so that equals are equally high."""
    size = values.clip(lower=0.0).fillna(0.0).sort_values(ascending=False)
    larger = (size.cumsum() - size).groupby(size).transform("min")
    ahead = (larger / (size.sum() or 1.0)).reindex(values.index).to_numpy()
    there = values.to_numpy() > 0
    near = np.abs(ahead - policy.class_share) <= policy.class_margin + ROUNDING
    high = there & ~at_least(ahead, policy.class_share)
    return _Height(high, there & near, values.isna().to_numpy())


def _choose_quarter(
    upper: np.ndarray, right: np.ndarray, unknown: np.ndarray, words: Vocabulary
) -> pd.api.extensions.ExtensionArray:
    """Return one of four words by two measures: both, the first, the second, neither."""
    quarters = np.select([upper & right, upper, right], words.words[:3], words.words[3])
    return pd.Series(quarters, dtype=TEXT).mask(unknown).array
