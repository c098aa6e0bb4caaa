"""What is written around the body of a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamgraph.plot.canvas.axes import open_page
from kamgraph.plot.chart.chart import WIDTH, Chart
from kamgraph.plot.fonts import Typeface, choose_typeface
from kamgraph.plot.legend import Entry, Legend
from kamgraph.plot.lettering import Paragraph, fit_texts
from kamgraph.plot.palette import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

_TITLE, _LEAD, _NOTE = 13.0, 9.0, 7.2
_MARGIN, _GAP = 12.0, 9.0
_SURE = 0.97


@dataclass(frozen=True, eq=False)
class Sheet:
    """What is written around the body of a chart."""

    face: Typeface  # what to write with
    heading: list[Paragraph]  # the title, if any, and below it what is shown
    legend: Legend  # the signs and what they mean
    notes: list[Paragraph]  # what is to be known besides
    width: float  # the width of the body

    @classmethod
    def of(
        cls,
        title: str,
        lead: str,
        *,
        texts: Iterable[str] = (),
        entries: Sequence[Entry] = (),
        notes: Sequence[str] = (),
        width: float = WIDTH,
    ) -> Sheet:
        """Choose a typeface for everything that the chart says, its own texts included."""
        face = choose_typeface([title, lead, *texts, *notes, *(entry.label for entry in entries)])
        heading = [Paragraph(title, _TITLE, bold=True)] if title else []
        heading.append(Paragraph(lead, _LEAD, colour=QUIET))
        below = [Paragraph(note, _NOTE, colour=QUIET) for note in notes]
        room = _SURE * width  # screens round letters to pixels, and so lengthen a line
        return cls(
            face=face,
            heading=[line for one in heading for line in fit_texts([one], face, width=room)],
            legend=Legend.of(entries, face, width),
            notes=fit_texts(below, face, width=width),
            width=width,
        )

    def open(self, axes: Axes | None, height: float) -> Chart:
        """Open a page with a body of some height, everything around it written."""
        gap = _GAP if height else 0.0
        above = sum(line.height for line in self.heading) + gap
        notes = sum(line.height for line in self.notes)
        below = self.legend.height + notes + gap * bool(self.legend.height + notes)
        page = (-_MARGIN, self.width + _MARGIN, -below - _MARGIN, height + above + _MARGIN)
        chart = Chart(open_page(axes, page), self.face)
        chart.write(self.heading, 0, height + above)
        self.legend.draw(chart, 0, -gap)
        chart.write(self.notes, 0, notes - below)
        return chart
