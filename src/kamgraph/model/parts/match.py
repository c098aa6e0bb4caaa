"""Which rows of a book are meant: those of a key, of an id, or that are equal in some columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.errors import SourceError
from kamgraph.model.arguments import check_argument
from kamgraph.model.columnar.table import Table
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.frames import as_pandas
from kamgraph.model.ids import NOWHERE
from kamgraph.model.parts.row_index import EVENT
from kamgraph.model.problems import describe_row_problems, describe_table_problem
from kamgraph.model.reading import read_column, read_extra
from kamgraph.model.tables import account_column, id_columns, nature, tables_with_ids, unique_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.model.columnar.cells import Cells
    from kamgraph.model.parts.changed import Changed
    from kamgraph.model.parts.part import Holding
    from kamgraph.model.policy import Policy


def find_replaced(held: Changed, new: Mapping[str, Table]) -> dict[str, np.ndarray]:
    """Return the rows of each table whose key a new row has."""
    found = {}
    for name, table in new.items():
        key = list(unique_key(name))
        found[name] = _find_equal(held, name, table, key)[0] if key and len(table) else _NO_ROWS
    return found


def find_gone(
    held: Changed, gone: Mapping[str, Any], policy: Policy, *, singly: bool = False
) -> tuple[dict[str, np.ndarray], list[pd.DataFrame]]:
    """Return the rows of each table that are to go, and what is asked for and not there."""
    # Of equal rows go all, or, if singly, as many as are asked for.
    told = "what is to go is given as a dictionary of ids or frames by the names of their tables"
    check_argument(gone, (Mapping,), told)
    rows, problems = dict.fromkeys(TABLES, _NO_ROWS), []
    for name, asked in gone.items():
        if name not in TABLES:
            known = ", ".join(TABLES)
            problems.append(describe_table_problem(name, "", f"is no table; tables are {known}"))
            continue
        wanted, found = _read_request(held, name, asked, policy)
        problems += found
        if found or not len(wanted):
            continue
        rows[name], lost = _find_equal(held, name, wanted, [*wanted], singly=singly)
        if lost.any():
            problems.append(_describe_strays(name, wanted, lost))
    return rows, problems


def _read_request(
    held: Changed, name: str, asked: Any, policy: Policy
) -> tuple[Table, list[pd.DataFrame]]:
    """Return what rows that are to go are equal in, read as rows of the table are."""
    if isinstance(asked, _LISTS):
        asked = pd.DataFrame({"id": [*asked]}, dtype=object)
    try:
        frame = as_pandas(asked)
    except SourceError as error:
        problem = f"{error}; give what is to go as a list of ids, or as a frame of its columns"
        return Table({}), [describe_table_problem(name, "", problem)]
    known = {column.name: column for column in columns(name)}
    if len(frame) and not any(one in known and _hold_ids(name, one) for one in frame):
        problem = "names no ids of rows that are to go; give the columns that tell them apart"
        return Table({}), [describe_table_problem(name, "", problem)]
    there = held.list_columns(name)
    problems = [
        describe_table_problem(name, column, "is no column of the rows in the book")
        for column in frame
        if str(column) not in there
    ]
    if problems:
        return Table({}), problems
    cells: dict[str, Cells] = {}
    for column in frame:
        values = frame[column]
        read = read_column(values, known[column], policy) if column in known else read_extra(values)
        cells[str(column)] = read[0]
        problems += [
            describe_row_problems(name, column, [place + 1], values.iloc[[place]], problem)
            for place, problem in read[1].items()
        ]
    return Table(cells), problems


def _describe_strays(name: str, wanted: Table, lost: np.ndarray) -> pd.DataFrame:
    column = next(one for one in wanted if _hold_ids(name, one))
    rows = np.flatnonzero(lost)
    values = wanted.take(rows).column(column)
    problem = "is in no such row of the book, so that none can go"
    return describe_row_problems(name, column, (rows + 1).tolist(), values, problem)


def _find_equal(
    held: Changed, name: str, wanted: Table, on: list[str], *, singly: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that are equal to any that is wanted, and to which of these none is."""
    column = next(one for one in on if _hold_ids(name, one))
    rows = find_holding(held, name, column, wanted.column(column).dropna())
    there = held.take(name, rows).to_pandas().reindex(columns=on).assign(row=rows)
    asked = wanted.to_pandas()[on].assign(asked=np.arange(len(wanted)))
    if singly:
        asked, there = _count_copies(asked, on), _count_copies(there, on)
    pairs = asked.merge(there, on=[*on, _COPY] if singly else on, how="inner")
    return np.unique(pairs["row"].to_numpy(dtype=np.int64)), ~asked["asked"].isin(
        pairs["asked"]
    ).to_numpy()


def _count_copies(rows: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    """Return rows with their numbers among those that are equal to them."""
    return rows.assign(**{_COPY: rows.groupby(on, dropna=False).cumcount()})


def find_holding(held: Holding | Changed, name: str, column: str, ids: Iterable[str]) -> np.ndarray:
    """Return the rows of a table that hold one of some ids in a column."""
    of, place = id_columns(name).get(column, name), _find_place(name, column)
    found = {text: held.find_code(of, text) for text in ids}
    known = np.array(sorted({*found.values()} - {NOWHERE}), dtype=np.int64)
    rows = held.index.find(name, place, known)
    if column != "id" and (lost := [text for text, code in found.items() if code == NOWHERE]):
        unresolved = held.index.find(name, place, np.array([NOWHERE]))
        texts = held.take(name, unresolved).column(column)
        rows = np.concatenate([rows, unresolved[texts.isin(lost).to_numpy()]])
    return np.sort(rows)


def _hold_ids(name: str, column: str) -> bool:
    """Return whether rows are found by what a column holds."""
    return column in id_columns(name) or (column == "id" and bool(nature(name).shared))


def _find_place(name: str, column: str) -> str:
    """Return what a column of ids is called in the index."""
    if column == "id":
        return "id" if name in tables_with_ids() else EVENT
    return "unit" if column == account_column(name) else column


_LISTS = (list, tuple, set, frozenset, np.ndarray, pd.Series, pd.Index)
_COPY = "\0copy"  # as no column is called
_NO_ROWS = np.zeros(0, dtype=np.int64)
