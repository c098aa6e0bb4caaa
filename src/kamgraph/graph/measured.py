"""What follows from a graph, as arrays over its nodes: every question is made of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph import kernels
from kamgraph.door import guard_methods
from kamgraph.graph import decision_rule
from kamgraph.graph.codes import PARTNER, read_texts
from kamgraph.graph.influence import list_chain_steps
from kamgraph.graph.key_kinds import KEY_KINDS, name_key_kinds
from kamgraph.graph.settled import Settled
from kamgraph.graph.standing import find_standings
from kamgraph.graph.together import PAIR, add_up, list_addressed, list_letters, pair_people
from kamgraph.model.coded import NEVER, day_number
from kamgraph.model.ids import NONE
from kamgraph.model.once import once
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.rows import Rows, stack
from kamgraph.model.tie_kinds import CLOSENESS

if TYPE_CHECKING:
    from kamgraph.graph.matrix import Matrix
    from kamgraph.graph.standing import Standings


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


@guard_methods
@dataclass(frozen=True, eq=False, repr=False)
class Measured(Settled):
    """A graph with its measures, each computed at most once."""

    @once
    def chain_steps(self) -> Matrix:
        """The steps of chains from us to contacts: row i lists whom i leads to."""
        partner = np.asarray(self.side == PARTNER)
        return list_chain_steps(self._ties, self.pull, self.ours, self.contact, partner)

    @once
    def steps_back(self) -> Matrix:
        """The steps of chains turned round: row j lists who leads to j."""
        return self.chain_steps.transpose()

    @once
    def acquaintances(self) -> Rows:
        """Which of us (``ours``) knows or influences which ``contact``, the closest first."""
        steps, known, pull = self.chain_steps, self.arcs(CLOSENESS), self.pull
        first = Rows(ours=steps.row, contact=steps.idx, distance=-steps.val)
        # Who never answered does not know us, however often we have written.
        letters = known.take(~known["answered"]).select(ours="source", contact="target")
        pulled = Rows(ours=pull.idx, contact=pull.row).take(self.ours[pull.idx] & (pull.val > 0))
        letters = letters.take(~letters.is_in(pulled, "ours", "contact"))
        first = first.take(self.ours[steps.row] & ~first.is_in(letters, "ours", "contact"))
        return first.sort("contact", "distance", "ours")

    @once
    def closest(self) -> np.ndarray:
        """Which of us is closest to each node, -1 where nobody of us knows them."""
        closest = np.full(len(self.scope), NONE)
        best = self.acquaintances.keep_first("contact")
        closest[best["contact"]] = best["ours"]
        return closest

    @once
    def standings(self) -> Standings:
        """How people of the graph's accounts stand, by whom they are addressed together with."""
        return find_standings(self._addressed, self._homes)

    @once
    def closeness_within(self) -> Rows:
        """How close people of the graph's accounts are: ``person``, ``other``, both ways round."""
        return _turn(add_up(self.meetings_within))

    @once
    def meetings_within(self) -> Rows:
        """Who is addressed together in an interaction, or writes to whom: ``one`` < ``other``."""
        letters = list_letters(self._met, self._homes, self.policy.crowd)
        return stack([letters, pair_people(self._addressed)]).sort(*PAIR)

    @once
    def members_within(self) -> Rows:
        """The people of each account, in the first scope of it: ``scope``, ``person``, ``node``."""
        _, first = np.unique(self.account, return_index=True)
        nodes = self._nodes.select("scope", "person")
        nodes = nodes.with_columns(node=np.arange(len(self._nodes)))
        return nodes.take(self.own & ~self.vacant & np.isin(self.scope, first))

    @once
    def _addressed(self) -> Rows:
        return list_addressed(self._met, self._homes, self.policy.crowd)

    @property
    def _met(self) -> Rows:
        day = NEVER - 1 if self.as_of is None else day_number(self.as_of)
        met = self.part.coded.interactions
        return met.take(met["date"] <= day)

    @once
    def _homes(self) -> np.ndarray:
        # The account of everybody who is active in one of the graph's, by place; -1 of others.
        people = self.people_on
        asked = people["active"] & np.isin(people["account"], self.account)
        return np.where(asked, people["account"], NONE)

    @once
    def assumed_power(self) -> np.ndarray:
        """How much of the power of each node rests on roles that are open."""
        return self.trace_back(self.assumed_weight)

    @once
    def key_kind(self) -> np.ndarray:
        """How each node is a key person: one of KEY_KINDS, external, or empty."""
        return name_key_kinds(self)

    @once
    def key(self) -> np.ndarray:
        """Which nodes are the customers' and partners' key people."""
        return np.isin(self.key_kind, KEY_KINDS)

    @once
    def personal_choice(self) -> decision_rule.Band:
        """The choice of each node after influence, and its bounds."""
        return decision_rule.choose(self)

    @once
    def known_choice(self) -> np.ndarray:
        """The choice of each node after influence; missing where nobody knows how they stand."""
        return np.where(self.known > 0, self.personal_choice.value, np.nan)

    @once
    def decision(self) -> decision_rule.Decision:
        """The choice of each scope, its bounds and what it rests on."""
        return decision_rule.decide(self, self.personal_choice)

    @once
    def own_choice(self) -> np.ndarray:
        """The choice of each scope if nobody talked to anybody."""
        return decision_rule.decide_alone(self)

    @once
    def choice_slopes(self) -> np.ndarray:
        """(nodes, axes), by how much a point of a person's score moves their scope's choice."""
        return decision_rule.measure_slopes(self, self.personal_choice, self.decision)

    @once
    def error(self) -> np.ndarray:
        """The error of each scope's choice in points."""
        return decision_rule.measure_error(self, self.choice_slopes, self.decision.choice)

    @once
    def blockers(self) -> np.ndarray:
        """Which of those who must consent oppose us."""
        return decision_rule.find_blockers(self, self.personal_choice.value)

    @once
    def vetoes(self) -> np.ndarray:
        """Which of the blockers no support by others outvotes."""
        return decision_rule.find_vetoes(self, self.blockers)

    @once
    def supporters(self) -> np.ndarray:
        """Which nodes support us by their own stance."""
        return decision_rule.find_supporters(self)

    @once
    def status(self) -> np.ndarray:
        """The colour of each scope: grey, red, amber or green."""
        return decision_rule.judge_status(
            self, self.stake, self.key & self.supporters, self.blockers
        )

    @once
    def best_routes(self) -> Routes:
        """The strongest chain from any of us to every contact."""
        return self.find_routes(self.ours)

    def find_routes(self, sources: np.ndarray) -> Routes:
        """Return the strongest chains from any of some of us to every contact."""
        steps = self.chain_steps
        found = kernels.find_best_routes(self.starts, steps.ptr, steps.idx, steps.val, sources)
        return Routes(*found)

    def trace_routes(self, nodes: np.ndarray) -> list[tuple[str, ...]]:
        """Return the ids on the best route to each of some nodes, ours first; empty without."""
        routes = self.list_routes(nodes)
        people = np.append(self.person, NONE)[routes.ravel()]
        ids = read_texts(self.part, "people", "id", people).reshape(routes.shape)
        return [tuple(filter(None, route)) for route in ids.tolist()]

    def list_routes(self, nodes: np.ndarray) -> np.ndarray:
        """Return (rows, stops), the best route to each of some nodes, ours first; -1 once there."""
        reach, _, before = self.best_routes
        before = np.append(before, NONE)
        steps = [np.where(reach[nodes] > 0, nodes, NONE)]
        while (steps[-1] >= 0).any():
            steps.append(before[steps[-1]])
        back = np.column_stack(steps[::-1])
        return np.take_along_axis(back, np.argsort(back < 0, axis=1, kind="stable"), axis=1)

    @once
    def stake(self) -> np.ndarray:
        """The power at stake in reaching each node: its size for key persons, else 0."""
        return np.where(self.key, np.abs(self.power), 0.0)

    @once
    def coverage(self) -> np.ndarray:
        """How well each scope's key people are reached, by power, 0-100; 0 without any."""
        # Missing where the book does not say who knows whom.
        if not self.acquaintance_recorded:
            return np.full(len(self.starts) - 1, np.nan)
        reached = self.scope_sums(self.stake * self.best_routes.reach)
        return _make_points(reached, self.scope_sums(self.stake))

    @once
    def losses(self) -> Losses:
        """What reach is lost without each node, weights and power held as they are."""
        return self._find_losses(np.ones(len(self.scope), dtype=bool))

    @once
    def losses_of_ours(self) -> np.ndarray:
        """The points of coverage that are lost without each of us; 0 of everybody else."""
        return self._find_losses(self.ours).points

    def _find_losses(self, asked: np.ndarray) -> Losses:
        lost, leaver, unreached = kernels.find_losses(
            self.chain_steps.arrays,
            self.steps_back.arrays,
            self.best_routes.reach,
            self.best_routes.before,
            self.stake,
            self.policy.reachable - ROUNDING,
            asked,
        )
        points = _make_points(lost, self.scope_sums(self.stake)[self.scope])
        return Losses(points, leaver, unreached)

    @once
    def truck_factor(self) -> np.ndarray:
        """How few of us must go, worst first, until each scope's coverage is below half."""
        return kernels.count_truck_factors(
            self.starts, self.chain_steps.arrays, self.steps_back.arrays, self.ours, self.stake
        )

    @once
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


def _turn(pairs: Rows) -> Rows:
    """Return pairs both ways round, as ``person`` and ``other``."""
    rest = [name for name in pairs.names if name not in {"one", "other"}]
    ways = (("one", "other"), ("other", "one"))
    return stack([pairs.select(*rest, person=one, other=other) for one, other in ways])
