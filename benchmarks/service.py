"""What a service asks again and again of books with a history, and what a team plans at once.

The book has interactions, rounds of grades, successors and ties of deals; ``--accounts`` says how
large it is. What is about one account should not depend on it.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import pandas as pd
import table
from made_up import DAY, made_up_history, made_up_portfolio
from measuring import Spent, interleaved, once

import kamgraph as k

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = 50
ACCOUNT, PERSON = "a00000001", "c00000060"
TRIALS = 2_000
LEAST = 8  # of us in a team


def about_one(book: k.Book) -> dict[str, Callable[[], object]]:
    """Return what is asked about one account, whatever the size of the book."""
    graph = k.build_graph(book, account=ACCOUNT)
    grade = pd.DataFrame({"person": [PERSON], "date": [DAY], "price": [2]})
    people = [person for person in graph.people.index if person.startswith("c")]
    trials = [(k.NewGrade(people[n % len(people)], "price", 1 + n % 5),) for n in range(TRIALS)]
    return {
        "graph and scores": lambda: k.scores(k.build_graph(book, account=ACCOUNT)),
        "a grade more, scores": lambda: k.scores(
            k.build_graph(book.changed({"assessments": grade}), account=ACCOUNT)
        ),
        f"{TRIALS:,} what-ifs": lambda: k.what_ifs(graph, trials),
        "plan of 10 days": lambda: k.plan(graph, budget=10),
        "review as JSON": lambda: k.review(k.build_graph(book, account=ACCOUNT)).to_json(),
    }


def plan_of_a_team(accounts: int) -> Spent:
    """Return what a plan takes of a team of one of us for ten accounts, with a day for each."""
    book = k.Book.from_tables(made_up_portfolio(accounts, PEOPLE, max(accounts // 10, LEAST)))
    return once(lambda: k.plan(k.build_graph(book, deal=""), budget=accounts))[1]


def main() -> None:
    """Print what each takes, and how much memory the book does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=2_000)
    accounts = parser.parse_args().accounts
    size = f"{accounts}x{PEOPLE}"
    tables = made_up_history(accounts, PEOPLE)
    table.head()
    book, spent = once(lambda: k.Book.from_tables(tables))
    table.line(size, "Book.from_tables", "kamgraph", spent)
    k.scores(k.build_graph(book))  # so that kernels are compiled
    for what, each in interleaved(about_one(book), times=15).items():
        table.line(size, what, "one account", each)
    table.line(
        size, "plan of a team, with a day per account", "all accounts", plan_of_a_team(accounts)
    )


if __name__ == "__main__":
    main()
