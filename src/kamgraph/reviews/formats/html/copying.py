"""Buttons to copy the tables of a page; the script makes them, the page tells it the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.reviews.formats.html.data import island
from kamgraph.reviews.wording import sentences

if TYPE_CHECKING:
    from kamgraph.reviews.wording import Wording

_TOLD = ("map_copy", "map_copied", "map_copy_by_hand", "map_close")


def copying(words: Wording) -> str:
    """Return what the script says of copying; once on a page."""
    return island("copying", {key: sentences()[key][words.language] for key in _TOLD})
