"""Mailboxes of every make, with the answer they must give."""

import zipfile

import pytest

from kamgraph import LossWarning, SourceError, read, read_mail, read_mail_with_report
from mailboxes import OURS, days, mail, mbox, message, parts, read_text

THREE = mbox(
    mail(number=1),
    mail("ada@acme.test", "Kim Lee <kim@us.test>", number=2, more=["Cc: ben@acme.test"]),
    mail(number=3, day="15 Jan 2026"),
)


def test_a_mailbox_gives_each_message_once_with_who_wrote_to_whom(tmp_path):
    book, report = read_text(tmp_path, "inbox.mbox", THREE)
    assert parts(book) == [
        ("1@x.test", "2026-01-12", "ada@acme.test", "email", "to"),
        ("1@x.test", "2026-01-12", "kim@us.test", "email", "from"),
        ("2@x.test", "2026-01-12", "ada@acme.test", "email", "from"),
        ("2@x.test", "2026-01-12", "ben@acme.test", "email", "cc"),
        ("2@x.test", "2026-01-12", "kim@us.test", "email", "to"),
        ("3@x.test", "2026-01-15", "ada@acme.test", "email", "to"),
        ("3@x.test", "2026-01-15", "kim@us.test", "email", "from"),
    ]
    assert report.files[["rows", "taken"]].to_numpy().tolist() == [[3, 3]]
    assert "3 of 3 rows taken" in report.verdict


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_do_not_matter(tmp_path, ending):
    book, _ = read_text(tmp_path, "a.mbox", THREE.replace("\n", ending).encode())
    assert len(book.interactions) == 7


@pytest.mark.parametrize(
    "body",
    [
        "\nFrom what we heard: nothing\nsubject: no header\n",
        "text\n\nFrom Ada\nTo: nobody@acme.test\n",
        ">From kim@us.test Mon Jan 12 09:00:00 2026\nFrom: nobody@acme.test\n",
        "--b\nContent-Type: message/rfc822\n\nFrom: nobody@acme.test\nTo: x@acme.test\n\n--b\n",
    ],
)
def test_what_a_body_says_is_no_message(tmp_path, body):
    one = message("From: kim@us.test", "To: ada@acme.test", "Date: 12 Jan 2026 09:00", body=body)
    book, report = read_text(tmp_path, "a.mbox", mbox(one, mail(number=9)))
    assert report.files["rows"].tolist() == [2]
    assert not book.people["id"].str.contains("nobody").any()


@pytest.mark.parametrize(
    "postmark",
    [
        "From ada@acme.test Tue Jan 13 09:00:00 2026",
        "From ada@acme.test  Tue Jan  6 09:00:00 +0100 2026",
        "From - Tue Jan 13 09:00:00 2026",
        "From MAILER-DAEMON Tue, 13 Jan 2026 09:00:00 +0000",
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("body", ["", "\nbody\n"])
def test_messages_without_a_blank_line_between_them_are_several(tmp_path, postmark, ending, body):
    header = "From: kim@us.test\nTo: ada@acme.test\nDate: 12 Jan 2026 09:00\nMessage-ID: <{}@x>\n"
    text = "".join(f"{postmark}\n{header.format(number)}{body}" for number in (1, 2, 3))
    book, report = read_text(tmp_path, "a.mbox", text.replace("\n", ending).encode())
    assert report.files["rows"].tolist() == [3]
    assert sorted({*book.interactions["id"]}) == ["1@x", "2@x", "3@x"]


@pytest.mark.parametrize(
    "line", ["From ada@acme.test about Monday", "From Monday at 9:00 on, 2026", "From - nobody"]
)
def test_a_sentence_that_begins_with_from_is_no_message(tmp_path, line):
    one = message("From: kim@us.test", "To: ada@acme.test", "Date: 12 Jan 2026 09:00", body="a")
    _, report = read_text(tmp_path, "a.mbox", mbox(f"{one}\n{line}\nTo: nobody@acme.test\n"))
    assert report.files["rows"].tolist() == [1]


def test_messages_are_split_wherever_the_blocks_that_are_read_end(tmp_path):
    bodies = ("x" * 79 + "\n") * 3_000
    texts = [mail(number=number).replace("hello", bodies + "y" * number) for number in range(12)]
    book, report = read_text(tmp_path, "a.mbox", mbox(*texts))
    assert report.files["rows"].tolist() == [12]
    assert sorted(set(book.interactions["id"])) == sorted(f"{n}@x.test" for n in range(12))


def test_a_lost_message_stands_in_the_report_with_its_line(tmp_path):
    bare = message("From: kim@us.test", "To: ada@acme.test")
    text = mbox(mail(number=1), bare).replace(
        "From x@x.test Mon Jan 12 09:00:00 2026", "From x@x.test"
    )
    with pytest.warns(LossWarning, match="has no day"):
        read_mail(write(tmp_path / "a.mbox", text), ours=OURS)
    _, report = read_text(tmp_path, "a.mbox", text)
    assert report.skipped[["line", "reason", "lost"]].to_numpy().tolist() == [
        [text[: text.rindex("From x")].count("\n") + 1, "has no day", True]
    ]
    with pytest.raises(SourceError, match="has no day"):
        read_text(tmp_path, "a.mbox", text, strict=True)


def write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(
    ("headers", "day"),
    [
        (["Date: Mon, 12 Jan 2026 23:30:00 -0800"], "2026-01-12"),
        (["Date: 12 Jan 26 09:00 +0000"], "2026-01-12"),
        (["Date: Mon, 12 Jan 2026 09:00:00 GMT (greenwich)"], "2026-01-12"),
        (["Date: not a day", "Received: by x; Tue, 13 Jan 2026 01:00:00 +0000"], "2026-01-13"),
        (["Received: by x;\n Tue, 13 Jan 2026 01:00:00 +0000"], "2026-01-13"),
        (["Date: Thu, 01 Jan 1970 00:00:00 +0000"], "2026-01-14"),
        ([], "2026-01-14"),
    ],
)
def test_the_day_is_the_writer_s_else_that_of_delivery_else_of_the_mailbox(tmp_path, headers, day):
    one = message("From: kim@us.test", "To: ada@acme.test", *headers)
    text = mbox(one).replace("Mon Jan 12 09:00:00 2026", "Wed Jan 14 09:00:00 2026")
    book, _ = read_text(tmp_path, "a.mbox", text)
    assert days(book) == [day]


@pytest.mark.parametrize(
    ("zone", "day"), [(None, "2026-01-12"), ("Asia/Shanghai", "2026-01-13"), ("UTC", "2026-01-13")]
)
def test_a_zone_says_whose_days_count(tmp_path, zone, day):
    one = message("From: kim@us.test", "To: ada@acme.test", "Date: Mon, 12 Jan 2026 23:30:00 -0800")
    book, _ = read_text(tmp_path, "a.eml", one, zone=zone)
    assert days(book) == [day]


def test_an_unknown_zone_or_order_of_days_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no time zone; write it as Europe/Berlin"):
        read_text(tmp_path, "a.eml", mail(), zone="Bielefeld")
    with pytest.raises(SourceError, match="one of day_first, month_first"):
        read_text(tmp_path, "a.eml", mail(), days="us")


def test_the_same_message_in_two_mailboxes_is_one_and_its_recipients_add_up(tmp_path):
    write(tmp_path / "inbox.mbox", mbox(mail(number=1)))
    write(tmp_path / "sent.mbox", mbox(mail(number=1, more=["Bcc: ben@acme.test"])))
    book, report = read_mail_with_report(tmp_path, ours=OURS)
    assert [(one[2], one[4]) for one in parts(book)] == [
        ("ada@acme.test", "to"),
        ("ben@acme.test", "cc"),
        ("kim@us.test", "from"),
    ]
    assert report.skipped[["reason", "lost"]].to_numpy().tolist() == [["the same once more", False]]


def test_messages_without_an_id_are_as_many_as_a_file_has_and_once_in_two(tmp_path):
    bare = message("From: kim@us.test", "To: ada@acme.test", "Date: 12 Jan 2026 09:00")
    for name in ("a.mbox", "b.mbox"):
        write(tmp_path / name, mbox(bare, bare))
    book, _ = read_mail_with_report(tmp_path, ours=OURS)
    assert book.interactions["id"].nunique() == 2


def test_a_maildir_is_read_without_its_drafts_its_waste_and_what_is_underway(tmp_path):
    root = tmp_path / "Maildir"
    write(root / "cur" / "1.host:2,S", mail(number=1))
    write(root / "new" / "2.host", mail(number=2))
    write(root / "cur" / "3.host:2,DS", mail(number=3))
    write(root / "cur" / "4.host:2,T", mail(number=4))
    write(root / ".Trash" / "cur" / "5.host:2,S", mail(number=5))
    write(root / ".Sent.2026" / "cur" / "6.host:2,S", mail(number=6))
    write(root / "tmp" / "7.host", mail(number=7))
    book, report = read_mail_with_report(root, ours=OURS)
    assert sorted(set(book.interactions["id"])) == ["1@x.test", "2@x.test", "6@x.test"]
    assert sorted(report.skipped["reason"]) == ["a draft", "thrown away", "thrown away"]
    assert report.left_out["file"].str.endswith("7.host").tolist() == [True]


def test_a_takeout_is_read_as_it_comes(tmp_path):
    labelled = [
        mail(number=1, more=["X-Gmail-Labels: Inbox,Important"]),
        mail(number=2, more=["X-Gmail-Labels: Spam"]),
        mail(number=3, more=["X-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe?="]),
        mail(number=4, more=["X-Gmail-Labels: Papierkorb,Posteingang"]),
    ]
    file = tmp_path / "takeout.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Takeout/Mail/All mail Including Spam and Trash.mbox", mbox(*labelled))
        archive.writestr("Takeout/archive_browser.html", "<html></html>")
    book, report = read_mail_with_report(file, ours=OURS)
    assert set(book.interactions["id"]) == {"1@x.test"}
    assert sorted(report.skipped["reason"]) == ["a draft", "spam", "thrown away"]
    assert report.left_out[["lost"]].to_numpy().tolist() == [[False]]


@pytest.mark.parametrize("name", ["box.pst", "one.msg"])
def test_a_mailbox_of_a_kind_that_is_not_read_is_refused_with_the_way_out(tmp_path, name):
    with pytest.raises(SourceError, match=r"not read .*Outlook: .*(\.mbox|\.eml)"):
        read_text(tmp_path, name, b"x")


def test_a_folder_tells_what_of_it_is_not_read(tmp_path):
    write(tmp_path / "a.mbox", mbox(mail()))
    write(tmp_path / "old.pst", "x")
    write(tmp_path / "notes.docx", "x")
    _, report = read_mail_with_report(tmp_path, ours=OURS)
    assert dict(zip(report.left_out["file"].str[-4:], report.left_out["lost"], strict=True)) == {
        "docx": False,
        ".pst": True,
    }


def test_a_source_without_any_mail_is_refused(tmp_path):
    write(tmp_path / "notes.txt", "x")
    with pytest.raises(SourceError, match="is it mail"):
        read_mail(tmp_path, ours=OURS)


@pytest.mark.parametrize("text", ["", "\n\n", "From x@x.test Mon Jan 12 09:00:00 2026\n"])
def test_an_empty_mailbox_is_refused(tmp_path, text):
    with pytest.raises(SourceError, match="is it mail"):
        read_text(tmp_path, "a.mbox", text)


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ("From x@x.test Mon Jan 12 09:00:00 2026\n", "a.eml"),
        ("\n\n", "a.eml"),
        ("\ufeff", "a.eml"),
        ("1234   \n", "a.emlx"),
    ],
)
def test_what_stands_before_a_message_does_not_matter(tmp_path, lead, name):
    book, _ = read_text(tmp_path, name, lead + mail())
    assert days(book) == ["2026-01-12"]


def test_files_without_an_ending_are_known_by_how_they_begin(tmp_path):
    write(tmp_path / "INBOX", mbox(mail(number=1)))
    write(tmp_path / "Archive.sbd" / "2025", mbox(mail(number=2)))
    write(tmp_path / "note", "just a text\n")
    book, report = read_mail_with_report(tmp_path, ours=OURS)
    assert sorted(set(book.interactions["id"])) == ["1@x.test", "2@x.test"]
    assert len(report.left_out) == 1


def test_mail_by_the_one_door_warns_and_refuses_as_everything_else(tmp_path):
    write(tmp_path / "a.mbox", mbox(mail()))
    write(tmp_path / "old.pst", "x")
    with pytest.warns(LossWarning, match="Outlook"):
        book = read(tmp_path, ours="us.test")
    assert len(book.interactions) == 2
    with pytest.raises(SourceError, match="Outlook"):
        read(tmp_path, ours="us.test", strict=True)


@pytest.mark.parametrize("day", ["12 Jan 2062", "2 Jan 2027"])
def test_a_message_of_the_future_is_left_out_and_told(tmp_path, day):
    book, report = read_text(
        tmp_path, "a.mbox", mbox(mail(number=1), mail(number=2, day=day, to="ben@acme.test"))
    )
    assert days(book) == ["2026-01-12"]
    assert report.skipped["reason"].tolist() == ["dated after 2026-12-31"]
    assert "1 row set aside (dated after 2026-12-31)" in report.verdict


def test_where_the_writer_was_it_may_be_tomorrow_already(tmp_path):
    book, _ = read_text(tmp_path, "a.mbox", mbox(mail(day="1 Jan 2027")))
    assert days(book) == ["2027-01-01"]


def test_a_day_that_only_the_line_above_a_message_tells_is_a_finding(tmp_path):
    bare = message("From: kim@us.test", "To: ada@acme.test", "Message-ID: <7@x.test>")
    book, report = read_text(tmp_path, "a.mbox", mbox(mail(number=1), bare))
    assert days(book) == ["2026-01-12"]
    found = report.findings[report.findings["finding"] == "doubtful_day"]
    assert found["subject"].tolist() == [("7@x.test",)]
    assert "no day in the header" in found["detail"].iloc[0]


@pytest.mark.parametrize(
    "sender",
    [
        "Ann Lee via Group <group@lists.acme.test>",
        "\"'Ann Lee' via Group\" <group@lists.acme.test>",
        "=?UTF-8?Q?Ann_Lee_via_Gr=C3=BCppe?= <group@lists.acme.test>",
    ],
)
@pytest.mark.parametrize(
    "behind",
    ["Reply-To: Ann Lee <ann@acme.test>", "X-Original-From: Ann Lee <ann@acme.test>"],
)
def test_who_writes_through_a_list_or_service_is_who_is_answered(tmp_path, sender, behind):
    text = mbox(mail(sender, "kim@us.test", more=["List-Id: <g.acme.test>", behind]))
    book, _ = read_text(tmp_path, "a.mbox", text)
    assert sorted(book.people["id"]) == ["ann@acme.test", "kim@us.test"]


def test_behind_whom_nobody_is_told_an_address_is_nobody_s(tmp_path):
    through = mail("Ben Orr via Docusign <dse@docusign.test>", "kim@us.test", number=2)
    book, report = read_text(tmp_path, "a.mbox", mbox(mail(), through))
    assert sorted(book.people["id"]) == ["ada@acme.test", "kim@us.test"]
    assert "dse@docusign.test" in str(report.findings["detail"].tolist())


def test_the_word_via_in_no_name_of_a_sender_hides_nobody(tmp_path):
    book, _ = read_text(tmp_path, "a.mbox", mbox(mail("Via Ek <via@acme.test>", "kim@us.test")))
    assert sorted(book.people["id"]) == ["kim@us.test", "via@acme.test"]


@pytest.mark.parametrize("day", ["31 Feb 2026 10:00:00 +0000", "12.01.2026 10:00"])
def test_a_day_in_the_header_that_is_none_is_told_as_such(tmp_path, day):
    text = message("From: ada@acme.test", "To: kim@us.test", f"Date: {day}", "Message-ID: <1@x>")
    _, report = read_text(tmp_path, "a.mbox", mbox(text))
    found = report.findings.query("finding == 'doubtful_day'")
    assert "no day in the header that can be read" in found["detail"].iloc[0]


@pytest.mark.parametrize("rest", ["", "\nFrom x@x.test\nFrom: kim@us.test\nTo: ada@acme.test\n"])
def test_the_same_mailbox_once_more_says_that_nothing_is_new(tmp_path, rest):
    known, _ = read_text(tmp_path, "a.mbox", THREE + rest)
    book, report = read_text(tmp_path, "a.mbox", THREE + rest, known=known)
    assert book == known
    assert "of which nothing is new: 0 of" in report.verdict
    assert "3 rows set aside (in the book already)" in report.verdict
    assert ("1 row lost (has no day)" in report.verdict) == bool(rest)


def test_a_mailbox_with_something_new_does_not_say_that_nothing_is(tmp_path):
    known, _ = read_text(tmp_path, "a.mbox", THREE)
    _, report = read_text(tmp_path, "a.mbox", mbox(THREE, mail(number=9)), known=known)
    assert "nothing is new" not in report.verdict


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        (["nowhere.test"], "no address is of nowhere.test"),
        ([], "ours is empty"),
        ("", "ours is empty"),
        (["us.tset", "kim@uss.test"], "no address is of kim@uss.test or us.tset"),
    ],
)
def test_ours_of_which_there_is_no_address_is_refused_with_the_domains(tmp_path, ours, said):
    file = write(tmp_path / "a.mbox", THREE)
    with pytest.raises(SourceError, match=f"{said}; .* there are acme.test, us.test"):
        read_mail(file, ours=ours)


@pytest.mark.parametrize("ours", [["us.test"], "@US.test", ["kim@us.test"]])
def test_ours_may_be_domains_and_addresses(tmp_path, ours):
    book = read_mail(write(tmp_path / "a.mbox", THREE), ours=ours)
    kinds = book.organizations.set_index("id")["kind"]
    assert kinds[["us", "acme.test"]].tolist() == ["vendor", "customer"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ours": None}, "ours are our own domains"),
        ({"ours": 5}, "ours are our own domains"),
        ({"ours": [5]}, "ours are our own domains"),
        ({"known": "book.json"}, "known is a Book"),
        ({"limits": 5}, "limits are Limits"),
        ({"source": ""}, "a source is the path"),
        ({"source": None}, "a source is the path"),
    ],
)
def test_what_is_given_of_another_kind_is_refused_in_words(tmp_path, given, said):
    source = write(tmp_path / "a.mbox", THREE)
    with pytest.raises(SourceError, match=said):
        read_mail(**{"source": source, "ours": OURS} | given)
