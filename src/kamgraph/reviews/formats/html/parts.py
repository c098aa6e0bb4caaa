"""Which sections of a review stand together on its page, under a heading of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamgraph.model.voice import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.reviews.section import Section

_PARTS = {
    "decision": ("standing", "chain", "key_people", "questions", "contributions", "targets"),
    "map": ("map",),
    "steps": ("plan", "gaps", "verify", "actions", "risks", "gap_kinds", "workload"),
    "contact": (
        *("accounts", "acquaintance", "contacts", "cold", "alone", "routes", "touches"),
        *("structure", "counterparts", "fragility", "handover"),
    ),
    "business": ("deals", "funnel", "qualification", "payments", "commitments", "renewals"),
    "news": ("changes", "events", "evaluations"),
    "basis": (),  # and what is in no other
}


# What the first screen of a portfolio shows: it has no map that would take its place.
_FRONT = ("risks", "accounts", "deals", "evaluations", "workload")


class Part(NamedTuple):
    """Sections that stand together."""

    name: str
    heading: str
    sections: tuple[Section, ...]


def choose_front(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections of a portfolio that its first screen shows."""
    return tuple(section for section in sections if section.name in _FRONT)


def divide(sections: Sequence[Section]) -> list[Part]:
    """Return the parts of a review that have anything; their sections stay in order."""
    place = {name: part for part, names in _PARTS.items() for name in names}
    parts = [
        Part(
            f"part-{name}",
            say(f"parts.{name}"),
            tuple(one for one in sections if place.get(one.name, "basis") == name),
        )
        for name in _PARTS
    ]
    return [part for part in parts if part.sections]
