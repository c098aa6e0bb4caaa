"""Would we say the same if some of the facts were wrong or missing?"""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.errors import KamgraphError
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import Index, Record, ScopedRecord, Score, Share, SignedShare, returns
from kamgraph.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.graph import RelationshipGraph

_MOST = 400_000  # nodes of the draws that are looked at together
_MOST_DRAWS = 1_000_000  # more would move no share that anybody sees
_CENTRAL = (0.05, 0.95)  # of the draws, between which ranges lie


class StabilityRecord(ScopedRecord):
    """How much of what is said of a key person hangs on single facts."""

    person: Index[str]
    """The person's id."""
    kind: Literal["direct", "assumed", "indirect", "external"]
    """How the person is a key person."""
    stays: Share | None
    """In how many of the draws the person is one as well; missing for assumed ones, as it is no
    recorded fact that makes them one."""
    power_low: SignedShare
    """The power that one draw in twenty falls below."""
    power_high: SignedShare
    """The power that one draw in twenty rises above."""
    route_stays: Share | None
    """In how many of the draws the best route to the person is the same; missing without one."""


class ScopeStabilityRecord(Record):
    """How much of what is said of an account or deal hangs on single facts."""

    account: Index[str]
    """The account's id."""
    deal: Index[str]
    """The deal's id; empty for the account itself."""
    status_stays: Share
    """In how many of the draws the status is the same."""
    choice_low: Score | None
    """The choice that one draw in twenty falls below; missing where nothing is known."""
    choice_high: Score | None
    """The choice that one draw in twenty rises above."""
    truck_factor_stays: Share
    """In how many of the draws as few of us must go until coverage is below half."""


@returns(StabilityRecord)
def stability(
    graph: RelationshipGraph, *, draws: int = 200, share: float = 0.1, seed: int = 0
) -> pd.DataFrame:
    """Return how often key people stay such when a share of the facts is wrong or missing.

    In each draw every tie, grade and role of theirs is with the probability ``share`` missing or
    wrong, either as often: a tie leads to somebody else of the account, a grade is any of the
    scale, a role is somebody else's. All that follows is then worked out anew.

    Parameters
    ----------
    graph
        The graph.
    draws
        How many times.
    share
        The share of the facts that are not as recorded, in (0, 1].
    seed
        Of the random draws: the same seed gives the same result.

    Returns
    -------
    DataFrame
        One :class:`StabilityRecord` per key person, the most powerful first.

    Raises
    ------
    KamgraphError
        If there are no draws, or the share is none.
    """
    shown = graph.rank(graph.key_kind != "", graph.power)
    routes = graph.trace_routes(shown)
    stays, same, powers = np.zeros(len(shown)), np.zeros(len(shown)), []
    for drawn in _draw(graph, draws, share, seed):
        nodes = drawn.nodes[:, shown]
        kinds, theirs = drawn.graph.key_kind[nodes], graph.key[shown]
        stays += np.where(theirs, drawn.graph.key[nodes], kinds == "external").sum(axis=0)
        powers.append(drawn.graph.power[nodes])
        found = drawn.graph.trace_routes(nodes.ravel())
        equal = [route == there for route, there in zip(found, cycle(routes), strict=False)]
        same += np.reshape(equal, nodes.shape).sum(axis=0)
    low, high = np.quantile(np.vstack(powers), _CENTRAL, axis=0)
    there = np.array([bool(route) for route in routes], dtype=bool)
    return pd.DataFrame(
        {
            "kind": pd.array(graph.key_kind[shown], dtype=TEXT),
            "stays": np.where(graph.key_kind[shown] == "assumed", np.nan, stays / draws),
            "power_low": low,
            "power_high": high,
            "route_stays": np.where(there, same / draws, np.nan),
        },
        index=graph.index[shown],
    )


@returns(ScopeStabilityRecord)
def scope_stability(
    graph: RelationshipGraph, *, draws: int = 200, share: float = 0.1, seed: int = 0
) -> pd.DataFrame:
    """Return how often scores stay as they are when a share of the facts is wrong or missing.

    The draws are those of :func:`kamgraph.stability`.

    Returns
    -------
    DataFrame
        One :class:`ScopeStabilityRecord` per account and deal.

    Raises
    ------
    KamgraphError
        If there are no draws, or the share is none.
    """
    count = len(graph.starts) - 1
    status, truck, choices = np.zeros(count), np.zeros(count), []
    for drawn in _draw(graph, draws, share, seed):
        shape = (len(drawn.nodes), count)
        status += (drawn.graph.status.reshape(shape) == graph.status).sum(axis=0)
        truck += (drawn.graph.truck_factor.reshape(shape) == graph.truck_factor).sum(axis=0)
        choices.append(drawn.graph.decision.choice.reshape(shape))
    found = pd.DataFrame(np.vstack(choices)).quantile(_CENTRAL)  # of draws with a choice
    return pd.DataFrame(
        {
            "status_stays": status / draws,
            "choice_low": found.iloc[0].to_numpy(),
            "choice_high": found.iloc[1].to_numpy(),
            "truck_factor_stays": truck / draws,
        },
        index=graph.scope_index,
    )


class _Drawn(NamedTuple):
    """Some draws, side by side in one graph."""

    graph: RelationshipGraph
    nodes: np.ndarray  # (draws, nodes), the node of each draw that stands for a node


def _draw(graph: RelationshipGraph, draws: int, share: float, seed: int) -> Iterator[_Drawn]:
    """Yield the draws, as many at a time as fit."""
    if not 1 <= draws <= _MOST_DRAWS or not 0 < share <= 1:
        bounds = f"draws are 1 at least and {_MOST_DRAWS:,} at most, a share is in (0, 1]"
        message = f"{draws} draws of a share of {share}: {bounds}"
        raise KamgraphError(message)
    if seed < 0:
        raise KamgraphError(f"a seed is 0 or more, and not {seed}")
    random, size = np.random.default_rng(seed), len(graph.scope)
    scopes, most = np.arange(len(graph.starts) - 1), max(1, _MOST // max(1, size))
    for first in progress(range(0, draws, most), "draws"):
        times = min(most, draws - first)
        drawn = graph.stack(np.tile(scopes, times)).perturb(share, random)
        yield _Drawn(drawn, np.arange(times * size).reshape(times, size))
