"""What a change of one row takes in a live store, and the fresh scores of its account after it.

Both should hang on the change and its account, so ``--accounts`` says how large the book is. Each
round grades, hires or meets somebody in another account. Seconds are of the CPU.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from made_up import DAY, made_up_tables

import kamgraph as k

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 30


def spend(work: Callable[[], object]) -> float:
    """Return the CPU seconds that something takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def draw_row(number: int, account: str, person: str) -> dict[str, pd.DataFrame]:
    """Return a row of one of three tables."""
    table, row = (
        ("people", {"id": f"new{number}", "name": "New", "organization": account}),
        ("assessments", {"person": person, "date": DAY, "price": 1 + number % 5}),
        ("interactions", {"id": f"m{number}", "date": DAY, "kind": "call", "person": person}),
    )[number % 3]
    return {table: pd.DataFrame([row])}


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=1000)
    parser.add_argument("--people", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/live.db"
        k.write(k.Book.from_tables(made_up_tables(asked.accounts, asked.people)), url)
        with k.Store(url) as store:
            print(f"{'first look':24} {spend(store.book) * 1000:8.1f} ms")
            spent: dict[str, list[float]] = {}
            for number in range(ROUNDS):
                place = number * 7 % asked.accounts
                account, person = f"a{place:08}", f"c{place * asked.people:08}"
                row = draw_row(number, account, person)
                for what, work in {
                    "change of a row": lambda row=row: store.change(row),
                    "scores of its account": lambda account=account: store.scores(account),
                    "scores of another": lambda: store.scores("a00000001"),
                    "version of another": lambda: store.version("a00000001"),
                }.items():
                    spent.setdefault(what, []).append(spend(work))
    for what, seconds in spent.items():
        first, rest = seconds[0] * 1000, np.median(seconds[1:]) * 1000
        print(f"{what:24} {rest:8.1f} ms, the first time {first:.1f}")


if __name__ == "__main__":
    main()
