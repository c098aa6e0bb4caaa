"""The summary of a portfolio: five sentences that the head of key accounts can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.graph.scale import ROUNDING
from kamgraph.reviews.portfolio.work import overloaded
from kamgraph.reviews.section import Point
from kamgraph.reviews.wording import points

if TYPE_CHECKING:
    from kamgraph.reviews.portfolio.results import PortfolioResults
    from kamgraph.reviews.section import Tone
    from kamgraph.reviews.wording import Wording

_LITTLE = 0.5  # known share below which a verdict is a guess
_MOST_NAMES = 3


def summary(results: PortfolioResults, words: Wording) -> tuple[Point, ...]:
    """Say where we stand, where the risk is, what is new, who carries too much, what to do."""
    return (
        Point(words("standing"), _standing(results, words)),
        Point(words("risk"), _risk(results, words)),
        _news(results, words),
        Point(words("workload"), overloaded(results, words)),
        Point(words("next_step"), _next_step(results, words)),
    )


def tone(results: PortfolioResults) -> Tone:
    """Return how it sounds: good where most accounts lean to us, poor where most are red."""
    accounts = results.accounts
    if accounts["choice"].isna().all():
        return ""
    if accounts["for_us"].mean() > 0.5:  # noqa: PLR2004 - a half is a half
        return "good"
    return "poor" if (accounts["status"] == "red").mean() > 0.5 else "fair"  # noqa: PLR2004


def _standing(results: PortfolioResults, words: Wording) -> str:
    accounts = results.accounts
    leaning, count = int(accounts["for_us"].sum()), len(accounts)
    whole = words.counted("account_count", count)
    parts = [words.counted("portfolio_leaning", leaning, accounts=whole)]
    if red := int((accounts["status"] == "red").sum()):
        parts.append(words.counted("portfolio_red", red))
    return words.sentence(parts)


def _first(results: PortfolioResults) -> pd.Series[Any] | None:
    """Return the gap to begin with: the first of the most urgent account that has a grave one."""
    found = results.gaps
    if found.empty:
        return None
    worst = found[found["severity"] == found["severity"].iloc[0]]
    place = results.accounts.index.get_indexer(pd.Index(worst["account"]))
    return worst.iloc[int(place.argmin())]


def _risk(results: PortfolioResults, words: Wording) -> str:
    gap = _first(results)
    if gap is None:
        return words("no_gaps")
    return words("portfolio_risk", place=_place(gap, results), detail=gap["detail"])


def _next_step(results: PortfolioResults, words: Wording) -> str:
    gap = _first(results)
    if gap is None:
        return words("nothing_to_do")
    return words("portfolio_next", place=_place(gap, results), action=gap["action"])


def _place(gap: pd.Series[Any], results: PortfolioResults) -> str:
    """Return the name of a gap's account, and of its deal."""
    scope = results.graph.scopes.set_index(["account", "deal"]).loc[(gap["account"], gap["deal"])]
    return " · ".join(name for name in scope[["account_name", "deal_name"]] if name)


def _news(results: PortfolioResults, words: Wording) -> Point:
    accounts = results.accounts
    if results.since is None:
        return Point(words("still_unknown"), _unknown(accounts, words))
    return Point(words("changed"), _changed(accounts, words.day(results.since), words))


def _unknown(accounts: pd.DataFrame, words: Wording) -> str:
    dim = accounts[accounts["known"] < _LITTLE]
    if dim.empty:
        return words("portfolio_known")
    names = list(dim["name"].head(_MOST_NAMES))
    if rest := len(dim) - len(names):
        names.append(words.counted("and_more", rest))
    return words.counted("portfolio_dim", len(dim), names=words.listed(names))


def _changed(accounts: pd.DataFrame, day: str, words: Wording) -> str:
    change = accounts["choice_change"].fillna(0.0).to_numpy(float)
    rose, fell = int((change > ROUNDING).sum()), int((change < -ROUNDING).sum())
    if not rose and not fell:
        return words("portfolio_unchanged", day=day)
    most = int(np.abs(change).argmax())
    name, moved = accounts["name"].iloc[most], points(change[most])
    return words("portfolio_changed", day=day, rose=rose, fell=fell, name=name, points=moved)
