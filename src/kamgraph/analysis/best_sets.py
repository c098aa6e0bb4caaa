"""Whose support would do, whose refusal would stop it, and whose leaving would hurt most?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.graph.changes import Leaver, NewGrade
from kamgraph.graph.decision_rule import NEUTRAL, apply_rule
from kamgraph.model.dtypes import TEXT
from kamgraph.model.exits import Exits
from kamgraph.model.result import Index, ScopedRecord, Share, returns_tables
from kamgraph.model.rounding import ROUNDING, at_least
from kamgraph.model.vocabulary import AXES
from kamgraph.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kamgraph.graph import RelationshipGraph
    from kamgraph.graph.changes import Change

_EXACT = 4  # people of a set up to whom all sets are tried
_MOST = 15  # people of whom sets are made
_PLAYERS = 12  # people whose pivots are counted: in four thousand ways
_SUPPORT, _REFUSAL = 100.0, 0.0


class BestSetRecord(ScopedRecord):
    """The fewest people who together make a difference."""

    set: Index[Literal["winning", "blocking", "carrying"]]
    """Winning: whose support makes the choice reach the policy's threshold, all others being as
    they are. Blocking: whose refusal keeps it below, even if all others support us. Carrying: those
    of us without whom less than half of the coverage is left."""
    size: int | None
    """How many they are; 0 where it is so already, missing where nobody could."""
    at_least: int | None
    """How many they are at the least, which is proven: the same up to four."""
    people: tuple[str, ...]
    """Their ids; of several sets of the size the one that does most."""


class PivotRecord(ScopedRecord):
    """How often the decision hangs on one person."""

    person: Index[str]
    """The id of somebody with weight in the decision."""
    pivotal: Share
    """In how many of the ways in which the others could support or refuse this one decides."""
    share: Share
    """Their part in all pivots: the Banzhaf index."""


@returns_tables(sets=BestSetRecord, pivots=PivotRecord)
@dataclass(frozen=True, eq=False, repr=False)
class BestSets(Exits):
    """The fewest people who make a difference; :func:`best_sets` makes it.

    Attributes
    ----------
    sets
        One :class:`BestSetRecord` per account or deal and kind of set.
    pivots
        One :class:`PivotRecord` per person with weight in the decision, first those on whom it
        hangs most often.
    """

    sets: pd.DataFrame
    pivots: pd.DataFrame

    def __repr__(self) -> str:
        """Say how many there are of each."""
        return f"<BestSets: {len(self.sets)} sets, {len(self.pivots)} pivots>"


def best_sets(graph: RelationshipGraph) -> BestSets:
    """Return the fewest people who win the decision, who block it, and which of us carry coverage.

    Support is the best grade on every axis that counts for the policy, refusal the worst, given on
    the graph's day; what follows from it by influence and the decision rule is worked out exactly.
    Winning and blocking sets are made of key people, the 15 with the most power. All sets of up to
    four are tried; beyond, people are added one by one, whoever does most, and the set may not be
    the smallest.

    Pivots are counted over every way in which those with weight in the decision could choose us or
    not, whatever others say, the 12 with the most weight of them; all others are neutral.

    Returns
    -------
    BestSets
        The sets, and the pivots.
    """
    found = [(one, _find_sets(one)) for one in progress(list(graph.split()), "sets")]
    sets = [(*one.scope_index[0], *row) for one, rows in found for row in rows]
    pivots = [(*one.scope_index[0], *row) for one, _ in found for row in _count_pivots(one)]
    many = len(graph.scope_index) != 1
    return BestSets(
        sets=_make_table(sets, ["set", "size", "at_least", "people"], many=many).astype(
            {"size": "Int64", "at_least": "Int64"}
        ),
        pivots=_make_table(pivots, ["person", "pivotal", "share"], many=many).astype("float64"),
    )


def _make_table(rows: list[tuple[object, ...]], names: list[str], *, many: bool) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["account", "deal", *names])
    index = [*(["account", "deal"] if many else []), names[0]]
    texts = dict.fromkeys(("account", "deal", names[0]), TEXT)
    return table.astype(texts).set_index(index)[names[1:]]


class _Found(NamedTuple):
    size: int | None
    at_least: int | None
    people: tuple[str, ...]


_NOBODY = _Found(None, None, ())


class _Question(NamedTuple):
    """Of whom sets are made, what becomes of their people, and when they do."""

    graph: RelationshipGraph
    people: list[str]
    changes: Callable[[str], tuple[Change, ...]]
    measure: Callable[[RelationshipGraph], np.ndarray]  # what is to be high, per scope
    limit: float  # from which on it is high enough


def _find_sets(graph: RelationshipGraph) -> Iterator[tuple[object, ...]]:
    """Yield each kind of set with the smallest one of it."""
    dated = graph.as_of is not None and len(graph.scope) > 0
    yield "winning", *(_search(_ask_winning(graph)) if dated else _NOBODY)
    yield "blocking", *(_search(_ask_blocking(graph)) if dated else _NOBODY)
    carried = graph.acquaintance_recorded and bool((graph.coverage > ROUNDING).all())
    yield "carrying", *(_search(_ask_carrying(graph)) if carried else _NOBODY)


def _ask_winning(graph: RelationshipGraph) -> _Question:
    def support(person: str) -> tuple[Change, ...]:
        return _grade(graph, person, best=True)

    limit = graph.policy.verdict_threshold
    return _Question(graph, _list_deciders(graph), support, _measure_choice, limit)


def _ask_blocking(graph: RelationshipGraph) -> _Question:
    """Ask for a set on the graph in which all support us."""

    def refuse(person: str) -> tuple[Change, ...]:
        return _grade(graph, person, best=False)

    def measure(tried: RelationshipGraph) -> np.ndarray:
        return -_measure_choice(tried)

    ids = graph.index.get_level_values("person")
    everybody = [change for one in ids[graph.contact] for change in _grade(graph, one, best=True)]
    whole = graph.with_changes(*everybody)
    limit = -graph.policy.verdict_threshold + 2 * ROUNDING  # below the threshold, not at it
    return _Question(whole, _list_deciders(graph), refuse, measure, limit)


def _ask_carrying(graph: RelationshipGraph) -> _Question:
    def leave(person: str) -> tuple[Change, ...]:
        return (Leaver(person),)

    def measure(tried: RelationshipGraph) -> np.ndarray:
        return -np.nan_to_num(tried.coverage)

    order = np.argsort(-graph.losses_of_ours, kind="stable")
    ours = order[graph.ours[order]][:_MOST]
    people = graph.index.get_level_values("person")[ours].tolist()
    half = -float(graph.coverage[0]) / 2
    return _Question(graph, people, leave, measure, half * (1 - ROUNDING) + ROUNDING)


def _list_deciders(graph: RelationshipGraph) -> list[str]:
    """Return the key people of theirs, the most powerful first."""
    order = graph.rank(graph.key & graph.contact, graph.power)[:_MOST]
    people: list[str] = graph.index.get_level_values("person")[order].tolist()
    return people


def _grade(graph: RelationshipGraph, person: str, *, best: bool) -> tuple[Change, ...]:
    """Return the best or worst grade of somebody on every axis that counts for the policy."""
    policy = graph.policy
    return tuple(
        NewGrade(person, axis, len(policy.scales[axis]) if best else 1)
        for axis in AXES.words
        if policy.axis_weights[axis] > 0
    )


def _measure_choice(graph: RelationshipGraph) -> np.ndarray:
    return np.nan_to_num(graph.decision.choice, nan=0.0)


def _search(asked: _Question) -> _Found:
    """Return the smallest set that does, of all up to a size, else one made person by person."""
    everybody = _reaches(asked, _try(asked, [tuple(asked.people)])).any()
    if not everybody and (asked.graph.influence.val >= 0).all():  # where none works against another
        return _NOBODY
    for size in range(min(_EXACT, len(asked.people)) + 1):
        sets = list(combinations(asked.people, size))
        found = _try(asked, sets)
        if _reaches(asked, found).any():
            return _Found(size, size, sets[int(np.round(found, 9).argmax())])
    if not everybody:
        return _NOBODY
    people = _add_up(asked)
    return _Found(len(people), _EXACT + 1, people)


def _add_up(asked: _Question) -> tuple[str, ...]:
    """Return people added one by one, whoever does most, until they do."""
    chosen: tuple[str, ...] = ()
    while True:
        wider = [(*chosen, one) for one in asked.people if one not in chosen]
        found = _try(asked, wider)
        chosen = wider[int(np.round(found, 9).argmax())]
        if _reaches(asked, found).any():
            return chosen


def _reaches(asked: _Question, found: np.ndarray) -> np.ndarray:
    return at_least(found, asked.limit)


def _try(asked: _Question, sets: Sequence[tuple[str, ...]]) -> np.ndarray:
    """Return what is measured after what becomes of each set."""
    found = np.zeros(len(sets))
    trials = [tuple(change for one in some for change in asked.changes(one)) for some in sets]
    for numbers, tried in asked.graph.try_out(trials):
        found[numbers] = asked.measure(tried)
    return found


def _count_pivots(graph: RelationshipGraph) -> Iterator[tuple[str, float, float]]:
    """Yield who has weight in the decision, and how often it hangs on them."""
    voice = np.where(graph.contact, graph.decision_weight, 0.0)
    for part in graph.decision_weights.consent.values():  # which may weigh nothing
        voice = np.maximum(voice, np.where(graph.contact, ROUNDING * part.share, 0.0))
    order = graph.rank(voice > 0, voice)[:_PLAYERS]
    pivotal = _play(graph, order)
    total = pivotal.sum()
    ids = graph.index.get_level_values("person")
    for place in np.argsort(-np.round(pivotal, 12), kind="stable").tolist():
        share = float(pivotal[place] / total) if total > 0 else 0.0
        yield ids[order[place]], float(pivotal[place]), share


def _play(graph: RelationshipGraph, players: np.ndarray) -> np.ndarray:
    """Return for each player in which share of all ways of the others they decide."""
    ways = np.arange(2 ** len(players))
    stacked = graph.stack(np.zeros(len(ways), dtype=np.int64))
    chosen = np.full((len(ways), len(graph.scope)), NEUTRAL)
    support = (ways[:, None] >> np.arange(len(players)) & 1).astype(bool)
    chosen[:, players] = np.where(support, _SUPPORT, _REFUSAL)
    won = apply_rule(stacked, chosen.ravel(), NEUTRAL)[0]
    won = at_least(won, graph.policy.verdict_threshold)
    turned = [won != won[ways ^ 1 << player] for player in range(len(players))]
    return np.array([one.mean() for one in turned])
