"""What Microsoft Graph, Gmail and Google Calendar answer."""

import base64
import json

import pytest

from kamgraph import SourceError
from mailboxes import days, mail, parts, read_text


def person(address, name="", **more):
    return {"emailAddress": {"name": name, "address": address}, **more}


def graph_message(number=1, **more):
    return {
        "id": f"AAMk{number}",
        "internetMessageId": f"<{number}@x.test>",
        "isDraft": False,
        "subject": "x",
        "sentDateTime": "2026-01-12T23:30:00Z",
        "from": person("kim@us.test", "Kim Lee"),
        "toRecipients": [person("ada@acme.test", "Quist, Ada")],
        "ccRecipients": [person("ben@acme.test")],
        "bccRecipients": [],
        **more,
    }


def graph_event(**more):
    return {
        "id": "E1",
        "iCalUId": "uid-1",
        "type": "singleInstance",
        "isCancelled": False,
        "organizer": person("kim@us.test", "Kim Lee"),
        "attendees": [
            person("ada@acme.test", type="required", status={"response": "accepted"}),
            person("ben@acme.test", type="optional", status={"response": "declined"}),
            person("cy@acme.test", type="required", status={"response": "none"}),
            person("room@us.test", type="resource", status={"response": "accepted"}),
        ],
        "start": {"dateTime": "2026-01-12T23:30:00.0000000", "timeZone": "UTC"},
        "originalStartTimeZone": "China Standard Time",
        "recurrence": None,
        **more,
    }


def read_json(folder, value, name="a.json", **options):
    return read_text(folder, name, json.dumps(value), **options)


def test_messages_of_graph_are_read(tmp_path):
    book, report = read_json(tmp_path, {"value": [graph_message(), graph_message(2, isDraft=True)]})
    assert parts(book) == [
        ("1@x.test", "2026-01-12", "ada@acme.test", "email", "to"),
        ("1@x.test", "2026-01-12", "ben@acme.test", "email", "cc"),
        ("1@x.test", "2026-01-12", "kim@us.test", "email", "from"),
    ]
    assert set(book.people["name"]) == {"Ada Quist", "ben@acme.test", "Kim Lee"}
    assert report.skipped["reason"].tolist() == ["a draft"]


def test_headers_that_graph_tells_count(tmp_path):
    robot = graph_message(
        2, internetMessageHeaders=[{"name": "Auto-Submitted", "value": "auto-replied"}]
    )
    book, report = read_json(tmp_path, [graph_message(), robot])
    assert set(book.interactions["id"]) == {"1@x.test"}
    assert report.skipped["reason"].tolist() == ["sent by a program"]


def test_events_of_graph_are_read_by_the_clock_of_their_place(tmp_path):
    book, _ = read_json(tmp_path, {"value": [graph_event()]})
    assert days(book) == ["2026-01-13"]
    assert set(book.interactions["person"]) == {"ada@acme.test", "cy@acme.test", "kim@us.test"}
    book, _ = read_json(tmp_path, {"value": [graph_event()]}, zone="UTC")
    assert days(book) == ["2026-01-12"]


@pytest.mark.parametrize(
    ("pattern", "end", "expected"),
    [
        (
            {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"]},
            {"type": "numbered", "numberOfOccurrences": 2},
            ["2026-01-12", "2026-01-19"],
        ),
        (
            {"type": "daily", "interval": 2},
            {"type": "endDate", "endDate": "2026-01-16"},
            ["2026-01-12", "2026-01-14", "2026-01-16"],
        ),
        (
            {"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["monday"], "index": "second"},
            {"type": "numbered", "numberOfOccurrences": 2},
            ["2026-01-12", "2026-02-09"],
        ),
        (
            {"type": "absoluteYearly", "interval": 1, "dayOfMonth": 12, "month": 1},
            {"type": "noEnd"},
            ["2026-01-12"],
        ),
    ],
)
def test_series_of_graph_count_on_each_day(tmp_path, pattern, end, expected):
    series = graph_event(
        type="seriesMaster",
        recurrence={"pattern": pattern, "range": end},
        start={"dateTime": "2026-01-12T09:00:00.0000000", "timeZone": "Europe/Berlin"},
    )
    book, _ = read_json(tmp_path, {"value": [series]})
    assert days(book) == expected


def test_changed_cancelled_and_listed_times_of_a_series_of_graph(tmp_path):
    series = graph_event(
        type="seriesMaster",
        recurrence={
            "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"]},
            "range": {"type": "numbered", "numberOfOccurrences": 3},
        },
        start={"dateTime": "2026-01-12T09:00:00.0000000", "timeZone": "Europe/Berlin"},
        cancelledOccurrences=["OID.E1.2026-01-19"],
        exceptionOccurrences=[
            graph_event(
                id="E2",
                iCalUId="uid-2",
                type="exception",
                originalStart="2026-01-26T08:00:00Z",
                start={"dateTime": "2026-01-27T09:00:00.0000000", "timeZone": "Europe/Berlin"},
            )
        ],
    )
    book, _ = read_json(tmp_path, {"value": [series]})
    assert days(book) == ["2026-01-12", "2026-01-27"]
    times = [
        graph_event(
            id=f"O{day}",
            iCalUId=f"o{day}",
            type="occurrence",
            seriesMasterId="E1",
            start={"dateTime": f"2026-01-{day}T09:00:00", "timeZone": "Europe/Berlin"},
        )
        for day in (12, 26)
    ]
    book, _ = read_json(tmp_path, {"value": [series, *times]})
    assert days(book) == ["2026-01-12", "2026-01-26"]


def test_contacts_and_users_of_graph_bring_addresses_together(tmp_path):
    contact = {
        "displayName": "Ada Quist",
        "emailAddresses": [{"address": "ada@acme.test"}, {"address": "aq7@acme.test"}],
        "companyName": "Acme",
        "jobTitle": "CFO",
    }
    user = {
        "displayName": "Kim Lee",
        "userPrincipalName": "kim@us.test",
        "mail": "kim.lee@us.test",
        "proxyAddresses": ["SMTP:kim.lee@us.test", "smtp:k@us.test"],
    }
    mails = [
        graph_message(),
        graph_message(2, toRecipients=[person("aq7@acme.test")], **{"from": person("k@us.test")}),
    ]
    book, _ = read_json(tmp_path, [*mails, contact, user])
    assert len(book.people) == 3
    assert book.people.set_index("name").loc["Ada Quist", "title"] == "CFO"


@pytest.mark.parametrize(
    "value",
    [
        {"value": [graph_message()], "@odata.nextLink": "https://graph/next"},
        [{"value": [graph_message()]}, {"value": [], "@odata.nextLink": "https://graph/next"}],
        {"messages": [{"id": "1", "threadId": "1"}], "nextPageToken": "abc"},
        {"@odata.count": 2, "value": [graph_message()]},
    ],
)
def test_one_page_of_several_is_refused(tmp_path, value):
    with pytest.raises(SourceError, match=r"one page of several|holds 1 of 2 records"):
        read_json(tmp_path, value)


def test_all_pages_in_a_list_are_read(tmp_path):
    pages = [
        {"value": [graph_message()], "@odata.nextLink": "https://graph/next"},
        {"value": [graph_message(2)]},
    ]
    book, _ = read_json(tmp_path, pages)
    assert set(book.interactions["id"]) == {"1@x.test", "2@x.test"}


def gmail_message(number=1, **more):
    headers = {
        "From": "Kim Lee <kim@us.test>",
        "To": '"Quist, Ada" <ada@acme.test>',
        "Message-ID": f"<{number}@x.test>",
        "Date": "Mon, 12 Jan 2026 09:00:00 +0800",
    }
    pairs = [{"name": name, "value": value} for name, value in headers.items()]
    return {
        "id": str(number),
        "threadId": "1",
        "labelIds": ["INBOX"],
        "payload": {"headers": pairs},
        **more,
    }


def test_messages_of_gmail_are_read(tmp_path):
    texts = [
        gmail_message(),
        gmail_message(2, labelIds=["DRAFT"]),
        gmail_message(3, labelIds=["SPAM"]),
        gmail_message(4, labelIds=["TRASH"]),
    ]
    lines = "\n".join(map(json.dumps, texts))
    book, report = read_text(tmp_path, "a.jsonl", lines)
    assert parts(book) == [
        ("1@x.test", "2026-01-12", "ada@acme.test", "email", "to"),
        ("1@x.test", "2026-01-12", "kim@us.test", "email", "from"),
    ]
    assert sorted(report.skipped["reason"]) == ["a draft", "spam", "thrown away"]


def test_raw_messages_and_internal_dates_of_gmail_are_read(tmp_path):
    raw = base64.urlsafe_b64encode(mail(number=7).encode()).decode().rstrip("=")
    undated = gmail_message(8, internalDate="1768435200000")
    undated["payload"]["headers"] = [
        one for one in undated["payload"]["headers"] if one["name"] != "Date"
    ]
    book, _ = read_json(tmp_path, {"messages": [{"id": "7", "threadId": "7", "raw": raw}, undated]})
    assert sorted({(one[0], one[1]) for one in parts(book)}) == [
        ("7@x.test", "2026-01-12"),
        ("8@x.test", "2026-01-15"),
    ]


def test_ids_of_gmail_without_headers_are_lost_and_refused(tmp_path):
    with pytest.raises(SourceError, match="without its header"):
        read_json(tmp_path, {"messages": [{"id": "1", "threadId": "1"}]})


def google_event(**more):
    return {
        "kind": "calendar#event",
        "id": "g1",
        "iCalUID": "g1@google.com",
        "status": "confirmed",
        "start": {"dateTime": "2026-01-12T09:00:00+01:00", "timeZone": "Europe/Berlin"},
        "organizer": {"email": "kim@us.test", "self": True},
        "attendees": [
            {"email": "ada@acme.test", "displayName": "Ada Quist", "responseStatus": "accepted"},
            {"email": "ben@acme.test", "responseStatus": "declined"},
            {"email": "room@us.test", "resource": True, "responseStatus": "accepted"},
        ],
        **more,
    }


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ["2026-01-12"]),
        ({"start": {"date": "2026-01-12"}}, ["2026-01-12"]),
        (
            {
                "recurrence": [
                    "RRULE:FREQ=WEEKLY;COUNT=3",
                    "EXDATE;TZID=Europe/Berlin:20260119T090000",
                ]
            },
            ["2026-01-12", "2026-01-26"],
        ),
        ({"status": "cancelled"}, []),
    ],
)
def test_events_of_google_are_read(tmp_path, more, expected):
    book, _ = read_json(tmp_path, {"kind": "calendar#events", "items": [google_event(**more)]})
    assert days(book) == expected
    assert set(book.interactions["person"]) <= {"ada@acme.test", "kim@us.test"}


def test_changed_times_of_a_series_of_google_take_the_place_of_the_planned(tmp_path):
    series = google_event(recurrence=["RRULE:FREQ=WEEKLY;COUNT=3"])
    original = {"dateTime": "2026-01-19T09:00:00+01:00", "timeZone": "Europe/Berlin"}
    moved = google_event(
        id="g1_2",
        recurringEventId="g1",
        originalStartTime=original,
        start={"dateTime": "2026-01-20T10:00:00+01:00", "timeZone": "Europe/Berlin"},
    )
    gone = {
        "kind": "calendar#event",
        "id": "g1_3",
        "status": "cancelled",
        "recurringEventId": "g1",
        "originalStartTime": {"dateTime": "2026-01-26T09:00:00+01:00", "timeZone": "Europe/Berlin"},
    }
    book, _ = read_json(tmp_path, {"kind": "calendar#events", "items": [series, moved, gone]})
    assert days(book) == ["2026-01-12", "2026-01-20"]


@pytest.mark.parametrize("value", [[1], ["x"], None, {"a": 1}, {"value": [{"x": 1}]}])
def test_records_of_another_kind_are_refused(tmp_path, value):
    with pytest.raises(SourceError):
        read_json(tmp_path, value)


def leave_out(record, *names):
    return {name: value for name, value in record.items() if name not in names}


GRAPH_EVENT = {
    "id": "1",
    "start": {"dateTime": "2026-01-12T09:00:00", "timeZone": "UTC"},
    "attendees": [person("ada@acme.test"), person("ben@acme.test")],
    "organizer": person("kim@us.test"),
}
GOOGLE_EVENT = {
    "id": "1",
    "start": {"dateTime": "2026-01-12T09:00:00Z"},
    "attendees": [{"email": "ada@acme.test"}, {"email": "kim@us.test"}],
}


@pytest.mark.parametrize(
    "record",
    [
        leave_out(graph_message(2), "from"),
        leave_out(graph_message(2), "toRecipients"),
        leave_out(GRAPH_EVENT, "organizer"),
        leave_out(GRAPH_EVENT, "attendees"),
        {**leave_out(GOOGLE_EVENT, "attendees"), "kind": "calendar#event"},
        {**GOOGLE_EVENT, "attendeesOmitted": True},
    ],
)
def test_an_answer_in_part_is_lost_for_its_true_reason(tmp_path, record):
    text = json.dumps({"value": [graph_message(1), record]})
    book, report = read_text(tmp_path, "a.json", text)
    assert book.interactions["id"].nunique() == 1
    assert report.skipped[["reason", "lost"]].to_numpy().tolist() == [
        ["the answer says only in part who took part; ask for all fields", True]
    ]


def test_a_draft_without_a_sender_stays_a_draft(tmp_path):
    draft = leave_out(graph_message(2, isDraft=True), "from")
    _, report = read_text(tmp_path, "a.json", json.dumps({"value": [graph_message(1), draft]}))
    assert report.skipped["reason"].tolist() == ["a draft"]
    assert not report.losses


def test_an_event_of_google_is_read_without_its_kind(tmp_path):
    book, report = read_text(tmp_path, "a.json", json.dumps({"items": [GOOGLE_EVENT]}))
    assert [row[2] for row in parts(book)] == ["ada@acme.test", "kim@us.test"]
    assert not report.losses
