"""The tools above an interactive map: search, views, layers, gaps; hidden without the script."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kamgraph.model.vocabulary import TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.review.interactive.views import View
    from kamgraph.review.wording import Wording

_HIDDEN_AT_FIRST = "knows"  # the chips in the boxes tell it more quietly
_SIGNS = {"map_zoom_in": "+", "map_whole": "⤢", "map_zoom_out": "−"}


def tools(views: Sequence[View], words: Wording) -> str:
    """Return the tools that these views call for."""
    search = escape(words("map_search"))
    return "\n".join(
        [
            '<div class="tools" hidden>',
            f'<input class="search" type="search" placeholder="{search}" aria-label="{search}" '
            'autocomplete="off" spellcheck="false">',
            *_scopes(views, words),
            *_days(views, words),
            f'<fieldset class="layers"><legend>{escape(words("map_layers"))}</legend>',
            *(_layer(name, words) for name in _layers(views)),
            "</fieldset>",
            f'<details class="gaps"><summary>{escape(words("map_gaps"))}</summary>'
            '<div class="kinds"></div></details>',
            '<span class="acts">',
            *(_button(name, words(f"map_{name}")) for name in ("copy", "print")),
            "</span>",
            '<span class="zoom">',
            *(
                f'<button type="button" data-do="{name.removeprefix("map_")}" '
                f'aria-label="{escape(words(name))}" title="{escape(words(name))}">{sign}</button>'
                for name, sign in _SIGNS.items()
            ),
            "</span>",
            "</div>",
        ]
    )


def _button(name: str, label: str) -> str:
    return f'<button type="button" data-do="{name}">{escape(label)}</button>'


def _scopes(views: Sequence[View], words: Wording) -> Iterator[str]:
    names = {view.scope: view.name for view in views}
    if len(names) > 1:
        options = "".join(
            f'<option value="{scope}">{escape(name)}</option>' for scope, name in names.items()
        )
        yield f'<select class="scope" aria-label="{escape(words("map_scope"))}">{options}</select>'


def _days(views: Sequence[View], words: Wording) -> Iterator[str]:
    days = {view.before: view.day for view in views}
    if len(days) > 1:
        yield f'<fieldset class="days"><legend>{escape(words("map_moment"))}</legend>'
        for before, checked in ((True, ""), (False, " checked")):
            yield (
                f'<label><input type="radio" name="day" value="{"before" if before else "now"}"'
                f"{checked}><span>{escape(days[before])}</span></label>"
            )
        yield "</fieldset>"


def _layers(views: Sequence[View]) -> list[str]:
    """Return the kinds of ties that occur, and outsiders if there are any."""
    graphs = [view.results.graph for view in views]
    kinds = {kind for graph in graphs for kind in graph.ties["kind"].unique()}
    outside = any(not graph.own.all() for graph in graphs)
    return [kind for kind in TIE_KINDS.words if kind in kinds] + ["outside"] * outside


def _layer(name: str, words: Wording) -> str:
    checked = "" if name == _HIDDEN_AT_FIRST else " checked"
    return (
        f'<label><input type="checkbox" value="{name}"{checked}>'
        f"<span>{escape(words(f'map_{name}'))}</span></label>"
    )
