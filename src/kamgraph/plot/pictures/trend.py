"""How the scores have moved from review to review, with what is uncertain about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.errors import ScopeError
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import points, say, score, speaking
from kamgraph.plot.chart.chart import SMALL, TEXT, WIDTH, Chart
from kamgraph.plot.chart.scale import Scale
from kamgraph.plot.chart.sheet import Sheet
from kamgraph.plot.chart.signs import explain_bars
from kamgraph.plot.columns import name_column
from kamgraph.plot.palette import BAND, GRID, PAPER, QUIET, SERIES, Ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from kamgraph.model.vocabulary import Language

_LEFT, _RIGHT = 26.0, 118.0  # beside the panels, for numbers and names
_HIGH, _LOW, _BETWEEN, _DAYS = 190.0, 56.0, 34.0, 20.0
_DAY = 52.0  # the room a date needs
_LINE = 11.0  # and a name
_ALONE = 5.0  # half the width of the band around a single day
_UPPER = (*AXES.words, "choice")  # the choice in front
_BOUNDS = ("low", "high")


def trend(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str = "",
    language: Language = "en",
) -> Axes:
    """Draw the scores of one account or deal over its review days.

    Above, the choice in black with its bounds as a band, and the axes it is made of, each
    with a sign of its own; below, the coverage. Names stand at the last day with the score and,
    behind it, the change since the first day in points. Days without a score, because nobody was
    known to decide, are left out.

    Parameters
    ----------
    table
        The result of :func:`kamgraph.trend` for one scope: index ``as_of``, columns ``choice``,
        ``low``, ``high``, ``relationship``, ``solution``, ``price`` and ``coverage``.
    ax
        Where to draw; without it a new figure, as large as its texts need to be read.
    title
        The title.
    language
        The language of labels: ``"en"`` or ``"zh"``.

    Returns
    -------
    Axes
        With x and y in printer's points at full size. Lines are named ``trend:<column>``, the
        band ``bounds``, signs ``score:<column>:<day>``.

    Raises
    ------
    ScopeError
        If the table holds more than one scope.

    Warns
    -----
    MissingGlyphsWarning
        Once, if no installed font has some of the characters.
    """
    with speaking(language):
        scored = _select_scope(table).dropna(subset=["choice"])
        names = {name: name_column(name) for name in (*_UPPER, "coverage")}
        lead = say(f"plot.trend_{'lead' if len(scored) else 'none'}")
        below = say("plot.coverage_lead")
        sheet = Sheet.of(
            title,
            lead,
            texts=[below, *names.values()],
            entries=[explain_bars(say("plot.choice_bounds"), Ink(BAND))] if len(scored) else [],
            notes=[say("plot.trend_one")] if len(scored) == 1 else [],
        )
        if scored.empty:
            return sheet.open(ax, 0).axes
        chart = sheet.open(ax, _DAYS + _LOW + _BETWEEN + _HIGH)
        across = _place_days(scored.index)
        foot = _DAYS + _LOW + _BETWEEN
        upper = _draw_panel(chart, scored, across, [*_UPPER, *_BOUNDS], (foot, foot + _HIGH))
        _draw_bounds(chart, scored, across, upper)
        chart.label(below, 0, foot - 17, size=9, colour=QUIET)
        lower = _draw_panel(chart, scored, across, ["coverage"], (_DAYS, _DAYS + _LOW))
        for scale, columns in ((upper, _UPPER), (lower, ("coverage",))):
            _draw_lines(chart, scored[list(columns)], across, scale, names)
        _draw_days(chart, scored.index, across)
        return chart.axes


def _select_scope(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table by day alone."""
    index = table.index
    if not isinstance(index, pd.MultiIndex):
        return table
    count = len(index.droplevel("as_of").unique())
    if count > 1:
        raise ScopeError(
            f"a picture of a trend shows one scope, this table has {count}: "
            "choose one, table.loc[(account, deal)]"
        )
    return table.droplevel(["account", "deal"])


def _place_days(days: pd.Index) -> list[float]:
    """Return where each day stands, by time; a single one in the middle."""
    numbers = pd.DatetimeIndex(days).astype("datetime64[s]").astype("int64").to_numpy()
    begin, end = _LEFT + 8, WIDTH - _RIGHT
    if len(numbers) == 1:
        return [(begin + end) / 2]
    scale = Scale(float(numbers[0]), float(numbers[-1]), begin, end)
    return [scale(float(number)) for number in numbers]


def _draw_panel(
    chart: Chart,
    scored: pd.DataFrame,
    across: Sequence[float],
    columns: list[str],
    place: tuple[float, float],
) -> Scale:
    """Draw the grid of a panel and a hairline on each day."""
    shown = scored[columns].to_numpy(float).ravel()
    scale = Scale.around(shown[~np.isnan(shown)], *place, score=True)
    chart.draw_rows(scale, _LEFT, WIDTH - _RIGHT + 4, score)
    for x in across:
        chart.draw_rule([(x, place[0]), (x, place[1])], colour=GRID, width=0.4, zorder=0)
    return scale


def _draw_bounds(chart: Chart, scored: pd.DataFrame, across: Sequence[float], scale: Scale) -> None:
    low, high = ([scale(value) for value in scored[name]] for name in _BOUNDS)
    x = [*across]
    if len(x) == 1:
        x, low, high = [x[0] - _ALONE, x[0] + _ALONE], low * 2, high * 2
    there, back = zip(x, low, strict=True), zip(x, high, strict=True)
    chart.fill_area([*there, *reversed([*back])], BAND, "bounds")


def _draw_lines(
    chart: Chart,
    scored: pd.DataFrame,
    across: Sequence[float],
    scale: Scale,
    names: dict[str, str],
) -> None:
    """Draw a line for each column, with its name, score and change at the end."""
    # An axis may have no score on some days, as nobody was graded on it.
    x_of = dict(zip(scored.index, across, strict=True))
    known = [scored[name].dropna() for name in scored if scored[name].notna().any()]
    ends = [scale(values.iloc[-1]) for values in known]
    for values, y in zip(known, move_apart(ends, _LINE), strict=True):
        name, look = str(values.name), SERIES[str(values.name)]
        strong = name in {"choice", "coverage"}
        path = [(x_of[day], scale(value)) for day, value in values.items()]
        if len(path) > 1:
            width = 2.2 if strong else 1.3
            chart.draw_rule(path, colour=look.fill, width=width, gid=f"trend:{name}")
        for (x, height), day in zip(path, values.index, strict=True):
            chart.mark(x, height, look, size=2.6, edge=PAPER, gid=f"score:{name}:{day:%Y-%m-%d}")
        x = WIDTH - _RIGHT + 9
        text = f"{names[name]} {score(values.iloc[-1])}"
        chart.label(text, x, y, bold=strong, colour=look.fill)
        if len(values) > 1:
            beside = x + chart.face.measure(chart.face.show(text), bold=strong) * TEXT + 5
            change = points(values.iloc[-1] - values.iloc[0])
            chart.label(change, beside, y, size=SMALL, colour=QUIET)


def move_apart(places: Sequence[float], distance: float) -> list[float]:
    """Return places at least a distance apart, in the same order, as near as pushing allows."""
    order = np.argsort(places, kind="stable")
    groups: list[list[float]] = []
    for place in np.asarray(places, dtype=float)[order]:
        groups.append([place])
        while len(groups) > 1 and _find_top(groups[-2], distance) + distance > _find_foot(
            groups[-1], distance
        ):
            last = groups.pop()
            groups[-1] += last
    spread = [
        _find_foot(group, distance) + number * distance
        for group in groups
        for number in range(len(group))
    ]
    return np.array(spread)[np.argsort(order)].tolist()


def _find_foot(group: list[float], distance: float) -> float:
    """Return the lowest place of a group that stands around its mean."""
    return float(np.mean(group)) - (len(group) - 1) * distance / 2


def _find_top(group: list[float], distance: float) -> float:
    return _find_foot(group, distance) + (len(group) - 1) * distance


def _draw_days(chart: Chart, days: pd.Index, across: Sequence[float]) -> None:
    """Write the days from the last backwards, those that there is room for."""
    free = np.inf
    for day, x in zip(reversed(days), reversed(across), strict=True):
        if x + _DAY / 2 <= free:
            chart.label(f"{day:%Y-%m-%d}", x, _DAYS / 2 - 2, align="center", size=SMALL)
            free = x - _DAY / 2
