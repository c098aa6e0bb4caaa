"""The stakeholder map: who reports to whom, who sways whom, and where everybody stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.model.voice import say, speaking
from kamgraph.plot.scope import check_one_scope, name_scope
from kamgraph.plot.stakeholder_map.changes import Difference
from kamgraph.plot.stakeholder_map.content import build_content
from kamgraph.plot.stakeholder_map.highlights import Highlights
from kamgraph.plot.stakeholder_map.picture import draw_on, place_map
from kamgraph.plot.stakeholder_map.routes_and_gaps import show_gaps, show_route

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language


def map(  # noqa: A001 - what people call this picture
    graph: RelationshipGraph,
    *,
    route: str | Sequence[str] | None = None,
    gaps: pd.DataFrame | None = None,
    what_if: RelationshipGraph | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    language: Language = "en",
) -> Axes:
    """Draw the organisation chart of one scope with choice, power, influence and acquaintance.

    Boxes are people: the fill is their choice after influence (hatched where nobody has graded
    them), the border their power, a dashed border a vacant seat. Lines are reporting lines,
    dotted where they are. Arrows are influence, wider where it is stronger, dashed and with a
    bar where the source moves the target the other way; where there are more of them than the
    picture takes, the strongest are drawn and the legend says so. Chips are the numbers of
    those of us who know a person, darker where they are closer. Our people stand on the left,
    competitors, partners and other customers on the right.

    A route, gaps and a what-if are shown by what stands out, with a tag in words; all else is
    paler then.

    Parameters
    ----------
    graph
        A graph of a single scope.
    route
        Person ids from the first to the last, as in ``reach(graph)["route"]``, or one id: the
        best route to that person. An arrow leads from each to the next, with their numbers.
    gaps
        Rows of :func:`kamgraph.gaps`: they are numbered at the people concerned and written below
        the legend, in the language that they were made in.
    what_if
        Another graph, such as ``graph.without(...)`` or ``graph.with_tie(...)``: what would be
        different is marked as in :func:`~kamgraph.plot.change`.
    ax
        Where to draw; without it a new figure, as large as its texts need to be read.
    title
        The title; without it the names of the account and the deal and the day, none if empty.
    language
        The language of labels and legend: ``"en"`` or ``"zh"``.

    Returns
    -------
    Axes
        With x and y in printer's points at full size; texts keep their size relative to boxes.

    Raises
    ------
    ScopeError
        If the graph holds more than one scope, or none, if somebody to be highlighted is not
        in it, or if nobody of us reaches the one to whom a route is asked for.
    PolicyError
        If the what-if was built by another policy.

    Warns
    -----
    MissingGlyphsWarning
        Once, if no installed font has some of the characters.
    """
    with speaking(language):
        check_one_scope(graph, "a map")
        content, highlights = build_content(graph), Highlights()
        if what_if is not None:
            difference = Difference(graph, what_if)
            content, highlights = difference.content, difference.highlights
        people = content.people.index
        if route is not None:
            highlights = show_route(graph, route, people) + highlights
        if gaps is not None:
            highlights += show_gaps(gaps, people)
        if title is None:
            title = name_scope(graph) + (f" · {say('plot.what_if')}" if what_if else "")
        return draw_on(ax, place_map(content, title, highlights=highlights))
