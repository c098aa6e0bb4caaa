"""Numbers as people write them, with currencies, groups and words such as 万, as plain digits."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING

from kamgraph.sources.translation.currencies import WRITTEN, spell_currency

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

_LISTED = tomllib.loads(files(__package__).joinpath("numbers.toml").read_text("utf-8"))
_POWERS: dict[str, int] = _LISTED["powers"]
_UNCLEAR: list[str] = _LISTED["unclear"]


def _spell_out(words: Iterable[str]) -> str:
    """Return a pattern of any of some words, the longest first."""
    plain = {unicodedata.normalize("NFKC", word) for word in words}
    return "|".join(map(re.escape, sorted(plain, key=len, reverse=True)))


_CURRENCY = _spell_out(WRITTEN)
_AMOUNT = re.compile(
    rf"(?P<open>\()?(?P<sign>[+-])?\s?(?P<before>{_CURRENCY})?\s?(?P<inner>[+-])?"
    rf"(?P<digits>\d[\d.,' ]{{0,40}}?)\s?(?P<power>{_spell_out([*_POWERS])})?\.?"
    rf"\s?(?P<after>{_CURRENCY})?(?P<percent>\s?%)?(?P<close>\))?",
    re.ASCII | re.IGNORECASE,
)
_UNIT = rf"(?P<unit>{_spell_out([*_POWERS, *_UNCLEAR])}|%)\.?"
_WORDS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<currency>{_CURRENCY})",
        rf"{_UNIT}(?P<currency>{_CURRENCY})?",
        rf"(?P<currency>{_CURRENCY}){_UNIT}",
    )
]
_PLAIN = re.compile(r"\d+(?:\.\d*)?", re.ASCII)
_GROUPS = "|".join(
    rf"\d{{1,3}}(?:{mark}\d{{3}})+(?:{point}\d+)?"
    for mark, point in ((",", r"\."), (r"\.", ","), ("'", r"[.,]"), (" ", "[.,]"))
)
_GROUPED = re.compile(_GROUPS, re.ASCII)
_LAKHS = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?", re.ASCII)  # 12,34,567 of India
_ONE_GROUP = re.compile(r"\d{1,3}[.,]\d{3}", re.ASCII)  # 1,200: a thousand, or one and a fifth
_DECIMAL_COMMA = re.compile(r"\d+,(?:\d{1,2}|\d{4,})", re.ASCII)
_MARKS = ",.' "
_THOUSANDTHS = 3  # digits
IN_PERCENT = "percent"  # the unit of a number behind which a sheet only writes the sign: 60, not .6


def read_number(text: str, thousands: str = "") -> str:
    """Return a number in plain digits; the text itself where it is none, or may be two."""
    if not thousands and _PLAIN.fullmatch(text):
        return text
    found = _match_amount(text)
    if found is None:
        return text
    money = bool(found["before"] or found["after"])
    digits = _find_digits(found["digits"].strip(), thousands, money=money)
    if digits is None:
        return text
    number = Decimal(digits).scaleb(_POWERS.get((found["power"] or "").casefold(), 0))
    number = number.scaleb(-2) if found["percent"] else number
    minus = found["open"] or "-" in {found["sign"], found["inner"]}
    return f"{-number if minus else number:f}"


def read_share(text: str, thousands: str = "", *, in_percent: bool) -> str:
    """Return a share of 1 in plain digits, of a number, in percent or not, or of a text as 60%."""
    # What is beyond 1 stays as it is written.
    share = read_number(text, thousands)
    if in_percent and not is_share(text) and _PLAIN.fullmatch(share):
        share = f"{Decimal(share).scaleb(-2):f}"
    return share if _PLAIN.fullmatch(share) and Decimal(share) <= 1 else text


def _match_amount(text: str) -> re.Match[str] | None:
    """Return the parts of a number as people write it."""
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).replace("\u2019", "'"))
    return found if found and bool(found["open"]) == bool(found["close"]) else None


def tell_currency(text: str) -> str:
    """Return the code of the currency that stands with an amount, or a sign of several."""
    if not text or _PLAIN.fullmatch(text):
        return ""
    found = _match_amount(text)
    return spell_currency(found["before"] or found["after"] or "") if found else ""


def read_words(text: str) -> tuple[str, str]:
    """Return the currency and the unit that words beside a number name; empty if there is none."""
    plain = unicodedata.normalize("NFKC", text)
    found = map(_match_word, re.split(r"[\s()/,:;+-]+", plain))
    named = [one.groupdict() for one in found if one]
    currencies = {one["currency"] for one in named if one["currency"]}
    units = [one["unit"] for one in named if one.get("unit")]
    # Of two currencies nobody knows which one is meant.
    return currencies.pop() if len(currencies) == 1 else "", " ".join(units)


def _match_word(word: str) -> re.Match[str] | None:
    """Return the parts of a word that is a currency, a unit or both."""
    return next(filter(None, (one.fullmatch(word) for one in _WORDS)), None)


def multiply(number: str, unit: str) -> str:
    """Return the number that one in plain digits is in a unit; as written where nobody can tell."""
    if unit in {"%", IN_PERCENT}:
        return f"{Decimal(number).scaleb(2) if unit == '%' else Decimal(number):f}%"
    power = _POWERS.get(unit.casefold())
    if power is None:
        return f"{number} {unit}"
    scaled = Decimal(number).scaleb(power)
    return f"{scaled.normalize() if scaled % 1 else scaled.to_integral_value():f}"


def is_share(text: str) -> bool:
    """Return whether a text is a number of hundredths, such as 50%."""
    found = _match_amount(text) if "%" in text or "\uff05" in text else None
    return bool(found and found["percent"])


def make_reader(texts: Collection[str], thousands: str, *, is_typed: bool) -> Callable[[str], str]:
    """Return what reads the amounts of a column; of one that may be two, others tell which."""
    open_ = [text for text in texts if may_be_several(text)]
    told = thousands or _tell_thousands(texts)
    # Programs write a point before decimals, and no zeros at their end: then it is a text.
    is_typed = is_typed and not any(text.endswith("0") for text in open_)
    # Amounts have cents: that others have a mark before two digits makes no fraction of three.
    may_be_fraction = bool(thousands) or is_typed or any(map(_has_thousandths, texts))

    def read(text: str) -> str:
        if not may_be_several(text):
            return text if is_share(text) else read_number(text, thousands)
        if told and told not in text and not may_be_fraction:
            return text
        number = read_number(text, told or ("," if is_typed and "." in text else ""))
        is_told = bool(told or is_typed) and may_be_several(number) and _PLAIN.fullmatch(number)
        return f"{number}0" if is_told else number  # so that it cannot be anything else

    return read


def may_be_several(text: str) -> bool:
    """Return whether a text is a number of thousands or one with a fraction: 1,200 or 1.200."""
    return bool(_ONE_GROUP.fullmatch(text)) and not text.startswith("0")


def _tell_thousands(texts: Iterable[str]) -> str:
    """Return the mark between thousands that some numbers tell, empty if they tell none or two."""
    found = [_AMOUNT.fullmatch(text) for text in texts if not may_be_several(text)]
    told = {_tell_mark(one["digits"].strip()) for one in found if one} - {""}
    return told.pop() if len(told) == 1 else ""


def _tell_mark(digits: str) -> str:
    """Return the mark between thousands where a number has this mark, or the other for decimals."""
    marks = [char for char in digits if char in ",."]
    if not marks or may_be_several(digits):
        return ""
    is_grouped = bool(_GROUPED.fullmatch(digits)) and digits[0] != "0"
    first = marks[0] if is_grouped and digits.replace(marks[0], "").isdigit() else ""
    if first or len({*marks}) > 1:
        return marks[0]
    return {",": ".", ".": ","}[marks[0]]


def _has_thousandths(text: str) -> bool:
    """Return whether a number surely has three digits or more after the mark for decimals."""
    found = None if may_be_several(text) else _AMOUNT.fullmatch(text)
    digits = found["digits"].strip() if found else ""
    mark = _tell_mark(digits)
    point = "," if mark == "." else "."
    return bool(mark) and len(digits.partition(point)[2]) >= _THOUSANDTHS


def explain_number(text: str) -> str:
    """Return which setting of a mapping would tell a number; empty if none would."""
    if _ONE_GROUP.fullmatch(text):
        mark = _find_mark(text)
        setting = f"thousands = '{mark}', or '{'.' if mark == ',' else ','}' for a fraction"
        return f"may be thousands or a fraction; say in the mapping which: {setting}"
    return "is a share of something, and no amount" if is_share(text) else ""


def _find_digits(text: str, thousands: str, *, money: bool) -> str | None:
    """Return digits with a decimal point, None where a mark may be of thousands or of tenths."""
    if thousands:
        point = "." if thousands != "." else ","
        whole, *rest = text.split(point)
        groups = whole.split(thousands)
        in_order = all(len(group) in {2, 3} for group in groups[1:])
        plain = ".".join(["".join(groups), *rest])
        return plain if in_order and _PLAIN.fullmatch(plain) else None
    if _ONE_GROUP.fullmatch(text) and not (money or "." in text):
        return None
    if _GROUPED.fullmatch(text) and (money or not _ONE_GROUP.fullmatch(text)):
        return _take_off_groups(text)
    if _LAKHS.fullmatch(text):
        return text.replace(",", "")
    if _DECIMAL_COMMA.fullmatch(text):
        return text.replace(",", ".")
    return text if _PLAIN.fullmatch(text) else None


def _take_off_groups(text: str) -> str:
    """Take the marks between groups of three digits off, and make a point of the last other one."""
    mark = _find_mark(text)
    whole, *rest = re.split(f"[{re.escape(_MARKS.replace(mark, ''))}]", text)
    return ".".join([whole.replace(mark, ""), *rest])


def _find_mark(text: str) -> str:
    """Return the first mark between the digits of a number."""
    return next(char for char in text if char in _MARKS)
