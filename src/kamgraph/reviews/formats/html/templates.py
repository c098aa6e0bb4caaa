"""The templates of pages: every text is escaped, and a value that is not given is an error."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kamgraph.model.colours import colour
from kamgraph.model.voice import say, template
from kamgraph.plot.palette import choose_ink
from kamgraph.plot.required import require_matplotlib
from kamgraph.reviews.formats.cells import is_missing, show_cell

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from kamgraph.reviews.section import Columns

# U+2028 and U+2029 end lines in scripts; what could begin a tag, jinja2 escapes itself.
_LINE_ENDS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\u2028\u2029"}

_LONG = 30  # letters of a text that is hard to read word by word


@cache
def load_templates() -> Environment:
    """Return the templates of this package, with what they call."""
    templates = Environment(
        autoescape=True,
        loader=PackageLoader(__package__, "."),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    templates.policies["json.dumps_function"] = _dump
    templates.globals |= {"say": say, "take_sentences": take_sentences}
    templates.filters |= {
        "find_long_texts": find_long_texts,
        "measure_bars": measure_bars,
        "percent": "{:.1f}%".format,
        "score_class": score_class,
        "show_cell": show_cell,
        "svg": draw_picture,
    }
    templates.tests["missing"] = is_missing
    return templates


def fill_template(name: str, **values: Any) -> str:
    """Return a template with values put into its places."""
    return load_templates().get_template(name).render(values)


def take_sentences(*keys: str) -> dict[str, str]:
    """Return sentences for a script to fill."""
    return {key: template(key) for key in keys}


def measure_bars(rows: pd.DataFrame, columns: Columns) -> dict[str, float]:
    """Return what a full bar stands for in each column: all of a reach, else what is largest."""
    # Columns of one kind have one scale, as shares and points of a row are added up and compared.
    largest = {
        kind: max(
            (float(rows[name].abs().max()) for name, one in columns.items() if one.kind == kind),
            default=0.0,
        )
        for kind in ("share", "points")
    }
    return {name: largest.get(column.kind, 1.0) for name, column in columns.items()}


def find_long_texts(rows: pd.DataFrame, columns: Columns) -> set[str]:
    """Return the columns with texts that need some width to be read."""
    return {
        name
        for name, column in columns.items()
        if column.kind == "text" and any(len(str(text)) > _LONG for text in rows[name])
    }


def draw_picture(draw: Callable[..., object]) -> str:
    """Return a picture as an ``<svg>`` element."""
    with require_matplotlib():
        from kamgraph.plot.svg import write_svg
    return write_svg(draw)


def score_class(value: float) -> str:
    """Return the class that gives an element the colours of a score, 0-100."""
    return f"s{round(value)}"


def score_rules() -> list[str]:
    """Return the rule of each such class."""
    fills = [(value, colour(value)) for value in range(101)]
    return [
        f".{score_class(value)} {{ background: {fill}; color: {choose_ink(fill)}; }}"
        for value, fill in fills
    ]


def _dump(data: Any, **_: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_LINE_ENDS)
