"""Frames in, checked tables out: every bad row of every table in one error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd

from kamgraph.errors import PROBLEM_COLUMNS, BookError, printed
from kamgraph.model.accounts import account_of, circling
from kamgraph.model.columns import Column, columns
from kamgraph.model.entities import KEYS, TABLES
from kamgraph.model.reading import name_problem, read_column, read_extra
from kamgraph.progress import progress

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame
    from pandas.api.extensions import ExtensionArray

    from kamgraph.model.policy import Policy

Tables: TypeAlias = dict[str, pd.DataFrame]
Problems: TypeAlias = Iterator[pd.DataFrame]

_WIDE = (nw.UInt64, nw.Int128, nw.UInt128)


def read_tables(tables: Mapping[str, Any], *, policy: Policy, lenient: bool) -> Tables:
    """Read frames of any kind into checked tables.

    Parameters
    ----------
    tables
        Table name → frame; tables left out are empty.
    policy
        The policy whose labels strengths and grades may hold.
    lenient
        Whether ids that lead nowhere are left for :func:`~kamgraph.check` to report.

    Returns
    -------
    dict
        Every table of the library, with the entity's columns first, rows as they came.

    Raises
    ------
    BookError
        If any row of any table cannot be taken.
    """
    problems = [*_unknown_tables(tables)]
    clean: Tables = {}
    for table in progress(TABLES, "reading"):
        frame = as_pandas(tables[table]) if table in tables else pd.DataFrame()
        clean[table], found = _read_table(table, frame, policy)
        problems += found
    for rule in _STRICT if lenient else (*_STRICT, _dangling):
        problems += rule(clean, policy)
    if problems:
        raise BookError(_in_order(problems))
    return clean


def as_pandas(frame: IntoFrame) -> pd.DataFrame:
    """Return a frame of any library as one of pandas, without a change of any value."""
    if isinstance(frame, pd.DataFrame):
        return frame.reset_index(drop=True)
    native = nw.from_native(frame)
    eager = native.collect() if isinstance(native, nw.LazyFrame) else native
    return pd.DataFrame({name: _as_series(eager[name]) for name in eager.columns})


def _as_series(values: nw.Series[Any]) -> pd.Series[Any]:
    """Keep whole numbers with gaps and mixed values as they are; pandas would make floats."""
    whole = values.dtype.is_integer() and values.dtype not in _WIDE
    return pd.Series(values.to_list(), dtype="Int64" if whole else object)


def _unknown_tables(tables: Mapping[str, Any]) -> Problems:
    for name in tables:
        if name not in TABLES:
            known = ", ".join(TABLES)
            yield _problem(name, "", f"is no table; tables are {known}")


def _read_table(
    table: str, frame: pd.DataFrame, policy: Policy
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Read the columns of the entity, then as text any others that hold something."""
    if frame.shape == (0, 0):
        return _no_rows(table), []
    problems = [*_wrong_columns(table, frame)]
    if problems:
        frame = frame.loc[:, ~frame.columns.duplicated()]
    clean = {}
    for column in columns(table):
        if column.name in frame:
            clean[column.name], found = read_column(frame[column.name], column, policy)
            problems += unreadable(table, frame[column.name], found)
        else:
            clean[column.name] = _missing(len(frame), column)
    named = {str(name) for name in frame if not name_problem(name)}
    for name in sorted(named - clean.keys()):
        values, found = read_extra(frame[name])
        problems += unreadable(table, frame[name], found)
        if not values.isna().all():
            clean[name] = values
    return pd.DataFrame(clean), problems


@cache
def _no_rows(table: str) -> pd.DataFrame:
    return pd.DataFrame({column.name: _missing(0, column) for column in columns(table)})


def _missing(count: int, column: Column) -> ExtensionArray:
    nothing: ExtensionArray = pd.array([None], dtype=column.dtype)  # type: ignore[call-overload]
    return nothing.take(np.zeros(count, dtype=int))


def _wrong_columns(table: str, frame: pd.DataFrame) -> Problems:
    """Yield required columns that are missing, and columns whose names cannot be taken."""
    for column in columns(table):
        if column.required and column.name not in frame and frame.shape != (0, 0):
            yield _problem(table, column.name, "column is missing")
    for name in frame.columns[frame.columns.duplicated()].unique():
        yield _problem(table, name, "column appears twice")
    for name in frame.columns.unique():
        if problem := name_problem(name):
            yield _problem(table, name, f"the column's name {problem}")


def unreadable(table: str, values: pd.Series[Any], found: Mapping[int, str]) -> Problems:
    """Yield the values of a column that have a problem by position, if there are any."""
    if found:
        bad = sorted(found)
        texts = [found[position] for position in bad]
        rows = [position + 1 for position in bad]
        yield _problems(table, values.name, rows, values.iloc[bad], texts)


def _problem(table: object, column: object, problem: str) -> pd.DataFrame:
    """Return the one row of a problem of a table as a whole."""
    return _problems(table, column, [None], pd.Series([None]), problem)


def _problems(
    table: object,
    column: object,
    rows: Sequence[int | None],
    values: pd.Series[Any],
    problem: str | list[str],
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "table": printed(table),
            "row": pd.array([*rows], dtype="Int64"),
            "line": pd.array([pd.NA] * len(rows), dtype="Int64"),
            "column": printed(column),
            "value": values.map(printed, na_action="ignore").astype("str").array,
            "problem": problem,
            "place": "",
        }
    )


def _in_order(problems: list[pd.DataFrame]) -> pd.DataFrame:
    frame = pd.concat(problems, ignore_index=True)[list(PROBLEM_COLUMNS)]
    place = frame["table"].map({table: place for place, table in enumerate(TABLES)})
    order = pd.DataFrame({"table": place, "row": frame["row"]})
    return frame.loc[order.sort_values(["table", "row"], kind="stable", na_position="first").index]


def _where(
    tables: Tables, table: str, bad: pd.Series[bool], column: str, problem: str | list[str]
) -> Problems:
    """Yield the rows of a table on which a rule found a problem, if there are any."""
    rows = bad.index[bad].tolist()
    if rows:
        values = tables[table][column].loc[rows]
        yield _problems(table, column, [row + 1 for row in rows], values, problem)


def _with_rows(
    tables: Mapping[str, pd.DataFrame], *names: str
) -> Iterator[tuple[str, pd.DataFrame]]:
    return ((name, tables[name]) for name in names if len(tables[name]))


def _repeated_keys(tables: Tables, _: Policy) -> Problems:
    for table, frame in _with_rows(tables, *KEYS):
        key = KEYS[table]
        named = frame[[name for name in key if name not in {"deal", "since"}]].notna().all(axis=1)
        repeated = frame.duplicated(list(key)) & named
        if repeated.any():
            own = pd.Series(frame.index, frame.index)
            first = own.groupby([frame[name] for name in key], dropna=False).transform("min")
            problems = [f"repeats the {', '.join(key)} of row {row + 1}" for row in first[repeated]]
            yield from _where(tables, table, repeated, key[0], problems)


def _dangling(tables: Tables, _: Policy) -> Problems:
    for table, column, referred, bad in dangling(tables):
        yield from _where(tables, table, bad, column, f"is no id of the table {referred}")


def dangling(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, str, str, pd.Series[bool]]]:
    """Yield table, column, table referred to and the rows whose id leads nowhere."""
    referred = [table for table, key in KEYS.items() if key == ("id",)]
    known = {table: pd.Index(tables[table]["id"].unique()) for table in referred}
    for table, frame in _with_rows(tables, *TABLES):
        for column in columns(table):
            if column.references:
                codes, ids = pd.factorize(frame[column.name])
                lost = np.append(known[column.references].get_indexer(ids) < 0, False)
                yield table, column.name, column.references, pd.Series(lost[codes], frame.index)


def _ends_before_it_begins(tables: Tables, _: Policy) -> Problems:
    for table, frame in _with_rows(tables, "people", "ties", "roles", "team"):
        wrong = ~(frame["since"] < frame["until"]) & frame["since"].notna() & frame["until"].notna()
        yield from _where(tables, table, wrong, "until", "must be later than since")


def _strength_out_of_kind(tables: Tables, policy: Policy) -> Problems:
    ties = tables["ties"]
    strength, kind = ties["strength"], ties["kind"]
    codes, texts = pd.factorize(strength)
    numbers = np.append(pd.to_numeric(texts.to_series(), errors="coerce"), np.nan)
    number = pd.Series(numbers[codes], strength.index)
    label = strength.notna() & number.isna()
    for closeness in (True, False):
        words = policy.closeness_labels if closeness else policy.strength_labels
        other = label & ((kind == "knows") == closeness) & kind.notna() & ~strength.isin(words)
        yield from _where(
            tables,
            "ties",
            other,
            "strength",
            f"does not fit the kind; labels are {', '.join(words)}",
        )
    negative = (number < 0) & (kind != "influences") & kind.notna()
    yield from _where(tables, "ties", negative, "strength", "may be negative for influences only")
    removed = (number == 0) & ties["deal"].isna()
    yield from _where(
        tables,
        "ties",
        removed,
        "strength",
        "removes a tie for a deal, but the row names none; leave the row out instead",
    )


def _knows_the_wrong_way(tables: Tables, _: Policy) -> Problems:
    ties = tables["ties"]
    knows = ties[ties["kind"] == "knows"]
    if knows.empty:
        return
    organization = tables["people"].drop_duplicates("id").set_index("id")["organization"]
    kind = tables["organizations"].drop_duplicates("id").set_index("id")["kind"]
    side = organization.map(kind)
    source, target = knows["source"].map(side), knows["target"].map(side)
    yield from _where(
        tables,
        "ties",
        source.notna() & (source != "vendor"),
        "source",
        "is not one of us; knows runs from one of us to a contact",
    )
    yield from _where(
        tables,
        "ties",
        target.notna() & ~target.isin(["customer", "partner"]),
        "target",
        "is no contact; knows runs from one of us to a customer's or partner's person",
    )


def _not_an_account(tables: Tables, _: Policy) -> Problems:
    account = account_of(tables["organizations"].drop_duplicates("id"))
    elsewhere = account.index[account.isna()]
    for table, frame in _with_rows(tables, "deals", "roles", "team"):
        other = frame["account"].isin(elsewhere)
        yield from _where(tables, table, other, "account", "is part of no account")
    deals = tables["deals"].drop_duplicates("id").set_index("id")["account"].map(account)
    for table, frame in _with_rows(tables, "roles", "team"):
        expected = frame["deal"].map(deals)
        foreign = expected.notna() & (frame["account"].map(account) != expected)
        yield from _where(tables, table, foreign, "deal", "is a deal of another account")


def _parents_in_a_circle(tables: Tables, _: Policy) -> Problems:
    organizations = tables["organizations"]
    circle = organizations["id"].isin(circling(organizations.drop_duplicates("id")))
    yield from _where(tables, "organizations", circle, "parent", "leads round in a circle")


def _interaction_of_two_minds(tables: Tables, _: Policy) -> Problems:
    for table, frame in _with_rows(tables, "interactions"):
        for column in ("date", "kind"):
            first = frame.groupby("id")[column].transform("first")
            other = first.notna() & frame[column].notna() & (frame[column] != first)
            yield from _where(
                tables, table, other, column, "differs from another row of this interaction"
            )


_STRICT: tuple[Callable[[Tables, Policy], Problems], ...] = (
    _repeated_keys,
    _ends_before_it_begins,
    _strength_out_of_kind,
    _knows_the_wrong_way,
    _not_an_account,
    _parents_in_a_circle,
    _interaction_of_two_minds,
)
