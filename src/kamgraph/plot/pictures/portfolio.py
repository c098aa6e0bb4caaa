"""Accounts side by side: two figures of each as a place, others as size and colour."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.errors import KamgraphError
from kamgraph.model.colours import colour
from kamgraph.model.dtypes import TEXT
from kamgraph.model.voice import amount, say, speaking
from kamgraph.plot import legend
from kamgraph.plot.chart.chart import GRIDS, SMALL, WIDTH, Chart
from kamgraph.plot.chart.naming import name_places
from kamgraph.plot.chart.scale import Scale
from kamgraph.plot.chart.sheet import Sheet
from kamgraph.plot.chart.signs import explain_mark
from kamgraph.plot.columns import name_column
from kamgraph.plot.palette import CATEGORIES, GRID, INK, PAPER, QUIET, Ink

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from kamgraph.model.vocabulary import Language

_LEFT, _FOOT, _TOP, _HEIGHT, _INSET = 48.0, 30.0, 16.0, 366.0, 20.0
_ALIKE, _SMALLEST, _LARGEST = 5.0, 2.2, 18.0  # radii
_NAMED = 300  # how many names are tried; with more nothing could be read
_DECADES = 2.0  # values that differ by as many powers of ten stand on a logarithmic scale
_FEW = 3.0  # powers of ten between which numbers stand as well
_STEPS = (1, 2, 5)


def portfolio(
    table: pd.DataFrame,
    *,
    x: str = "potential",
    y: str = "contribution",
    size: str | None = None,
    colour: str | None = "choice",
    boundaries: Mapping[str, Sequence[float]] | None = None,
    ax: Axes | None = None,
    title: str = "",
    language: Language = "en",
) -> Axes:
    """Draw accounts as bubbles, by potential and contribution or any two figures.

    An axis is logarithmic, and says so, where all its values are positive and the largest is at
    least a hundred times the smallest. Names stand beside their bubbles where there is room, the
    larger bubbles and higher ones first; how many have no name is said below. Accounts of which
    one of the two figures is missing are counted below too.

    Parameters
    ----------
    table
        One row per account, with a column ``name`` (else the index names them), such as
        ``kamgraph.portfolio(book).accounts``.
    x, y
        The columns of numbers across and upwards.
    size
        A column of numbers for the area of the bubbles; without one all are alike.
    colour
        A column for their fill: scores of 0-100 take the colours of the choice, words a colour
        each; what is missing stays white. None for no colour.
    boundaries
        For columns of ``x`` and ``y`` the values at which a dashed line stands: class limits.
    ax
        Where to draw; without it a new figure, as large as its texts need to be read.
    title
        The title.
    language
        The language of labels: ``"en"`` or ``"zh"``.

    Returns
    -------
    Axes
        With x and y in printer's points at full size. Bubbles are named ``account:<index>``,
        lines ``boundary:<column>:<value>``.

    Raises
    ------
    KamgraphError
        If a column is not there, or is to be a place or a size and holds no numbers.

    Warns
    -----
    MissingGlyphsWarning
        Once, if no installed font has some of the characters.
    """
    with speaking(language):
        _check(table, [x, y, *([size] if size else [])], colour)
        placed = table.dropna(subset=[x, y])
        names = placed["name"] if "name" in placed else placed.index.to_series().astype(TEXT)
        titles = (name_column(x), name_column(y))
        missing = len(table) - len(placed)
        nowhere = say("plot.no_place", count=missing, x=titles[0], y=titles[1])
        sheet = Sheet.of(
            title,
            say(f"plot.portfolio_{'lead' if len(placed) else 'none'}"),
            texts=[*names, *titles, say("plot.unnamed", shown=0, count=0)],
            entries=_list_entries(placed, size, colour) if len(placed) else [],
            notes=[nowhere] if missing else [],
        )
        if placed.empty:
            return sheet.open(ax, 0).axes
        chart = sheet.open(ax, _HEIGHT)
        across = _Axis.of(placed[x], _LEFT + _INSET, WIDTH - _INSET)
        up = _Axis.of(placed[y], _FOOT + _INSET, _HEIGHT - _TOP - _INSET)
        _draw_grid(chart, (across, up), titles)
        for name, axis in ((x, across), (y, up)):
            for limit in (boundaries or {}).get(name, ()):
                gid = f"boundary:{name}:{limit}"
                _draw_boundary(chart, axis, limit, gid, upright=axis is across)
        discs = pd.DataFrame(
            {
                "x": [across(value) for value in placed[x]],
                "y": [up(value) for value in placed[y]],
                "radius": _scale_radii(placed[size]) if size else _ALIKE,
                "fill": _choose_fills(placed[colour]) if colour else pd.Series(GRID, placed.index),
                "name": names,
            }
        )
        largest_first = [False, False, True]
        discs = discs.sort_values(["radius", "y", "x"], ascending=largest_first, kind="stable")
        for account, disc in discs.iterrows():
            look = Ink(disc["fill"])
            place = (disc["x"], disc["y"])
            chart.mark(*place, look, size=disc["radius"], edge=INK, gid=f"account:{account}")
        _draw_names(chart, discs)
        return chart.axes


def _check(table: pd.DataFrame, numbers: Sequence[str], colour: str | None) -> None:
    for name in [*numbers, *([colour] if colour else [])]:
        if name not in table:
            has = ", ".join(map(str, table.columns)) or "none"
            raise KamgraphError(f"the table has no column '{name}' to draw; its columns: {has}")
    for name in numbers:
        if not pd.api.types.is_numeric_dtype(table[name]):
            raise KamgraphError(f"column '{name}' holds no numbers, so it gives no place or size")


def _choose_fills(values: Any) -> pd.Series[str]:
    """Return the colour of each account: of its score, or of the word that stands there."""
    if pd.api.types.is_numeric_dtype(values):
        fills = [PAPER if pd.isna(value) else colour(float(value)) for value in values]
    else:
        fills = [_colour_words(values).get(value, PAPER) for value in values]
    return pd.Series(fills, values.index, dtype=TEXT)


def _colour_words(values: pd.Series[str]) -> dict[str, str]:
    """Return the colour of each word; those beyond the last colour share it."""
    words = sorted(values.dropna().astype(TEXT).unique())
    return {one: CATEGORIES[min(k, len(CATEGORIES) - 1)] for k, one in enumerate(words)}


def _scale_radii(values: pd.Series[float]) -> list[float]:
    """Return radii so that areas are in proportion; of nothing, the smallest."""
    largest = max(float(values.max()), 1e-300)
    shares = np.clip(values.fillna(0.0).to_numpy(float) / largest, 0.0, 1.0)
    return np.maximum(_LARGEST * np.sqrt(shares), _SMALLEST).tolist()


def _list_entries(placed: pd.DataFrame, size: str | None, colour: str | None) -> list[legend.Entry]:
    entries = []
    if colour and pd.api.types.is_numeric_dtype(placed[colour]):
        label = say("plot.score_colour", column=name_column(colour))
        entries.append(legend.explain_choice(say("plot.choice") if colour == "choice" else label))
    elif colour:
        looks = _colour_words(placed[colour]).items()
        entries += [explain_mark(text, Ink(fill), edge=INK, size=4) for text, fill in looks]
    if colour and placed[colour].isna().any():
        entries.append(explain_mark(say("plot.missing"), Ink(PAPER), edge=INK, size=4))
    if size:
        largest = amount(float(placed[size].max()))
        label = say("plot.size", column=name_column(size), largest=largest)
        entries.append(explain_mark(label, Ink(GRID), edge=INK, size=4))
    return entries


class _Axis(NamedTuple):
    """Where the values of a column stand."""

    scale: Scale
    logarithmic: bool

    @classmethod
    def of(cls, values: pd.Series[float], begin: float, end: float) -> _Axis:
        """Choose a scale for values."""
        low, high = float(values.min()), float(values.max())
        if low <= 0 or math.log10(high / low) < _DECADES:
            return cls(Scale.around([low, high], begin, end), logarithmic=False)
        return cls(Scale(math.log10(low), math.log10(high), begin, end), logarithmic=True)

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        return self.scale(math.log10(value) if self.logarithmic else value)

    @property
    def ticks(self) -> list[float]:
        """A few round numbers."""
        if not self.logarithmic:
            return self.scale.ticks
        low, high = self.scale.low, self.scale.high
        powers = range(math.floor(low), math.ceil(high) + 1)
        steps = _STEPS if high - low < _FEW else _STEPS[:1]
        found = [step * 10.0**power for power in powers for step in steps]
        return [tick for tick in found if low <= math.log10(tick) <= high]


def _draw_grid(chart: Chart, axes: tuple[_Axis, _Axis], titles: tuple[str, str]) -> None:
    """Draw both grids with their numbers, and what they measure at their ends."""
    (across, up), top = axes, _HEIGHT - _TOP
    for tick in across.ticks:
        x = across(tick)
        chart.draw_rule([(x, _FOOT), (x, top)], colour=GRID, width=0.6, zorder=GRIDS)
        text = amount(tick)
        chart.label(text, x, _FOOT - 8, align="center", size=SMALL, colour=QUIET)
    for tick in up.ticks:
        y = up(tick)
        chart.draw_rule([(_LEFT, y), (WIDTH, y)], colour=GRID, width=0.6, zorder=GRIDS)
        text = amount(tick)
        chart.label(text, _LEFT - 5, y, align="right", size=SMALL, colour=QUIET)
    below, above = (
        say("plot.logarithmic", title=title) if axis.logarithmic else title
        for axis, title in zip(axes, titles, strict=True)
    )
    chart.label(f"{below} →", WIDTH, 7, align="right", bold=True)
    chart.label(f"↑ {above}", 0, _HEIGHT - 5, bold=True)


def _draw_boundary(chart: Chart, axis: _Axis, value: float, gid: str, *, upright: bool) -> None:
    """Draw a dashed line at a value that lies on the axis."""
    if axis.logarithmic and value <= 0:
        return
    place = axis(value)
    if upright and _LEFT <= place <= WIDTH:
        ends = [(place, _FOOT), (place, _HEIGHT - _TOP)]
    elif not upright and _FOOT <= place <= _HEIGHT - _TOP:
        ends = [(_LEFT, place), (WIDTH, place)]
    else:
        return
    chart.draw_rule(ends, dashes=(4, 3), width=0.9, zorder=GRIDS + 0.1, gid=gid)


def _draw_names(chart: Chart, discs: pd.DataFrame) -> None:
    """Write the names that there is room for, and say if that is not all of them."""
    names = [chart.face.show(name) for name in discs["name"]]
    sizes = np.array([(chart.face.measure(name) * SMALL, SMALL) for name in names[:_NAMED]])
    places = name_places(
        discs[["x", "y", "radius"]].to_numpy(float), sizes, (_LEFT, WIDTH, _FOOT, _HEIGHT - _TOP)
    )
    for name, (width, height), place in zip(names, sizes, places, strict=False):
        if place:
            chart.clear(place.left, place.middle - height / 2, width, height)
            chart.label(name, place.left, place.middle, size=SMALL)
    written = sum(place is not None for place in places)
    if written < len(names):
        said = say("plot.unnamed", shown=written, count=len(names))
        chart.label(said, WIDTH, _HEIGHT - 5, align="right", size=SMALL, colour=QUIET)
