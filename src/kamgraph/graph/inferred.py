"""Which facts of a book were once candidates, and whether somebody has accepted them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.codes import ACCEPTED, ASSUMED, RECORDED
from kamgraph.model.coded import NEVER
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import CANDIDATE_KINDS, DECISION_ROLES, TIE_KINDS, VERDICTS

if TYPE_CHECKING:
    from kamgraph.model.coded import Coded

_ACCEPTED = VERDICTS.words.index("accepted")
# The kind of tie of each kind of candidate, -1 for those that suggest none.
_TIES = np.array(
    [TIE_KINDS.words.index(kind) if kind in TIE_KINDS.words else NONE
     for kind in CANDIDATE_KINDS.words]
)  # fmt: skip

_ROLES = {word: number for number, word in enumerate(DECISION_ROLES.words)}


def tell_origin(coded: Coded, origin: np.ndarray) -> np.ndarray:
    """Return the origin of ties: of those that were candidates accepted, or assumed in a draft."""
    accepted = _list_accepted(coded)
    accepted = accepted.with_columns(kind=_TIES[accepted["kind"]]).select(
        "kind", "deal", "origin", source="person", target="other", since="seen"
    )
    place = coded.ties.locate(accepted, "source", "target", "kind", "deal", "since")
    return np.where(place < 0, origin, np.append(accepted["origin"], 0)[place])


def tell_role_origin(coded: Coded) -> np.ndarray:
    """Return the origin of each row of the decision roles: recorded, accepted or assumed."""
    accepted = _list_accepted(coded)
    accepted = accepted.take(accepted["kind"] == CANDIDATE_KINDS.words.index("role"))
    words = [*map(_ROLES.get, coded.candidate_value.texts), NONE]
    role = np.array([NONE if word is None else word for word in words])[accepted["value"]]
    accepted = accepted.with_columns(role=role, since=accepted["seen"])
    place = coded.roles.locate(accepted, "person", "unit", "deal", "role", "since")
    return np.append(accepted["origin"], RECORDED)[place]


def tell_cells(coded: Coded, nodes: Rows) -> dict[str, np.ndarray]:
    """Return the origins of recorded levels and functions, of candidates their own."""
    post, plain = nodes["post"], np.full(len(nodes), RECORDED)
    if not len(coded.candidates):
        return {"level": plain, "function": plain}
    digits = np.array([None, *"12345"], dtype=object)
    level = np.nan_to_num(coded.posts["level"][post]).astype(np.int64)
    words = np.array([*coded.function.texts, None], dtype=object)
    told = {"level": digits[level], "function": words[coded.function.codes[post]]}
    return {kind: _compare(coded, kind, nodes["person"], texts) for kind, texts in told.items()}


def _compare(coded: Coded, kind: str, person: np.ndarray, told: np.ndarray) -> np.ndarray:
    """Return the origin of what a candidate said of people in the same words, else recorded."""
    accepted = _list_accepted(coded)
    accepted = accepted.take(accepted["kind"] == CANDIDATE_KINDS.words.index(kind))
    place = Rows(person=person).locate(accepted, "person")
    words = np.array([*coded.candidate_value.texts, None], dtype=object)
    same = words[np.append(accepted["value"], NONE)[place]] == told
    return np.where((place >= 0) & same, np.append(accepted["origin"], RECORDED)[place], RECORDED)


def _list_accepted(coded: Coded) -> Rows:
    """Return what was accepted, with its origin: nobody has decided about what is a draft."""
    rows = coded.candidates.with_columns(value=coded.candidate_value.codes)
    accepted = rows.take((rows["verdict"] == _ACCEPTED) & (rows["person"] >= 0))
    return accepted.with_columns(origin=np.where(accepted["decided"] == NEVER, ASSUMED, ACCEPTED))
