"""The commands that list what a book suggests, or take it as if it were so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.cli.arguments import (
    SCOPE,
    add_book,
    add_day_and_policy,
    add_language,
    add_policy,
    add_table,
    add_target,
)
from kamgraph.cli.inputs import find_scope, load_policy, read_book
from kamgraph.cli.outputs import check_outputs, leave_table, say_written
from kamgraph.errors import KamgraphError

if TYPE_CHECKING:
    import argparse

    import pandas as pd

    from kamgraph.cli.arguments import Verbs
    from kamgraph.model.book import Book

_MOST_ASSUMED = 20  # facts that are told each


def add_commands(verbs: Verbs) -> None:
    """Add them to the commands that there are."""
    _add_candidates(verbs.add_parser("candidates", help="list facts that the book suggests"))
    _add_draft(verbs.add_parser("draft", help="write the book as if they were all so"))


def _add_candidates(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    parser.add_argument("--account", help=f"{SCOPE.format('account')}; default: all")
    parser.add_argument("--deal", help=f"{SCOPE.format('deal')}; default: all that are open")
    add_language(parser, "of the evidence; ")
    add_day_and_policy(parser)
    add_table(parser)
    parser.set_defaults(run=_suggest)


def _add_draft(parser: argparse.ArgumentParser) -> None:
    add_book(parser)
    add_target(parser)
    parser.add_argument(
        "--at-least",
        metavar="CONFIDENCE",
        type=float,
        default=0.8,
        help="how sure what is assumed has to be, 0 to 1; default: 0.8",
    )
    add_policy(parser)
    parser.set_defaults(run=_draft)


def _suggest(arguments: argparse.Namespace) -> int:
    """List what interactions, titles and names suggest, with names beside the ids."""
    from kamgraph.analysis.candidates.candidates import candidates as suggest
    from kamgraph.graph import build_graph

    check_outputs([arguments.output])
    policy = load_policy(arguments.policy)
    book = read_book(arguments, policy)
    one = arguments.account or arguments.deal
    account, deal = find_scope(arguments, book) if one else (None, None)
    graph = build_graph(book, account=account, deal=deal, as_of=arguments.as_of, policy=policy)
    found = suggest(graph, language=arguments.language).reset_index()
    names = book.people.set_index("id")["name"]
    for column in ("other", "person"):
        at = [*found].index(column) + 1
        found.insert(at, f"{column}_name", found[column].map(names))
    leave_table("candidates", found, arguments.output)
    return 0


def _draft(arguments: argparse.Namespace) -> int:
    """Write a book as if what is suggested surely enough were accepted."""
    from kamgraph.analysis.candidates.deciding import draft as assume
    from kamgraph.sources.write import check_form, is_one_place, write_over

    check_form(arguments.output)
    policy = load_policy(arguments.policy)
    book = read_book(arguments, policy)
    if arguments.book != "demo" and is_one_place(arguments.book, arguments.output):
        raise KamgraphError(
            f"{arguments.output} is the book itself, and a draft is only for a look: write it "
            "elsewhere"
        )
    drafted = assume(book, at_least=arguments.at_least, policy=policy)
    write_over(None, drafted, arguments.output, policy=policy)
    print(drafted)
    print(_tell_assumptions(drafted, arguments.at_least))
    say_written(
        arguments.output, after=f"; for a look: kamgraph review {arguments.output} -o look.html"
    )
    return 0


def _tell_assumptions(drafted: Book, at_least: float) -> str:
    """Say which facts a draft assumes, and of whom."""
    rows = drafted.candidates
    assumed = rows[(rows["verdict"] == "accepted") & rows["decided"].isna()]
    if assumed.empty:
        return f"nothing is suggested with a confidence of {at_least:g} or more"
    counts = ", ".join(
        f"{kind} ({count})" for kind, count in assumed["kind"].value_counts().items()
    )
    told = [f"assumed, and confirmed by nobody: {counts}", *_list_assumptions(drafted, assumed)]
    return "\n".join(told)


def _list_assumptions(drafted: Book, assumed: pd.DataFrame) -> list[str]:
    """Say who gets what at which account, a line each."""
    from kamgraph.model.voice import share

    names = drafted.people.set_index("id")["name"]
    accounts = drafted.organizations.set_index("id")["name"]
    shown = assumed.head(_MOST_ASSUMED)
    places = zip(
        shown["kind"],
        shown["person"].map(names).fillna(shown["person"]),
        shown["other"].map(names).fillna(shown["value"]).fillna(""),
        shown["account"].map(accounts).fillna(shown["account"]),
        shown["confidence"],
        strict=True,
    )
    told = [
        f"  {person}: {kind} {what} ({account}), {share(sure)}" + " of it" * (kind == "role")
        for kind, person, what, account, sure in places
    ]
    if rest := len(assumed) - len(shown):
        told.append(f"  and {rest:,} more: the table candidates holds them all")
    return told
