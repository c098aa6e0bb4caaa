"""What a page tells the script of its map: the words, and the card of everybody in every view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamgraph.model import tie_kinds
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import choose_label, say, say_label, wording
from kamgraph.reviews.formats.html.map.cards import Card, make_cards
from kamgraph.reviews.formats.html.pool import Pool
from kamgraph.reviews.formats.html.templates import take_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamgraph.plot.stakeholder_map.svg import Aside
    from kamgraph.reviews.formats.html.map.views import View

_WORDS = (  # what the script says, beside the page
    *("map_title", "map_organization", "roles", "map_grade", "map_best_route"),
    *("map_known_by", "map_grades", "map_gaps", "map_contrary", "map_close", "map_found"),
    *("map_place", "map_shown", "map_gaps_none", "map_gaps_clear", "map_no_print", "comma"),
    *("quotes", "card_meetings", "card_candidates", "map_full", "map_full_end"),
)
# What it calls as the tables of the page do.
_HEADINGS = ("person", "side", "choice", "kind", "weight", "power", "reach", "axis", "after")


def make_data(drawings: Sequence[tuple[View, bool, Sequence[Aside]]]) -> dict[str, Any]:
    """Return the data of views, whole or not, with ties laid aside, as plain values for JSON."""
    pools = {part: Pool() for part in Card._fields}
    looks = Pool()
    cards_of = {
        (view.scope, view.before): make_cards(view.results)
        for view in dict.fromkeys(view for view, *_ in drawings)
    }
    people = {
        key: [[person, *_number_parts(card, pools.values())] for person, card in found.items()]
        for key, found in cards_of.items()
    }
    codes = {gap[0] for found in cards_of.values() for card in found.values() for gap in card.gaps}
    views = [
        {
            "scope": view.scope,
            "name": view.name,
            "day": view.day,
            "before": view.before,
            "whole": whole,
            "people": people[view.scope, view.before],
            "aside": _number_ties(aside, cards_of[view.scope, view.before], looks),
        }
        for view, whole, aside in drawings
    ]
    return {
        "words": take_sentences(*_WORDS) | {name: say(f"columns.{name}") for name in _HEADINGS},
        "axes": [say_label(AXES, axis) for axis in AXES.words],
        "gaps": {code: name_gap(code) for code in sorted(codes)},
        "headings": _list_headings(),
        "parts": {part: pool.values for part, pool in pools.items()},
        "looks": looks.values,
        "views": views,
    }


def _list_headings() -> list[dict[str, Any]]:
    """Return what stands above the ties on a card: lines up, lines down, then who moves whom."""
    lines = [kind for kind in tie_kinds.ALL if kind.line]
    others = [kind for kind in tie_kinds.ALL if not kind.line]
    order = [(kind, end) for end in ("target", "source") for kind in lines]
    order += [(kind, end) for kind in others for end in ("source", "target")]
    return [
        {
            "kind": kind.name,
            "end": end,
            "label": choose_label(labels),
        }
        for kind, end in order
        if (labels := kind.targets_heading if end == "target" else kind.sources_heading)
    ]


def name_gap(code: str) -> str:
    """Return the short name of a kind of gap; one of a rule of the user's own is its code."""
    key = f"rules.{code}.name"
    return say(key) if key in wording() else code.replace("_", " ")


def _number_parts(card: Card, pools: Iterable[Pool]) -> list[int]:
    return [pool.number(part) for part, pool in zip(card, pools, strict=True)]


def _number_ties(aside: Sequence[Aside], cards: Iterable[str], looks: Pool) -> list[list[Any]]:
    """Return ties by the numbers of their looks, and of both ends among the people of a view."""
    number = {person: place for place, person in enumerate(cards)}
    return [
        [looks.number(one.look), number[one.source], number[one.target], one.strength]
        for one in aside
    ]
