"""A review as one page of HTML that needs nothing else."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from kamgraph.plot.palette import colour, ink
from kamgraph.review.cells import missing, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from kamgraph.review.review import Review
    from kamgraph.review.section import Column, Figure, Kind, Picture, Point, Section, Span, Table

_LANGUAGES = {"en": "en", "zh": "zh-Hans"}
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
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
</body>
</html>
"""


def page(review: Review) -> str:
    """Return the whole page; every text in it is escaped."""
    return _PAGE.format(
        language=_LANGUAGES[review.language],
        title=escape(review.title),
        style=files("kamgraph.review").joinpath("style.css").read_text("utf-8"),
        kind=escape(review.kind),
        facts=" · ".join(f"<span>{escape(fact)}</span>" for fact in review.facts),
        tone=review.tone,
        verdict=escape(review.verdict),
        summary="\n".join(_point(point) for point in review.summary[1:]),
        sections="\n".join(_section(section) for section in review.sections),
    )


def frame(review: Review) -> str:
    """Return the page in a frame of its own, so that its styles stay out of a notebook."""
    return (
        f'<iframe sandbox title="{escape(review.title)}" srcdoc="{escape(page(review))}" '
        'style="width: 100%; height: 56rem; border: 1px solid #d5d8dd"></iframe>'
    )


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
    fill = colour(value)
    return f'<span class="chip" style="background:{fill};color:{ink(fill)}">{shown}</span>'


def _bar(value: float, shown: str, largest: float) -> str:
    """Draw a bar to the right of its number, from the middle where there are signs."""
    sign = "against" if value < 0 else "for"
    part = 100 * abs(value) / largest if largest > 0 else 0
    return f'{shown}<span class="bar {sign}"><i style="width:{part:.1f}%"></i></span>'


def _line(span: Span, _: str, __: float) -> str:
    marks = [
        _dot("mark", span.mark),
        _stretch("band", span.low, span.high),
        _stretch("shift", *sorted((span.own, span.after))),
        _dot("own", span.own),
        _dot("after", span.after),
    ]
    return f'<span class="line" aria-hidden="true">{"".join(marks)}</span>'


def _stretch(name: str, low: float, high: float) -> str:
    if np.isnan(high - low):
        return ""
    return f'<i class="{name}" style="left:{low:.1f}%;width:{high - low:.1f}%"></i>'


def _dot(name: str, place: float) -> str:
    return "" if np.isnan(place) else f'<i class="{name}" style="left:{place:.1f}%"></i>'


_DRAWN: dict[Kind, Callable[[Any, str, float], str]] = {
    "score": _chip,
    "share": _bar,
    "reach": _bar,
    "points": _bar,
    "span": _line,
}
