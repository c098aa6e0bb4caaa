"""The stakeholder map: who reports to whom, who sways whom, and where everybody stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.plot.canvas import Canvas, open_page
from kamgraph.plot.map_picture import compose, draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language


def map(  # noqa: A001 - what people call this picture
    graph: RelationshipGraph,
    *,
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

    Parameters
    ----------
    graph
        A graph of a single scope.
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
        If the graph holds more than one scope, or none.

    Warns
    -----
    MissingGlyphsWarning
        Once, if no installed font has some of the characters.
    """
    picture = compose(graph, title=title, language=language)
    axes = open_page(ax, picture.page)
    draw(picture, Canvas(axes, picture.face))
    return axes
