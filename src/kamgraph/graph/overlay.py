"""What holds in each scope: a deal's rows over those of its unit, a unit's over its account's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.acquaintance import add_contact, see_acquaintance
from kamgraph.graph.codes import ACCOUNT, CLOSENESS, COMPETITOR, DEAL, PERSONAL, SOLID, VENDOR
from kamgraph.graph.succession import TIE, find_seats
from kamgraph.graph.units import list_seen_deals
from kamgraph.model.coded import NEVER
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows, stack
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph.facts import Facts

_PAIR = ("scope", "source", "target")
_DEAL_DEPTH = 2**20  # below any unit


def add_account_scopes(rows: Rows, scopes: Rows) -> Rows:
    """Repeat rows that have an ``account`` for each of its scopes, adding ``scope``."""
    return rows.join(scopes.select("account", "scope"), "account")


def add_deal_scopes(rows: Rows, scopes: Rows) -> Rows:
    """Return rows that have a ``deal`` whose scope is there, adding ``scope``."""
    return rows.take(rows["deal"] >= 0).join(scopes.select("deal", "scope"), "deal")


def add_depths(rows: Rows, scopes: Rows, sight: Rows) -> Rows:
    """Return rows that name a ``unit`` as each scope sees them, with ``scope`` and ``depth``."""
    # Rows of a deal are seen in it alone, deeper than those of any unit.
    of_deal = add_deal_scopes(rows, scopes).with_columns(depth=_DEAL_DEPTH)
    above = rows.take(rows["deal"] == NONE).join(sight, "unit")
    return stack([of_deal, above])


def keep_deepest(rows: Rows, *identity: str) -> Rows:
    """Leave out rows over which there are deeper ones that are equal in the identity."""
    if not rows["depth"].any():
        return rows
    deepest = rows.sort(*identity, "depth").keep_last(*identity)
    place = rows.locate(deepest, *identity)
    return rows.take(rows["depth"] == deepest["depth"][place])


def find_own_ties(facts: Facts, scopes: Rows, sight: Rows) -> Rows:
    """Return the ties that a scope has in place of the general ones, with ``scope``."""
    # Those of its deal; and acquaintance where an interaction or a broken promise about a deal, or
    # a row of one, makes it another than elsewhere.
    own = add_deal_scopes(facts.deal_ties, scopes)
    deals, told = list_seen_deals(facts.deals, scopes, sight), (facts.met, facts.broken)
    seen, broken = (rows.take(rows["deal"] >= 0).join(deals, "deal") for rows in told)
    close = own.take(CLOSENESS[own["kind"]])
    pairs = stack([part.select(*_PAIR) for part in (close, seen, broken)]).keep_first(*_PAIR)
    if not len(pairs):
        return own
    above = facts.graded.join(pairs, "source", "target")
    graded = stack([close, above.take(~above.is_in(close, *TIE))])
    met, elsewhere = (
        rows.take(rows["deal"] == NONE).join(pairs, "source", "target") for rows in told
    )
    met = add_contact(stack([seen, met]), *_PAIR)
    broken = stack([broken, elsewhere])
    known = see_acquaintance(graded, met, broken, *_PAIR, day=facts.day, policy=facts.policy)
    return stack([own.take(~CLOSENESS[own["kind"]]), known])


def overlay_ties(above: Rows, own: Rows) -> Rows:
    """Put ties of deals over those of their accounts; what a deal removes goes."""
    lines = own.take(SOLID[own["kind"]])
    above = above.take(~above.is_in(lines, "scope", "source", "kind"))
    ties = stack([own, above.take(~above.is_in(own, *TIE))])
    return ties.take(ties["strength"] != 0)


def overlay_people(rows: Rows, nodes: Rows, scopes: Rows, sight: Rows, *identity: str) -> Rows:
    """Return rows about people as each scope sees them, with ``scope``, ``node`` and ``depth``."""
    # Those that name no organization are seen wherever the person is, under all others.
    members = nodes.select("scope", "person").with_columns(node=np.arange(len(nodes)))
    named = rows.take((rows["unit"] != NONE) | (rows["deal"] != NONE))
    named = add_depths(named, scopes, sight).join(members, "scope", "person")
    general = rows.take((rows["unit"] == NONE) & (rows["deal"] == NONE)).join(members, "person")
    return keep_deepest(stack([general.with_columns(depth=0), named]), "node", *identity)


def see_roles(facts: Facts, scopes: Rows, sight: Rows) -> Rows:
    """Return ``scope``, ``person``, ``role``, ``origin``: who holds each decision role there."""
    held = _overlay_parts(facts.roles, scopes, sight)
    seat = find_seats(held, scopes, facts)
    # What somebody does by themselves, such as to coach us, neither passes on nor keeps a seat, and
    # ends with the change from the account to our side or a competitor's.
    person, account = held["person"], scopes["account"][held["scope"]]
    left = Rows(person=person, account=account).is_in(facts.former, "person", "account")
    changed = left & np.isin(facts.people["side"][person], (VENDOR, COMPETITOR))
    own = np.where(facts.people["active"][person] & ~changed, person, NONE)
    seat = np.where(PERSONAL[held["role"]], own, seat)
    return _list_holders(held.with_columns(person=seat), "origin")


def see_team(facts: Facts, scopes: Rows, sight: Rows) -> Rows:
    """Return ``scope``, ``person``, ``role``: who holds each role in our team in each scope."""
    # A place in our team passes to nobody, nor is it kept as a vacant seat.
    held = _overlay_parts(facts.team, scopes, sight)
    return _list_holders(held.take(facts.people["active"][held["person"]]))


def _list_holders(held: Rows, *more: str) -> Rows:
    columns = ("scope", "person", "role", *more)
    return held.take(held["person"] >= 0).select(*columns).keep_first(*columns)


def _overlay_parts(parts: Rows, scopes: Rows, sight: Rows) -> Rows:
    """Return who holds each role in each scope: role by role those of the deepest rows."""
    seen = add_depths(parts, scopes, sight)
    held = keep_deepest(seen.take(~seen["ended"]), "scope", "role")
    ended = seen.take(seen["ended"] & (seen["depth"] > 0))
    ended = ended.sort("scope", "person", "role", "depth").keep_last("scope", "person", "role")
    place = held.locate(ended, "scope", "person", "role")
    removed = np.append(ended["depth"], 0)[place] > held["depth"]
    return held.take(~removed)


def find_latest_grades(grades: Rows, nodes: Rows, scopes: Rows, sight: Rows) -> Rows:
    """Return the newest grade that counts of each node on each axis."""
    # On the order of the nodes, for each axis: the stance under its name (NaN where nobody judged),
    # ``<axis>_origin`` (code) and ``<axis>_date`` (day number).
    newest = _add_newest(grades, "axis", "person", "unit", "deal")
    seen = overlay_people(newest, nodes, scopes, sight, "axis")
    if seen["depth"].any() or (seen["unit"] != NONE).any():
        seen = _add_newest(seen, "axis", "node")
    found: dict[str, np.ndarray] = {}
    for number, axis in enumerate(AXES.words):
        on_axis = seen.take(seen["axis"] == number)
        node = on_axis["node"]
        stance, origin = np.full(len(nodes), np.nan), np.zeros(len(nodes), dtype=np.int64)
        date = np.full(len(nodes), NEVER)
        stance[node] = on_axis["stance"] / on_axis["count"]
        date[node] = on_axis["date"]
        origin[node] = np.where(on_axis["deal"] >= 0, DEAL, ACCOUNT)
        found |= {axis: stance, f"{axis}_origin": origin, f"{axis}_date": date}
    return Rows(**found)


def _add_newest(grades: Rows, *identity: str) -> Rows:
    """Return the sum of the stances of the newest day of each identity, and their ``count``."""
    # Sorted by stance too, so that a sum does not depend on the order of its grades.
    ordered = grades.sort(*identity, "date", "stance")
    last = ordered.keep_last(*identity)
    place = ordered.locate(last, *identity)
    newest = ordered["date"] == last["date"][place]
    of = place[newest]
    sums = {name: np.bincount(of, ordered[name][newest], len(last)) for name in ("stance", "count")}
    return last.with_columns(**sums)
