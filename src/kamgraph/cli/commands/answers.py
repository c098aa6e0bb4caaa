"""The commands that ask people, and take what they have said into a book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.cli.arguments import (
    add_book,
    add_day_and_policy,
    add_language,
    add_output,
    add_policy,
    add_scope,
    add_target,
)
from kamgraph.cli.inputs import find_before, find_scope, load_policy, read_book
from kamgraph.cli.outputs import check_outputs, say_written
from kamgraph.reviews.interview import FORMS

if TYPE_CHECKING:
    import argparse

    from kamgraph.cli.arguments import Verbs


def add_commands(verbs: Verbs) -> None:
    """Add them to the commands that there are."""
    _add_ask(verbs.add_parser("ask", help="write the questions to ask next, to be filled in"))
    _add_answer(verbs.add_parser("answer", help="take what was answered into a book"))
    _add_apply(verbs.add_parser("apply", help="take changes saved in a review into a book"))


def _add_ask(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    add_scope(parser)
    parser.add_argument(
        "--questions", metavar="NUMBER", type=int, default=12, help="how many; default: 12"
    )
    add_language(parser)
    add_day_and_policy(parser)
    add_output(
        parser,
        *FORMS,
        action="append",
        required=True,
        help=f"a {' or '.join(FORMS)} file; give it again for the other form",
    )
    parser.set_defaults(run=_ask)


def _add_answer(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    parser.add_argument(
        "answers",
        metavar="ANSWERS",
        type=Path,
        help="the workbook that was filled in, or the file that the page has saved",
    )
    _add_teller(parser)
    parser.set_defaults(run=_answer)


def _add_apply(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    parser.add_argument(
        "changes", metavar="CHANGES", type=Path, help="the file that the page of a review has saved"
    )
    _add_teller(parser)
    parser.set_defaults(run=_apply)


def _add_teller(parser: argparse.ArgumentParser) -> None:
    """Add who says so, since when, and where the book with it is written."""
    parser.add_argument("--by", metavar="PERSON", help="which of us says so, by name or id")
    parser.add_argument("--on", metavar="DAY", help="the day of it, if the file says none")
    add_policy(parser)
    add_target(parser)


def _ask(arguments: argparse.Namespace) -> int:
    """Write what to ask next as forms to fill in."""
    from kamgraph.graph import build_graph
    from kamgraph.reviews.interview.write_questions import write_questions

    check_outputs(arguments.output)
    policy = load_policy(arguments.policy)
    book = read_book(arguments, policy)
    account, deal = find_scope(arguments, book)
    graph = build_graph(book, account=account, deal=deal, as_of=arguments.as_of, policy=policy)
    for path in arguments.output:
        write_questions(graph, path, questions=arguments.questions, language=arguments.language)
        then = path if path.suffix.lower() == ".xlsx" else "answers.json"
        say_written(path, after=f"; when it is filled in: kamgraph answer BOOK {then} -o BOOK")
    return 0


def _answer(arguments: argparse.Namespace) -> int:
    """Write the book with what was answered."""
    from kamgraph.reviews.interview.answer import answer as take_answers
    from kamgraph.sources.write import check_form, write_over

    check_form(arguments.output)
    policy = load_policy(arguments.policy)
    book = read_book(arguments, policy)
    answered = take_answers(
        book, arguments.answers, by=arguments.by, on=arguments.on, policy=policy
    )
    before = find_before(arguments, policy, arguments.output, known=None, book=book)
    write_over(before, answered, arguments.output, policy=policy)
    print("nothing new was answered" if answered == book else answered)
    say_written(arguments.output)
    return 0


def _apply(arguments: argparse.Namespace) -> int:
    """Write the book with changes that a page has saved."""
    from kamgraph.reviews.saved_changes.apply import apply as take_changes
    from kamgraph.sources.write import check_form, write_over

    check_form(arguments.output)
    policy = load_policy(arguments.policy)
    book = read_book(arguments, policy)
    changed = take_changes(book, arguments.changes, by=arguments.by, on=arguments.on, policy=policy)
    before = find_before(arguments, policy, arguments.output, known=None, book=book)
    write_over(before, changed, arguments.output, policy=policy)
    print("nothing is otherwise than it was" if changed == book else changed)
    say_written(arguments.output)
    return 0
