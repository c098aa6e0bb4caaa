"""The strokes of maps and legends as elements of SVG, their texts as real text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from kamgraph.model.colours import UNKNOWN, colour
from kamgraph.plot.canvas.arrow import build_arrow
from kamgraph.plot.canvas.inscription import write_in_box
from kamgraph.plot.canvas.surface import CHIP_SIZE, CORNER, HALO, STRIKE
from kamgraph.plot.lettering import ASCENT, LEADING, Paragraph
from kamgraph.plot.palette import CLOSENESS, INK, PAPER, TieStyle, choose_ink

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kamgraph.plot.arrays import FloatArray
    from kamgraph.plot.canvas.surface import BoxStyle
    from kamgraph.plot.fonts import Typeface

Attributes: TypeAlias = "Mapping[str, float | str | None]"

_HATCH = 4.5  # from one stroke of a hatch to the next


@dataclass(frozen=True, eq=False)
class SvgCanvas:
    """Collects elements; y grows upwards for those who draw, and downwards in SVG."""

    # what texts are measured with. A browser writes with fonts of its own, so every line of text
    # carries the length that it must not exceed
    face: Typeface
    hatch: str  # the id of the pattern of hatched boxes; :func:`define_hatch` defines it
    # what has been drawn, from the back to the front
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
                    "textLength": self.face.measure(line, bold=paragraph.bold) * paragraph.size,
                }
                self.elements.append(write_element("text", about, escape(line)) if line else "")
                top -= LEADING * paragraph.size

    def draw_box(
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
            **_place_rectangle(centre, size),
            "rx": CORNER,
            "fill": f"url(#{self.hatch})" if style.hatched else style.fill,
            "stroke": style.edge,
            "stroke-width": style.border,
            "stroke-dasharray": _write_dashes((4, 2.5), style.border) if style.dashed else None,
        }
        self.elements.append(write_element("rect", about))
        write_in_box(self, texts, mark, centre, size)

    def clear(self, x: float, y: float, width: float, height: float) -> None:
        """Hide the lines behind a text, from its lower left corner on."""
        about = _place_rectangle((x + width / 2, y + height / 2), (width, height))
        self.elements.append(write_element("rect", {**about, "fill": PAPER}))

    def draw_chip(self, x: float, y: float, text: str, closeness: float) -> None:
        """Draw a round chip, darker for a closer acquaintance."""
        fill = colour(closeness, CLOSENESS)
        about: Attributes = {"class": "dot", "cx": x, "cy": -y, "fill": fill}
        self.elements.append(write_element("circle", about))
        shade = None if choose_ink(fill) == INK else choose_ink(fill)
        digits: Attributes = {"class": "digits", "x": x, "y": 0.36 * CHIP_SIZE - y, "fill": shade}
        self.elements.append(write_element("text", digits, escape(self.face.show(text))))

    def strike(self, begin: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """Draw a straight line across a box."""
        (x, y), (other, foot) = begin, end
        about: Attributes = {"x1": x, "y1": -y, "x2": other, "y2": -foot}
        self.elements.append(
            write_element("line", {**about, "stroke": colour, "stroke-width": STRIKE})
        )

    def draw_polyline(self, corners: FloatArray, style: TieStyle, gid: str | None = None) -> None:  # noqa: ARG002 - who collects the elements names them
        """Draw a line around corners."""
        self._draw_stroke(_write_line(corners), style, 1.0)

    def draw_curve(
        self,
        points: FloatArray,
        style: TieStyle,
        *,
        strength: float,
        gid: str | None = None,  # noqa: ARG002 - as for lines
    ) -> None:
        """Draw a curve by its control points, wider for a stronger tie, with its head."""
        shaft, weight, head = build_arrow(points, style, strength)
        d = _write_curve(shaft)
        self.elements.append(
            write_element(
                "path", {"class": "halo", "d": d, "stroke-width": style.width * weight + HALO}
            )
        )
        self._draw_stroke(d, style, weight)
        if style.head == "triangle":
            corners = _write_places(head)
            self.elements.append(
                write_element("polygon", {"points": corners, "fill": style.colour})
            )
        elif style.head == "bar":
            self._draw_stroke(_write_line(head), style._replace(dashes=()), 1.0)

    def _draw_stroke(self, d: str, style: TieStyle, weight: float) -> None:
        width = style.width * weight
        about: Attributes = {
            "d": d,
            "stroke": style.colour,
            "stroke-width": width,
            "stroke-dasharray": _write_dashes(style.dashes, width) if style.dashes else None,
            "stroke-linecap": "round" if style.dashes else None,
        }
        self.elements.append(write_element("path", about))


def write_element(name: str, about: Attributes, content: str = "") -> str:
    """Return an element; attributes that are None are left out, values are escaped."""
    attributes = "".join(
        f' {key}="{escape(value) if isinstance(value, str) else write_length(value)}"'
        for key, value in about.items()
        if value is not None
    )
    return f"<{name}{attributes}>{content}</{name}>" if content else f"<{name}{attributes}/>"


def define_hatch(name: str) -> str:
    """Return the definition of the pattern of hatched boxes, by an id."""
    ground = write_element("rect", {"width": _HATCH, "height": _HATCH, "fill": PAPER})
    stroke = write_element("rect", {"width": _HATCH, "height": _HATCH * 0.4, "fill": UNKNOWN})
    about: Attributes = {
        "id": name,
        "width": _HATCH,
        "height": _HATCH,
        "patternUnits": "userSpaceOnUse",
        "patternTransform": "rotate(-45)",
    }
    return write_element("defs", {}, write_element("pattern", about, ground + stroke))


def write_length(value: float) -> str:
    """Return a length with as many digits as can be seen."""
    return f"{round(value, 1) + 0.0:.7g}"  # the sum is never a minus zero


def _write_line(corners: FloatArray) -> str:
    """Return a path around corners."""
    steps = (_write_step(*step) for step in pairwise(corners.tolist()))
    return f"M{_write_places(corners[:1])}{''.join(steps)}"


def _write_curve(points: FloatArray) -> str:
    """Return a chain of Bézier curves; those that are straight are written as lines."""
    curves = np.stack([points[:-1:3], points[1::3], points[2::3], points[3::3]], axis=1)
    path = f"M{_write_places(points[:1])}"
    for curve in curves:
        begin, first, second, end = curve.tolist()
        straight = begin == first and second in (begin, end)
        path += _write_step(begin, end) if straight else f"C{_write_places(curve[1:])}"
    return path


def _write_step(begin: list[float], end: list[float]) -> str:
    """Return a straight step of a path, shorter where it is level or upright."""
    x, y = write_length(end[0]), write_length(-end[1])
    if y == write_length(-begin[1]):
        return f"H{x}"
    return f"V{y}" if x == write_length(begin[0]) else f"L{x} {y}"


def _write_places(points: FloatArray) -> str:
    return " ".join(f"{write_length(x)} {write_length(-y)}" for x, y in points.tolist())


def _place_rectangle(centre: tuple[float, float], size: tuple[float, float]) -> dict[str, float]:
    (x, y), (width, height) = centre, size
    return {"x": x - width / 2, "y": -y - height / 2, "width": width, "height": height}


def _write_dashes(lengths: tuple[float, ...], width: float) -> str:
    return " ".join(write_length(length * width) for length in lengths)
