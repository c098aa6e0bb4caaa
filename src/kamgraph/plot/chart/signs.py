"""The signs in the legends of charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.plot.legend import Entry
from kamgraph.plot.palette import PAPER

if TYPE_CHECKING:
    from kamgraph.plot.chart.chart import Chart
    from kamgraph.plot.palette import Ink

_SIGN = 7.0


def swatch(label: str, look: Ink, edge: str = "none") -> Entry:
    """Explain the fill of bars."""

    def symbol(chart: Chart, x: float, y: float) -> None:
        chart.bar((x, y - _SIGN / 2), (2 * _SIGN, _SIGN), look, edge=edge)

    return Entry(label, symbol, 2 * _SIGN)


def sign(label: str, look: Ink, *, edge: str = PAPER, size: float = 3.0) -> Entry:
    """Explain a mark."""

    def symbol(chart: Chart, x: float, y: float) -> None:
        chart.mark(x + _SIGN / 2, y, look, edge=edge, size=size)

    return Entry(label, symbol, _SIGN)


def upright(label: str) -> Entry:
    """Explain a short upright line."""

    def symbol(chart: Chart, x: float, y: float) -> None:
        chart.rule([(x + _SIGN / 2, y - _SIGN / 1.6), (x + _SIGN / 2, y + _SIGN / 1.6)], width=2)

    return Entry(label, symbol, _SIGN)


def frame(label: str, colour: str) -> Entry:
    """Explain a dashed frame."""

    def symbol(chart: Chart, x: float, y: float) -> None:
        chart.outline((x, y - _SIGN * 0.7), (2 * _SIGN, 1.4 * _SIGN), colour, None)

    return Entry(label, symbol, 2 * _SIGN)
