"""What must not be in a book: what was said, and who asked to be left out."""

import pandas as pd
import pytest

import kamgraph as k
from mailboxes import OURS, calendar, event, mail, mbox, read_text

SAID = "kumquat"
TEXT = mbox(
    mail(
        more=[
            f"Subject: {SAID} one",
            f"Comments: {SAID}",
            f"X-Note: {SAID}",
            f"In-Reply-To: <{SAID}@x.test>",
        ]
    ).replace("hello", SAID)
)
ICS = calendar(
    event(
        f"SUMMARY:{SAID}",
        f"DESCRIPTION:{SAID}",
        f"LOCATION:{SAID}",
        f"COMMENT:{SAID}",
        "ORGANIZER:mailto:kim@us.test",
        f"ATTENDEE;X-RESPONSE-COMMENT={SAID}:mailto:ada@acme.test",
        "BEGIN:VALARM",
        f"DESCRIPTION:{SAID}",
        f"SUMMARY:{SAID}",
        "END:VALARM",
    )
)
GRAPH = """{"value": [{"internetMessageId": "<1@x.test>", "subject": "kumquat", "bodyPreview": "kumquat",
 "body": {"content": "kumquat"}, "sentDateTime": "2026-01-12T09:00:00Z",
 "from": {"emailAddress": {"name": "Kim Lee", "address": "kim@us.test"}},
 "toRecipients": [{"emailAddress": {"address": "ada@acme.test"}}]}]}"""
GMAIL = """{"id": "1", "threadId": "1", "snippet": "kumquat", "payload": {"headers": [
 {"name": "From", "value": "kim@us.test"}, {"name": "To", "value": "ada@acme.test"},
 {"name": "Date", "value": "Mon, 12 Jan 2026 09:00:00 +0000"}, {"name": "Subject", "value": "kumquat"}],
 "body": {"data": "kumquat"}}}"""
LIST = """\
"Subject","Start Date","Start Time","Meeting Organizer","Required Attendees","Description"
"kumquat","13.01.2026","09:00","kim@us.test","ada@acme.test","kumquat"
"""
SOURCES = [
    ("a.mbox", TEXT),
    ("a.eml", TEXT),
    ("a.ics", ICS),
    ("g.json", GRAPH),
    ("m.json", GMAIL),
    ("c.csv", LIST),
]


@pytest.mark.parametrize(("name", "text"), SOURCES)
def test_neither_subjects_nor_bodies_are_in_a_book_or_a_report(tmp_path, name, text):
    book, report = read_text(tmp_path, name, text)
    assert len(book.interactions) == 2
    assert SAID not in book.to_json()
    assert SAID not in str(report)
    assert "subject" not in book.interactions


@pytest.mark.parametrize(("name", "text"), SOURCES)
def test_subjects_and_nothing_else_are_kept_if_asked_for(tmp_path, name, text):
    book, _ = read_text(tmp_path, name, text, subjects=True)
    assert set(book.interactions["subject"]) <= {SAID, f"{SAID} one"}
    assert book.to_json().count(SAID) == 2


def test_whoever_is_left_out_is_nowhere_in_the_book(tmp_path):
    text = mbox(
        mail(number=1, more=["Cc: Doc <doctor@clinic.test>"]),
        mail("kim@us.test", "Doc <doctor@clinic.test>", number=2),
        mail("kim@us.test", "eve@sub.private.test", number=3),
    )
    asked = ["doctor@clinic.test", "private.test"]
    book, report = read_text(tmp_path, "a.mbox", text, leave_out=asked)
    assert set(book.people["id"]) == {"ada@acme.test", "kim@us.test"}
    assert "clinic" not in book.to_json()
    assert set(book.interactions["id"]) == {"1@x.test"}
    assert report.findings["detail"].str.contains("left out as asked").any()


def test_leaving_out_one_address_leaves_out_the_person_with_all_others(tmp_path):
    (tmp_path / "c.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Eve Roe\nEMAIL:eve@home.test\nEMAIL:eve.roe@acme.test\nEND:VCARD\n"
    )
    (tmp_path / "a.mbox").write_text(mbox(mail(number=1, more=["Cc: eve.roe@acme.test"])))
    book = k.read_mail(tmp_path, ours=OURS, leave_out="eve@home.test")
    assert "eve" not in book.to_json().lower()


def test_whoever_is_left_out_stands_nowhere_and_no_letter_suggests_anything_about_them(tmp_path):
    titles = {"ada": "Chief Financial Officer", "ben": "Finance Director", "cy": "Accountant"}
    people = [
        {"id": one, "name": one, "organization": "acme", "title": title, "mail": f"{one}@acme.test"}
        for one, title in titles.items()
    ]
    firm = [{"id": "acme", "name": "Acme", "kind": "customer"}]
    crm = k.Book.from_tables({"organizations": pd.DataFrame(firm), "people": pd.DataFrame(people)})
    all_three = "ada@acme.test, ben@acme.test, cy@acme.test"
    letters = [mail(to=all_three, number=number) for number in range(3)]
    (tmp_path / "a.mbox").write_text(mbox(*letters, mail("cy@acme.test", "kim@us.test", number=3)))

    def found(**options):
        book = k.read_mail(tmp_path, ours=OURS, known=crm, **options)
        graph = k.build_graph(book, account="acme")
        suggested = k.candidates(graph).query("method != 'role_fit'")
        return k.standing(graph)["joint"].to_dict(), {*suggested["person"], *suggested["other"]}

    joint, named = found()
    assert joint == {"ada": 3, "ben": 3, "cy": 3}
    assert "cy" in named
    joint, named = found(leave_out="cy@acme.test")
    assert joint == {"ada": 3, "ben": 3, "cy": 0}
    assert "cy" not in named


def test_erasing_somebody_takes_each_of_their_addresses_out_of_kept_subjects(tmp_path):
    cards = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Quist\nEMAIL:ada@acme.test\nEMAIL:aq@acme.test\nEND:VCARD\n"
    (tmp_path / "c.vcf").write_text(cards)
    (tmp_path / "a.mbox").write_text(
        mbox(
            mail(number=1, to="ben@acme.test", more=["Subject: write to aq@acme.test"]),
            mail(number=2),
        )
    )
    book = k.read_mail(tmp_path, ours=OURS, subjects=True)
    assert "aq@acme.test" in book.to_json()
    left = book.erase("ada@acme.test").to_json()
    assert "aq@acme.test" not in left
    assert "ada@acme.test" not in left


def test_a_pseudonymous_book_shows_no_address(tmp_path):
    book, _ = read_text(tmp_path, "a.mbox", mbox(mail()), subjects=True)
    assert "@acme" not in book.pseudonymise("a key of our own").to_json()
