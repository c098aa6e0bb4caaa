"""Which steps that we meant to take are done, which are overdue, and what has changed since?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
import pandas as pd

from kamgraph.graph.actions import list_actions
from kamgraph.graph.codes import read_dates, spell
from kamgraph.graph.sales import find_nodes, index_sales
from kamgraph.model.coded import ALWAYS, NEVER, day_number
from kamgraph.model.marks import Words
from kamgraph.model.result import Axis, Index, Points, ScopedRecord, returns
from kamgraph.model.vocabulary import MOVES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.rows import Rows

_STATES = ("overdue", "open", "late", "done")
_CHANGES = ("choice_change", "coverage_change", "contact_change")
_DONE = _STATES.index("late")  # from here on


class ActionRecord(ScopedRecord):
    """A step that one of us was to take, what has become of it, and what has changed since."""

    action: Index[str]
    """The action's id."""
    kind: Annotated[str, Words(MOVES, open=True)]
    """What was to be done."""
    owner: str | None
    """The id of who was to do it."""
    contact: str | None
    """The id of which of their people it is about."""
    axis: Axis | None
    """On which of their stances it was to work."""
    due: dt.date | None
    """By when."""
    done: dt.date | None
    """The day it was done; missing: not by the graph's day."""
    state: Literal[_STATES]  # type: ignore[valid-type]
    """Overdue: its day has passed, and it is not done. Open: it need not be yet. Late: done after
    its day. Done: by its day, or none was said."""
    days: int
    """How many days it is overdue, or was late; 0 otherwise."""
    choice_change: Points | None
    """By how much the choice has changed from the day before it was done to the graph's; missing
    where it is not done, or longer than ``policy.plan_days`` ago, or where there is no choice."""
    coverage_change: Points | None
    """By how much the coverage has changed since that day."""
    contact_change: Points | None
    """By how much the contact's own choice after influence has changed since that day."""
    text: str | None
    """What exactly was to be done."""


@returns(ActionRecord)
def actions(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the steps that we meant to take, what has become of them, and what changed after them.

    A step for a deal is seen in the deal and in its account, any other in its account, or unit. Of
    those that were done within the last ``policy.plan_days`` it is told what has changed since the
    day before, which is not to say that nothing else has happened in the meantime.

    Returns
    -------
    DataFrame
        One :class:`ActionRecord` per scope and step: the overdue first, the longest overdue before
        others, then the open by their day, then those that are done, the last first.
    """
    rows = _judge(graph)
    last = -np.where(rows["done"] < NEVER, rows["done"], 0)
    at_last = np.where(rows["rank"] < _DONE, rows["rank"], _DONE)
    rows = rows.with_columns(last=last, group=at_last).sort("scope", "group", "last", "due", "row")
    table = graph.part.actions.iloc[rows["row"]].reset_index(drop=True)
    told = table[["kind", "owner", "contact", "axis", "due", "text"]].assign(
        done=read_dates(rows["done"]),
        state=spell(rows["rank"], _STATES),
        days=rows["days"].astype(np.int64),
        **_find_changes(graph, rows),
    )
    index = index_sales(graph, rows["scope"], action=table["id"].array)
    return told[[name for name in ActionRecord.__annotations__ if name != "action"]].set_axis(index)


def _judge(graph: RelationshipGraph) -> Rows:
    """Return the actions that scopes see, with their ``rank`` among the states and ``days``."""
    seen = list_actions(graph)
    done = seen["done"]
    today = ALWAYS if graph.as_of is None else day_number(graph.as_of)
    settled = np.where(done < NEVER, done, today)
    over = np.where(seen["due"] < NEVER, np.maximum(settled - seen["due"], 0), 0)
    cases = [(over > 0) & (done == NEVER), done == NEVER, over > 0]
    rank = np.select(cases, range(len(cases)), len(cases))
    return seen.with_columns(days=over, rank=rank)


def _find_changes(graph: RelationshipGraph, rows: Rows) -> dict[str, np.ndarray]:
    """Return by how many points scores have changed since the day before each action was done."""
    found = {name: np.full(len(rows), np.nan) for name in _CHANGES}
    if graph.as_of is None:
        return found
    recent = day_number(graph.as_of) - rows["done"] <= graph.policy.plan_days
    told = np.flatnonzero((rows["rank"] >= _DONE) & recent)
    for scope in np.unique(rows["scope"][told]).tolist():
        now = graph.of_scope(*graph.scope_index[scope])
        here = told[rows["scope"][told] == scope]
        for day in np.unique(rows["done"][here]).tolist():
            before = now.at(np.datetime64(day - 1, "D").astype(dt.date))
            at = here[rows["done"][here] == day]
            contacts = pd.Index(graph.part.texts_at("people", "id", rows["contact"][at]))
            for name, points in _compare(before, now, contacts).items():
                found[name][at] = points
    return found


def _compare(
    before: RelationshipGraph, after: RelationshipGraph, contacts: pd.Index[str]
) -> dict[str, np.ndarray]:
    """Return the points between two graphs of one scope, and those of some contacts."""
    return {
        "choice_change": after.decision.choice - before.decision.choice,
        "coverage_change": after.coverage - before.coverage,
        "contact_change": _find_choices(after, contacts) - _find_choices(before, contacts),
    }


def _find_choices(graph: RelationshipGraph, ids: pd.Index[str]) -> np.ndarray:
    """Return the choices after influence of people of the one scope of a graph, by their ids."""
    place = pd.Index(graph.part.column("people", "id")).get_indexer(ids)
    node = find_nodes(graph, np.zeros(len(ids), dtype=np.int64), place)
    return np.append(graph.personal_choice.value, np.nan)[node]
