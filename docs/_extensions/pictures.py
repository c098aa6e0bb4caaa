"""The directive ``picture``: code that draws, and below it what it drew when the page was made.

The code goes on where the page's examples are at that place. Its last line gives the axes::

    ```{picture} What the picture says to who cannot see it
    k.plot.map(graph)
    ```
"""

from __future__ import annotations

import hashlib
import io
from functools import cache
from html import escape
from pathlib import Path
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
    app.add_directive("picture", Picture)
    app.connect("env-get-outdated", _drawn_anew)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class Picture(SphinxDirective):
    """Show code and what it draws."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = {"hide-code": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Return the code as a block, unless it is hidden, and the figure."""
        code = "\n".join(self.content)
        page = Path(self.env.doc2path(self.env.docname)).read_text("utf-8")
        before = page[: page.index(code)]
        picture = _svg(before, code)
        name = f"{hashlib.sha256(picture.encode()).hexdigest()[:12]}.svg"
        target = Path(self.env.app.outdir) / "_images" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(picture, encoding="utf-8")
        source = "../" * self.env.docname.count("/") + f"_images/{name}"
        figure = nodes.raw("", _figure(source, self.arguments[0]), format="html")
        if "hide-code" in self.options:
            return [figure]
        return [nodes.literal_block(code, code, language="python"), figure]


def _drawn_anew(_: Sphinx, env: BuildEnvironment, *__: object) -> list[str]:
    """Return the pages with pictures: the code that draws them may have changed."""
    paths = {name: Path(env.doc2path(name)) for name in env.found_docs}
    return [name for name, path in paths.items() if "```{picture}" in path.read_text("utf-8")]


def _figure(source: str, alternative: str) -> str:
    image = f'<img src="{source}" alt="{escape(" ".join(alternative.split()))}">'
    return f'<figure class="picture"><a href="{source}">{image}</a></figure>'


@cache
def _svg(before: str, code: str) -> str:
    """Return what the code draws as a file of its own, with letters as outlines."""
    from matplotlib import pyplot as plt
    from matplotlib import rc_context, use

    use("Agg")
    text = io.StringIO()
    with rc_context({"svg.fonttype": "path", "svg.hashsalt": "kamgraph"}):
        run(before, code).figure.savefig(text, format="svg", metadata={"Date": None})
    plt.close("all")
    return text.getvalue()
