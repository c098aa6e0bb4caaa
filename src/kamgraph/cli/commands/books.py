"""The commands that read books in one form and write them in another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.cli.arguments import (
    ENCODING,
    SYSTEM,
    add_book,
    add_language,
    add_output,
    add_policy,
    add_target,
)
from kamgraph.cli.inputs import find_before, load_policy, read_book, read_book_so_far
from kamgraph.cli.outputs import check_outputs, print_findings, say_written

if TYPE_CHECKING:
    import argparse

    from kamgraph.cli.arguments import Verbs


def add_commands(verbs: Verbs) -> None:
    """Add them to the commands that there are."""
    _add_convert(verbs.add_parser("convert", help="read a book and write it in another form"))
    _add_sync(verbs.add_parser("sync", help="date what a fresh export changes in a book"))
    _add_map(verbs.add_parser("map", help="propose a mapping for the files of another system"))
    _add_template(verbs.add_parser("template", help="write an empty workbook to fill in"))
    schema = verbs.add_parser("schema", help="print the JSON Schema of a book")
    schema.set_defaults(run=_print_schema)


def _add_convert(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    parser.add_argument(
        "target", metavar="TARGET", help="a folder, a .json or .xlsx file, or a database URL"
    )
    parser.add_argument(
        "--known", metavar="KNOWN", help="a book that mail is added to, by the addresses beside it"
    )
    parser.add_argument("--parquet", action="store_true", help="write Parquet into a folder")
    add_language(parser, "of a workbook; ")
    add_policy(parser)
    parser.set_defaults(run=_convert)


def _add_sync(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("known", metavar="KNOWN", help="the book so far, or 'demo'")
    add_book(parser)
    parser.add_argument("--on", metavar="DAY", required=True, help="the day of the export")
    parser.add_argument(
        "--most-gone",
        metavar="SHARE",
        type=float,
        default=0.2,
        help="the largest share of people that may be gone at once; default: 0.2",
    )
    add_policy(parser)
    add_target(parser)
    parser.set_defaults(run=_sync)


def _add_map(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("export", metavar="EXPORT", type=Path, help="a folder, workbook or file")
    parser.add_argument("--as", dest="system", metavar="SYSTEM", help=SYSTEM)
    parser.add_argument("--encoding", help=ENCODING)
    add_output(
        parser,
        ".toml",
        help="a .toml file; default: standard output",
    )
    parser.set_defaults(run=_propose)


def _add_template(parser: argparse.ArgumentParser) -> None:
    add_output(parser, ".xlsx", required=True, help="an .xlsx")
    add_language(parser)
    add_policy(parser)
    parser.set_defaults(run=_write_template)


def _convert(arguments: argparse.Namespace) -> int:
    """Write a book in another form."""
    from kamgraph.sources.write import check_form, write_over

    check_form(arguments.target)
    policy = load_policy(arguments.policy)
    known = None
    if arguments.ours and arguments.known:
        known = read_book_so_far(arguments.known, policy)
    book = read_book(arguments, policy, known=known)
    write_over(
        find_before(arguments, policy, arguments.target, known=known, book=book),
        book,
        arguments.target,
        parquet=arguments.parquet,
        language=arguments.language,
        policy=policy,
    )
    print(book)
    say_written(arguments.target)
    return 0


def _sync(arguments: argparse.Namespace) -> int:
    """Date what an export changes in a book, print the changes and write the book."""
    from kamgraph.model.history import sync as bring_up_to_date
    from kamgraph.sources.write import check_form, write_over

    check_form(arguments.output)
    policy = load_policy(arguments.policy)
    known = read_book_so_far(arguments.known, policy)
    fresh = read_book(arguments, policy, known=known)
    done = bring_up_to_date(
        known, fresh, on=arguments.on, most_gone=arguments.most_gone, policy=policy
    )
    for row in done.changes.itertuples():
        print(f"{row.change}: {row.detail}")
    print_findings(done.findings)
    before = find_before(arguments, policy, arguments.output, known=known, book=fresh)
    write_over(before, done.book, arguments.output, policy=policy)
    print(done.book)
    say_written(arguments.output)
    return 0


def _propose(arguments: argparse.Namespace) -> int:
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


def _write_template(arguments: argparse.Namespace) -> int:
    """Write an empty workbook."""
    from kamgraph.sources.excel import write_template

    check_outputs([arguments.output])
    policy = load_policy(arguments.policy)
    write_template(arguments.output, policy=policy, language=arguments.language)
    say_written(arguments.output, after=f"; fill it in, then: kamgraph check {arguments.output}")
    return 0


def _print_schema(_: argparse.Namespace) -> int:
    """Print the JSON Schema of a book."""
    from kamgraph.model.schema import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0
