"""A review as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kamgraph.model.voice import say
from kamgraph.reviews.formats.cells import is_missing, show_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.reviews.columns import Column
    from kamgraph.reviews.content import ReviewContent
    from kamgraph.reviews.section import Figure, Point, Section, Table

_MARKUP = re.compile(r"[\\`*_\[\]<>#|~&$@]|^-(?=[\s-]|$)|^\+(?=\s|$)|^=|(?<=www)\.|:(?=//)")
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # of the direction of letters
_NUMBERED = re.compile(r"^(\d+)(?=[.)](?:\s|$))")
_LEFT = {"name", "text", "day"}


def render(review: ReviewContent) -> str:
    """Return the whole review; texts from outside are escaped, pictures left out."""
    head = [
        f"# {escape(review.title)}",
        f"{escape(review.kind)} · {escape(' · '.join(review.facts))}",
        f"**{escape(review.verdict)}**",
        "\n".join(_write_point(point) for point in review.summary[1:]),
    ]
    parts = [part for section in review.sections for part in _write_section(section)]
    return "\n\n".join([*head, *parts]) + "\n"


def escape(words: str) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    line = " ".join(_TURNS.sub("", words).split())
    return _NUMBERED.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", line))


def _write_section(section: Section) -> Iterator[str]:
    if section.picture and not section.figures and not section.table:
        return
    yield f"## {escape(section.heading)}"
    yield escape(section.sentence)
    if section.figures:
        yield "\n".join(_write_figure(figure) for figure in section.figures)
    if section.table:
        yield _write_table(section.table)


def _write_point(point: Point) -> str:
    label, sentence = map(escape, (point.label, point.sentence))
    return "- " + say("point", label=f"**{label}**", sentence=sentence)


def _write_figure(figure: Figure) -> str:
    label, value, note = map(escape, (figure.label, figure.value, figure.note))
    told = {"label": label, "value": value}
    return "- " + (say("figure", **told, note=note) if note else say("figure_alone", **told))


def _write_table(table: Table) -> str:
    shown = {name: column for name, column in table.columns.items() if column.kind != "span"}
    lines = [
        [escape(column.heading) for column in shown.values()],
        ["---" if column.kind in _LEFT else "---:" for column in shown.values()],
    ]
    lines += [
        [_write_cell(row, name, column) for name, column in shown.items()]
        for row in table.rows.to_dict("records")
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _write_cell(row: dict[Any, Any], name: str, column: Column) -> str:
    value = escape(show_cell(row[name], column.kind))
    below = row[column.below] if column.below else ""
    return value if is_missing(below) else f"{value}<br>{escape(str(below))}"
