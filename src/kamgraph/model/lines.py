"""Whether many texts are plain lines, told of all of them at once: looking at each takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection

_BLANKS_AROUND = ("\n ", " \n")
_SHOWN = b"\n" + bytes(range(ord(" "), 127))


def are_lines(texts: Collection[str], *, without: Collection[str] = ()) -> bool:
    """Return whether texts are printable, in one line, and with no blanks around them."""
    # They are joined by line ends, so what none may begin with is looked for behind one.
    joined = "\n".join(["", *texts, ""])
    return (
        joined.count("\n") == len(texts) + 1
        and _show(joined)
        and not any(_holds(joined, mark) for mark in (*_BLANKS_AROUND, *without))
    )


def are_filled(texts: Collection[str]) -> np.ndarray:
    """Return which texts hold more than blanks."""
    return np.fromiter(map(bool, map(str.strip, texts)), bool, len(texts))


def _show(text: str) -> bool:
    """Return whether all lines of a long text are printable; plain letters tell it sooner."""
    if text.isascii():
        return not text.encode().translate(None, _SHOWN)
    return text.replace("\n", "").isprintable()


def _holds(text: str, mark: str) -> bool:
    """Return whether a long text holds a mark; that a letter of it is not there is seen sooner."""
    return all(letter in text for letter in mark) and mark in text
