"""Mail, calendars, cards and lists of Outlook come in by one door."""

from pathlib import Path

import pytest

import kamgraph as k

CASE = Path(__file__).parents[2] / "../shared/data/cases/29-mail-and-calendar"
OURS = ["us.test"]


def copied(folder, *names):
    for name in names:
        (folder / name).write_bytes((CASE / name).read_bytes())
    return folder


def who(book):
    columns = ["date", "person", "kind", "part"]
    rows = book.interactions[columns].itertuples(index=False, name=None)
    return sorted((f"{day:%Y-%m-%d}", *rest) for day, *rest in rows)


def test_a_calendar_gives_who_was_there_but_not_who_declined():
    book = k.read(CASE / "m.ics", ours=OURS)
    assert who(book) == [
        ("2026-01-12", "ben@acme.test", "meeting", "present"),
        ("2026-01-12", "kim@us.test", "meeting", "present"),
    ]
    assert dict(zip(book.people["id"], book.people["name"], strict=True)) == {
        "ben@acme.test": "Ben Orr",
        "kim@us.test": "Kim Lee",
    }


@pytest.mark.parametrize("name", ["m.mbox", "m.eml"])
def test_a_message_gives_who_wrote_to_whom_and_nothing_of_what(name):
    book = k.read(CASE / name, ours=OURS)
    assert who(book) == [
        ("2026-01-12", "ada@acme.test", "email", "to"),
        ("2026-01-12", "ben@acme.test", "email", "to"),
        ("2026-01-12", "kim@us.test", "email", "from"),
    ]
    assert dict(zip(book.organizations["id"], book.organizations["kind"], strict=True)) == {
        "acme.test": "customer",
        "us": "vendor",
    }


def test_a_card_gives_a_person_with_title_function_and_organization():
    book, report = k.read_with_report(CASE / "m.vcf", ours=OURS)
    (person,) = book.people.to_dict("records")
    assert person["name"] == "Ada Quist"
    assert (person["title"], person["function"]) == ("CFO", "Finance")
    assert book.organizations["name"].tolist() == ["Acme"]
    assert "Ben Orr" in report.findings.set_index("finding").loc["lost_tie", "detail"]


def test_lists_of_outlook_give_people_their_manager_and_their_meetings(tmp_path):
    folder = copied(tmp_path, "outlook_contacts.csv", "outlook_calendar.csv", "m.ics")
    book, report = k.read_mail_with_report(folder, ours=OURS, days="month_first")
    titles = book.people.set_index("id")["title"]
    assert (titles["ada@acme.test"], titles["ben@acme.test"]) == ("CEO", "CFO")
    assert book.ties[["source", "target", "kind"]].to_numpy().tolist() == [
        ["ben@acme.test", "ada@acme.test", "reports_to"]
    ]
    listed = book.interactions[book.interactions["id"] != "1@x.test"]
    assert sorted(listed["person"]) == ["ada@acme.test", "ben@acme.test", "kim@us.test"]
    assert report.findings["detail"].str.contains("Cy Dunn").any()


def test_a_day_that_may_be_read_two_ways_is_not_guessed(tmp_path):
    folder = copied(tmp_path, "outlook_contacts.csv", "outlook_calendar.csv")
    book, report = k.read_mail_with_report(folder, ours=OURS)
    assert not len(book.interactions)
    assert "say which with days=" in report.skipped["reason"].iloc[0]


@pytest.mark.parametrize("name", ["m.ics", "m.mbox", "m.eml", "m.vcf"])
def test_without_a_word_on_whose_mail_it_is_the_way_is_told(name):
    with pytest.raises(k.SourceError, match="say which domains are ours"):
        k.read(CASE / name)
