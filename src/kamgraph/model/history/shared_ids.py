"""Ids as categories that two states of a book share, so that they are compared as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.columnar.texts import share_texts
from kamgraph.model.dtypes import TEXT
from kamgraph.model.tables import id_columns, tables_with_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.model.checks import Tables
    from kamgraph.model.columnar.table import Table


def share_ids(*states: Mapping[str, Table]) -> list[Tables]:
    """Return frames in which the ids of a table, and what refers to them, are of one dtype."""
    ids: dict[tuple[int, str, str], pd.Categorical] = {}
    for of in tables_with_ids():
        places = [
            (number, table, column)
            for number, state in enumerate(states)
            for table in state
            for column, named in id_columns(table).items()
            if named == of
        ]
        shared = share_texts([states[at][table].texts(column) for at, table, column in places])
        dtype = pd.CategoricalDtype(pd.Index(shared[0].texts))
        cells = (pd.Categorical.from_codes(one.codes, dtype=dtype) for one in shared)
        ids |= zip(places, cells, strict=True)
    return [
        {
            table: pd.DataFrame(
                {
                    name: ids[place] if (place := (at, table, name)) in ids else held.to_pandas()
                    for name, held in ((name, columns[name]) for name in columns)
                },
                copy=False,
            )
            for table, columns in state.items()
        }
        for at, state in enumerate(states)
    ]


def look_up(ids: pd.Series[str], values: pd.Series[str]) -> pd.Series[str]:
    """Return the text that some values, by id, have for each id; missing where there is none."""
    texts = values.astype(TEXT).set_axis(values.index.astype(TEXT))
    return ids.astype(TEXT).map(texts).astype(TEXT)
