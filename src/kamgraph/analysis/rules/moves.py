"""Gaps that come of moves: supporters who work elsewhere now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.rules.definition import Found, rule, words_of
from kamgraph.analysis.rules.facts import Names
from kamgraph.graph.codes import COMPETITOR, CUSTOMER, PARTNER
from kamgraph.graph.scale import choice, weigh_axes
from kamgraph.graph.units import is_part
from kamgraph.model.coded import NEVER, day_number
from kamgraph.model.ids import NONE
from kamgraph.model.recorded import GRADES
from kamgraph.model.rounding import at_least
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.graph import RelationshipGraph

_GRADED = frozenset(GRADES.values())


@rule("supporter_at_rival", "high", **words_of("supporter_at_rival"), needs=(_GRADED,))
def supporter_at_rival(graph: RelationshipGraph) -> Found:
    """Those who supported us and work for a competitor now."""
    return _tell(graph, (COMPETITOR,))


@rule(
    "supporter_elsewhere",
    "medium",
    **words_of("supporter_elsewhere"),
    needs=(_GRADED,),
    includes=("single_thread",),
)
def supporter_elsewhere(graph: RelationshipGraph) -> Found:
    """Those who supported us and work for another customer or a partner now."""
    return _tell(graph, (CUSTOMER, PARTNER))


def _tell(graph: RelationshipGraph, sides: Sequence[int]) -> Found:
    moves = _list_moves(graph, sides)
    if not len(moves):
        return Found.nothing()
    moved = _list_supporters(graph, moves)
    scopes = Rows(account=graph.account, scope=np.arange(len(graph.account)))
    found = scopes.join(moved, "account").sort("scope", "person")
    # A unit has lost those who were in it; a deal, like an account, has people of all units.
    scope, organizations = found["scope"], graph.part.coded.organizations
    inside = is_part(organizations, found["seat"], graph.unit[scope])
    found = found.take(inside | graph.of_deal[scope])
    firm = graph.people_on["organization"][found["person"]]
    return Found.scopes(found["scope"], who=found["person"], firm=Names(firm, "organizations"))


def _list_moves(graph: RelationshipGraph, sides: Sequence[int]) -> Rows:
    """Return whom each ``account`` has lost to firms of some sides, when, and from which seat."""
    now, seats = graph.people_on, graph.part.coded.positions
    day = NEVER if graph.as_of is None else day_number(graph.as_of)
    seats = seats.take((seats["person"] >= 0) & (seats["account"] >= 0) & (seats["until"] <= day))
    person = seats["person"]
    elsewhere = now["active"][person] & (now["account"][person] != seats["account"])
    elsewhere &= np.isin(now["side"][person], sides)
    left = seats.take(elsewhere).select("account", "person", left="until", seat="organization")
    return left.sort("account", "person", "left").keep_last("account", "person")


def _list_supporters(graph: RelationshipGraph, moved: Rows) -> Rows:
    """Return who of those moved supported us, by the grades of then as far as they still count."""
    stances = [_find_stances(graph, moved, axis) for axis in AXES.words]
    own = np.column_stack(stances)
    weights = weigh_axes(~np.isnan(own), graph.policy)
    supported = at_least(choice(np.nan_to_num(own), weights), graph.policy.supportive)
    return moved.take(supported & ~np.isnan(own).all(axis=1))


def _find_stances(graph: RelationshipGraph, moved: Rows, axis: str) -> np.ndarray:
    """Return the newest stance of each before the move, by its certainty today; NaN without."""
    coded = graph.part.coded
    rows, stance = coded.assessments, coded.grades[axis].values(graph.policy.stances(axis))
    of_deal = np.append(coded.deals["account"], NONE)[rows["deal"]]
    about = np.where(rows["deal"] >= 0, of_deal, rows["account"])
    grades = rows.select("person", "date").with_columns(stance=stance, about=about)
    judged = grades.take(~np.isnan(stance)).join(moved, "person")
    here = (judged["about"] == NONE) | (judged["about"] == judged["account"])
    judged = judged.take(here & (judged["date"] < judged["left"]))
    newest = judged.sort("account", "person", "date").keep_last("account", "person")
    day = 0 if graph.as_of is None else day_number(graph.as_of)
    halved = graph.policy.certainty(day - newest["date"])
    found = moved.locate(newest, "account", "person")
    return np.append(newest["stance"] * halved, np.nan)[found]
