"""Which of us can answer: who is closest to whom the question is about, else who leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.contacts import contacts
from kamgraph.graph.codes import VENDOR
from kamgraph.graph.people_on import list_people_on
from kamgraph.model.coded import day_number
from kamgraph.model.dtypes import TEXT
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import TEAM_ROLES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def find_askers(graph: RelationshipGraph) -> pd.Series[str]:
    """Return for each node the id of the one of us to ask about them; missing without any."""
    nearest = contacts(graph)["by"].str[0].astype(TEXT).reindex(graph.index)
    leads = pd.Series(find_leads(graph).take(graph.scope).array, graph.index)
    return nearest.fillna(leads)


def find_leads(graph: RelationshipGraph) -> pd.Series[str]:
    """Return for each scope who of our team comes first in it, else who is likeliest to know."""
    # That is who has met most of theirs, else who has graded them last, else the only one of us.
    ids = graph.part.column("people", "id")
    lead = np.full(len(graph.scope_index), NONE)
    for role in reversed(TEAM_ROLES.words):
        nodes = np.flatnonzero(graph.on_team(role))[::-1]
        lead[graph.scope[nodes]] = graph.person[nodes]
    for known in (_find_busiest(graph), _find_assessors(graph)):
        lead = np.where(lead == NONE, known, lead)
    found = ids.reindex(lead).reset_index(drop=True)
    only = _find_only_one(graph) if (lead == NONE).any() else None
    return found if only is None else found.fillna(only)


def _find_busiest(graph: RelationshipGraph) -> np.ndarray:
    """Return for each scope which of us, by place, has touched its people most; -1 for none."""
    touches = graph.touches.take(_find_ours(graph.people_on)[graph.touches["knower"]])
    pairs = touches.select("knower").with_columns(scope=graph.scope[touches["node"]])
    found = pairs.sort("scope", "knower").keep_first("scope", "knower")
    counts = np.bincount(pairs.locate(found, "scope", "knower"), minlength=len(found))
    ranked = found.with_columns(fewer=-counts).sort("scope", "fewer", "knower")
    return _place(graph, ranked.keep_first("scope"))


def _find_assessors(graph: RelationshipGraph) -> np.ndarray:
    """Return for each scope which of us, by place, has graded its people last; -1 for none."""
    grades = graph.part.coded.assessments.select("date", "person", knower="assessor")
    if graph.as_of is not None:
        grades = grades.take(grades["date"] <= day_number(graph.as_of))
    ours = np.append(_find_ours(graph.people_on), False)
    grades = grades.take(ours[np.maximum(grades["knower"], NONE)])
    known = Rows(scope=graph.scope, person=graph.person).join(grades, "person")
    return _place(graph, known.sort("scope", "date").keep_last("scope"))


def _place(graph: RelationshipGraph, found: Rows) -> np.ndarray:
    """Return for each scope who is found in it, by place; -1 for none."""
    knower = np.full(len(graph.scope_index), NONE)
    knower[found["scope"]] = found["knower"]
    return knower


def _find_only_one(graph: RelationshipGraph) -> str | None:
    """Return the id of the only one of us; None where we are several or none."""
    if np.count_nonzero(_find_ours(graph.people_on)) > 1:
        return None
    everybody = list_people_on(graph.book.coded, graph.as_of, graph.policy)
    ours = np.flatnonzero(_find_ours(everybody))
    return graph.book.column("people", "id").iloc[ours[0]] if len(ours) == 1 else None


def _find_ours(people: Rows) -> np.ndarray:
    """Return who is one of us, and there."""
    return np.asarray(people["active"] & (people["side"] == VENDOR))
