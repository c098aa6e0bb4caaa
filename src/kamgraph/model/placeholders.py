"""Names that stand for nobody: a seat that is to be filled."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LETTER = r"[^\W\d_]"
_BETWEEN = "\0"  # which no name may hold
_WHOLE = "="  # before a placeholder that must be the whole name


def find_placeholders(names: Sequence[str], placeholders: tuple[str, ...]) -> np.ndarray:
    """Return which names are placeholders, or hold one as words of their own."""
    # Chinese and Japanese write no blanks between words, so there a part of a name is enough.
    # Nearly all names are people's, so that it pays to read them all at once first.
    known = [fold(placeholder) for placeholder in placeholders]
    pattern = re.compile("|".join(map(_find_words, known)) or "(?!)")
    found = np.zeros(len(names), dtype=bool)
    text = _fold_roughly(_BETWEEN.join(names))
    for word in {max(one.removeprefix(_WHOLE).split(), key=len) for one in known}:
        for place in _find_lines(text, word):
            found[place] = found[place] or bool(pattern.search(fold(names[place])))
    return found


def _find_words(placeholder: str) -> str:
    plain = re.escape(placeholder.removeprefix(_WHOLE))
    if placeholder.startswith(_WHOLE):
        return rf"^\W*{plain}\W*(?:\(.*\)\W*)?$"
    return plain if _CJK.search(placeholder) else f"(?<!{_LETTER}){plain}(?!{_LETTER})"


def _fold_roughly(text: str) -> str:
    return text.lower() if text.isascii() else unicodedata.normalize("NFKD", text.casefold())


def _find_lines(text: str, word: str) -> Iterator[int]:
    """Return the place of each name of a text that holds a word."""
    line, seen = 0, 0
    at = text.find(word)
    while at >= 0:
        line, seen = line + text.count(_BETWEEN, seen, at), at
        yield line
        end = text.find(_BETWEEN, at)
        at = text.find(word, end) if end >= 0 else -1
