"""Text in XML, which cannot hold every character: what is escaped, and how it comes back.

Characters that XML forbids become ``_x0001_``, by their code in hexadecimal, and an underscore
that could be taken for the beginning of such an escape becomes ``_x005F_``: the rule by which
Office Open XML writes text.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4})")
_ESCAPED = re.compile("_x([0-9A-F]{4})_")
_RETURN = {"\r": "&#13;"}  # a parser would take a bare one for the end of a line


def escaped(text: str) -> str:
    """Return a text of characters that XML can hold, from which :func:`restored` makes it."""
    return _UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def restored(text: str) -> str:
    """Undo :func:`escaped`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def content(value: object) -> str:
    """Return a value as the content of an element."""
    return escape(escaped(str(value)), _RETURN)


def quoted(value: object) -> str:
    """Return a value as that of an XML attribute, with its quotes."""
    return quoteattr(escaped(str(value)))
