"""Which of us should face which of theirs, and where do we stand in our own way?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.analysis.counterparts.assignment import assign
from kamgraph.graph.actions import SEEING, list_agreed
from kamgraph.model import tie_kinds
from kamgraph.model.dtypes import TEXT
from kamgraph.model.exits import Exits
from kamgraph.model.ids import NONE
from kamgraph.model.result import Degree, Index, Points, ScopedRecord, Share, returns_tables
from kamgraph.model.rounding import ROUNDING, at_least
from kamgraph.model.rows import Rows

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

_STATES = ("close", "introduce", "hardly", "meet", "no_peer")
_CLOSE, _INTRODUCE, _HARDLY, _MEET, _NO_PEER = range(len(_STATES))
_CRITERIA = 3  # level, function and closeness, each of which counts the same


class CounterpartRecord(ScopedRecord):
    """A key person of theirs, and which of us should face them."""

    person: Index[str]
    """The key person's id."""
    name: str
    """The name."""
    level: int | None
    """The level, 1 (executive board) to 5 (staff), recorded or read."""
    function: str | None
    """The function, recorded or read."""
    stake: Share
    """The size of the person's power."""
    counterpart: str | None
    """The id of the one of us who should face them; missing where none of us is of their level."""
    closeness: Degree | None
    """How close the two are today; missing without a counterpart."""
    through: str | None
    """The id of the colleague of ours who knows the person best, and can introduce the counterpart;
    missing where the counterpart knows them well enough, or nobody does."""
    state: Literal[_STATES] | None  # type: ignore[valid-type]
    """Close: the counterpart knows them, at least as well as ``policy.weak_tie``. Introduce: a
    colleague does, and can take the counterpart along. Hardly: nobody does, but the two have met.
    Meet: they have not. No peer: nobody of us has a level within ``policy.level_tolerance``, or all
    who do face others already. Missing where the person's level, or that of all of us, is not
    known."""


class OursRecord(ScopedRecord):
    """One of us, what hangs on them, and what stands in the way."""

    person: Index[str]
    """The id."""
    name: str
    """The name."""
    level: int | None
    """The level, recorded or read."""
    roles: tuple[str, ...]
    """Their roles in our team."""
    knows: int
    """How many key people they know at least as well as ``policy.weak_tie``."""
    faces: int
    """Of how many key people they are the counterpart."""
    carried: Points
    """The coverage lost without them."""
    days: float
    """The days of work that what is before them takes: their open actions in the account or deal,
    and to get to know those whom they face and do not know well enough yet."""
    knows_nobody: bool
    """Whether they are an executive sponsor who neither knows nor influences anybody there."""
    over_capacity: bool
    """Whether that is more than ``policy.capacity``."""
    carries_most: bool
    """Whether more than ``policy.owner_share`` of the coverage would be lost without them."""


@returns_tables(pairs=CounterpartRecord, ours=OursRecord)
@dataclass(frozen=True, eq=False, repr=False)
class Counterparts(Exits):
    """Which of us should face whom, and what stands in the way; :func:`counterparts` makes it.

    Attributes
    ----------
    pairs
        One :class:`CounterpartRecord` per key person, the most powerful first.
    ours
        One :class:`OursRecord` per person of ours, those on whom most coverage hangs first.
    """

    pairs: pd.DataFrame
    ours: pd.DataFrame

    def __repr__(self) -> str:
        """Say how many pairs know each other."""
        close = int((self.pairs["state"] == "close").sum())
        return f"<Counterparts: {len(self.pairs)} key people, {close} close to a peer of ours>"


def counterparts(graph: RelationshipGraph) -> Counterparts:
    """Return which of us should face which key person, and where we stand in our own way.

    Each key person of the customer and its partners gets a counterpart of ours whose level is
    within ``policy.level_tolerance`` of theirs, each of us at most ``policy.counterparts_each`` of
    them. Of all pairings the one is chosen in which most power is faced best: the sum of the key
    people's power times the mean of nearness in level, the same function, and closeness today.

    Returns
    -------
    Counterparts
        The pairs, and those of us who are in the account or deal.
    """
    faced = _face_each_other(graph)
    return Counterparts(pairs=_list_pairs(graph, faced), ours=_list_ours(graph, faced))


class _Faced(NamedTuple):
    """Key people and who faces them."""

    key: np.ndarray  # nodes, in the order of results
    by: np.ndarray  # the node of ours who faces each, -1 for nobody
    closeness: np.ndarray  # between the two
    best: np.ndarray  # the node of ours who knows each best and well enough, -1 for nobody
    state: np.ndarray  # the place among _STATES, -1 where levels are not known


def _face_each_other(graph: RelationshipGraph) -> _Faced:
    key = graph.rank(graph.key & graph.contact & ~graph.vacant, graph.power)
    known = _list_known(graph)
    by = np.full(len(key), NONE)
    leveled = np.zeros(len(key), dtype=bool)
    for scope in np.unique(graph.scope[key]).tolist():
        some = np.flatnonzero(graph.scope[key] == scope)
        ours = np.flatnonzero(graph.ours & (graph.scope == scope))
        leveled[some] = ~np.isnan(graph.level[key[some]]) & ~np.isnan(graph.level[ours]).all()
        chosen = assign(
            _measure_worth(graph, key[some], ours, known), graph.policy.counterparts_each
        )
        by[some] = np.append(ours, NONE)[chosen]
    pairs = Rows(source=by, target=key)
    closeness = np.append(known["strength"], 0.0)[pairs.locate(known, "source", "target")]
    weak = graph.policy.weak_tie
    closest = known.take(at_least(known["strength"], weak)).keep_first("target")
    best = np.append(closest["source"], NONE)[pairs.locate(closest, "target")]
    cases = [~leveled, by == NONE, at_least(closeness, weak), best != NONE, closeness > 0]
    state = np.select(cases, [NONE, _NO_PEER, _CLOSE, _INTRODUCE, _HARDLY], _MEET)
    return _Faced(key, by, closeness, best, state)


def _list_known(graph: RelationshipGraph) -> Rows:
    """Return which of us knows which contact, those who know each best first."""
    known = graph.arcs(tie_kinds.CLOSENESS)
    known = known.take(graph.ours[known["source"]] & graph.contact[known["target"]])
    known = known.with_columns(distance=-known["strength"]).sort("target", "distance", "source")
    return known.keep_first("source", "target")


def _measure_worth(
    graph: RelationshipGraph, key: np.ndarray, ours: np.ndarray, known: Rows
) -> np.ndarray:
    """Return (key people, ours), what it is worth that one faces the other; 0 for no peers."""
    tolerance = graph.policy.level_tolerance
    apart = np.abs(graph.level[key][:, None] - graph.level[ours])
    near = np.nan_to_num(1.0 - apart / (tolerance + 1))
    function = graph.function[key][:, None]
    same = (function == graph.function[ours]) & (function != NONE)
    pairs = Rows(source=np.tile(ours, len(key)), target=np.repeat(key, len(ours)))
    close = np.append(known["strength"], 0.0)[pairs.locate(known, "source", "target")]
    fit = (near + same + close.reshape(same.shape)) / _CRITERIA
    stake = np.maximum(np.abs(graph.power[key]), ROUNDING)
    return np.asarray(np.where(apart <= tolerance, stake[:, None] * fit, 0.0))


def _list_pairs(graph: RelationshipGraph, faced: _Faced) -> pd.DataFrame:
    ids = np.append(graph.index.get_level_values("person"), [None])
    people = graph.people[["name", "level", "function"]].iloc[faced.key]
    needed = faced.state == _INTRODUCE
    return people.assign(
        stake=np.abs(graph.power[faced.key]),
        counterpart=pd.array(ids[faced.by], dtype=TEXT),
        closeness=np.where(faced.by == NONE, np.nan, faced.closeness),
        through=pd.array(ids[np.where(needed, faced.best, NONE)], dtype=TEXT),
        state=pd.array(np.array([*_STATES, None], dtype=object)[faced.state], dtype=TEXT),
    )


def _list_ours(graph: RelationshipGraph, faced: _Faced) -> pd.DataFrame:
    nodes, policy, lost = len(graph.scope), graph.policy, graph.losses.points
    known = _list_known(graph)
    well = known.take(at_least(known["strength"], policy.weak_tie) & graph.key[known["target"]])
    in_touch = np.zeros(nodes, dtype=bool)
    in_touch[graph.acquaintances["ours"]] = True
    days = _count_days(graph, faced)
    share = policy.owner_share * graph.coverage[graph.scope]
    table = graph.people[["name", "level"]].assign(
        roles=graph.people["team"],
        knows=np.bincount(well["source"], minlength=nodes),
        faces=np.bincount(faced.by[faced.by != NONE], minlength=nodes),
        carried=lost,
        days=days,
        knows_nobody=graph.on_team("executive_sponsor") & ~in_touch & graph.acquaintance_recorded,
        over_capacity=~at_least(policy.capacity - days, 0.0),
        carries_most=(lost > ROUNDING) & (lost > share + ROUNDING),
    )
    order = np.lexsort((-np.round(lost, 9), graph.scope))
    return table.iloc[order[graph.ours[order]]]


def _count_days(graph: RelationshipGraph, faced: _Faced) -> np.ndarray:
    """Return the days of work before each of ours: open actions, and people still to be met."""
    days, costs = np.zeros(len(graph.scope)), graph.policy.move_costs
    agreed = list_agreed(graph)
    work = agreed["kind"].map(dict(costs)).fillna(0.0).to_numpy(float)
    owner, contact = agreed["owner"].to_numpy(), agreed["contact"].to_numpy()
    np.add.at(days, owner[owner >= 0], work[owner >= 0])
    # Whom somebody is to see anyway they need not get to know besides.
    seeing = Rows(by=owner, key=contact).take(agreed["kind"].isin(SEEING).to_numpy())
    unseen = ~Rows(by=faced.by, key=faced.key).is_in(seeing, "by", "key")
    for move, states in (("sponsor", [_INTRODUCE, _MEET]), ("refresh", [_HARDLY])):
        np.add.at(days, faced.by[np.isin(faced.state, states) & unseen], costs[move])
    return days
