"""Laws of the readers: whatever comes in, nothing breaks and nothing is made up."""

import datetime as dt
import io
import json
import re
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kamgraph as k
from kamgraph.sources.mail.addresses import (
    decode_words,
    make_mailbox,
    plain_address,
    plain_name,
    read_addresses,
)
from kamgraph.sources.mail.answers import list_records
from kamgraph.sources.mail.calendars import read_calendar
from kamgraph.sources.mail.cards import read_cards
from kamgraph.sources.mail.headers import parse_header, read_header
from kamgraph.sources.mail.mailboxes import read_mbox, read_message
from kamgraph.sources.mail.recurrence import Series, list_starts
from kamgraph.sources.mail.words import find_firm, is_robot, is_role
from mailboxes import OURS, calendar, event, mail, mbox

LAST = dt.date(2026, 12, 31)
NAMES = st.text(
    st.characters(categories=["L", "N"], exclude_characters="ıſ"), min_size=1, max_size=8
)
FULL_NAMES = st.tuples(NAMES, NAMES).map(" ".join)
LOCALS = st.from_regex(r"[a-z][a-z0-9]{2,8}", fullmatch=True).filter(
    lambda local: not is_robot(f"{local}@x") and not is_role(f"{local}@x")
)
ADDRESSES = st.builds("{}@{}.test".format, LOCALS, st.sampled_from(["us", "acme", "bee"]))
DAYS = st.dates(dt.date(1990, 1, 1), LAST)
MOMENTS = st.datetimes(
    dt.datetime(1990, 1, 1),
    dt.datetime(2026, 12, 30),
    timezones=st.integers(-12, 14)
    .map(lambda hours: st.just(dt.timezone(dt.timedelta(hours=hours))))
    .flatmap(lambda zone: zone),
)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_mailbox_a_message_an_address_book_or_a_calendar(data):
    for one in (
        data,
        b"From x@x Mon Jan 12 09:00:00 2026\nFrom: " + data,
        b"BEGIN:VCARD\nEMAIL:" + data,
    ):
        list(read_mbox(io.BytesIO(one)))
        read_message(io.BytesIO(one))
        list(read_cards(io.BytesIO(one)))
    list(read_calendar(io.BytesIO(b"BEGIN:VEVENT\nATTENDEE:" + data + b"\nEND:VEVENT\n"), LAST))


LINES = st.sampled_from(
    [
        "DTSTART:",
        "DTSTART;TZID=",
        "RRULE:",
        "EXDATE:",
        "RDATE:",
        "ATTENDEE;",
        "ORGANIZER:",
        "UID:",
        "SEQUENCE:",
        "RECURRENCE-ID:",
        "STATUS:",
    ]
)


@given(st.lists(st.tuples(LINES, st.text(max_size=20)), max_size=6))
def test_any_event_is_read_or_told(lines):
    text = calendar(event(*map("".join, lines)))
    for _, found in read_calendar(io.BytesIO(text.encode("utf-8", "replace")), LAST):
        assert found.day is None or found.unread or found.day <= LAST


@given(st.text(max_size=80))
def test_any_header_gives_plain_addresses_and_names_in_one_line(text):
    for one in read_addresses(text):
        assert plain_address(one.address) == one.address
        assert one.name.isprintable() or not re.search(r"[\x00-\x1f]", one.name)
        one.name.encode()


@given(st.text(max_size=40))
def test_plain_forms_are_plain(text):
    assert plain_address(plain_address(text)) == plain_address(text)
    assert plain_name(text) == plain_name(text).strip()
    decode_words(text)
    find_firm(text)


@given(ADDRESSES, st.data())
def test_case_tags_and_brackets_do_not_tell_addresses_apart(address, data):
    local, _, domain = address.partition("@")
    spelling = data.draw(
        st.sampled_from(
            [
                address.upper(),
                f"<{address}>",
                f"mailto:{address}",
                f"{local}+x@{domain}",
                f" '{address}' ",
            ]
        )
    )
    assert plain_address(spelling) == address


@given(FULL_NAMES, ADDRESSES, st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_a_name_survives_every_way_to_encode_it(name, address, charset):
    header = f"{Header(name, charset).encode()} <{address}>"
    (found,) = read_addresses(header)
    assert found == make_mailbox(name, address)


@given(st.lists(st.tuples(FULL_NAMES, ADDRESSES), min_size=1, max_size=5))
def test_a_list_of_addresses_that_python_writes_is_read_as_it_is(people):
    header = ", ".join(formataddr(one) for one in people)
    assert [one.address for one in read_addresses(header)] == [address for _, address in people]


@given(MOMENTS)
def test_the_day_of_a_message_is_what_its_writer_s_clock_showed(moment):
    fields = parse_header(f"Date: {format_datetime(moment)}\n".encode())
    assert read_header(fields).day == moment.date()
    utc = read_header(fields, zone=dt.UTC).day
    assert utc == moment.astimezone(dt.UTC).date()


@st.composite
def messages(draw):
    """Draw a message that Python writes, with what must be read of it."""
    sender, *others = draw(st.lists(ADDRESSES, min_size=2, max_size=5, unique=True))
    cut = draw(st.integers(1, len(others)))
    made = EmailMessage()
    made["From"], made["To"] = sender, ", ".join(others[:cut])
    if others[cut:]:
        made["Cc"] = ", ".join(others[cut:])
    made["Date"] = draw(MOMENTS)
    made["Message-ID"] = f"<{draw(st.uuids())}@x.test>"
    made["Subject"] = draw(st.text(st.characters(categories=["L"]), max_size=30))
    made.set_content(draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)))
    parts = [
        ("from", sender),
        *(("to", one) for one in others[:cut]),
        *(("cc", one) for one in others[cut:]),
    ]
    day = dt.datetime.strptime(str(made["Date"]), "%a, %d %b %Y %H:%M:%S %z").date()
    return made, (str(made["Message-ID"]).strip("<>"), day, parts)


@given(st.lists(messages(), max_size=4))
def test_mailboxes_that_python_writes_are_read_as_they_were_written(drawn):
    text = b"".join(
        b"From x@x Mon Jan 12 09:00:00 2026\n"
        + made.as_bytes().replace(b"\nFrom ", b"\n>From ")
        + b"\n\n"
        for made, _ in drawn
    )
    found = [
        (one.id, one.day, [(part, who.address) for part, who in one.parts])
        for _, one in read_mbox(io.BytesIO(text))
    ]
    assert found == [expected for _, expected in drawn]


@settings(max_examples=25)
@given(st.lists(messages(), min_size=1, max_size=5), st.randoms())
def test_a_book_does_not_depend_on_the_order_or_on_copies_of_messages(
    tmp_path_factory, drawn, draw
):
    texts = [mail(), *(made.as_string() for made, _ in drawn)]  # one of them is ours
    file = tmp_path_factory.mktemp("mail") / "a.mbox"
    file.write_text(mbox(*texts), "utf-8")
    one = k.read_mail(file, ours=OURS)
    shuffled = [*texts, draw.choice(texts)]
    draw.shuffle(shuffled)
    file.write_text(mbox(*shuffled), "utf-8")
    other = k.read_mail(file, ours=OURS)
    assert one == other
    assert set(one.interactions["person"]) == set(one.people["id"])
    counts = one.interactions.groupby("id").size()
    assert (counts >= 2).all()


@given(st.sampled_from(["DAILY", "WEEKLY"]), st.integers(1, 4), st.integers(1, 30), DAYS)
def test_a_rule_without_conditions_is_plain_arithmetic(often, interval, count, first):
    step = interval * (7 if often == "WEEKLY" else 1)
    expected = [first + dt.timedelta(days=step * number) for number in range(count)]
    start = dt.datetime.combine(first, dt.time(9))
    series = Series(start, (f"FREQ={often};INTERVAL={interval};COUNT={count}",))
    starts, is_all = list_starts(series, LAST)
    assert [one.date() for one in starts] == [day for day in expected if day <= LAST]
    assert is_all


@given(DAYS, st.integers(1, 20), st.sets(st.integers(0, 19), max_size=5))
def test_what_is_taken_out_of_a_series_is_not_there_and_nothing_else_is_missing(first, count, gone):
    start = dt.datetime.combine(first, dt.time(9))
    without = tuple(start + dt.timedelta(days=number) for number in gone)
    whole, _ = list_starts(Series(start, (f"FREQ=DAILY;COUNT={count}",)), LAST)
    left, _ = list_starts(Series(start, (f"FREQ=DAILY;COUNT={count}",), (), without), LAST)
    assert left == [one for one in whole if one not in without]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "value",
                    "from",
                    "toRecipients",
                    "emailAddress",
                    "start",
                    "attendees",
                    "organizer",
                    "payload",
                    "threadId",
                    "id",
                    "kind",
                    "recurrence",
                    "dateTime",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@pytest.mark.long
@settings(max_examples=100)
@given(JSON)
def test_any_document_is_read_or_refused(tmp_path_factory, document):
    file = tmp_path_factory.mktemp("json") / "a.json"
    file.write_text(json.dumps(document))
    try:
        book = k.read_mail(file, ours=OURS)
    except k.SourceError:
        return
    assert isinstance(book, k.Book)


def test_records_of_a_list_are_numbered():
    stream = io.BytesIO(b'[{"a": 1}, {"a": 2}]')
    assert [number for number, _ in list_records(stream, "a", by_line=False)] == [1, 2]


@pytest.mark.parametrize("column", ["mail", "work_address"])
def test_a_known_book_stays_as_it_is(tmp_path, column):
    people = pd.DataFrame(
        [{"id": "P", "name": "Ada", "organization": "A", column: "ada@acme.test"}]
    )
    firms = pd.DataFrame([{"id": "A", "name": "Acme", "kind": "customer"}])
    known = k.Book.from_tables({"organizations": firms, "people": people})
    (tmp_path / "a.mbox").write_text(
        mbox("From: kim@us.test\nTo: ada@acme.test\nDate: 12 Jan 2026 09:00\n\nx")
    )
    book = k.read_mail(tmp_path, ours=OURS, known=known)
    row = book.people[book.people["id"] == "P"].dropna(axis=1).reset_index(drop=True)
    assert row.equals(known.people.dropna(axis=1)[row.columns])
