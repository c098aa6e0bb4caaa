"""What sparse elimination leaves: a core in which everybody has many ties, solved at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.kernels.chunks import run_aside

if TYPE_CHECKING:
    from collections.abc import Callable

_SMALL = 4000  # people whose dense matrix is solved as such
_SUBSPACE = 32  # dimensions at first
_SHRUNK = 1e-10  # of what was left: then it is time to look what is left now
# How much the system may be off, in parts of its terms, for a solution to be exact: what rounding
# does to the sum of some thousand terms.
_ROUNDING = 1e-14


@dataclass(frozen=True, eq=False)
class Core:
    """A system ``(diagonal - cells) x = right`` whose rows are dominated by their diagonal."""

    nodes: np.ndarray  # of the whole system, which the core is a part of
    diagonal: np.ndarray
    row: np.ndarray
    column: np.ndarray
    value: np.ndarray

    @classmethod
    def of_cells(
        cls,
        inside: np.ndarray,
        excess: np.ndarray,
        row: np.ndarray,
        column: np.ndarray,
        value: np.ndarray,
    ) -> Core:
        """Make the core of those inside, by the excess of each row and the cells among them."""
        nodes, place = np.flatnonzero(inside), np.cumsum(inside) - 1
        row, column = place[row], place[column]
        sizes = np.bincount(row, np.abs(value), len(nodes))
        return cls(nodes, excess[nodes] + sizes, row, column, value)

    def solve(self, right: np.ndarray, *, turned: bool) -> np.ndarray:
        """Solve for several right sides, with the cells turned or not."""
        row, column = (self.column, self.row) if turned else (self.row, self.column)
        if len(self.nodes) <= _SMALL:
            system = np.diag(self.diagonal)
            system[row, column] -= self.value
            return run_aside(np.linalg.solve, system, right)

        def gather(given: np.ndarray) -> np.ndarray:
            return np.bincount(row, self.value * given[column], len(given))

        sides = [_settle(gather, self.diagonal, side) for side in right.T]
        return np.column_stack(sides)


def _settle(
    gather: Callable[[np.ndarray], np.ndarray], diagonal: np.ndarray, right: np.ndarray
) -> np.ndarray:
    """Solve ``diagonal x = gather(x) + right`` until ``x`` is exact but for rounding."""
    # A subspace of all dimensions holds the solution, so that this ends whatever the system is.
    x, room, before = right / diagonal, _SUBSPACE, np.inf
    while True:
        left = right + gather(x) - diagonal * x
        size = np.abs(left).max()
        if size <= _ROUNDING * (np.abs(right) + 2 * diagonal * np.abs(x)).max():
            return x
        if size > before / 2:
            if room >= len(x):
                return x
            room = min(2 * room, len(x))
        before = size
        x = x + _shrink(lambda z: gather(z / diagonal), left, room) / diagonal


def _shrink(step: Callable[[np.ndarray], np.ndarray], left: np.ndarray, room: int) -> np.ndarray:
    """Return the best solution of ``z = step(z) + left`` in a space of some dimensions."""
    # Of generalised minimal residuals (Saad and Schultz, 1986), orthogonal after two passes.
    size = np.linalg.norm(left)
    basis, turns = np.empty((room + 1, len(left))), np.zeros((room + 1, room))
    goal = np.zeros(room + 1)
    basis[0], goal[0] = left / size, size
    for used in range(1, room + 1):
        known, new = basis[:used], basis[used - 1] - step(basis[used - 1])
        for _ in range(2):
            along = known @ new
            new -= along @ known
            turns[:used, used - 1] += along
        turns[used, used - 1] = length = np.linalg.norm(new)
        system = turns[: used + 1, :used]
        best = np.linalg.lstsq(system, goal[: used + 1])[0]
        if np.linalg.norm(system @ best - goal[: used + 1]) <= _SHRUNK * size or used == room:
            break
        basis[used] = new / length
    return best @ known
