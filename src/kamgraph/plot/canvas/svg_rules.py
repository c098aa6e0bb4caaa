"""What the elements of a map in SVG look like: rules for a page's own stylesheet."""

# They stand apart from the canvas, which measures letters, so that a page can have them without
# loading any font.

from __future__ import annotations

from kamgraph.plot.canvas.surface import CHIP, CHIP_SIZE, HALO
from kamgraph.plot.palette import INK, PAPER, ROUTE, TIES

RULES = (
    f"""\
.drawing {{ fill: {INK}; }}
.drawing path {{ fill: none; }}
.drawing .bold {{ font-weight: 700; }}
.drawing .middle {{ text-anchor: middle; }}
.drawing .halo {{ stroke: {PAPER}; }}
.drawing .dot {{ r: {CHIP}px; stroke: {INK}; stroke-width: 0.5; }}
.drawing .digits {{ font-size: {CHIP_SIZE}px; font-weight: 700; text-anchor: middle; }}
"""
    + "".join(
        f".{name} .shaft {{ stroke: {style.colour}; stroke-width: {style.width / 2}; }}\n"
        f".drawing .{name} .head {{ fill: {style.colour}; }}\n"
        for name, style in TIES.items()
    )
    + f"""\
.drawing .way path {{ stroke: {ROUTE.colour}; stroke-width: {ROUTE.width}; }}
.drawing .way .halo {{ stroke: {PAPER}; stroke-width: {ROUTE.width + HALO * 2}; }}
.drawing .way polygon {{ fill: {ROUTE.colour}; }}
"""
)
