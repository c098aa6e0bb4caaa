"""The interactive map as an element of a page: what ``map.html.j2`` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kamgraph.model import tie_kinds
from kamgraph.model.voice import choose_label, say
from kamgraph.plot.required import require_matplotlib
from kamgraph.reviews.formats.html.map.data import make_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.plot.stakeholder_map.svg import MapSvg
    from kamgraph.reviews.formats.html.map.views import View


class Layer(NamedTuple):
    """What can be hidden, and whether it is shown at first."""

    name: str
    label: str
    shown: bool


class MapElement(NamedTuple):
    """A map to be shown, and what the script that works it is given."""

    label: str  # for those who cannot see it
    drawings: Sequence[MapSvg]  # one per view, the first to begin with
    scopes: dict[int, str]  # accounts and deals to choose from, by number
    days: dict[bool, str]  # now, and the day of the last review (True)
    layers: Sequence[Layer]
    data: dict[str, Any]


def make_map(views: Sequence[View], label: str) -> MapElement:
    """Return the map of some views in the language that is spoken."""
    with require_matplotlib():
        from kamgraph.plot.stakeholder_map.svg import draw_svg
    return MapElement(
        label=label,
        drawings=[
            draw_svg(view.results.graph, name=f"map-{number}") for number, view in enumerate(views)
        ],
        scopes={view.scope: view.name for view in views},
        days={view.before: view.day for view in views},
        layers=_find_layers(views),
        data=make_data(views),
    )


def _find_layers(views: Sequence[View]) -> list[Layer]:
    """Return a layer for each kind of tie that occurs, and one for outsiders."""
    graphs = [view.results.graph for view in views]
    kinds = {kind for graph in graphs for kind in graph.ties["kind"].unique()}
    layers = [
        # The chips in the boxes show who knows whom more quietly.
        Layer(kind.name, choose_label(kind.plural), shown=not kind.closeness)
        for kind in tie_kinds.ALL
        if kind.name in kinds
    ]
    outside = any(not graph.own.all() for graph in graphs)
    return [*layers, Layer("outside", say("map_outside"), shown=True)] if outside else layers
