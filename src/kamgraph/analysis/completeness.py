"""How much is recorded, what cannot be said for want of it, and where to find it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.graph.codes import ACCEPTED, ASSUMED, CHART, RECORDED, TITLE
from kamgraph.graph.deal_roles import describe_deal_roles, list_deal_roles
from kamgraph.graph.decision import list_required
from kamgraph.graph.team import list_filled_team, list_required_team
from kamgraph.model import tie_kinds
from kamgraph.model.dtypes import TEXT
from kamgraph.model.marks import Words
from kamgraph.model.recorded import FAMILIES, GRADES
from kamgraph.model.result import Index, ScopedRecord, Share, returns
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, OPEN_STAGES
from kamgraph.model.voice import join_clauses, list_words, say, say_count, say_within, speaking

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.rows import Rows
    from kamgraph.model.vocabulary import Language

_ROLES = "roles"
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
    accepted: int
    """Of how many of the recorded only because somebody accepted what was suggested."""
    inferred: int
    """Of how many more it is inferred, and confirmed by nobody."""
    consequence: str
    """What cannot be said, in the language asked for; empty where nothing lacks."""
    next_step: str
    """Where such facts usually are, in the language asked for; empty where nothing lacks."""


class _Count(NamedTuple):
    """Of how many in each scope a family is asked and known, and from what."""

    asked: np.ndarray
    recorded: np.ndarray
    accepted: np.ndarray | int = 0  # of the recorded, by an accepted candidate alone
    title: np.ndarray | int = 0  # known from titles alone
    chart: np.ndarray | int = 0  # known from the chart alone
    assumed: np.ndarray | int = 0  # in a draft alone

    @property
    def inferred(self) -> np.ndarray | int:
        """Of how many it is known without anybody who says so."""
        return self.title + self.chart + self.assumed


@returns(CompletenessRecord)
def completeness(graph: RelationshipGraph, *, language: Language = "en") -> pd.DataFrame:
    """Return how much of each family of facts is recorded, and what follows from the rest.

    What places people is asked of everybody of the account's own who is active: reporting lines
    (a solid or dotted line up or down), levels and functions (as recorded; those that are only
    read from titles or the chart, or assumed in a draft, are inferred). What tells where they
    stand is asked of the key people: a grade on each axis, a tie of influence, the acquaintance of
    one of us, a meeting, call or mail with one of us. Of the decision roles and those of our team
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
        place = FAMILIES.words.index(_ROLES)
        parts[place] = _add_deal_roles(graph, parts[place])
    scope = np.tile(np.arange(len(graph.scope_index)), len(parts))
    table = pd.concat(parts).iloc[np.argsort(scope, kind="stable")]
    facts = np.tile(np.array(FAMILIES.words, dtype=object), len(graph.scope_index))
    return table.set_axis(_make_index(graph, facts))


def _make_index(graph: RelationshipGraph, facts: np.ndarray) -> pd.Index[str]:
    """Return the index of the table: ``fact``, with many scopes after ``account`` and ``deal``."""
    words = pd.array(facts, dtype=TEXT)
    if len(graph.scope_index) == 1:
        return pd.Index(words, name="fact")
    scopes = graph.scope_index.repeat(len(FAMILIES.words))
    account, deal = (scopes.get_level_values(name) for name in ("account", "deal"))
    names = ["account", "deal", "fact"]
    return pd.MultiIndex.from_arrays([account, deal, words], names=names)


def _count_families(graph: RelationshipGraph) -> dict[str, _Count]:
    team = list_required_team(graph)
    own, key = graph.own & ~graph.vacant, graph.key & ~graph.vacant

    def count(asked: np.ndarray, **known: np.ndarray) -> _Count:
        sums = {part: graph.scope_sums(asked & one) for part, one in known.items()}
        return _Count(graph.scope_sums(asked), **sums)

    return {
        "roles": _count_roles(graph),
        "lines": count(own, **_find_ends(graph, graph.arcs(tie_kinds.FORMAL))),
        "levels": count(own, **_read_origins(graph.posts.level_origin)),
        "functions": count(own, **_read_origins(graph.posts.function_origin)),
        **{
            GRADES[axis]: count(key, recorded=graph.graded[:, k])
            for k, axis in enumerate(AXES.words)
        },
        "influence": count(key, **_find_ends(graph, graph.arcs(tie_kinds.MOVING))),
        "acquaintance": count(key, **_find_ends(graph, _list_acquaintances(graph), "target")),
        "interactions": count(key, recorded=~np.isnan(graph.days_since_contact)),
        "team": _Count(team.sum(axis=1), (team & list_filled_team(graph)).sum(axis=1)),
        "deals": _count_deals(graph),
    }


def _count_roles(graph: RelationshipGraph) -> _Count:
    """Count the roles that the decision of each scope needs, and those that somebody holds."""
    roles = list_required(graph)
    held = [
        _sort_origins(graph.scope_sums(origin == one) > 0 for one in (RECORDED, ACCEPTED, ASSUMED))
        for origin in map(graph.role_origin, DECISION_ROLES.words)
    ]
    known = {part: np.column_stack([one[part] for one in held]) for part in held[0]}
    return _Count(
        roles.sum(axis=1), **{part: (roles & one).sum(axis=1) for part, one in known.items()}
    )


def _read_origins(origin: np.ndarray) -> dict[str, np.ndarray]:
    """Return of which nodes a level or function is known, and from what."""
    found = {"title": origin == TITLE, "chart": origin == CHART}
    return found | _sort_origins(origin == one for one in (RECORDED, ACCEPTED, ASSUMED))


def _find_ends(graph: RelationshipGraph, ties: Rows, *ends: str) -> dict[str, np.ndarray]:
    """Return which nodes have one of some ties, at some end of it or either, and from what."""

    def find(some: np.ndarray) -> np.ndarray:
        there = np.zeros(len(graph.own), dtype=bool)
        for end in ends or ("source", "target"):
            there[ties[end][some]] = True
        return there

    accepted, assumed = ties["origin"] == ACCEPTED, ties["origin"] == ASSUMED
    return _sort_origins(map(find, (~(accepted | assumed), accepted, assumed)))


def _sort_origins(known: Iterable[np.ndarray]) -> dict[str, np.ndarray]:
    """Return what is recorded by anybody, by who accepts alone, and not at all but assumed."""
    plain, accepted, assumed = known
    recorded = plain | accepted
    return {"recorded": recorded, "accepted": recorded & ~plain, "assumed": assumed & ~recorded}


def _list_acquaintances(graph: RelationshipGraph) -> Rows:
    """Return whom one of us knows; who never answered knows none of us."""
    ties = graph.arcs(tie_kinds.CLOSENESS)
    return ties.take(graph.ours[ties["source"]] & ties["answered"])


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
    counts = _Count(*numbers.T)
    asked, recorded = counts.asked, counts.recorded
    share = np.full(len(asked), np.nan)
    np.divide(recorded, asked, out=share, where=asked > 0)
    step = "more" if family == "interactions" and family in graph.recorded else "next_step"
    next_step = np.where(consequence != "", _say(family, step), "")
    return pd.DataFrame(
        {
            "recorded": recorded,
            "of": asked,
            "share": share,
            "accepted": counts.accepted,
            "inferred": counts.inferred,
            "consequence": pd.array(consequence, dtype=TEXT),
            "next_step": pd.array(next_step, dtype=TEXT),
        }
    )


def _add_deal_roles(graph: RelationshipGraph, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows on decision roles, which tell of accounts what their deals record."""
    found = list_deal_roles(graph)
    found = found[(graph.scopes["deal"] == "").to_numpy()[found["scope"]]]
    consequence, next_step = rows["consequence"].tolist(), rows["next_step"].tolist()
    for scope in found["scope"].unique().tolist():
        held = found[found["scope"] == scope]
        if consequence[scope]:
            people = list_words(describe_deal_roles(graph, held))
            before = consequence[scope].removesuffix(say("full_stop"))
            consequence[scope] = join_clauses(
                [before, say(_key(_ROLES, "in_deals"), people=people)]
            )
            next_step[scope] = say(_key(_ROLES, "next_in_deals"))
    texts = {"consequence": consequence, "next_step": next_step}
    return rows.assign(**{name: pd.array(said, dtype=TEXT) for name, said in texts.items()})


def _say_lacking(family: str, count: _Count) -> str:
    """Say what is only read or not known at all, and what follows; nothing if nothing lacks."""
    parts = {
        _key(family, "title"): count.title,
        _key(family, "chart"): count.chart,
        "completeness.assumed": count.assumed,
        _key(family, "lacking"): count.asked - count.recorded - count.inferred,
    }
    clauses = [
        say_count(key, number, of=count.asked, axis=_say_axis(family))
        for key, number in parts.items()
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
