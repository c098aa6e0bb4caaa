"""Patterns of names: in any order and spacing, in each script, and of parts of them."""

from __future__ import annotations

import re
import unicodedata
from itertools import permutations
from typing import TYPE_CHECKING

from kamgraph.model.privacy.patterns import (
    DASHES,
    SIGNS,
    fold_text,
    needs_no_blanks,
    write_letters,
    write_words,
)
from kamgraph.model.privacy.words import (
    AFTER_FAMILY_NAMES,
    BEFORE_FAMILY_NAMES,
    COURTESIES,
    FAMILY_NAMES_OF_TWO,
    PATRONYMICS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SIGNS = rf"\s_·•・'\u2019{DASHES}"  # what stands between the parts of a name
_BETWEEN = rf"(?:[{_SIGNS}]{{0,3}}|\.)"
_APART = rf"[{_SIGNS}.,]"
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MOST_ORDERED = 4  # parts of a name that may stand in any order
_PART = 3  # letters of a part that may tell by itself
_MARKS = rf"[\u0300-\u036f{SIGNS}\u0653-\u0655]*"  # the last are hamza and madda
_PATRONYMICS = tuple(map(fold_text, PATRONYMICS))
_VOWEL = re.compile("([aou])(?:e|\u0308)")  # an umlaut, or what is written for one


def write_name(name: str) -> Iterator[str]:
    """Yield the patterns of a folded name, as a whole and in each script it is written in."""
    yield write_words(name)
    if parts := _split(name):
        yield _write_parts(parts)
    if short := _drop_patronymic(parts):
        yield _write_parts(short)
    for unspaced in (True, False):
        written = [part for part in parts if needs_no_blanks(part) == unspaced]
        enough = len("".join(written)) if unspaced else len(written)
        if enough > 1 and len(written) < len(parts):
            yield _write_parts(written)


def guess_name(name: str) -> Iterator[str]:
    """Yield the patterns of what may mean a folded name: parts of it, and other spellings."""
    parts = _split(name)
    spaced = [part for part in parts if not needs_no_blanks(part)]
    unspaced = [part for part in parts if needs_no_blanks(part)]
    yield from (_write_loosely([part]) for part in spaced if len(parts) > 1 and len(part) >= _PART)
    if any(_VOWEL.search(part) or not part.isascii() for part in spaced):
        yield _write_loosely(spaced)
    yield from (f"{_BEFORE}{written}{_AFTER}" for written in _write_with_comma(spaced))
    yield from (write_words(remark) for remark in _list_remarks(name))
    if len(unspaced) > 1:
        yield from (re.escape(part) for part in unspaced if len(_compose(part)) > 1)
    if unspaced:
        yield from _guess_addresses(*_cut("".join(unspaced), unspaced[0]))


def spell_alike(name: str) -> str:
    """Return one spelling of a name for all spacings of its parts, and orders of spaced ones."""
    return next(list_spellings(name))


def list_spellings(name: str) -> Iterator[str]:
    """Yield one spelling of a name for each character with which its unspaced part may begin."""
    plain = fold_text(name)
    if not (parts := _split(plain)):
        yield plain
        return
    spaced = sorted(part for part in parts if not needs_no_blanks(part))
    unspaced = _compose("".join(part for part in parts if needs_no_blanks(part)))
    for at in range(len(unspaced) or 1):
        yield " ".join([*spaced, fold_text(unspaced[at:] + unspaced[:at])])


def _list_remarks(name: str) -> Iterator[str]:
    """Yield what stands in brackets, such as the name in another script."""
    remarks = (remark[1:-1].strip() for remark in _REMARK.findall(name))
    return (remark for remark in remarks if len(_compose(remark)) > 1)


def _split(name: str) -> list[str]:
    """Return the parts of a name without remarks and courtesies; none if it has other signs."""
    parts = [part for part in re.split(f"{_APART}+", _REMARK.sub(" ", name)) if part]
    if not all(map(_is_word, parts)):
        return []
    return [part for part in parts if part not in COURTESIES] or parts


def _is_word(part: str) -> bool:
    return all(char.isalnum() or unicodedata.category(char).startswith("M") for char in part)


def _drop_patronymic(parts: list[str]) -> list[str]:
    """Return given and family name of one that has the father's, too; nothing of others."""
    fits = (at for at, part in enumerate(parts) if at and part.endswith(_PATRONYMICS))
    at = next(fits, 0)
    short = [*parts[:at], *parts[at + 1 :]]
    whole = at and len(short) > 1 and all(len(part) > 1 for part in short)
    return short if whole else []


def _write_parts(parts: Sequence[str]) -> str:
    """Return the pattern of the parts of a name in any order, however they are put together."""
    whole = len(parts) <= _MOST_ORDERED
    orders = permutations(parts) if whole else (parts, [parts[-1], *parts[:-1]], parts[::-1])
    found = [_BETWEEN.join(map(_space, order)) for order in orders]
    if len(parts) == 1 and needs_no_blanks(parts[0]):
        family, given = _cut(parts[0], parts[0])
        found += [f"{_space(given)}{_APART}{{1,3}}{_space(family)}"] if given else []
    # Between two other words, Lee, Ann may be the end of one name and the beginning of another.
    for written in _write_with_comma(parts):
        found += [rf"(?<![^\W_]\s){written}", rf"{written}(?!\s[^\W_])"]
    either = f"(?:{'|'.join(dict.fromkeys(found))})"
    return either if any(map(needs_no_blanks, parts)) else f"{_BEFORE}{either}{_AFTER}"


def _write_with_comma(parts: Sequence[str]) -> Iterator[str]:
    """Yield the patterns of a name with a comma after its family name, which may be either end."""
    for at in range(1, len(parts)):
        first, last = (_BETWEEN.join(map(_space, half)) for half in (parts[:at], parts[at:]))
        yield rf"(?:{last}\s?,\s?{first}|{first}\s?,\s?{last})"


def _space(part: str) -> str:
    """Return the pattern of a part, whose characters may be apart, or that may be an initial."""
    if needs_no_blanks(part):
        return _BETWEEN.join(map(re.escape, part))
    return write_letters(part) + (r"\.?" if len(part) == 1 else "")


def _cut(name: str, first: str) -> tuple[str, str]:
    """Return family name and given name, of a name in one or of the parts of one."""
    whole, family = _compose(name), _compose(first)
    if family == whole:
        family = whole[: 2 if whole[:2] in FAMILY_NAMES_OF_TWO else 1]
    return fold_text(family), fold_text(whole[len(family) :])


def _guess_addresses(family: str, given: str) -> Iterator[str]:
    """Yield the patterns of a given name, and of a family name with a courtesy or a post."""
    if len(_compose(given)) > 1:
        yield re.escape(given)
    yield f"{family}(?:{_write_any(AFTER_FAMILY_NAMES)})"
    yield f"(?:{_write_any(BEFORE_FAMILY_NAMES)}){family}"


def _compose(part: str) -> str:
    """Return a folded part in characters as people count them."""
    return unicodedata.normalize("NFC", part)


def _write_any(texts: Iterable[str]) -> str:
    return "|".join(re.escape(fold_text(text)) for text in texts)


def _write_loosely(parts: Sequence[str]) -> str:
    """Return the pattern of words with or without accents, and with vowels in place of them."""
    return f"{_BEFORE}{_BETWEEN.join(map(_write_plainly, parts))}{_AFTER}"


def _write_plainly(word: str) -> str:
    marked = _VOWEL.sub(lambda found: found[1].upper(), word)
    letters = (char for char in marked if not unicodedata.category(char).startswith("M"))
    return "".join(
        f"{char.lower()}e?{_MARKS}" if char.isupper() else re.escape(char) + _MARKS
        for char in letters
    )
