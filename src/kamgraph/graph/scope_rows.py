"""The rows of any table as the scopes of a graph see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from kamgraph.errors import ScopeError
from kamgraph.graph.codes import ACCOUNT, CUSTOMER, DEAL, ORIGINS, PARTNER
from kamgraph.graph.overlay import add_deal_scopes, add_depths, keep_deepest, overlay_people
from kamgraph.graph.units import list_sight
from kamgraph.model.dtypes import TEXT
from kamgraph.model.ids import NONE, NOWHERE
from kamgraph.model.rows import Rows
from kamgraph.model.sorting import list_distinct
from kamgraph.model.span import has_begun, in_effect
from kamgraph.model.tables import (
    about_column,
    account_column,
    first_day_column,
    later_day_columns,
    list_required,
    nature,
    person_columns,
    tables_with,
)
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.model.book import Book


def see_rows(
    book: Book,
    day: dt.date | None,
    scopes: Rows,
    nodes: Rows,
    table: str,
    identity: tuple[str, ...],
) -> pd.DataFrame:
    """Return the rows of a table as scopes see them on a day, see ``RelationshipGraph.rows``."""
    frame = _split_axes(_select_day(_list_rows(book, nodes, table), table, day))
    seen = _find_seen(book, frame, scopes, nodes, table, identity or _list_identity(table))
    origin = np.array(ORIGINS, dtype=object)[np.where(seen["deal"] >= 0, DEAL, ACCOUNT)]
    places = {name: seen[name] for name in ("scope", "node") if name in seen.names}
    rows = frame.iloc[seen["row"]].reset_index(drop=True)
    return rows.assign(**places, origin=pd.array(origin, dtype=TEXT))


def _find_seen(
    book: Book,
    frame: pd.DataFrame,
    scopes: Rows,
    nodes: Rows,
    table: str,
    identity: tuple[str, ...],
) -> Rows:
    """Return which row is seen in which scope, by what the table's rows belong to."""
    columns = {name: pd.factorize(frame[name])[0] for name in identity}
    needed, about, column = list_required(table), about_column(table), account_column(table)
    codes = Rows(
        **columns,
        row=np.arange(len(frame)),
        deal=_find_places(book, frame, "deals", "deal"),
        unit=_find_places(book, frame, "organizations", column),
    )
    sight = list_sight(book.coded.organizations, scopes)
    if column in needed or (column and not about):
        return keep_deepest(add_depths(codes, scopes, sight), "scope", *identity)
    if about:
        codes = codes.with_columns(person=_find_people(book, frame[about]))
    if "deal" in needed and about not in needed:  # whether or not its person is there
        seen = add_deal_scopes(codes, scopes)
        return _add_nodes(seen, nodes) if about else seen
    if about:
        seen = overlay_people(codes, nodes, scopes, sight, *identity)
        others = [name for name in person_columns(table) if name in needed - {about}]
        for name in others:
            seen = _drop_strangers(seen, nodes, _find_people(book, frame[name]))
        return _drop_events_elsewhere(seen, nodes, frame) if nature(table).shared else seen
    message = f"'{table}' is in no scope: its rows need not name an account, a deal or a person"
    raise ScopeError(message)


def _list_identity(table: str) -> tuple[str, ...]:
    """Return what a deal's row and the account's that it replaces have in common."""
    key = nature(table).key if nature(table).unique else nature(table).slot
    return tuple(name for name in key if name != "deal")


def _add_nodes(seen: Rows, nodes: Rows) -> Rows:
    """Return rows with the node of their person, -1 where nobody in the scope is named."""
    return seen.with_columns(node=seen.locate(nodes, "scope", "person"))


def _drop_strangers(seen: Rows, nodes: Rows, others: np.ndarray) -> Rows:
    """Leave out what people of other firms have with somebody who is not in the scope."""
    # One of us is in many scopes, and in each only what concerns its people is to be seen.
    pairs = seen.select("scope").with_columns(person=others[seen["row"]])
    return seen.take(nodes["own"][seen["node"]] | pairs.is_in(nodes, "scope", "person"))


def _drop_events_elsewhere(seen: Rows, nodes: Rows, frame: pd.DataFrame) -> Rows:
    """Leave out events in which nobody of a customer or partner who is in the scope took part."""
    # So that of one of us it is not seen whom they met in a thousand other accounts.
    seen = seen.with_columns(event=pd.factorize(frame["id"])[0][seen["row"]])
    met = seen.take(np.isin(nodes["side"], (CUSTOMER, PARTNER))[seen["node"]])
    return seen.take(seen.is_in(met, "scope", "event"))


def _list_rows(book: Book, nodes: Rows, table: str) -> pd.DataFrame:
    """Return the rows of a table, of one of people alone those about some of the nodes."""
    about, needed = about_column(table), list_required(table)
    if about not in needed or account_column(table) in needed or nature(table).shared:
        return cast("pd.DataFrame", getattr(book, table))
    if about == "id":
        return book.rows_at(table, list_distinct(nodes["person"]))
    asked = np.zeros(len(book.coded.people) + 1, dtype=bool)  # the last for ids that lead nowhere
    asked[nodes["person"]] = True
    person = np.maximum(book.coded.tables[table][about], NONE)
    return book.rows_at(table, np.flatnonzero(asked[person]))


def _select_day(frame: pd.DataFrame, table: str, day: dt.date | None) -> pd.DataFrame:
    """Return the rows of a table that hold, or have begun, as they were known on a day."""
    if day is None:
        return frame
    moment, first = pd.Timestamp(day), first_day_column(table)
    if table in tables_with("since", "until"):
        frame = frame[in_effect(frame, moment)]
    elif first:
        frame = frame[has_begun(frame[first], moment)]
    later = {name: frame[name].mask(frame[name] > moment) for name in later_day_columns(table)}
    return frame.assign(**later)


def _split_axes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each grade of the rows, with ``axis`` and ``grade``."""
    axes = list(AXES.words)
    if not {*axes} <= {*frame}:
        return frame
    held = frame[axes].notna().to_numpy().T
    grades = np.concatenate([frame[axis].array for axis in axes])[held.ravel()]
    rows, words = np.nonzero(held)[1], np.repeat(axes, held.sum(axis=1))
    long = frame.drop(columns=axes).iloc[rows].reset_index(drop=True)
    return long.assign(axis=pd.array(words, dtype=TEXT), grade=pd.array(grades, dtype=TEXT))


def _find_places(book: Book, frame: pd.DataFrame, table: str, column: str | None) -> np.ndarray:
    """Return what each row names in a column as a code, as ``model.coded`` has it."""
    if column not in frame:
        return np.full(len(frame), NONE)
    found = pd.Index(book.column(table, "id")).get_indexer(pd.Index(frame[column]))
    return np.where(frame[column].notna() & (found < 0), NOWHERE, found)


def _find_people(book: Book, ids: pd.Series[str]) -> np.ndarray:
    return pd.Index(book.column("people", "id").array).get_indexer(pd.Index(ids))
