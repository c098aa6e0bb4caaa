"""Names that come in two parts, as people say them: the family first where it is said so."""

from __future__ import annotations

import re

# Han characters, Hangul and kana, with the sign that repeats the one before it.
_EAST_ASIAN = re.compile(
    "[\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+"
)
# Japanese spells foreign names by these signs of sounds, and says them in the foreign order.
_FOREIGN = re.compile("[\u30a0-\u30ff]+")


def join_name(first: str, last: str) -> str:
    """Return a name as people say it: ``Ada Quist``, and ``张三`` with the family name first."""
    if _says_family_first(first, last):
        return f"{last}{first}"
    return " ".join(filter(None, (first, last)))


def turn_name(name: str) -> str:
    """Return a name in two parts as :func:`join_name` does, any other as it is."""
    first, _, last = name.partition(" ")
    return join_name(first, last) if last else name


def _says_family_first(first: str, last: str) -> bool:
    # What follows the first name may be remarked on it: "睿 (Ray)".
    if not (_EAST_ASIAN.match(first) and _EAST_ASIAN.fullmatch(last)):
        return False
    return not (_FOREIGN.fullmatch(first) and _FOREIGN.fullmatch(last))
