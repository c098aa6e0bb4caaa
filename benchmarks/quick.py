"""How long one account takes, after warm-up, and what importing the package loads."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from made_up import made_up_book

import kamgraph as k

if TYPE_CHECKING:
    from collections.abc import Callable

HEAVY = ("matplotlib", "numba", "networkx")
LOADED = f"import sys, kamgraph; print([name for name in {HEAVY!r} if name in sys.modules])"
SIZES = {50: 50.0, 500: 300.0}  # people: milliseconds that a review may wait


def milliseconds(question: Callable[[], object], times: int = 15) -> float:
    """Return the median time of a question, after one that warms up."""
    question()
    spent = []
    for _ in range(times):
        begin = time.perf_counter()
        question()
        spent.append(1000 * (time.perf_counter() - begin))
    return statistics.median(spent)


def main() -> None:
    """Print the table."""
    print(f"{'scores(build_graph(book))':<32}{'median ms':>12}{'aim':>8}")
    for people, aim in SIZES.items():
        book = made_up_book(1, people)
        spent = milliseconds(lambda book=book: k.scores(k.build_graph(book)))
        print(f"{f'one account of {people} people':<32}{spent:>12.1f}{aim:>8.0f}")
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, check=True, text=True
    ).stdout.strip()
    print(f"import kamgraph loads of {', '.join(HEAVY)}: {loaded}")


if __name__ == "__main__":
    main()
