"""The directive ``review``: code that makes a review, and below it the review, to be read and used.

The code goes on where the page's examples are at that place. Its last line gives the review::

    ```{review} What the review is of
    k.review(graph)
    ```

With ``:small:`` it is shown as a small picture of the page, to be opened by a click.
"""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from live import LiveDirective, add_directive
from session import run

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive."""
    return add_directive(app, "review", Review)


class Review(LiveDirective):
    """Show a review in a frame, with a link to it as a page of its own."""

    option_spec: ClassVar = LiveDirective.option_spec | {"small": directives.flag}
    folder: ClassVar = "_reviews"
    ending: ClassVar = ".html"

    def embed(self, source: str, text: str) -> str:
        """Return the frame and the link; of a small one, only the link can be reached."""
        small = "small" in self.options
        title, kind = escape(text), "review small" if small else "review"
        aside = ' tabindex="-1" aria-hidden="true"' if small else ""
        link = f'<a href="{source}">{title}</a>'
        frame = f'<iframe src="{source}" title="{title}" loading="lazy"{aside}></iframe>'
        return f'<figure class="{kind}">{frame}<figcaption>{link}</figcaption></figure>'

    @staticmethod
    @cache
    def make(before: str, code: str) -> str:
        """Return the review as a page."""
        with TemporaryDirectory() as folder:
            path = run(before, code).to_html(Path(folder) / "review.html")
            return Path(path).read_text("utf-8")
