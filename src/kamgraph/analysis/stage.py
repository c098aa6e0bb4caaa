"""Whether a relationship is to be built, stabilised or strengthened, after who came and went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
import pandas as pd

from kamgraph.errors import ScopeError
from kamgraph.model.coded import day_number
from kamgraph.model.day import as_day
from kamgraph.model.dtypes import TEXT
from kamgraph.model.marks import Words
from kamgraph.model.result import Index, Record, Share, returns
from kamgraph.model.rounding import ROUNDING, at_least
from kamgraph.model.span import has_begun
from kamgraph.model.vocabulary import Language, Vocabulary
from kamgraph.model.voice import say, say_day, share, speaking

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.rows import Rows

RELATIONSHIP_STAGES = Vocabulary(
    "relationship stage",
    {
        "building": ("Building", "建立期"),
        "stabilising": ("Stabilising", "稳固期"),
        "strengthening": ("Strengthening", "深化期"),
    },
)
_NAMED = 3


RelationshipStage = Annotated[str, Words(RELATIONSHIP_STAGES)]


class StageRecord(Record):
    """What is to be done with a relationship, after who came and went and as it stands now."""

    account: Index[str]
    """The account's id."""
    deal: Index[str]
    """The deal's id; empty for the account itself."""
    stage: RelationshipStage | None
    """Whether it is to be built, stabilised or strengthened; missing where too little is known."""
    changed: Share
    """How much of the power to decide is in hands that did not have it on the earlier day."""
    reason: str
    """A sentence that names those with the most power that was not theirs, and what holds back."""


@returns(StageRecord)
def stage(
    graph: RelationshipGraph, *, since: dt.date | str, language: Language = "en"
) -> pd.DataFrame:
    """Return the stage of the relationship with each scope: who decides now, and do they want us?

    With q the share of a person of theirs, or a vacant seat, in all their power on the graph's
    day, ``|p| / Σ |p|``, and q' that on the earlier day, ``changed = Σ max(0, q - q')`` is the
    share of the power to decide that is in new hands: newcomers, the promoted, and seats that have
    become vacant. Of somebody who was there in the same post only what recorded roles and ties have
    brought counts, not what titles and levels make of a role that has become open. Whoever had a
    seat in the account before that day is not new, even if away on it. A relationship is
    *strengthening*; a change of at least ``policy.stabilising_change`` sets it back to
    *stabilising*, one of at least ``policy.building_change`` to *building* (the steps of the
    relational development model: Millman and Wilson, *From key account selling to key account
    management*, Journal of Marketing Practice 1, 1995).

    Nor is it more than it stands at: strengthening where the choice is at least
    ``policy.verdict_threshold`` and a key person supports us, stabilising where one does, else
    building. The stage is the earlier of both, and missing where nothing is graded. Where the
    status is grey, too little is known for the second, and a stage is told only where the first
    makes it building.

    Where nobody had power then or nobody has now, all has changed: a scope without history is being
    built. That includes, in a graph of many scopes, deals that were not there yet. Rows without
    dates hold on every day, so an undated account has changed nothing, whether or not it has in
    truth.

    Parameters
    ----------
    graph
        The graph; it is compared with ``graph.at(since)``, what-ifs and all.
    since
        The earlier day, a date or ``YYYY-MM-DD``.
    language
        Of the reasons: ``"en"`` or ``"zh"``.

    Returns
    -------
    DataFrame
        One :class:`StageRecord` per account and deal.

    Raises
    ------
    ScopeError
        If since is no date or after the graph's day, or the graph is of one deal that was not
        there yet.
    KamgraphError
        If there are no words in the language.
    """
    before = earlier(graph, since)
    gained, known = _measure_gain(graph, before)
    table = _name_stages(graph, gained)
    changed = table["changed"].to_numpy()
    cases = [~_find_decided(graph), ~known, changed <= ROUNDING]
    case = np.select(cases, ["nobody", "new", "same"], "changed")
    limit = _tell_limits(graph, changed)
    with speaking(language):
        people = _list_gainers(graph, gained)
        each = zip(case, limit, table["stage"], changed, people, strict=True)
        reasons = [_say_reason(*one, before.as_of) for one in each]
    return table.assign(reason=pd.array(reasons, TEXT))


def earlier(graph: RelationshipGraph, since: dt.date | str) -> RelationshipGraph:
    """Return the graph of an earlier day; refuse a day that is none, or after the graph's."""
    return graph.at(as_earlier_day(graph, since))


def as_earlier_day(graph: RelationshipGraph, since: dt.date | str) -> dt.date:
    """Return an earlier day than a graph's; refuse a day that is none, or later."""
    day = as_day(since)
    if graph.as_of and day > graph.as_of:
        raise ScopeError(f"since {day} is after the day of the graph, {graph.as_of}")
    return day


def compare_stages(before: RelationshipGraph, graph: RelationshipGraph) -> pd.DataFrame:
    """Return ``stage`` and ``changed`` as :func:`stage` does, without a word on the reasons."""
    return _name_stages(graph, _measure_gain(graph, before)[0])


def _name_stages(graph: RelationshipGraph, gained: np.ndarray) -> pd.DataFrame:
    changed = np.where(_find_decided(graph), np.minimum(graph.scope_sums(gained), 1.0), 1.0)
    step = np.minimum(_step_by_change(graph, changed), _step_by_standing(graph))
    named = np.array([*RELATIONSHIP_STAGES.words, None], dtype=object)
    words = named[np.where(_find_told(graph, changed), step, len(RELATIONSHIP_STAGES.words))]
    table = {"stage": pd.array(words, TEXT), "changed": changed}
    return pd.DataFrame(table, index=graph.scope_index)


def _step_by_change(graph: RelationshipGraph, changed: np.ndarray) -> np.ndarray:
    """Return how far each relationship can be for how much has changed hands, 0 for building."""
    limits = (graph.policy.building_change, graph.policy.stabilising_change)
    return np.sum([~at_least(changed, limit) for limit in limits], axis=0)


def _step_by_standing(graph: RelationshipGraph) -> np.ndarray:
    """Return how far each relationship can be for how those who decide stand, 0 for building."""
    supported, wanted = _find_supported(graph), _find_wanted(graph)
    return supported.astype(np.int64) + (supported & wanted)


def _find_supported(graph: RelationshipGraph) -> np.ndarray:
    return np.asarray(graph.scope_sums(graph.key & graph.supporters) > 0)


def _find_wanted(graph: RelationshipGraph) -> np.ndarray:
    return at_least(np.nan_to_num(graph.decision.choice), graph.policy.verdict_threshold)


def _find_told(graph: RelationshipGraph, changed: np.ndarray) -> np.ndarray:
    """Return for which scopes enough is known to tell a stage."""
    rebuilt = _step_by_change(graph, changed) == 0
    return (rebuilt | (graph.status != "grey")) & ~np.isnan(graph.decision.choice)


def _tell_limits(graph: RelationshipGraph, changed: np.ndarray) -> np.ndarray:
    """Return what beside the change holds each relationship back; empty where nothing does."""
    held_back = _step_by_standing(graph) < _step_by_change(graph, changed)
    ungraded, told = np.isnan(graph.decision.choice), _find_told(graph, changed)
    decided, supported = _find_decided(graph), _find_supported(graph)
    cases = [~decided, ungraded, ~told, held_back & ~supported, held_back]
    return np.select(cases, ["", "ungraded", "unclear", "unsupported", "unwanted"], "")


def _find_decided(graph: RelationshipGraph) -> np.ndarray:
    return np.asarray(graph.scope_sums(_measure_hands(graph)) > 0)


def _measure_hands(graph: RelationshipGraph) -> np.ndarray:
    """Return the share of each node in the power of the customers' and partners' people."""
    size = np.where(graph.theirs, np.abs(graph.power), 0.0)
    total = graph.scope_sums(size)[graph.scope]
    return np.divide(size, total, out=np.zeros(len(size)), where=total > ROUNDING)


def _measure_gain(
    graph: RelationshipGraph, before: RelationshipGraph
) -> tuple[np.ndarray, np.ndarray]:
    """Return the share each node did not hold before, and in which scopes anybody did."""
    now, then = _list_hands(graph), _list_hands(before)
    held = then.reindex(now.index)
    gain = (now - held.fillna(0.0)).clip(lower=0.0)
    # Of who was there in the same post, what titles make of a role that is open is no news.
    stayed = held["share"].notna() & ~_find_promoted(graph, before)
    gained = gain["share"].where(~stayed, gain.min(axis=1)).to_numpy()
    scopes = graph.scope_index
    known = then["share"].groupby(["account", "deal"]).sum().reindex(scopes, fill_value=0.0) > 0
    return np.where(_find_returners(graph, before), 0.0, gained), known.to_numpy()


def _list_hands(graph: RelationshipGraph) -> pd.DataFrame:
    """Return ``share`` and the ``recorded`` power of each person, or vacant seat of theirs."""
    # Recorded is power itself: shares grow, too, with what goes to nobody on the list.
    holders = graph.scopes[["account", "deal"]].take(graph.scope)
    holders["person"] = graph.index.get_level_values("person")
    holders["vacant"] = graph.vacant
    recorded = np.abs(graph.power - graph.assumed_power)
    shares = {"share": _measure_hands(graph), "recorded": recorded}
    return pd.DataFrame(shares, pd.MultiIndex.from_frame(holders))


def _find_promoted(graph: RelationshipGraph, before: RelationshipGraph) -> np.ndarray:
    """Return who holds another post than on the earlier day."""
    now, then = graph.people_on["post"], before.people_on["post"]
    return np.asarray((now != then)[graph.person])


def _find_returners(graph: RelationshipGraph, before: RelationshipGraph) -> np.ndarray:
    """Return who was away on the earlier day, and had been at the same customer before it."""
    if before.as_of is None:
        return np.zeros(len(graph.scope), dtype=bool)
    now, then = graph.people_on, before.people_on
    seats = graph.part.coded.positions
    begun = has_begun(seats["since"], day_number(before.as_of))
    seats = seats.take(begun & (seats["person"] >= 0))
    back = seats["person"][_find_same_firm(seats, now.take(seats["person"]))]
    away = ~(then["active"] & _find_same_firm(then, now))
    return np.isin(graph.person, back) & away[graph.person] & ~graph.vacant


def _find_same_firm(some: Rows, others: Rows) -> np.ndarray:
    """Return which seats are at the same account, or the same other organization."""
    same = (some["account"] == others["account"]) & (some["account"] >= 0)
    return np.asarray(same | (some["organization"] == others["organization"]))


def _say_reason(
    case: str, limit: str, stage: object, changed: float, people: str, day: dt.date | None
) -> str:
    """Return the sentence for a scope, of which so much has changed hands since a day."""
    what = say(
        f"stages.{case}", day=say_day(day) if day else "", share=share(changed), people=people
    )
    but = say(f"stages.{limit}") if limit else ""
    so = say("stages.so", so=say(f"stages.{stage}")) if stage in RELATIONSHIP_STAGES.words else ""
    return what + but + so + say("full_stop")


def _list_gainers(graph: RelationshipGraph, gained: np.ndarray) -> list[str]:
    """Return for each scope whose share has grown, the most first."""
    nodes = graph.rank(gained > ROUNDING, gained)
    first = np.searchsorted(graph.scope[nodes], np.arange(len(graph.starts) - 1))
    holders = pd.DataFrame({"name": graph.people["name"], "vacant": graph.vacant})
    holders["share"] = gained
    # What rests on open roles is read from titles and levels, and told as such.
    holders["assumed"] = np.abs(graph.assumed_power) > np.abs(graph.power) / 2 + ROUNDING
    return [_list_holders(holders.iloc[some]) for some in np.split(nodes, first)[1:]]


def _list_holders(holders: pd.DataFrame) -> str:
    parts = [
        _say_holder(say("stages.seat", name=name) if vacant else name, gain, assumed=assumed)
        for name, vacant, gain, assumed in holders.head(_NAMED).itertuples(index=False)
    ]
    if len(others := holders["share"].iloc[_NAMED:]):
        parts.append(_say_holder(say("stages.others", count=len(others)), others.sum()))
    return say("comma").join(parts)


def _say_holder(who: str, gain: float, *, assumed: bool = False) -> str:
    return say("stages.assumed" if assumed else "stages.holder", who=who, share=share(gain))
