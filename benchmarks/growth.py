"""How the time of every question, picture and step grows with an account, shape by shape.

Of each shape there are a small account and a large one. An exponent of 1 means: ten times the
people and ties, ten times the seconds; an exponent of 2, a hundred times. What even the large
account takes too little for is not told.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import inspect
import math
import sys
import time
import warnings
from typing import TYPE_CHECKING, NamedTuple

import matplotlib as mpl
import matplotlib.pyplot as plt
from shapes import SHAPES, shape_tables

import kamgraph as k
from kamgraph import plot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZES = (2000, 8000)  # people of the small account and of the large one
DRAWN = (250, 1000)  # of what is slow
SLOW = {"best_sets", "interactive_map", "plan", "review"}  # drawn, or many graphs or sets
CROWDED = (40, 160)  # where ties are as many as pairs of people
SOON = 0.05  # CPU seconds of the large account below which nothing can be told
LONG = 2.0  # CPU seconds of two runs after which there is no third
TIMES = 3
LIMIT = 1.6  # nothing else may grow faster; ties of ties in a crowd take 1.5
# They try error after error, set after set, grade after grade, of which a small account has few.
LIMITS = dict.fromkeys(("best_sets", "verdict", "vital_grades"), 2.1)

# What is asked otherwise than of a graph alone; the rest begins with `graph` in its signature.
OTHERS: dict[str, Callable[[Account], object]] = {
    "Book.from_tables": lambda of: k.Book.from_tables(of.tables),
    "build_graph": lambda of: k.build_graph(of.book),
    "check": lambda of: k.check(of.book),
    "interactive_map": lambda of: k.interactive_map(of.graph).page(),
    "compare": lambda of: k.compare(of.graph, of.graph.without(of.person)),
    "handover": lambda of: k.handover(of.graph, of.ours),
    "portfolio": lambda of: k.portfolio(of.book),
    "stage": lambda of: k.stage(of.graph, since=of.before),
    "stability": lambda of: k.stability(of.graph, draws=5),
    "scope_stability": lambda of: k.scope_stability(of.graph, draws=5),
    "what_ifs": lambda of: k.what_ifs(of.graph, [k.NewGrade(of.person, "price", 3)]),
    "plan": lambda of: k.plan(of.graph, budget=5),
    "plot.change": lambda of: plot.change(of.graph, of.graph.without(of.person)),
}


class Account:
    """An account of a shape, with what it takes to ask about it."""

    person, ours, before = "c000001", "v000000", "2026-01-31"

    def __init__(self, shape: str, people: int) -> None:
        """Make its book, and the graph of it."""
        self.tables = shape_tables(shape, people)
        self.book = k.Book.from_tables(self.tables)
        self._graph = k.build_graph(self.book)
        self.elements = len(self.book.people) + len(self.book.ties)

    @property
    def graph(self) -> k.RelationshipGraph:
        """A graph of which nothing has been asked yet."""
        return dataclasses.replace(self._graph)


class Growth(NamedTuple):
    """The seconds of a small account and of a large one, and how they grow."""

    small: float
    large: float
    exponent: float | None  # None: too soon done to tell


def questions() -> dict[str, Callable[[Account], object]]:
    """Return everything that can be asked of a graph or a book, by its public name."""
    found = {}
    for module, prefix in ((k, ""), (plot, "plot.")):
        for name in module.__all__:
            asked = getattr(module, name)
            if inspect.isfunction(asked) and takes_graph(asked) and not needs_more(asked):
                found[prefix + name] = functools.partial(_ask, asked)
    return found | OTHERS


def takes_graph(asked: Callable[..., object]) -> bool:
    """Tell whether something is asked of a graph."""
    first = next(iter(inspect.signature(asked).parameters.values()), None)
    return first is not None and first.annotation == "RelationshipGraph"


def needs_more(asked: Callable[..., object]) -> bool:
    """Tell whether something has to be told more than a graph."""
    others = list(inspect.signature(asked).parameters.values())[1:]
    return any(other.default is other.empty for other in others)


def _ask(asked: Callable[..., object], of: Account) -> object:
    return asked(of.graph)


def grown(
    asked: Callable[[Account], object], small: Account, large: Account, times: int = TIMES
) -> Growth:
    """Measure one question of both accounts."""
    seconds = [_least(asked, account, times) for account in (small, large)]
    if seconds[1] < SOON:
        return Growth(*seconds, None)
    ratio = seconds[1] / max(seconds[0], 1e-6)
    return Growth(*seconds, math.log(ratio) / math.log(large.elements / small.elements))


def _least(asked: Callable[[Account], object], of: Account, times: int) -> float:
    """Return the CPU seconds of the shortest of some runs; of two, where they take long."""
    least, spent = math.inf, 0.0
    for run in range(times):
        begin = time.process_time()
        asked(of)
        took = time.process_time() - begin
        least, spent = min(least, took), spent + took
        plt.close("all")
        if run and spent > LONG:
            break
    return least


def _make_accounts(shape: str, sizes: tuple[int, int]) -> list[Account]:
    sizes = CROWDED if shape == "complete" else sizes
    return [Account(shape, people) for people in sizes]


def main() -> None:
    """Print the table; fail where something grows faster than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="what to ask; default everything")
    parser.add_argument("--shape", action="append", choices=SHAPES, help="default every shape")
    options = parser.parse_args()
    mpl.use("agg")
    warnings.simplefilter("ignore")  # of fonts and crowded pictures
    asked = {name: ask for name, ask in questions().items() if name in (options.names or [name])}
    too_fast = list(_print_table(asked, options.shape or list(SHAPES)))
    if too_fast:
        sys.exit(f"grows faster than it may: {', '.join(too_fast)}")


def _print_table(asked: dict[str, Callable[[Account], object]], shapes: list[str]) -> Iterator[str]:
    """Print a line for each question and shape, and yield what grows too fast."""
    print(f"{'shape':<10}{'what':<24}{'small':>9}{'large':>9}{'exponent':>10}")
    for shape in shapes:
        accounts = functools.cache(functools.partial(_make_accounts, shape))
        for name, ask in asked.items():
            small, large = accounts(DRAWN if name in SLOW or name.startswith("plot.") else SIZES)
            found = grown(ask, small, large)
            told = "-" if found.exponent is None else f"{found.exponent:.2f}"
            print(
                f"{shape:<10}{name:<24}{found.small:>9.3f}{found.large:>9.3f}{told:>10}", flush=True
            )
            if (found.exponent or 0.0) > LIMITS.get(name, LIMIT):
                yield f"{name} of a {shape} account"


if __name__ == "__main__":
    main()
