"""One spelling for what reads alike: names, words, labels and headers are compared by it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from kamgraph.model.lines import are_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

_REMEMBERED = 4096  # letters; texts of a firm have a few hundred different ones
_BLANK = re.compile(r"\s")
_SIGNS = re.compile(r"[\W_]+")
# Beside the format characters (category Cf): joiners, fillers and selectors of glyphs.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def fold(text: str) -> str:
    """Fold case, width, accents' encoding, blanks and invisible characters of a text."""
    if text.isascii():
        return " ".join(text.lower().split())
    first, *others = _BLANK.sub(" ", _fold_letters(text)).split(" ")
    # An accent that stands alone is a blank with an accent: it belongs to what is before it.
    parts = [part if _begins_with_mark(part) else f" {part}" for part in others]
    return " ".join("".join([first, *parts]).split())


def fold_all(texts: Sequence[str]) -> list[str]:
    """Fold many texts: all at once where they are plain, as looking at each takes long."""
    joined = "\n".join(texts)
    if texts and joined.isascii() and are_lines(texts, without=("  ",)):
        return joined.lower().split("\n")
    plain = [text for text in texts if text.isascii()]
    if not are_lines(plain, without=("  ",)):
        return [*map(fold, texts)]
    lowered = iter("\n".join(plain).lower().split("\n"))
    return [next(lowered) if text.isascii() else fold(text) for text in texts]


def fold_name(text: str) -> str:
    """Fold a text without signs and blanks: ``AccountId`` is ``account_id`` and ``Account ID``."""
    plain = fold(text)
    if plain.isascii():
        return _SIGNS.sub("", plain)
    kept = "".join(char for char in plain if char.isalnum() or _is_mark(char))
    return unicodedata.normalize("NFKD", kept)  # marks that have met are in one order


def fold_units(text: str) -> tuple[str, list[int]]:
    """Fold a text, and say where in it each folded character and the end come from."""
    # Blanks are kept. A letter is folded together with the marks that follow it, so that its
    # accents may be encoded either way.
    if text.isascii():
        return text.lower(), [*range(len(text) + 1)]
    parts, starts = [], []
    begin = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not _follows(text[end]):
            part = _fold_unit(text[begin:end])
            parts.append(part)
            starts += [begin] * len(part)
            begin = end
    return "".join(parts), [*starts, len(text)]


@lru_cache(_REMEMBERED)
def _follows(char: str) -> bool:
    """Tell whether a character belongs to the letter before it."""
    return _is_mark(char) or _is_invisible(char)


@lru_cache(_REMEMBERED)
def _fold_unit(letter: str) -> str:
    plain = _fold_letters(letter)
    return plain.strip() or plain


def _fold_letters(text: str) -> str:
    if not text.isprintable() or _INVISIBLE.search(text):
        text = "".join(char for char in text if not _is_invisible(char))
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def is_unseen(text: str) -> bool:
    """Return whether nothing of a text shows, though it may hold characters."""
    return all(char.isspace() or _is_invisible(char) for char in text)


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or bool(_INVISIBLE.match(char))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def _begins_with_mark(text: str) -> bool:
    return bool(text) and _is_mark(text[0])
