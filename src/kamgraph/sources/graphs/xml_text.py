"""Text in XML, which cannot hold every character: what is escaped, and how it comes back."""

# Characters that XML forbids or changes become ``_x0001_``, by their code in hexadecimal, and an
# underscore that could be taken for the beginning of such an escape becomes ``_x005F_``: the rule
# by which Office Open XML writes text.

from __future__ import annotations

import re

# A parser takes a bare carriage return for the end of a line, and writers leave it bare.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4})")
_ESCAPED = re.compile("_x([0-9A-F]{4})_")


def escape(text: str) -> str:
    """Return a text of characters that XML can hold, from which :func:`unescape` makes it."""
    return _UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescape(text: str) -> str:
    """Undo :func:`escape`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
