"""The parser of the whole command line."""

from __future__ import annotations

import argparse
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, NoReturn

from kamgraph.cli.commands import answers, books, candidates, live, review, scores
from kamgraph.cli.translate import translate
from kamgraph.errors import hide_passwords

if TYPE_CHECKING:
    from collections.abc import Sequence

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
_ROOMS = (review, scores, candidates, answers, books, live)


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
    for room in _ROOMS:
        room.add_commands(verbs)
    for parser in (whole, *verbs.choices.values()):
        parser.given = given
    translate(whole, given)
    return whole


def _find_version() -> str:
    try:
        return version("kamgraph")
    except PackageNotFoundError:
        return "(not installed)"
