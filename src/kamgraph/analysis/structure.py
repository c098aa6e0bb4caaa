"""How the customer is organised, and over how many bridges we are in touch with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import pandas as pd

from kamgraph import kernels
from kamgraph.graph.chart import find_parts, measure_hierarchy
from kamgraph.graph.matrix import add_up
from kamgraph.model import tie_kinds
from kamgraph.model.dtypes import TEXT
from kamgraph.model.marks import Words
from kamgraph.model.result import Index, Record, Share, returns
from kamgraph.model.rounding import at_least
from kamgraph.model.rows import Rows, stack
from kamgraph.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.policy import Policy

CONTACT_STRUCTURES = Vocabulary(
    "contact structure",
    {
        "bow_tie": ("Bow-tie", "蝴蝶结型"),
        "emerging": ("Emerging", "过渡型"),
        "diamond": ("Diamond", "钻石型"),
    },
)


class StructureRecord(Record):
    """How the customer of an account or deal is organised, and how broad our contact is."""

    account: Index[str]
    """The account's id."""
    deal: Index[str]
    """The deal's id; empty for the account itself."""
    connectedness: Share | None
    """The pairs of people in one part; missing with fewer than two people."""
    hierarchy: Share | None
    """Of the pairs one above the other, those where not both are; missing without a line."""
    efficiency: Share | None
    """Below 1 where people have more than one boss; missing without a part of two."""
    least_upper_bound: Share | None
    """Below 1 where nobody settles a disagreement; missing without a part of three."""
    interfaces: int
    """Pairs of functions, ours and theirs, that different people on both sides can hold."""
    contacts: int
    """Pairs of one of ours and one of theirs who are in touch."""
    unplaced: int
    """Contacts of no interface, as somebody's function is not recorded."""
    busiest: tuple[str, ...]
    """Our and their function of the interface with most contacts; empty without one."""
    busiest_share: Share | None
    """Its part of the contacts that belong to an interface; missing without any."""
    contact_structure: Annotated[str, Words(CONTACT_STRUCTURES)] | None
    """Bow-tie, emerging or diamond; missing where no contact belongs to an interface."""


@returns(StructureRecord)
def structure(graph: RelationshipGraph) -> pd.DataFrame:
    """Return how far each customer is one hierarchy, and how broad our contact with it is.

    **The chart.** Krackhardt's four dimensions (*Graph theoretical dimensions of informal
    organizations*, in Carley and Prietula, Computational organization theory, 1994) of the solid
    lines among the account's own people and vacant seats; all are 1 in a chart that is one tree.
    N people fall into parts of N_k people that lines connect, in whatever direction.

    - connectedness ``Σ N_k (N_k - 1) / (N (N - 1))``: the pairs of people in one part;
    - hierarchy: of the pairs where one is above the other, over any chain of lines, those where
      not both are above each other: below 1 where people report in a circle;
    - efficiency ``1 - (lines - Σ (N_k - 1)) / Σ (N_k - 1)²``: below 1 where people have more
      than one boss. As in R's sna, lines are counted in each direction, so that
      ``N_k (N_k - 1)`` are possible in a part, not in pairs, of which there are half as many;
    - least upper bound ``1 - V / Σ ½ (N_k - 1) (N_k - 2)``: V are the pairs in one part for whom
      no one who is above both (or one of the two, above the other) is below all others who are:
      nobody to settle their disagreement. R's sna, whose arcs run from boss to report, defines
      it so too, but its ``lubness`` (2.7) looks for one who is *above* all others.

    **The bridges.** A contact is one of ours and one of the account's people whom they know or
    positively influence, by at least ``policy.weak_tie``. Interfaces are pairs of functions, ours
    and theirs, with a contact, as many as can be held by different people on both sides (a largest
    matching): whoever of us knows somebody in every function of theirs is one interface, since
    with them all are gone. The contact structure is a *bow-tie* with at most one
    interface or at least ``policy.bow_tie_share`` of the contacts in one, a *diamond* with at
    least ``policy.diamond_interfaces`` and none above ``policy.diamond_share``, else *emerging*
    (McDonald, Millman and Rogers, *Key account management: theory, practice and challenges*,
    Journal of Marketing Management 13, 1997). Contacts of people whose function is not recorded
    belong to no interface.

    Returns
    -------
    DataFrame
        One :class:`StructureRecord` per account and deal.
    """
    scopes = graph.scope_index
    return pd.concat([_measure_chart(graph), _measure_bridges(graph)], axis=1).set_axis(scopes)


def _measure_chart(graph: RelationshipGraph) -> pd.DataFrame:
    lines = graph.arcs(tie_kinds.SOLID).select("source", "target").keep_first("source", "target")
    lines = lines.take(graph.own[lines["source"]] & graph.own[lines["target"]])
    part = find_parts(lines, len(graph.own))
    hierarchy = measure_hierarchy(lines, part)
    size = np.bincount(part[graph.own], minlength=len(part))
    others = np.maximum(size - 1, 0)
    people, needed = graph.scope_sums(graph.own), graph.scope_sums(others)
    ordered, mutual = graph.scope_sums(hierarchy.above), graph.scope_sums(hierarchy.mutual) / 2
    counted = np.bincount(graph.scope[lines["source"]], minlength=len(graph.starts) - 1)
    spare, open_pairs = counted - needed, graph.scope_sums(hierarchy.disputes)
    triads = graph.scope_sums(others * np.maximum(size - 2, 0) / 2)
    return pd.DataFrame(
        {
            "connectedness": _share(graph.scope_sums(size * others), people * (people - 1)),
            "hierarchy": _share(ordered, ordered + mutual),
            "efficiency": 1.0 - _share(spare, graph.scope_sums(others**2)),
            "least_upper_bound": 1.0 - _share(open_pairs, triads),
        }
    )


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return a part of each whole, missing where there is none."""
    share = np.full(len(part), np.nan)
    np.divide(part, whole, out=share, where=whole > 0)
    return share


def _measure_bridges(graph: RelationshipGraph) -> pd.DataFrame:
    contacts = _list_contacts(graph)
    # Contacts without a function on either end are in no pair of functions.
    placed = contacts.take((contacts["here"] >= 0) & (contacts["there"] >= 0))
    count = len(graph.starts) - 1
    pairs = placed.sort("scope", "here", "there").keep_first("scope", "here", "there")
    size = np.bincount(placed.locate(pairs, "scope", "here", "there"), minlength=len(pairs))
    order = pairs.with_columns(fewness=-size).sort("scope", "fewness", "here", "there")
    busiest = order.keep_first("scope")
    table = pd.DataFrame(
        {
            "interfaces": _count_interfaces(placed, pairs, count),
            "contacts": np.bincount(contacts["scope"], minlength=count),
            "placed": np.bincount(placed["scope"], minlength=count),
            "most": np.bincount(busiest["scope"], weights=-busiest["fewness"], minlength=count),
        }
    )
    share = _share(table["most"].to_numpy(), table["placed"].to_numpy())
    return pd.DataFrame(
        {
            "interfaces": table["interfaces"],
            "contacts": table["contacts"],
            "unplaced": table["contacts"] - table["placed"],
            "busiest": _name_functions(graph, busiest),
            "busiest_share": share,
            "contact_structure": _name_structure(table, share, graph.policy),
        }
    )


def _list_contacts(graph: RelationshipGraph) -> Rows:
    """Return the ``scope`` of each contact, both people, and their functions (-1: unknown)."""
    steps = graph.chain_steps.drop_below(graph.policy.weak_tie)
    met = graph.ours[steps.row] & graph.own[steps.idx]
    ours, theirs = steps.row[met], steps.idx[met]
    function = {"here": graph.function[ours], "there": graph.function[theirs]}
    return Rows(scope=graph.scope[ours], ours=ours, theirs=theirs, **function)


def _count_interfaces(placed: Rows, pairs: Rows, scopes: int) -> np.ndarray:
    """Return how many pairs of functions each scope can give two people who are in no other."""
    # Unit flow from our people through pairs of functions to theirs and on to an end per scope:
    # chains that share nobody are a largest matching.
    pair = placed.locate(pairs, "scope", "here", "there")
    ends = Rows(scope=np.unique(placed["scope"]))
    people = [placed.select("scope", one=end) for end in ("ours", "theirs")]
    levels = [people[0], pairs.with_columns(one=np.arange(len(pairs))), people[1]]
    levels.append(ends.with_columns(one=0))
    nodes = stack(
        [part.select("scope", "one").with_columns(level=level) for level, part in enumerate(levels)]
    )
    nodes = nodes.sort("scope", "level", "one").keep_first("scope", "level", "one")
    chain = [placed["ours"], pair, placed["theirs"], np.zeros(len(placed), dtype=np.int64)]
    place = [
        placed.select("scope").with_columns(level=level, one=one).locate(nodes, *nodes.names)
        for level, one in enumerate(chain)
    ]
    back = add_up(
        len(nodes), np.concatenate(place[1:]), np.concatenate(place[:-1]), np.ones(3 * len(placed))
    )
    starts = np.searchsorted(nodes["scope"], np.arange(scopes + 1))
    first, last = nodes["level"] == 0, nodes["level"] == len(levels) - 1
    chains = kernels.count_disjoint_chains(starts, back.ptr, back.idx, first, last)
    return np.bincount(nodes["scope"], weights=chains, minlength=scopes).astype(np.int64)


def _name_functions(graph: RelationshipGraph, pairs: Rows) -> pd.Series[Any]:
    """Return our and their function of one pair per scope; empty without one."""
    words = graph.function_words
    names: list[tuple[str, ...]] = [()] * (len(graph.starts) - 1)
    for scope, here, there in zip(pairs["scope"], pairs["here"], pairs["there"], strict=True):
        names[scope] = (words[here], words[there])
    return pd.Series(names, dtype=object)


def _name_structure(table: pd.DataFrame, share: np.ndarray, policy: Policy) -> pd.Series[str]:
    bow_tie = (table["interfaces"] <= 1) | at_least(share, policy.bow_tie_share)
    broad = table["interfaces"] >= policy.diamond_interfaces
    even = at_least(-share, -policy.diamond_share)
    word = np.select([bow_tie, broad & even], ["bow_tie", "diamond"], "emerging")
    return pd.Series(word, dtype=TEXT).mask(table["placed"] == 0)
