"""Calendars: meetings as they took place, and who was there."""

import sys

import pytest

from kamgraph import SourceError, read_mail
from mailboxes import ADA, KIM, calendar, days, event, parts, read_text

BOTH = (KIM, ADA)
BERLIN = ";TZID=Europe/Berlin:20260112T090000"


def read_event(folder, *lines, start=BERLIN, head=(), others=(), **options):
    """Read a calendar with a meeting of Kim and Ada, and others."""
    text = calendar(event(*BOTH, *lines, start=start), *others, head=head)
    return read_text(folder, "a.ics", text, **options)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], ["2026-01-12"]),
        (["RRULE:FREQ=WEEKLY;COUNT=3"], ["2026-01-12", "2026-01-19", "2026-01-26"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260126T080000Z"], ["2026-01-12", "2026-01-19", "2026-01-26"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260126T075959Z"], ["2026-01-12", "2026-01-19"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260126"], ["2026-01-12", "2026-01-19", "2026-01-26"]),
        (["RRULE:FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3"], ["2026-01-12", "2026-01-15", "2026-01-19"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=-1MO;COUNT=2"], ["2026-01-12", "2026-01-26", "2026-02-23"]),
        (["RRULE:FREQ=YEARLY"], ["2026-01-12"]),
        (
            ["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Berlin:20260119T090000"],
            ["2026-01-12", "2026-01-26"],
        ),
        (
            ["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260119T080000Z,20260126T080000Z"],
            ["2026-01-12"],
        ),
        (["RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE;VALUE=DATE:20260112"], ["2026-01-19"]),
        (["RDATE;TZID=Europe/Berlin:20260202T090000"], ["2026-01-12", "2026-02-02"]),
        (["RDATE;VALUE=PERIOD:20260202T090000Z/PT1H"], ["2026-01-12", "2026-02-02"]),
    ],
)
def test_a_meeting_that_recurs_counts_on_each_day_it_took_place(tmp_path, lines, expected):
    book, _ = read_event(tmp_path, *lines)
    assert days(book) == expected
    assert book.interactions["id"].nunique() == len(expected)


def test_what_recurs_without_end_is_counted_up_to_today(tmp_path):
    book, _ = read_event(tmp_path, "RRULE:FREQ=DAILY")
    assert days(book)[-1] == "2026-12-31"
    assert len(days(book)) == 354


def test_changed_and_cancelled_times_of_a_series_are_as_they_were(tmp_path):
    moved = event(
        *BOTH,
        "RECURRENCE-ID;TZID=Europe/Berlin:20260119T090000",
        start=";TZID=Europe/Berlin:20260120T100000",
    )
    alone = event(
        KIM,
        "ATTENDEE;PARTSTAT=DECLINED:mailto:ada@acme.test",
        "ATTENDEE:mailto:ben@acme.test",
        "RECURRENCE-ID:20260126T080000Z",
        start=";TZID=Europe/Berlin:20260126T090000",
    )
    gone = event(*BOTH, "STATUS:CANCELLED", "RECURRENCE-ID;TZID=Europe/Berlin:20260202T090000")
    book, report = read_event(tmp_path, "RRULE:FREQ=WEEKLY;COUNT=4", others=[moved, alone, gone])
    rows = book.interactions
    met = {f"{day:%m-%d}": sorted(people) for day, people in rows.groupby("date")["person"]}
    assert met == {
        "01-12": ["ada@acme.test", "kim@us.test"],
        "01-20": ["ada@acme.test", "kim@us.test"],
        "01-26": ["ben@acme.test", "kim@us.test"],
    }
    assert report.skipped["reason"].tolist() == ["cancelled"]


@pytest.mark.parametrize(
    ("lines", "head"), [(["STATUS:CANCELLED"], []), ([], ["METHOD:CANCEL"]), ([], ["METHOD:REPLY"])]
)
def test_what_was_cancelled_did_not_take_place(tmp_path, lines, head):
    book, report = read_event(tmp_path, *lines, head=head)
    assert not len(book.interactions)
    assert report.skipped["lost"].tolist() == [False]


@pytest.mark.parametrize(
    ("attendee", "part"),
    [
        ("ATTENDEE;PARTSTAT=ACCEPTED", "present"),
        ("ATTENDEE;PARTSTAT=TENTATIVE", "present"),
        ("ATTENDEE;PARTSTAT=NEEDS-ACTION", "present"),
        ("ATTENDEE", "present"),
        ("ATTENDEE;ROLE=OPT-PARTICIPANT", "present"),
        ("ATTENDEE;ROLE=NON-PARTICIPANT", "cc"),
        ("ATTENDEE;PARTSTAT=DECLINED", None),
        ("ATTENDEE;partstat=declined", None),
        ('ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:x@acme.test"', None),
        ("ATTENDEE;CUTYPE=ROOM", None),
        ("ATTENDEE;CUTYPE=RESOURCE", None),
    ],
)
def test_who_has_not_declined_was_there(tmp_path, attendee, part):
    book, _ = read_event(tmp_path, f"{attendee}:mailto:ben@acme.test")
    found = {one[2]: one[4] for one in parts(book)}
    assert found.get("ben@acme.test") == part


def test_an_organizer_who_declined_was_not_there(tmp_path):
    text = calendar(
        event(
            KIM,
            ADA,
            "ATTENDEE;PARTSTAT=DECLINED:mailto:kim@us.test",
            "ATTENDEE:mailto:ben@acme.test",
        )
    )
    book, _ = read_text(tmp_path, "a.ics", text)
    assert {one[2] for one in parts(book)} == {"ada@acme.test", "ben@acme.test"}


def test_those_who_have_not_answered_are_counted_in_the_report(tmp_path):
    _, report = read_event(tmp_path, "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ben@acme.test")
    found = report.findings.set_index("finding").loc["unanswered_invitation", "detail"]
    assert found == "1 of those counted as present had not answered the invitation."


@pytest.mark.parametrize(
    ("start", "zone", "head", "day"),
    [
        (":20260112T233000Z", None, [], "2026-01-12"),
        (":20260112T233000Z", "Asia/Shanghai", [], "2026-01-13"),
        (":20260112T233000Z", None, ["X-WR-TIMEZONE:Asia/Shanghai"], "2026-01-13"),
        (
            ";TZID=Europe/Berlin:20260112T233000",
            None,
            ["X-WR-TIMEZONE:Asia/Shanghai"],
            "2026-01-12",
        ),
        (";TZID=China Standard Time:20260113T003000", None, [], "2026-01-13"),
        (";TZID=China Standard Time:20260113T003000", "Europe/Berlin", [], "2026-01-12"),
        (";TZID=/example.org/Europe/Berlin:20260112T233000", "UTC", [], "2026-01-12"),
        (":20260112T233000", "Asia/Shanghai", [], "2026-01-12"),
        (";VALUE=DATE:20260112", "Asia/Shanghai", [], "2026-01-12"),
        (";TZID=No Such Zone:20260112T233000", None, [], "2026-01-12"),
    ],
)
def test_the_day_is_that_of_the_place_or_of_the_zone_asked_for(tmp_path, start, zone, head, day):
    book, _ = read_event(tmp_path, start=start, head=head, zone=zone)
    assert days(book) == [day]


def test_a_zone_that_the_calendar_defines_counts(tmp_path):
    zone = [
        "BEGIN:VTIMEZONE",
        "TZID:Head Office",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0900",
        "TZOFFSETTO:+0900",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
    book, _ = read_event(
        tmp_path, start=";TZID=Head Office:20260112T060000", head=zone, zone="Europe/Berlin"
    )
    assert days(book) == ["2026-01-11"]


def test_what_is_planned_is_left_out_and_told(tmp_path):
    book, report = read_event(tmp_path, others=[event(*BOTH, uid="2", start="20270105T090000")])
    assert days(book) == ["2026-01-12"]
    assert report.skipped["reason"].tolist() == ["planned after 2026-12-31"]


def test_tasks_notes_and_appointments_alone_are_no_meetings(tmp_path):
    task = "BEGIN:VTODO\r\nUID:t\r\nDTSTART:20260112T090000\r\nEND:VTODO"
    own = event("SUMMARY:dentist", uid="2")
    book, report = read_event(tmp_path, others=[task, own])
    assert len(book.interactions) == 2
    assert sorted(report.skipped["reason"]) == [
        "a task, no meeting",
        "between fewer than two people",
    ]


def test_of_several_versions_of_a_meeting_the_newest_counts(tmp_path):
    old = event(*BOTH, "SEQUENCE:1", start="20260112T090000")
    new = event(*BOTH, "SEQUENCE:2", start="20260113T090000")
    for text in (calendar(old, new), calendar(new, old)):
        book, _ = read_text(tmp_path, "a.ics", text)
        assert days(book) == ["2026-01-13"]


def test_folded_lines_quoted_names_and_addresses_in_parameters_are_read(tmp_path):
    text = calendar(
        event(
            'ORGANIZER;CN="Lee, Kim":MAILTO:Kim@us.test',
            "ATTENDEE;CN=Ada Quist;PARTSTAT=ACC\r\n EPTED;RSVP=TRUE:mailto:ada@\r\n acme.test",
            "ATTENDEE;CN=Ben Orr;EMAIL=ben@acme.test:urn:uuid:1",
            "DESCRIPTION:ATTENDEE:mailto:nobody@acme.test\\n\r\n ATTENDEE:mailto:nobody@acme.test",
        )
    )
    book, _ = read_text(tmp_path, "a.ics", text)
    assert sorted(zip(book.people["id"], book.people["name"], strict=True)) == [
        ("ada@acme.test", "Ada Quist"),
        ("ben@acme.test", "Ben Orr"),
        ("kim@us.test", "Kim Lee"),
    ]


NO_RULE = "recurs by a rule that is not understood, so only its first time is taken"


@pytest.mark.parametrize("rule", ["FREQ=NEVER", "FREQ=DAILY;INTERVAL=0", "FREQ=SECONDLY"])
def test_of_a_series_by_no_rule_the_first_time_is_taken_and_the_rest_told(tmp_path, rule):
    bad = event(*BOTH, f"RRULE:{rule}", uid="2", start="20260114T090000")
    book, report = read_event(tmp_path, others=[bad])
    assert days(book) == ["2026-01-12", "2026-01-14"]
    assert report.skipped[["reason", "lost"]].to_numpy().tolist() == [[NO_RULE, True]]


def test_an_event_without_a_day_is_lost_and_told_and_the_others_are_read(tmp_path):
    book, report = read_event(tmp_path, others=[event(*BOTH, uid="2", start="yesterday")])
    assert days(book) == ["2026-01-12"]
    assert report.skipped[["reason", "lost"]].to_numpy().tolist() == [["has no day", True]]


def test_a_series_without_end_is_taken_up_to_a_bound_and_told(tmp_path):
    long = event(*BOTH, "RRULE:FREQ=DAILY;COUNT=100000", uid="2", start="18000105T090000")
    book, report = read_event(tmp_path, others=[long])
    assert book.interactions["id"].nunique() == 1 + 40_000
    assert report.skipped["reason"].tolist() == [
        "recurs more often than any meeting does, so only its first times are taken"
    ]
    assert report.losses


def test_the_same_meeting_in_two_calendars_is_one(tmp_path):
    for name in ("kim", "lee"):
        (tmp_path / f"{name}.ics").write_text(calendar(event(*BOTH, "RRULE:FREQ=WEEKLY;COUNT=2")))
    book = read_mail(tmp_path, ours="us.test")
    assert len(book.interactions) == 4


def test_without_icalendar_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(SourceError, match="icalendar"):
        read_event(tmp_path)


WHOLE = calendar(event(*BOTH, uid="1"), event(*BOTH, uid="2", start="20260113T090000"))


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        (WHOLE.removesuffix("END:VCALENDAR\r\n"), ["2026-01-12", "2026-01-13"]),
        (WHOLE[: WHOLE.rindex("ORGANIZER")], ["2026-01-12"]),
        (WHOLE[: WHOLE.rindex("END:VEVENT")], ["2026-01-12"]),
        (WHOLE.replace("END:VEVENT\r\n", "", 1), ["2026-01-13"]),
        (WHOLE.replace("END:VEVENT\r\nEND:VCAL", "END:VCAL"), ["2026-01-12"]),
        (WHOLE.removesuffix("END:VCALENDAR\r\n") + "BEGIN:VTODO\r\nUID:3\r\n", None),
    ],
)
def test_a_calendar_that_is_cut_off_says_so(tmp_path, text, taken):
    book, report = read_text(tmp_path, "a.ics", text)
    assert days(book) == (taken or ["2026-01-12", "2026-01-13"])
    lost = report.skipped[report.skipped["lost"]]
    assert lost["reason"].tolist() == ["cut off or damaged"]
    assert "1 row lost (cut off or damaged)" in report.verdict


def test_two_whole_calendars_in_a_file_are_not_cut_off(tmp_path):
    alarm = event(*BOTH, "BEGIN:VALARM", "ACTION:DISPLAY", "END:VALARM", uid="3")
    _, report = read_text(tmp_path, "a.ics", WHOLE + calendar(alarm))
    assert not report.losses


def test_a_time_zone_that_is_not_known_is_a_finding(tmp_path):
    book, report = read_event(tmp_path, start=";TZID=Mars/Olympus:20260112T233000")
    assert days(book) == ["2026-01-12"]
    found = report.findings[report.findings["finding"] == "doubtful_day"]
    assert found["subject"].tolist() == [("1@x.test",)]
    assert "the time zone 'Mars/Olympus' is not known" in found["detail"].iloc[0]


@pytest.mark.parametrize("start", [BERLIN, ";VALUE=DATE:20260112", "20260112T090000Z"])
def test_of_a_day_in_a_zone_that_is_known_nothing_is_doubtful(tmp_path, start):
    _, report = read_event(tmp_path, start=start)
    assert "doubtful_day" not in report.findings["finding"].tolist()


def test_rooms_and_groups_are_told(tmp_path):
    book, report = read_event(
        tmp_path,
        "ATTENDEE;CUTYPE=ROOM:mailto:blue@acme.test",
        "ATTENDEE;CUTYPE=GROUP:mailto:sales@acme.test",
        "ATTENDEE;CUTYPE=RESOURCE;CN=Beamer:urn:uuid:4",
    )
    assert book.people["id"].tolist() == ["ada@acme.test", "kim@us.test"]
    found = report.findings[report.findings["finding"] == "left_out_address"]
    assert "Of 3 addresses no person was made: a list or a room" in found["detail"].iloc[0]
    assert {"blue@acme.test", "sales@acme.test"} <= {*found["subject"].iloc[0]}
