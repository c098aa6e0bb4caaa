"""What people settle at after influence, and what they weigh, as arrays over the nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kamgraph import kernels
from kamgraph.door import guard_methods
from kamgraph.graph.content import Content
from kamgraph.graph.decision import DecisionWeights, weigh_decision
from kamgraph.graph.influence import add_pulls, own_share, scale_pull
from kamgraph.graph.scale import choice, measure_steps, weigh_axes
from kamgraph.model.once import once

if TYPE_CHECKING:
    from kamgraph.graph.matrix import Matrix


@guard_methods
@dataclass(frozen=True, eq=False, repr=False)
class Settled(Content):
    """A graph with the equilibrium of its influence, each part computed at most once."""

    @once
    def pull(self) -> Matrix:
        """The raw pull: row j lists who pulls j."""
        return add_pulls(self._ties, self.vacant, self.policy)

    @once
    def influence(self) -> Matrix:
        """The influence matrix ``M``: row j lists who moves j."""
        return scale_pull(self.pull, self.susceptibility)

    @once
    def decision_weights(self) -> DecisionWeights:
        """How the decision of each scope is shared out."""
        return weigh_decision(self)

    @property
    def recorded_weight(self) -> np.ndarray:
        """The weight of each node in its scope's decision by roles it is recorded to hold."""
        return self.decision_weights.recorded

    @property
    def assumed_weight(self) -> np.ndarray:
        """The weight of each node in its scope's decision as it fits open roles, or a draft's."""
        return self.decision_weights.assumed

    @once
    def decision_weight(self) -> np.ndarray:
        """The weight of each node in its scope's decision."""
        return self.recorded_weight + self.assumed_weight

    @once
    def fixed_point(self) -> kernels.FixedPoint:
        """The system of influence, taken apart once for whatever is asked of it."""
        return kernels.take_apart(self.starts, *self.influence.arrays)

    @once
    def fixed_point_in_size(self) -> kernels.FixedPoint:
        """As the system of influence, along the sizes of pulls."""
        ptr, idx, val = self.influence.arrays
        if not (val < 0).any():
            return self.fixed_point
        return kernels.take_apart(self.starts, ptr, idx, np.abs(val))

    @once
    def equilibrium(self) -> np.ndarray:
        """(nodes, axes), the stance on each axis after influence; the unknown begin at 0."""
        own = own_share(self.influence)[:, None]
        return np.clip(self.fixed_point.solve(own * np.nan_to_num(self.stance)), -1.0, 1.0)

    @once
    def half_width(self) -> np.ndarray:
        """(nodes, axes), how far the stance after influence may be off for what is not known."""
        own = own_share(self.influence)[:, None]
        return np.clip(self.fixed_point_in_size.solve(own * (1.0 - self.certainty)), 0.0, 1.0)

    @once
    def power(self) -> np.ndarray:
        """How much of its scope's decision hangs on each node's own stance, ``p = Vᵀ w``."""
        return self.trace_back(self.decision_weight)

    @once
    def bearing(self) -> np.ndarray:
        """How far the bounds of its scope depend on what is known of each node."""
        # As power, along the sizes of pulls: bounds widen whichever way they pull.
        if not (self.influence.val < 0).any():
            return self.power
        return self.trace_back(self.decision_weight, in_size=True)

    def trace_back(self, effect: np.ndarray, *, in_size: bool = False) -> np.ndarray:
        """Return what each node's own stance does where settled stances have some effect."""
        system = self.fixed_point_in_size if in_size else self.fixed_point
        return (own_share(self.influence) * system.solve(effect, turned=True).T).T

    @once
    def counted(self) -> np.ndarray:
        """(scopes, axes), on which axes anything is known of anybody with power among theirs."""
        power = np.where(self.theirs, np.abs(self.power), 0.0)
        return self.scope_sums(power[:, None] * self.certainty) > 0

    @once
    def known(self) -> np.ndarray:
        """How certain the stance of each node is, mean of the axes that count."""
        counted = self.counted[self.scope]
        total = self.certainty.sum(axis=1, where=counted)
        return np.asarray(total / np.maximum(counted.sum(axis=1), 1))

    @once
    def choice_alone(self) -> np.ndarray:
        """The choice of each node by their own stance; missing where no axis counts."""
        return choice(np.nan_to_num(self.stance), self.axis_weights[self.scope])

    @once
    def own_acceptance(self) -> np.ndarray:
        """(scopes, axes), what would be decided if nobody talked to anybody."""
        return self.scope_sums(self.decision_weight[:, None] * np.nan_to_num(self.stance))

    @once
    def acceptance(self) -> np.ndarray:
        """(scopes, axes), the acceptance ``A_d = Σ p_i s_id`` of each axis, the unknown at 0."""
        return self.scope_sums(self.power[:, None] * np.nan_to_num(self.stance))

    @once
    def acceptance_width(self) -> np.ndarray:
        """(scopes, axes), how far the acceptance may be off for what and who is not known."""
        width = self.scope_sums(self.decision_weight[:, None] * self.half_width)
        return width + self.decision_weights.unnamed[:, None]

    @once
    def axis_weights(self) -> np.ndarray:
        """(scopes, axes), what each axis counts in choices; missing where none does."""
        return weigh_axes(self.counted, self.policy)

    @once
    def axis_errors(self) -> np.ndarray:
        """(scopes, axes), the error of each score in points, as grades may be one step off."""
        spread = np.sqrt(self.policy.grade_error * self.scope_sums(self.power**2))
        errors = 50.0 * measure_steps(self.policy) * spread[:, None]
        return np.where(self.counted, errors, np.nan)

    @once
    def consents(self) -> np.ndarray:
        """Which nodes are recorded to hold a role without which nothing is decided."""
        held = [self.holds(role) for role in self.policy.consent_roles]
        return np.any([np.zeros(len(self.scope), dtype=bool), *held], axis=0)
