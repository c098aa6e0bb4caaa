"""How close people are: as somebody graded it, and as interactions show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.codes import INTERACTIONS, OBSERVED, VENDOR
from kamgraph.graph.encounters import (
    CONTACTS,
    KNOWERS,
    PAIR,
    list_encounters,
    number_groups,
    weigh_encounters,
    weigh_kinds,
)
from kamgraph.graph.parts import ADDRESSED
from kamgraph.model.coded import ALWAYS
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows, stack

if TYPE_CHECKING:
    from kamgraph.model.coded import Coded
    from kamgraph.model.policy import Policy

_WAYS = ("mutual", "outward", "inward")


def measure_contact(coded: Coded, people: Rows, *, day: int | None, policy: Policy) -> Rows:
    """Return what each pair has had to do with each other on or before a day, deal by deal."""
    # One of us and a contact, or a partner's person and a customer's. Over the interactions of
    # both, ``weight * 2 ** (-age / half_life) / (participants - 1)`` adds up, apart for those in
    # which both were there, those that the source and those that the target sent the other one;
    # ``last`` is the newest day on which both were there. Without a day nothing has happened.
    met, today = list_encounters(coded, policy), ALWAYS if day is None else day
    side = people["side"]
    knower, contact = (people["active"] & np.isin(side, of) for of in (KNOWERS, CONTACTS))
    source, target = met["source"], met["target"]
    there = knower[source] & contact[target] & (side[source] != side[target])
    met = met.take(there & (met["date"] <= today))
    warmth = weigh_encounters(met, weigh_kinds(coded, policy), today, policy)
    place = number_groups(met, "pair")
    pairs = met.select(*PAIR).take(np.diff(place, prepend=NONE) > 0)
    by_way = [met["way"] == way for way in range(len(_WAYS))]
    sums = [np.bincount(place[way], warmth[way], len(pairs)) for way in by_way]
    last = _find_last(place[by_way[0]], met["date"][by_way[0]], len(pairs))
    return pairs.with_columns(**dict(zip(_WAYS, sums, strict=True)), last=last)


def _find_last(place: np.ndarray, days: np.ndarray, count: int) -> np.ndarray:
    """Return the newest day at each of some places, or ALWAYS."""
    last = np.full(count, ALWAYS)
    np.maximum.at(last, place, days)
    return last


def add_contact(met: Rows, *identity: str) -> Rows:
    """Return the sum of what is equal in the identity."""
    # Sorted by what is added too, so that a sum does not depend on the order of its parts.
    met = met.sort(*identity, *_WAYS)
    first = met.keep_first(*identity)
    place = met.locate(first, *identity)
    sums = {way: np.bincount(place, met[way], len(first)) for way in _WAYS}
    last = _find_last(place, met["last"], len(first))
    return first.with_columns(**sums, last=last).select(*identity, *_WAYS, "last")


def see_acquaintance(
    graded: Rows, met: Rows, broken: Rows, *identity: str, day: int | None, policy: Policy
) -> Rows:
    """Return graded acquaintance as it has cooled, or what contact shows where that is closer."""
    # Pairs that nobody graded know each other as contact shows; what a row removes stays so. Where
    # the source has let the target down, however often, either counts by ``broken_promise``.
    warmth = measure_warmth(met, policy)
    closeness = warmth / (warmth + policy.half_saturation)
    place = graded.locate(met, *identity)
    seen, last = np.append(closeness, 0.0)[place], np.append(met["last"], ALWAYS)[place]
    strength = _cool(graded["strength"], np.maximum(graded["since"], last), day, policy)
    closer = (graded["kind"] == OBSERVED) & (strength != 0) & (seen > strength)
    known = graded.with_columns(
        strength=np.where(closer, seen, strength),
        origin=np.where(closer, INTERACTIONS, graded["origin"]),
    )
    new = ~met.is_in(graded.take(graded["kind"] == OBSERVED), *identity) & (closeness > 0)
    alone = met.with_columns(strength=closeness, kind=OBSERVED, origin=INTERACTIONS, row=NONE)
    answered = (met["mutual"] > 0) | (np.minimum(met["outward"], met["inward"]) > 0)
    alone = alone.with_columns(deal=NONE, since=ALWAYS, answered=answered, let_down=new)
    pairs = stack([known, alone.take(new)])
    let_down = pairs.is_in(broken, *identity)
    kept = np.where(let_down, policy.broken_promise, 1.0)
    return pairs.with_columns(strength=pairs["strength"] * kept, let_down=let_down)


def measure_warmth(met: Rows, policy: Policy) -> np.ndarray:
    """Return ``h``, what pairs had to do with each other, unanswered contact counting little."""
    answered = np.minimum(met["outward"], met["inward"])
    rest = np.abs(met["outward"] - met["inward"])
    return np.asarray(met["mutual"] + 2 * answered + policy.one_way * rest)


def _cool(strength: np.ndarray, last: np.ndarray, day: int | None, policy: Policy) -> np.ndarray:
    """Return graded closeness as it has cooled since a day; as graded where there is none."""
    if day is None:
        return strength
    age = np.where(last == ALWAYS, 0, day - last)
    return np.asarray(strength * 2.0 ** (-age / policy.closeness_half_life_days))


def find_last_contact(
    met: Rows, side: np.ndarray, nodes: Rows, deals: Rows, day: int, *, answered: bool = False
) -> np.ndarray:
    """Return the newest day on or before a day on which each node met one of us, or ALWAYS."""
    # By rows of interactions. What is about a deal counts where that deal is seen, as ``deals``
    # says. Who was only addressed has not answered.
    rows = met.take((met["date"] <= day) & (met["person"] >= 0))
    ours = rows.take(side[rows["person"]] == VENDOR)
    shared = rows.take(rows.is_in(ours, "interaction"))
    if answered:
        shared = shared.take(~np.isin(shared["part"], ADDRESSED))
    general, named = shared.take(shared["deal"] == NONE), shared.take(shared["deal"] >= 0)
    newest = np.full(len(side), ALWAYS)
    np.maximum.at(newest, general["person"], general["date"])
    last = newest[nodes["person"]]
    named = named.join(deals, "deal")
    place = named.locate(nodes, "scope", "person")
    np.maximum.at(last, place[place >= 0], named["date"][place >= 0])
    return last
