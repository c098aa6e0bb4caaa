"""Address books, and the lists that Outlook and Google export."""

import quopri

import pandas as pd
import pytest

from kamgraph import read_mail, read_mail_with_report
from kamgraph.errors import SourceError
from mailboxes import OURS, days, mail, mbox, parts, read_text


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["FN:Ada Quist", "ORG:Acme;Finance", "TITLE:CFO"],
            ("Ada Quist", "Acme", "CFO", "Finance"),
        ),
        (["N:Quist;Ada;;;", "ORG:Acme"], ("Ada Quist", "Acme", None, None)),
        (["N:张;三;;;", "ORG:中铁"], ("张三", "中铁", None, None)),
        (["N:山田;太郎", "ORG:Acme"], ("山田太郎", "Acme", None, None)),
        (["N:김;철수", "ORG:Acme"], ("김철수", "Acme", None, None)),
        (["N:スミス;ジョン", "ORG:Acme"], ("ジョン スミス", "Acme", None, None)),
        (["FN:Quist\\, Ada", "ORG:Acme\\; Sons"], ("Ada Quist", "Acme; Sons", None, None)),
        (
            ["FN;CHARSET=UTF-8:王伟", "ORG:中铁;采购部", "ROLE:经理"],
            ("王伟", "中铁", "经理", "采购部"),
        ),
        (["item1.FN:Ada Quist", "item2.ORG:Ac\r\n me"], ("Ada Quist", "Acme", None, None)),
        (
            ["fn:Ada Quist", "org;type=work:Acme", "KIND:individual"],
            ("Ada Quist", "Acme", None, None),
        ),
        (
            ["FN:Ada\\nQuist", "ORG:Acme", "PHOTO;ENCODING=b:" + "A" * 99_999],
            ("Ada Quist", "Acme", None, None),
        ),
    ],
)
def test_a_card_is_read_in_every_spelling(tmp_path, lines, expected):
    book, _ = read_text(tmp_path, "c.vcf", card(*lines))
    (person,) = book.people.to_dict("records")
    (firm,) = book.organizations["name"]
    found = (person["name"], firm, person["title"], person["function"])
    assert tuple(None if pd.isna(one) else one for one in found) == expected


@pytest.mark.parametrize("charset", ["UTF-8", "GB2312", "ISO-8859-1"])
def test_the_oldest_cards_with_quoted_printable_and_charsets_are_read(tmp_path, charset):
    name = "Jörg Müller" if charset == "ISO-8859-1" else "王伟"
    quoted = quopri.encodestring(name.encode(charset)).decode().replace("=\n", "")
    folded = f"FN;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{quoted[:6]}=\r\n{quoted[6:]}"
    book, _ = read_text(
        tmp_path,
        "c.vcf",
        card(folded, "ORG:Acme", "EMAIL;INTERNET;WORK:a@acme.test", version="2.1"),
    )
    assert book.people["name"].tolist() == [name]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (card("FN:Team", "KIND:group", "EMAIL:a@acme.test"), "a card of kind group, of no person"),
        (
            card("FN:Ada Quist", "EMAIL:ada@gmail.com"),
            "a private address, which tells no organization",
        ),
        (card("FN:Ada Quist"), "neither an address nor a card tells an organization"),
        (card("ORG:Acme"), "has no name"),
        (card("FN:Help", "ORG:Acme", "EMAIL:support@acme.test"), "a role, which several may have"),
        ("BEGIN:VCARD\nFN:Ada Quist\nORG:Acme\n", "cut off or damaged"),
    ],
)
def test_a_card_of_nobody_is_told(tmp_path, text, reason):
    text += card("FN:Ben Orr", "EMAIL:ben@acme.test") if "cut" not in reason else ""
    (tmp_path / "a.mbox").write_text(mbox(mail()))
    (tmp_path / "c.vcf").write_text(text)
    _, report = read_mail_with_report(tmp_path, ours=OURS)
    assert report.skipped["reason"].tolist() == [reason]


def test_a_manager_is_met_by_name_or_address_and_else_told(tmp_path):
    cards = [
        card("FN:Ada Quist", "EMAIL:ada@acme.test", "X-MANAGER:Orr\\, Ben"),
        card("FN:Ben Orr", "EMAIL:ben@acme.test", "X-MS-MANAGER:mailto:cy@acme.test"),
        card("FN:Cy Dunn", "EMAIL:cy@acme.test", "X-MANAGER:Nobody Known"),
    ]
    book, report = read_text(tmp_path, "c.vcf", "".join(cards))
    assert sorted(map(tuple, book.ties[["source", "target"]].to_numpy())) == [
        ("ada@acme.test", "ben@acme.test"),
        ("ben@acme.test", "cy@acme.test"),
    ]
    assert report.findings["detail"].str.contains("Nobody Known").any()


def test_people_without_an_address_are_of_the_organization_on_their_card(tmp_path):
    cards = [
        card("FN:Ada Quist", "ORG:Acme", "EMAIL:ada@acme.test"),
        card("FN:Ben Orr", "ORG:ACME"),
        card("FN:Ada Quist", "ORG:Acme", "TITLE:CFO"),
    ]
    book, _ = read_text(tmp_path, "c.vcf", "".join(cards))
    assert dict(zip(book.people["name"], book.people["organization"], strict=True)) == {
        "Ada Quist": "acme.test",
        "Ben Orr": "acme.test",
    }
    assert book.people.set_index("name").loc["Ada Quist", "title"] == "CFO"


CALENDAR = '"Subject","Start Date","Start Time","Meeting Organizer","Required Attendees","Optional Attendees"\n'


@pytest.mark.parametrize(
    ("texts", "options", "expected"),
    [
        (["1/13/2026"], {}, ["2026-01-13"]),
        (["13/1/2026", "2/3/2026"], {}, ["2026-01-13", "2026-03-02"]),
        (["1/13/2026", "2/3/2026"], {}, ["2026-01-13", "2026-02-03"]),
        (["2/3/2026"], {"days": "day_first"}, ["2026-03-02"]),
        (["2/3/2026"], {"days": "month_first"}, ["2026-02-03"]),
        (["02.03.2026"], {}, ["2026-03-02"]),
        (
            ["2026-03-02", "2026/3/3", "2026年3月4日"],
            {},
            ["2026-03-02", "2026-03-03", "2026-03-04"],
        ),
    ],
)
def test_days_of_lists_are_read_and_never_guessed(tmp_path, texts, options, expected):
    rows = (f'"x","{text}","9:00","Kim <kim@us.test>","ada@acme.test",""\n' for text in texts)
    book, _ = read_text(tmp_path, "c.csv", CALENDAR + "".join(rows), **options)
    assert days(book) == expected


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        (
            '"Betreff","Beginnt am","Beginnt um","Besprechungsplanung","Erforderliche Teilnehmer"',
            "cp1252",
        ),
        ('"主题","开始日期","开始时间","会议组织者","必需的与会者"', "gb18030"),
    ],
)
def test_lists_of_an_outlook_in_another_language_are_read(tmp_path, header, encoding):
    text = header + '\n"Gespräch","13.01.2026","09:00","kim@us.test","ada@acme.test"\n'
    data = text.encode(encoding, errors="replace")
    book, _ = read_text(tmp_path, "c.csv", data, encoding=encoding)
    assert days(book) == ["2026-01-13"]


def test_a_meeting_of_people_known_by_name_alone_is_lost_and_never_an_empty_book(tmp_path):
    names = '"x","2026-01-13","9:00","Kim Lee","Ada Quist;Ben Orr",""\n'
    with pytest.raises(SourceError, match=r"1 row lost \(names people without an address"):
        read_text(tmp_path, "c.csv", CALENDAR + names)
    known = '"x","2026-01-14","9:00","Kim <kim@us.test>","ada@acme.test",""\n'
    alone = '"x","2026-01-15","9:00","Kim <kim@us.test>","",""\n'
    book, report = read_text(tmp_path, "c.csv", CALENDAR + names + known + alone)
    assert days(book) == ["2026-01-14"]
    assert report.skipped[["line", "lost"]].to_numpy().tolist() == [[2, True], [4, False]]


def test_messages_listed_by_outlook_have_no_day_unless_a_column_tells_it(tmp_path):
    text = (
        '"Subject","Body","From: (Name)","From: (Address)","From: (Type)","To: (Name)","To: (Address)","To: (Type)","CC: (Name)","CC: (Address)","Date"\n'
        '"x","y","Kim Lee","kim@us.test","SMTP","Quist, Ada;Ben Orr","ada@acme.test;ben@acme.test","SMTP","","","2026-01-13"\n'
        '"x","y","Kim Lee","kim@us.test","SMTP","Ada Quist","/o=Acme/cn=recipients/cn=aq","EX","","","2026-01-14"\n'
        '"x","y","Kim Lee","kim@us.test","SMTP","Ada Quist","ada@acme.test","SMTP","","",""\n'
    )
    book, report = read_text(tmp_path, "m.csv", text)
    assert sorted(one[1:3] + one[4:] for one in parts(book)) == [
        ("2026-01-13", "ada@acme.test", "to"),
        ("2026-01-13", "ben@acme.test", "to"),
        ("2026-01-13", "kim@us.test", "from"),
        ("2026-01-14", "ada@acme.test", "to"),
        ("2026-01-14", "kim@us.test", "from"),
    ]
    assert report.skipped["reason"].tolist() == ["has no day"]


def test_contacts_of_google_bring_addresses_together(tmp_path):
    (tmp_path / "contacts.csv").write_text(
        "First Name,Last Name,Organization Name,Organization Title,E-mail 1 - Value,E-mail 2 - Value\n"
        "Ada,Quist,Acme,CFO,ada@acme.test,ada.q@home.test\n"
    )
    (tmp_path / "a.mbox").write_text(mbox(mail(to="ada.q@home.test")))
    book = read_mail(tmp_path, ours=OURS)
    assert sorted(book.interactions["person"]) == ["ada@acme.test", "kim@us.test"]
