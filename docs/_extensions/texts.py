"""Texts are shown as they are meant: sessions without their last blank line, colons as colons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_STAND_IN = "\ue000"  # for a colon
_COLON = re.compile(r":(?= )")
_END = re.compile(r"\n\n```(?=\n|$)")


def setup(app: Sphinx) -> dict[str, bool]:
    """Change pages as they are read, and docstrings before and after napoleon reads them."""
    app.connect("source-read", _tighten)
    app.connect("autodoc-process-docstring", _hide_colons, priority=400)
    app.connect("autodoc-process-docstring", _show_colons, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _tighten(_: Sphinx, __: str, source: list[str]) -> None:
    source[0] = _END.sub("\n```", source[0])


def _hide_colons(*event: object) -> None:
    """Keep napoleon from taking what is before a colon of a property's text for its type."""
    _, what, *_, lines = event
    if what == "property" and isinstance(lines, list):
        lines[:] = [_COLON.sub(_STAND_IN, line) for line in lines]


def _show_colons(*event: object) -> None:
    *_, lines = event
    if isinstance(lines, list):
        lines[:] = [line.replace(_STAND_IN, ":") for line in lines]
