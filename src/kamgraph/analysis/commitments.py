"""Which promises are kept, which are overdue, and whose?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from kamgraph.graph.codes import spell
from kamgraph.graph.promises import is_overdue
from kamgraph.graph.sales import index_sales, list_sales
from kamgraph.model.coded import ALWAYS, NEVER, day_number
from kamgraph.model.exits import Exits
from kamgraph.model.ids import NONE
from kamgraph.model.result import (
    Index,
    OrganizationKind,
    ScopedRecord,
    Share,
    empty,
    returns_tables,
)
from kamgraph.model.rows import Rows, stack
from kamgraph.model.vocabulary import SIDES

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.graph import RelationshipGraph

_STATES = ("overdue", "open", "late", "kept")
OVERDUE = _STATES.index("overdue")  # the rank of such promises


class PromiseRecord(ScopedRecord):
    """What somebody promised somebody of another side, and what has become of it."""

    commitment: Index[str]
    """The commitment's id."""
    by: str
    """The id of who promised."""
    to: str
    """The id of whom it was promised to."""
    side: OrganizationKind
    """The side of who promised."""
    made: dt.date
    """The day it was made."""
    due: dt.date | None
    """By when; missing where no day was said."""
    kept: dt.date | None
    """The day it was kept; missing: not by the graph's day."""
    state: Literal[_STATES]  # type: ignore[valid-type]
    """Overdue: its day has passed, and it is not kept. Open: it is not kept and need not be yet.
    Late: kept after its day. Kept: by its day, or none was said."""
    days: int
    """How many days it is overdue, or was late; 0 otherwise."""
    text: str | None
    """What was promised."""


class PairRecord(ScopedRecord):
    """How two people keep what one promised the other."""

    by: Index[str]
    """The id of who promised."""
    to: Index[str]
    """The id of whom it was promised to."""
    made: int
    """How many promises."""
    kept: int
    """How many of them were kept by their day."""
    late: int
    """How many were kept later."""
    overdue: int
    """How many are overdue."""
    kept_share: Share | None
    """Those kept by their day among all that are kept, late or overdue; missing where none is."""


class SideRecord(ScopedRecord):
    """How a side keeps its promises."""

    side: Index[OrganizationKind]
    """The side of who promised."""
    made: int
    """How many promises."""
    kept: int
    """How many of them were kept by their day."""
    late: int
    """How many were kept later."""
    overdue: int
    """How many are overdue."""
    kept_share: Share | None
    """Those kept by their day among all that are kept, late or overdue; missing where none is."""


@returns_tables(promises=PromiseRecord, pairs=PairRecord, sides=SideRecord)
@dataclass(frozen=True, eq=False, repr=False)
class Commitments(Exits):
    """The promises of both sides, and how they are kept.

    Attributes
    ----------
    promises
        One :class:`PromiseRecord` per scope and promise: the overdue first, the longest overdue
        before others, then the open by their day, then those that were late, then those kept.
    pairs
        One :class:`PairRecord` per scope and pair: those with most overdue first, then with the
        least share kept.
    sides
        One :class:`SideRecord` per scope and side, in the order of the vocabulary.
    """

    promises: pd.DataFrame
    pairs: pd.DataFrame
    sides: pd.DataFrame


def commitments(graph: RelationshipGraph) -> Commitments:
    """Return what was promised in each scope, and how it is kept, by pair and by side.

    A promise is seen in the scopes of the people it is between, one about a deal in that deal and
    its account. It is kept if that was done by its day; what came later is late, and what has not
    come by its day is overdue from the next one on. What is neither due nor kept counts for nothing
    in the share.

    Returns
    -------
    Commitments
        The promises, and how pairs and sides keep theirs.
    """
    seen = list_promises(graph)
    if not len(seen):
        records, scoped = (PromiseRecord, PairRecord, SideRecord), len(graph.scope_index) != 1
        return Commitments(*(empty(record, scoped=scoped) for record in records))
    rows = _judge(graph, seen)
    order = [rows["commitment"], rows["due"], -rows["days"], rows["rank"], rows["scope"]]
    rows = rows.iloc[np.lexsort(order)]
    shown = ["by", "to", "side", "made", "due", "kept", "state", "days", "text"]
    index = index_sales(graph, rows["scope"].to_numpy(), commitment=rows["commitment"].array)
    pairs = _count(rows, ["by", "to"])
    worst = [pairs["to"], pairs["by"], pairs["kept_share"].fillna(2.0), -pairs["overdue"]]
    pairs = pairs.iloc[np.lexsort([*worst, pairs["scope"]])]
    place = rows["side"].map(SIDES.words.index)
    sides = _count(rows.assign(place=place), ["place", "side"])
    return Commitments(
        rows[shown].set_axis(index),
        _index(graph, pairs, ["by", "to"]),
        _index(graph, sides.drop(columns="place"), ["side"]),
    )


def list_promises(graph: RelationshipGraph) -> Rows:
    """Return the promises that scopes see by the day, with their ``rank`` and ``days`` too late."""
    # ``row`` is their place in the table, ``by`` and ``to`` are places of people, ``sale`` one of
    # a deal; those of an account's deals are among them.
    today = None if graph.as_of is None else day_number(graph.as_of)
    day = NEVER - 1 if today is None else today
    table = graph.part.coded.commitments
    table = table.with_columns(row=np.arange(len(table))).take(table["made"] <= day)
    rows = table.select("row", "by", "to", "made", "due", "kept", sale="deal")
    seen = stack([_see_general(graph, rows.take(rows["sale"] == NONE)), _see_of_deals(graph, rows)])
    kept = np.where(seen["kept"] <= day, seen["kept"], NEVER)
    done, due = kept < NEVER, seen["due"] < NEVER
    settled = np.where(done, kept, ALWAYS if today is None else today)
    days = np.where(due, np.maximum(settled - seen["due"], 0), 0)
    cases = [is_overdue(seen, today), ~done, days > 0]
    rank = np.select(cases, range(len(cases)), len(cases))
    return seen.with_columns(kept=kept, days=days, rank=rank)


def _see_general(graph: RelationshipGraph, rows: Rows) -> Rows:
    """Return promises about no deal where those are whom they are between, with their scope."""
    nodes = Rows(scope=graph.scope, person=graph.person)
    members = nodes.select("scope", to="person").with_columns(own=graph.own)
    seen = rows.join(members, "to")
    between = seen.select("scope", person="by").is_in(nodes, "scope", "person")
    return seen.take(seen["own"] | between).select("scope", *rows.names)


def _see_of_deals(graph: RelationshipGraph, rows: Rows) -> Rows:
    """Return the promises about deals that scopes see, whoever they are between."""
    return list_sales(graph).join(rows, "sale").select("scope", *rows.names)


def _judge(graph: RelationshipGraph, seen: Rows) -> pd.DataFrame:
    """Return promises that scopes see as a table, with their ``side`` and ``state``."""
    table = graph.part.commitments.iloc[seen["row"]].reset_index(drop=True)
    table = table.rename(columns={"id": "commitment"})
    side = graph.people_on["side"][seen["by"]]
    return table.assign(
        scope=seen["scope"],
        kept=table["kept"].mask(seen["kept"] == NEVER),
        rank=seen["rank"],
        state=spell(seen["rank"], _STATES),
        days=seen["days"].astype(np.int64),
        side=spell(side, SIDES.words),
    )


def _count(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return how many promises of each kind there are by scope and some columns."""
    states = {state: rows["state"] == state for state in ("kept", "late", "overdue")}
    whole = rows[["scope", *keys]].assign(made=1, **states)
    table = whole.groupby(["scope", *keys], as_index=False).sum()
    settled = table[["kept", "late", "overdue"]].sum(axis=1)
    counts = table.astype(dict.fromkeys(("made", *states), np.int64))
    return counts.assign(kept_share=table["kept"] / settled.where(settled > 0))


def _index(graph: RelationshipGraph, table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return a table with its scope and keys as its index."""
    named = {key: table[key].array for key in keys}
    index = index_sales(graph, table["scope"].to_numpy(), **named)
    return table.drop(columns=["scope", *keys]).set_axis(index)
