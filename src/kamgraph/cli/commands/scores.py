"""The commands that write tables of all accounts: doubts, scores, the portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.cli.arguments import add_book, add_day_and_policy, add_output, add_policy, add_table
from kamgraph.cli.inputs import load_policy, read_book
from kamgraph.cli.outputs import (
    TABLE_FORMS,
    check_outputs,
    leave_table,
    print_findings,
    say_written,
    write_tables,
)

if TYPE_CHECKING:
    import argparse

    from kamgraph.cli.arguments import Verbs


def add_commands(verbs: Verbs) -> None:
    """Add them to the commands that there are."""
    _add_check(verbs.add_parser("check", help="list what is legal in a book, but doubtful"))
    _add_scores(verbs.add_parser("scores", help="write the scores of all accounts and deals"))
    _add_portfolio(verbs.add_parser("portfolio", help="write all accounts side by side"))


def _add_check(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    add_policy(parser)
    parser.set_defaults(run=_check)


def _add_scores(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    add_day_and_policy(parser)
    add_table(parser)
    parser.set_defaults(run=_write_scores)


def _add_portfolio(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    parser.add_argument("--since", metavar="DAY", help="also say what has changed since this day")
    add_day_and_policy(parser)
    add_output(
        parser,
        *TABLE_FORMS,
        required=True,
        help="an .xlsx file, or a .csv file of the accounts alone",
    )
    parser.set_defaults(run=_write_portfolio)


def _check(arguments: argparse.Namespace) -> int:
    """List what is doubtful; the exit code is 1 if anything is grave."""
    from kamgraph.model.findings import check as find

    policy = load_policy(arguments.policy)
    findings = find(read_book(arguments, policy, lenient=True), policy=policy)
    print_findings(findings)
    counts = [f"{count} {name}" for name, count in findings["severity"].value_counts().items()]
    print(", ".join(counts) or "nothing doubtful")
    return int((findings["severity"] == "high").any())


def _write_scores(arguments: argparse.Namespace) -> int:
    """Write the scores of all scopes."""
    from kamgraph.analysis.scores import scores as score
    from kamgraph.graph import build_graph

    check_outputs([arguments.output])
    policy = load_policy(arguments.policy)
    book = read_book(arguments, policy)
    table = score(build_graph(book, as_of=arguments.as_of, policy=policy)).reset_index()
    leave_table("scores", table, arguments.output)
    return 0


def _write_portfolio(arguments: argparse.Namespace) -> int:
    """Write all accounts side by side, the evaluations due and the workload of our people."""
    from kamgraph.analysis.portfolio.portfolio import portfolio as look_at

    check_outputs([arguments.output])
    policy = load_policy(arguments.policy)
    book = read_book(arguments, policy)
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
