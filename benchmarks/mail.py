"""How long a large mailbox takes to read, and how much memory (`--messages` for a smaller one)."""

from __future__ import annotations

import argparse
import random
import tempfile
from email.header import Header
from pathlib import Path
from typing import TYPE_CHECKING

import table
from processes import in_process

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS, FIRMS, PEOPLE_A_FIRM = 60, 80, 25
FIRST = ("Ada", "Ben", "Cy", "Dana", "Eva", "Gül", "Håkan", "Inés", "Jörg", "伟", "芳")
LAST = ("Quist", "Orr", "Dunn", "Lee", "Müller", "Nováková", "O'Neil", "Silva", "王", "李")
# What mail servers add on the way, and nobody reads.
HOPS = "".join(
    f"Received: from mx{hop}.example.net (mx{hop}.example.net [192.0.2.{hop}])\n"
    f"\tby mail{hop}.us.test (Postfix) with ESMTPS id 4F{hop}A7\n"
    "\tfor <somebody@us.test>; Mon, 12 Jan 2026 09:00:01 +0100 (CET)\n"
    for hop in range(4)
)
SEAL = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\n\tb=" + "dGhpcyBpcyBub3Qg" * 20
BODY = "From what we discussed:\n" + "This is a line of an ordinary message of business.\n" * 20
READ_ALL = """
import sys, kamgraph as k
book, report = k.read_mail_with_report(sys.argv[1], ours=["us.test"])
print(report.files["rows"].sum(), len(book.interactions), len(book.people))
"""
READ_ONE_BY_ONE = """
import sys
from kamgraph.sources.mail.mailboxes import read_mbox
with open(sys.argv[1], "rb") as stream:
    print(sum(1 for _ in read_mbox(stream)))
"""


def main() -> None:
    """Write mailboxes, read each in a process of its own, and print what that takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    most = parser.parse_args().messages
    table.head()
    for messages in (max(most // 10, 1), most):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "inbox.mbox")
            size = write_mailbox(file, messages)
            print(f"{messages:,} messages, {size / 2**30:.2f} GiB")
            for name, program in (("read_mail", READ_ALL), ("headers alone", READ_ONE_BY_ONE)):
                counts, spent = in_process(program, str(file))
                if int(counts.split()[0]) != messages:
                    raise RuntimeError(f"{name} has read {counts} of {messages:,} messages")
                table.line(f"{messages}", "reading mail", name, spent, None)


def write_mailbox(file: Path, messages: int) -> int:
    """Write a mailbox of a firm that writes with many others, and return its size."""
    draw = random.Random(7)  # noqa: S311 - made up
    ours = [make_address(draw, number, "us.test") for number in range(OURS)]
    theirs = [
        [make_address(draw, number, f"firm{firm}.test") for number in range(PEOPLE_A_FIRM)]
        for firm in range(FIRMS)
    ]
    with file.open("w", encoding="utf-8") as stream:
        for number in range(messages):
            stream.write(make_message(draw, number, ours, theirs[draw.randrange(FIRMS)]))
        return stream.tell()


def make_address(draw: random.Random, number: int, domain: str) -> str:
    """Return somebody's address with their name, encoded where it has to be."""
    name = f"{draw.choice(FIRST)} {draw.choice(LAST)}"
    shown = f'"{name}"' if name.isascii() else Header(name, "utf-8").encode()
    return f"{shown} <p{number}@{domain}>"


def make_message(draw: random.Random, number: int, ours: list[str], theirs: list[str]) -> str:
    """Return one message, now and then one of a program."""
    one, others = draw.choice(ours), draw.sample(theirs, draw.randint(1, 4))
    copied = draw.sample(ours, draw.randint(0, 3))
    sender, to = (one, others) if draw.random() < 0.5 else (others[0], [one, *others[1:]])
    return "".join(list_lines(draw, number, sender, to, copied))


def list_lines(
    draw: random.Random, number: int, sender: str, to: list[str], copied: list[str]
) -> Iterator[str]:
    """Yield the lines of a message."""
    day, hour = 1 + number % 28, draw.randrange(24)
    yield f"From somebody@us.test Mon Jan {day:2} {hour:02}:00:00 2026\n{HOPS}{SEAL}\n"
    yield f"From: {sender}\nTo: {', '.join(to)}\n"
    if copied:
        yield f"Cc: {', '.join(copied)}\n"
    yield f"Date: Mon, {day} Jan 2026 {hour:02}:{number % 60:02}:00 +0100\n"
    yield f"Message-ID: <{number}.{draw.getrandbits(64):x}@mail.us.test>\nSubject: our offer\n"
    if number % 20 == 0:
        yield "Auto-Submitted: auto-replied\n"
    yield f"\n{BODY}\n"


if __name__ == "__main__":
    main()
