"""Texts that fit: wrapped and scaled to their box, and never cut."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.axes import Axes
from matplotlib.text import Text

from kamgraph.plot.palette import INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.backend_bases import RendererBase
    from matplotlib.font_manager import FontProperties
    from matplotlib.transforms import Bbox

    from kamgraph.plot.fonts import Typeface

LEADING = 1.22  # the distance of two baselines in font sizes
ASCENT = 0.95  # from the top of a line to its baseline, in font sizes
_SHRINK = 0.95
_STEPS = 100  # after so many a text is too small to be seen, whether it fits or not
_WHOLE_WORDS = 0.75  # only below this share of the wanted size a word is broken
_EAST_ASIAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_CLOSING = "，。、；：）》」』】！？…"
# A line may end after a space, a hyphen, a slash and every East Asian character, and begins with no
# closing punctuation; up to four East Asian characters are taken for a name and kept together.
_PIECES = re.compile(
    rf"\s+|(?<![{_EAST_ASIAN}])[{_EAST_ASIAN}]{{1,4}}(?![{_EAST_ASIAN}])"
    rf"|[{_EAST_ASIAN}][{_CLOSING}]*|[^\s{_EAST_ASIAN}/-]+[/-]*[{_CLOSING}]*|[/-]+"
)


class Paragraph(NamedTuple):
    """A text with its size, weight and colour; line breaks in the text are kept."""

    text: str
    size: float
    bold: bool = False
    colour: str = INK

    @property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")

    @property
    def height(self) -> float:
        """How high the lines are together."""
        return len(self.lines) * self.size * LEADING

    def measure(self, face: Typeface) -> float:
        """Return how wide the widest line is."""
        return max(face.measure(line, bold=self.bold) for line in self.lines) * self.size


class ScaledText(Text):
    """Text whose font size is in data units: it keeps its size relative to the boxes."""

    def __init__(self, x: float, y: float, text: str, style: FontProperties, size: float) -> None:
        super().__init__(x, y, text, fontproperties=style, parse_math=False, usetex=False)
        self._units = size

    def draw(self, renderer: RendererBase) -> None:
        """Draw the text at the size that the axes have now."""
        self._follow_axes()
        super().draw(renderer)

    def get_window_extent(
        self, renderer: RendererBase | None = None, dpi: float | None = None
    ) -> Bbox:
        """Return the extent at the size that the axes have now."""
        self._follow_axes()
        return super().get_window_extent(renderer, dpi)

    def _follow_axes(self) -> None:
        if isinstance(self.axes, Axes):
            self.set_fontsize(self._units * measure_unit(self.axes))


def measure_unit(axes: Axes) -> float:
    """Return how many printer's points a unit of the y axis is long."""
    (_, low), (_, high) = axes.transData.transform([(0, 0), (0, 1)])
    figure = axes.get_figure(root=True)
    return float(abs(high - low)) * 72 / (figure.dpi if figure else 72)


def fit_texts(
    paragraphs: Sequence[Paragraph], face: Typeface, *, width: float, height: float = math.inf
) -> list[Paragraph]:
    """Wrap paragraphs to a width, all scaled down alike until they fit or cannot be seen."""
    tried: list[Paragraph] = []
    for step in range(_STEPS):
        tried = _scale_down(paragraphs, face, width, _SHRINK**step)
        high = sum(paragraph.height for paragraph in tried)
        if high <= height and all(paragraph.measure(face) <= width for paragraph in tried):
            break
    return tried


def measure_longest_piece(paragraph: Paragraph, face: Typeface) -> float:
    """Return how wide the longest piece of a text is at which no line may end."""
    pieces = _find_pieces(paragraph, face, math.inf)
    widths = [face.measure(piece.rstrip(), bold=paragraph.bold) for piece in pieces]
    return max(widths, default=0.0) * paragraph.size


def _scale_down(
    paragraphs: Sequence[Paragraph], face: Typeface, width: float, scale: float
) -> list[Paragraph]:
    smaller = [paragraph._replace(size=paragraph.size * scale) for paragraph in paragraphs]
    return [wrap_text(one, face, width, breaking=scale < _WHOLE_WORDS) for one in smaller]


def wrap_text(paragraph: Paragraph, face: Typeface, width: float, *, breaking: bool) -> Paragraph:
    """Put as many pieces of the text on each line as the width takes, at the size it has."""
    # A word that is longer than a line stays whole and sticks out, unless breaking is set.
    room = width / paragraph.size
    lines, filled = [""], 0.0
    for piece in _find_pieces(paragraph, face, room if breaking else math.inf):
        length = face.measure(piece, bold=paragraph.bold)
        if lines[-1] and filled + face.measure(piece.rstrip(), bold=paragraph.bold) > room:
            lines.append("")
            filled = 0.0
        if lines[-1] or not piece.isspace():
            lines[-1] += piece
            filled += length
    return paragraph._replace(text="\n".join(line.rstrip() for line in lines))


def _find_pieces(paragraph: Paragraph, face: Typeface, longest: float) -> list[str]:
    """Cut a text where a line may end; a piece longer than the longest into its characters."""
    pieces = _PIECES.findall(face.show(paragraph.text))
    return [
        part
        for piece in pieces
        for part in (piece if face.measure(piece, bold=paragraph.bold) > longest else [piece])
    ]
