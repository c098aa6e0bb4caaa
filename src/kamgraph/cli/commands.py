"""What each command does."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from kamgraph.cli.outputs import check_outputs, format_csv, say_written, write_tables
from kamgraph.errors import KamgraphError, ScopeError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    import pandas as pd

    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy
    from kamgraph.sources.translation.read_report import ReadReport
    from kamgraph.sources.write import Before


def review(arguments: argparse.Namespace) -> int:
    """Write a review in every form asked for."""
    from kamgraph.graph import build_graph
    from kamgraph.reviews.compose import review as make_review
    from kamgraph.reviews.formats import ENDINGS, write_as

    _refuse_conflicts(arguments)
    check_outputs(arguments.output)
    policy = _load_policy(arguments.policy)
    book = _read(arguments, policy)
    account, deal = (None, None) if arguments.portfolio else _find_scope(arguments, book)
    graph = build_graph(book, account=account, deal=deal, as_of=arguments.as_of, policy=policy)
    found = make_review(graph, since=arguments.since, language=arguments.language)
    for path in arguments.output:
        ending = path.suffix.lower()
        taken = ENDINGS[ending].options
        options = {name: value for name, value in vars(arguments).items() if name in taken}
        write_as(ending, found, path, **options)
    if arguments.json:
        print(found.to_json(), end="")
    say_written(*arguments.output, aside=arguments.json)
    return 0


def _refuse_conflicts(arguments: argparse.Namespace) -> None:
    """Refuse a review that nobody would see, or that is of two things at once."""
    if not arguments.output and not arguments.json:
        raise KamgraphError("say where to write the review: -o FILE, or --json to print it")
    if arguments.portfolio and (arguments.account or arguments.deal):
        raise KamgraphError("--portfolio reviews all accounts; leave out --account and --deal")


def check(arguments: argparse.Namespace) -> int:
    """List what is doubtful; the exit code is 1 if anything is grave."""
    from kamgraph.model.findings import check as find

    policy = _load_policy(arguments.policy)
    findings = find(_read(arguments, policy, lenient=True), policy=policy)
    _print_findings(findings)
    counts = [f"{count} {name}" for name, count in findings["severity"].value_counts().items()]
    print(", ".join(counts) or "nothing doubtful")
    return int((findings["severity"] == "high").any())


def scores(arguments: argparse.Namespace) -> int:
    """Write the scores of all scopes."""
    from kamgraph.analysis.scores import scores as score
    from kamgraph.graph import build_graph

    check_outputs([arguments.output])
    policy = _load_policy(arguments.policy)
    book = _read(arguments, policy)
    table = score(build_graph(book, as_of=arguments.as_of, policy=policy)).reset_index()
    if arguments.output:
        write_tables({"scores": table}, arguments.output)
        say_written(arguments.output)
    else:
        print(format_csv(table), end="")
    return 0


def portfolio(arguments: argparse.Namespace) -> int:
    """Write all accounts side by side, the evaluations due and the workload of our people."""
    from kamgraph.analysis.portfolio.portfolio import portfolio as look_at

    check_outputs([arguments.output])
    policy = _load_policy(arguments.policy)
    book = _read(arguments, policy)
    found = look_at(book, as_of=arguments.as_of, since=arguments.since, policy=policy)
    tables = {
        "accounts": found.accounts.reset_index(),
        "evaluations": found.evaluations,
        "workload": found.workload.reset_index(),
    }
    write_tables(tables, arguments.output)
    print(found)
    say_written(arguments.output)
    return 0


def schema(_: argparse.Namespace) -> int:
    """Print the JSON Schema of a book."""
    from kamgraph.model.document import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0


def _print_findings(findings: pd.DataFrame) -> None:
    for row in findings.itertuples():
        print(f"{row.severity}: {row.table}: {row.detail} {row.remedy} [{row.finding}]")


def _load_policy(path: Path | None) -> Policy:
    from kamgraph.model.policy import Policy

    return Policy() if path is None else Policy.from_toml(path)


def convert(arguments: argparse.Namespace) -> int:
    """Write a book in another form."""
    from kamgraph.sources.write import check_form, write_over

    check_form(arguments.target)
    policy = _load_policy(arguments.policy)
    known = None
    if arguments.ours and arguments.known:
        known = _read_book_so_far(arguments.known, policy)
    book = _read(arguments, policy, known=known)
    write_over(
        _find_before(arguments, policy, arguments.target, known=known, book=book),
        book,
        arguments.target,
        parquet=arguments.parquet,
        language=arguments.language,
        policy=policy,
    )
    print(book)
    say_written(arguments.target)
    return 0


def sync(arguments: argparse.Namespace) -> int:
    """Date what an export changes in a book, print the changes and write the book."""
    from kamgraph.model.history import sync as bring_up_to_date
    from kamgraph.sources.write import check_form, write_over

    check_form(arguments.output)
    policy = _load_policy(arguments.policy)
    known = _read_book_so_far(arguments.known, policy)
    fresh = _read(arguments, policy, known=known)
    done = bring_up_to_date(
        known, fresh, on=arguments.on, most_gone=arguments.most_gone, policy=policy
    )
    for row in done.changes.itertuples():
        print(f"{row.change}: {row.detail}")
    _print_findings(done.findings)
    before = _find_before(arguments, policy, arguments.output, known=known, book=fresh)
    write_over(before, done.book, arguments.output, policy=policy)
    print(done.book)
    say_written(arguments.output)
    return 0


def _find_before(
    arguments: argparse.Namespace, policy: Policy, target: str, *, known: Book | None, book: Book
) -> Before | None:
    """Return the book that a command has read from where it is going to write, if it has."""
    from kamgraph.sources.write import Before, is_one_place

    def read_so_far() -> Book:
        return _read_book_so_far(arguments.known, policy)

    def read_book() -> Book:
        return _read_with_report(arguments, policy, known=known)[0]

    read = [(arguments.book, book, read_book)]
    if known:
        read = [(arguments.known, known, read_so_far), *read]
    found = (
        Before(one.content_hash, read_again)
        for source, one, read_again in read
        if source != "demo" and is_one_place(source, target)
    )
    return next(found, None)


def propose(arguments: argparse.Namespace) -> int:
    """Propose a mapping."""
    from kamgraph.sources.commit import write_text
    from kamgraph.sources.read import propose_mapping

    check_outputs([arguments.output])
    proposal = propose_mapping(arguments.export, as_=arguments.system, encoding=arguments.encoding)
    if arguments.output:
        write_text(arguments.output, proposal)
        use = f"kamgraph convert {arguments.export} book.json --mapping {arguments.output}"
        say_written(arguments.output, after=f"; look it through, then: {use}")
    else:
        print(proposal, end="")
    return 0


def template(arguments: argparse.Namespace) -> int:
    """Write an empty workbook."""
    from kamgraph.sources.excel import write_template

    check_outputs([arguments.output])
    policy = _load_policy(arguments.policy)
    write_template(arguments.output, policy=policy, language=arguments.language)
    say_written(arguments.output, after=f"; fill it in, then: kamgraph check {arguments.output}")
    return 0


def _read(
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
    elif report.system or arguments.ours or len(report.left_out) or report.tables.empty:
        print(f"kamgraph: {report.verdict}", file=sys.stderr)
    return book


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
        arguments.book,
        as_=arguments.system,
        mapping=arguments.mapping,
        rename=dict(arguments.rename),
        fill=dict(arguments.fill),
        encoding=arguments.encoding,
        policy=policy,
        lenient=lenient,
    )


def _read_book_so_far(source: str, policy: Policy) -> Book:
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
        arguments.book,
        ours=arguments.ours,
        known=known,
        leave_out=arguments.leave_out,
        subjects=arguments.subjects,
        zone=arguments.zone,
        days=arguments.days,
        encoding=arguments.encoding,
        policy=policy,
    )


def _find_scope(arguments: argparse.Namespace, book: Book) -> tuple[str | None, str | None]:
    """Return the ids of the account and the deal that are asked for by id or name."""
    from kamgraph.model.find_by_name import find_by_name, name_accounts
    from kamgraph.model.names import find_one

    account, deal = arguments.account, arguments.deal
    if account is None and deal is None:
        return _find_only_account(book), None
    if account is not None:
        account = find_one(name_accounts(book), account)
    if deal is not None:
        deal = find_by_name(book, deal, table="deals", account=account)
    return account, deal


def _find_only_account(book: Book) -> str:
    from kamgraph.model.accounts import account_of
    from kamgraph.model.find_by_name import name_accounts

    accounts = sorted(account_of(book.organizations).dropna().unique())
    if len(accounts) == 1:
        return str(accounts[0])
    if not accounts:
        raise ScopeError("the book has no account: no organization is a customer")
    raise ScopeError(
        f"the book has {len(accounts)} accounts, choose one with --account or all with "
        f"--portfolio: {name_accounts(book).show(accounts)}"
    )
