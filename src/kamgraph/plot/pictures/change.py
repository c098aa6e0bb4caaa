"""What is different between two graphs, on one map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.model.voice import speaking
from kamgraph.plot.scope import name_scope
from kamgraph.plot.stakeholder_map.changes import Difference
from kamgraph.plot.stakeholder_map.picture import draw_on, place_map

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language


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
    with speaking(language):
        difference = Difference(before, after)
        if title is None:
            title = _name_both(before, after)
        picture = place_map(difference.content, title, highlights=difference.highlights)
        return draw_on(ax, picture)


def _name_both(before: RelationshipGraph, after: RelationshipGraph) -> str:
    """Name both graphs, and what they share once."""
    one, other = name_scope(before), name_scope(after)
    scopes = [graph.scopes[["account", "deal"]] for graph in (before, after)]
    if not scopes[0].equals(scopes[1]):
        return f"{one} → {other}"
    return one if one == other else f"{one} → {after.as_of}"
