"""What holds in each scope: a deal's own rows over its account's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.codes import ACCOUNT, DEAL, SOLID
from kamgraph.graph.succession import TIE, find_seats
from kamgraph.model.coded import NEVER
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows, stack
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph.facts import Facts

_GRADE = ("axis", "person", "deal")


def add_account_scopes(rows: Rows, scopes: Rows) -> Rows:
    """Repeat rows that have an ``account`` for each of its scopes, adding ``scope``."""
    return rows.join(scopes.select("account", "scope"), "account")


def add_deal_scopes(rows: Rows, scopes: Rows) -> Rows:
    """Return rows that have a ``deal`` whose scope is there, adding ``scope``."""
    return rows.take(rows["deal"] >= 0).join(scopes.select("deal", "scope"), "deal")


def overlay(above: Rows, own: Rows, *identity: str) -> Rows:
    """Put a scope's own rows over those from above it, which give way where these are equal."""
    return stack([own, above.take(~above.is_in(own, *identity))])


def overlay_ties(above: Rows, own: Rows) -> Rows:
    """Put ties of deals over those of their accounts; what a deal removes goes."""
    lines = own.take(SOLID[own["kind"]])
    above = above.take(~above.is_in(lines, "scope", "source", "kind"))
    ties = overlay(above, own, *TIE)
    return ties.take(ties["strength"] != 0)


def overlay_accounts(rows: Rows, scopes: Rows, *identity: str) -> Rows:
    """Return rows that name an account as each scope sees them, with ``scope``."""
    # Rows of a deal are seen in it alone, and replace those of none that are equal in the identity.
    above = add_account_scopes(rows.take(rows["deal"] == NONE), scopes)
    return overlay(above, add_deal_scopes(rows, scopes), "scope", *identity)


def overlay_people(rows: Rows, nodes: Rows, scopes: Rows, *identity: str) -> Rows:
    """Return rows about people as each scope sees them, with ``scope`` and ``node``."""
    # Deals replace rows as they do in overlay_accounts.
    members = nodes.select("scope", "person").with_columns(node=np.arange(len(nodes)))
    own = add_deal_scopes(rows, scopes).join(members, "scope", "person")
    above = rows.take(rows["deal"] == NONE).join(members, "person")
    return overlay(above.select(*own.names), own, "node", *identity)


def see_roles(facts: Facts, scopes: Rows) -> Rows:
    """Return ``scope``, ``person``, ``role``: a deal's own decision roles, else its account's."""
    return _see_parts(facts, facts.roles, scopes)


def see_team(facts: Facts, scopes: Rows) -> Rows:
    """Return ``scope``, ``person``, ``role``: a deal's own team roles, else its account's."""
    # A place in our team is never kept as a vacant seat.
    team = _see_parts(facts, facts.team, scopes, "role")
    return team.take(facts.people["active"][team["person"]])


def _see_parts(facts: Facts, parts: Rows, scopes: Rows, *identity: str) -> Rows:
    held = overlay_accounts(parts, scopes, *identity)
    held = held.with_columns(person=find_seats(held["person"], held["scope"], scopes, facts.people))
    held = held.take(held["person"] >= 0)
    return held.select("scope", "person", "role").keep_first("scope", "person", "role")


def find_latest_grades(grades: Rows, nodes: Rows, scopes: Rows) -> Rows:
    """Return the newest grade that counts of each node on each axis."""
    # On the order of the nodes, for each axis: the stance under its name (NaN where nobody judged),
    # ``<axis>_origin`` (code) and ``<axis>_date`` (day number).
    seen = overlay_people(_average_newest(grades), nodes, scopes, "axis")
    found: dict[str, np.ndarray] = {}
    for number, axis in enumerate(AXES.words):
        on_axis = seen.take(seen["axis"] == number)
        node = on_axis["node"]
        stance, origin = np.full(len(nodes), np.nan), np.zeros(len(nodes), dtype=np.int64)
        date = np.full(len(nodes), NEVER)
        stance[node], date[node] = on_axis["stance"], on_axis["date"]
        origin[node] = np.where(on_axis["deal"] >= 0, DEAL, ACCOUNT)
        found |= {axis: stance, f"{axis}_origin": origin, f"{axis}_date": date}
    return Rows(**found)


def _average_newest(grades: Rows) -> Rows:
    """Return the mean stance of the newest day of each person, deal and axis."""
    # Sorted by stance too, so that a mean does not depend on the order of its grades.
    ordered = grades.sort(*_GRADE, "date", "stance")
    last = ordered.keep_last(*_GRADE)
    place = ordered.locate(last, *_GRADE)
    newest = ordered["date"] == last["date"][place]
    total = np.bincount(place[newest], ordered["stance"][newest], len(last))
    return last.with_columns(stance=total / np.bincount(place[newest], minlength=len(last)))
