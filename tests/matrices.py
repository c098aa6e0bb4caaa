"""Small random scopes for kernels, and matrices from cells."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

Cells = dict[tuple[int, int], float]


def rows(cells: Cells, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the compressed rows of a matrix given by its cells."""
    places = sorted(cells)
    ptr = np.searchsorted([row for row, _ in places], np.arange(size + 1))
    idx = np.array([column for _, column in places], dtype=np.int64)
    return ptr, idx, np.array([cells[place] for place in places], dtype=float)


def transposed(cells: Cells) -> Cells:
    return {(column, row): value for (row, column), value in cells.items()}


@st.composite
def chains(draw, most: int = 7, *, least: float = 1e-6) -> tuple[int, Cells, np.ndarray]:
    """Draw nodes, steps that lead to no source, and which nodes are sources."""
    size = draw(st.integers(1, most))
    source = np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    ends = [(i, j) for i in range(size) for j in range(size) if i != j and not source[j]]
    taken = draw(st.lists(st.sampled_from(ends), unique=True)) if ends else []
    strength = st.sampled_from(sorted({least, 0.2, 0.25, 0.5, 0.75, 1.0}))
    return size, {end: draw(strength) for end in taken}, source


@st.composite
def influences(draw, most: int = 6, *, signed: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Draw a dense influence matrix with rows below 1 in size, and its own shares."""
    size = draw(st.integers(1, most))
    low = -1.0 if signed else 0.0
    cell = st.floats(low, 1.0).map(lambda value: 0.0 if abs(value) < 1e-6 else value)
    raw = np.array(draw(st.lists(cell, min_size=size**2, max_size=size**2))).reshape(size, size)
    np.fill_diagonal(raw, 0.0)
    susceptibility = draw(
        st.lists(
            st.one_of(st.floats(0.01, 0.95), st.sampled_from([0.0, 0.999, 1 - 1e-6])),
            min_size=size,
            max_size=size,
        )
    )
    scale = np.array(susceptibility) / np.maximum(1.0, np.abs(raw).sum(axis=1))
    matrix = raw * scale[:, None]
    return matrix, 1.0 - np.abs(matrix).sum(axis=1)


def dense_rows(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    cells = {(int(i), int(j)): float(matrix[i, j]) for i, j in zip(*matrix.nonzero(), strict=True)}
    return rows(cells, len(matrix))
