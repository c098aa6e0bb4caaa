"""What stands in cells that hold nothing, and in those that held what a spreadsheet has lost."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from kamgraph.model.folding import is_unseen

_LISTED = tomllib.loads(files(__package__).joinpath("nothing.toml").read_text("utf-8"))
_SPELLED = {
    spelled
    for word in _LISTED["words"]
    for spelled in (word, word.upper(), word.capitalize(), word.title())
}
_AMONG_NUMBERS = frozenset([*_LISTED["exact"], *_SPELLED])
_ELSEWHERE = _AMONG_NUMBERS | {*_LISTED["not_numbers"]}
ERRORS: frozenset[str] = frozenset(_LISTED["errors"])
ERROR = "is an error of the sheet; correct the cell or empty it"
NO_VALUES = _ELSEWHERE | ERRORS


def says_nothing(text: str, kind: str) -> bool:
    """Return whether a text stands for nothing in columns of some kind, or does not even show."""
    return text in list_nothing(kind) or (bool(text) and not text.isascii() and is_unseen(text))


def list_nothing(kind: str) -> frozenset[str]:
    """Return the texts that stand for nothing in columns of some kind."""
    return _ELSEWHERE if kind in {"text", "day"} else _AMONG_NUMBERS
