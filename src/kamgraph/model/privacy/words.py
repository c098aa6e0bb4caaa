"""Words about people, as data: courtesies, and headings of what tells who somebody is."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LISTED = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]+")

COURTESIES = frozenset(_LISTED["courtesies"])
AFTER_FAMILY_NAMES: tuple[str, ...] = tuple(_LISTED["after_family_names"])
BEFORE_FAMILY_NAMES: tuple[str, ...] = tuple(_LISTED["before_family_names"])
FAMILY_NAMES_OF_TWO = frozenset(_LISTED["family_names_of_two"])
PATRONYMICS: tuple[str, ...] = tuple(_LISTED["patronymics"])
_IDENTIFYING = frozenset(_LISTED["identifying"])
_QUALIFYING = frozenset(_LISTED["qualifying"])
_OF_OTHERS = frozenset(_LISTED["of_others"])


def is_identifying(heading: str) -> bool:
    """Tell whether each cell below a heading is the person's alone."""
    known = _IDENTIFYING | _QUALIFYING
    return any(words & _IDENTIFYING and words <= known for words in _split_heading(heading))


def is_of_others(heading: str) -> bool:
    """Tell whether cells below a heading are of somebody or something else."""
    return any(words & _OF_OTHERS for words in _split_heading(heading))


def _split_heading(heading: str) -> Iterator[frozenset[str]]:
    """Yield the words of a heading, as written and with capitals as beginnings of words."""
    for written in (heading, _CAMEL.sub(" ", heading)):
        plain = unicodedata.normalize("NFKC", written).casefold()
        yield frozenset(_WORD.findall(plain))
