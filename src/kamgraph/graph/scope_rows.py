"""The rows of any table as the scopes of a graph see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.codes import ACCOUNT, DEAL, ORIGINS
from kamgraph.graph.overlay import overlay_accounts, overlay_people
from kamgraph.model.accounts import account_of
from kamgraph.model.ids import NONE, NOWHERE
from kamgraph.model.rows import Rows
from kamgraph.model.span import has_begun, in_effect
from kamgraph.model.tables import account_column, list_event_days
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
    frame = _split_axes(_select_day(book, table, day))
    columns = {name: pd.factorize(frame[name])[0] for name in identity}
    codes = Rows(**columns, row=np.arange(len(frame)), deal=_find_deals(book, frame))
    if column := account_column(table):
        codes = codes.with_columns(account=_find_accounts(book, frame[column]))
        seen = overlay_accounts(codes, scopes, *identity)
    else:
        person = book.column("people", "id").array
        codes = codes.with_columns(person=pd.Index(person).get_indexer(pd.Index(frame["person"])))
        seen = overlay_people(codes, nodes, scopes, *identity)
    origin = np.array(ORIGINS, dtype=object)[np.where(seen["deal"] >= 0, DEAL, ACCOUNT)]
    places = {name: seen[name] for name in ("scope", "node") if name in seen.names}
    rows = frame.iloc[seen["row"]].reset_index(drop=True)
    return rows.assign(**places, origin=pd.array(origin, dtype="str"))


def _select_day(book: Book, table: str, day: dt.date | None) -> pd.DataFrame:
    """Return the rows of a table that have begun, and have not ended, on a day."""
    frame: pd.DataFrame = getattr(book, table)
    moment = None if day is None else pd.Timestamp(day)
    if "until" in frame:
        return frame[in_effect(frame, moment)]
    for of, column in list_event_days():
        if of == table:
            frame = frame[has_begun(frame[column], moment)]
    return frame


def _split_axes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each grade of the rows, with ``axis`` and ``grade``."""
    axes = list(AXES.words)
    if not {*axes} <= {*frame}:
        return frame
    others = [name for name in frame if name not in axes]
    long = frame.melt(others, axes, var_name="axis", value_name="grade")
    return long.dropna(subset="grade", ignore_index=True)


def _find_deals(book: Book, frame: pd.DataFrame) -> np.ndarray:
    """Return the deal of each row as a code, as ``model.coded`` has it."""
    if "deal" not in frame:
        return np.full(len(frame), NONE)
    found = pd.Index(book.column("deals", "id")).get_indexer(pd.Index(frame["deal"]))
    return np.where(frame["deal"].notna() & (found < 0), NOWHERE, found)


def _find_accounts(book: Book, units: pd.Series[str]) -> np.ndarray:
    account = units.map(account_of(book.organizations))
    return book.coded.accounts.get_indexer(pd.Index(account))
