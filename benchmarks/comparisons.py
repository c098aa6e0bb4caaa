"""The same results by kamgraph and by others; that they are the same is checked first."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
import peers
from aims import END_TO_END
from analyst import account_scores, accounts_of
from measuring import Lead, Spent, interleaved

import kamgraph as k
from kamgraph import kernels

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = 20  # accounts, at most, whose scores the analyst computes


@dataclass(frozen=True)
class Comparison:
    """Ways to one result, the first one ours.

    Parameters
    ----------
    what
        What the result is.
    ways
        The ways by name.
    check
        Takes the result of each way, and raises where they differ.
    scale
        How many times the others' work the whole is.
    """

    what: str
    ways: dict[str, Callable[[], object]]
    check: Callable[[dict[str, object]], None]
    scale: float

    def measured(self) -> dict[str, Spent]:
        """Return what each way takes; the others' seconds are those of the whole."""
        ours, *others = spent = interleaved(self.ways, check=self.check)
        return {ours: spent[ours]} | {name: spent[name].times(self.scale) for name in others}


def leads(spent: dict[str, Spent]) -> dict[str, Lead]:
    """Return how many times the seconds of the first way each way takes."""
    ours = next(iter(spent.values()))
    return {name: each.over(ours) for name, each in spent.items()}


@dataclass(frozen=True)
class Bench:
    """A graph, and the first of its scopes for peers."""

    graph: k.RelationshipGraph
    scopes: list[peers.Scope]

    @property
    def scale(self) -> float:
        """How many times the peers' work the whole graph is, by people."""
        return len(self.graph.index) / self.nodes.stop

    @property
    def nodes(self) -> slice:
        """The nodes of the peers' scopes."""
        return slice(0, sum(scope.size for scope in self.scopes))


def reach(bench: Bench) -> Comparison:
    """Compare the strongest chains."""
    graph, steps = bench.graph, bench.graph.chain_steps
    asked = {
        "networkx": (peers.networkx_reach, [scope.networkx() for scope in bench.scopes]),
        "rustworkx": (peers.rustworkx_reach, [scope.rustworkx() for scope in bench.scopes]),
        "igraph": (peers.igraph_reach, [scope.igraph() for scope in bench.scopes]),
    }
    contact = graph.contact[bench.nodes]
    last = steps.ptr[bench.nodes.stop]
    part = (steps.ptr[: bench.nodes.stop + 1], steps.idx[:last], steps.val[:last])

    def same(found: dict) -> None:
        ours = found["kamgraph"][0][bench.nodes][contact]
        np.testing.assert_allclose(found["numpy"][contact], ours, atol=1e-12)
        for name in asked:
            np.testing.assert_allclose(np.concatenate(found[name])[contact], ours, atol=1e-12)

    arrays = (graph.starts, steps.ptr, steps.idx, steps.val, graph.ours)
    ways = {"kamgraph": lambda: kernels.find_best_routes(*arrays)}
    ways["numpy"] = lambda: peers.numpy_reach(*part, graph.ours[bench.nodes])
    ways |= {name: partial(each, *question) for name, question in asked.items()}
    ways["networkx, building"] = lambda: [scope.networkx() for scope in bench.scopes]
    return Comparison("reach", ways, same, bench.scale)


def equilibrium(bench: Bench) -> Comparison:
    """Compare the stances after influence."""
    graph, matrix = bench.graph, bench.graph.influence
    arrays = (graph.starts, matrix.ptr, matrix.idx, matrix.val, peers.fixed_of(graph))
    built = [scope.networkx_influence() for scope in bench.scopes]
    room = max(scope.size for scope in bench.scopes)
    systems = np.stack([scope.dense(room) for scope in bench.scopes])
    sides = np.stack(
        [np.pad(scope.fixed, ((0, room - scope.size), (0, 0))) for scope in bench.scopes]
    )

    def same(found: dict) -> None:
        ours = found["kamgraph"][bench.nodes]
        padded = zip(found["batched numpy solve"], bench.scopes, strict=True)
        solved = [part[: scope.size] for part, scope in padded]
        for theirs in (found["networkx loop"], solved):
            np.testing.assert_allclose(np.concatenate(theirs), ours, atol=1e-9)

    ways = {
        "kamgraph": lambda: kernels.take_apart(*arrays[:-1]).solve(arrays[-1]),
        "networkx loop": partial(each, peers.networkx_equilibrium, built),
        "batched numpy solve": lambda: peers.batched_equilibrium(systems, sides),
    }
    return Comparison("equilibrium", ways, same, bench.scale)


def threads(bench: Bench) -> Comparison:
    """Compare the chains to key persons that share nobody."""
    graph = bench.graph
    wanted = graph.key & ~graph.vacant
    built = [(scope.networkx_strong(), scope.wanted) for scope in bench.scopes]

    def same(found: dict) -> None:
        ours = found["kamgraph"][bench.nodes][wanted[bench.nodes]]
        np.testing.assert_array_equal(np.concatenate(found["networkx"]), ours)

    ways = {
        "kamgraph": lambda: graph.threads(wanted),
        "networkx": lambda: [peers.networkx_threads(*scope) for scope in built],
    }
    return Comparison("threads of key persons", ways, same, bench.scale)


def end_to_end(book: k.Book, tables: dict) -> Comparison:
    """Compare the scores of accounts, from facts in memory."""
    customers = tables["organizations"].query("kind == 'customer'")["id"]
    sample = accounts_of(tables, min(len(customers), SAMPLE))
    policy = k.Policy()

    def same(found: dict) -> None:
        ours = found["kamgraph"].xs("", level="deal")
        for account, theirs in zip(customers, found["networkx"], strict=False):
            shared = [name for name in theirs if name in ours]
            np.testing.assert_allclose(
                ours.loc[account, shared].astype(float),
                [theirs[name] for name in shared],
                atol=1e-6,
                err_msg=account,
            )

    ways = {
        "kamgraph": lambda: k.scores(k.build_graph(fresh(book))),
        "networkx": partial(each, partial(account_scores, policy=policy), sample),
    }
    scale = len(customers) / len(sample)
    return Comparison(END_TO_END, ways, same, scale)


def fresh(book: k.Book) -> k.Book:
    """Return the same book before anything was asked of it."""
    again = copy(book)
    for name, member in vars(k.Book).items():
        if isinstance(member, cached_property):
            vars(again).pop(name, None)
    return again


def each(question: Callable, things: list) -> list:
    """Ask each thing."""
    return [question(thing) for thing in things]
