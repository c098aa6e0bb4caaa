"""What holds in each scope: a deal's own rows over its account's, then successors."""

from __future__ import annotations

import numpy as np

from kamgraph.graph.facts import ACCOUNT, DEAL, DOTTED_LINE, REPORTS_TO, SUCCESSOR, Facts
from kamgraph.model.coded import NEVER, NONE
from kamgraph.model.rows import Rows, stacked
from kamgraph.model.vocabulary import AXES

_INHERITED = 2  # of lines that successions make equal, unchanged ones (0) come first, these last


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
    lines = deal_ties.take(deal_ties["kind"] == REPORTS_TO)
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
    line = ties["kind"] <= DOTTED_LINE
    source, target = (
        np.where(line, seats(ties[end], ties["scope"], scopes, people), ties[end])
        for end in ("source", "target")
    )
    inherited = source != ties["source"]
    changed = inherited | (target != ties["target"])
    moved = ties.having(
        source=source,
        target=target,
        origin=np.where(changed, SUCCESSOR, ties["origin"]),
        rank=np.where(inherited, _INHERITED, changed),
    )
    moved = moved.take((source >= 0) & (target >= 0) & (source != target))
    own = moved.take((moved["kind"] == REPORTS_TO) & (moved["rank"] < _INHERITED))
    beaten = (moved["rank"] == _INHERITED) & moved.within(own, "scope", "source", "kind")
    kept = moved.take(~beaten)
    kept = kept.having(earlier=NEVER - kept["since"]).sorted("rank", "earlier", "row")
    return kept.distinct("scope", "source", "target", "kind")


def seats(person: np.ndarray, scope: np.ndarray, scopes: Rows, people: Rows) -> np.ndarray:
    """Return who holds each person's seat: an active person, or the seat itself when vacant.

    A seat can be vacant in scopes of its own account alone, after its holder has left; -1
    where there is neither.
    """
    holder, account = people["holder"][person], people["account"][person]
    vacant = people["left"][person] & (account == scopes["account"][scope])
    return np.where(holder >= 0, holder, np.where(vacant, person, NONE))


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
    newest = _newest(facts.grades)
    own = nodes.having(deal=scopes["deal"][nodes["scope"]])
    stance, date = np.append(newest["stance"], np.nan), np.append(newest["date"], NEVER)
    found = {}
    for number, axis in enumerate(AXES.words):
        asked = own.having(axis=number)
        of_account = asked.having(deal=NONE).places(newest, "person", "deal", "axis")
        of_deal = asked.places(newest, "person", "deal", "axis")
        of_deal = np.where(own["deal"] < 0, NONE, of_deal)
        place = np.where(of_deal >= 0, of_deal, of_account)
        found[axis] = stance[place]
        found[f"{axis}_origin"] = np.select([of_deal >= 0, place >= 0], [DEAL, ACCOUNT], 0)
        found[f"{axis}_date"] = date[place]
    return Rows(**found)


def _newest(grades: Rows) -> Rows:
    """Return the mean stance of the newest day of each person, deal and axis."""
    key = ("person", "deal", "axis")
    # Sorted by stance too, so that a mean does not depend on the order of its grades.
    ordered = grades.sorted(*key, "date", "stance")
    last = ordered.take(np.arange(len(ordered))[::-1]).distinct(*key).only(*key, "date")
    counted = ordered.take(ordered.within(last, *key, "date"))
    place = counted.places(last, *key)
    total = np.bincount(place, weights=counted["stance"], minlength=len(last))
    count = np.bincount(place, minlength=len(last))
    return last.having(stance=total / np.maximum(count, 1))
