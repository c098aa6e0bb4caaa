"""The directive ``review``: code that makes a review, and below it the review, to be read and used.

The code goes on where the page's examples are at that place. Its last line gives the review::

    ```{review} What the review is of
    k.review(graph)
    ```
"""

from __future__ import annotations

import hashlib
from functools import cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from session import run
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("review", Review)
    app.connect("env-get-outdated", _made_anew)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class Review(SphinxDirective):
    """Show a review in a frame, with a link to it as a page of its own."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = {"hide-code": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Return the code as a block, unless it is hidden, and the frame."""
        code = "\n".join(self.content)
        page = Path(self.env.doc2path(self.env.docname)).read_text("utf-8")
        review = _html(page[: page.index(code)], code)
        name = f"{hashlib.sha256(review.encode()).hexdigest()[:12]}.html"
        target = Path(self.env.app.outdir) / "_reviews" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(review, encoding="utf-8")
        source = "../" * self.env.docname.count("/") + f"_reviews/{name}"
        frame = nodes.raw("", _frame(source, self.arguments[0]), format="html")
        if "hide-code" in self.options:
            return [frame]
        return [nodes.literal_block(code, code, language="python"), frame]


def _made_anew(_: Sphinx, env: BuildEnvironment, *__: object) -> list[str]:
    """Return the pages with reviews: the code that makes them may have changed."""
    paths = {name: Path(env.doc2path(name)) for name in env.found_docs}
    return [name for name, path in paths.items() if "```{review}" in path.read_text("utf-8")]


def _frame(source: str, caption: str) -> str:
    title = escape(" ".join(caption.split()))
    link = f'<a href="{source}">{title}</a>'
    frame = f'<iframe src="{source}" title="{title}" loading="lazy"></iframe>'
    return f'<figure class="review">{frame}<figcaption>{link}</figcaption></figure>'


@cache
def _html(before: str, code: str) -> str:
    with TemporaryDirectory() as folder:
        path = run(before, code).to_html(Path(folder) / "review.html")
        return Path(path).read_text("utf-8")
