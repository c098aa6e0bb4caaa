"""Mailboxes and calendars whose answer is known."""

from kamgraph import read_mail_with_report

OURS = ["us.test"]


def message(*headers, body="hello\n"):
    """Return a message as it travels: its header, a blank line and its body."""
    return "\n".join([*headers, "", body])


def mail(sender="kim@us.test", to="ada@acme.test", day="12 Jan 2026", number=1, *, more=()):
    """Return a plain message of one person to another."""
    return message(
        f"From: {sender}",
        f"To: {to}",
        f"Date: Mon, {day} 09:00:00 +0800",
        f"Message-ID: <{number}@x.test>",
        *more,
    )


def mbox(*messages):
    """Return a mailbox of messages."""
    return "\n".join(f"From x@x.test Mon Jan 12 09:00:00 2026\n{one}\n" for one in messages)


def event(*lines, uid="1@x.test", start="20260112T090000"):
    """Return an event of a calendar."""
    begin = f"DTSTART{'' if start.startswith((';', ':')) else ':'}{start}"
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", begin, *lines, "END:VEVENT"])


def calendar(*events, head=()):
    """Return a calendar of events."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head, *events, "END:VCALENDAR", ""]
    return "\r\n".join(lines)


KIM = "ORGANIZER;CN=Kim Lee:mailto:kim@us.test"
ADA = "ATTENDEE;CN=Ada Quist;PARTSTAT=ACCEPTED:mailto:ada@acme.test"


def read_text(folder, name, text, **options):
    """Read a file of a text, and return the book and the report."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_mail_with_report(file, ours=OURS, **options)


def parts(book):
    """Return who took part in what as what, on which day."""
    rows = book.interactions[["id", "date", "person", "kind", "part"]]
    return [
        (one.id, f"{one.date:%Y-%m-%d}", one.person, one.kind, one.part)
        for one in rows.itertuples(index=False)
    ]


def days(book):
    """Return the days on which something was, in order."""
    return sorted({f"{day:%Y-%m-%d}" for day in book.interactions["date"]})
