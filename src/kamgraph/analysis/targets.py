"""Where do we want people to stand, by when, and how far is it?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kamgraph.graph.scale import score
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import (
    Axis,
    Index,
    Points,
    ScopedRecord,
    Score,
    SignedShare,
    returns,
)
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class TargetRecord(ScopedRecord):
    """Where a person is to stand by a day."""

    person: Index[str]
    """The person's id."""
    axis: Index[Axis]
    """The axis."""
    due: dt.date
    """By when."""
    origin: Literal["deal", "account"]
    """Whose target it is."""
    target: Score
    """The score of the grade aimed at."""
    current: Score | None
    """The score of the own grade; missing where unknown."""
    to_go: Points | None
    """Points still to go; negative where the grade is already better, missing where unknown."""
    state: Literal["overdue", "open", "reached", "unknown"]
    """What has become of it; unknown: open, and nobody knows the grade."""
    power: SignedShare
    """Share of the decision that hangs on the person's own stance."""


@returns(TargetRecord)
def targets(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the targets in effect for each person and axis, beside the person's own grade.

    In effect are the next one that is due on the graph's day or later, and before it the newest
    one past its day that is not reached: a milestone missed stays in sight. As with grades, a
    deal's own targets for a person and axis take the place of the account's. Grades of a deal
    count in the deal. Vacant seats have no targets.

    Returns
    -------
    DataFrame
        One :class:`TargetRecord` per person and axis, by scope, the most overdue first, then
        by power.
    """
    rows = _select_due(_list_aims(graph), graph)
    urgency = [rows["due"], rows["state"] != "overdue", rows["scope"]]
    rows = rows.iloc[np.lexsort((rows["node"], -rows["power"].abs(), *urgency))]
    shown = ["due", "origin", "target", "current", "to_go", "state", "power"]
    table = rows[shown].set_axis(graph.index[rows["node"]])
    return table.set_index(pd.Index(rows["axis"], name="axis", dtype=TEXT), append=True)


def _list_aims(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the targets that each scope sees, one row per node, axis and day."""
    rows = graph.rows("targets", "axis")
    rows = rows[~graph.vacant[rows["node"]]]
    stances = {
        (axis, grade): stance
        for axis in AXES.words
        for grade, stance in graph.policy.stances(axis).items()
    }
    target = pd.MultiIndex.from_frame(rows[["axis", "grade"]]).map(stances).to_numpy(np.float64)
    return rows.assign(target=score(target)).dropna(subset="target")


def _select_due(rows: pd.DataFrame, graph: RelationshipGraph) -> pd.DataFrame:
    """Return the next target of each node and axis, and the newest that was missed."""
    rows = _compare_grades(rows, graph).sort_values("due", kind="stable")
    one = ["node", "axis"]
    next_one = rows[~rows["past"]].drop_duplicates(one, keep="first")
    newest = rows[rows["past"]].drop_duplicates(one, keep="last")
    return pd.concat([newest[newest["state"] == "overdue"], next_one])


def _compare_grades(rows: pd.DataFrame, graph: RelationshipGraph) -> pd.DataFrame:
    """Return targets with the grade they aim to change and what has become of them."""
    node, axis = (
        rows["node"].to_numpy(int),
        pd.Index(AXES.words).get_indexer(pd.Index(rows["axis"])),
    )
    current = score(graph.grade[node, axis])
    to_go = rows["target"].to_numpy(float) - current
    day = pd.Timestamp.min if graph.as_of is None else pd.Timestamp(graph.as_of)
    past = (rows["due"] < day).to_numpy(bool)
    cases = [to_go <= ROUNDING, past, np.isnan(to_go)]
    return rows.assign(
        current=current,
        to_go=to_go,
        past=past,
        state=pd.array(np.select(cases, ["reached", "overdue", "unknown"], "open"), dtype=TEXT),
        power=graph.power[node],
    )
