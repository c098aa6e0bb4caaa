"""Days as people and systems write them, as YYYY-MM-DD: read where only one day can be meant."""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from zoneinfo import ZoneInfo

from kamgraph.model.folding import fold

_LISTED = tomllib.loads(files(__package__).joinpath("days.toml").read_text("utf-8"))
_MONTHS = {
    fold(word): number for number, words in enumerate(_LISTED["months"], 1) for word in words
}
_BESIDE = {*map(fold, _LISTED["beside"])}
_AFTER_NOON = {*map(fold, _LISTED["after_noon"])}
_HALVES = "|".join(map(re.escape, [*_LISTED["before_noon"], *_LISTED["after_noon"]]))
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ISO_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](?:[01]?\d|2[0-4]):[0-5]\d.*", re.ASCII)
_TIME = re.compile(
    rf"[T,\s]*(?P<before>{_HALVES})?\s?(?P<hour>\d{{1,2}})[:：](?P<minute>\d{{2}})"
    rf"(?:[:：](?P<second>\d{{2}})(?:[.,]\d{{1,9}})?)?\s?(?P<after>{_HALVES})?"
    r"\s?(?P<offset>(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?|Z|UTC|GMT)?(?:\s?\([^()]{1,40}\))?",
    re.IGNORECASE | re.ASCII,
)
_HALF_ALONE = re.compile(rf"\s?(?:{_HALVES})$", re.IGNORECASE)
_YEAR_FIRST = re.compile(
    r"(\d{4})(?:\s?[-/.年년]\s?|\s)(\d{1,2})(?:\s?[-/.月월]\s?|\s)(\d{1,2})\s?[日일号]?\.?",
    re.ASCII,
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_YEAR_BEGINS = re.compile(r"(?:19|20)\d{2}(?:\d{4})?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|'?\d{2})\.?", re.ASCII)
_TOKEN = re.compile("\\d+|(?:[^\\W\\d_][\u0300-\u036f]*)+")
_NUMBER = re.compile(r"-?\d{1,17}(?:\.\d{1,9})?", re.ASCII)
_LONGEST_COUNT = 17  # characters of a number that counts days or moments
_LONGEST = 80  # characters of a day with its weekday, time and the name of its zone
_NOON = 12
_YEAR = 4  # digits
EPOCHS = {
    "seconds": dt.timedelta(seconds=1),
    "milliseconds": dt.timedelta(milliseconds=1),
    "microseconds": dt.timedelta(microseconds=1),
    "days": dt.timedelta(days=1),
}
_BEGINS = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_OUR_TIMES = dt.timedelta(
    days=20_000
)  # half a century after 1970; and a day of ours in spreadsheets is twice that
_FEWEST = dt.timedelta(
    days=100
)  # from the beginning of a count: a number of less counts another unit
_SPREADSHEETS_BEGIN = dt.datetime(1899, 12, 30, tzinfo=dt.UTC)


@dataclass(frozen=True)
class DaySettings:
    """What a mapping says of days whose spelling leaves something open."""

    order: str  # iso, day_first or month_first
    century: int | None  # the first of the hundred years that two digits stand for
    epoch: str  # what a mere number counts, empty if it is no day
    zone: str  # the zone whose days those of moments with a zone are, empty for their own


@dataclass(frozen=True)
class _Moment:
    """A date with its time, as far as a text has one."""

    date: str
    time: dt.time = dt.time()
    offset: str = ""  # how far the time is from that of Greenwich, empty where it does not say


def read_day(text: str, settings: DaySettings) -> str:
    """Return the day that a text spells; the text itself where that is not sure."""
    if _ISO.fullmatch(text) or len(text) > _LONGEST:
        return text
    if not settings.zone and (moment := _ISO_MOMENT.fullmatch(text)):
        return moment[1]
    if settings.epoch and _is_count(text):
        return _count_day(text, settings) or text
    if not _may_hold_time(text) and (alone := _read_date(text, settings)):
        return alone.isoformat()
    divided = _divide(text)
    day = _read_date(divided.date, settings)
    if day is None:
        return text
    if settings.zone and divided.offset:
        day = _shift(day, divided, settings.zone)
    return day.isoformat()


def explain_day(text: str) -> str:
    """Return which setting of a mapping would tell the day of a text; empty if none would."""
    if len(text) > _LONGEST:
        return ""
    if _is_count(text):
        counts = _guess_epoch(text)
        told = f"is a mere number; say in the mapping what it counts: epoch = '{counts}'"
        return told if counts and len(text) <= _LONGEST_COUNT else ""
    date = _divide(text).date
    if found := _YEAR_LAST.fullmatch(date):
        short = "" if len(found[3]) == _YEAR else ", and the century"
        order = "days = 'day_first' or 'month_first'"
        return f"may be several days; say in the mapping which: {order}{short}"
    if words := _find_words(date):
        _, numbers = words
        if not any(len(number) == _YEAR for number in numbers):
            return "has a year of two digits; say in the mapping which: century = 1950"
    return ""


def _is_count(text: str) -> bool:
    """Return whether a text is a mere number, and neither a year nor the digits of a day."""
    return bool(_NUMBER.fullmatch(text)) and not _YEAR_BEGINS.fullmatch(text)


def _guess_epoch(text: str) -> str:
    """Return what a number would most likely count, were it a day of our times; else empty."""
    number = abs(float(text))
    if number < _FEWEST / EPOCHS["days"]:
        return ""
    return min(EPOCHS, key=lambda one: abs(math.log(number / (_OUR_TIMES / EPOCHS[one]))))


def _may_hold_time(text: str) -> bool:
    return ":" in text or "：" in text


def _divide(text: str) -> _Moment:
    """Take the time off a date."""
    text = " ".join(text.split())
    found = _TIME.search(text) if _may_hold_time(text) else None
    if found is None:
        return _Moment(_HALF_ALONE.sub("", text).strip())
    hour, half = int(found["hour"]), fold(found["before"] or found["after"] or "")
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half in _AFTER_NOON else 0)
    date = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;")
    try:
        time = dt.time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return _Moment(text)
    return _Moment(date, time, found["offset"] or "")


def _read_date(date: str, settings: DaySettings) -> dt.date | None:
    """Return the day of a date without a time, None where it is none or may be several."""
    if found := _YEAR_FIRST.fullmatch(date) or _COMPACT.fullmatch(date):
        return _make_day(*found.groups(), settings=settings)
    if found := _YEAR_LAST.fullmatch(date):
        first, second, year = found.groups()
        if settings.order == "iso":
            return None
        day, month = (first, second) if settings.order == "day_first" else (second, first)
        return _make_day(year, month, day, settings=settings)
    return _read_words(date, settings)


def _read_words(date: str, settings: DaySettings) -> dt.date | None:
    """Return the day of a date whose month is a word: ``12 Jan 2026``, ``January 12th, 2026``."""
    found = _find_words(date)
    if found is None:
        return None
    month, numbers = found
    year, day = numbers if len(numbers[0]) == _YEAR else reversed(numbers)
    return _make_day(year, str(month), day, settings=settings)


def _find_words(date: str) -> tuple[int, list[str]] | None:
    """Return the month that a date names by a word and its two numbers, None if it is not so."""
    words = [word for word in _TOKEN.findall(fold(date)) if word not in _BESIDE]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isdigit()]
    whole = len(months) == 1 and len(numbers) == 2 and len(words) == 3  # noqa: PLR2004
    return (months[0], numbers) if whole else None


def _make_day(year: str, month: str, day: str, *, settings: DaySettings) -> dt.date | None:
    """Return a day of the calendar, None if there is none such, or the century is not said."""
    number = int(year.removeprefix("'"))
    if len(year) != _YEAR:
        if settings.century is None:
            return None
        number += settings.century - settings.century % 100
        number += 100 if number < settings.century else 0
    try:
        return dt.date(number, int(month), int(day))
    except ValueError:
        return None


def _count_day(text: str, settings: DaySettings) -> str:
    """Return the day that a number counts, empty if it lies beyond what people have days for."""
    begins = _SPREADSHEETS_BEGIN if settings.epoch == "days" else _BEGINS
    zone = ZoneInfo(settings.zone) if settings.zone and settings.epoch != "days" else dt.UTC
    try:
        since = float(text) * EPOCHS[settings.epoch]
        day = (begins + since).astimezone(zone).date().isoformat()
    except OverflowError:
        return ""
    # A count of days that is read as one of seconds is hardly more than nothing.
    return day if abs(since) >= _FEWEST else ""


def _shift(day: dt.date, moment: _Moment, zone: str) -> dt.date:
    """Return the day that it was in a zone at a moment told by another clock."""
    digits = re.sub(r"[^\d+-]", "", moment.offset) or "+0000"
    minutes = int(f"{digits[0]}1") * (int(digits[1:3]) * 60 + int(digits[3:5] or 0))
    clock = dt.timezone(dt.timedelta(minutes=minutes))
    return dt.datetime.combine(day, moment.time, clock).astimezone(ZoneInfo(zone)).date()
