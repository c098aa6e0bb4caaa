"""How people of an account stand among each other, by who is addressed together with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kamgraph import kernels
from kamgraph.graph.together import add_up, pair_people

if TYPE_CHECKING:
    from kamgraph.model.rows import Rows

# Of the certainty with which one of two stands above the other: calibrated on the mail of two
# firms, see the page on standing.
_STEEPEST, _ENOUGH = 7.0, 20.0


@dataclass(frozen=True, eq=False)
class Standings:
    """The standing of all people of a book, by place, and what it rests on."""

    # (people,) percentile within the account, 0-1; NaN for whom no joint interaction addresses.
    percentile: np.ndarray
    # (people,) how many joint interactions address each.
    joint: np.ndarray
    # (people,) how steeply certainty rises with a difference in standing within the account.
    steepness: np.ndarray
    # Who is addressed together: ``one`` < ``other``, and ``closeness`` (the sum of 1 / addressed).
    together: Rows

    def is_above(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Return the probability with which each stands above the other; NaN where unknown."""
        difference = self.percentile[one] - self.percentile[other]
        return np.asarray(1.0 / (1.0 + np.exp(-self.steepness[one] * difference)))


def find_standings(addressed: Rows, account: np.ndarray) -> Standings:
    """Return the standing of everybody with an account, by rows of joint interactions."""
    together = add_up(pair_people(addressed))
    joint = np.bincount(addressed["person"], minlength=len(account))
    ranked = np.flatnonzero(joint > 0)
    ranked = ranked[np.argsort(account[ranked], kind="stable")]
    home = account[ranked]
    starts = np.flatnonzero(np.append(np.diff(home, prepend=-1) != 0, True))
    percentile = np.full(len(account), np.nan)
    percentile[ranked] = _rank(_lead(together, ranked, starts), starts)
    events = addressed.keep_first("interaction", "account")["account"]
    number = np.bincount(events, minlength=int(home.max(initial=-1)) + 1)
    people = np.bincount(home, minlength=len(number))
    each = number / np.maximum(people, 1)
    steepness = np.full(len(account), np.nan)
    steepness[ranked] = (_STEEPEST * each / (each + _ENOUGH))[home]
    return Standings(percentile, joint, steepness, together)


def _lead(together: Rows, ranked: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return the leading eigenvector of ``c / (c + 1)`` in each account."""
    place = np.zeros(int(ranked.max(initial=-1)) + 1, dtype=np.int64)
    place[ranked] = np.arange(len(ranked))
    one, other = place[together["one"]], place[together["other"]]
    weight = together["closeness"] / (together["closeness"] + 1)
    row, column = np.concatenate([one, other]), np.concatenate([other, one])
    cells = kernels.compress_rows(
        len(ranked), row, column, np.concatenate([weight, weight]), largest=True
    )
    return kernels.find_leading(starts, *cells)


def _rank(leading: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return the percentile of each within the scope, equals in the middle of their places."""
    scope = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    value = np.round(leading, 9)  # what differs by less is equal
    order = np.lexsort((value, scope))
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(scope[order]) != 0) | (np.diff(value[order]) != 0)
    group = np.cumsum(new) - 1
    begin = np.flatnonzero(new)
    middle = begin + (np.diff(np.append(begin, len(order))) - 1) / 2
    rank = np.empty(len(order))
    rank[order] = middle[group] - starts[scope[order]]
    return np.asarray(rank / np.maximum(np.diff(starts)[scope] - 1, 1))
