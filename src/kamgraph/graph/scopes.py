"""Which scopes a graph holds: accounts, units of them, and deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.errors import ScopeError, quote
from kamgraph.graph.units import find_tops, is_part
from kamgraph.model.ids import NONE
from kamgraph.model.names import Names, say_unknown
from kamgraph.model.rows import Rows, stack

if TYPE_CHECKING:
    from kamgraph.model.book import Book
    from kamgraph.model.coded import Coded


def choose_scopes(book: Book, deals: Rows, account: str | None, deal: str | None) -> Rows:
    """Return the scopes asked for, as codes of ``account``, ``unit`` and ``deal`` (-1: none)."""
    # The unit is the organization whose scope it is: the account itself, a part of it, or what the
    # deal names.
    if deal:
        chosen = _list_deals(deals).take(np.array([_find_deal(book, deals, account, deal)]))
    elif account is not None:
        chosen = _list_units(book.coded, np.array([_find_unit(book, account)]))
    else:
        chosen = _list_units(book.coded, find_tops(book.coded.organizations))
        if deal is None:
            open_ones = deals["open"] & deals["seen"] & (deals["account"] >= 0)
            chosen = stack([chosen, _list_deals(deals).take(open_ones)])
    return chosen.sort("account", "deal").with_columns(scope=np.arange(len(chosen)))


def name_scopes(coded: Coded, scopes: Rows) -> np.ndarray:
    """Return the organization that each scope is listed under: its unit, or a deal's account."""
    tops = find_tops(coded.organizations)
    return np.where(scopes["deal"] < 0, scopes["unit"], tops[scopes["account"]])


def _list_units(coded: Coded, units: np.ndarray) -> Rows:
    return Rows(account=coded.organizations["account"][units], unit=units).with_columns(deal=NONE)


def _list_deals(deals: Rows) -> Rows:
    return deals.select("account", "unit").with_columns(deal=np.arange(len(deals)))


def _find_unit(book: Book, account: str) -> int:
    """Return the organization that is an account, or a unit of one."""
    found = book.find_place("organizations", account)
    if found < 0 or book.coded.organizations["account"][found] < 0:
        names = Names.of(book.to_tables(), "organizations")
        raise say_unknown(account, names.among(book.coded.accounts, "account"))
    return found


def _find_deal(book: Book, deals: Rows, account: str | None, deal: str) -> int:
    found = book.find_place("deals", deal)
    if found < 0:
        raise say_unknown(deal, Names.of(book.to_tables(), "deals"))
    if deals["account"][found] < 0:
        raise ScopeError(f"deal {quote(deal)} belongs to no account of the book")
    unit = deals["unit"][[found]]
    if account is not None:
        whole = _find_unit(book, account)
        if not is_part(book.coded.organizations, unit, whole).all():
            owner = book.column("organizations", "id").iloc[unit[0]]
            raise ScopeError(
                f"deal {quote(deal)} belongs to account {quote(owner)}, not {quote(account)}"
            )
    if not deals["seen"][found]:
        created = book.column("deals", "created").iloc[found].date()
        raise ScopeError(f"deal {quote(deal)} was not there yet: it was created on {created}")
    return found
