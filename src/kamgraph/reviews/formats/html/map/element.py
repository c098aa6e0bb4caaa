"""The interactive map as an element of a page: what ``map.html.j2`` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kamgraph.model import tie_kinds
from kamgraph.model.voice import choose_label, say
from kamgraph.plot.required import require_matplotlib
from kamgraph.reviews.formats.html.map.data import make_data
from kamgraph.reviews.formats.html.map.units import UnitList, list_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.plot.stakeholder_map.svg import MapSvg
    from kamgraph.reviews.formats.html.map.views import View


_WHOLE = 300  # people; of more nothing can be read on one map


class Layer(NamedTuple):
    """What can be hidden, and whether it is shown at first."""

    name: str
    label: str
    shown: bool


class Drawn(NamedTuple):
    """A map as it is drawn, and the units of those whom it does not show."""

    view: View
    whole: bool  # whether everybody is on it
    map: MapSvg
    units: Sequence[UnitList]


class MapElement(NamedTuple):
    """A map to be shown, and what the script that works it is given."""

    label: str  # for those who cannot see it
    drawings: Sequence[Drawn]  # the first to begin with
    folds: bool  # whether what is folded on some can be seen whole on others
    scopes: dict[int, str]  # accounts and deals to choose from, by number
    days: dict[bool, str]  # now, and the day of the last review (True)
    layers: Sequence[Layer]
    data: dict[str, Any]


def make_map(views: Sequence[View], label: str) -> MapElement:
    """Return the map of some views in the language that is spoken."""
    drawings = [one for number, view in enumerate(views) for one in _draw(view, f"map-{number}")]
    return MapElement(
        label=label,
        drawings=drawings,
        folds=any(one.whole for one in drawings) and not all(one.whole for one in drawings),
        scopes={view.scope: view.name for view in views},
        days={view.before: view.day for view in views},
        layers=_find_layers(views),
        data=make_data([(one.view, one.whole, one.map.aside) for one in drawings]),
    )


def _draw(view: View, name: str) -> Iterator[Drawn]:
    """Draw a view: folded where there are many people, and whole too where that can be read."""
    with require_matplotlib():
        from kamgraph.plot.stakeholder_map.folding import fold
        from kamgraph.plot.stakeholder_map.svg import draw_folded, draw_svg
    graph, excerpt = view.results.graph, view.results.excerpt
    folding = fold(excerpt)
    if folding.units:
        units = list_units(view.results, folding.units)
        drawing = draw_folded(graph, excerpt, folding, name)
        yield Drawn(view, whole=False, map=drawing, units=units)
    if len(graph.people) <= _WHOLE:
        drawing = draw_svg(graph, name=f"{name}-whole")
        yield Drawn(view, whole=True, map=drawing, units=())


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
