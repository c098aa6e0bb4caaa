"""How long standing and candidates take, by default of a million people with ten million rows."""

from __future__ import annotations

import argparse

import table
from aims import INFERENCE
from made_up import made_up_activity
from measuring import once
from steps import together

import kamgraph as k

PEOPLE_AN_ACCOUNT = 50
ENOUGH = 200  # accounts for which the compiler is loaded


def main() -> None:
    """Ask a graph that was asked nothing before, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    accounts = parser.parse_args().people // PEOPLE_AN_ACCOUNT
    k.candidates(make_graph(ENOUGH))  # so that kernels are compiled
    graph = make_graph(accounts)
    size = f"{accounts}x{PEOPLE_AN_ACCOUNT}"
    table.head()
    table.note(f"{len(graph.book.interactions):,} rows of interactions")
    spent = {}
    for name, question in {"standing": k.standing, "candidates": k.candidates}.items():
        found, spent[name] = once(lambda question=question: question(graph))
        table.line(size, name, f"{len(found):,} rows", spent[name])
        del found
    table.line(size, INFERENCE, "kamgraph", together(spent))


def make_graph(accounts: int) -> k.RelationshipGraph:
    """Return the graph of all scopes of made-up accounts, of which the book was asked before."""
    book = k.Book.from_tables(made_up_activity(accounts, PEOPLE_AN_ACCOUNT))
    _ = book.coded
    return k.build_graph(book)


if __name__ == "__main__":
    main()
