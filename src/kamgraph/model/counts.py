"""How many there are, and which the first of them are, in the English of findings and errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SHOWN = 10  # texts named in a message


def number_of(things: int | Collection[object], noun: str, several: str = "") -> str:
    """Return how many of something there are: ``1 row``, ``1,200 rows``."""
    count = things if isinstance(things, int) else len(things)
    return f"1 {noun}" if count == 1 else f"{count:,} {several or noun + 's'}"


def first_of(
    texts: Sequence[str], *, between: str = ", ", most: int = SHOWN, total: int | None = None
) -> str:
    """Return the first of some texts, and how many more there are, of so many in all."""
    shown = texts[:most]
    more = (len(texts) if total is None else total) - len(shown)
    before = " and" if between == ", " else f"{between}and"
    return between.join(shown) + (f"{before} {more:,} more" if more > 0 else "")
