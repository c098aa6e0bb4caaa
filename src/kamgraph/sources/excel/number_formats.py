"""What the formats of numbers write beside them: currencies, and units such as 万 or %."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kamgraph.sources.translation.currencies import spell_locale
from kamgraph.sources.translation.numbers import IN_PERCENT, read_words

_SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+')
# A literal in brackets ([$€-407]), in quotes or after a backslash; what fills or leaves room; else.
_PIECE = re.compile(
    r'\[\$(?P<sign>[^\]-]*)(?:-(?P<locale>[^\]]*))?\]|\[[^\]]*\]|"(?P<quoted>[^"]*)"|\\(?P<plain>.)'
    r"|[_*].|(?P<digits>[#0?][#0?.,]*)|(?P<other>[^A-Za-z])|.",
    re.DOTALL,
)
_DIGITS = re.compile(r"\d[\d.,' \u00a0\u202f\u2019]*")
_SHARES = {"9": "0%", "10": "0.00%"}  # formats that need no code in the file


class Shown(NamedTuple):
    """What stands beside a number, each empty where it is not there."""

    currency: str = ""  # as it is written, or the code that the locale tells
    unit: str = ""  # what the number is to be multiplied by, or a word that may be that


@cache
def read_format(number: str, code: str | None) -> Shown:
    """Return what a format, by its number or its own code, shows beside numbers."""
    # Formats without a code of their own show the currency of the computer they are looked at on.
    written = _SHARES.get(number, "") if code is None else code
    found = [_read_section(section) for section in _SECTION.findall(written)]
    # What sections of other signs show differently is of no number in particular.
    currencies = {one.currency for one in found} - {""}
    currency = currencies.pop() if len(currencies) == 1 else ""
    return Shown(currency, found[0].unit if found else "")


def _read_section(section: str) -> Shown:
    pieces = [*_PIECE.finditer(section)]
    shown = Shown(*read_words("".join(map(_read_piece, pieces))))
    if shown.unit == "%" and not any(one["other"] == "%" for one in pieces):
        return shown._replace(unit=IN_PERCENT)  # in quotes the sign is a text, and scales nothing
    # After a comma at its end the number is shown in thousands, and the unit says so.
    is_scaled = any((one["digits"] or "").endswith(",") for one in pieces)
    return shown._replace(unit="") if is_scaled else shown


def _read_piece(piece: re.Match[str]) -> str:
    """Return what a piece of a format writes, blanks for digits."""
    if piece["sign"]:
        return spell_locale(piece["sign"].strip(), piece["locale"] or "")
    return piece["quoted"] or piece["plain"] or piece["other"] or " "


def read_cell_text(text: str, value: str) -> Shown:
    """Return what a cell shows beside a number, told by its text."""
    shown = Shown(*read_words(_DIGITS.sub(" ", text)))
    digits = re.sub(r"\D", "", text)
    whole = value.lstrip("+-").partition(".")[0]
    is_scaled = not digits.startswith(whole) and shown.unit != "%"
    return shown._replace(unit="") if is_scaled else shown
