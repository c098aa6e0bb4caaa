"""How two who took part in one interaction had to do with each other, by the part of each."""

from __future__ import annotations

import numpy as np

from kamgraph.model.vocabulary import PARTS

FROM = PARTS.words.index("from")
ADDRESSED = [PARTS.words.index(part) for part in ("to", "cc")]


def tell_ways(one: np.ndarray, other: np.ndarray) -> list[np.ndarray]:
    """Return which pairs were both there, and in which one of them wrote to the other."""
    # Two who were both merely addressed, or both sent, had nothing to do with each other.
    heard, read = (np.isin(part, ADDRESSED) for part in (one, other))
    sent, wrote = one == FROM, other == FROM
    return [~(heard | read | (sent & wrote)), sent & read, wrote & heard]
