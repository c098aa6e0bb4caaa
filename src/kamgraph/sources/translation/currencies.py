"""Currencies as people write them, by codes, signs and names; a sign of several stays a sign."""

from __future__ import annotations

import tomllib
import unicodedata
from importlib.resources import files

_LISTED = tomllib.loads(files(__package__).joinpath("numbers.toml").read_text("utf-8"))
_SPELLED: dict[str, list[str]] = _LISTED["currencies"]
_SIGNS: dict[str, list[str]] = _LISTED["signs"]
_LOCALES: dict[str, dict[str, list[str]]] = _LISTED["locales"]


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


_CODES = {_fold(one): code for code, spelled in _SPELLED.items() for one in (code, *spelled)}
_SEVERAL = {_fold(sign): sign for sign in _SIGNS}
WRITTEN = (*_CODES, *_SEVERAL)  # all that may stand before or after an amount


def spell_currency(text: str) -> str:
    """Return the code of a currency, or the sign of several; any other text as it is."""
    known = _fold(text)
    return _CODES.get(known) or _SEVERAL.get(known, text)


def spell_locale(sign: str, locale: str) -> str:
    """Return the code of the currency that a sign is in a locale of Excel, else the sign."""
    known = _LOCALES.get(spell_currency(sign), {})
    plain = locale.casefold().lstrip("0")
    return next((code for code, ones in known.items() if plain in map(_fold, ones)), sign)


def is_currency(text: str) -> bool:
    """Return whether a text is a currency, or the sign of several."""
    return _fold(text) in WRITTEN


def is_sign(text: str) -> bool:
    """Return whether a text is a sign that several currencies have."""
    return text in _SIGNS


def differ(one: str, other: str) -> bool:
    """Return whether two texts cannot mean one currency; nobody knows of what is not listed."""
    ours, theirs = map(_list_meant, (one, other))
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _list_meant(text: str) -> set[str]:
    """Return the codes that a text may stand for, none if it is not known."""
    known = spell_currency(text)
    return {*_SIGNS.get(known, (known,))} if is_currency(known) else set()
