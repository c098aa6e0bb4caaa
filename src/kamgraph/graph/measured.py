"""What follows from a graph, as arrays over its nodes: every question is made of these."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph import kernels
from kamgraph.graph.content import Content
from kamgraph.graph.decision import name_key_kinds, weigh_decision, weigh_roles
from kamgraph.graph.influence import add_pulls, list_chain_steps, own_share, scale_pull
from kamgraph.model.rounding import ROUNDING

if TYPE_CHECKING:
    from kamgraph.graph.matrix import Matrix


class Routes(NamedTuple):
    """The strongest chains from any of us, over the nodes."""

    reach: np.ndarray  # the product along the chain: 1 for us, 0 out of reach
    hops: np.ndarray  # the ties of the chain
    before: np.ndarray  # the node before on it: -1 for us and out of reach


class Losses(NamedTuple):
    """What is lost without each node."""

    points: np.ndarray  # of coverage, over the nodes
    # Pairs of a node and a key person who falls out of reach without it, itself included.
    leaver: np.ndarray
    unreached: np.ndarray


@dataclass(frozen=True, eq=False, repr=False)
class Measured(Content):
    """A graph with its measures, each computed at most once."""

    @cached_property
    def pull(self) -> Matrix:
        """The raw pull: row j lists who pulls j."""
        return add_pulls(self._ties, self.vacant, self.policy)

    @cached_property
    def influence(self) -> Matrix:
        """The influence matrix ``M``: row j lists who moves j."""
        return scale_pull(self.pull, self.susceptibility)

    @cached_property
    def chain_steps(self) -> Matrix:
        """The steps of chains from us to contacts: row i lists whom i leads to."""
        return list_chain_steps(self._ties, self.pull, self.ours, self.contact)

    @property
    def role_weight(self) -> np.ndarray:
        """What the decision roles of each node weigh, before they are divided by a sum."""
        return weigh_roles(self._nodes["roles"], self.policy)

    @cached_property
    def steps_back(self) -> Matrix:
        """The steps of chains turned round: row j lists who leads to j."""
        return self.chain_steps.transpose()

    @cached_property
    def decision_weight(self) -> np.ndarray:
        """The weight of each node in its scope's decision."""
        return weigh_decision(self._nodes, self._ties, self.policy)

    @cached_property
    def equilibrium(self) -> np.ndarray:
        """(nodes, axes), the stance on each axis after influence; the unknown begin at 0."""
        fixed = own_share(self.influence)[:, None] * np.nan_to_num(self.stance)
        matrix = self.influence
        settled = kernels.solve_equilibrium(self.starts, matrix.ptr, matrix.idx, matrix.val, fixed)
        return np.clip(settled, -1.0, 1.0)

    @cached_property
    def power(self) -> np.ndarray:
        """How much of its scope's decision hangs on each node's own stance."""
        matrix = self.influence
        lever = kernels.solve_leverage(
            self.starts, matrix.ptr, matrix.idx, matrix.val, self.decision_weight
        )
        return own_share(matrix) * lever

    @cached_property
    def key_kind(self) -> np.ndarray:
        """How each node is a key person: direct, indirect, external, or empty."""
        return name_key_kinds(self.decision_weight, self.power, self.theirs, self.policy)

    @property
    def key(self) -> np.ndarray:
        """Which nodes are direct or indirect key persons."""
        return np.isin(self.key_kind, ["direct", "indirect"])

    @cached_property
    def acceptance(self) -> np.ndarray:
        """(scopes, axes), the acceptance ``A_d = Σ p_i s_id`` of each axis, the unknown at 0."""
        return self.scope_sums(self.power[:, None] * np.nan_to_num(self.stance))

    @cached_property
    def unknown(self) -> np.ndarray:
        """(scopes, axes), the power of those whose stance on each axis is unknown, in size."""
        return self.scope_sums(np.abs(self.power)[:, None] * np.isnan(self.stance))

    @cached_property
    def best_routes(self) -> Routes:
        """The strongest chain from any of us to every contact."""
        steps = self.chain_steps
        return Routes(
            *kernels.find_best_routes(self.starts, steps.ptr, steps.idx, steps.val, self.ours)
        )

    def trace_routes(self, nodes: np.ndarray) -> list[tuple[str, ...]]:
        """Return the ids on the best route to each of some nodes, ours first; empty without."""
        reach, _, before = self.best_routes
        before = np.append(before, -1)
        steps = [np.where(reach[nodes] > 0, nodes, -1)]
        while (steps[-1] >= 0).any():
            steps.append(before[steps[-1]])
        ids = np.array([*self.index.get_level_values("person"), None], dtype=object)
        columns = [ids[step] for step in reversed(steps)]
        return [tuple(filter(None, route)) for route in zip(*columns, strict=True)]

    @cached_property
    def stake(self) -> np.ndarray:
        """The power at stake in reaching each node: its size for key persons, else 0."""
        return np.where(self.key, np.abs(self.power), 0.0)

    @cached_property
    def coverage(self) -> np.ndarray:
        """How well each scope's key persons are reached, by power, 0-100; 0 without any."""
        reached = self.scope_sums(self.stake * self.best_routes.reach)
        return _make_points(reached, self.scope_sums(self.stake))

    @cached_property
    def losses(self) -> Losses:
        """What reach is lost without each node, weights and power held as they are."""
        lost, leaver, unreached = kernels.find_losses(
            self.chain_steps.arrays,
            self.steps_back.arrays,
            self.best_routes.reach,
            self.best_routes.before,
            self.stake,
            self.policy.reachable - ROUNDING,
        )
        points = _make_points(lost, self.scope_sums(self.stake)[self.scope])
        return Losses(points, leaver, unreached)

    @cached_property
    def truck_factor(self) -> np.ndarray:
        """How few of us must go, worst first, until each scope's coverage is below half."""
        return kernels.count_truck_factors(
            self.starts, self.steps_back.arrays, self.ours, self.stake
        )

    @cached_property
    def key_threads(self) -> np.ndarray:
        """The threads of each direct or indirect key person; 0 for others and vacant seats."""
        return self.threads(self.key & ~self.vacant)

    def threads(self, wanted: np.ndarray) -> np.ndarray:
        """Return the most chains that share nobody to each wanted node, 0 for the others.

        Parameters
        ----------
        wanted
            (nodes,) bool.
        """
        back = self.steps_back.drop_below(self.policy.weak_tie)
        return kernels.count_disjoint_chains(self.starts, back.ptr, back.idx, self.ours, wanted)


def _make_points(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return parts of a whole in points, 0 of nothing."""
    return 100.0 * np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
