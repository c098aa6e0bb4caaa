"""What several commands understand."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from kamgraph.cli.outputs import TABLE_FORMS
from kamgraph.model.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no other name

_BOOK = (
    "a folder of tables, a workbook, a database URL, a .json file, a CRM export, '-' for what is "
    "piped in, or 'demo' for the built-in accounts"
)
SCOPE = "the {0}'s id, or its name if no other {0} has it"
SYSTEM = "the CRM that an export comes from, if it is not recognised"
ENCODING = "the encoding of text files that are neither UTF-8 nor marked, such as gb18030"


def add_book(parser: argparse.ArgumentParser) -> None:
    """Add what is read, and how."""
    parser.add_argument("book", metavar="BOOK", help=_BOOK)
    parser.add_argument("--as", dest="system", metavar="SYSTEM", help=SYSTEM)
    parser.add_argument("--mapping", metavar="FILE", type=Path, help="the mapping of an export")
    parser.add_argument("--encoding", help=ENCODING)
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


def add_scope(parser: argparse.ArgumentParser) -> None:
    """Add which account or deal it is about."""
    parser.add_argument(
        "--account", help=f"{SCOPE.format('account')}; not needed if the book has only one"
    )
    parser.add_argument("--deal", help=f"{SCOPE.format('deal')}, for it and not its account")


def add_day_and_policy(parser: argparse.ArgumentParser) -> None:
    """Add the day that it is seen from, and the policy."""
    parser.add_argument(
        "--as-of", metavar="DAY", help="YYYY-MM-DD; default: the newest day recorded in the book"
    )
    add_policy(parser)


def add_policy(parser: argparse.ArgumentParser) -> None:
    """Add the policy."""
    parser.add_argument("--policy", metavar="FILE", type=Path, help="a policy in TOML")


def add_language(parser: argparse.ArgumentParser, what: str = "") -> None:
    """Add the language, and of what."""
    parser.add_argument(
        "--language", choices=LANGUAGES, default="en", help=f"{what}English or Chinese; default: en"
    )


def add_table(parser: argparse.ArgumentParser) -> None:
    """Add the file that a table is written to."""
    add_output(parser, *TABLE_FORMS, help="an .xlsx or .csv file; default: standard output")


def add_target(parser: argparse.ArgumentParser) -> None:
    """Add where the book is written that comes of it."""
    parser.add_argument("-o", "--output", metavar="TARGET", required=True, help="as for convert")


def add_output(parser: argparse.ArgumentParser, *endings: str, **how: Any) -> None:
    """Add the file, of one of some forms, that is written."""
    parser.add_argument("-o", "--output", metavar="FILE", type=_ends_in(*endings), **how)


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


def _divide_pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not (name and mark and value):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form NAME=VALUE")
    return name, value
