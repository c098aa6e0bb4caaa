"""How much is recorded, what cannot be said for want of it, and where to find it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.graph.codes import CHART, RECORDED, TITLE
from kamgraph.graph.decision import list_required
from kamgraph.graph.recorded import FAMILIES, GRADES
from kamgraph.graph.team import list_filled_team, list_required_team
from kamgraph.model import tie_kinds
from kamgraph.model.marks import Words
from kamgraph.model.result import Index, ScopedRecord, Share, returns
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, OPEN_STAGES
from kamgraph.model.voice import join_clauses, say, say_count, say_within, speaking

if TYPE_CHECKING:
    from collections.abc import Collection

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language

_AXIS_OF = {family: axis for axis, family in GRADES.items()}


class CompletenessRecord(ScopedRecord):
    """How much of a family of facts is recorded."""

    fact: Index[Annotated[str, Words(FAMILIES)]]
    """The family of facts."""
    recorded: int
    """Of how many it is recorded."""
    of: int
    """Of how many it is asked."""
    share: Share | None
    """The one by the other; missing where it is asked of nobody."""
    consequence: str
    """What cannot be said, in the language asked for; empty where nothing lacks."""
    next_step: str
    """Where such facts usually are, in the language asked for; empty where nothing lacks."""


class _Count(NamedTuple):
    """Of how many in each scope a family is asked and known, and from what."""

    asked: np.ndarray
    recorded: np.ndarray
    title: np.ndarray | int = 0  # known from titles alone
    chart: np.ndarray | int = 0  # known from the chart alone


@returns(CompletenessRecord)
def completeness(graph: RelationshipGraph, *, language: Language = "en") -> pd.DataFrame:
    """Return how much of each family of facts is recorded, and what follows from the rest.

    What places people is asked of everybody of the account's own who is active: reporting lines
    (a solid or dotted line up or down), levels and functions (as recorded; those that are only
    read from titles or the chart are counted in the consequence). What tells where they stand is
    asked of the key people: a grade on each axis, a tie of influence, the acquaintance of one of
    us, a meeting, call or mail with one of us. Of the decision roles and the roles of our team
    those count that the policy requires, of the deals those that are open, which need a stage and
    a value.

    A family of which the whole book has nothing is not recorded: nothing is known of it, not even
    that it is absent, and its consequence says so.

    Parameters
    ----------
    graph
        The graph, of one scope or many.
    language
        The language of ``consequence`` and ``next_step``: ``"en"`` or ``"zh"``.

    Returns
    -------
    DataFrame
        One :class:`CompletenessRecord` per family of facts, in the order in which they build on
        each other.

    Raises
    ------
    KamgraphError
        If there are no words in the language.
    """
    counts = _count_families(graph)
    with speaking(language):
        parts = [_make_rows(graph, family, counts[family]) for family in FAMILIES.words]
    scope = np.tile(np.arange(len(graph.scope_index)), len(parts))
    table = pd.concat(parts).iloc[np.argsort(scope, kind="stable")]
    facts = np.tile(np.array(FAMILIES.words, dtype=object), len(graph.scope_index))
    return table.set_axis(_make_index(graph, facts))


def _make_index(graph: RelationshipGraph, facts: np.ndarray) -> pd.Index[str]:
    """Return the index of the table: ``fact``, with many scopes after ``account`` and ``deal``."""
    words = pd.array(facts, dtype="str")
    if len(graph.scope_index) == 1:
        return pd.Index(words, name="fact")
    scopes = graph.scope_index.repeat(len(FAMILIES.words))
    account, deal = (scopes.get_level_values(name) for name in ("account", "deal"))
    names = ["account", "deal", "fact"]
    return pd.MultiIndex.from_arrays([account, deal, words], names=names)


def _count_families(graph: RelationshipGraph) -> dict[str, _Count]:
    posts, roles = graph.posts, list_required(graph)
    held = np.column_stack([graph.scope_sums(graph.holds(role)) for role in DECISION_ROLES.words])
    team = list_required_team(graph)
    own, key = graph.own & ~graph.vacant, graph.key & ~graph.vacant

    def count(asked: np.ndarray, *known: np.ndarray) -> _Count:
        return _Count(*map(graph.scope_sums, (asked, *(asked & one for one in known))))

    return {
        "roles": _Count(roles.sum(axis=1), (roles & (held > 0)).sum(axis=1)),
        "lines": count(own, _find_ends(graph, tie_kinds.FORMAL)),
        "levels": count(own, *(posts.level_origin == one for one in (RECORDED, TITLE, CHART))),
        "functions": count(own, *(posts.function_origin == one for one in (RECORDED, TITLE))),
        **{GRADES[axis]: count(key, graph.graded[:, k]) for k, axis in enumerate(AXES.words)},
        "influence": count(key, _find_ends(graph, tie_kinds.MOVING)),
        "acquaintance": count(key, _find_known(graph)),
        "interactions": count(key, ~np.isnan(graph.days_since_contact)),
        "team": _Count(team.sum(axis=1), (team & list_filled_team(graph)).sum(axis=1)),
        "deals": _count_deals(graph),
    }


def _find_ends(graph: RelationshipGraph, kinds: Collection[str]) -> np.ndarray:
    """Return which nodes have a tie of some kinds."""
    ties = graph.arcs(kinds)
    there = np.zeros(len(graph.own), dtype=bool)
    there[ties["source"]] = there[ties["target"]] = True
    return there


def _find_known(graph: RelationshipGraph) -> np.ndarray:
    """Return which nodes one of us knows; who never answered knows none of us."""
    ties = graph.arcs(tie_kinds.CLOSENESS)
    there = np.zeros(len(graph.own), dtype=bool)
    there[ties["target"][graph.ours[ties["source"]] & ties["answered"]]] = True
    return there


def _count_deals(graph: RelationshipGraph) -> _Count:
    """Count the open deals of accounts, and in the scope of a deal that deal alone."""
    deals = graph.rows("deals")
    scope = deals["scope"].to_numpy()
    deal = graph.scope_index.get_level_values("deal").to_numpy()[scope]
    open_deal = deals["stage"].isna() | deals["stage"].isin(OPEN_STAGES)
    asked = np.where(deal == "", open_deal, deals["id"].to_numpy() == deal)
    recorded = asked & deals["stage"].notna() & deals["value"].notna()
    sums = (np.bincount(scope[one], minlength=len(graph.scope_index)) for one in (asked, recorded))
    return _Count(*sums)


def _make_rows(graph: RelationshipGraph, family: str, count: _Count) -> pd.DataFrame:
    """Return the rows of a family, one per scope."""
    numbers = np.column_stack(np.broadcast_arrays(*count)).astype(np.int64)
    distinct, place = np.unique(numbers, axis=0, return_inverse=True)
    if family in graph.recorded:
        said = [_say_lacking(family, _Count(*row)) for row in distinct.tolist()]
    else:
        said = [_say(family, "none")] * len(distinct)
    consequence = np.array(said, dtype=object)[place.ravel()]
    asked, recorded = numbers[:, 0], numbers[:, 1]
    share = np.full(len(asked), np.nan)
    np.divide(recorded, asked, out=share, where=asked > 0)
    next_step = np.where(consequence != "", _say(family, "next_step"), "")
    return pd.DataFrame(
        {
            "recorded": recorded,
            "of": asked,
            "share": share,
            "consequence": pd.array(consequence, dtype="str"),
            "next_step": pd.array(next_step, dtype="str"),
        }
    )


def _say_lacking(family: str, count: _Count) -> str:
    """Say what is only read or not known at all, and what follows; nothing if nothing lacks."""
    unknown = count.asked - count.recorded - count.title - count.chart
    parts = {"title": count.title, "chart": count.chart, "lacking": unknown}
    clauses = [
        say_count(_key(family, part), number, of=count.asked, axis=_say_axis(family))
        for part, number in parts.items()
        if number
    ]
    return join_clauses(clauses) if clauses else ""


def _say(family: str, part: str) -> str:
    return say(_key(family, part), axis=_say_axis(family))


def _key(family: str, part: str) -> str:
    return f"completeness.{'grades' if family in _AXIS_OF else family}.{part}"


def _say_axis(family: str) -> str:
    """Return the axis that a family of grades is of, else nothing."""
    return say_within(AXES, _AXIS_OF[family]) if family in _AXIS_OF else ""
