"""How sure a review is: what is not known, whose roles are open, and what to find out first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.decision import list_required, share_out
from kamgraph.model.dtypes import TEXT
from kamgraph.model.recorded import FAMILIES, GRADES
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.vocabulary import AXES, DECISION_ROLES
from kamgraph.model.voice import band, list_words, say, say_count, say_within, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.graph import RelationshipGraph
    from kamgraph.reviews.results import Results

LEAST = 0.005  # what is shown as nothing


def list_unknown(results: Results) -> list[str]:
    """Return what of the decision is not certain and why, a clause per reason."""
    graph = results.graph
    # What nobody has been asked about is told by itself; where nothing counts, all is unknown.
    asked = graph.counted[0] | ~graph.counted[0].any()
    certainty = graph.certainty[:, asked]
    open_share = (1.0 - certainty).mean(axis=1) * graph.bearing
    never = ((certainty == 0).mean(axis=1) * graph.bearing)[~graph.vacant].sum()
    vacant = open_share[graph.vacant].sum()
    # What a grade loses before it is due again is nothing to find out.
    due = graph.policy.certainty(graph.policy.assessment_days)
    old = (((1.0 - certainty) * ((certainty > 0) & (certainty < due))).mean(axis=1)) * graph.bearing
    parts = {
        "unknown_never": never,
        "unknown_old": old.sum(),
        "unknown_vacant": vacant,
        "unknown_unnamed": results.scores["unnamed"],
    }
    return [say(key, share=share(part)) for key, part in parts.items() if part >= LEAST]


def ask_first(results: Results) -> str:
    """Return what to find out first: who has a role that must agree, or where somebody stands."""
    graph, question = results.graph, results.verdict
    in_deals = set(results.deal_roles["role"])
    if roles := [role for role in list_open_consent(graph) if role not in in_deals]:
        return say_count("first_role", len(roles), roles=list_roles_within(roles))
    if pd.isna(question["ask"]):
        return ""
    name = results.names[question["ask"]]
    return say("first_stance", name=name, axis=say_within(AXES, question["about"]))


def list_unrecorded(results: Results) -> list[str]:
    """Return the families of facts of which the whole book has nothing."""
    return [family for family in FAMILIES.words if family not in results.graph.recorded]


def list_families_within(families: Sequence[str]) -> str:
    """Return families of facts as a list within a sentence."""
    return list_words([say_within(FAMILIES, one) for one in families])


def say_nothing_found(results: Results) -> str:
    """Say that no rule finds a gap, or why none could."""
    # Without roles, any grade and acquaintance nothing can be said to be in order.
    graded = not results.graph.recorded.isdisjoint(GRADES.values())
    needed = ("roles", "acquaintance", *(() if graded else GRADES.values()))
    unrecorded = [one for one in list_unrecorded(results) if one in needed]
    if unrecorded:
        return say("risk_unknown", families=list_families_within(unrecorded))
    return say("no_gaps")


def list_open_roles(graph: RelationshipGraph) -> list[str]:
    """Return the roles that are a part of the decision and nobody is recorded to hold."""
    return [
        role
        for bit, role in enumerate(DECISION_ROLES.words)
        if graph.policy.role_weights.get(role) and _is_open(graph, bit, role)
    ]


def list_open_consent(graph: RelationshipGraph) -> list[str]:
    """Return the open roles without which nothing is decided."""
    unheld = list_open_roles(graph)
    return [role for role in graph.policy.consent_roles if role in unheld]


def _is_open(graph: RelationshipGraph, bit: int, role: str) -> bool:
    return bool(list_required(graph)[0, bit] and not graph.holds(role).any())


def find_likely_holders(graph: RelationshipGraph, role: str) -> np.ndarray:
    """Return how likely each node has an open role, by level and function."""
    required = list_required(graph)[:, DECISION_ROLES.words.index(role)]
    return share_out(graph, role, required).share


def tell_assumptions(results: Results) -> pd.Series[str]:
    """Return how much of each person's weight is only assumed, as the role is open."""
    graph = results.graph
    parts = zip(graph.assumed_weight, graph.recorded_weight, strict=True)
    said = [
        ""
        if assumed < LEAST
        else say("weight_partly_assumed", share=share(assumed))
        if recorded >= LEAST
        else say("weight_assumed")
        for assumed, recorded in parts
    ]
    return pd.Series(said, results.people.index, dtype=TEXT)


def list_known_scores(results: Results) -> pd.DataFrame:
    """Return how people stand with us, empty where nothing is known of them or who moves them."""
    found, graph = results.acceptance, results.graph
    width = pd.DataFrame(graph.half_width, graph.index).reindex(found.index)
    axes = found[[*AXES.words]].mask(width.to_numpy() >= 1.0 - ROUNDING)
    blank = axes.isna().all(axis=1)
    return found.assign(**axes, choice=found["choice"].mask(blank))


def list_bands(rows: pd.DataFrame, low: str = "choice_low", high: str = "choice_high") -> list[str]:
    """Return between which scores the choice of each row lies; nothing where it is certain."""
    bands = [
        "" if np.isnan(chosen) else band(*ends)
        for chosen, *ends in rows[["choice", low, high]].to_numpy(float)
    ]
    return [text if "–" in text else "" for text in bands]


def list_roles_within(roles: Sequence[str]) -> str:
    """Return decision roles as a list within a sentence."""
    return list_words([say_within(DECISION_ROLES, role) for role in roles])


def list_axes_within(axes: Sequence[str]) -> str:
    """Return axes as a list within a sentence."""
    return list_words([say_within(AXES, axis) for axis in axes])
