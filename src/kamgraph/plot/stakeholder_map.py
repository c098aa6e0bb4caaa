"""The stakeholder map: who reports to whom, who sways whom, and where everybody stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.plot.canvas import Canvas, open_page
from kamgraph.plot.highlights import Highlights
from kamgraph.plot.map_changes import Difference
from kamgraph.plot.map_content import MapContent, content_of
from kamgraph.plot.map_picture import MapPicture, draw, placed
from kamgraph.plot.routes_and_gaps import along_route, with_gaps
from kamgraph.plot.scope import check_one_scope, scope_title
from kamgraph.plot.words import word

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
        Rows of :func:`kamgraph.gaps`: they are numbered at the people concerned and told below
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
    content, highlights = _content(graph, what_if, language)
    people = content.people.index
    if route is not None:
        highlights = along_route(graph, route, people, language) + highlights
    if gaps is not None:
        highlights += with_gaps(gaps, people, language)
    if title is None:
        title = scope_title(graph) + (f" · {word('what_if', language)}" if what_if else "")
    return _drawn(placed(content, title, language, highlights=highlights), ax)


def change(
    before: RelationshipGraph,
    after: RelationshipGraph,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    language: Language = "en",
) -> Axes:
    """Draw what is different between two graphs on one map, on which everybody is once.

    Who came has a ring, who left is struck through, who has another boss, unit or role has a
    dashed ring; tags say so in words, and whose grades rose or fell. Ties that appeared are
    thick, those that vanished have wide gaps. All else is paler. The boxes are those of
    :func:`~kamgraph.plot.map`, as everybody is after, or was before they left.
    :func:`kamgraph.compare` tells the same in tables.

    Parameters
    ----------
    before, after
        Graphs of a single scope each, of one policy: of two days, an account and its deal, or
        a graph and a what-if of it.
    ax
        Where to draw; without it a new figure, as large as its texts need to be read.
    title
        The title; without it the names of both, none if empty.
    language
        The language of labels and legend: ``"en"`` or ``"zh"``.

    Returns
    -------
    Axes
        With x and y in printer's points at full size.

    Raises
    ------
    ScopeError
        If a graph holds more than one scope, or none.
    PolicyError
        If the graphs were built by different policies.

    Warns
    -----
    MissingGlyphsWarning
        Once, if no installed font has some of the characters.
    """
    content, highlights = _content(before, after, language)
    if title is None:
        title = _title_of_both(before, after)
    return _drawn(placed(content, title, language, highlights=highlights), ax)


def _title_of_both(before: RelationshipGraph, after: RelationshipGraph) -> str:
    """Name both graphs, and what they share once."""
    one, other = scope_title(before), scope_title(after)
    scopes = [graph.scopes[["account", "deal"]] for graph in (before, after)]
    if not scopes[0].equals(scopes[1]):
        return f"{one} → {other}"
    return one if one == other else f"{one} → {after.as_of}"


def _content(
    graph: RelationshipGraph, other: RelationshipGraph | None, language: Language
) -> tuple[MapContent, Highlights]:
    """Return what a map shows, and what is different in another graph."""
    check_one_scope(graph, "a map")
    if other is None:
        return content_of(graph, language), Highlights()
    check_one_scope(other, "a map")
    difference = Difference(graph, other, language)
    return difference.content, difference.highlights


def _drawn(picture: MapPicture, ax: Axes | None) -> Axes:
    axes = open_page(ax, picture.page)
    draw(picture, Canvas(axes, picture.face))
    return axes
