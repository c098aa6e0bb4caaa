"""Who everybody is on a day: by the position in effect, else by their own columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.chains import follow_chains
from kamgraph.model.coded import NEVER, day_number
from kamgraph.model.ids import NONE
from kamgraph.model.span import has_begun, in_effect

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.model.coded import Coded
    from kamgraph.model.policy import Policy
    from kamgraph.model.rows import Rows


def list_people_on(coded: Coded, day: dt.date | None, policy: Policy) -> Rows:
    """Return the people of a book on a day, each as the post of theirs that counts says."""
    # Beside the columns of a post and the susceptibility: post (its place), active, left, heir (of
    # the person and all who follow the first who is active, or -1), and holder: who sits in the
    # person's seat (the person, the heir of who left, or -1), and last: of who left and those who
    # followed in the account, the last who left, too. A seat that is to be filled counts as left
    # from its first day on.
    moment = None if day is None else day_number(day)
    post = _choose_posts(coded, moment)
    people = coded.posts.take(post).with_columns(
        post=post, susceptibility=coded.people["susceptibility"]
    )
    nobody = coded.find_placeholders(policy.placeholders)
    active = in_effect(people, moment) & (people["side"] >= 0) & ~nobody
    left = nobody & has_begun(people["since"], moment)
    if moment is not None:
        left |= people["until"] <= moment
    heir = _find_heirs(people["successor"], active)
    holder = np.where(active | left, heir, NONE)
    last = _find_last(people, left)
    return people.with_columns(active=active, left=left, heir=heir, holder=holder, last=last)


def list_former_seats(coded: Coded, people: Rows, day: dt.date | None) -> Rows:
    """Return the seats in accounts that people have left for another firm, the last of each."""
    # By ``person`` and ``account``: when it was left, and its holder: an active successor, or -1.
    # Who is named may not have come yet, and somebody who follows them be there already.
    seats = coded.positions.take(coded.positions["person"] >= 0)
    person, moment = seats["person"], NEVER - 1 if day is None else day_number(day)
    elsewhere = (people["account"][person] != seats["account"]) & (seats["account"] >= 0)
    left = seats.take(elsewhere & (seats["until"] <= moment))
    holder = np.append(people["heir"], NONE)[np.maximum(left["successor"], NONE)]
    left = left.select("person", "account", left="until").with_columns(holder=holder)
    return left.sort("person", "account", "left").keep_last("person", "account")


def _choose_posts(coded: Coded, day: int | None) -> np.ndarray:
    """Return the last post of each person that has begun, else the first one."""
    # A book sorts positions by person and first day, and those of one person do not overlap.
    own = np.arange(len(coded.people))
    person = coded.positions["person"]
    known = np.flatnonzero(person >= 0)
    begun = known[has_begun(coded.positions["since"][known], day)]
    post = own.copy()
    for held in (known[::-1], begun):
        post[person[held]] = len(own) + held
    return post


def _find_heirs(successor: np.ndarray, active: np.ndarray) -> np.ndarray:
    """Follow successors from everybody to the first one active; -1 where there is none."""
    own = np.arange(len(successor))
    heir = follow_chains(np.where(~active & (successor >= 0), successor, own))
    return np.where(active[heir], heir, NONE)


def _find_last(people: Rows, left: np.ndarray) -> np.ndarray:
    """Follow successors from everybody as long as these have left the account's seat, too."""
    own, successor = np.arange(len(left)), people["successor"]
    on = (successor >= 0) & left & left[successor]
    on &= people["account"][successor] == people["account"]
    return follow_chains(np.where(on, successor, own))
