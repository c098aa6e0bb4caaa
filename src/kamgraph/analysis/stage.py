"""Whether a relationship is to be built, stabilised or strengthened, after who came and went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
import pandas as pd

from kamgraph.errors import KamgraphError, ScopeError
from kamgraph.model.marks import Words
from kamgraph.model.result import Index, Record, Share, returns
from kamgraph.model.rounding import ROUNDING, at_least
from kamgraph.model.vocabulary import LANGUAGES, Language, Vocabulary

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
_HALF_A_PERCENT = 0.005  # what is below would read as 0%
_REASONS = {
    "nobody": (
        "Nobody is known who decides: the relationship has yet to be built.",
        "尚不清楚由谁决策，关系有待建立。",
    ),
    "new": (
        "Nobody is known to have decided on {day}: the relationship is only being built.",
        "{day} 时尚无已知的决策人，关系仍在建立中。",
    ),
    "same": (
        "The same people decide as on {day}: the relationship can be strengthened.",
        "决策人与 {day} 时相同，关系可以继续深化。",
    ),
    "changed": (
        "{share} of the decision weight has changed hands since {day} ({people}): {so}.",
        "自 {day} 以来，{share} 的决策权重易手（{people}），{so}。",
    ),
}
_SO = {
    "strengthening": ("the relationship can still be strengthened", "关系仍可继续深化"),
    "stabilising": ("the relationship has to be stabilised first", "须先稳固关系"),
    "building": ("the relationship has to be built anew", "关系须重新建立"),
}
_SEAT = ("vacant seat of {name}", "{name} 离任后空缺的职位")
_OTHERS = ("{count} more", "其余 {count} 人")
_LITTLE = ("less than 1%", "不到 1%")
_COMMA = (", ", "、")


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
    if language not in LANGUAGES:
        raise KamgraphError(f"language '{language}' is unknown; choose {' or '.join(LANGUAGES)}")
    before = earlier(graph, since)
    gained, known = _measure_gain(graph, before)
    table = _name_stages(graph, gained)
    decided, changed = _find_decided(graph), table["changed"].to_numpy()
    cases = [~decided, ~known, changed <= ROUNDING]
    case = np.select(cases, ["nobody", "new", "same"], "changed")
    words = _Words(language, before.as_of)
    people = words.gainers(graph, gained)
    each = zip(case, table["stage"], changed, people, strict=True)
    return table.assign(reason=pd.array([words.reason(*one) for one in each], "str"))


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


@dataclass(frozen=True)
class _Words:
    """Says in one language into whose hands the decision has come since a day."""

    language: Language
    day: dt.date | None

    def reason(self, case: str, stage: str, changed: float, people: str) -> str:
        """Return the sentence for a scope."""
        values = {"share": self._share(changed), "people": people, "so": self._pick(_SO[stage])}
        return self._pick(_REASONS[case]).format(day=self.day, **values)

    def gainers(self, graph: RelationshipGraph, gained: np.ndarray) -> list[str]:
        """Return for each scope who has gained weight, the most first."""
        nodes = graph.ranked(gained > ROUNDING, gained)
        first = np.searchsorted(graph.scope[nodes], np.arange(len(graph.starts) - 1))
        holders = pd.DataFrame({"name": graph.people["name"], "vacant": graph.vacant})
        holders["share"] = gained
        return [self._list_holders(holders.iloc[some]) for some in np.split(nodes, first)[1:]]

    def _list_holders(self, holders: pd.DataFrame) -> str:
        parts = [
            (self._pick(_SEAT).format(name=name) if vacant else name, share)
            for name, vacant, share in holders.head(_NAMED).itertuples(index=False)
        ]
        if len(others := holders["share"].iloc[_NAMED:]):
            parts.append((self._pick(_OTHERS).format(count=len(others)), others.sum()))
        return self._pick(_COMMA).join(f"{who} {self._share(share)}" for who, share in parts)

    def _share(self, value: float) -> str:
        return f"{value:.0%}" if value >= _HALF_A_PERCENT else self._pick(_LITTLE)

    def _pick(self, both: tuple[str, str]) -> str:
        return both[LANGUAGES.index(self.language)]
