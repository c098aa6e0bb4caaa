"""Brief boxes, for a map that is read at a glance: who it is, in what role, and how they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kamgraph.plot.canvas.surface import PADDING, BoxStyle
from kamgraph.plot.lettering import LEADING, Paragraph, fit_texts, wrap_text
from kamgraph.plot.stakeholder_map.cards import choose_border

if TYPE_CHECKING:
    from kamgraph.plot.canvas.surface import Surface
    from kamgraph.plot.fonts import Typeface
    from kamgraph.plot.stakeholder_map.cards import Card

BRIEF_SIZE = (99.0, 40.0)
SMALLEST = 7.4  # the size of the smallest letters in them
_NAME, _MARK = 9.0, 9.0
_LINES = 2  # of what stands below the name
_APART = 4.0  # between a name and the mark beside it
_ELLIPSIS = "…"


def shorten_card(card: Card, face: Typeface) -> Card:
    """Return a card that says in a line each who it is and in what role; the rest is left out."""
    name, *others = card.paragraphs
    width = BRIEF_SIZE[0] - 2 * PADDING
    beside = _write_mark(card).measure(face) + _APART if card.mark else 0.0
    named = _write_name(name, face, width - beside)
    others.sort(key=lambda one: not one.bold)  # a role says more than the title
    small = [
        _cut(one._replace(size=SMALLEST), face, width)
        for one in others[: _LINES + 1 - len(named.lines)]
    ]
    return replace(card, paragraphs=(named, *small), chips=())


def _write_name(name: Paragraph, face: Typeface, width: float) -> Paragraph:
    """Return a name on a line, else on two in the smallest letters, and cut where even they end."""
    [named] = fit_texts([name._replace(size=_NAME)], face, width=width, height=_NAME * LEADING)
    if named.size >= SMALLEST:
        return named
    first, *rest = wrap_text(name._replace(size=SMALLEST), face, width, breaking=True).lines
    second = _cut(name._replace(text=" ".join(rest), size=SMALLEST), face, width).text
    return name._replace(text=f"{first}\n{second}".strip(), size=SMALLEST)


def _cut(paragraph: Paragraph, face: Typeface, width: float) -> Paragraph:
    """Return a text as one line; of one that is longer as many words as it takes."""
    first, *rest = wrap_text(paragraph, face, width, breaking=True).lines
    if not rest:
        return paragraph._replace(text=first)
    room = width - paragraph._replace(text=_ELLIPSIS).measure(face)
    first = wrap_text(paragraph, face, max(room, 1.0), breaking=True).lines[0]
    return paragraph._replace(text=first.rstrip(" ·,;") + _ELLIPSIS)


def draw_brief(
    canvas: Surface, card: Card, centre: tuple[float, float], size: tuple[float, float]
) -> None:
    """Draw a brief card around a centre: the mark stands beside the name."""
    (x, y), (width, height) = centre, size
    style = BoxStyle(
        card.fill,
        card.edge,
        choose_border(card.power),
        dashed=card.vacant or card.assumed or card.inferred,
        hatched=card.unknown,
    )
    canvas.draw_box(centre, size, style, gid=f"person:{card.person}")
    right, top = x + width / 2 - PADDING, y + height / 2 - PADDING
    canvas.write(card.paragraphs, x - width / 2 + PADDING, top)
    if card.mark:
        mark = _write_mark(card)
        canvas.write([mark], right - mark.measure(canvas.face), top)


def _write_mark(card: Card) -> Paragraph:
    return Paragraph(card.mark, _MARK, bold=True, colour=card.paragraphs[0].colour)
