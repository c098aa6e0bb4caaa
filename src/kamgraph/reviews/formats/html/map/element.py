"""The interactive map as an element of a page: what ``map.html.j2`` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kamgraph.model.vocabulary import TIE_KINDS
from kamgraph.plot.stakeholder_map.svg import map_svg
from kamgraph.reviews.formats.html.map.data import make_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.plot.stakeholder_map.svg import MapSvg
    from kamgraph.reviews.formats.html.map.views import View

_HIDDEN_AT_FIRST = "knows"  # the chips in the boxes show it more quietly


class MapElement(NamedTuple):
    """A map to be shown, and what the script that works it is given."""

    label: str  # for those who cannot see it
    drawings: Sequence[MapSvg]  # one per view, the first to begin with
    scopes: dict[int, str]  # accounts and deals to choose from, by number
    days: dict[bool, str]  # now, and the day of the last review (True)
    layers: dict[str, bool]  # what can be hidden, and whether it is shown at first
    data: dict[str, Any]


def make_map(views: Sequence[View], label: str) -> MapElement:
    """Return the map of some views in the language that is spoken."""
    return MapElement(
        label=label,
        drawings=[
            map_svg(view.results.graph, name=f"map-{number}") for number, view in enumerate(views)
        ],
        scopes={view.scope: view.name for view in views},
        days={view.before: view.day for view in views},
        layers=_find_layers(views),
        data=make_data(views),
    )


def _find_layers(views: Sequence[View]) -> dict[str, bool]:
    graphs = [view.results.graph for view in views]
    kinds = {kind for graph in graphs for kind in graph.ties["kind"].unique()}
    outside = any(not graph.own.all() for graph in graphs)
    names = [kind for kind in TIE_KINDS.words if kind in kinds] + ["outside"] * outside
    return {name: name != _HIDDEN_AT_FIRST for name in names}
