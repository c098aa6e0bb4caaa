"""A review as one page of HTML that needs nothing else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from kamgraph.reviews.formats.cells import missing, text
from kamgraph.reviews.formats.html.copying import copying
from kamgraph.reviews.formats.html.page import page, score_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from kamgraph.reviews.content import ReviewContent
    from kamgraph.reviews.section import Column, Figure, Kind, Picture, Point, Section, Span, Table

_STYLES = ("review.css", "map/map.css")
_BODY = """<body>
<main>
<header>
<p class="kind">{kind}</p>
<h1>{title}</h1>
<p class="facts">{facts}</p>
<p class="verdict {tone}">{verdict}</p>
<dl class="summary">
{summary}
</dl>
</header>
{sections}
</main>
{copying}
</body>"""


def render(review: ReviewContent, *, nonce: str | None = None) -> str:
    """Return the whole page; every text in it is escaped."""
    body = _BODY.format(
        title=escape(review.title),
        kind=escape(review.kind),
        facts=" · ".join(f"<span>{escape(fact)}</span>" for fact in review.facts),
        tone=review.tone,
        verdict=escape(review.verdict),
        summary="\n".join(_point(point) for point in review.summary[1:]),
        sections="\n".join(_section(section) for section in review.sections),
        copying=copying(),
    )
    return page(review.title, body, language=review.language, styles=_STYLES, nonce=nonce)


def _section(section: Section) -> str:
    kind = ' class="fine"' if section.fine_print else ""
    return "\n".join(
        [
            f'<section id="{section.name}"{kind}>',
            f"<h2>{escape(section.heading)}</h2>",
            f"<p>{escape(section.sentence)}</p>",
            *_figures(section.figures),
            *([_table(section.table)] if section.table else []),
            *([_picture(section.picture)] if section.picture else []),
            "</section>",
        ]
    )


def _point(point: Point) -> str:
    return f"<div><dt>{escape(point.label)}</dt><dd>{escape(point.sentence)}</dd></div>"


def _figures(figures: tuple[Figure, ...]) -> Iterator[str]:
    if figures:
        yield '<dl class="figures">'
        for figure in figures:
            yield (
                f'<div class="{figure.tone}"><dt>{escape(figure.label)}</dt>'
                f"<dd>{escape(figure.value)}</dd>"
                f'<dd class="note">{escape(figure.note)}</dd></div>'
            )
        yield "</dl>"


def _picture(picture: Picture) -> str:
    if picture.live:
        return f"<figure>{picture.draw()}</figure>"
    label = escape(picture.alternative)
    return f'<figure role="img" aria-label="{label}">{picture.draw()}</figure>'


def _table(table: Table) -> str:
    rows, columns = table.rows, table.columns
    heads = [f'<th scope="col" class="{c.kind}">{escape(c.heading)}</th>' for c in columns.values()]
    largest = {name: _largest(rows[name], column) for name, column in columns.items()}
    lines = [
        "".join(_cell(row, name, column, largest[name]) for name, column in columns.items())
        for row in rows.to_dict("records")
    ]
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return (
        f'<div class="wide"><table>\n<caption>{escape(table.caption)}</caption>\n'
        f"<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>"
    )


def _largest(values: pd.Series[Any], column: Column) -> float:
    """Return what a full bar stands for: the largest of a column, but the whole for a reach."""
    return float(values.abs().max()) if column.kind in {"share", "points"} else 1.0


def _cell(row: dict[Any, Any], name: str, column: Column, largest: float) -> str:
    value = row[name]
    shown = escape(text(value, column.kind))
    if not missing(value):
        shown = _DRAWN.get(column.kind, _plain)(value, shown, largest)
    below = row[column.below] if column.below else ""
    if not missing(below):
        shown += f"<small>{escape(below)}</small>"
    if column.kind == "name":
        return f'<th scope="row" class="name">{shown}</th>'
    return f'<td class="{column.kind}">{shown}</td>'


def _plain(_: object, shown: str, __: float) -> str:
    return shown


def _chip(value: float, shown: str, _: float) -> str:
    return f'<span class="chip {score_class(value)}">{shown}</span>'


def _bar(value: float, shown: str, largest: float) -> str:
    """Draw a bar beside its number, from the left."""
    part = 100 * abs(value) / largest if largest > 0 else 0
    return shown + _bar_from(0, part, value)


def _signed_bar(value: float, shown: str, largest: float) -> str:
    """Draw a bar beside its number, from the middle to the side of its sign."""
    part = 50 * abs(value) / largest if largest > 0 else 0
    return shown + _bar_from(50 - part * (value < 0), part, value)


def _bar_from(left: float, length: float, value: float) -> str:
    sign = "against" if value < 0 else "for"
    return (
        '<svg class="bar" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="{sign}" x="{left:.1f}" width="{length:.1f}" height="5"/></svg>'
    )


def _line(span: Span, _: str, __: float) -> str:
    marks = [
        '<line class="axis" x2="100%" y1="8" y2="8"/>',
        _stretch("band", span.low, span.high),
        _stretch("shift", *sorted((span.own, span.after))),
        _tick(span.mark),
        _dot("own", span.own),
        _dot("after", span.after),
    ]
    return f'<svg class="line" aria-hidden="true">{"".join(marks)}</svg>'


def _stretch(name: str, low: float, high: float) -> str:
    if np.isnan(high - low):
        return ""
    return f'<line class="{name}" x1="{low:.1f}%" x2="{high:.1f}%" y1="8" y2="8"/>'


def _tick(place: float) -> str:
    if np.isnan(place):
        return ""
    return f'<line class="mark" x1="{place:.1f}%" x2="{place:.1f}%" y2="16"/>'


def _dot(name: str, place: float) -> str:
    return "" if np.isnan(place) else f'<circle class="{name}" cx="{place:.1f}%" cy="8" r="5"/>'


_DRAWN: dict[Kind, Callable[[Any, str, float], str]] = {
    "score": _chip,
    "share": _bar,
    "reach": _bar,
    "points": _signed_bar,
    "span": _line,
}
