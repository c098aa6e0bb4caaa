"""The pages read without a network: a build that would load something from elsewhere fails."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_logger = logging.getLogger(__name__)
_LOADED = {
    ".html": re.compile(
        r"""<(?:script|img|iframe|source|audio|video)\b[^>]*?\bsrc\s*=\s*["']?(?:https?:)?//[^"'\s>]*"""
        r"""|<link\b(?=[^>]*rel=["']?(?:stylesheet|preload|icon))[^>]*href=["']?(?:https?:)?//[^"'\s>]*"""
    ),
    ".css": re.compile(r"""(?:url\(\s*|@import\s+)["']?(?:https?:)?//[^"')\s]*"""),
}


def setup(app: Sphinx) -> dict[str, bool]:
    """Look at everything once the pages are written."""
    app.connect("build-finished", _check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _check(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    for file in sorted(Path(app.outdir).rglob("*")):
        if pattern := _LOADED.get(file.suffix):
            for found in pattern.findall(file.read_text("utf-8")):
                name = file.relative_to(app.outdir)
                _logger.warning("%s would load from the network: %s", name, found)
