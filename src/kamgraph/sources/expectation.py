"""What a writer expects: that there still is the book that it once read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.errors import ChangedError, KamgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.model.book import Book


def expect_content(expecting: str, read: Callable[[], Book], place: str) -> None:
    """Refuse to go on if what is there now has another content, or cannot be read."""
    try:
        found = read()
    except KamgraphError as error:
        what = "there no longer is the book that was read before, so nothing was written"
        raise ChangedError(f"{place}: {what} ({error})") from error
    if found.content_hash != expecting:
        raise ChangedError(
            f"{place}: somebody has changed the book since it was read, so nothing was written; "
            "read it again, do with it what you did, and write that"
        )
