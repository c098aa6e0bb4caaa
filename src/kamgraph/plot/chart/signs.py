"""The signs in the legends of charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.plot.legend import Entry
from kamgraph.plot.palette import PAPER

if TYPE_CHECKING:
    from kamgraph.plot.chart.chart import Chart
    from kamgraph.plot.palette import Ink

_SIGN = 7.0


def explain_bars(label: str, look: Ink, edge: str = "none") -> Entry:
    """Explain the fill of bars."""

    def draw(chart: Chart, x: float, y: float) -> None:
        chart.draw_bar((x, y - _SIGN / 2), (2 * _SIGN, _SIGN), look, edge=edge)

    return Entry(label, draw, 2 * _SIGN)


def explain_mark(label: str, look: Ink, *, edge: str = PAPER, size: float = 3.0) -> Entry:
    """Explain a mark."""

    def draw(chart: Chart, x: float, y: float) -> None:
        chart.mark(x + _SIGN / 2, y, look, edge=edge, size=size)

    return Entry(label, draw, _SIGN)


def explain_rule(label: str, dashes: tuple[float, ...] = ()) -> Entry:
    """Explain a short upright line."""

    def draw(chart: Chart, x: float, y: float) -> None:
        ends = [(x + _SIGN / 2, y - _SIGN / 1.6), (x + _SIGN / 2, y + _SIGN / 1.6)]
        chart.draw_rule(ends, width=2, dashes=dashes)

    return Entry(label, draw, _SIGN)


def explain_outline(label: str, colour: str, *, dashed: bool = True) -> Entry:
    """Explain a frame."""

    def draw(chart: Chart, x: float, y: float) -> None:
        corner, size = (x, y - _SIGN * 0.7), (2 * _SIGN, 1.4 * _SIGN)
        chart.draw_outline(corner, size, colour, None, dashed=dashed)

    return Entry(label, draw, 2 * _SIGN)
