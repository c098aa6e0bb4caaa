"""What each figure of a review comes of: which formula, which facts, the rows of which table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.reviews.section import Section

# What the facts are of that a figure rests on, in the order in which they are told.
FAMILIES = ("grade", "role", "post", "tie", "route", "touch", "score")
FIGURES = {"score", "error", "share", "reach", "points", "count", "day"}  # kinds of columns


class Basis(NamedTuple):
    """What a figure comes of."""

    formula: str
    """A term that the definitions explain, else a sentence of its own."""
    families: tuple[str, ...] = ()
    """The facts that it rests on, of whomever its row is about."""
    adds: str = ""
    """The section whose rows it adds up or counts."""


def _rest(formula: str, families: str = "", adds: str = "") -> Basis:
    return Basis(formula, tuple(families.split()), adds)


_POWER, _PART = _rest("power", "role post tie"), _rest("contributions", "grade role tie")
_CHOICE, _KNOWN = _rest("choice", "score"), _rest("known", "score")
_CHANGE, _RECORDED = _rest("changes_term", adds="events"), _rest("recorded")
# By the name of a column; of a column that is another thing in one section, by both.
_BASES = {
    "own": _rest("own_of_all", adds="key_people"),
    "after": _rest("after_of_all", adds="contributions"),
    "error": _rest("error", adds="questions"),
    "low": _rest("bounds", adds="key_people"),
    "high": _rest("bounds", adds="key_people"),
    "choice": _rest("choice_of_one", "grade tie"),
    "accounts.choice": _CHOICE,
    "deals.choice": _CHOICE,
    **dict.fromkeys(AXES.words, _rest("own", "grade tie")),
    "weight": _rest("weight", "role post"),
    "power": _POWER,
    "stake": _POWER,
    "gaps.stake": _rest("stake_of_gap", "role post tie"),
    "known": _KNOWN,
    "key_people.known": _rest("known_of_one", "grade"),
    "stable": _rest("stable", "grade role tie"),
    "reach": _rest("reach", "route"),
    "hops": _rest("hops", "route"),
    "threads": _rest("threads", "route"),
    "coverage": _rest("coverage", "score"),
    "coverage_lost": _rest("fragility", adds="routes"),
    "closeness": _rest("closeness", "touch"),
    "day": _rest("day_of_step"),
    "chance": _rest("chance"),
    "gain": _rest("points_term"),
    "to_go": _rest("targets", "grade"),
    "bound_width": _rest("bound_width", "grade"),
    "one_up": _rest("one_up", "grade"),
    "change": _CHANGE,
    "stances": _CHANGE,
    "ties": _CHANGE,
    "weights": _CHANGE,
    "changes.people": _CHANGE,
    "people": _rest("people_met", "touch"),
    "touches": _rest("touches", "touch"),
    "last": _rest("last", "touch"),
    "days": _rest("days", "touch"),
    "cold": _rest("days", "score"),
    "unanswered": _rest("unanswered", "score"),
    "confidence": _rest("confidence", "post touch"),
    "completeness.share": _rest("recorded_share"),
    "gaps_high": _rest("gaps", "score"),
    "gaps": _rest("gaps"),
    "gap_kinds.accounts": _rest("gaps"),
    "accounts": _rest("accounts_held"),
    "contacts": _rest("contacts_held"),
    "workload.power": _rest("power_held"),
    "workload.coverage": _rest("coverage_held"),
    "average": _PART,
    **{f"contributions.{axis}": _PART for axis in AXES.words},
    "due": _RECORDED,
    "closes": _RECORDED,
    "ends": _RECORDED,
    "evaluations.due": _rest("due_again"),
}
# By the term of a figure that stands above a table.
_TERMS = {
    "status": _rest("status", adds="chain"),
    "choice": _rest("choice", adds="contributions"),
    "coverage": _rest("coverage", adds="routes"),
    "known": _rest("known", adds="key_people"),
    "roles_known": _rest("roles_known", adds="chain"),
    "margin_label": _rest("margin_label", adds="questions"),
    "graded": _rest("graded", adds="key_people"),
    "old": _rest("old", adds="key_people"),
    "stage": _rest("stage", adds="events"),
    "contact_structure": _rest("contact_structure", adds="contacts"),
    "triangle": _rest("triangle"),
}


def find_basis(section: str, column: str) -> Basis:
    """Return what the figures in a column come of."""
    return _BASES.get(f"{section}.{column}") or _BASES[column]


def find_bases(section: Section) -> tuple[Basis, ...]:
    """Return what the figures that stand above a section's table come of."""
    return tuple(_TERMS[figure.term] for figure in section.figures)
