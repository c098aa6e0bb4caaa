"""Who is in each scope, and the ties among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.codes import CLOSENESS, FORMAL, SOLID, VENDOR
from kamgraph.graph.overlay import add_account_scopes, find_own_ties, overlay_ties
from kamgraph.graph.succession import TIE, succeed
from kamgraph.model.rows import Rows, stack

if TYPE_CHECKING:
    from kamgraph.graph.facts import Facts

NODE = ("scope", "person")


def find_members_and_ties(
    facts: Facts, scopes: Rows, sight: Rows, roles: Rows, team: Rows
) -> tuple[Rows, Rows]:
    """Return the nodes (``scope``, ``person``) of each scope and the ties among them."""
    # In a scope are the account's people active on the day with its vacant seats, everybody else
    # active who has a tie with one of them, a role or a place in the team, and those of us who
    # know anybody who is then in it.
    own = find_own_ties(facts, scopes, sight)
    inner = _overlay_and_succeed(facts, scopes, _find_touching(facts, scopes), own)
    inner = inner.take(
        _is_own(inner, "source", facts, scopes) | _is_own(inner, "target", facts, scopes)
    )
    inner = _drop_idle_seats(inner, roles, facts.people)
    adjacent = [_find_others(inner, end, facts, scopes) for end in ("source", "target")]
    members = _gather([_find_own_people(facts, scopes), *adjacent, roles, team])
    members = _gather([members, _find_acquaintances(facts, members, scopes, own)])
    outsiders = members.take(~_is_own(members, "person", facts, scopes))
    outer = _overlay_and_succeed(facts, scopes, _find_outer_ties(facts, outsiders), own)
    for end in ("source", "target"):
        outer = outer.take(outer.is_in(outsiders.select("scope", **{end: "person"}), "scope", end))
    return members, stack([inner, outer]).sort(*TIE)


def _gather(parts: list[Rows]) -> Rows:
    return stack([part.select(*NODE) for part in parts]).sort(*NODE).keep_first(*NODE)


def _overlay_and_succeed(facts: Facts, scopes: Rows, candidates: Rows, own: Rows) -> Rows:
    """Apply the ties of scopes, then successions, to general candidates."""
    candidates = candidates.select(*own.names)
    general = stack([candidates, _find_lines_of_heirs(facts, candidates, own)])
    return succeed(overlay_ties(general, own), scopes, facts)


def _find_lines_of_heirs(facts: Facts, candidates: Rows, own: Rows) -> Rows:
    """Return what else heirs report along, to wherever: it beats the lines they inherit."""
    heirs = stack([_find_heirs(facts, ties) for ties in (candidates, own)])
    inherits = np.zeros(len(facts.people), dtype=bool)
    inherits[heirs["source"]] = True
    lines = facts.ties.take(SOLID[facts.ties["kind"]] & inherits[facts.ties["source"]])
    lines = lines.join(heirs.keep_first("scope", "source"), "source")
    return lines.take(~lines.is_in(candidates, *TIE))


def _find_heirs(facts: Facts, ties: Rows) -> Rows:
    """Return in which scopes somebody has taken over where ties begin, as ``source``."""
    heir = facts.people["holder"][ties["source"]]
    inherited = (heir >= 0) & (heir != ties["source"])
    return ties.select("scope").with_columns(source=heir).take(inherited)


def _find_touching(facts: Facts, scopes: Rows) -> Rows:
    """Return the account-level ties with an end in each account, itself or through its heir."""
    general = facts.ties
    account, holder = facts.people["account"], facts.people["holder"]
    ends = [general["source"], general["target"]]
    ends += [np.where(holder[end] >= 0, holder[end], end) for end in ends]
    touching = [account[end] for end in ends]
    touched = []
    for earlier, of in enumerate(touching):
        new = np.flatnonzero((of >= 0) & ~_match_any(touching[:earlier], of))
        touched.append(Rows(tie=new, account=of[new]))
    placed = add_account_scopes(stack(touched), scopes)
    return general.take(placed["tie"]).with_columns(scope=placed["scope"])


def _match_any(columns: list[np.ndarray], values: np.ndarray) -> np.ndarray:
    """Return where one of some columns has the same value."""
    found = np.zeros(len(values), dtype=bool)
    for column in columns:
        found |= column == values
    return found


def _is_own(rows: Rows, column: str, facts: Facts, scopes: Rows) -> np.ndarray:
    """Return on which rows the person of a column belongs to the scope's account."""
    return np.asarray(facts.people["account"][rows[column]] == scopes["account"][rows["scope"]])


def _drop_idle_seats(ties: Rows, roles: Rows, people: Rows) -> Rows:
    """Leave out vacant seats that hold no role and that nobody active reports to."""
    # A seat counts as reported to also through other vacant seats, so that a chart with two
    # vacancies one above the other stays in one piece.
    active = people["active"]
    lines = ties.take(FORMAL[ties["kind"]] & ~active[ties["target"]])
    sources, seats = (lines.select("scope", person=end) for end in ("source", "target"))
    reported_to = seats.take(active[sources["person"]]).keep_first(*NODE)
    while True:
        passed_on = seats.take(sources.is_in(reported_to, *NODE))
        wider = stack([reported_to, passed_on]).keep_first(*NODE)
        if len(wider) == len(reported_to):
            break
        reported_to = wider
    kept = stack([reported_to, roles.select(*NODE)])
    there = np.ones(len(ties), dtype=bool)
    for end in ("source", "target"):
        idle = np.flatnonzero(~active[ties[end]])
        there[idle] &= ties.select("scope", person=end).take(idle).is_in(kept, *NODE)
    return ties.take(there)


def _find_others(ties: Rows, end: str, facts: Facts, scopes: Rows) -> Rows:
    """Return who is at an end of ties but the account's active people, who are in it anyway."""
    own = _is_own(ties, end, facts, scopes) & facts.people["active"][ties[end]]
    return ties.select("scope", person=end).take(~own)


def _find_own_people(facts: Facts, scopes: Rows) -> Rows:
    people = facts.people.select("account").with_columns(person=np.arange(len(facts.people)))
    return add_account_scopes(
        people.take(facts.people["active"] & (people["account"] >= 0)), scopes
    )


def _find_acquaintances(facts: Facts, members: Rows, scopes: Rows, own: Rows) -> Rows:
    """Return those of us who know somebody of another firm among the members."""
    side = facts.people["side"]
    others = members.take(~_is_own(members, "person", facts, scopes))
    others = others.take(side[others["person"]] != VENDOR).select("scope", target="person")
    known = facts.ties.take(CLOSENESS[facts.ties["kind"]])
    ties = overlay_ties(known.join(others, "target"), own)  # which nobody succeeds to
    ties = ties.take(CLOSENESS[ties["kind"]] & ties.is_in(others, "scope", "target"))
    return ties.take(side[ties["source"]] == VENDOR).select("scope", person="source")


def _find_outer_ties(facts: Facts, outsiders: Rows) -> Rows:
    """Return the account-level ties between outsiders of a scope, and some that prove not to be."""
    # A tie is looked for in the scopes of its rarer end: one of us may be in hundreds.
    general = facts.ties
    count = np.bincount(outsiders["person"], minlength=len(facts.people) + 1)
    holder = facts.people["holder"]
    source, target = holder[general["source"]], holder[general["target"]]
    rarer = np.where(count[source] <= count[target], source, target)
    both = (count[source] > 0) & (count[target] > 0)
    return general.with_columns(person=rarer).take(both).join(outsiders, "person")
