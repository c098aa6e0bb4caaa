"""What somebody may have meant who mistyped a name."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_BEGINNING = 4  # letters at which people rarely slip
_BONUS = 0.1  # for each of those that is the same, as Winkler weighs them


def find_nearest(
    text: str, known: Collection[str], *, most: int = 1, cutoff: float = 0.6
) -> list[str]:
    """Return the names that come close to a text, best first; who begin alike come closer."""
    close = get_close_matches(text, known, n=len(known) or 1, cutoff=cutoff)
    return sorted(close, key=lambda name: _compare(text, name), reverse=True)[:most]


def _compare(text: str, name: str) -> float:
    alike = SequenceMatcher(None, name, text).ratio()
    begin = next(
        (
            place
            for place in range(_BEGINNING)
            if text[place : place + 1] != name[place : place + 1]
        ),
        _BEGINNING,
    )
    return alike + _BONUS * begin * (1 - alike)
