"""The parts of an account that pictures are divided into: its functions and its levels."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamgraph.model.dtypes import TEXT
from kamgraph.model.voice import say
from kamgraph.plot.people import label_functions


def name_functions(people: pd.DataFrame) -> pd.Series[str]:
    """Return the label of everybody's function, or that it is not known."""
    return label_functions(people).fillna(say("plot.no_function"))


def name_levels(people: pd.DataFrame) -> pd.Series[str]:
    """Return what everybody's level is called, from the board down; last, who has none."""
    levels = people["level"].sort_values()
    named = [say("plot.level", level=level) for level in levels.dropna()]
    named += [say("plot.no_level")] * int(levels.isna().sum())
    return pd.Series(named, levels.index, dtype=TEXT)


def merge_smallest(part: pd.Series[str], weight: pd.Series[float], most: int) -> pd.Series[str]:
    """Return a series in which the parts of least weight, beyond a number, are one."""
    ranked = weight.sort_values(ascending=False, kind="stable").index
    ordered = part.iloc[np.argsort(ranked.get_indexer(pd.Index(part)), kind="stable")]
    if len(ranked) <= most:
        return ordered
    few = ranked[most - 1 :]
    return ordered.mask(ordered.isin(few), say("plot.more", count=len(few)))
