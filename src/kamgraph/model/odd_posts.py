"""What is doubtful in where people are: seats that nobody takes over, and positions elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.chains import follow_chains
from kamgraph.model.finding import Finding, Findings
from kamgraph.model.ids import NONE
from kamgraph.model.span import has_begun, in_effect
from kamgraph.model.tables import POSTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pandas.api.extensions import ExtensionArray

    from kamgraph.model.finding_facts import Facts
    from kamgraph.model.rows import Rows


def _find_no_active_successors(facts: Facts) -> Findings:
    posts, ids = _select_posts(facts)
    active, place = in_effect(posts, facts.moment), np.arange(len(posts))
    held = np.full(len(ids) + 1, NONE)
    held[posts["person"]] = place
    heir = held[posts["successor"]]
    last = follow_chains(np.where(active | (heir < 0), place, heir))
    lost = posts.take(~active & (posts["successor"] != NONE) & ~active[last])
    told = (ids.take(lost[name]) for name in ("person", "successor"))
    for person, successor in zip(*told, strict=True):
        yield Finding(
            "medium",
            "no_active_successor",
            "people",
            (person,),
            f"'{person}' has left, and neither '{successor}' nor anybody after is active.",
            "Name a successor who is there, or none if the seat is vacant.",
        )


def _find_other_positions(facts: Facts) -> Findings:
    if not len(facts.table("positions")):
        return
    posts, ids = _select_posts(facts)
    own, seats = facts.number_ids(*((table, "organization") for table, _ in POSTS))
    stated = np.full(len(ids) + 1, NONE)
    stated[facts.number_ids(*POSTS)[0].codes] = own.codes
    firm = np.concatenate([own.codes, seats.codes])[posts["post"]]
    odd = in_effect(posts, facts.moment) & (stated[posts["person"]] >= 0)
    odd &= stated[posts["person"]] != firm
    told = (ids.take(posts["person"][odd]), own.texts.take(firm[odd]),
            own.texts.take(stated[posts["person"][odd]]))  # fmt: skip
    for person, organization, stated_in in zip(*told, strict=True):
        yield Finding(
            "low",
            "other_position",
            "people",
            (person,),
            f"'{person}' works for '{organization}' by a position, for '{stated_in}' by the row.",
            "Correct the organization of the row; graphs go by the position.",
        )


def _select_posts(facts: Facts) -> tuple[Rows, ExtensionArray]:
    """Return where everybody is on a day, and the ids that codes of people stand for."""
    # By the last position begun, else by the first, else by their own row.
    own, seats, *heirs = facts.number_ids(*POSTS, *((table, "successor") for table, _ in POSTS))
    ids = own.texts
    posts = facts.coded.posts.select("since", "until")
    posts = posts.with_columns(
        post=np.arange(len(posts)),
        person=np.concatenate([own.codes, seats.codes]),
        successor=np.concatenate([cells.codes for cells in heirs]),
    )
    positions = posts.take(posts["post"] >= len(own))
    begun = has_begun(positions["since"], facts.moment)
    chosen = np.full(len(ids), NONE)
    chosen[own.codes] = np.arange(len(own))
    for which in (np.flatnonzero(~begun)[::-1], np.flatnonzero(begun)):
        seat = positions.take(which)
        chosen[seat["person"]] = seat["post"]  # of several of one person the last is written
    return posts.take(np.sort(chosen[chosen >= 0])), ids


ODD_POSTS: tuple[Callable[[Facts], Findings], ...] = (
    _find_no_active_successors,
    _find_other_positions,
)
