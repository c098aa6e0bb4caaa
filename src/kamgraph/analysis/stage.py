"""Whether a relationship is to be built, stabilised or strengthened, after who came and went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
import pandas as pd

from kamgraph.errors import ScopeError
from kamgraph.model.marks import Words
from kamgraph.model.result import Index, Record, Share, returns
from kamgraph.model.rounding import ROUNDING, at_least
from kamgraph.model.vocabulary import Language, Vocabulary
from kamgraph.model.voice import say, share, speaking

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.graph import RelationshipGraph

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
    """What is to be done with a relationship, after who came and went."""

    account: Index[str]
    """The account's id."""
    deal: Index[str]
    """The deal's id; empty for the account itself."""
    stage: RelationshipStage
    """Whether it is to be built, stabilised or strengthened."""
    changed: Share
    """How much of the decision is with people who did not hold it on the earlier day."""
    reason: str
    """A sentence that names those with the most weight that was not theirs."""


@returns(StageRecord)
def stage(
    graph: RelationshipGraph, *, since: dt.date | str, language: Language = "en"
) -> pd.DataFrame:
    """Return the stage of the relationship with each scope, as key-person changes leave it.

    With w the decision weight of a person on the graph's day and w' on the earlier day,
    ``changed = Σ max(0, w - w')`` is the share of the decision that is now with people who did
    not hold it then, newcomers or the promoted; a seat that has become vacant has changed hands
    too. A relationship is
    *strengthening*; a change of at least ``policy.stabilising_change`` sets it back to
    *stabilising*, one of at least ``policy.building_change`` to *building* (the steps of the
    relational development model: Millman and Wilson, *From key account selling to key account
    management*, Journal of Marketing Practice 1, 1995, reduced to what the chart of deciders
    can tell).

    Where nobody had decision weight then or nobody has now, all has changed: a scope without
    history is being built. That includes, in a graph of many scopes, deals that were not there
    yet. Rows without dates hold on every day, so an undated account has changed nothing, whether
    or not it has in truth.

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
    decided, changed = _find_decided(graph), table["changed"].to_numpy()
    cases = [~decided, ~known, changed <= ROUNDING]
    case = np.select(cases, ["nobody", "new", "same"], "changed")
    with speaking(language):
        people = _list_gainers(graph, gained)
        each = zip(case, table["stage"], changed, people, strict=True)
        reasons = [_say_reason(*one, before.as_of) for one in each]
    return table.assign(reason=pd.array(reasons, "str"))


def earlier(graph: RelationshipGraph, since: dt.date | str) -> RelationshipGraph:
    """Return the graph of an earlier day; refuse a day that is none, or after the graph's."""
    before = graph.at(since)
    if graph.as_of and before.as_of and before.as_of > graph.as_of:
        raise ScopeError(f"since {before.as_of} is after the day of the graph, {graph.as_of}")
    return before


def compare_stages(before: RelationshipGraph, graph: RelationshipGraph) -> pd.DataFrame:
    """Return ``stage`` and ``changed`` as :func:`stage` does, without a word on the reasons."""
    return _name_stages(graph, _measure_gain(graph, before)[0])


def _name_stages(graph: RelationshipGraph, gained: np.ndarray) -> pd.DataFrame:
    changed = np.where(_find_decided(graph), np.minimum(graph.scope_sums(gained), 1.0), 1.0)
    limits = (graph.policy.building_change, graph.policy.stabilising_change)
    set_back = [at_least(changed, limit) for limit in limits]
    words = np.select(set_back, ["building", "stabilising"], "strengthening")
    table = {"stage": pd.array(words, "str"), "changed": changed}
    return pd.DataFrame(table, index=graph.scope_index)


def _find_decided(graph: RelationshipGraph) -> np.ndarray:
    return np.asarray(graph.scope_sums(graph.decision_weight) > 0)


def _measure_gain(
    graph: RelationshipGraph, before: RelationshipGraph
) -> tuple[np.ndarray, np.ndarray]:
    """Return the weight each node did not hold before, and which scopes had anybody decide."""
    now, then = _weigh_holders(graph), _weigh_holders(before)
    held = then.reindex(now.index, fill_value=0.0)
    scopes = graph.scope_index
    known = then.groupby(["account", "deal"]).sum().reindex(scopes, fill_value=0.0) > 0
    return (now - held).clip(lower=0.0).to_numpy(), known.to_numpy()


def _weigh_holders(graph: RelationshipGraph) -> pd.Series[float]:
    """Return decision weight by account, deal, person and whether their seat is vacant."""
    holders = graph.scopes[["account", "deal"]].take(graph.scope)
    holders["person"] = graph.index.get_level_values("person")
    holders["vacant"] = graph.vacant
    return pd.Series(graph.decision_weight, pd.MultiIndex.from_frame(holders))


def _say_reason(case: str, stage: str, changed: float, people: str, day: dt.date | None) -> str:
    """Return the sentence for a scope, which has changed hands so much since a day."""
    said = {"share": share(changed), "people": people, "so": say(f"stages.{stage}")}
    return say(f"stages.{case}", day=day, **said)


def _list_gainers(graph: RelationshipGraph, gained: np.ndarray) -> list[str]:
    """Return for each scope who has gained weight, the most first."""
    nodes = graph.rank(gained > ROUNDING, gained)
    first = np.searchsorted(graph.scope[nodes], np.arange(len(graph.starts) - 1))
    holders = pd.DataFrame({"name": graph.people["name"], "vacant": graph.vacant})
    holders["share"] = gained
    return [_list_holders(holders.iloc[some]) for some in np.split(nodes, first)[1:]]


def _list_holders(holders: pd.DataFrame) -> str:
    parts = [
        (say("stages.seat", name=name) if vacant else name, gain)
        for name, vacant, gain in holders.head(_NAMED).itertuples(index=False)
    ]
    if len(others := holders["share"].iloc[_NAMED:]):
        parts.append((say("stages.others", count=len(others)), others.sum()))
    return say("comma").join(f"{who} {share(gain)}" for who, gain in parts)
