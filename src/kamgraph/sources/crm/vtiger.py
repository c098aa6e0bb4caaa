"""What a mapping of vTiger exports cannot express: references that name their module."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kamgraph.sources.crm.joins import add_columns, change_tables, coalesce, spell_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kamgraph.sources.raw import RawTable

_MODULE = re.compile(r"[A-Za-z]+::::")  # Accounts::::Acme
_DEAL = "Potentials::::"
_ACTIVITIES = ("Calendar", "Events")


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with the names in references alone, and the deal of each activity."""
    found = change_tables([spell_out(raw) for raw in raws], _ACTIVITIES, _add_deal)
    return [replace(raw, cells=raw.cells.apply(_strip_modules)) for raw in found]


def _add_deal(raw: RawTable) -> RawTable:
    """Name the deal that an activity is related to, where it is one."""
    related = coalesce(raw, "Related To")
    return add_columns(raw, {"the deal": related.where(related.str.startswith(_DEAL), "")})


def _strip_modules(texts: pd.Series[str]) -> pd.Series[str]:
    return texts.map({text: _MODULE.sub("", text, count=1) for text in texts.unique()})
