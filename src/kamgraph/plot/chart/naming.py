"""Names beside the things they name, where there is room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.plot.arrays import FloatArray

_GAP = 2.5
# To which side of a disc a name may stand, the best first: right, left, above, below, corners.
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (0.7, -0.7), (-0.7, 0.7), (-0.7, -0.7))


class Place(NamedTuple):
    """Where a name stands: its left end and its middle."""

    left: float
    middle: float


def name_places(
    discs: FloatArray, sizes: FloatArray, room: tuple[float, float, float, float]
) -> list[Place | None]:
    """Find for each name a place beside its disc where it covers no disc and no other name."""
    # Discs are centres and radii, in the order in which they are served; sizes are the widths and
    # heights of the names of the first; room is left, right, bottom and top.
    taken = np.hstack([discs[:, :2] - discs[:, 2:], discs[:, :2] + discs[:, 2:]])
    places: list[Place | None] = []
    for disc, size in zip(discs, sizes, strict=False):
        free = (box for box in _list_boxes(disc, size) if _is_free(box, taken, room))
        box = next(free, None)
        places.append(None if box is None else Place(box[0], (box[1] + box[3]) / 2))
        if box is not None:
            taken = np.vstack([taken, box])
    return places


def _list_boxes(disc: FloatArray, size: FloatArray) -> Sequence[FloatArray]:
    """Return the boxes a name could fill, as left, bottom, right, top."""
    half = size / 2
    towards = np.array(_SIDES)
    centres = disc[:2] + towards * (disc[2] + _GAP) + np.sign(towards) * half
    return [np.concatenate([centre - half, centre + half]) for centre in centres]


def _is_free(box: FloatArray, taken: FloatArray, room: tuple[float, float, float, float]) -> bool:
    left, right, bottom, top = room
    inside = box[0] >= left and box[2] <= right and box[1] >= bottom and box[3] <= top
    apart = (taken[:, 2:] <= box[:2]) | (taken[:, :2] >= box[2:])
    return bool(inside and apart.any(axis=1).all())
