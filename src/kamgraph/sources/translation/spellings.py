"""One column in several spellings, such as `id` and `ID`: what rows say in any of them counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.model.dtypes import TEXT
from kamgraph.model.folding import fold_name
from kamgraph.sources.translation.cells import take_first

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.sources.raw import RawTable


class Spellings(NamedTuple):
    """Columns of a file that are one, and the rows in which they say different things."""

    columns: tuple[str, ...]
    differing: np.ndarray


def join_spellings(raw: RawTable) -> tuple[RawTable, list[Spellings]]:
    """Fill each spelling of a column where it is empty from the others; say where they differ."""
    joined, found = {}, []
    for names in _list_spellings(map(str, raw.cells)):
        texts = [raw.cells[name].astype(object) for name in names]
        for at, name in enumerate(names):
            others = [one for number, one in enumerate(texts) if number != at]
            joined[name] = take_first([texts[at], *others], raw.cells.index).astype(TEXT)
        differing = np.logical_or.reduce([joined[names[0]] != joined[one] for one in names[1:]])
        found.append(Spellings(names, differing))
    return (replace(raw, cells=raw.cells.assign(**joined)) if found else raw), found


def _list_spellings(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the names of columns that differ in case, blanks and signs only."""
    # What a name begins with and how deep it is inside objects tell columns apart: the `id` of
    # Odoo is not its `.id`, and the `parentId` of a record not the `parent.id` of the one above.
    alike: dict[tuple[bool, int, str], list[str]] = {}
    for name in names:
        if plain := fold_name(name):
            alike.setdefault((name[0].isalnum(), name.count("."), plain), []).append(name)
    return [tuple(found) for found in alike.values() if len(found) > 1]
