"""A portfolio measured against networkx, rustworkx, igraph and numpy, with results compared.

Everything at one size is measured in one process, in turns, five times, in CPU seconds of all
threads. Peers work on the first scopes of the graph, as many as the table says, and their time
is scaled up; the results on these scopes are compared before anything is printed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import dataclass
from functools import partial

import numpy as np
import peers
from analyst import account_scores, accounts_of
from made_up import made_up_tables
from measuring import interleaved, peak

import kamgraph as k
from kamgraph import kernels

SIZES = {"1x50": 1, "1x500": 1, "200x50": 200, "20000x50": 200, "1x200000": 1}  # scopes for peers
MANY = 1_000  # accounts whose scores are computed once only
ENOUGH = 20_000  # people in a scope whom no peer is asked about
HEAD = f"{'size':<10}{'what':<24}{'way':<26}{'seconds':>11}{'x kamgraph':>12}"


@dataclass(frozen=True)
class Bench:
    """A graph, the first of its scopes for peers, and how often they would have to do it."""

    name: str
    graph: k.RelationshipGraph
    scopes: list[peers.Scope]

    @property
    def scale(self) -> float:
        """How many times the peers' work the whole graph is, by people."""
        return len(self.graph.index) / sum(scope.size for scope in self.scopes)

    @property
    def nodes(self) -> slice:
        """The nodes of the peers' scopes."""
        return slice(0, sum(scope.size for scope in self.scopes))

    def show(
        self, what: str, ways: dict, times: int = 5, scale: float | None = None
    ) -> dict[str, float]:
        """Measure the ways, the first one ours, print them, and return their ratios to ours."""
        spent = interleaved(ways, times)
        ours, *others = spent
        for name in others:
            spent[name] *= self.scale if scale is None else scale
        for name, seconds in spent.items():
            ratio = seconds / max(spent[ours], 1e-9)
            print(f"{self.name:<10}{what:<24}{name:<26}{seconds:>11.4f}{ratio:>12.1f}", flush=True)
        return {name: spent[name] / max(spent[ours], 1e-9) for name in others}


def reach(bench: Bench) -> dict[str, float]:
    """Compare the strongest chains."""
    graph, steps = bench.graph, bench.graph.chain_steps
    built = {
        "networkx": [scope.networkx() for scope in bench.scopes],
        "rustworkx": [scope.rustworkx() for scope in bench.scopes],
        "igraph": [scope.igraph() for scope in bench.scopes],
    }
    search = {
        "networkx": peers.networkx_reach,
        "rustworkx": peers.rustworkx_reach,
        "igraph": peers.igraph_reach,
    }
    for name, graphs in built.items():
        found = np.concatenate([search[name](one) for one in graphs])
        there = graph.contact[bench.nodes]
        np.testing.assert_allclose(
            found[there], graph.best_routes.reach[bench.nodes][there], atol=1e-12
        )
    arrays = (graph.starts, steps.ptr, steps.idx, steps.val, graph.ours)
    ways = {"kamgraph": lambda: kernels.best_routes(*arrays)}
    ways |= {name: partial(each, search[name], graphs) for name, graphs in built.items()}
    ways["networkx, building"] = lambda: [scope.networkx() for scope in bench.scopes]
    return bench.show("reach", ways)


def equilibrium(bench: Bench) -> dict[str, float]:
    """Compare the stances after influence."""
    graph, matrix = bench.graph, bench.graph.influence
    built = [scope.networkx_influence() for scope in bench.scopes]
    found = np.concatenate([peers.networkx_equilibrium(one) for one in built])
    expected = graph.equilibrium[bench.nodes]
    np.testing.assert_allclose(found, expected, atol=1e-9)
    arrays = (graph.starts, matrix.ptr, matrix.idx, matrix.val, fixed_of(graph))
    ways = {
        "kamgraph": lambda: kernels.equilibrium(*arrays),
        "networkx loop": partial(each, peers.networkx_equilibrium, built),
    }
    room = max(scope.size for scope in bench.scopes)
    systems = np.stack([scope.dense(room) for scope in bench.scopes])
    sides = np.stack(
        [np.pad(scope.fixed, ((0, room - scope.size), (0, 0))) for scope in bench.scopes]
    )
    solved = peers.batched_equilibrium(systems, sides)
    solved = np.concatenate(
        [part[: scope.size] for part, scope in zip(solved, bench.scopes, strict=True)]
    )
    np.testing.assert_allclose(solved, expected, atol=1e-9)
    ways["batched numpy solve"] = lambda: peers.batched_equilibrium(systems, sides)
    return bench.show("equilibrium", ways)


def threads(bench: Bench) -> dict[str, float]:
    """Compare the chains to key persons that share nobody."""
    graph = bench.graph
    wanted = graph.key & ~graph.vacant
    built = [scope.networkx_strong() for scope in bench.scopes]
    pairs = list(zip(built, [scope.wanted for scope in bench.scopes], strict=True))
    found = np.concatenate([peers.networkx_threads(*pair) for pair in pairs])
    expected = graph.key_threads[bench.nodes][wanted[bench.nodes]]
    np.testing.assert_array_equal(found, expected)
    ways = {
        "kamgraph": lambda: graph.threads(wanted),
        "networkx": lambda: [peers.networkx_threads(*pair) for pair in pairs],
    }
    return bench.show("threads of key persons", ways)


def end_to_end(bench: Bench, book: k.Book, tables: dict) -> dict[str, float]:
    """Compare the scores of accounts, from a book and from tables in memory."""
    whole = k.scores(k.build_graph(book))
    customers = tables["organizations"]["id"][:-1]
    sample = accounts_of(tables, min(len(bench.scopes), 20))
    policy = k.Policy()
    for account, part in zip(customers, sample, strict=False):
        row = whole.loc[account, ""]
        for name, value in account_scores(part, policy).items():
            if name in row:
                np.testing.assert_allclose(row[name], value, atol=1e-6, err_msg=name)
    print(f"{'':<10}networkx on {len(sample)} accounts, scaled up; it has no deals to do")
    ways = {
        "kamgraph, gaps included": lambda: k.scores(k.build_graph(book)),
        "networkx, without gaps": partial(each, partial(account_scores, policy=policy), sample),
    }
    times = 5 if len(customers) < MANY else 1
    return bench.show("scores of the graph", ways, times, scale=len(customers) / len(sample))


def ours_alone(name: str, tables: dict) -> tuple[k.Book, k.RelationshipGraph]:
    """Measure each step of a whole portfolio once more than warm, and the memory it took."""
    made = {}
    steps = {
        "Book.from_tables": lambda: made.__setitem__("book", k.Book.from_tables(tables)),
        "build_graph": lambda: made.__setitem__("graph", k.build_graph(made["book"])),
        "scores": lambda: k.scores(made["graph"]),
    }
    for what, step in steps.items():
        seconds = interleaved({what: step}, times=1)[what]
        print(f"{name:<10}{what:<24}{'kamgraph':<26}{seconds:>11.4f}{'':>12}{peak():>8.2f} GiB")
    return made["book"], made["graph"]


def each(question, things: list) -> list:
    """Ask each thing."""
    return [question(thing) for thing in things]


def fixed_of(graph: k.RelationshipGraph) -> np.ndarray:
    """Return the part of each stance that nobody moves."""
    size = np.bincount(graph.influence.row, np.abs(graph.influence.val), len(graph.index))
    return (1.0 - size)[:, None] * np.nan_to_num(graph.stance)


def one_size(name: str) -> None:
    """Measure one size."""
    accounts, people = map(int, name.split("x"))
    small = made_up_tables(3, 20)
    k.scores(k.build_graph(k.Book.from_tables(small)))  # compiles the kernels
    tables = made_up_tables(accounts, people)
    book, graph = ours_alone(name, tables)
    if people > ENOUGH:
        return
    bench = Bench(name, graph, peers.scopes_of(graph, SIZES[name]))
    print(f"{'':<10}peers on {len(bench.scopes)} scopes, scaled by {bench.scale:.1f}")
    for compare in (reach, equilibrium, threads):
        compare(bench)
    end_to_end(bench, book, tables)


def main() -> None:
    """Measure each size in a process of its own, so that its peak memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, help="measure this size alone")
    size = parser.parse_args().size
    if size:
        one_size(size)
        return
    print(HEAD, flush=True)
    for name in SIZES:
        subprocess.run([sys.executable, __file__, "--size", name], check=True)


if __name__ == "__main__":
    main()
