"""The interactive map as an element of a page; without its script it is the first view."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import current_language, say, say_label, template, wording
from kamgraph.reviews.formats.html.data import Pool, island
from kamgraph.reviews.formats.html.map.cards import Card, cards
from kamgraph.reviews.formats.html.map.tools import tools

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamgraph.reviews.formats.html.map.views import View

_PARTS = Card._fields
_TOLD = (  # what the script says, beside the page
    *("person", "map_title", "map_organization", "side", "roles", "choice", "part", "weight"),
    *("power", "reach", "axis", "map_grade", "after", "map_best_route"),
    *("map_known_by", "map_grades", "map_gaps", "map_boss", "map_reports", "map_dotted_boss"),
    *("map_influenced_by", "map_sways", "map_contrary", "map_close", "map_found", "map_place"),
    *("map_shown", "map_gaps_none", "map_gaps_clear", "map_no_print", "comma"),
)


def map_element(views: Sequence[View], label: str) -> str:
    """Return the element.

    Parameters
    ----------
    views
        What it can show, the first to begin with.
    label
        What it shows, for those who cannot see it.
    """
    told = [cards(view.results) for view in views]
    drawn = [_view(view, k, label) for k, view in enumerate(views)]
    return "\n".join(
        [
            '<div class="map">',
            tools(views),
            f'<div class="stage">{drawn[0][0]}</div>',
            drawn[0][1],
            *(f"<template>{chart}{legend}</template>" for chart, legend in drawn[1:]),
            f'<p class="hint" hidden>{escape(say("map_hint"))}</p>',
            '<p class="status" role="status"></p>',
            island("data", _data(views, told)),
            "</div>",
        ]
    )


def _view(view: View, number: int, label: str) -> tuple[str, str]:
    """Return the chart of a view, and its legend."""
    from kamgraph.plot.stakeholder_map.svg import map_svg

    drawing = map_svg(view.results.graph, language=current_language(), name=f"map-{number}")
    box = " ".join(f"{length:g}" for length in drawing.page)
    chart = (
        f'<svg class="chart drawing" viewBox="{box}" role="group" aria-label="{escape(label)}">'
        f"{drawing.content}</svg>"
    )
    keys = "".join(f"<li>{key.sign}<span>{escape(key.label)}</span></li>" for key in drawing.legend)
    return chart, f'<ul class="keys">{keys}</ul>'


def _data(views: Sequence[View], told: Sequence[dict[str, Card]]) -> dict[str, Any]:
    pools = {part: Pool() for part in _PARTS}
    people = [
        [[person, *_numbers(card, pools.values())] for person, card in found.items()]
        for found in told
    ]
    codes = {gap[0] for found in told for card in found.values() for gap in card.gaps}
    return {
        "words": {key: template(key) for key in _TOLD},
        "axes": [say_label(AXES, axis) for axis in AXES.words],
        "gaps": {code: gap_label(code) for code in sorted(codes)},
        "parts": {part: pool.values for part, pool in pools.items()},
        "views": [
            {
                "scope": view.scope,
                "name": view.name,
                "day": view.day,
                "before": view.before,
                "people": rows,
            }
            for view, rows in zip(views, people, strict=True)
        ],
    }


def gap_label(code: str) -> str:
    """Return the short name of a kind of gap; one of a rule of the user's own is its code."""
    key = f"gap_{code}"
    return say(key) if key in wording() else code.replace("_", " ")


def _numbers(card: Card, pools: Iterable[Pool]) -> list[int]:
    return [pool.number(part) for part, pool in zip(card, pools, strict=True)]
