"""The summary of a portfolio: five sentences that the head of key accounts can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.model.rounding import ROUNDING
from kamgraph.model.voice import join_clauses, list_some, points, say, say_count, say_day
from kamgraph.reviews.contact_facts import say_longest_silence, say_met, say_touches
from kamgraph.reviews.section import Point
from kamgraph.reviews.sections.portfolio.workload import say_overload

if TYPE_CHECKING:
    from kamgraph.reviews.results import PortfolioResults
    from kamgraph.reviews.section import Tone

_LITTLE = 0.5  # known share below which a verdict is a guess
_MOST_NAMES = 3


def summarise(results: PortfolioResults) -> tuple[Point, ...]:
    """Say where we stand, where the risk is, what is new, who carries too much, what to do."""
    return (
        Point(say("standing"), _say_standing(results) if results.graded else _say_met(results)),
        Point(say("risk"), _say_risk(results)),
        _say_news(results),
        Point(say("workload"), say_overload(results)),
        Point(say("next_step"), _say_next_step(results)),
    )


def tone(results: PortfolioResults) -> Tone:
    """Return how it sounds: good where most accounts lean to us, poor where most are red."""
    accounts = results.accounts
    if (accounts["status"] == "grey").mean() > 0.5:  # noqa: PLR2004 - a half is a half
        return "unsure"
    if accounts["for_us"].mean() > 0.5:  # noqa: PLR2004 - a half is a half
        return "good"
    return "poor" if (accounts["status"] == "red").mean() > 0.5 else "fair"  # noqa: PLR2004


def _say_standing(results: PortfolioResults) -> str:
    accounts = results.accounts
    leaning, count = int(accounts["for_us"].sum()), len(accounts)
    whole = say_count("account_count", count)
    parts = [say_count("portfolio_leaning", leaning, accounts=whole)]
    parts += [
        say_count(f"portfolio_{status}", found)
        for status in ("red", "grey")
        if (found := int((accounts["status"] == status).sum()))
    ]
    return join_clauses(parts)


def _say_met(results: PortfolioResults) -> str:
    """Say how many we meet and how often, while nobody is graded."""
    whole = say_count("account_count", len(results.accounts))
    told = [say_met(results.of_accounts), say_touches(results.of_accounts)]
    return join_clauses([*filter(None, told), say("none_graded", accounts=whole)])


def _say_silent(results: PortfolioResults) -> Point | None:
    """Say who has gone cold, while nobody is graded."""
    if results.graded:
        return None
    silence = say_longest_silence(results.of_accounts)
    return Point(say("silent"), join_clauses([silence])) if silence else None


def _find_first(results: PortfolioResults) -> pd.Series[Any] | None:
    """Return the gap to begin with: the first of the most urgent account that has a grave one."""
    found = results.gaps
    if found.empty:
        return None
    worst = found[found["severity"] == found["severity"].iloc[0]]
    place = results.accounts.index.get_indexer(pd.Index(worst["account"]))
    return worst.iloc[int(place.argmin())]


def _say_risk(results: PortfolioResults) -> str:
    gap = _find_first(results)
    if gap is None:
        return say("no_gaps")
    return say("portfolio_risk", place=_name_scope(gap, results), detail=gap["detail"])


def _say_next_step(results: PortfolioResults) -> str:
    gap = _find_first(results)
    if gap is None:
        return say("nothing_to_do")
    return say("portfolio_next", place=_name_scope(gap, results), action=gap["action"])


def _name_scope(gap: pd.Series[Any], results: PortfolioResults) -> str:
    """Return the name of a gap's account, and of its deal."""
    scope = results.graph.scopes.set_index(["account", "deal"]).loc[(gap["account"], gap["deal"])]
    return " · ".join(name for name in scope[["account_name", "deal_name"]] if name)


def _say_news(results: PortfolioResults) -> Point:
    accounts = results.accounts
    if results.since is None:
        return _say_silent(results) or Point(say("still_unknown"), _say_unknown(accounts))
    return Point(say("changed"), _say_change(accounts, say_day(results.since)))


def _say_unknown(accounts: pd.DataFrame) -> str:
    dim = accounts[accounts["known"] < _LITTLE]
    if dim.empty:
        return say("portfolio_known")
    return say_count("portfolio_dim", len(dim), names=list_some(list(dim["name"]), _MOST_NAMES))


def _say_change(accounts: pd.DataFrame, day: str) -> str:
    change = accounts["choice_change"].fillna(0.0).to_numpy(float)
    rose, fell = int((change > ROUNDING).sum()), int((change < -ROUNDING).sum())
    if not rose and not fell:
        return say("portfolio_unchanged", day=day)
    most = int(np.abs(change).argmax())
    name, moved = accounts["name"].iloc[most], points(change[most])
    return say("portfolio_changed", day=day, rose=rose, fell=fell, name=name, points=moved)
