"""Why acceptance changed, split exactly: graphs made half of one graph and half of another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from kamgraph import kernels
from kamgraph.graph.influence import own_share, scale_pull
from kamgraph.graph.matrix import add_up
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows, stack

if TYPE_CHECKING:
    from kamgraph.graph.pairing import Pairing, Side

PARTS = ("stances", "ties", "weights", "people")


def split_change(pairing: Pairing) -> np.ndarray:
    """Return what the change of each part does to the acceptance, through each person."""
    # Acceptance is ``A_d = Σ p_i s_id``. Between two graphs it is that of a hybrid of both: the
    # stances of those who stay from the one, their pull on each other and susceptibility from the
    # one, their decision weights (before they are divided by their sum) from the one, and from the
    # one who else is there, with all that is theirs. One part after the other is replaced in the
    # order stances, ties, weights, people and once more in the reverse order, and the two are
    # averaged: so the parts add up to the change, and the change from after to before has the
    # opposite parts.
    stays = _find_who_stays(pairing)
    old, new = (_gather_ingredients(side, stays) for side in pairing.sides)

    @cache
    def power(ties: _Ingredients, weights: _Ingredients, people: _Ingredients) -> np.ndarray:
        return _power(pairing, stays, ties, weights, people)

    def accept(stances: _Ingredients, *others: _Ingredients) -> np.ndarray:
        stance = np.where(stays[:, None], stances.stance, others[-1].stance)
        return np.asarray(power(*others)[:, None] * stance)

    parts = np.zeros((*old.stance.shape, len(PARTS)))
    for order in (range(len(PARTS)), reversed(range(len(PARTS)))):
        hybrid = [old] * len(PARTS)
        accepted = accept(*hybrid)
        for part in order:
            hybrid[part] = new
            before, accepted = accepted, accept(*hybrid)
            parts[:, :, part] += 0.5 * (accepted - before)
    return parts


def _find_who_stays(pairing: Pairing) -> np.ndarray:
    """Return who is in both graphs, on the same side and not as a seat that is vacant in one."""
    before, after = (
        [np.append(values, NONE)[side.nodes] for values in (side.graph.side, side.graph.vacant)]
        for side in pairing.sides
    )
    same = [one == other for one, other in zip(before, after, strict=True)]
    return np.asarray(pairing.common & np.logical_and(*same))


@dataclass(frozen=True, eq=False)
class _Ingredients:
    """What one graph brings, over the nodes of a pairing; 0 for people who are not in it."""

    stance: np.ndarray
    susceptibility: np.ndarray
    weight: np.ndarray
    # (scopes,) the weight of roles that nobody on the list has.
    unnamed: np.ndarray
    # Cells of the raw pull among those who stay, and with somebody else at an end.
    inner: Rows
    outer: Rows


def _gather_ingredients(side: Side, stays: np.ndarray) -> _Ingredients:
    graph, there = side.graph, np.flatnonzero(side.nodes >= 0)

    def spread(values: np.ndarray) -> np.ndarray:
        over = np.zeros((len(stays), *values.shape[1:]))
        over[there] = values[side.nodes[there]]
        return over

    place = np.full(len(graph.index), -1)
    place[side.nodes[there]] = there
    pull = graph.pull
    cells = Rows(row=place[pull.row], column=place[pull.idx], value=pull.val)
    cells = cells.take(cells["row"] >= 0)
    inner = stays[cells["row"]] & stays[cells["column"]]
    weights = graph.decision_weights
    return _Ingredients(
        stance=spread(np.nan_to_num(graph.stance)),
        susceptibility=spread(graph.susceptibility),
        weight=spread(graph.decision_weight * weights.total[graph.scope]),
        unnamed=(weights.unnamed * np.where(weights.total > 0, weights.total, 1.0))[side.scopes],
        inner=cells.take(inner),
        outer=cells.take(~inner),
    )


def _power(
    pairing: Pairing,
    stays: np.ndarray,
    ties: _Ingredients,
    weights: _Ingredients,
    people: _Ingredients,
) -> np.ndarray:
    """Return each node's power in the hybrid of a graph's ties, another's weights and people."""
    susceptibility = np.where(stays, ties.susceptibility, people.susceptibility)
    cells = stack([ties.inner, people.outer])
    pull = add_up(len(stays), cells["row"], cells["column"], cells["value"])
    matrix = scale_pull(pull, susceptibility)
    weight = np.where(stays, weights.weight, people.weight)
    total = (pairing.scope_sums(weight) + weights.unnamed)[pairing.scope]
    share = np.divide(weight, total, out=np.zeros(len(weight)), where=total > 0)
    lever = kernels.take_apart(pairing.starts, *matrix.arrays).solve(share, turned=True)
    return np.asarray(own_share(matrix) * lever)
