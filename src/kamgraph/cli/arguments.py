"""What the command line understands."""

from __future__ import annotations

import argparse
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kamgraph.cli import commands
from kamgraph.cli.outputs import TABLE_FORMS
from kamgraph.cli.translate import translate
from kamgraph.errors import hide_passwords
from kamgraph.model.vocabulary import LANGUAGES
from kamgraph.reviews.formats import ENDINGS
from kamgraph.reviews.interview import FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EXAMPLES = """\
examples:
  kamgraph review demo --account yaochuan -o review.html
  kamgraph review book.json --account acme --deal renewal --language zh -o renewal.md
  kamgraph review book.json --portfolio --since 2026-03-31 -o all.xlsx -o all.html
  kamgraph review book.json --all -o reviews/
  kamgraph review book.json --deal renewal --json
  kamgraph check our-book/
  kamgraph scores our-book/ --as-of 2026-06-30 -o scores.csv
  kamgraph portfolio our-book/ --since 2026-03-31 -o portfolio.xlsx
  kamgraph candidates our-book/ --account acme -o suggested.xlsx
  kamgraph draft our-book/ -o first-look.json --at-least 0.6
  kamgraph ask our-book/ --account acme -o questions.xlsx
  kamgraph answer our-book/ questions.xlsx -o our-book/
  kamgraph apply our-book/ changes.json -o our-book/
  kamgraph convert salesforce-export/ book.xlsx
  kamgraph sync book.json salesforce-export/ --on 2026-06-30 -o book.json
  kamgraph convert takeout.zip book.json --ours us.test --known crm-book.json
  kamgraph convert chart.graphml book.json --fill organization=Acme --fill side=customer
  kamgraph map export/ -o mapping.toml
  kamgraph template -o book.xlsx
  kamgraph serve sqlite:///live.db --port 8000
  kamgraph mcp sqlite:///live.db
"""
_BOOK = (
    "a folder of tables, a workbook, a database URL, a .json file, a CRM export, or 'demo' for the "
    "built-in accounts"
)
_FORMS = "{} or {}".format(", ".join([*ENDINGS][:-1]), [*ENDINGS][-1])
_SCOPE = "the {0}'s id, or its name if no other {0} has it"
_SYSTEM = "the CRM that an export comes from, if it is not recognised"
_ENCODING = "the encoding of text files that are neither UTF-8 nor marked, such as gb18030"


class _Parser(argparse.ArgumentParser):
    """A parser that repeats what it cannot take, but no password."""

    given: Sequence[str] = ()  # on the command line

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and leave."""
        super().error(hide_passwords(message, self.given))


def make_parser(given: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return the parser of all commands for what is given; each sets ``run`` to what it does."""
    whole = _Parser(
        prog="kamgraph",
        description="Who decides in a key account, how they stand with us, whom we cannot reach.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"kamgraph {_find_version()}")
    verbs = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_review(verbs.add_parser("review", help="write the review of an account, a deal or all"))
    _add_check(verbs.add_parser("check", help="list what is legal in a book, but doubtful"))
    _add_scores(verbs.add_parser("scores", help="write the scores of all accounts and deals"))
    _add_portfolio(verbs.add_parser("portfolio", help="write all accounts side by side"))
    _add_candidates(verbs.add_parser("candidates", help="list facts that the book suggests"))
    _add_draft(verbs.add_parser("draft", help="write the book as if they were all so"))
    _add_ask(verbs.add_parser("ask", help="write the questions to ask next, to be filled in"))
    _add_answer(verbs.add_parser("answer", help="take what was answered into a book"))
    _add_apply(verbs.add_parser("apply", help="take changes saved in a review into a book"))
    _add_convert(verbs.add_parser("convert", help="read a book and write it in another form"))
    _add_sync(verbs.add_parser("sync", help="date what a fresh export changes in a book"))
    _add_map(verbs.add_parser("map", help="propose a mapping for the files of another system"))
    _add_template(verbs.add_parser("template", help="write an empty workbook to fill in"))
    _add_serve(verbs.add_parser("serve", help="answer over HTTP about a live store"))
    _add_mcp(verbs.add_parser("mcp", help="answer a model about a live store, by MCP"))
    schema = verbs.add_parser("schema", help="print the JSON Schema of a book")
    schema.set_defaults(run=commands.schema)
    for parser in (whole, *verbs.choices.values()):
        parser.given = given
    translate(whole, given)
    return whole


def _add_review(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    _add_scope(parser)
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
    _add_language(parser)
    _add_day_and_policy(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=_ends_in("", *ENDINGS),
        action="append",
        default=[],
        help=f"a {_FORMS} file; give it again for another form",
    )
    parser.add_argument("--json", action="store_true", help="print the whole analysis as JSON")
    parser.add_argument(
        "--template", metavar="FILE", type=Path, help="a .pptx whose layouts the slides take"
    )
    parser.set_defaults(run=commands.review)


def _add_check(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    parser.add_argument("--policy", metavar="FILE", type=Path, help="a policy in TOML")
    parser.set_defaults(run=commands.check)


def _add_scores(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    _add_day_and_policy(parser)
    _add_table(parser)
    parser.set_defaults(run=commands.scores)


def _add_candidates(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    parser.add_argument("--account", help=f"{_SCOPE.format('account')}; default: all")
    parser.add_argument("--deal", help=f"{_SCOPE.format('deal')}; default: all that are open")
    _add_language(parser, "of the evidence; ")
    _add_day_and_policy(parser)
    _add_table(parser)
    parser.set_defaults(run=commands.candidates)


def _add_draft(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    parser.add_argument("-o", "--output", metavar="TARGET", required=True, help="as for convert")
    parser.add_argument(
        "--at-least",
        metavar="CONFIDENCE",
        type=float,
        default=0.8,
        help="how sure what is assumed has to be, 0 to 1; default: 0.8",
    )
    parser.add_argument("--policy", metavar="FILE", type=Path, help="a policy in TOML")
    parser.set_defaults(run=commands.draft)


def _add_table(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=_ends_in(*TABLE_FORMS),
        help="an .xlsx or .csv file; default: standard output",
    )


def _add_portfolio(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    parser.add_argument("--since", metavar="DAY", help="also say what has changed since this day")
    _add_day_and_policy(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=_ends_in(*TABLE_FORMS),
        required=True,
        help="an .xlsx file, or a .csv file of the accounts alone",
    )
    parser.set_defaults(run=commands.portfolio)


def _add_ask(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    _add_scope(parser)
    parser.add_argument(
        "--questions", metavar="NUMBER", type=int, default=12, help="how many; default: 12"
    )
    _add_language(parser)
    _add_day_and_policy(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=_ends_in(*FORMS),
        action="append",
        required=True,
        help=f"a {' or '.join(FORMS)} file; give it again for the other form",
    )
    parser.set_defaults(run=commands.ask)


def _add_answer(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    parser.add_argument(
        "answers",
        metavar="ANSWERS",
        type=Path,
        help="the workbook that was filled in, or the file that the page has saved",
    )
    _add_teller(parser)
    parser.set_defaults(run=commands.answer)


def _add_apply(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    parser.add_argument(
        "changes", metavar="CHANGES", type=Path, help="the file that the page of a review has saved"
    )
    _add_teller(parser)
    parser.set_defaults(run=commands.apply)


def _add_teller(parser: argparse.ArgumentParser) -> None:
    """Add who says so, since when, and where the book with it is written."""
    parser.add_argument("--by", metavar="PERSON", help="which of us says so, by name or id")
    parser.add_argument("--on", metavar="DAY", help="the day of it, if the file says none")
    parser.add_argument("--policy", metavar="FILE", type=Path, help="a policy in TOML")
    parser.add_argument("-o", "--output", metavar="TARGET", required=True, help="as for convert")


def _add_scope(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--account", help=f"{_SCOPE.format('account')}; not needed if the book has only one"
    )
    parser.add_argument("--deal", help=f"{_SCOPE.format('deal')}, for it and not its account")


def _add_convert(parser: argparse.ArgumentParser) -> None:
    _add_book(parser)
    parser.add_argument(
        "target", metavar="TARGET", help="a folder, a .json or .xlsx file, or a database URL"
    )
    parser.add_argument(
        "--known", metavar="KNOWN", help="a book that mail is added to, by the addresses beside it"
    )
    parser.add_argument("--parquet", action="store_true", help="write Parquet into a folder")
    _add_language(parser, "of a workbook; ")
    parser.add_argument("--policy", metavar="FILE", type=Path, help="a policy in TOML")
    parser.set_defaults(run=commands.convert)


def _add_sync(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("known", metavar="KNOWN", help="the book so far, or 'demo'")
    _add_book(parser)
    parser.add_argument("--on", metavar="DAY", required=True, help="the day of the export")
    parser.add_argument(
        "--most-gone",
        metavar="SHARE",
        type=float,
        default=0.2,
        help="the largest share of people that may be gone at once; default: 0.2",
    )
    parser.add_argument("--policy", metavar="FILE", type=Path, help="a policy in TOML")
    parser.add_argument("-o", "--output", metavar="TARGET", required=True, help="as for convert")
    parser.set_defaults(run=commands.sync)


def _add_map(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("export", metavar="EXPORT", type=Path, help="a folder, workbook or file")
    parser.add_argument("--as", dest="system", metavar="SYSTEM", help=_SYSTEM)
    parser.add_argument("--encoding", help=_ENCODING)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=_ends_in(".toml"),
        help="a .toml file; default: standard output",
    )
    parser.set_defaults(run=commands.propose)


def _add_template(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=_ends_in(".xlsx"), required=True, help="an .xlsx"
    )
    _add_language(parser)
    parser.add_argument("--policy", metavar="FILE", type=Path, help="a policy in TOML")
    parser.set_defaults(run=commands.template)


def _add_serve(parser: argparse.ArgumentParser) -> None:
    _add_store(parser)
    parser.add_argument(
        "--host", default="127.0.0.1", help="whom to listen for; by default this machine alone"
    )
    parser.add_argument("--port", type=int, default=8000, help="the port; 8000 by default")
    parser.set_defaults(run=commands.serve)


def _add_mcp(parser: argparse.ArgumentParser) -> None:
    _add_store(parser)
    parser.set_defaults(run=commands.serve_mcp)


def _add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", metavar="STORE", help="the URL of the database of a live store")
    parser.add_argument(
        "--policy", metavar="FILE", type=Path, help="a policy in TOML, read anew when it changes"
    )


def _add_book(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("book", metavar="BOOK", help=_BOOK)
    parser.add_argument("--as", dest="system", metavar="SYSTEM", help=_SYSTEM)
    parser.add_argument("--mapping", metavar="FILE", type=Path, help="the mapping of an export")
    parser.add_argument("--encoding", help=_ENCODING)
    parser.add_argument("--report", action="store_true", help="report what was read from each file")
    _add_graph(parser.add_argument_group("graphs of other programs, .graphml and .gexf"))
    _add_mail(parser.add_argument_group("mail, calendars and address books"))


def _add_graph(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--rename",
        metavar="ATTRIBUTE=COLUMN",
        type=_divide_pair,
        action="append",
        default=[],
        help="what an attribute is, such as weight=strength; again for another",
    )
    group.add_argument(
        "--fill",
        metavar="COLUMN=VALUE",
        type=_divide_pair,
        action="append",
        default=[],
        help="what those without a value have, such as organization=Acme, side=customer or "
        "kind=influences; again for another",
    )


def _add_mail(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--ours",
        metavar="DOMAIN",
        action="append",
        help="our own domain, so that BOOK is mail; again for another",
    )
    group.add_argument(
        "--leave-out",
        metavar="DOMAIN",
        action="append",
        default=[],
        help="a domain or an address of which nothing may be read; again for another",
    )
    group.add_argument("--subjects", action="store_true", help="keep the subjects")
    group.add_argument("--zone", help="the time zone whose days count, such as Europe/Berlin")
    group.add_argument(
        "--days", choices=["day_first", "month_first"], help="how lists of Outlook write days"
    )


def _add_language(parser: argparse.ArgumentParser, what: str = "") -> None:
    parser.add_argument(
        "--language", choices=LANGUAGES, default="en", help=f"{what}English or Chinese; default: en"
    )


def _divide_pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not (name and mark and value):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form NAME=VALUE")
    return name, value


def _add_day_and_policy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", metavar="DAY", help="YYYY-MM-DD; default: the newest day recorded in the book"
    )
    parser.add_argument("--policy", metavar="FILE", type=Path, help="a policy in TOML")


def _ends_in(*endings: str) -> Callable[[str], Path]:
    """Return what takes the name of a file that ends in one of some endings."""
    named = [ending for ending in endings if ending]  # without any it may be that of a folder
    forms = " or ".join(filter(None, [", ".join(named[:-1]), named[-1]]))

    def check(name: str) -> Path:
        path = Path(name)
        if path.suffix.lower() not in endings:
            raise argparse.ArgumentTypeError(f"'{name}' does not end in {forms}")
        return path

    return check


def _find_version() -> str:
    try:
        return version("kamgraph")
    except PackageNotFoundError:
        return "(not installed)"
