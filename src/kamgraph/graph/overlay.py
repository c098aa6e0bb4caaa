"""What holds in each scope: a deal's own rows over its account's, then successors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.codes import ACCOUNT, DEAL, FORMAL, SOLID, SUCCESSOR
from kamgraph.model.coded import NEVER
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows, stacked

if TYPE_CHECKING:
    from kamgraph.graph.facts import Facts

TIE = ("scope", "source", "target", "kind")


def account_rows(rows: Rows, scopes: Rows) -> Rows:
    """Repeat rows that have an ``account`` for each of its scopes, adding ``scope``."""
    return rows.join(scopes.only("account", "scope"), "account")


def deal_rows(rows: Rows, scopes: Rows) -> Rows:
    """Return rows that have a ``deal`` whose scope is there, adding ``scope``."""
    return rows.take(rows["deal"] >= 0).join(scopes.only("deal", "scope"), "deal")


def overlay_ties(account_ties: Rows, deal_ties: Rows) -> Rows:
    """Let the ties of deals replace those of their accounts, and removals remove.

    Parameters
    ----------
    account_ties, deal_ties
        Ties with their ``scope``.
    """
    lines = deal_ties.take(SOLID[deal_ties["kind"]])
    replaced = account_ties.within(deal_ties, "scope", "source", "target", "kind")
    replaced |= account_ties.within(lines, "scope", "source", "kind")
    ties = stacked([deal_ties, account_ties.take(~replaced)])
    return ties.take(ties["strength"] != 0)


def succeed(ties: Rows, scopes: Rows, people: Rows) -> Rows:
    """Let successors take over reporting lines; seats without one keep theirs.

    Returns
    -------
    Rows
        The ties with ``source`` and ``target`` now holders or vacant seats of the scope's own
        account. A line to oneself is dropped, then an inherited solid line where the person
        has one of their own, then repeated lines: unchanged ones and later ones stay.
    """
    line = FORMAL[ties["kind"]]
    source, target = (
        np.where(line, seats(ties[end], ties["scope"], scopes, people), ties[end])
        for end in ("source", "target")
    )
    inherited = source != ties["source"]
    changed = inherited | (target != ties["target"])
    moved = ties.having(source=source, target=target, inherited=inherited, changed=changed)
    moved = moved.take((source >= 0) & (source != target))
    # A line of one's own that leads to nobody here is gone only after it has beaten others.
    kept = moved.take(~moved["changed"])
    new = _not_beaten(moved.take(moved["changed"] & (moved["target"] >= 0)), moved)
    new = new.having(origin=SUCCESSOR, earlier=NEVER - new["since"])
    new = new.sorted("inherited", "earlier", "row").distinct(*TIE)
    return stacked([kept, new.take(~new.within(kept, *TIE))]).only(*ties.names)


def _not_beaten(changed: Rows, moved: Rows) -> Rows:
    """Leave out inherited solid lines of people who have one of their own."""
    solid = SOLID[moved["kind"]]
    own = moved.take(solid & ~moved["inherited"])
    return changed.take(~(changed["inherited"] & changed.within(own, "scope", "source", "kind")))


def seats(person: np.ndarray, scope: np.ndarray, scopes: Rows, people: Rows) -> np.ndarray:
    """Return who holds each person's seat: an active person, or the seat itself when vacant.

    A seat can be vacant in scopes of its own account alone, after its holder has left; -1
    where there is neither.
    """
    holder = people["holder"][person]
    empty = np.flatnonzero(holder < 0)
    seat = person[empty]
    vacant = people["left"][seat] & (people["account"][seat] == scopes["account"][scope[empty]])
    holder[empty] = np.where(vacant, seat, NONE)
    return holder


def scoped_roles(facts: Facts, scopes: Rows) -> Rows:
    """Return ``scope``, ``person``, ``role``: a deal's own decision roles, else its account's."""
    return _scoped_parts(facts, facts.roles, scopes, "scope")


def scoped_team(facts: Facts, scopes: Rows) -> Rows:
    """Return ``scope``, ``person``, ``role``: a deal's holders of a team role, else its account's.

    A place in our team is never kept as a vacant seat.
    """
    team = _scoped_parts(facts, facts.team, scopes, "scope", "role")
    return team.take(facts.people["active"][team["person"]])


def _scoped_parts(facts: Facts, parts: Rows, scopes: Rows, *replaced: str) -> Rows:
    own = deal_rows(parts, scopes)
    general = account_rows(parts.take(parts["deal"] < 0), scopes)
    held = stacked([general.take(~general.within(own, *replaced)), own])
    held = held.having(person=seats(held["person"], held["scope"], scopes, facts.people))
    held = held.take(held["person"] >= 0)
    return held.only("scope", "person", "role").distinct("scope", "person", "role")


def latest_grades(facts: Facts, nodes: Rows, scopes: Rows) -> Rows:
    """Return the stance of each node on each axis by the newest grade that counts in its scope.

    Parameters
    ----------
    nodes
        ``scope`` and ``person`` of every node.

    Returns
    -------
    Rows
        On the order of the nodes, for each axis: the stance under its name (NaN where nobody
        judged), ``<axis>_origin`` (code) and ``<axis>_date`` (day number).
    """
    deal = scopes["deal"][nodes["scope"]]
    in_deals = nodes.having(deal=deal, node=np.arange(len(nodes))).take(deal >= 0)
    found = {}
    for axis, grades in facts.grades.items():
        newest = _newest(grades)
        place = _of_account(newest, len(facts.people))[nodes["person"]]
        origin = np.where(place >= 0, ACCOUNT, 0)
        own = in_deals.places(newest, "person", "deal")
        node = in_deals["node"][own >= 0]
        place[node], origin[node] = own[own >= 0], DEAL
        found[axis] = np.append(newest["stance"], np.nan)[place]
        found[f"{axis}_origin"] = origin
        found[f"{axis}_date"] = np.append(newest["date"], NEVER)[place]
    return Rows(**found)


def _of_account(newest: Rows, people: int) -> np.ndarray:
    """Return the place of each person's grade of the account level, -1 where there is none."""
    place, general = np.full(people, -1), np.flatnonzero(newest["deal"] < 0)
    place[newest["person"][general]] = general
    return place


def _newest(grades: Rows) -> Rows:
    """Return the mean stance of the newest day of each person and deal."""
    # Sorted by stance too, so that a mean does not depend on the order of its grades.
    ordered = grades.sorted("person", "deal", "date", "stance")
    last = ordered.latest("person", "deal")
    place = ordered.places(last, "person", "deal")
    newest = ordered["date"] == last["date"][place]
    total = np.bincount(place[newest], ordered["stance"][newest], len(last))
    return last.having(stance=total / np.bincount(place[newest], minlength=len(last)))
