"""The strokes of maps and legends as elements of SVG, their texts as real text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from kamgraph.plot.canvas.arrow import arrow
from kamgraph.plot.canvas.inscription import write_in_box
from kamgraph.plot.canvas.surface import CHIP_SIZE, CORNER, HALO, STRIKE
from kamgraph.plot.lettering import ASCENT, LEADING, Paragraph
from kamgraph.plot.palette import CLOSENESS, INK, PAPER, UNKNOWN, TieStyle, colour, ink

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kamgraph.plot.arrays import FloatArray
    from kamgraph.plot.canvas.surface import BoxStyle
    from kamgraph.plot.fonts import Typeface

Attributes: TypeAlias = "Mapping[str, float | str | None]"

_HATCH = 4.5  # from one stroke of a hatch to the next


@dataclass(frozen=True, eq=False)
class SvgCanvas:
    """Collects elements; y grows upwards for those who draw, and downwards in SVG.

    Parameters
    ----------
    face
        What texts are measured with. A browser writes with fonts of its own, so every line of
        text carries the length that it must not exceed.
    hatch
        The id of the pattern of hatched boxes; :func:`hatching` defines it.
    elements
        What has been drawn, from the back to the front.
    """

    face: Typeface
    hatch: str
    elements: list[str] = field(default_factory=list)

    def write(
        self, paragraphs: Sequence[Paragraph], x: float, top: float, *, align: str = "left"
    ) -> None:
        """Write paragraphs below each other, from the top at a point; each line is an element."""
        for paragraph in paragraphs:
            names = ["bold"] * paragraph.bold + ["middle"] * (align == "center")
            for line in paragraph.lines:
                about: Attributes = {
                    "class": " ".join(names) or None,
                    "x": x,
                    "y": ASCENT * paragraph.size - top,
                    "font-size": paragraph.size,
                    "fill": None if paragraph.colour == INK else paragraph.colour,
                    "textLength": self.face.width(line, bold=paragraph.bold) * paragraph.size,
                }
                self.elements.append(element("text", about, escape(line)) if line else "")
                top -= LEADING * paragraph.size

    def box(
        self,
        centre: tuple[float, float],
        size: tuple[float, float],
        style: BoxStyle,
        *,
        texts: Sequence[Paragraph] = (),
        mark: str = "",
        gid: str | None = None,
    ) -> None:
        """Draw a rounded box around a centre, with texts from its top and a mark at its foot."""
        about: Attributes = {
            "class": "box" if gid else None,
            **_rectangle(centre, size),
            "rx": CORNER,
            "fill": f"url(#{self.hatch})" if style.hatched else style.fill,
            "stroke": style.edge,
            "stroke-width": style.border,
            "stroke-dasharray": _dashes((4, 2.5), style.border) if style.dashed else None,
        }
        self.elements.append(element("rect", about))
        write_in_box(self, texts, mark, centre, size)

    def clear(self, x: float, y: float, width: float, height: float) -> None:
        """Hide the lines behind a text, from its lower left corner on."""
        about = _rectangle((x + width / 2, y + height / 2), (width, height))
        self.elements.append(element("rect", {**about, "fill": PAPER}))

    def chip(self, x: float, y: float, text: str, closeness: float) -> None:
        """Draw a round chip, darker for a closer acquaintance."""
        fill = colour(closeness, CLOSENESS)
        about: Attributes = {"class": "dot", "cx": x, "cy": -y, "fill": fill}
        self.elements.append(element("circle", about))
        shade = None if ink(fill) == INK else ink(fill)
        told: Attributes = {"class": "digits", "x": x, "y": 0.36 * CHIP_SIZE - y, "fill": shade}
        self.elements.append(element("text", told, escape(self.face.shown(text))))

    def strike(self, begin: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """Draw a straight line across a box."""
        (x, y), (other, foot) = begin, end
        about: Attributes = {"x1": x, "y1": -y, "x2": other, "y2": -foot}
        self.elements.append(element("line", {**about, "stroke": colour, "stroke-width": STRIKE}))

    def polyline(self, corners: FloatArray, style: TieStyle, gid: str | None = None) -> None:  # noqa: ARG002 - who collects the elements names them
        """Draw a line around corners."""
        self._stroke(f"M{_places(corners)}", style, 1.0)

    def curve(
        self,
        points: FloatArray,
        style: TieStyle,
        *,
        strength: float,
        gid: str | None = None,  # noqa: ARG002 - as for lines
    ) -> None:
        """Draw a curve by its control points, wider for a stronger tie, with its head."""
        shaft, weight, head = arrow(points, style, strength)
        d = _curve(shaft)
        self.elements.append(
            element("path", {"class": "halo", "d": d, "stroke-width": style.width * weight + HALO})
        )
        self._stroke(d, style, weight)
        if style.head == "triangle":
            corners = _places(head)
            self.elements.append(element("polygon", {"points": corners, "fill": style.colour}))
        elif style.head == "bar":
            self._stroke(f"M{_places(head)}", style._replace(dashes=()), 1.0)

    def _stroke(self, d: str, style: TieStyle, weight: float) -> None:
        width = style.width * weight
        about: Attributes = {
            "d": d,
            "stroke": style.colour,
            "stroke-width": width,
            "stroke-dasharray": _dashes(style.dashes, width) if style.dashes else None,
            "stroke-linecap": "round" if style.dashes else None,
        }
        self.elements.append(element("path", about))


def element(name: str, about: Attributes, content: str = "") -> str:
    """Return an element; attributes that are None are left out, values are escaped."""
    told = "".join(
        f' {key}="{escape(value) if isinstance(value, str) else number(value)}"'
        for key, value in about.items()
        if value is not None
    )
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def hatching(name: str) -> str:
    """Return the definition of the pattern of hatched boxes, by an id."""
    ground = element("rect", {"width": _HATCH, "height": _HATCH, "fill": PAPER})
    stroke = element("rect", {"width": _HATCH, "height": _HATCH * 0.4, "fill": UNKNOWN})
    about: Attributes = {
        "id": name,
        "width": _HATCH,
        "height": _HATCH,
        "patternUnits": "userSpaceOnUse",
        "patternTransform": "rotate(-45)",
    }
    return element("defs", {}, element("pattern", about, ground + stroke))


def number(value: float) -> str:
    """Return a length with as many digits as can be seen.

    Examples
    --------
    >>> number(12.04), number(-0.01), number(-7.44)
    ('12', '0', '-7.4')
    """
    return f"{round(value, 1) + 0.0:.7g}"  # the sum is never a minus zero


def _curve(points: FloatArray) -> str:
    """Return a chain of Bézier curves; those that are straight are written as lines."""
    curves = np.stack([points[:-1:3], points[1::3], points[2::3], points[3::3]], axis=1)
    path = f"M{_places(points[:1])}"
    for curve in curves:
        begin, first, second, end = curve.tolist()
        straight = begin == first and second in (begin, end)
        path += f"L{_places(curve[3:])}" if straight else f"C{_places(curve[1:])}"
    return path


def _places(points: FloatArray) -> str:
    return " ".join(f"{number(x)} {number(-y)}" for x, y in points.tolist())


def _rectangle(centre: tuple[float, float], size: tuple[float, float]) -> dict[str, float]:
    (x, y), (width, height) = centre, size
    return {"x": x - width / 2, "y": -y - height / 2, "width": width, "height": height}


def _dashes(lengths: tuple[float, ...], width: float) -> str:
    return " ".join(number(length * width) for length in lengths)
