"""The command line: ``kamgraph review``, ``check``, ``scores``, ``convert``, ``map`` and more."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import warnings
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.errors import KamgraphError, ScopeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy

_BAD_INPUT = 2
_INTERRUPTED = 130  # what shells report for Ctrl-C
_CLOSED_PIPE = 141  # and for a reader that went away
_NAMED = 10  # accounts named in a message

_EXAMPLES = """\
examples:
  kamgraph review demo -o review.html
  kamgraph review book.json --account acme --deal renewal --language zh -o renewal.md
  kamgraph check our-book/
  kamgraph scores our-book/ --as-of 2026-06-30 -o scores.csv
  kamgraph convert salesforce-export/ book.xlsx
  kamgraph map export/ -o mapping.toml
  kamgraph template -o book.xlsx
"""
_BOOK = (
    "a folder of tables, a workbook, a database URL, a .json file, a CRM export, or 'demo' for the "
    "built-in account"
)
_SYSTEM = "the CRM system an export is from, if it is not to be recognised"
_ENCODING = "of text files that are neither UTF-8 nor marked, such as gb18030"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    argv
        The arguments; default those of the process.

    Returns
    -------
    int
        0 when all is well; 1 when ``check`` found something of high severity; 2 for input that
        cannot be taken, with a message on standard error; 130 after Ctrl-C.
    """
    arguments = _parser().parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # names come in every script
    try:
        with warnings.catch_warnings(record=True) as caught:
            code: int = arguments.run(arguments)
            sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more on its way out, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED_PIPE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OSError as error:
        return _complain(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except KamgraphError as error:
        return _complain(str(error))
    for warning in caught:
        print(f"kamgraph: {warning.message}", file=sys.stderr)
    return code


def _complain(message: str) -> int:
    print(f"kamgraph: {message}", file=sys.stderr)
    return _BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kamgraph",
        description="Who decides in a key account, how they stand with us, whom we cannot reach.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"kamgraph {_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_review(commands.add_parser("review", help="write the review of an account or a deal"))
    _add_check(commands.add_parser("check", help="list what is legal in a book, but doubtful"))
    _add_scores(commands.add_parser("scores", help="write the scores of all accounts and deals"))
    _add_convert(commands.add_parser("convert", help="read a book and write it in another form"))
    _add_map(commands.add_parser("map", help="propose a mapping for the files of another system"))
    _add_template(commands.add_parser("template", help="write an empty workbook to fill in"))
    schema = commands.add_parser("schema", help="print the JSON Schema of a book")
    schema.set_defaults(run=_schema)
    return parser


def _add_review(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    parser.add_argument("--account", help="the account's id; not needed if the book has only one")
    parser.add_argument("--deal", help="the deal's id, to review the deal and not its account")
    parser.add_argument("--since", metavar="DAY", help="tell what has changed since this day")
    parser.add_argument("--language", choices=["en", "zh"], default="en", help="default: en")
    _add_day_and_policy(parser)
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=_page, required=True, help="a .html or .md file"
    )
    parser.set_defaults(run=_review)


def _add_check(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    parser.add_argument("--policy", metavar="FILE", type=Path, help="a policy in TOML")
    parser.set_defaults(run=_check)


def _add_scores(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    _add_day_and_policy(parser)
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="a .csv file; default: standard output"
    )
    parser.set_defaults(run=_scores)


def _add_convert(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    parser.add_argument(
        "target", metavar="TARGET", help="a folder, a .json or .xlsx file, or a database URL"
    )
    parser.add_argument("--parquet", action="store_true", help="write Parquet into a folder")
    parser.add_argument("--policy", metavar="FILE", type=Path, help="a policy in TOML")
    parser.set_defaults(run=_convert)


def _add_map(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("export", metavar="EXPORT", type=Path, help="a folder, workbook or file")
    parser.add_argument("--as", dest="system", metavar="SYSTEM", help=_SYSTEM)
    parser.add_argument("--encoding", help=_ENCODING)
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="default: standard output"
    )
    parser.set_defaults(run=_map)


def _add_template(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True, help="an .xlsx")
    parser.set_defaults(run=_template)


def _add_book(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("book", metavar="BOOK", help=_BOOK)
    parser.add_argument("--as", dest="system", metavar="SYSTEM", help=_SYSTEM)
    parser.add_argument("--mapping", metavar="FILE", type=Path, help="the mapping of an export")
    parser.add_argument("--encoding", help=_ENCODING)
    parser.add_argument("--report", action="store_true", help="tell what was read of every file")


def _add_day_and_policy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", metavar="DAY", help="YYYY-MM-DD; default: the newest day recorded in the book"
    )
    parser.add_argument("--policy", metavar="FILE", type=Path, help="a policy in TOML")


def _page(name: str) -> Path:
    path = Path(name)
    if path.suffix.lower() not in {".html", ".htm", ".md"}:
        raise argparse.ArgumentTypeError(f"'{name}' ends in neither .html nor .md")
    return path


def _version() -> str:
    try:
        return version("kamgraph")
    except PackageNotFoundError:
        return "(not installed)"


def _review(arguments: argparse.Namespace) -> int:
    from kamgraph.graph import build_graph
    from kamgraph.review.review import review
    from kamgraph.sources.files import write_text

    policy = _policy(arguments.policy)
    book = _read(arguments, policy)
    account = arguments.account
    if account is None and arguments.deal is None:
        account = _only_account(book)
    graph = build_graph(
        book, account=account, deal=arguments.deal, as_of=arguments.as_of, policy=policy
    )
    found = review(graph, since=arguments.since, language=arguments.language)
    if arguments.output.suffix.lower() == ".md":
        write_text(arguments.output, found.to_markdown())
    else:
        found.to_html(arguments.output)
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from kamgraph.model.findings import check

    findings = check(_read(arguments, _policy(arguments.policy), lenient=True))
    for row in findings.itertuples():
        print(f"{row.severity}: {row.table}: {row.detail} {row.remedy} [{row.finding}]")
    counts = [f"{count} {name}" for name, count in findings["severity"].value_counts().items()]
    print(", ".join(counts) or "nothing doubtful")
    return int((findings["severity"] == "high").any())


def _scores(arguments: argparse.Namespace) -> int:
    from kamgraph.analysis.scores import scores
    from kamgraph.graph import build_graph
    from kamgraph.sources import delimited
    from kamgraph.sources.files import write_text

    policy = _policy(arguments.policy)
    book = _read(arguments, policy)
    table = scores(build_graph(book, as_of=arguments.as_of, policy=policy)).round(4).reset_index()
    stream = io.StringIO(newline="")
    delimited.write(table, stream)
    if arguments.output:
        write_text(arguments.output, stream.getvalue())
    else:
        print(stream.getvalue(), end="")
    return 0


def _schema(_: argparse.Namespace) -> int:
    from kamgraph.model.document import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0


def _policy(path: Path | None) -> Policy:
    from kamgraph.model.policy import Policy

    return Policy() if path is None else Policy.from_toml(path)


def _convert(arguments: argparse.Namespace) -> int:
    from kamgraph.sources import write

    book = _read(arguments, _policy(arguments.policy))
    write(book, arguments.target, parquet=arguments.parquet)
    print(book)
    return 0


def _map(arguments: argparse.Namespace) -> int:
    from kamgraph.sources import propose_mapping
    from kamgraph.sources.files import write_text

    proposal = propose_mapping(arguments.export, as_=arguments.system, encoding=arguments.encoding)
    if arguments.output:
        write_text(arguments.output, proposal)
    else:
        print(proposal, end="")
    return 0


def _template(arguments: argparse.Namespace) -> int:
    from kamgraph.sources import write_template

    write_template(arguments.output)
    return 0


def _read(arguments: argparse.Namespace, policy: Policy, *, lenient: bool = False) -> Book:
    from kamgraph.sources import load_demo, read_with_report

    if arguments.book == "demo":
        return load_demo()
    book, report = read_with_report(
        arguments.book,
        as_=arguments.system,
        mapping=arguments.mapping,
        encoding=arguments.encoding,
        policy=policy,
        lenient=lenient,
    )
    if arguments.report:
        print(report, file=sys.stderr)
    return book


def _only_account(book: Book) -> str:
    from kamgraph.model.accounts import account_of

    accounts = sorted(account_of(book.organizations).dropna().unique())
    if len(accounts) == 1:
        return str(accounts[0])
    if not accounts:
        raise ScopeError("the book has no account: no organization is a customer")
    named = ", ".join(accounts[:_NAMED]) + (", ..." if len(accounts) > _NAMED else "")
    raise ScopeError(f"the book has {len(accounts)} accounts, choose one with --account: {named}")
