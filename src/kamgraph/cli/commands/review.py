"""The command that writes reviews."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.cli.arguments import add_book, add_day_and_policy, add_language, add_output, add_scope
from kamgraph.cli.inputs import find_scope, load_policy, read_book
from kamgraph.cli.outputs import check_outputs, say_written
from kamgraph.errors import KamgraphError
from kamgraph.reviews.formats import ENDINGS

if TYPE_CHECKING:
    import argparse

    from kamgraph.cli.arguments import Verbs

_FORMS = "{} or {}".format(", ".join([*ENDINGS][:-1]), [*ENDINGS][-1])


def add_commands(verbs: Verbs) -> None:
    """Add them to the commands that there are."""
    _add_review(verbs.add_parser("review", help="write the review of an account, a deal or all"))


def _add_review(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    add_scope(parser)
    parser.add_argument("--since", metavar="DAY", help="also say what has changed since this day")
    parser.add_argument(
        "--portfolio", action="store_true", help="review all accounts together, and no single one"
    )
    parser.add_argument(
        "--all",
        dest="every",
        action="store_true",
        help="review every account and all together, as pages that lead to each other; -o is their "
        "folder",
    )
    add_language(parser)
    add_day_and_policy(parser)
    add_output(
        parser,
        "",
        *ENDINGS,
        action="append",
        default=[],
        help=f"a {_FORMS} file; give it again for another form",
    )
    parser.add_argument("--json", action="store_true", help="print the whole analysis as JSON")
    parser.add_argument(
        "--template", metavar="FILE", type=Path, help="a .pptx whose layouts the slides take"
    )
    parser.set_defaults(run=_write_review)


def _write_review(arguments: argparse.Namespace) -> int:
    """Write a review in every form asked for."""
    from kamgraph.graph import build_graph
    from kamgraph.reviews.compose import review as make_review
    from kamgraph.reviews.formats import ENDINGS, check_extras, write_as

    _refuse_conflicts(arguments)
    if arguments.every:
        return _write_every_review(arguments)
    check_outputs(arguments.output)
    check_extras(path.suffix.lower() for path in arguments.output)
    policy = load_policy(arguments.policy)
    book = read_book(arguments, policy)
    account, deal = (None, None) if arguments.portfolio else find_scope(arguments, book)
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


def _write_every_review(arguments: argparse.Namespace) -> int:
    """Write the pages of all reviews into a folder."""
    from kamgraph.reviews.write_reviews import write_reviews

    policy = load_policy(arguments.policy)
    first = write_reviews(
        read_book(arguments, policy),
        arguments.output[0],
        since=arguments.since,
        as_of=arguments.as_of,
        policy=policy,
        language=arguments.language,
    )
    say_written(first)
    return 0


def _refuse_conflicts(arguments: argparse.Namespace) -> None:
    """Refuse a review that nobody would see, or that is of two things at once."""
    if not arguments.output and not arguments.json:
        raise KamgraphError("say where to write the review: -o FILE, or --json to print it")
    one = arguments.account or arguments.deal
    if arguments.portfolio and one:
        raise KamgraphError("--portfolio reviews all accounts; leave out --account and --deal")
    if arguments.every and (one or arguments.portfolio or arguments.json):
        raise KamgraphError(
            "--all reviews every account as a page; leave out --account, --deal, --portfolio and "
            "--json"
        )
    folders = [path for path in arguments.output if not path.suffix]
    if arguments.every and (len(arguments.output) > 1 or not folders):
        raise KamgraphError("--all writes one folder: give its name with -o, such as reviews/")
    if folders and not arguments.every:
        raise KamgraphError(
            f"'{folders[0]}' names no form: end it in one, such as .html, or write every account "
            "into a folder with --all"
        )
