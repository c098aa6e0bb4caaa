"""Places on a slide, in printer's points from its upper left corner."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pptx.util import Emu, Pt

if TYPE_CHECKING:
    from pptx.shapes.base import BaseShape

    from kamgraph.plot.arrays import FloatArray


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def foot(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height

    @property
    def centre(self) -> FloatArray:
        """The point in its middle."""
        return np.array([self.x + self.width / 2, self.y + self.height / 2])

    @property
    def half(self) -> FloatArray:
        """Half its width and half its height."""
        return np.array([self.width, self.height]) / 2

    @property
    def emu(self) -> tuple[Emu, Emu, Emu, Emu]:
        """Left, top, width and height as python-pptx takes them."""
        x, y, width, height = (Pt(1) * value for value in self)
        return Emu(round(x)), Emu(round(y)), Emu(round(width)), Emu(round(height))

    def drop_top(self, height: float) -> Box:
        """Return what is left of it under a strip at its top."""
        return self._replace(y=self.y + height, height=self.height - height)

    def take_top(self, height: float) -> Box:
        """Return a strip at its top."""
        return self._replace(height=height)

    def shrink(self, margin: float) -> Box:
        """Return what is left of it within a margin on all sides."""
        width, height = self.width - 2 * margin, self.height - 2 * margin
        return Box(self.x + margin, self.y + margin, width, height)


def find_box(shape: BaseShape) -> Box:
    """Return where a shape is; a placeholder without a place of its own inherits one."""
    edges = (shape.left, shape.top, shape.width, shape.height)
    return Box(*(edge / Pt(1) for edge in edges))
