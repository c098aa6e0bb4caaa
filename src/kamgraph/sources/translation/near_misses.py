"""What texts that lead nowhere may have meant: what reads alike but is not the same."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from kamgraph.model.folding import fold_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_SIGNS = {code: None for code in range(128) if not chr(code).isalnum()}
_LAST_FIRST = re.compile(r"\s*([^,，]+)[,，]\s*([^,，]+)\s*")
_MAIL = re.compile(r"(?:.*<|\s*mailto:)?\s*([^\s<>]+@[^\s<>]+?)>?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"0*(\d+?)(?:\.0+)?", re.ASCII)
_SHOWN = 3


def find_equal(texts: Iterable[str], ids: Iterable[str]) -> dict[str, str]:
    """Return the ids that texts are, where only the encoding of accents tells them apart."""
    wanted = {text: unicodedata.normalize("NFC", text) for text in texts if not text.isascii()}
    known = (
        {unicodedata.normalize("NFC", one): one for one in ids if not one.isascii()}
        if wanted
        else {}
    )
    return {text: known[plain] for text, plain in wanted.items() if plain in known}


def find_meant(texts: Collection[str], known: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what each text may have meant, of names that are known with the ids they are of."""
    wanted = {text: fold_reference(text) for text in texts}
    near: defaultdict[str, dict[str, str]] = defaultdict(dict)
    keys = {*wanted.values()} - {""}
    for name, one in known if keys else ():
        key = fold_reference(name)
        if key in keys:
            near[key].setdefault(one, name if name == one else f"{name} ({one})")
    return {text: _list_some([*near[key].values()]) for text, key in wanted.items() if key in near}


def fold_reference(text: str) -> str:
    """Fold what names a row: case, width, blanks, signs, accents, noughts, order of names."""
    # Names that differ in this only are often the same, and sometimes not: so they are proposed.
    text = text.strip()
    if "," in text or "，" in text:
        text = _LAST_FIRST.sub(r"\2 \1", text)
    if "@" in text and (mail := _MAIL.fullmatch(text)):
        text = mail[1]
    if number := _NUMBER.fullmatch(text):
        return number[1]
    if text.isascii():
        return text.lower().translate(_SIGNS)
    return "".join(char for char in fold_name(text) if not unicodedata.combining(char))


def _list_some(names: list[str]) -> str:
    more = [f"{len(names) - _SHOWN:,} more"] if len(names) > _SHOWN else []
    return " or ".join([*names[:_SHOWN], *more])
