"""What commands begin with: the book, the policy and the scope that they are asked about."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kamgraph.errors import ScopeError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path
    from typing import BinaryIO

    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy
    from kamgraph.sources.translation.read_report import ReadReport
    from kamgraph.sources.write import Before


def load_policy(path: Path | None) -> Policy:
    """Return the policy of a file, or the one that holds without any."""
    from kamgraph.model.policy import Policy

    return Policy() if path is None else Policy.from_toml(path)


def read_book(
    arguments: argparse.Namespace,
    policy: Policy,
    *,
    lenient: bool = False,
    known: Book | None = None,
) -> Book:
    """Read the book of a command, and say what was read."""
    from kamgraph.sources.demo import load_demo

    if arguments.book == "demo":
        return load_demo()
    book, report = _read_with_report(arguments, policy, lenient=lenient, known=known)
    if arguments.report:
        print(report, file=sys.stderr)
    elif report.system or arguments.ours or _leaves_doubts(report):
        print(f"kamgraph: {report.verdict}", file=sys.stderr)
    return book


def _leaves_doubts(report: ReadReport) -> bool:
    """Return whether anything of what was read is not in the book as it stands."""
    told = (report.skipped, report.left_out, report.findings)
    return report.tables.empty or any(map(len, told))


def _read_with_report(
    arguments: argparse.Namespace,
    policy: Policy,
    *,
    lenient: bool = False,
    known: Book | None = None,
) -> tuple[Book, ReadReport]:
    """Read the book of a command; of mail, what it adds to a known one."""
    from kamgraph.sources.choice import check_choice
    from kamgraph.sources.read import read_with_report

    check_choice(arguments.system, arguments.mapping, arguments.ours)
    if arguments.ours:
        return _read_mail(arguments, policy, known)
    return read_with_report(
        _find_source(arguments),
        as_=arguments.system,
        mapping=arguments.mapping,
        rename=dict(arguments.rename),
        fill=dict(arguments.fill),
        encoding=arguments.encoding,
        policy=policy,
        lenient=lenient,
    )


def _find_source(arguments: argparse.Namespace) -> str | BinaryIO:
    """Return where the book of a command is: ``-`` is standard input."""
    return sys.stdin.buffer if arguments.book == "-" else arguments.book


def read_book_so_far(source: str, policy: Policy) -> Book:
    """Read the book so far, or take the built-in one."""
    from kamgraph.sources.demo import load_demo
    from kamgraph.sources.read import read

    return load_demo() if source == "demo" else read(source, policy=policy)


def _read_mail(
    arguments: argparse.Namespace, policy: Policy, known: Book | None
) -> tuple[Book, ReadReport]:
    """Read mail, and add it to a known book if there is one: that of a sync, too."""
    from kamgraph.sources.mail import read_mail_with_report

    return read_mail_with_report(
        _find_source(arguments),
        ours=arguments.ours,
        known=known,
        leave_out=arguments.leave_out,
        subjects=arguments.subjects,
        zone=arguments.zone,
        days=arguments.days,
        encoding=arguments.encoding,
        policy=policy,
    )


def find_scope(arguments: argparse.Namespace, book: Book) -> tuple[str | None, str | None]:
    """Return the ids of the account and the deal that are asked for by id or name."""
    from kamgraph.model.find_by_name import find_by_name, name_accounts
    from kamgraph.model.names import find_one

    account, deal = arguments.account, arguments.deal
    if account is None and deal is None:
        return _find_only_account(book, takes_all="portfolio" in arguments), None
    if account is not None:
        account = find_one(name_accounts(book), account)
    if deal is not None:
        deal = find_by_name(book, deal, table="deals", account=account)
    return account, deal


def _find_only_account(book: Book, *, takes_all: bool) -> str:
    from kamgraph.model.accounts import account_of
    from kamgraph.model.find_by_name import name_accounts

    accounts = sorted(account_of(book.organizations).dropna().unique())
    if len(accounts) == 1:
        return str(accounts[0])
    if not accounts:
        raise ScopeError("the book has no account: no organization is a customer")
    all_of_them = " or all with --portfolio" if takes_all else ""
    raise ScopeError(
        f"the book has {len(accounts)} accounts, choose one with --account{all_of_them}: "
        f"{name_accounts(book).show(accounts)}"
    )


def find_before(
    arguments: argparse.Namespace, policy: Policy, target: str, *, known: Book | None, book: Book
) -> Before | None:
    """Return the book that a command has read from where it is going to write, if it has."""
    from kamgraph.sources.write import Before, is_one_place

    def read_so_far() -> Book:
        return read_book_so_far(arguments.known, policy)

    def read_book_again() -> Book:
        return _read_with_report(arguments, policy, known=known)[0]

    read = [(arguments.book, book, read_book_again)]
    if known:
        read = [(arguments.known, known, read_so_far), *read]
    found = (
        Before(one.content_hash, read_again)
        for source, one, read_again in read
        if source != "demo" and is_one_place(source, target)
    )
    return next(found, None)
