"""What the codes in a graph's arrays mean: sides, origins, and which kinds of ties are what."""

from __future__ import annotations

import numpy as np

from kamgraph.model import tie_kinds
from kamgraph.model.vocabulary import SIDES, TIE_KINDS

CUSTOMER, VENDOR, COMPETITOR, PARTNER = map(
    SIDES.words.index, ("customer", "vendor", "competitor", "partner")
)
ORIGINS = ("", "account", "deal", "successor", "interactions", "assumed")
ACCOUNT, DEAL, SUCCESSOR, INTERACTIONS, ASSUMED = map(ORIGINS.index, ORIGINS[1:])

# By the code of a kind, whether it is one of these.
SOLID, FORMAL, CLOSENESS, PULLING_LINES, MOVING = (
    np.isin(TIE_KINDS.words, names)
    for names in (
        tie_kinds.SOLID,
        tie_kinds.FORMAL,
        tie_kinds.CLOSENESS,
        tie_kinds.PULLING_LINES,
        tie_kinds.MOVING,
    )
)
OBSERVED = TIE_KINDS.words.index(tie_kinds.OBSERVED)
