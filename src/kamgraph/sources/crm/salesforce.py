"""What a mapping of Salesforce exports cannot express: its ids, and who took part in an event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kamgraph.sources.raw import RawTable

_ID = re.compile(r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?")


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables as the mapping expects them."""
    return [*raws]


def identify(ids: pd.Series[str], of: str) -> pd.Series[str]:
    """Return ids in their form of 18 characters."""
    return ids
