"""Buttons to copy the tables of a page; the script makes them, the page tells it the words."""

from __future__ import annotations

from kamgraph.model.voice import template
from kamgraph.reviews.formats.html.data import island

_TOLD = ("map_copy", "map_copied", "map_copy_by_hand", "map_close")


def copying() -> str:
    """Return what the script says of copying; once on a page."""
    return island("copying", {key: template(key) for key in _TOLD})
