"""What is asked of all accounts at once, of books with a history: days side by side, portfolio.

The book has interactions, rounds of grades, successors and ties of deals, as those of
``service.py``. Each question is asked once, after the kernels are compiled; its memory is the most
that the process holds meanwhile, the book included.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import table
from made_up import DAY, made_up_history
from measuring import once

import kamgraph as k

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = 50
AT_A_TIME = 25_000  # people of a stream
EARLIER = "2026-04-01"
MONTHS = [str(day.date()) for day in pd.date_range(end=DAY, periods=12, freq="ME")]


def questions(book: k.Book, folder: Path) -> dict[str, Callable[[], object]]:
    """Return what is asked about all accounts at once."""
    return {
        "check": lambda: k.check(book),
        "build_graph": lambda: k.build_graph(book),
        "graph of another day": lambda: k.build_graph(book, as_of=EARLIER),
        "scores": lambda: k.scores(k.build_graph(book)),
        "scores, streamed": lambda: stream(book, k.scores),
        "scores, streamed from files": lambda: stream(folder, k.scores),
        "compare of two days": lambda: compare(k.build_graph(book)),
        "compare of two days, streamed": lambda: [*k.stream(book, compare, people=AT_A_TIME)],
        "trend of 12 months": lambda: trend(k.build_graph(book)),
        "trend of 12 months, streamed": lambda: stream(book, trend),
        "portfolio review with its JSON": lambda: k.review(k.build_graph(book)).to_json(),
    }


def stream(
    source: k.Book | Path, question: Callable[[k.RelationshipGraph], pd.DataFrame]
) -> pd.DataFrame:
    """Return the answers about some accounts after the other as one table."""
    return pd.concat(k.stream(source, question, people=AT_A_TIME))


def compare(graph: k.RelationshipGraph) -> k.Comparison:
    """Return what is different from an earlier day."""
    return k.compare(graph.at(EARLIER), graph)


def trend(graph: k.RelationshipGraph) -> pd.DataFrame:
    """Return the scores of the last twelve months."""
    return k.trend(graph, days=MONTHS)


def main() -> None:
    """Print what each takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=2_000)
    parser.add_argument("--only", action="append", help="a question; default all")
    asked = parser.parse_args()
    book = k.Book.from_tables(made_up_history(asked.accounts, PEOPLE))
    k.scores(k.build_graph(k.Book.from_tables(made_up_history(100, PEOPLE))))
    table.head()
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "book"
        k.write(book, folder, parquet=True)
        for what, ask in questions(book, folder).items():
            if not asked.only or what in asked.only:
                table.line(f"{asked.accounts}x{PEOPLE}", what, "kamgraph", once(ask)[1])


if __name__ == "__main__":
    main()
