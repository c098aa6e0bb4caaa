"""What an arrow of influence is made of: its shaft, shortened for its head, and the head."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from kamgraph.plot.arrays import FloatArray
    from kamgraph.plot.palette import TieStyle

_HEAD = 3.2  # half the width of the head of a middling arrow
_BAR = 1.2


class Arrow(NamedTuple):
    """An arrow to draw."""

    shaft: FloatArray  # the control points of a Bézier curve
    weight: float  # its width as a share of the style's
    head: FloatArray  # the corners of a triangle, the ends of a bar, or nothing


def build_arrow(points: FloatArray, style: TieStyle, strength: float) -> Arrow:
    """Return the arrow along control points, wider for a stronger tie."""
    if not style.head:
        return Arrow(points, weigh_line(style, strength), points[:0])
    size = _HEAD * (0.7 + 0.6 * strength)
    inwards = (points[-1] - points[-2]) / np.hypot(*(points[-1] - points[-2]))
    across = np.array([-inwards[1], inwards[0]]) * size
    triangle = style.head == "triangle"
    foot = points[-1] - inwards * size * (2 if triangle else 0.6)
    ends = [foot + across, foot - across, points[-1]] if triangle else [
        foot + across * _BAR, foot - across * _BAR
    ]  # fmt: skip
    return Arrow(np.vstack([points[:-1], foot]), weigh_line(style, strength), np.array(ends))


def weigh_line(style: TieStyle, strength: float) -> float:
    """Return the width of a tie as a share of its style's: that of an arrow says how strong."""
    return 0.35 + 0.65 * strength if style.head else 1.0
