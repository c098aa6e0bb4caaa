"""Numbers as people write them, with currencies, groups and words such as 万, as plain digits."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from decimal import Decimal
from importlib.resources import files

_LISTED = tomllib.loads(files(__package__).joinpath("numbers.toml").read_text("utf-8"))
_POWERS: dict[str, int] = _LISTED["powers"]


def _spell_out(words: list[str]) -> str:
    """Return a pattern of any of some words, the longest first."""
    plain = {unicodedata.normalize("NFKC", word) for word in words}
    return "|".join(map(re.escape, sorted(plain, key=len, reverse=True)))


_CURRENCY = _spell_out(_LISTED["currencies"])
_AMOUNT = re.compile(
    rf"(?P<open>\()?(?P<sign>[+-])?\s?(?P<before>{_CURRENCY})?\s?(?P<inner>[+-])?"
    rf"(?P<digits>\d[\d.,' ]{{0,40}}?)\s?(?P<power>{_spell_out([*_POWERS])})?\.?"
    rf"\s?(?P<after>{_CURRENCY})?(?P<percent>\s?%)?(?P<close>\))?",
    re.ASCII | re.IGNORECASE,
)
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


def read_number(text: str, thousands: str = "") -> str:
    """Return a number in plain digits; the text itself where it is none, or may be two."""
    if not thousands and _PLAIN.fullmatch(text):
        return text
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).replace("\u2019", "'"))
    if found is None or bool(found["open"]) != bool(found["close"]):
        return text
    money = bool(found["before"] or found["after"])
    digits = _find_digits(found["digits"].strip(), thousands, money=money)
    if digits is None:
        return text
    number = Decimal(digits).scaleb(_POWERS.get((found["power"] or "").casefold(), 0))
    number = number.scaleb(-2) if found["percent"] else number
    minus = found["open"] or "-" in {found["sign"], found["inner"]}
    return f"{-number if minus else number:f}"


def explain_number(text: str) -> str:
    """Return which setting of a mapping would tell a number; empty if none would."""
    if _ONE_GROUP.fullmatch(text):
        setting = f"thousands = '{_find_mark(text)}'"
        return f"may be thousands or a fraction; say in the mapping which: {setting}"
    return ""


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
