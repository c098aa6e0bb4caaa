"""Whether many texts are plain lines, told of all of them at once: looking at each takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_BLANKS_AROUND = ("\n ", " \n")
_SHOWN = bytes(range(ord(" "), 127))


def are_lines(texts: Collection[str], *, without: Collection[str] = ()) -> bool:
    """Return whether texts are printable, in one line, and with no blanks around them."""
    # They are joined by line ends, so what none may begin with is looked for behind one.
    joined = "\n".join(["", *texts, ""])
    return (
        joined.count("\n") == len(texts) + 1
        and _show(joined.replace("\n", ""))
        and not any(mark in joined for mark in (*_BLANKS_AROUND, *without))
    )


def _show(text: str) -> bool:
    """Return whether all of a long text is printable; of plain letters that is known sooner."""
    return not text.encode().translate(None, _SHOWN) if text.isascii() else text.isprintable()
