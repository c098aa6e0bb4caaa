"""The steps from tables to scores, one by one, and how they grow with the accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from measuring import Spent, interleaved

import kamgraph as k

if TYPE_CHECKING:
    import pandas as pd


class Steps:
    """The steps; those of each turn begin with what the last one of them made."""

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        """Take the tables of a book."""
        self.tables = tables
        self.book: k.Book | None = None
        self.graph: k.RelationshipGraph | None = None

    def named(self) -> dict:
        """Return each step by the name that a user calls it by."""
        return {
            "Book.from_tables": self.check,
            "book.coded": lambda: self.book.coded,
            "build_graph": self.build,
            "scores": lambda: k.scores(self.graph),
        }

    def check(self) -> None:
        """Make the book anew; nothing is left of the last turn."""
        self.book = self.graph = None
        self.book = k.Book.from_tables(self.tables)

    def build(self) -> None:
        """Build the graph; the book's arrays are there already."""
        self.graph = k.build_graph(self.book)


def measured(sizes: dict[str, Steps]) -> dict[str, dict[str, Spent]]:
    """Return what each step takes at each size, all measured in turns, and all steps together."""
    ways = {
        (size, what): step for size, steps in sizes.items() for what, step in steps.named().items()
    }
    spent = interleaved(ways)
    found = {size: {} for size in sizes}
    for (size, what), each in spent.items():
        found[size][what] = each
    return {size: each | {"all four steps": together(each)} for size, each in found.items()}


def together(steps: dict[str, Spent]) -> Spent:
    """Return what steps take one after the other: seconds add up, memory is held on."""
    parts = list(steps.values())
    known = all(part.peak is not None for part in parts)
    first = parts[0]
    peak = max(part.peak for part in parts) if known else None
    return Spent(
        cpu=sum(part.cpu for part in parts),
        wall=sum(part.wall for part in parts),
        more=first.more + 1024 * (peak - first.peak) if known else None,
        peak=peak,
        runs=min(part.runs for part in parts),
    )
