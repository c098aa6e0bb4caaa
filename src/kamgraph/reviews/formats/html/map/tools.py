"""The tools above an interactive map: search, views, layers, gaps; hidden without the script."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kamgraph.model.vocabulary import TIE_KINDS
from kamgraph.model.voice import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamgraph.reviews.formats.html.map.views import View

_HIDDEN_AT_FIRST = "knows"  # the chips in the boxes tell it more quietly
_SIGNS = {"zoom_in": "+", "whole": "⤢", "zoom_out": "−"}
_SIGN = (
    '<button type="button" data-do="{name}" aria-label="{label}" title="{label}">{sign}</button>'
)
_SEARCH = (
    '<input class="search" type="search" placeholder="{label}" aria-label="{label}" '
    'autocomplete="off" spellcheck="false">'
)
_GAPS = '<details class="gaps"><summary>{label}</summary><div class="kinds"></div></details>'


def tools(views: Sequence[View]) -> str:
    """Return the tools that these views call for."""
    parts = [
        _search(),
        *_scopes(views),
        *_days(views),
        _layers(views),
        _GAPS.format(label=escape(say("map_gaps"))),
        _group("acts", (_button(name, say(f"map_{name}")) for name in ("copy", "print"))),
        _group("zoom", (_sign(name, say(f"map_{name}")) for name in _SIGNS)),
    ]
    return "\n".join(['<div class="tools" hidden>', *parts, "</div>"])


def _search() -> str:
    label = escape(say("map_search"))
    return _SEARCH.format(label=label)


def _group(name: str, buttons: Iterable[str]) -> str:
    return f'<span class="{name}">{"".join(buttons)}</span>'


def _sign(name: str, label: str) -> str:
    return _SIGN.format(name=name, label=escape(label), sign=_SIGNS[name])


def _button(name: str, label: str) -> str:
    return f'<button type="button" data-do="{name}">{escape(label)}</button>'


def _scopes(views: Sequence[View]) -> Iterator[str]:
    names = {view.scope: view.name for view in views}
    if len(names) > 1:
        options = "".join(
            f'<option value="{scope}">{escape(name)}</option>' for scope, name in names.items()
        )
        yield f'<select class="scope" aria-label="{escape(say("map_scope"))}">{options}</select>'


def _days(views: Sequence[View]) -> Iterator[str]:
    days = {view.before: view.day for view in views}
    if len(days) > 1:
        yield f'<fieldset class="days"><legend>{escape(say("map_moment"))}</legend>'
        for before, checked in ((True, ""), (False, " checked")):
            yield (
                f'<label><input type="radio" name="day" value="{"before" if before else "now"}"'
                f"{checked}><span>{escape(days[before])}</span></label>"
            )
        yield "</fieldset>"


def _layers(views: Sequence[View]) -> str:
    """Return a box to tick for each kind of tie that occurs, and for outsiders."""
    graphs = [view.results.graph for view in views]
    kinds = {kind for graph in graphs for kind in graph.ties["kind"].unique()}
    outside = any(not graph.own.all() for graph in graphs)
    names = [kind for kind in TIE_KINDS.words if kind in kinds] + ["outside"] * outside
    boxes = "".join(_layer(name) for name in names)
    legend = escape(say("map_layers"))
    return f'<fieldset class="layers"><legend>{legend}</legend>{boxes}</fieldset>'


def _layer(name: str) -> str:
    checked = "" if name == _HIDDEN_AT_FIRST else " checked"
    return (
        f'<label><input type="checkbox" value="{name}"{checked}>'
        f"<span>{escape(say(f'map_{name}'))}</span></label>"
    )
