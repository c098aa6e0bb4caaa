"""Who is who: aliases, namesakes, roles, lists, robots, and people of a known book."""

import pandas as pd
import pytest

import kamgraph as k
from mailboxes import OURS, mail, mbox, message, read_text


def people(book):
    rows = book.people[["id", "name", "organization"]]
    return sorted(rows.itertuples(index=False, name=None))


def to(*addresses, number=1):
    return mail(to=", ".join(addresses), number=number)


def read_to(folder, *addresses, **options):
    """Read a mailbox of one message to some addresses."""
    return read_text(folder, "a.mbox", mbox(to(*addresses)), **options)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Quist <ada.quist@acme.test>", "ADA.QUIST@ACME.TEST"),
        ("Ada Quist <ada.quist@acme.test>", "ada.quist+news@acme.test"),
        ("Ada Quist <ada.quist@acme.test>", "<mailto:ada.quist@acme.test>"),
        ("Ada Quist <ada.quist@acme.test>", "ada.quist@mail.acme.test"),
        ('"Quist, Ada" <ada.quist@acme.test>', "Ada Quist <aquist@acme.test>"),
        ("Ada Quist <ada@acme.test>", "'Ada Quist' <a.quist@acme.test>"),
        ("Jörg Müller <joerg.mueller@acme.test>", "Jörg Müller <jmuller@acme.test>"),
        (
            "Jörg Müller <joerg.mueller@acme.test>",
            "=?iso-8859-1?Q?J=F6rg_M=FCller?= <mueller@acme.test>",
        ),
        ("Ada Quist <ada@bücher.test>", "ada@xn--bcher-kva.test"),
    ],
)
def test_aliases_of_one_person_are_brought_together(tmp_path, one, other):
    book, _ = read_text(tmp_path, "a.mbox", mbox(to(one, number=1), to(other, number=2)))
    (person,) = book.people.loc[book.people["organization"] != "us", "id"]
    rows = book.interactions[book.interactions["person"] == person]
    assert sorted(rows["id"]) == ["1@x.test", "2@x.test"]


def test_the_dots_of_gmail_do_not_matter_and_those_of_firms_do(tmp_path):
    card = "BEGIN:VCARD\nFN:Ada Quist\nORG:Acme\nEMAIL:adaquist@gmail.com\nEND:VCARD\n"
    (tmp_path / "c.vcf").write_text(card)
    text = mbox(to("a.da.quist@googlemail.com", number=1), to("ad.a@b.test, ada@b.test", number=2))
    (tmp_path / "a.mbox").write_text(text)
    book = k.read_mail(tmp_path, ours=OURS)
    assert people(book) == [
        ("ad.a@b.test", "ad.a@b.test", "b.test"),
        ("ada@b.test", "ada@b.test", "b.test"),
        ("adaquist@gmail.com", "Ada Quist", "Acme"),
        ("kim@us.test", "kim@us.test", "us"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wei Zhang <wei.zhang@acme.test>", "Wei Zhang <wei.zhang2@acme.test>"),
        ("Ada Quist <ada@acme.test>", "Ada Quist <x7731@acme.test>"),
        ("王伟 <wangwei@acme.test>", "王伟 <wei.wang@acme.test>"),
    ],
)
def test_namesakes_are_told_and_not_merged(tmp_path, one, other):
    book, report = read_text(tmp_path, "a.mbox", mbox(to(one, number=1), to(other, number=2)))
    assert len(book.people) == 3
    assert "same_name" in set(report.findings["finding"])


def test_whom_one_message_has_gone_to_under_one_name_are_two_people(tmp_path):
    book, report = read_to(tmp_path, "Wei Zhang <wei@acme.test>", "Wei Zhang <w.zhang@acme.test>")
    assert len(book.people) == 3
    assert "same_name" in set(report.findings["finding"])


def test_one_name_in_two_firms_is_of_two_people(tmp_path):
    book, _ = read_to(
        tmp_path, "Ada Quist <ada.quist@acme.test>", "Ada Quist <ada.quist@other.test>"
    )
    assert len(book.people) == 3


def test_a_name_is_what_people_call_themselves(tmp_path):
    texts = [
        to("ADA <ada@acme.test>", number=1),
        to("ADA <ada@acme.test>", number=2),
        mail("Ada Quist <ada@acme.test>", "kim@us.test", number=3),
    ]
    book, _ = read_text(tmp_path, "a.mbox", mbox(*texts))
    assert people(book)[0] == ("ada@acme.test", "Ada Quist", "acme.test")


def test_without_a_name_the_address_is_the_name_and_none_is_made_up(tmp_path):
    book, _ = read_to(tmp_path, "ada.quist@acme.test")
    assert people(book)[0] == ("ada.quist@acme.test", "ada.quist@acme.test", "acme.test")


@pytest.mark.parametrize(
    "address",
    [
        "info@acme.test",
        "Sales-DE@acme.test",
        "support2@acme.test",
        "Einkauf@acme.test",
        "hr@acme.test",
    ],
)
def test_roles_are_no_people_and_told(tmp_path, address):
    book, report = read_to(tmp_path, f"Ada Quist <{address}>", "ben@acme.test")
    assert [one[0] for one in people(book)] == ["ben@acme.test", "kim@us.test"]
    assert report.findings["detail"].str.contains(address.lower()).any()


@pytest.mark.parametrize(
    "address", ["sales.quist@acme.test", "itzik@acme.test", "hrabal@acme.test", "adam@acme.test"]
)
def test_names_that_begin_like_a_role_are_of_people(tmp_path, address):
    book, _ = read_to(tmp_path, address)
    assert len(book.people) == 2


@pytest.mark.parametrize(
    "address",
    [
        "no-reply@acme.test",
        "jira-noreply@acme.test",
        "MAILER-DAEMON@mx.acme.test",
        "bounces+12@acme.test",
        "c_1@resource.calendar.google.com",
    ],
)
def test_robots_are_no_people(tmp_path, address):
    book, report = read_to(tmp_path, address, "ben@acme.test")
    assert len(book.people) == 2
    assert report.findings["detail"].str.contains("a program").any()


@pytest.mark.parametrize(
    "more",
    [
        ["Auto-Submitted: auto-replied"],
        ["Precedence: bulk"],
        ["List-Unsubscribe: <https://news.test>"],
        ["X-Autoreply: yes"],
        ["Return-Path: <>"],
        ["Content-Type: multipart/report; report-type=delivery-status"],
    ],
)
def test_what_a_program_has_sent_is_no_contact(tmp_path, more):
    text = mbox(mail(number=1, more=more), mail(number=2))
    book, report = read_text(tmp_path, "a.mbox", text)
    assert set(book.interactions["id"]) == {"2@x.test"}
    assert report.skipped["reason"].tolist() == ["sent by a program"]


def test_what_people_write_on_a_list_counts_without_the_list(tmp_path):
    on_list = mail(
        to="project@acme.test, ada@acme.test",
        more=[
            "List-Id: Our project <project.acme.test>",
            "List-Post: <mailto:project@acme.test>",
            "List-Unsubscribe: <mailto:leave@acme.test>",
            "Precedence: list",
        ],
    )
    book, report = read_text(tmp_path, "a.mbox", mbox(on_list))
    assert sorted(book.interactions["person"]) == ["ada@acme.test", "kim@us.test"]
    assert report.findings["detail"].str.contains("project@acme.test").any()


def test_private_addresses_tell_no_firm_unless_a_card_does(tmp_path):
    book, report = read_to(tmp_path, "wei@qq.com", "ada@acme.test")
    assert "wei@qq.com" not in set(book.people["id"])
    assert report.findings["detail"].str.contains("wei@qq.com").any()
    book, _ = read_to(tmp_path, "kim.lee@gmail.com", "ada@acme.test")
    ours, _ = read_text(tmp_path, "b.mbox", mbox(to("kim.lee@gmail.com", "ada@acme.test")))
    assert len(book.people) == len(ours.people) == 2


def test_an_address_of_ours_at_a_provider_is_ours(tmp_path):
    file = tmp_path / "a.mbox"
    file.write_text(mbox(to("free.lancer@gmail.com", "ada@acme.test")))
    book = k.read_mail(file, ours=["us.test", "Free.Lancer@gmail.com"])
    assert ("freelancer@gmail.com", "freelancer@gmail.com", "us") in people(book)


@pytest.mark.parametrize(
    ("address", "firm"),
    [
        ("a@mail.acme.co.uk", "acme.co.uk"),
        ("a@acme.co.uk", "acme.co.uk"),
        ("a@sub.acme.com.cn", "acme.com.cn"),
        ("a@de.acme.com", "acme.com"),
        ("a@acme.de", "acme.de"),
        ("a@localhost", "localhost"),
    ],
)
def test_the_domain_a_firm_has_registered_is_the_organization(tmp_path, address, firm):
    book, _ = read_to(tmp_path, address)
    assert firm in set(book.organizations["id"])


def test_the_side_of_others_is_not_known_and_told(tmp_path):
    _, report = read_to(tmp_path, "a@acme.test", "b@partner.test")
    (detail,) = report.findings.loc[report.findings["finding"] == "kind_not_recorded", "detail"]
    assert "acme.test, partner.test" in detail


def test_a_message_with_nobody_else_is_none_and_makes_no_people(tmp_path):
    text = mbox(
        mail(to="undisclosed-recipients:;"),
        mail("Eve Roe <eve@b.test>", "info@us.test", number=2),
        mail(number=3),
    )
    book, report = read_text(tmp_path, "a.mbox", text)
    assert len(book.people) == 2
    assert report.skipped["reason"].tolist() == ["between fewer than two people"] * 2


def known_book(**columns):
    organizations = pd.DataFrame(
        [
            {"id": "A1", "name": "Acme", "kind": "customer"},
            {"id": "B1", "name": "Bee", "kind": "partner"},
            {"id": "me", "name": "We", "kind": "vendor"},
        ]
    )
    rows = [
        {"id": "P1", "name": "A. Quist", "organization": "A1"},
        {"id": "P2", "name": "Ben Orr", "organization": "A1"},
        {"id": "K", "name": "Kim Lee", "organization": "me"},
    ]
    frame = pd.DataFrame(rows).assign(**columns)
    return k.Book.from_tables({"organizations": organizations, "people": frame})


def test_people_of_a_known_book_are_met_by_any_of_their_addresses(tmp_path):
    known = known_book(mail=["Ada.Quist@acme.test; aq@acme.test", None, "kim@us.test"])
    text = mbox(to("aq@acme.test", number=1), to("ada.quist@acme.test", "cy@acme.test", number=2))
    book, _ = read_text(tmp_path, "a.mbox", text, known=known)
    assert people(book) == [
        ("K", "Kim Lee", "me"),
        ("P1", "A. Quist", "A1"),
        ("P2", "Ben Orr", "A1"),
        ("cy@acme.test", "cy@acme.test", "A1"),
    ]
    assert sorted(book.interactions["person"]) == ["K", "K", "P1", "P1", "cy@acme.test"]
    assert len(book.organizations) == 3


def test_organizations_of_a_known_book_are_met_by_a_domain_beside_them(tmp_path):
    known = known_book(mail=[None, None, "kim@us.test"])
    organizations = known.organizations.assign(site=[None, "https://www.bee.test/about", None])
    known = k.Book.from_tables(known.to_tables() | {"organizations": organizations})
    book, report = read_to(tmp_path, "bo@bee.test", known=known)
    assert ("bo@bee.test", "bo@bee.test", "B1") in people(book)
    assert "kind_not_recorded" not in set(report.findings["finding"])


def test_reading_the_same_mail_again_changes_nothing(tmp_path):
    book, _ = read_to(tmp_path, "Ada Quist <ada@acme.test>", "Wei <wei@b.test>")
    again, report = read_to(tmp_path, "Ada Quist <ada@acme.test>", "Wei <wei@b.test>", known=book)
    assert again == book
    assert report.skipped["reason"].tolist() == ["in the book already"]


def test_an_address_that_two_known_people_share_is_nobody_s(tmp_path):
    known = known_book(mail=["office.acme@acme.test", "office.acme@acme.test", "kim@us.test"])
    book, _ = read_to(tmp_path, "office.acme@acme.test", known=known)
    assert "P1" not in set(book.interactions["person"])


def test_cards_join_addresses_and_complete_people(tmp_path):
    (tmp_path / "c.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nN:Quist;Ada;;;\nORG:Acme;Finance\nTITLE:CFO\n"
        "EMAIL;TYPE=WORK:ada@acme.test\nEMAIL;TYPE=HOME:ada@gmail.com\nX-MANAGER:Ben Orr\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ben Orr\nORG:Acme\nEMAIL:ben@acme.test\nEND:VCARD\n"
    )
    (tmp_path / "a.mbox").write_text(mbox(to("ada@gmail.com")))
    book = k.read_mail(tmp_path, ours=OURS)
    ada = book.people.set_index("id").loc["ada@acme.test"]
    assert ada[["name", "title", "function", "organization"]].tolist() == [
        "Ada Quist",
        "CFO",
        "Finance",
        "acme.test",
    ]
    assert ada["mail"] == "ada@acme.test, ada@gmail.com"
    assert book.organizations.set_index("id").loc["acme.test", "name"] == "Acme"
    assert book.ties[["source", "target"]].to_numpy().tolist() == [
        ["ada@acme.test", "ben@acme.test"]
    ]
    assert sorted(book.interactions["person"]) == ["ada@acme.test", "kim@us.test"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Ada Quist <ada@acme.test>", {"ada@acme.test": "Ada Quist"}),
        ("ada@acme.test (Ada Quist)", {"ada@acme.test": "Ada Quist"}),
        ("Quist, Ada <ada@acme.test>", {"ada@acme.test": "Ada Quist"}),
        ("Quist, Ada (Acme) <ada@acme.test>", {"ada@acme.test": "Ada Quist"}),
        ('"Quist, Ada, PhD" <ada@acme.test>', {"ada@acme.test": "Quist, Ada, PhD"}),
        ('"Ada Quist, PhD" <ada@acme.test>', {"ada@acme.test": "Ada Quist, PhD"}),
        ("Ada Quist via Projects <ada@acme.test>", {"ada@acme.test": "Ada Quist"}),
        (
            "Team: Ada Quist <ada@acme.test>, ben@acme.test;",
            {"ada@acme.test": "Ada Quist", "ben@acme.test": "ben@acme.test"},
        ),
        (
            "Ada Quist <ada@acme.test>; Ben Orr <ben@acme.test>",
            {"ada@acme.test": "Ada Quist", "ben@acme.test": "Ben Orr"},
        ),
        ("=?gb2312?B?zfXOsA==?= <ada@acme.test>", {"ada@acme.test": "王伟"}),
        ("=?utf-8?B?546L?= =?utf-8?B?5Lyf?= <ada@acme.test>", {"ada@acme.test": "王伟"}),
        ("=?iso-2022-jp?B?GyRCO0VFREJATzobKEI=?= <ada@acme.test>", {"ada@acme.test": "仕田太郎"}),
        (
            "=?windows-1251?Q?=C8=E2=E0=ED_=CF=E5=F2=F0=EE=E2?= <ada@acme.test>",
            {"ada@acme.test": "Иван Петров"},
        ),
        ('"=?utf-8?Q?J=C3=B6rg?= Quist" <ada@acme.test>', {"ada@acme.test": "Jörg Quist"}),
        ("=?no-such-charset?Q?Ada?= <ada@acme.test>", {"ada@acme.test": "ada@acme.test"}),
        ("=?utf-8?B?broken*?= <ada@acme.test>", {"ada@acme.test": "ada@acme.test"}),
        ("ada@acme.test <ada@acme.test>", {"ada@acme.test": "ada@acme.test"}),
        ("Ada Quist <ada@acme.test", {"ada@acme.test": "Ada Quist"}),
        ("Ada\tQuist\x07 <ada@acme.test>", {"ada@acme.test": "Ada Quist"}),
        ("no address at all, ada@acme.test", {"ada@acme.test": "ada@acme.test"}),
        ("((((((((((((((((((((((((((((((x <ada@acme.test>", {"ada@acme.test": "x"}),
    ],
)
def test_headers_name_people_however_they_are_written(tmp_path, header, expected):
    one = message(f"From: kim@us.test\nTo: {header}\nDate: 12 Jan 2026 09:00")
    book, _ = read_text(tmp_path, "a.eml", one)
    theirs = book.people[book.people["organization"] != "us"]
    assert dict(zip(theirs["id"], theirs["name"], strict=True)) == expected


@pytest.mark.parametrize(
    ("data", "charset", "name"),
    [
        ("王伟".encode(), "", "王伟"),
        ("王伟".encode("gb18030"), "GB2312", "王伟"),
        ("Müller".encode("latin-1"), "iso-8859-1", "Müller"),
        ("Müller".encode("latin-1"), "", "ada@acme.test"),
        ("Müller".encode("latin-1"), "us-ascii-x", "ada@acme.test"),
    ],
)
def test_raw_bytes_in_a_header_are_read_in_the_message_s_charset_and_never_guessed(
    tmp_path, data, charset, name
):
    head = b"From: kim@us.test\nTo: " + data + b" <ada@acme.test>\nDate: 12 Jan 2026 09:00\n"
    kind = f"Content-Type: text/plain; charset={charset}\n".encode() if charset else b""
    book, _ = read_text(tmp_path, "a.eml", head + kind + b"\nbody\n")
    assert book.people.set_index("id").loc["ada@acme.test", "name"] == name


def test_people_of_a_crm_are_met_by_mail_and_new_ones_join_their_account(tmp_path):
    files = {
        "Account.csv": "Id,Name,Type\n001000000000001AAA,Acme,Customer - Direct\n",
        "Contact.csv": "Id,AccountId,FirstName,LastName,Email\n"
        "003000000000001AAA,001000000000001AAA,Ada,Quist,Ada.Quist@acme.test\n",
        "User.csv": "Id,Name,Email,IsActive\n005000000000001AAA,Kim Lee,kim@us.test,true\n",
    }
    export = tmp_path / "export"
    export.mkdir()
    for name, text in files.items():
        (export / name).write_text(text)
    known = k.read(export)
    book, _ = read_to(tmp_path, "ada.quist@acme.test", "Ben Orr <ben@acme.test>", known=known)
    assert sorted(book.interactions["person"]) == [
        "003000000000001AAA",
        "005000000000001AAA",
        "ben@acme.test",
    ]
    assert book.people.set_index("id").loc["ben@acme.test", "organization"] == "001000000000001AAA"
