"""Charts with their numbers inside, to be edited where they are shown."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.util import Pt

from kamgraph.model.colours import CHOICE, UNKNOWN
from kamgraph.plot.fonts import flatten_text
from kamgraph.plot.palette import choose_ink
from kamgraph.reviews.formats.slides.lettering import convert_colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.chart.chart import Chart

    from kamgraph.reviews.formats.slides.box import Box
    from kamgraph.reviews.formats.slides.deck import Page

FOR, AGAINST, QUIET = CHOICE[-1][1], "#d9931a", "#8a9099"
_STEPS = ((QUIET, "0"), (FOR, "+0.0"), (AGAINST, '"\N{MINUS SIGN}"0.0'))
_SIZE = 11
_LONGEST = 40  # letters of a name beside its bar
_ROOM_BELOW = 4.0  # points of the scale below the lowest column of a waterfall


def add_bars(
    page: Page,
    box: Box,
    values: pd.DataFrame,
    colours: Sequence[str],
    *,
    name: str,
    form: str,
    upright: bool = False,
) -> None:
    """Add a chart with a group of bars for each row, the first row on top or at the left."""
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if upright else XL_CHART_TYPE.BAR_CLUSTERED
    chart = _add_chart(page, box, kind, values, name)
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.plots[0].gap_width, chart.plots[0].overlap = 60, -5
    chart.category_axis.reverse_order = not upright
    for series, colour in zip(chart.plots[0].series, colours, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = convert_colour(colour)
        series.invert_if_negative = False
        _label(series, form)


def add_stacks(
    page: Page, box: Box, values: pd.DataFrame, colours: Sequence[str], *, name: str
) -> None:
    """Add a chart with an upright bar for each row, its columns on each other."""
    chart = _add_chart(page, box, XL_CHART_TYPE.COLUMN_STACKED, values, name)
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.plots[0].gap_width, chart.plots[0].overlap = 60, 100
    for series, colour in zip(chart.plots[0].series, colours, strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = convert_colour(colour)
        _label(series, "#,##0;;")  # and nothing for 0
        series.data_labels.font.color.rgb = convert_colour(choose_ink(colour))


def add_waterfall(
    page: Page,
    box: Box,
    steps: pd.Series[float],
    *,
    start: tuple[str, float],
    end: str,
    name: str,
    names: Sequence[str],  # of what a column stands on, of totals, steps up and steps down
) -> None:
    """Add the steps from a start to where they lead, as columns that stand on each other."""
    values = _make_columns(steps, start, end)
    lowest = (values["base"].fillna(0) + values["total"].fillna(0)).min()
    values.columns = pd.Index(names)
    chart = _add_chart(page, box, XL_CHART_TYPE.COLUMN_STACKED, values, name)
    chart.has_legend = False
    chart.plots[0].gap_width, chart.plots[0].overlap = 40, 100
    chart.value_axis.minimum_scale = max(0.0, lowest - _ROOM_BELOW)
    base, *others = chart.plots[0].series
    base.format.fill.background()
    for series, (colour, form) in zip(others, _STEPS, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = convert_colour(colour)
        _label(series, form)


def _make_columns(steps: pd.Series[float], start: tuple[str, float], end: str) -> pd.DataFrame:
    """Return the heights of the columns: what they stand on, totals, steps up and steps down."""
    reached = start[1] + steps.cumsum()
    before = reached.shift(fill_value=start[1])
    rows = pd.DataFrame(
        {
            "base": np.minimum(before, reached),
            "total": np.nan,
            "for": steps.where(steps > 0),
            "against": -steps.where(steps < 0),
        },
        index=steps.index,
    )
    first, last = ([np.nan, total, np.nan, np.nan] for total in (start[1], reached.iloc[-1]))
    ends = [
        pd.DataFrame([row], [label], rows.columns)
        for label, row in ((start[0], first), (end, last))
    ]
    return pd.concat([ends[0], rows, ends[1]])


def _add_chart(page: Page, box: Box, kind: XL_CHART_TYPE, values: pd.DataFrame, name: str) -> Chart:
    """Add a chart of columns of numbers; a missing one leaves a gap."""
    data = CategoryChartData()
    data.categories = [_shorten(label) for label in values.index]
    for column in values:
        data.add_series(str(column), [None if np.isnan(one) else one for one in values[column]])
    frame = page.shapes.add_chart(kind, *box.emu, data)
    frame.name = name
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_make_workbook(data))
    chart.font.size = Pt(_SIZE)
    chart.has_title = False
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    chart.category_axis.format.line.color.rgb = convert_colour(UNKNOWN)
    return chart


def _shorten(label: str) -> str:
    text = flatten_text(label)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _make_workbook(data: CategoryChartData) -> bytes:
    """Return the sheet behind a chart, in which a name is never a formula or a link."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(stream, options)
    sheet = workbook.add_worksheet("Sheet1")
    sheet.write_column(1, 0, [category.label for category in data.categories])
    for number, series in enumerate(data, start=1):
        sheet.write(0, number, series.name)
        sheet.write_column(1, number, list(series.values))
    workbook.close()
    return stream.getvalue()


def _label(series: Any, form: str) -> None:
    """Write the numbers at the bars."""
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = form, False
    labels.font.size = Pt(_SIZE - 1)
