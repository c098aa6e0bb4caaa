"""Checks rows that are new or to go against what is there, and changes a book by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.errors import OTHER, BookError, quote
from kamgraph.model.checks import read_rows, refuse_similar_columns
from kamgraph.model.coded import reference_columns
from kamgraph.model.dtypes import TEXT
from kamgraph.model.entities import TABLES
from kamgraph.model.ids import NONE
from kamgraph.model.parts.account_rows import add_mentions, find_units
from kamgraph.model.parts.changed import Changed
from kamgraph.model.parts.match import find_gone, find_replaced
from kamgraph.model.parts.row_index import EVENT
from kamgraph.model.problems import sort_problems
from kamgraph.model.rules import RULES_AMONG_ROWS, RULES_OF_ROWS, Draft, refuse_dangling
from kamgraph.model.tables import POSTS, account_column, nature, tables_with_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamgraph.model.columnar.table import Table
    from kamgraph.model.parts.layers import Layers
    from kamgraph.model.parts.part import Holding
    from kamgraph.model.policy import Policy

_IN_BOOK = "; the row is in the book already"
_ADVICE = "Rows that name what is gone may go with it, in gone=, or stay, with lenient=True."


class Change(NamedTuple):
    """What a book holds after a change, and the rows that went and came."""

    after: Holding | Changed
    gone: Mapping[str, Table]
    new: Mapping[str, Table]


def change(
    held: Holding | Changed,
    rows: Mapping[str, Any],
    gone: Mapping[str, Any],
    policy: Policy,
    *,
    lenient: bool,
    singly: bool = False,
) -> Change:
    """Add rows to what a book holds, replace some by their key, or take some out."""
    before = held if isinstance(held, Changed) else Changed.of(held)
    draft, problems = read_rows(rows, policy=policy)
    for rule in RULES_OF_ROWS:
        problems += rule(draft)
    away, lost = find_gone(before, gone, policy, singly=singly)
    replaced = find_replaced(before, draft.tables)
    away = {name: np.union1d(rows, replaced[name]) for name, rows in away.items()}
    after = before.change(away, draft.tables)
    added = {name: after.list_last(name, len(table)) for name, table in draft.tables.items()}
    if not lenient:  # rows that are stored already are taken as they are
        problems += _find_misspelt_columns(before, draft.tables)
    problems += lost
    problems += [*_check(before, after, away, added, policy, lenient=lenient)]
    if problems:
        told = sort_problems(problems)
        stay = told["problem"].str.contains(_IN_BOOK, regex=False).any()
        raise BookError(told, _ADVICE if gone and stay else "")
    went = {name: before.take(name, rows) for name, rows in away.items() if len(rows)}
    return Change(after.whole if after.is_large else after, went, draft.tables)


def _find_misspelt_columns(before: Changed, new: Mapping[str, Table]) -> Iterator[pd.DataFrame]:
    """Yield columns that look like one of a table, which rows that are replaced would lose."""
    for table, rows in new.items():
        strange = {*rows} - {*before.list_columns(table)}
        yield from refuse_similar_columns(table, sorted(strange))


def _check(
    before: Changed,
    after: Changed,
    away: Mapping[str, np.ndarray],
    added: Mapping[str, np.ndarray],
    policy: Policy,
    *,
    lenient: bool,
) -> Iterator[pd.DataFrame]:
    """Yield what new rows have against those they name, and rows of the book against a change."""
    affected = _Affected(before.index, after.index, away, added)
    rows = affected.find_rows()
    for table in set() if lenient else after.list_lost(added):
        rows[table] = after.list_rows(table)  # so that an id that is lost is told what comes close
    rows = add_mentions(after.index, rows)
    tables = {name: after.take(name, some) for name, some in rows.items()}
    # Of an id that has just gone nobody asks whether it is mistyped.
    gone = {
        name: frozenset(before.take(name, away[name]).column("id")) for name in tables_with_ids()
    }
    draft = Draft(tables, policy, gone)
    for rule in RULES_AMONG_ROWS if lenient else (*RULES_AMONG_ROWS, refuse_dangling):
        for found in rule(draft):
            known = {name: len(some) - len(added[name]) for name, some in rows.items()}
            yield _number_rows(found, known, draft)


def _number_rows(found: pd.DataFrame, known: Mapping[str, int], draft: Draft) -> pd.DataFrame:
    """Return problems by the rows that were given, which come after those of the book."""
    first = found["table"].map(known).to_numpy()
    given = found["row"].isna().to_numpy() | (found["row"] > first).to_numpy(dtype=bool)
    rows = found["row"].where(~given, 1)
    keys = [
        "" if new else f"{_IN_BOOK}, with {_tell_key(draft, str(table), int(row) - 1)}"
        for table, row, new in zip(found["table"], rows, given, strict=True)
    ]
    told = {
        "row": (found["row"] - first).where(given),
        OTHER: (found[OTHER] - first).where(found[OTHER] > first),
        "problem": found["problem"] + pd.Series(keys, index=found.index, dtype=TEXT),
    }
    return found.assign(**told).drop_duplicates()


def _tell_key(draft: Draft, name: str, row: int) -> str:
    """Say which row of a table it is, by what tells it apart."""
    table = draft.tables[name].take(np.array([row]))
    cells = {column: table.column(column).iloc[0] for column in nature(name).key}
    shown = {
        column: f"{cell:%Y-%m-%d}" if isinstance(cell, pd.Timestamp) else quote(cell)
        for column, cell in cells.items()
        if not pd.isna(cell)
    }
    return ", ".join(f"{column} {cell}" for column, cell in shown.items())


class _Affected:
    """The rows that a change may contradict."""

    def __init__(
        self,
        before: Layers,
        after: Layers,
        away: Mapping[str, np.ndarray],
        added: Mapping[str, np.ndarray],
    ) -> None:
        self._before, self._after, self._away, self._added = before, after, away, added

    def find_rows(self) -> dict[str, np.ndarray]:
        """Return new rows, those of the same person or event, and all whose ends are others now."""
        units = find_units(self._after, self._find_changed("organizations", "parent", "side"))
        moved = self._find_changed("people", "organization")
        moved = np.union1d(moved, self._find_holders())
        held = [
            self._after.read(name, person, self._after.find(name, "organization", units))
            for name, person in POSTS
        ]
        moved = np.unique(np.concatenate([moved, *held]))
        deals = self._after.read("deals", "id", self._after.find("deals", "unit", units))
        deals = np.union1d(deals, self._find_changed("deals", "unit"))
        return {
            name: np.unique(
                np.concatenate(
                    [self._added[name], *self._find_rows_of(name, units, moved, deals)]
                ).astype(np.int64)
            )
            for name in TABLES
        }

    def _find_rows_of(
        self, name: str, units: np.ndarray, moved: np.ndarray, deals: np.ndarray
    ) -> Iterator[np.ndarray]:
        """Yield the rows of a table that name anything of which something is another now."""
        if account_column(name):
            yield self._after.find(name, "unit", units)
        if "deal" in reference_columns(name):
            yield self._after.find(name, "deal", deals)
        if name == "ties":
            yield self._after.find(name, "source", moved)
            yield self._after.find(name, "target", moved)
        if nature(name).alone:
            people = np.unique(self._after.read(name, nature(name).holder, self._added[name]))
            yield self._after.find(name, nature(name).holder, people[people >= 0])
        if nature(name).shared:
            events = np.unique(self._after.read(name, EVENT, self._added[name]))
            yield self._after.find(name, EVENT, events[events >= 0])
        for column, of in reference_columns(name).items():
            yield self._after.find(name, column, self._find_vanished(of))

    def _find_holders(self) -> np.ndarray:
        """Return the people whose positions are in other organizations now."""
        return self._find_changed("positions", "organization", key="person")

    def _find_changed(self, name: str, *columns: str, key: str = "id") -> np.ndarray:
        """Return the codes of what has other values in some columns of a table than before."""
        sides = ((self._before, self._away[name]), (self._after, self._added[name]))
        old, new = (
            set(
                zip(*(index.read(name, one, rows).tolist() for one in (key, *columns)), strict=True)
            )
            for index, rows in sides
        )
        return np.array(sorted({row[0] for row in old ^ new} - {NONE}), dtype=np.int64)

    def _find_vanished(self, name: str) -> np.ndarray:
        """Return the codes of what a table has no longer."""
        if name not in tables_with_ids():
            return np.zeros(0, dtype=np.int64)
        codes = np.unique(self._before.read(name, "id", self._away[name]))
        left = self._after.read(name, "id", self._after.find(name, "id", codes))
        return np.setdiff1d(codes, left)
