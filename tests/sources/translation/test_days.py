"""Days in every spelling that leaves one day only, others by setting, and none by a guess."""

import datetime as dt
import email.utils

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.sources.translation.days import DaySettings, explain_day, read_day

PLAIN = DaySettings("iso", None, "", "")
DAYS = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        *("2026-01-12", "2026-1-12", "2026/1/12", "2026/01/12", "2026.1.12", "20260112"),
        *(
            "2026年1月12日",
            "2026年01月12日",
            "2026 年 1 月 12 日",
            "2026년 1월 12일",
            "2026.01.12.",
        ),
        *(
            "12 Jan 2026",
            "Jan 12 2026",
            "Jan 12, 2026",
            "12-Jan-2026",
            "12-JAN-2026",
            "2026 Jan 12",
        ),
        *(
            "12 January 2026",
            "January 12th, 2026",
            "Monday, 12 January 2026",
            "the 12th of Jan 2026",
        ),
        *(
            "12. Januar 2026",
            "12 janvier 2026",
            "12 de enero de 2026",
            "12 一月 2026",
            "12 января 2026",
        ),
        *("2026-01-12T10:00:00Z", "2026-01-12 9:05", "2026-01-12T10:00:00.000+0000"),
        *("2026/1/12 15:05", "2026/1/12 下午", "2026/1/12 下午3:05", "2026年1月12日 下午3:05:10"),
        *("Mon, 12 Jan 2026 10:00:00 +0800", "Mon Jan 12 10:00:00 UTC 2026"),
        *("Jan 12, 2026, 3:05 PM", "January 12, 2026 at 3:05\u202fp.m."),
        "Mon Jan 12 2026 10:00:00 GMT+0800 (China Standard Time)",
    ],
)
def test_what_can_only_be_one_day_is_read(text):
    assert read_day(text, PLAIN) == "2026-01-12"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("12/01/2026", "days = 'day_first' or 'month_first'"),
        ("12.1.2026 10:00", "days = 'day_first' or 'month_first'"),
        ("12/01/26", "and the century"),
        ("12-Jan-26", "century = 1950"),
        ("1768176000", "epoch = 'seconds'"),
        *((text, "") for text in ("2026-02-30", "2026/13/1", "31 Feb 2026", "soon", "5:30")),
        *(
            (text, "")
            for text in ("Jan 2026", "12 Jan Feb 2026", "2026-01-12 25:00", "Q1 2026", "")
        ),
        ("9" * 30, ""),
        ("1/" * 100, ""),
    ],
)
def test_what_may_be_several_days_or_none_is_left_with_a_hint(text, hint):
    assert read_day(text, PLAIN) == text
    assert hint in explain_day(text)
    assert bool(explain_day(text)) == bool(hint)


def test_settings_say_what_the_spelling_leaves_open():
    chinese = DaySettings("day_first", 1950, "seconds", "Asia/Shanghai")
    read = {
        "12/01/2026": "2026-01-12",
        "12.1.26": "2026-01-12",
        "12.1.49": "2049-01-12",
        "12.1.'50": "1950-01-12",
        "12-Jan-26": "2026-01-12",
        "1768176000": "2026-01-12",
        "1768176000.5": "2026-01-12",
        "2026-01-11T16:30:00Z": "2026-01-12",
        "2026-01-11T15:30:00Z": "2026-01-11",
        "2026-01-12 23:30": "2026-01-12",
        "Sun, 11 Jan 2026 20:00:00 -0500": "2026-01-12",
        "31/04/2026": "31/04/2026",
        "9" * 17: "9" * 17,
    }
    assert {text: read_day(text, chinese) for text in read} == read
    month_first = DaySettings("month_first", 1900, "milliseconds", "")
    assert read_day("1/12/26", month_first) == "1926-01-12"
    assert read_day("1768176000000", month_first) == "2026-01-12"
    assert read_day("46034.75", DaySettings("iso", None, "days", "")) == "2026-01-12"


@pytest.mark.parametrize(
    ("epoch", "text"),
    [
        *(("seconds", text) for text in ("46027", "0", "1", "-1", "1767571200000")),
        *(("milliseconds", text) for text in ("1767571200", "46027", "0")),
        *(("microseconds", text) for text in ("1767571200000", "1767571200", "46027")),
        *(("days", text) for text in ("0", "30", "1767571200", "2019", "1998")),
    ],
)
def test_a_number_that_counts_something_else_than_the_mapping_says_is_no_day(epoch, text):
    assert read_day(text, DaySettings("iso", None, epoch, "")) == text


@pytest.mark.parametrize("epoch", ["", "seconds", "milliseconds", "days"])
def test_eight_digits_that_are_a_day_count_nothing(epoch):
    assert read_day("20260112", DaySettings("iso", None, epoch, "")) == "2026-01-12"


@pytest.mark.parametrize(
    ("text", "hint"), [("46027", "'days'"), ("1767571200", "'seconds'"), ("0", ""), ("7", "")]
)
def test_a_number_is_told_with_what_it_would_count_if_it_counts_days(text, hint):
    assert hint in explain_day(text)
    assert bool(explain_day(text)) == bool(hint)


@given(DAYS.filter(lambda day: day.year >= 1971), st.sampled_from(["days", "seconds"]))
def test_any_day_is_read_by_its_own_unit_and_by_no_other(day, epoch):
    days = (day - dt.date(1899, 12, 30)).days
    seconds = (day - dt.date(1970, 1, 1)).days * 86_400
    settings = DaySettings("iso", None, epoch, "")
    own, other = (days, seconds) if epoch == "days" else (seconds, days)
    assert read_day(str(own), settings) == day.isoformat()
    if not _is_compact(other) and day.year < 2100:
        assert read_day(str(other), settings) == str(other)


def _is_compact(number):
    return 19_000_101 <= number <= 20_991_231


@given(
    DAYS, st.sampled_from(("{0.year:04}/{0.month}/{0.day}", "{0.year:04}年{0.month}月{0.day}日"))
)
def test_any_day_with_the_year_first_is_read(day, form):
    assert read_day(form.format(day), PLAIN) == day.isoformat()


@given(st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2999, 12, 31)))
def test_any_day_of_a_mail_is_read(moment):
    assert read_day(email.utils.format_datetime(moment), PLAIN) == moment.date().isoformat()


@given(st.datetimes(dt.datetime(1971, 1, 1), dt.datetime(2999, 1, 1)), st.integers(-11, 12))
def test_a_zone_takes_the_day_on_its_own_clock(moment, hours):
    told = moment.replace(tzinfo=dt.timezone(dt.timedelta(hours=hours)), microsecond=0)
    zone = DaySettings("iso", None, "seconds", "Etc/GMT-8")
    expected = told.astimezone(dt.timezone(dt.timedelta(hours=8))).date().isoformat()
    assert read_day(told.isoformat(), zone) == expected
    assert read_day(str(int(told.timestamp())), zone) == expected


@given(st.text(max_size=90) | st.from_regex(r"[\d/.: ]{0,20}", fullmatch=True))
def test_anything_else_stays_or_becomes_a_day(text):
    for settings in (PLAIN, DaySettings("day_first", 1950, "days", "Europe/London")):
        found = read_day(text, settings)
        assert found == text or dt.date.fromisoformat(found)
        explain_day(text)
