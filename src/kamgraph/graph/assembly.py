"""The scopes of a book on a day as nodes and ties: what a graph is made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.errors import BookError
from kamgraph.graph.codes import ASSUMED, COMPETITOR, RECORDED, VENDOR
from kamgraph.graph.facts import Facts, gather_facts
from kamgraph.graph.members import NODE, find_members_and_ties
from kamgraph.graph.overlay import find_latest_grades, see_roles, see_team
from kamgraph.graph.scopes import choose_scopes
from kamgraph.graph.units import is_part, list_sight
from kamgraph.model.coded import NEVER
from kamgraph.model.ids import NONE
from kamgraph.model.vocabulary import AXES, SIDES
from kamgraph.progress import stages

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy
    from kamgraph.model.rows import Rows


class Assembly(NamedTuple):
    """The scopes, the people in them, and the ties between these, of the part of a book."""

    part: Book
    scopes: Rows
    nodes: Rows
    ties: Rows


def assemble(
    book: Book, account: str | None, deal: str | None, day: dt.date | None, policy: Policy
) -> Assembly:
    """Return who is in the scopes asked for, from the part of the book that they can see."""
    part = book.part_for(account, deal)
    try:
        return _assemble_part(part, account, deal, day, policy)
    except BookError:  # which names rows: tell it by those of the book
        return _assemble_part(book, account, deal, day, policy)


def _assemble_part(
    book: Book, account: str | None, deal: str | None, day: dt.date | None, policy: Policy
) -> Assembly:
    """Return who is in the scopes asked for, what they are, and their ties."""
    with stages(4, "graph") as done:
        facts = done(gather_facts(book, day, policy))
        scopes = choose_scopes(book, facts.deals, account, deal)
        sight = list_sight(book.coded.organizations, scopes)
        facts = _limit_to_unit(facts, book.coded.organizations, scopes)
        roles, team = (see(facts, scopes, sight) for see in (see_roles, see_team))
        members, ties = done(find_members_and_ties(facts, scopes, sight, roles, team))
        nodes = _add_roles(members, roles).with_columns(team=_set_bits(team, members))
        grades = find_latest_grades(facts.grades, nodes, scopes, sight)
        nodes = done(_add_stances(_describe(nodes, scopes, facts, policy), grades, policy))
        return Assembly(book, scopes, nodes, done(_join_nodes(ties, members)))


def _limit_to_unit(facts: Facts, organizations: Rows, scopes: Rows) -> Facts:
    """Return the facts with nobody else of the account as one's own where a unit is asked for."""
    # Which is then the only scope.
    of_unit = (scopes["deal"] < 0) & (organizations["parent"][scopes["unit"]] >= 0)
    if not of_unit.any():
        return facts
    account = facts.people["account"]
    inside = is_part(organizations, facts.people["organization"], scopes["unit"][0])
    return replace(facts, people=facts.people.with_columns(account=np.where(inside, account, NONE)))


def _add_roles(members: Rows, roles: Rows) -> Rows:
    """Add the decision roles of each member, and which of them somebody accepted or recorded."""
    sure = roles.take(roles["origin"] != ASSUMED)
    plain = roles.take(roles["origin"] == RECORDED)
    parts = {"roles": roles, "roles_sure": sure, "roles_recorded": plain}
    return members.with_columns(**{name: _set_bits(part, members) for name, part in parts.items()})


def _set_bits(parts: Rows, members: Rows) -> np.ndarray:
    """Return the roles of each member as a set of bits."""
    bits = np.zeros(len(members), dtype=np.int64)
    np.bitwise_or.at(bits, parts.locate(members, *NODE), 1 << parts["role"])
    return bits


def _describe(nodes: Rows, scopes: Rows, facts: Facts, policy: Policy) -> Rows:
    people = facts.people.take(nodes["person"])
    vacant = ~people["active"]
    fixed = vacant | np.isin(people["side"], [VENDOR, COMPETITOR])
    susceptibility = people["susceptibility"]
    susceptibility = np.where(np.isnan(susceptibility), policy.susceptibility, susceptibility)
    return nodes.with_columns(
        post=people["post"],
        side=people["side"],
        own=people["account"] == scopes["account"][nodes["scope"]],
        vacant=vacant,
        susceptibility=np.where(fixed, 0.0, susceptibility),
    )


def _add_stances(nodes: Rows, grades: Rows, policy: Policy) -> Rows:
    """Add stances: as graded, else as the policy assumes of a side; of vacant seats none."""
    judged = {}
    for axis in AXES.words:
        by_side = [policy.assumed_stance.get(side, {}).get(axis, np.nan) for side in SIDES.words]
        assumed = np.array(by_side)[nodes["side"]]
        stance, origin = grades[axis], grades[f"{axis}_origin"]
        unknown = np.isnan(stance) & ~np.isnan(assumed)
        judged[axis] = np.where(nodes["vacant"], np.nan, np.where(unknown, assumed, stance))
        origin = np.where(unknown, ASSUMED, origin)
        judged[f"{axis}_origin"] = np.where(nodes["vacant"], 0, origin)
        judged[f"{axis}_date"] = np.where(nodes["vacant"], NEVER, grades[f"{axis}_date"])
    return nodes.with_columns(**judged)


def _join_nodes(ties: Rows, members: Rows) -> Rows:
    """Return the ties with nodes in place of people."""
    ends = {
        end: ties.select("scope", person=end).locate(members, *NODE) for end in ("source", "target")
    }
    return ties.with_columns(**ends).select(
        *("scope", "source", "target", "kind", "strength", "origin", "since", "row"),
        *("answered", "let_down"),
    )
