"""The id of a person, an organization or a deal, by what people call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.errors import ScopeError, quote
from kamgraph.model.accounts import account_of
from kamgraph.model.arguments import NONE, check_argument
from kamgraph.model.book import Book
from kamgraph.model.names import Names, find_one
from kamgraph.model.tables import id_columns, tables_with_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


def find_by_name(
    book: Book, name: str, *, table: str = "people", account: str | None = None
) -> str:
    """Return the id of the one row that is called so.

    An id is returned as it is. Case, width and blanks of a name do not matter: who differ in them
    alone are of one name. A name that only comes close is never taken, but suggested.

    Parameters
    ----------
    book
        The facts.
    name
        What people call it, such as ``"Northgate Hospitals Group"``; or its id.
    table
        The table it is in: ``"people"``, ``"organizations"`` or ``"deals"``.
    account
        The id or name of an account, to look among its own people, units or deals alone.

    Raises
    ------
    ScopeError
        If nothing in the table is called so, or several are: the message lists ids with names; or
        if there is no such account.

    Examples
    --------
    >>> import kamgraph as k
    >>> k.find_by_name(k.load_demo(), "grace poon")
    'grace-poon'
    """
    check_argument(book, (Book,), "book is a Book", ScopeError)
    check_argument(name, (str,), "a name is a text", ScopeError)
    check_argument(account, (str, NONE), "an account is the id or name of one", ScopeError)
    if table not in tables_with_ids():
        raise ScopeError(
            f"{quote(table)} has no rows to be found by name; tables that have are "
            f"{', '.join(tables_with_ids())}"
        )
    tables = book.to_tables()
    names = Names.of(tables, table)
    if account is None:
        return find_one(names, name)
    whole = find_one(name_accounts(book), account)
    return find_one(names.among(_list_of(tables, table, whole)), name)


def name_accounts(book: Book) -> Names:
    """Return the names of all accounts and their units."""
    units = account_of(book.organizations).dropna().index
    return Names.of(book.to_tables(), "organizations").among(units, "account")


def _list_of(tables: Mapping[str, pd.DataFrame], table: str, account: str) -> list[str]:
    """Return the ids of a table's rows that belong to an account."""
    whole = account_of(tables["organizations"])
    frame = tables[table]
    place = next(of for of in id_columns(table) if id_columns(table)[of] == "organizations")
    return frame["id"][(frame[place].map(whole) == whole[account]).to_numpy()].tolist()
