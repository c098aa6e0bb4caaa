"""Who took part in what with whom: what the days of a book have in common of their acquaintance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.parts import tell_ways
from kamgraph.model import tie_kinds
from kamgraph.model.vocabulary import SIDES

if TYPE_CHECKING:
    from kamgraph.model.coded import Coded
    from kamgraph.model.policy import Policy
    from kamgraph.model.rows import Rows

KNOWERS, CONTACTS = (
    [SIDES.words.index(side) for side in sides]
    for sides in (tie_kinds.KNOWER_SIDES, tie_kinds.CONTACT_SIDES)
)
PAIR = ("source", "target", "deal")


def list_encounters(coded: Coded, policy: Policy) -> Rows:
    """Return each two who had to do with each other in an interaction, on whatever day."""
    # One of us and a contact, or a partner's person and a customer's, whoever was one at any time:
    # ``pair`` numbers them deal by deal, in the order of the rows, which in each is that of their
    # warmth, so that a sum does not depend on the order of its parts. It takes a sort, which any
    # number of days share.
    asked = (policy.crowd_limit, policy.half_life_days, *weigh_kinds(coded, policy))
    return coded.keep("encounters", asked, lambda: _pair_participants(coded, policy))


def list_participations(coded: Coded, policy: Policy) -> Rows:
    """Return the rows of interactions with so few ``participants`` that they met each other."""
    # Of those of more, pairs would grow by the square and prove nothing.
    most = policy.crowd_limit
    return coded.keep("participations", most, lambda: _drop_announcements(coded, most))


def _drop_announcements(coded: Coded, most: int) -> Rows:
    number = coded.interactions["interaction"]
    participants = np.bincount(number, minlength=1).astype(np.int32)[number]
    rows = coded.interactions.with_columns(
        kind=coded.interaction_kind.codes, participants=participants
    )
    return rows.take(participants <= most)


def weigh_kinds(coded: Coded, policy: Policy) -> np.ndarray:
    """Return what an interaction of each kind counts, by its code; of none the last."""
    known, unknown = policy.interaction_weights, policy.unknown_interaction
    return np.array([*(known.get(text, unknown) for text in coded.interaction_kind.texts), unknown])


def weigh_encounters(rows: Rows, weights: np.ndarray, day: int, policy: Policy) -> np.ndarray:
    """Return what each of some participations counts on a day: less with age, and among many."""
    cooled = 2.0 ** (-(day - rows["date"]) / policy.half_life_days)
    return np.asarray(weights[rows["kind"]] * cooled / np.maximum(rows["participants"] - 1, 1))


def _pair_participants(coded: Coded, policy: Policy) -> Rows:
    rows = list_participations(coded, policy)
    knower, contact = (_find_who_was(coded, sides)[rows["person"]] for sides in (KNOWERS, CONTACTS))
    named = rows["person"] >= 0
    known = ("interaction", "deal", "date", "kind", "participants")
    sources = rows.take(knower & named).select(*known, source="person", begins="part")
    targets = rows.take(contact & named).select("interaction", target="person", ends="part")
    sources = _sort_by_warmth(sources, weigh_kinds(coded, policy), policy)
    pairs = sources.join(targets, "interaction")
    ways = tell_ways(pairs["begins"], pairs["ends"])
    pairs = pairs.with_columns(way=np.select(ways, range(len(ways)), -1).astype(np.int8))
    pairs = pairs.take((pairs["way"] >= 0) & (pairs["source"] != pairs["target"]))
    pairs = pairs.select(*PAIR, "way", "date", "kind", "participants").sort(*PAIR)
    return pairs.with_columns(pair=number_groups(pairs, *PAIR))


def _find_who_was(coded: Coded, sides: list[int]) -> np.ndarray:
    """Return who has ever been on one of some sides; the last for ids that lead nowhere."""
    posts = np.isin(coded.posts["side"], sides)
    held = np.append(np.arange(len(coded.people)), coded.positions["person"])
    found = np.zeros(len(coded.people) + 1, dtype=bool)
    found[held[posts & (held >= 0)]] = True
    return found


def _sort_by_warmth(rows: Rows, weights: np.ndarray, policy: Policy) -> Rows:
    """Return participations by what they count, which is one order on all days."""
    warmth = weigh_encounters(rows, weights, int(rows["date"].max(initial=0)), policy)
    # Where that is the same, by what it is made of, so that the order of rows decides nothing.
    return rows.take(np.lexsort((rows["participants"], rows["date"], warmth)))


def number_groups(rows: Rows, *identity: str) -> np.ndarray:
    """Return for each row, in order of some columns, which combination of values it has."""
    new = np.zeros(len(rows), dtype=bool)
    for name in identity:
        new[1:] |= rows[name][1:] != rows[name][:-1]
    return np.cumsum(new, dtype=np.int32)
