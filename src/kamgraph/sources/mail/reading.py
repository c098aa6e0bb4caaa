"""The door for mail, calendars and address books."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kamgraph.errors import LossWarning, SourceError, warn
from kamgraph.model.arguments import NONE, check_argument, check_source
from kamgraph.model.book import Book
from kamgraph.model.options import name_option
from kamgraph.progress import progress
from kamgraph.sources.files import name_errors
from kamgraph.sources.limits import choose_limits
from kamgraph.sources.mail.contents import list_parts
from kamgraph.sources.mail.encounters import KNOWN, NO_ADDRESS, UNDATED, Card, Encounter
from kamgraph.sources.mail.findings import find_doubts
from kamgraph.sources.mail.firms import fold_places, is_within, know_firms
from kamgraph.sources.mail.options import Options
from kamgraph.sources.mail.people import find_people
from kamgraph.sources.mail.readers import read_part
from kamgraph.sources.mail.record import RowRecord
from kamgraph.sources.mail.register import Register
from kamgraph.sources.mail.tables import make_tables
from kamgraph.sources.raw import LeftOut
from kamgraph.sources.streams import Source, take_streams
from kamgraph.sources.translation.report import report_on

if TYPE_CHECKING:
    from kamgraph.model.policy import Policy
    from kamgraph.sources.limits import Limits
    from kamgraph.sources.mail.contents import Part
    from kamgraph.sources.mail.firms import Firms
    from kamgraph.sources.mail.people import People
    from kamgraph.sources.translation.read_report import ReadReport

_NAMED = 10  # domains in a message
_ORDERS = (None, "day_first", "month_first")


def read_mail(
    source: Source,
    *,
    ours: str | Collection[str],
    known: Book | None = None,
    leave_out: str | Collection[str] = (),
    subjects: bool = False,
    zone: str | None = None,
    days: str | None = None,
    encoding: str | None = None,
    policy: Policy | None = None,
    strict: bool = False,
    limits: Limits | None = None,
) -> Book:
    """Read who met and wrote to whom from mailboxes, calendars and address books.

    Read are mailboxes (``.mbox``, Maildir, ``.eml``), calendars (``.ics``), address books
    (``.vcf``), the lists that Outlook and Google export (``.csv``), answers of Microsoft Graph
    and of Gmail's and Google Calendar's interfaces (``.json``, ``.jsonl``), a folder or a ``.zip``
    of any of these, such as one of Google Takeout. Of a message only the header is read; neither
    bodies nor, unless asked for, subjects are in the book.

    Parameters
    ----------
    source
        The path of a file or a folder.
    ours
        Our own domains, ``["us.test"]``, and addresses elsewhere that are ours.
    known
        A book to add to. Its people are met by the mail addresses that stand beside them in a
        column that the library does not know, such as ``mail``; its organizations by their domains
        or those of their people.
    leave_out
        Addresses and domains of which nothing may be in the book.
    subjects
        Keep the subject, in a column of the interactions.
    zone
        The time zone whose days count, ``"Asia/Shanghai"``; default: that of the writer of a
        message, and of the place of a meeting.
    days
        Whether ``"day_first"`` or ``"month_first"`` in a ``.csv`` whose days do not tell.
    encoding
        The encoding of ``.csv`` files that are neither UTF-8 nor have a byte order mark.
    policy
        The policy whose labels ``known`` uses; default ``Policy()``.
    strict
        Refuse a source of which messages or files are lost, instead of warning.
    limits
        What is refused as too large; default ``Limits()``.

    Warns
    -----
    LossWarning
        If messages or files are lost: a message without a day, a mailbox of a kind not read.

    Raises
    ------
    SourceError
        If a file cannot be read, an answer is one page of several, or nothing could be taken.
    """
    book, report = read_mail_with_report(
        source,
        ours=ours,
        known=known,
        leave_out=leave_out,
        subjects=subjects,
        zone=zone,
        days=days,
        encoding=encoding,
        policy=policy,
        strict=strict,
        limits=limits,
    )
    if report.losses:
        warn(report.verdict, LossWarning)
    return book


@take_streams
def read_mail_with_report(
    source: Source,
    *,
    ours: str | Collection[str],
    known: Book | None = None,
    leave_out: str | Collection[str] = (),
    subjects: bool = False,
    zone: str | None = None,
    days: str | None = None,
    encoding: str | None = None,
    policy: Policy | None = None,
    strict: bool = False,
    limits: Limits | None = None,
) -> tuple[Book, ReadReport]:
    """Read mail as :func:`read_mail` does, with an account of every message and meeting.

    Returns
    -------
    tuple of Book and ReadReport
        The book; and of each file what was taken, what was not and why, and who was left out.
    """
    source = check_source(source)
    _check_ours(ours)
    check_argument(known, (Book, NONE), "known is a Book to add to")
    if days not in _ORDERS:
        raise SourceError(f"days is '{days}'; it is one of day_first, month_first")
    where = None if zone is None else _find_zone(zone)
    bounds = choose_limits(limits)
    options = Options(where, subjects, days, encoding, bounds)
    register, rows = Register(), RowRecord()
    with name_errors(source, within=True):
        for part in progress(list_parts(Path(source), bounds), "reading mail"):
            _read_into(register, rows, part, options)
    firms = know_firms(known, ours)
    people = find_people(register, firms, known, fold_places(leave_out))
    for row, reason in people.lost_cards.items():
        rows.skip_one(row, reason)
    tables = make_tables(register, people, firms, rows, known)
    is_new = len(tables["interactions"]) > (0 if known is None else len(known.interactions))
    if is_new or not firms.ours:
        _refuse_strangers(register, people, firms)
    book = Book.from_tables(tables, policy=policy)
    is_old = rows.has(KNOWN) and book == known
    report = report_on(
        f"{source}: mail and calendars" + ", of which nothing is new" * is_old,
        book,
        records=[*rows.list_files()],
        findings=find_doubts(register, people, firms, tables),
        left_out=rows.unread,
    )
    if not is_old:
        _refuse_nothing(report)
    if strict and report.losses:
        raise SourceError(report.verdict)
    return book, report


def _check_ours(ours: object) -> None:
    """Refuse what names no domains."""
    wanted = "ours are our own domains, such as ['us.test']"
    check_argument(ours, (str, Collection), wanted)
    for one in ours if isinstance(ours, Collection) else ():
        check_argument(one, (str,), wanted)


def _refuse_nothing(report: ReadReport) -> None:
    """Refuse a source of which all was lost, or that is of another kind."""
    if not report.files["taken"].sum() and (report.losses or report.files.empty):
        raise SourceError(f"{report.verdict}; is it mail, a calendar or an address book?")


def _refuse_strangers(register: Register, people: People, firms: Firms) -> None:
    """Refuse mail in which no address is ours: whom we are is not said, or misspelled."""
    places = Counter(key.rpartition("@")[2] for key in register.keys if NO_ADDRESS not in key)
    met = (people.all[place].organization for place in people.places.values())
    seen = [*register.keys, *register.absent]
    is_met = firms.us in met or any(is_within(key, firms.ours) for key in seen)
    if firms.ours and (is_met or not places):
        return
    there = ", ".join(place for place, _ in places.most_common(_NAMED)) or "none in the source"
    named = f"no address is of {' or '.join(sorted(firms.ours))}" if firms.ours else "ours is empty"
    raise SourceError(
        f"{named}; say with {name_option('ours')} which domains are ours; there are {there}"
    )


def _read_into(register: Register, rows: RowRecord, part: Part, options: Options) -> None:
    """Add what is in a file."""
    if not part.kind:
        rows.unread.append(LeftOut(part.place, part.reason, lost=part.is_lost))
        return
    register.begin_file()
    for line, found in read_part(part, options):
        reason = found.unread or (
            _judge_day(found, options) if isinstance(found, Encounter) else ""
        )
        row = rows.add(part.group, line, reason)
        if reason:
            continue
        if isinstance(found, Card):
            register.cards.append((row, found))
        else:
            register.add(found, row)


def _judge_day(found: Encounter, options: Options) -> str:
    """Return why an encounter cannot be taken by its day, empty if it can."""
    if found.day is None:
        return UNDATED
    # Where the writer was it may have been tomorrow already.
    is_to_come = found.day > options.last + dt.timedelta(days=1)
    return f"dated after {options.last}" if is_to_come else ""


def _find_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        message = f"'{name}' is no time zone; write it as Europe/Berlin or Asia/Shanghai"
        raise SourceError(message) from error
