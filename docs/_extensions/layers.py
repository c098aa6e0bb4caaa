"""The directive ``layers``: the package's layers as a picture, as pyproject.toml enforces them."""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("layers", Layers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class Layers(SphinxDirective):
    """Show the layers from the top down, each room with what it holds."""

    def run(self) -> list[nodes.Node]:
        """Return a box per room, a row per layer."""
        self.env.note_dependency(str(_PROJECT))
        rows = [_box("layer", *map(_room, layer.split(" | "))) for layer in _layers()]
        return [_box("layers", *rows)]


def _layers() -> list[str]:
    tools = tomllib.loads(_PROJECT.read_text("utf-8"))["tool"]
    contracts = tools["importlinter"]["contracts"]
    return next(one["layers"] for one in contracts if one["type"] == "layers")


def _room(name: str) -> nodes.container:
    holds = str(import_module(f"kamgraph.{name}").__doc__).splitlines()[0]
    return _box("room", nodes.paragraph("", "", nodes.strong("", name)), nodes.paragraph("", holds))


def _box(kind: str, *children: nodes.Node) -> nodes.container:
    return nodes.container("", *children, classes=[kind])
