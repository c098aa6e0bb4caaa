"""What directives have in common that run code when a page is made, and show what comes of it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class LiveDirective(SphinxDirective):
    """Show code and what comes of it, which is a file beside the pages."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = {"hide-code": directives.flag}
    folder: ClassVar[str]  # of the files
    ending: ClassVar[str]

    @staticmethod
    def make(before: str, code: str) -> str:
        """Return what comes of the code, where the page's examples are at that place."""
        raise NotImplementedError

    def embed(self, source: str, text: str) -> str:
        """Return the file in HTML, with the text that stands behind the directive's name."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Return the code as a block, unless it is hidden, and what comes of it."""
        code = "\n".join(self.content)
        page = Path(self.env.doc2path(self.env.docname)).read_text("utf-8")
        made = self.make(page[: page.index(code)], code)
        name = f"{hashlib.sha256(made.encode()).hexdigest()[:12]}{self.ending}"
        target = Path(self.env.app.outdir) / self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(made, encoding="utf-8")
        source = "../" * self.env.docname.count("/") + f"{self.folder}/{name}"
        text = " ".join(self.arguments[0].split())
        shown = nodes.raw("", self.embed(source, text), format="html")
        if "hide-code" in self.options:
            return [shown]
        return [nodes.literal_block(code, code, language="python"), shown]


def add_directive(app: Sphinx, name: str, directive: type[LiveDirective]) -> dict[str, bool]:
    """Add a directive, whose pages are made anew each time: the code they run may have changed."""

    def list_pages(_: Sphinx, env: BuildEnvironment, *__: object) -> list[str]:
        paths = {page: Path(env.doc2path(page)) for page in env.found_docs}
        marked = f"```{{{name}}}"
        return [page for page, path in paths.items() if marked in path.read_text("utf-8")]

    app.add_directive(name, directive)
    app.connect("env-get-outdated", list_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
