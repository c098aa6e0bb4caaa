"""Patterns of folded text that find what tells of a person, however it is written."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from kamgraph.model.folding import fold_units

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNSPACED = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA", "LAO", "THAI", "KHMER", "MYANMAR")
DASHES = r"\-\u2010-\u2013"
BETWEEN_DIGITS = rf"\s().{DASHES}/·"
_BETWEEN_DIGITS = f"[{BETWEEN_DIGITS}]{{0,3}}"
_ABROAD = rf"(?:(?:\+|00){_BETWEEN_DIGITS}\d{{1,3}}{_BETWEEN_DIGITS})?"
_TRUNK = rf"(?:(?:\(0\)|0){_BETWEEN_DIGITS})?"
_COUNTRY_DIGITS = (1, 2, 3)
_COUNTRY_APART = re.compile(r"(?:\+|00)(\d{1,3})(?!\d)")
# What Arabic and Hebrew write or leave out: signs of vowels, and of lines drawn long.
SIGNS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0652\u0670"
_SIGNED = re.compile("[\u05d0-\u05ea\u0620-\u064a]")  # letters that may have them
_SIGN = re.compile(f"(?<={_SIGNED.pattern})[{SIGNS}]+")
_LOCAL_DIGITS = 6  # that may tell a number without its country and its town
_MARK = r"[\s.,'\u2019·]"  # that may stand between thousands
_PHONE_DIGITS = 8  # that tell a number without its country, if that is not written apart


def fold_text(text: str) -> str:
    """Return a text in the spelling in which patterns find it."""
    return " ".join(fold_units(text)[0].split())


def needs_no_blanks(text: str) -> bool:
    """Tell whether a text begins in a script that puts no blanks between words."""
    return unicodedata.name(text[0], "").startswith(_UNSPACED)


def write_words(text: str) -> str:
    """Return the pattern of a folded text as it is, as words of their own in any spacing."""
    before = "" if needs_no_blanks(text) else r"(?<!\w)(?<!\d[.,])"
    after = "" if needs_no_blanks(text[-1]) else r"(?!\w)(?![.,]\d)"
    return before + r"\s+".join(map(write_letters, text.split())) + after


def write_letters(word: str) -> str:
    """Return the pattern of a folded word, with or without the signs that may be left out."""
    letters = _SIGN.sub("", word)
    return "".join(
        re.escape(char) + (f"[{SIGNS}]*" if _SIGNED.match(char) else "") for char in letters
    )


def write_mail(address: str) -> str:
    """Return the pattern of a mail address that is no part of another one."""
    return rf"(?<![\w.+\-%]){re.escape(address)}(?![\w\-]|\.\w)"


def write_phone(number: str) -> str:
    """Return the pattern of a telephone number, with or without its country, in any grouping."""
    digits = re.sub(r"\D", "", number.replace("(0)", "")).lstrip("0")
    forms = [digits[cut:].lstrip("0") for cut in (0, *_list_countries(number))]
    written = "|".join(_BETWEEN_DIGITS.join(form) for form in dict.fromkeys(forms))
    return rf"(?<![\w+])\(?{_ABROAD}{_TRUNK}(?:{written})(?!\d)"


def write_local(number: str) -> str:
    """Return the pattern of the last digits of a telephone number, as it is written nearby."""
    digits = re.sub(r"\D", "", number.replace("(0)", "")).lstrip("0")
    forms = [digits[-count:] for count in range(len(digits) - 1, _LOCAL_DIGITS - 1, -1)]
    written = "|".join(_BETWEEN_DIGITS.join(form) for form in forms)
    return rf"(?<![\w+])\(?{_TRUNK}(?:{written})(?!\d)" if written else r"(?!)"


def write_groups(digits: str) -> str:
    """Return the pattern of a whole number with marks between some of its digits."""
    grouped = rf"(?=\d+{_MARK}\d){f'{_MARK}?'.join(digits)}"
    return rf"(?<!\w)(?<!\d[.,]){grouped}(?!\w)(?![.,]\d)"


def _list_countries(number: str) -> Iterator[int]:
    """Yield how many digits of a number its country may be."""
    if apart := _COUNTRY_APART.match(number):
        yield len(apart[1])
    elif number.startswith(("+", "00")):
        count = sum(map(str.isdigit, number))
        yield from (cut for cut in _COUNTRY_DIGITS if count - cut >= _PHONE_DIGITS)
