"""How close we are to a contact, seen from the interactions both took part in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.codes import CUSTOMER, PARTNER, VENDOR
from kamgraph.model.coded import ALWAYS, Coded

if TYPE_CHECKING:
    from kamgraph.model.policy import Policy
    from kamgraph.model.rows import Rows


def measure_closeness(coded: Coded, people: Rows, *, day: int | None, policy: Policy) -> Rows:
    """Return the closeness in (0, 1) of each pair that met on or before a day."""
    # With ``h`` the sum over the interactions of both of ``weight * 2 ** (-age / half_life)
    # / (participants - 1)``, the closeness is ``h / (h + half_saturation)``.
    part = _weigh_participations(coded, people, day, policy)
    side = people["side"][part["person"]]
    ours = part.take(side == VENDOR).select("interaction", "warmth", source="person")
    contacts = part.take(np.isin(side, [CUSTOMER, PARTNER])).select("interaction", target="person")
    # Sorted by warmth too, so that a sum does not depend on the names of interactions.
    pairs = ours.join(contacts, "interaction").sort("source", "target", "warmth")
    first = pairs.keep_first("source", "target").select("source", "target")
    warmth = np.bincount(
        pairs.locate(first, "source", "target"), weights=pairs["warmth"], minlength=len(first)
    )
    met = first.with_columns(closeness=warmth / (warmth + policy.half_saturation))
    return met.take(met["closeness"] > 0)


def _weigh_participations(coded: Coded, people: Rows, day: int | None, policy: Policy) -> Rows:
    rows = coded.interactions
    weight = coded.interaction_kind.values(policy.interaction_weights)
    weight = np.where(np.isnan(weight), policy.unknown_interaction, weight)
    others = np.bincount(rows["interaction"], minlength=1)[rows["interaction"]] - 1
    seen = np.zeros(len(rows), dtype=bool) if day is None else rows["date"] <= day
    age = np.where(seen, (0 if day is None else day) - rows["date"], 0)
    warmth = weight * 2.0 ** (-age / policy.half_life_days) / np.maximum(others, 1)
    there = seen & (rows["person"] >= 0)
    there &= people["active"][np.where(there, rows["person"], 0)] if len(people) else False
    return rows.with_columns(warmth=warmth).take(there)


def find_last_contact(coded: Coded, day: int) -> np.ndarray:
    """Return the newest day on or before a day on which each person met one of us."""
    rows = coded.interactions
    rows = rows.take((rows["date"] <= day) & (rows["person"] >= 0))
    ours = rows.take(coded.people["side"][rows["person"]] == VENDOR)
    shared = rows.take(rows.is_in(ours, "interaction"))
    newest = np.full(len(coded.people), ALWAYS)
    np.maximum.at(newest, shared["person"], shared["date"])
    return newest
