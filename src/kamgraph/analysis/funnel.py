"""Will the deals in sight reach the goals, and how much is missing?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.graph.codes import read_dates
from kamgraph.graph.units import is_part
from kamgraph.model.coded import NEVER, day_number
from kamgraph.model.day import as_day
from kamgraph.model.ids import NONE
from kamgraph.model.policy import Policy, choose_policy
from kamgraph.model.result import Index, Record, returns
from kamgraph.model.span import has_begun
from kamgraph.model.vocabulary import STAGES, WON_STAGES

if TYPE_CHECKING:
    from kamgraph.model.book import Book
    from kamgraph.model.rows import Rows

_LOST = STAGES.words.index("lost")
_YEAR = 365


class FunnelRecord(Record):
    """A goal, and what is in sight for it."""

    account: Index[str]
    """The id of the account, or of its unit."""
    due: Index[dt.date]
    """By when the goal is to be reached."""
    begins: dt.date
    """The first day that counts: that of the goal before it, else a year before it is due."""
    goal: float
    """What is to be sold, of all owners together."""
    won: float
    """What has been sold: deals that are signed, from the delivery on."""
    pipeline: float
    """What the open deals that close by then are worth."""
    expected: float
    """What is to be expected of them: each by its own probability, else by that of its stage in
    ``policy.stage_rates``."""
    forecast: float
    """What is won and what is expected."""
    margin: float
    """The forecast less the goal; negative where it is missed."""
    needed: float | None
    """What the new leads are worth that would make up for it by ``policy.stage_rates``; missing
    where leads come to nothing."""
    unvalued: int
    """How many of these deals have no value, and count for nothing."""
    with_probability: int
    """How many of the open ones with a value have a probability of their own."""
    currencies: tuple[str, ...]
    """The currencies of the deals; amounts of several are added up as they are."""


@returns(FunnelRecord)
def funnel(
    book: Book, *, as_of: dt.date | str | None = None, policy: Policy | None = None
) -> pd.DataFrame:
    """Return how far the deals in sight reach the goals of accounts.

    What is to be expected of an open deal is told by its own ``probability``, as the CRM or the
    seller says, else by that of its stage. Deals that are won or lost have nothing to expect.

    A deal counts for the goal in whose time the first day of its contract lies, else the day it is
    to close; one that is past its day and still open counts for the next goal, as it may yet come.
    A deal without any day counts for none. Deals of units count for the goals of what they are part
    of, and goals of several owners for the same day are one. Past goals are not listed.

    Parameters
    ----------
    book
        The book.
    as_of
        The day to look from; default the newest day on which anything happened.
    policy
        The judgements; default ``Policy()``.

    Returns
    -------
    DataFrame
        One :class:`FunnelRecord` per account with a goal and day, the largest shortfall first.

    Raises
    ------
    ScopeError
        If the day is no date.
    """
    policy = choose_policy(policy)
    day = book.newest_day if as_of is None else as_day(as_of)
    moment = None if day is None else day_number(day)
    goals = _list_goals(book, moment)
    deals = _match_deals(book, goals, moment)
    sums = _add_up(deals, len(goals), policy)
    forecast = sums["won"] + sums["expected"]
    margin = forecast - goals["amount"]
    table = pd.DataFrame(
        {
            "begins": read_dates(goals["begins"]),
            "goal": goals["amount"],
            **sums,
            "forecast": forecast,
            "margin": margin,
            "needed": _find_needed(margin, policy),
            **_count(deals, len(goals)),
            "currencies": _list_currencies(book, deals, len(goals)),
        }
    )
    ids = book.column("organizations", "id").array[goals["unit"]]
    index = pd.MultiIndex.from_arrays([ids, read_dates(goals["due"])], names=["account", "due"])
    return table.set_axis(index).iloc[np.lexsort((goals["due"], goals["unit"], margin))]


def _list_goals(book: Book, day: int | None) -> Rows:
    """Return the goals that are not past, one per unit and day, and when its time begins."""
    rows = book.coded.goals.with_columns(amount=book.goals["amount"].to_numpy(np.float64))
    rows = rows.take(rows["unit"] >= 0).sort("unit", "due")
    goals = rows.keep_first("unit", "due").select("account", "unit", "due")
    place = rows.locate(goals, "unit", "due")
    total = np.bincount(place, rows["amount"], len(goals)).astype(np.float64)
    follows = goals["unit"] == np.concatenate([[NONE], goals["unit"][:-1]])
    after = np.concatenate([[0], goals["due"][:-1]]) + 1
    begins = np.where(follows, after, goals["due"] - _YEAR + 1)
    goals = goals.with_columns(amount=total, begins=begins)
    goals = goals.take(goals["due"] >= (-NEVER if day is None else day))
    return goals.with_columns(goal=np.arange(len(goals)))


def _match_deals(book: Book, goals: Rows, day: int | None) -> Rows:
    """Return the deals that count for each goal, with their values and probabilities."""
    coded = book.coded
    numbers = {
        name: book.deals[name].to_numpy(np.float64, na_value=np.nan)
        for name in ("value", "probability")
    }
    deals = coded.deals.select("account", "stage", "created", "starts", "closes", place="unit")
    deals = deals.with_columns(deal=np.arange(len(deals)), **numbers)
    deals = deals.take(has_begun(deals["created"], day) & (deals["stage"] != _LOST))
    when = np.where(deals["starts"] < NEVER, deals["starts"], deals["closes"])
    if day is not None:  # what is not signed yet can come from today on
        when = np.where(_is_won(deals["stage"]), when, np.maximum(when, day))
    pairs = deals.with_columns(when=when).join(goals, "account")
    part = is_part(coded.organizations, pairs["place"], pairs["unit"])
    in_time = (pairs["begins"] <= pairs["when"]) & (pairs["when"] <= pairs["due"])
    return pairs.take(part & in_time)


def _is_won(stage: np.ndarray) -> np.ndarray:
    return np.isin(stage, [STAGES.words.index(word) for word in WON_STAGES])


def _add_up(deals: Rows, goals: int, policy: Policy) -> dict[str, np.ndarray]:
    """Return what of each goal is won, what is open, and what is to be expected of the latter."""
    won, value = _is_won(deals["stage"]), np.nan_to_num(deals["value"])
    usual = np.array([policy.stage_rates[word] for word in (*STAGES.words, "lead")])
    own = deals["probability"]
    rate = np.where(np.isnan(own), usual[deals["stage"]], own)
    parts = {"won": value * won, "pipeline": value * ~won, "expected": value * ~won * rate}
    return {
        name: np.bincount(deals["goal"], part, goals).astype(np.float64)
        for name, part in parts.items()
    }


def _count(deals: Rows, goals: int) -> dict[str, np.ndarray]:
    """Return how many deals of each goal have no value, and how many of the open a probability."""
    unvalued, own = np.isnan(deals["value"]), ~np.isnan(deals["probability"])
    counted = {
        "unvalued": unvalued,
        "with_probability": own & ~unvalued & ~_is_won(deals["stage"]),
    }
    return {
        name: np.bincount(deals["goal"][which], minlength=goals) for name, which in counted.items()
    }


def _find_needed(margin: np.ndarray, policy: Policy) -> np.ndarray:
    """Return what leads are worth of which as much is won as is missing."""
    missing, rate = np.maximum(-margin, 0.0), policy.stage_rates["lead"]
    return missing / rate if rate else np.where(missing > 0, np.nan, 0.0)


def _list_currencies(book: Book, deals: Rows, goals: int) -> pd.Series[Any]:
    """Return the currencies of the deals of each goal."""
    named: list[set[str]] = [set() for _ in range(goals)]
    currency = book.column("deals", "currency").array[deals["deal"]]
    for goal, word in zip(deals["goal"].tolist(), currency, strict=True):
        named[goal] |= {word} if isinstance(word, str) else set()
    return pd.Series([tuple(sorted(words)) for words in named], dtype=object)
