"""What the columns of a table of scores are called in a picture."""

from __future__ import annotations

from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import say, say_label, wording


def name_column(name: str) -> str:
    """Return what a column is called; one without a word, its own name."""
    for key in (f"plot.axis_{name}", f"plot.column_{name}"):
        if key in wording():
            return say(key)
    return say_label(AXES, name)
