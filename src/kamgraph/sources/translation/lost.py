"""Values of an export that are lost although their rows are not: what they led to is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kamgraph.model.counts import SHOWN, first_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Lost(NamedTuple):
    """A value that leads nowhere, and so is lost, alone or with a row of ours."""

    file: str
    line: int | None  # None for rows of the mapping itself
    table: str  # the table of ours
    row: str  # what else its row says that tells it from others
    column: str  # the column of ours that was to hold it
    value: str
    reason: str
    meant: str  # what reads alike, and may have been meant
    whole: bool  # whether the row of ours is lost with it
    place: str  # file, line and column in words


COLUMNS = Lost._fields[:-1]


def make_table(values: Iterable[Lost]) -> pd.DataFrame:
    """Return lost values as a table, in the order of files and lines."""
    table = pd.DataFrame([one[:-1] for one in values], columns=COLUMNS)
    table = table.astype({"line": "Int64", "whole": bool})
    return table.sort_values(["file", "line"], kind="stable", ignore_index=True)


def name_values(values: Sequence[Lost]) -> str:
    """Name where lost values stand, and what they may have meant: the first, and how many more."""
    shown = [f"{one.place}: '{one.value}'{_explain(one)}" for one in values[:SHOWN]]
    return first_of(shown, between="; ", total=len(values))


def _explain(one: Lost) -> str:
    return f" (is {one.meant} meant?)" if one.meant else ""
