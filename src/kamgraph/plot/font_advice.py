"""Which font to install for characters that no installed font has."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kamgraph.errors import advise_extra

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHOWN = 12  # characters in a message
_FIRST_RARE = 0x20000  # Han from here on stands in few fonts
_LETTERS = ("L", "M", "N")  # categories that a script has


def advise_font(missing: Iterable[str], *, extra_helps: bool) -> str:
    """Say which characters are drawn as squares, and which fonts have them."""
    characters = sorted(missing)
    shown = "".join(characters[:_SHOWN])
    more = len(characters) - _SHOWN
    rest = f" and {more} more" if more > 0 else ""
    fonts = dict.fromkeys(_choose_font(one) for one in characters)
    named = ", ".join(f"'{family}'" for family, _ in fonts)
    packages = " ".join(dict.fromkeys(package for _, package in fonts))
    extra = f"{advise_extra('fonts')}, or " if extra_helps else ""
    return (
        f"no installed font has the characters {shown}{rest}; they are drawn as empty squares. "
        f"Install {named} ({extra}on Debian and Ubuntu: apt install {packages}), then start Python "
        "anew"
    )


def is_east_asian(character: str) -> bool:
    """Return whether a character is one of Chinese, Japanese or Korean."""
    return _read_script(character) in _load()["scripts"] and "CJK" in _choose_font(character)[0]


def _choose_font(character: str) -> tuple[str, str]:
    """Return a family that has a character, and the package it comes in."""
    known, script = _load(), _read_script(character)
    if script == "CJK" and ord(character) >= _FIRST_RARE:
        return _pair(known["rare"]["han"])
    if script in known["scripts"]:
        return _pair(known["scripts"][script])
    if unicodedata.category(character)[0] not in _LETTERS:
        return _pair(known["signs"]["any"])
    others = known["others"]
    return others["family"].format(script=script.title()), others["package"]


def _read_script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0].partition("-")[0]


def _pair(listed: list[str]) -> tuple[str, str]:
    family, package = listed
    return family, package


@cache
def _load() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("fonts.toml").read_text("utf-8"))
