"""Data for a script, put into a page so that no text in it can end the page's own markup."""

from __future__ import annotations

import json
from typing import Any

# Neither a tag nor a comment can begin without "<", and U+2028 and U+2029 end lines in scripts.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def island(name: str, data: object) -> str:
    r"""Return data as a ``<script type="application/json">`` of a class.

    Examples
    --------
    >>> island("data", {"name": "</script>"})
    '<script type="application/json" class="data">{"name":"\\u003c/script\\u003e"}</script>'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f'<script type="application/json" class="{name}">{text.translate(_ESCAPES)}</script>'


class Pool:
    """Values that are told once and then by their number, for what many views have in common."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.values: list[Any] = []

    def number(self, value: object) -> int:
        """Return the number of a value, taking it in if it is new."""
        key = json.dumps(value, ensure_ascii=False)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]
