"""A portfolio, from one account to a million people, beside what others take for the same.

Each size has a process of its own, so that its memory is its own. Peers work on the first
scopes of the graph, as many as the table says, and their seconds are scaled up to all scopes;
their memory is not. The results on these scopes are compared before anything is printed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

import peers
import table
from aims import END_TO_END, TEN_TIMES
from comparisons import (
    SAMPLE,
    Bench,
    Comparison,
    end_to_end,
    equilibrium,
    fresh,
    leads,
    reach,
    threads,
)
from made_up import made_up_book, made_up_tables
from measuring import Lead, Spent, interleaved
from steps import Steps, measured

import kamgraph as k

SIZES = {  # accounts and people in each
    "1x50": (1, 50),
    "1x500": (1, 500),
    "200x50": (200, 50),
    "20000x50": (20_000, 50),
    "1x200000": (1, 200_000),
}
TENTH = {"20000x50": "2000x50"}  # sizes measured beside a tenth of their accounts
UNASKED = {"1x200000"}  # sizes that no peer is asked about
ENOUGH = (200, 50)  # accounts and people for which the compiler is loaded
SCOPES = 200  # at most, that peers are asked about


def one_size(size: str) -> None:
    """Measure one size."""
    k.scores(k.build_graph(made_up_book(*ENOUGH)))  # so that kernels are compiled
    tables = made_up_tables(*SIZES[size])
    book = own_steps(size, tables)
    if size in UNASKED:
        alone(size, book)
    else:
        beside_peers(size, book, tables)


def own_steps(size: str, tables: dict) -> k.Book:
    """Print each of our steps, and how they grow from a tenth of the accounts; return the book."""
    sizes = {size: Steps(tables)}
    if size in TENTH:
        accounts, people = SIZES[size]
        sizes = {TENTH[size]: Steps(made_up_tables(accounts // 10, people))} | sizes
    found = measured(sizes)
    for name, steps in found.items():
        for what, spent in steps.items():
            table.line(name, what, "kamgraph", spent)
    if size in TENTH:
        growth(found[TENTH[size]], found[size])
    return sizes[size].book


def growth(small: dict[str, Spent], large: dict[str, Spent]) -> None:
    """Print how many times as much the steps take for ten times the accounts."""
    for what, spent in large.items():
        less = small[what]
        table.line(TEN_TIMES, what, "seconds", lead=spent.over(less))
        if spent.more is not None:
            more = spent.more / max(less.more, 1.0)
            table.line(TEN_TIMES, what, "+MiB", lead=Lead(more, more))


def alone(size: str, book: k.Book) -> None:
    """Print what all measures take us."""
    table.note("no peer is asked about a scope of this size")
    spent = interleaved({"kamgraph": lambda: k.scores(k.build_graph(fresh(book)))})
    table.line(size, END_TO_END, "kamgraph", spent["kamgraph"])


def beside_peers(size: str, book: k.Book, tables: dict) -> None:
    """Print what each measure, and all of them, take us and others."""
    graph = k.build_graph(book)
    bench = Bench(graph, peers.scopes_of(graph, SCOPES))
    table.note(f"peers on {len(bench.scopes):,} of {len(graph.scopes):,} scopes")
    for question in (reach, equilibrium, threads):
        show(size, question(bench))
    accounts = SIZES[size][0]
    table.note(f"networkx on {min(SAMPLE, accounts)} of {accounts:,} accounts, no deals, no gaps")
    show(size, end_to_end(book, tables))


def show(size: str, comparison: Comparison) -> None:
    """Print what each way takes."""
    spent = comparison.measured()
    for way, lead in leads(spent).items():
        table.line(size, comparison.what, way, spent[way], lead)


def main() -> None:
    """Measure each size in a process of its own, or one of them in this one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, help="measure this size alone")
    size = parser.parse_args().size
    if size:
        table.head()
        one_size(size)
        return
    for name in SIZES:
        subprocess.run([sys.executable, __file__, "--size", name], check=True)


if __name__ == "__main__":
    main()
