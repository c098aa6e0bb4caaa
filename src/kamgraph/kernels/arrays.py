"""What kernels take: arrays of one kind each, so that each kernel is compiled once, ahead."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np


class Kind(NamedTuple):
    """What an array holds, over how many dimensions, and whether a kernel writes into it."""

    holds: str
    dimensions: int = 1
    written: bool = False


Ints = Annotated[np.ndarray, Kind("int64")]
Places = Annotated[np.ndarray, Kind("uint32")]
Reals = Annotated[np.ndarray, Kind("float64")]
Flags = Annotated[np.ndarray, Kind("boolean")]
Sides = Annotated[np.ndarray, Kind("float64", 2)]  # several values for each node
Groups = Annotated[np.ndarray, Kind("int64", 2)]  # the nodes of each of several sets, none twice
IntsToFill = Annotated[np.ndarray, Kind("int64", written=True)]
GroupsToFill = Annotated[np.ndarray, Kind("int64", 2, written=True)]
RealsToFill = Annotated[np.ndarray, Kind("float64", written=True)]
SidesToFill = Annotated[np.ndarray, Kind("float64", 2, written=True)]

Pointers = tuple[Ints, Ints]  # where the cells of each row begin, and their columns
Rows = tuple[Ints, Ints, Reals]  # the same, and their values
