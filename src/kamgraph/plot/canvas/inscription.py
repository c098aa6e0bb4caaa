"""What stands in a box, on canvases that place every line themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.plot.canvas.surface import FOOT, MARK, PADDING
from kamgraph.plot.lettering import Paragraph, fit_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.plot.canvas.surface import Surface


def write_in_box(
    canvas: Surface,
    texts: Sequence[Paragraph],
    mark: str,
    centre: tuple[float, float],
    size: tuple[float, float],
) -> None:
    """Write texts from the top of a box, scaled down as far as it takes, and a mark at its foot."""
    if not texts:
        return
    (x, y), (width, height) = centre, size
    left = x - width / 2 + PADDING
    room = height - 1.5 * PADDING - FOOT
    written = fit_texts(texts, canvas.face, width=width - 2 * PADDING, height=room)
    canvas.write(written, left, y + height / 2 - PADDING)
    if mark:
        line = Paragraph(mark, MARK, bold=True, colour=written[0].colour)
        canvas.write([line], left, y - height / 2 + FOOT)
