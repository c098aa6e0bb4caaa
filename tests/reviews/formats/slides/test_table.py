"""Tables of slides, measured."""

import pandas as pd

from kamgraph.reviews.columns import Column
from kamgraph.reviews.formats.slides.box import Box
from kamgraph.reviews.formats.slides.pages import _measure_fonts
from kamgraph.reviews.formats.slides.table import measure_table
from kamgraph.reviews.section import Table


def test_a_day_stays_on_one_line_beside_long_texts(review):
    face, day = _measure_fonts(review), "2026 年 10 月 14 日"
    rows = pd.DataFrame({"day": [day], "why": ["words and more words " * 9], "who": ["we " * 99]})
    columns = {"day": Column("When", "day"), "why": Column("Why"), "who": Column("Who")}
    grid = measure_table(Table(rows, columns, ""), face, Box(0, 0, 400, 300))
    [[first, *_]] = grid.rows
    assert [one.text for one in first.paragraphs] == [day]
    whole = face.measure(day) * first.paragraphs[0].size
    padding = 10
    assert grid.widths[0] - padding >= 1.15 * whole  # as wide as it is without our font
    assert first.align == "left"
