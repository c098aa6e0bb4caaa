"""In which order days are written, as far as the days themselves tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?:[ ,T].*)?", re.ASCII)
_MONTHS = 12


def tell_order(texts: Iterable[str]) -> str:
    """Return ``day_first``, ``month_first``, ``either`` where no day tells, or empty."""
    found = [one for one in map(_SLASHED.fullmatch, texts) if one]
    first = any(int(one[1]) > _MONTHS for one in found)
    second = any(int(one[2]) > _MONTHS for one in found)
    if first != second:
        return "day_first" if first else "month_first"
    return "either" if found else ""
