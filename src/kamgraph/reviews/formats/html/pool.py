"""Values that a page gives its scripts once, however often they are needed."""

from __future__ import annotations

import json
from typing import Any


class Pool:
    """Values that are given once and then by their number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.values: list[Any] = []

    def number(self, value: object) -> int:
        """Return the number of a value, adding it if it is new."""
        key = json.dumps(value, ensure_ascii=False)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]
