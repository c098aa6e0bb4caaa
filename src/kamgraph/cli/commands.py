"""What each command does."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from kamgraph.cli.inputs import (
    find_before,
    find_scope,
    load_policy,
    read_book,
    read_book_so_far,
)
from kamgraph.cli.outputs import check_outputs, format_csv, say_written, write_tables
from kamgraph.errors import KamgraphError, require_extra

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    import pandas as pd

    from kamgraph.model.book import Book


_MOST_ASSUMED = 20  # facts that are told each


def review(arguments: argparse.Namespace) -> int:
    """Write a review in every form asked for."""
    from kamgraph.graph import build_graph
    from kamgraph.reviews.compose import review as make_review
    from kamgraph.reviews.formats import ENDINGS, check_extras, write_as

    _refuse_conflicts(arguments)
    if arguments.every:
        return _review_every(arguments)
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


def _review_every(arguments: argparse.Namespace) -> int:
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


def check(arguments: argparse.Namespace) -> int:
    """List what is doubtful; the exit code is 1 if anything is grave."""
    from kamgraph.model.findings import check as find

    policy = load_policy(arguments.policy)
    findings = find(read_book(arguments, policy, lenient=True), policy=policy)
    _print_findings(findings)
    counts = [f"{count} {name}" for name, count in findings["severity"].value_counts().items()]
    print(", ".join(counts) or "nothing doubtful")
    return int((findings["severity"] == "high").any())


def scores(arguments: argparse.Namespace) -> int:
    """Write the scores of all scopes."""
    from kamgraph.analysis.scores import scores as score
    from kamgraph.graph import build_graph

    check_outputs([arguments.output])
    policy = load_policy(arguments.policy)
    book = read_book(arguments, policy)
    table = score(build_graph(book, as_of=arguments.as_of, policy=policy)).reset_index()
    _leave_table("scores", table, arguments.output)
    return 0


def _leave_table(name: str, table: pd.DataFrame, output: Path | None) -> None:
    """Write a table to a file, or print it as CSV."""
    if output:
        write_tables({name: table}, output)
        say_written(output)
    else:
        print(format_csv(table), end="")


def portfolio(arguments: argparse.Namespace) -> int:
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


def candidates(arguments: argparse.Namespace) -> int:
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
    _leave_table("candidates", found, arguments.output)
    return 0


def draft(arguments: argparse.Namespace) -> int:
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


def ask(arguments: argparse.Namespace) -> int:
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


def answer(arguments: argparse.Namespace) -> int:
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


def apply(arguments: argparse.Namespace) -> int:
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


def schema(_: argparse.Namespace) -> int:
    """Print the JSON Schema of a book."""
    from kamgraph.model.document import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0


def _print_findings(findings: pd.DataFrame) -> None:
    for row in findings.itertuples():
        print(f"{row.severity}: {row.table}: {row.detail} {row.remedy} [{row.finding}]")


def convert(arguments: argparse.Namespace) -> int:
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


def sync(arguments: argparse.Namespace) -> int:
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
    _print_findings(done.findings)
    before = find_before(arguments, policy, arguments.output, known=known, book=fresh)
    write_over(before, done.book, arguments.output, policy=policy)
    print(done.book)
    say_written(arguments.output)
    return 0


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
    policy = load_policy(arguments.policy)
    write_template(arguments.output, policy=policy, language=arguments.language)
    say_written(arguments.output, after=f"; fill it in, then: kamgraph check {arguments.output}")
    return 0


def serve(arguments: argparse.Namespace) -> int:
    """Answer over HTTP until somebody ends it."""
    with require_extra("the service needs Starlette, uvicorn and mcp", "service"):
        from kamgraph.service.serve import serve_http
    token = os.environ.get("KAMGRAPH_TOKEN", "")
    print(f"http://{arguments.host}:{arguments.port}", file=sys.stderr)
    serve_http(arguments.store, arguments.policy, arguments.host, arguments.port, token)
    return 0


def serve_mcp(arguments: argparse.Namespace) -> int:
    """Answer a model until it hangs up."""
    with require_extra("the MCP server needs mcp", "service"):
        from kamgraph.service.serve import serve_mcp as run
    run(arguments.store, arguments.policy)
    return 0
