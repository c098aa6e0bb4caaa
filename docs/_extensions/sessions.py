"""Sessions end where they end: the blank line that ends one for doctest is not shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_END = re.compile(r"\n\n```(?=\n|$)")


def setup(app: Sphinx) -> dict[str, bool]:
    """Change pages as they are read."""
    app.connect("source-read", _tighten)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _tighten(_: Sphinx, __: str, source: list[str]) -> None:
    source[0] = _END.sub("\n```", source[0])
