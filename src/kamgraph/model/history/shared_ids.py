"""Ids as categories that two states of a book share, so that they are compared as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.columnar.texts import share_texts
from kamgraph.model.dtypes import TEXT
from kamgraph.model.ids import find_holders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.model.checks import Tables
    from kamgraph.model.columnar.table import Table


def share_ids(*states: Mapping[str, Table]) -> list[Tables]:
    """Return frames in which the ids of a table, and what refers to them, are of one dtype."""
    ids: list[dict[str, dict[str, pd.Categorical]]]
    ids = [{table: {} for table in state} for state in states]
    for holders in find_holders().values():
        places = [(at, *holder) for at in range(len(states)) for holder in holders]
        shared = share_texts([states[at][table].texts(column) for at, table, column in places])
        dtype = pd.CategoricalDtype(pd.Index(shared[0].texts))
        for (at, table, column), cells in zip(places, shared, strict=True):
            ids[at][table][column] = pd.Categorical.from_codes(cells.codes, dtype=dtype)
    return [
        {table: _make_frame(columns, found[table]) for table, columns in state.items()}
        for state, found in zip(states, ids, strict=True)
    ]


def _make_frame(columns: Table, ids: Mapping[str, pd.Categorical]) -> pd.DataFrame:
    """Return a table as a frame, of whose ids no texts are made."""
    cells = {name: ids[name] if name in ids else columns[name].to_pandas() for name in columns}
    return pd.DataFrame(cells, copy=False)


def look_up(ids: pd.Series[str], values: pd.Series[str]) -> pd.Series[str]:
    """Return the text that some values, by id, have for each id; missing where there is none."""
    texts = values.astype(TEXT).set_axis(values.index.astype(TEXT))
    return ids.astype(TEXT).map(texts).astype(TEXT)
