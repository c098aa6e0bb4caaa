"""Frames in, checked tables out: every bad row of every table in one error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from kamgraph.errors import BookError, SourceError, quote
from kamgraph.model.arguments import check_argument
from kamgraph.model.columnar.make import make_nothing
from kamgraph.model.columnar.table import Table
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.folding import fold
from kamgraph.model.frames import as_pandas
from kamgraph.model.nearest import find_nearest
from kamgraph.model.problems import (
    Problems,
    describe_table_problem,
    describe_unreadable,
    sort_problems,
)
from kamgraph.model.reading import find_name_problem, read_column, read_extra
from kamgraph.model.rules import RULES, Draft, refuse_dangling
from kamgraph.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamgraph.model.columnar.cells import Cells
    from kamgraph.model.policy import Policy

Tables: TypeAlias = dict[str, pd.DataFrame]


def read_tables(tables: Mapping[str, Any], *, policy: Policy, lenient: bool) -> Draft:
    """Read frames of any kind into checked tables."""
    draft, problems = read_rows(tables, policy=policy)
    for rule in RULES if lenient else (*RULES, refuse_dangling):
        problems += rule(draft)
    if problems:
        raise BookError(sort_problems(problems))
    return draft


def read_rows(tables: Mapping[str, Any], *, policy: Policy) -> tuple[Draft, list[pd.DataFrame]]:
    """Read the columns of frames of any kind, and what is wrong with them by themselves."""
    wanted = "tables are given as a dictionary of frames by their names"
    check_argument(tables, (Mapping,), wanted)
    problems = [*_refuse_unknown_tables(tables)]
    clean: dict[str, Table] = {}
    for table in progress(TABLES, "reading"):
        if table not in tables:
            clean[table] = make_empty(table)
            continue
        try:
            frame = as_pandas(tables[table])
        except SourceError as error:
            problems.append(describe_table_problem(table, "", str(error)))
            frame = pd.DataFrame()
        clean[table], found = _read_table(table, frame, policy)
        problems += found
    return Draft(clean, policy), problems


def _refuse_unknown_tables(tables: Mapping[str, Any]) -> Problems:
    for name in tables:
        if name not in TABLES:
            known = ", ".join(TABLES)
            yield describe_table_problem(name, "", f"is no table; tables are {known}")


def _read_table(
    table: str, frame: pd.DataFrame, policy: Policy
) -> tuple[Table, list[pd.DataFrame]]:
    """Read the columns of the entity, then as text any others that hold something."""
    if frame.shape == (0, 0):
        return make_empty(table), []
    if frame.columns.nlevels == 1:
        ours = find_capitals(table, [*frame])
        # As objects, since a name may hold half a character, which no column of texts can.
        names = pd.Index([ours.get(str(name), name) for name in frame], dtype=object)
        frame = frame.set_axis(names, axis="columns") if ours else frame
    else:
        problem = f"has {frame.columns.nlevels} rows of headings; give it one name per column"
        return make_empty(table), [describe_table_problem(table, "", problem)]
    problems = [*find_wrong_columns(table, [*frame])]
    if problems:
        frame = frame.loc[:, ~frame.columns.duplicated()]
    clean: dict[str, Cells] = {}
    for column in columns(table):
        if column.name in frame:
            values = frame[column.name]
            clean[column.name], found = read_column(values, column, policy)
            problems += describe_unreadable(table, values, found)
        else:
            clean[column.name] = make_nothing(column, len(frame))
    named = {str(name) for name in frame if not find_name_problem(name)}
    for name in sorted(named - clean.keys()):
        texts, found = read_extra(frame[name])
        problems += describe_unreadable(table, frame[name], found)
        if not texts.is_missing().all():
            clean[name] = texts
    return Table(clean), problems


@TABLES.remember
def make_empty(table: str) -> Table:
    """Return a table without rows."""
    return Table({column.name: make_nothing(column, 0) for column in columns(table)})


def find_wrong_columns(table: str, names: Sequence[str]) -> Problems:
    """Yield required columns that are missing, and columns whose names cannot be taken."""
    for column in columns(table):
        if column.required and column.name not in names:
            yield describe_table_problem(table, column.name, "column is missing")
    for name, count in Counter(names).items():
        if count > 1:
            yield describe_table_problem(table, name, "column appears twice")
        if problem := find_name_problem(name):
            yield describe_table_problem(table, name, f"the column's name {problem}")


def find_capitals(table: str, names: Iterable[object]) -> dict[str, str]:
    """Return which columns are a table's own in capitals, as Snowflake and Oracle call them."""
    ours = (
        {column.name.upper(): column.name for column in columns(table)} if table in TABLES else {}
    )
    there = {*names}
    return {theirs: own for theirs, own in ours.items() if theirs in there and own not in there}


def find_similar_columns(table: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield columns that are none of a table, each with the one that it looks like."""
    known = [column.name for column in columns(table)]
    for name in sorted({*names} - {*known}):
        for meant in find_nearest(fold(name), known, cutoff=0.8):
            yield name, meant


def refuse_similar_columns(table: str, names: Sequence[str]) -> Problems:
    """Yield columns that look like one of a table, which would lose what they hold."""
    for name, meant in find_similar_columns(table, names):
        problem = f"looks like {quote(meant)}; call it so, or by a name that looks like none"
        yield describe_table_problem(table, name, problem)
