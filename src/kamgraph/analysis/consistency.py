"""Which grades contradict each other, and how does each of us judge?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.graph.influence import own_share
from kamgraph.graph.scale import measure_steps, score
from kamgraph.model.dtypes import TEXT
from kamgraph.model.exits import Exits
from kamgraph.model.result import (
    Axis,
    Index,
    Points,
    Record,
    ScopedRecord,
    Score,
    SignedShare,
    returns_tables,
)
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class Contradictions(NamedTuple):
    """Of every grade, (nodes, axes), whether it contradicts the circle, and what makes it."""

    wrong: np.ndarray
    seen: np.ndarray  # the grade as a stance, or the stance after influence without one
    circle: np.ndarray  # where those who move the person stand, weighted by their pull
    needed: np.ndarray  # where the person would have to stand by themselves
    firmly: np.ndarray  # whether it would contradict the circle one grade nearer to it, too


class ContradictionRecord(ScopedRecord):
    """A grade that contradicts those of the people around."""

    person: Index[str]
    """The person's id."""
    axis: Index[Axis]
    """The axis."""
    graded: Score
    """The grade as a score."""
    circle: Score
    """Where those who move the person stand, weighted by their pull."""
    needed: float
    """The score that the person would have to have by themselves; below 0 or above 100."""
    power: SignedShare
    """Share of the decision."""


class AssessorRecord(Record):
    """How an assessor judges beside others who judged the same people."""

    assessor: Index[str]
    """The id of the assessor."""
    compared: int
    """How many grades were compared: those that others gave to the same person on an axis."""
    kinder: Points
    """By how much the grades are above those of the others, in the mean; negative below."""
    apart: Points
    """How far they are from those of the others in either direction, in the mean."""


@returns_tables(grades=ContradictionRecord, assessors=AssessorRecord)
@dataclass(frozen=True, eq=False, repr=False)
class Consistency(Exits):
    """Where grades do not fit together.

    Attributes
    ----------
    grades
        One :class:`ContradictionRecord` per grade that contradicts the circle, those of the most
        powerful first.
    assessors
        One :class:`AssessorRecord` per assessor who judged somebody whom others judged as well,
        the farthest from them first.
    """

    grades: pd.DataFrame
    assessors: pd.DataFrame


def consistency(graph: RelationshipGraph) -> Consistency:
    """Return the grades that contradict each other.

    A grade says how people stand after others have talked to them, ``x``. By themselves they would
    have to stand at ``s = D^-1 (I - M) x``; outside [-1, 1] no stance of their own explains the
    grade, so that it, a grade of the circle or a tie of influence is wrong. Whoever in the circle
    is not graded is taken at the stance after influence.

    Assessors are compared by the newest grade that each of them gave to a person on an axis.

    Returns
    -------
    Consistency
        The tables ``grades`` and ``assessors``.
    """
    return Consistency(_list_contradictions(graph), _compare_assessors(graph))


def find_contradictions(graph: RelationshipGraph) -> Contradictions:
    """Return which grades contradict the circle, and what makes them."""
    matrix, own = graph.influence, own_share(graph.influence)
    seen = np.where(graph.graded & ~np.isnan(graph.grade), graph.grade, graph.equilibrium)
    row, came_from = matrix.row, matrix.idx
    pulled = np.column_stack(
        [np.bincount(row, matrix.val * column[came_from], len(own)) for column in seen.T]
    )
    needed = (seen - pulled) / own[:, None]
    wrong = graph.graded & graph.theirs[:, None] & ~graph.vacant[:, None]
    wrong &= np.abs(needed) > 1.0 + ROUNDING
    moved = np.maximum(1.0 - own, ROUNDING)[:, None]
    firmly = wrong & (np.abs(needed) - measure_steps(graph.policy) / own[:, None] > 1.0 + ROUNDING)
    return Contradictions(wrong, seen, pulled / moved, needed, firmly)


def _list_contradictions(graph: RelationshipGraph) -> pd.DataFrame:
    wrong, seen, circle, needed, _ = find_contradictions(graph)
    node, axis = np.nonzero(wrong)
    order = np.lexsort((axis, node, -np.abs(graph.power[node]), graph.scope[node]))
    node, axis = node[order], axis[order]
    table = pd.DataFrame(
        {
            "graded": score(seen[node, axis]),
            "circle": score(circle[node, axis]),
            "needed": 50.0 * (1.0 + needed[node, axis]),
            "power": graph.power[node],
        },
        index=graph.index[node],
    )
    named = pd.Index(np.array(AXES.words, dtype=object)[axis], dtype=TEXT, name="axis")
    return table.set_index(named, append=True)


def _compare_assessors(graph: RelationshipGraph) -> pd.DataFrame:
    """Return how far the newest grades of each assessor are from those of others."""
    judged = graph.rows("assessments", "person", "date", "assessor", "axis")
    judged = judged.dropna(subset="assessor").sort_values("date", kind="stable")
    judged = judged.drop_duplicates(["person", "axis", "assessor"], keep="last")
    meaning = {axis: graph.policy.stances(axis) for axis in AXES.words}
    pairs = zip(judged["axis"], judged["grade"], strict=True)
    stances = np.array([meaning[axis][grade] for axis, grade in pairs], dtype=float)
    judged = judged.assign(score=score(stances))
    group = judged.groupby(["person", "axis"])["score"]
    total, count = group.transform("sum"), group.transform("count")
    several = judged[count > 1].assign(
        apart=(judged["score"] - (total - judged["score"]) / (count - 1))[count > 1]
    )
    found = several.groupby("assessor")["apart"]
    table = pd.DataFrame(
        {
            "compared": found.size(),
            "kinder": found.mean(),
            "apart": found.apply(lambda apart: apart.abs().mean()),
        }
    ).astype({"compared": "int64", "kinder": "float64", "apart": "float64"})
    return table.sort_values("apart", ascending=False, kind="stable")
