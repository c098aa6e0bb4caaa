"""Reach for the reference: chains, threads and what is lost without people.

``strongest`` finds reach by going round and round; routes and threads list every simple chain, so
ask for them in scopes of a dozen people at most.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

SAME = 1e-12  # products that differ less are equal


class Chain(NamedTuple):
    """A chain from one of us to a contact that passes nobody twice."""

    strength: float
    people: tuple[str, ...]


class Reached(NamedTuple):
    """The best chain to a person; 0, 0, None, () where there is none."""

    reach: float
    hops: int
    first_contact: str | None
    route: tuple[str, ...]


@dataclass
class Routes:
    """Chains from ours over contacts; ``links[i][j]`` above 0 is what carries from i to j."""

    ours: list[str]
    reachable: list[str]  # whom a chain may pass and end at
    links: dict[str, dict[str, float]]
    weak: float

    def strongest(self, gone: frozenset[str] = frozenset()) -> dict[str, float]:
        """Reach of everybody without some."""
        reach = dict.fromkeys(self.reachable, 0.0) | {u: 1.0 for u in self.ours if u not in gone}
        changed = True
        while changed:
            changed = False
            for i, row in self.links.items():
                for j, link in row.items():
                    if not {i, j} & gone and reach.get(i, 0.0) * link > reach[j] * (1 + 1e-15):
                        reach[j], changed = reach[i] * link, True
        return {j: reach[j] for j in self.reachable}

    @cached_property
    def chains(self) -> list[Chain]:
        found = []
        growing = [Chain(1.0, (u,)) for u in self.ours]
        while growing:
            strength, people = growing.pop()
            for j, link in self.links[people[-1]].items():
                if j not in people:
                    growing.append(Chain(strength * link, (*people, j)))
            if len(people) > 1:
                found.append(Chain(strength, people))
        return found

    @cached_property
    def best(self) -> dict[str, Reached]:
        """Of the strongest chains the one of fewest hops, then of the earliest predecessors."""
        best = {}
        for j in self.reachable:
            mine = [chain for chain in self.chains if chain.people[-1] == j]
            reach = max([0.0, *(chain.strength for chain in mine)])
            equal = [people for strength, people in mine if strength >= reach - SAME]
            route = min(equal, key=lambda people: (len(people), people[::-1]), default=())
            first = route[0] if route else None
            best[j] = Reached(reach, max(0, len(route) - 1), first, route)
        return best

    @cached_property
    def threads(self) -> dict[str, int]:
        strong = [
            people
            for _, people in self.chains
            if all(self.links[i][j] >= self.weak - 1e-9 for i, j in pairwise(people))
        ]
        return {i: most_disjoint([p[:-1] for p in strong if p[-1] == i]) for i in self.reachable}


def most_disjoint(chains: list[tuple[str, ...]]) -> int:
    """The largest number of chains that share nobody: each of us starts one of them or none."""
    if not chains:
        return 0
    first = chains[0][0]
    others = [chain for chain in chains if chain[0] != first]
    # A chain that contains another is in the way of more.
    shortest = [c for c in chains if not any(set(part) < set(c) for part in chains)]
    used = [set(chain) for chain in shortest if chain[0] == first]
    with_first = [1 + most_disjoint([c for c in others if not set(c) & one]) for one in used]
    return max([most_disjoint(others), *with_first])
