"""The directive ``picture``: code that draws, and below it what it drew when the page was made.

The code goes on where the page's examples are at that place. Its last line gives the axes::

    ```{picture} What the picture says to who cannot see it
    k.plot.map(graph)
    ```
"""

from __future__ import annotations

import io
from functools import cache
from html import escape
from typing import TYPE_CHECKING, ClassVar

from live import LiveDirective, add_directive
from session import run

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive."""
    return add_directive(app, "picture", Picture)


class Picture(LiveDirective):
    """Show code and what it draws."""

    folder: ClassVar = "_images"
    ending: ClassVar = ".svg"

    def embed(self, source: str, text: str) -> str:
        """Return the figure, which opens by itself."""
        image = f'<img src="{source}" alt="{escape(text)}">'
        return f'<figure class="picture"><a href="{source}">{image}</a></figure>'

    @staticmethod
    @cache
    def make(before: str, code: str) -> str:
        """Return what the code draws as a file of its own, with letters as outlines."""
        from matplotlib import pyplot as plt
        from matplotlib import rc_context, use

        use("Agg")
        text = io.StringIO()
        with rc_context({"svg.fonttype": "path", "svg.hashsalt": "kamgraph"}):
            run(before, code).figure.savefig(text, format="svg", metadata={"Date": None})
        plt.close("all")
        return text.getvalue()
