"""How long one account takes, after warm-up, and what importing the package loads."""

from __future__ import annotations

import table
from aims import ASKED_AGAIN
from made_up import made_up_book
from measuring import interleaved
from processes import in_process

import kamgraph as k

HEAVY = ("matplotlib", "numba", "networkx")
LOADED = f"""
import sys, kamgraph
print(", ".join(name for name in {HEAVY!r} if name in sys.modules) or "none")
"""
SIZES = {"1x50": 50, "1x500": 500}


def main() -> None:
    """Print the table."""
    books = {size: made_up_book(1, people) for size, people in SIZES.items()}
    ways = {size: lambda book=book: k.scores(k.build_graph(book)) for size, book in books.items()}
    for way in ways.values():
        way()  # what is loaded once is not measured
    table.head()
    for size, spent in interleaved(ways, times=15).items():
        table.line(size, ASKED_AGAIN, "kamgraph", spent)
    loaded, _ = in_process(LOADED)
    table.note(f"of {', '.join(HEAVY)} import kamgraph loads: {loaded}")


if __name__ == "__main__":
    main()
