"""Which of them do we meet, which of us do so, how often, and who has gone cold?"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.graph.codes import read_dates
from kamgraph.graph.touches import SENT, number_quarters, sum_pairs
from kamgraph.model import tie_kinds
from kamgraph.model.coded import ALWAYS, day_number
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import Degree, Index, ScopedRecord, returns
from kamgraph.model.rows import Rows, stack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pandas.api.extensions import ExtensionArray

    from kamgraph.graph import RelationshipGraph

_STATES = ("never", "unanswered", "cold", "new", "warm")
QUARTERS = 5  # a year back, to the same quarter of the year before


class ContactRecord(ScopedRecord):
    """A person of theirs, and what they have had to do with us."""

    person: Index[str]
    """The person's id."""
    name: str
    """The person's name."""
    title: str | None
    """The person's title."""
    function: str | None
    """The function, recorded or read."""
    level: int | None
    """The level, 1 (executive board) to 5 (staff), recorded or read."""
    touches: int | None
    """Meetings, calls and letters with one of us until the day; missing where the book holds no
    interaction of ours."""
    mutual: int | None
    """How many of them went both ways: both were there, or a letter was answered."""
    last: dt.date | None
    """The last day on which the person was there or wrote to us."""
    by: tuple[str, ...]
    """The ids of those of us who know the person, have met or have written to them, the closest
    first; those who have left us are not among them."""
    closeness: Degree | None
    """How close the closest of us is; missing where the book holds no acquaintance."""
    trend: tuple[int, ...]
    """The touches in each of the last five calendar quarters; the last one is the day's own, as far
    as it has come."""
    state: Literal[_STATES] | None  # type: ignore[valid-type]
    """Never: none of us is recorded to know or to have met the person, nor to have written.
    Unanswered: we have written or called, and nothing has come back. Cold: no contact within
    ``policy.contact_days``. New: first contact within them. Warm: the others. Missing where the
    book holds no interaction of ours."""


@returns(ContactRecord)
def contacts(graph: RelationshipGraph) -> pd.DataFrame:
    """Return whom of customers' and partners' people we meet, and who has gone cold.

    It takes people and interactions only, so it tells something on the first day, before anybody
    has graded people or drawn a line. A letter of ours that nobody answered is a touch, but no
    contact: ``last`` and ``state`` go by what the person took part in. Whom one of us alone holds
    has one id in ``by``. Vacant seats are nobody.

    Returns
    -------
    DataFrame
        One :class:`ContactRecord` per person: by level from the board down, in each those we have
        never met first, then who has not answered, the cold, the new and the warm, those touched
        most first.
    """
    found, pairs, nodes = _find_contacts(graph), _list_pairs(graph), len(graph.scope)
    closeness, mutual = np.zeros(nodes), np.bincount(pairs["node"], pairs["mutual"], nodes)
    np.maximum.at(closeness, pairs["node"], pairs["closeness"])
    people = graph.list_people("name", "title", "function", "level").iloc[found.nodes]
    counted = _tabulate(graph, found)
    return people.assign(
        touches=counted["touches"],
        mutual=_hide_unknown(graph, pd.array(mutual[found.nodes], dtype="Int64")),
        last=counted["last"],
        by=_list_knowers(graph, pairs)[found.nodes],
        closeness=closeness[found.nodes] if graph.acquaintance_recorded else np.nan,
        trend=_count_quarters(graph)[found.nodes],
        state=counted["state"],
    )


def count_contacts(graph: RelationshipGraph) -> pd.DataFrame:
    """Return how far we are with each: ``level``, ``touches``, ``last`` and ``state``."""
    found = _find_contacts(graph)
    return _tabulate(graph, found).assign(level=graph.read_people("level", found.nodes))


class _Found(NamedTuple):
    """The contacts of a graph in the order of results, and what each has had to do with us."""

    nodes: np.ndarray
    touches: np.ndarray
    last: np.ndarray  # day numbers
    state: np.ndarray  # its place among the states


def _find_contacts(graph: RelationshipGraph) -> _Found:
    touches, nodes = graph.touches, len(graph.scope)
    met = touches.take(touches["way"] != SENT)
    count = np.bincount(touches["node"], minlength=nodes)
    state = _place_states(graph, met, touched=count > 0)
    last = _pick_days(met.keep_last("node"), nodes)
    level = np.where(np.isnan(graph.level), np.inf, graph.level)
    order = np.lexsort((-count, state, level, graph.scope))
    order = order[graph.contact[order]]
    return _Found(order, count[order], last[order], state[order])


def _tabulate(graph: RelationshipGraph, found: _Found) -> pd.DataFrame:
    state = pd.array(np.array(_STATES, dtype=object)[found.state], dtype=TEXT)
    table = {
        "touches": _hide_unknown(graph, pd.array(found.touches, dtype="Int64")),
        "last": read_dates(found.last),
        "state": _hide_unknown(graph, state),
    }
    return pd.DataFrame(table, index=graph.index[found.nodes])


def _hide_unknown(graph: RelationshipGraph, values: ExtensionArray) -> ExtensionArray:
    """Return values, all missing where the book holds no interaction of ours."""
    if "interactions" not in graph.recorded:
        values[:] = pd.NA
    return values


def _list_pairs(graph: RelationshipGraph) -> Rows:
    """Return which of us knows or has touched each contact, the closest first, then the busiest."""
    known = _list_acquaintances(graph)
    known = known.select(node="target", knower="source", closeness="strength")
    known = known.with_columns(knower=graph.person[known["knower"]])
    met = sum_pairs(graph.touches)
    closeness = np.append(known["closeness"], 0.0)[met.locate(known, "node", "knower")]
    alone = known.take(~known.is_in(met, "node", "knower")).with_columns(touches=0, mutual=0)
    pairs = stack([met.with_columns(closeness=closeness), alone])
    pairs = pairs.with_columns(distance=-pairs["closeness"], rank=-pairs["touches"])
    return pairs.sort("node", "distance", "rank", "knower")


def _list_acquaintances(graph: RelationshipGraph) -> Rows:
    known = graph.arcs(tie_kinds.CLOSENESS)
    return known.take(graph.ours[known["source"]] & (known["strength"] > 0))


def _list_knowers(graph: RelationshipGraph, pairs: Rows) -> np.ndarray:
    """Return for each node the ids of those of us who are still there and know or met them."""
    pairs = pairs.take(graph.people_on["active"][pairs["knower"]])
    ids = graph.part.column("people", "id").array[pairs["knower"]].tolist()
    ends = np.searchsorted(pairs["node"], np.arange(-1, len(graph.scope)), side="right")
    return _make_tuples([*(ids[first:last] for first, last in pairwise(ends.tolist())), ()])


def _count_quarters(graph: RelationshipGraph) -> np.ndarray:
    """Return for each node the touches in each of the last quarters."""
    touches, nodes = graph.touches, len(graph.scope)
    if graph.as_of is None:
        return _make_tuples([[0] * QUARTERS] * (nodes + 1))
    now = number_quarters(np.array([day_number(graph.as_of)]))
    place = QUARTERS - 1 - now + number_quarters(touches["date"])
    cell = (touches["node"] * QUARTERS + place)[place >= 0]
    table = np.bincount(cell, minlength=nodes * QUARTERS).reshape(nodes, QUARTERS)
    return _make_tuples([*table.tolist(), ()])


def _make_tuples(parts: Sequence[Iterable[object]]) -> np.ndarray:
    """Return all parts but the last one as tuples."""
    found = np.empty(len(parts) - 1, dtype=object)
    found[:] = [tuple(part) for part in parts[:-1]]
    return found


def _place_states(graph: RelationshipGraph, met: Rows, *, touched: np.ndarray) -> np.ndarray:
    """Return the place of each node's state in the list of states."""
    known, ties = np.zeros(len(graph.scope), dtype=bool), _list_acquaintances(graph)
    known[ties["target"][ties["answered"]]] = True
    limit, since = graph.policy.contact_days, graph.days_since_answer
    first = _pick_days(met.keep_first("node"), len(since))
    today = 0 if graph.as_of is None else day_number(graph.as_of)
    strange = ~known & (first == ALWAYS)
    cases = [strange & ~touched, strange, ~(since <= limit), today - first <= limit]
    return np.select(cases, range(len(cases)), len(cases))


def _pick_days(rows: Rows, nodes: int) -> np.ndarray:
    """Return the day of each node of some rows, ALWAYS of the others."""
    days = np.full(nodes, ALWAYS)
    days[rows["node"]] = rows["date"]
    return days
