"""Which scopes a graph holds: accounts, and deals of accounts."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.errors import ScopeError
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows, stack

if TYPE_CHECKING:
    from kamgraph.graph.facts import Facts
    from kamgraph.model.book import Book


def choose_scopes(book: Book, facts: Facts, account: str | None, deal: str | None) -> Rows:
    """Return the scopes asked for, as ``account`` and ``deal`` codes (-1: the account itself)."""
    if deal:
        chosen = _make_scope(*_find_deal(book, facts, account, deal))
    elif account is not None:
        chosen = _make_scope(_find_code(account, book.coded.accounts, "account"), NONE)
    elif deal is None:
        chosen = _list_scopes(book, facts)
    else:
        chosen = _list_accounts(book)
    return chosen.sort("account", "deal").with_columns(scope=np.arange(len(chosen)))


def _make_scope(account: int, deal: int) -> Rows:
    return Rows(account=np.array([account]), deal=np.array([deal]))


def _list_accounts(book: Book) -> Rows:
    accounts = np.arange(len(book.coded.accounts))
    return Rows(account=accounts, deal=np.full(len(accounts), NONE))


def _list_scopes(book: Book, facts: Facts) -> Rows:
    deals = facts.deals.with_columns(deal=np.arange(len(facts.deals)))
    deals = deals.take(deals["open"] & deals["seen"] & (deals["account"] >= 0))
    return stack([_list_accounts(book), deals.select("account", "deal")])


def _find_deal(book: Book, facts: Facts, account: str | None, deal: str) -> tuple[int, int]:
    code = _find_code(deal, pd.Index(book.deals["id"]), "deal")
    owner = int(facts.deals["account"][code])
    if owner < 0:
        raise ScopeError(f"deal '{deal}' belongs to no account of the book")
    accounts = book.coded.accounts
    if account is not None and _find_code(account, accounts, "account") != owner:
        raise ScopeError(f"deal '{deal}' belongs to account '{accounts[owner]}', not '{account}'")
    if not facts.deals["seen"][code]:
        created = book.deals["created"].iloc[code].date()
        raise ScopeError(f"deal '{deal}' was not there yet: it was created on {created}")
    return owner, code


def _find_code(name: str, known: pd.Index[str], noun: str) -> int:
    found = np.flatnonzero(np.asarray(known == name))
    if len(found):
        return int(found[0])
    near = difflib.get_close_matches(name, list(known), n=3) or list(known[:3])
    has = f"; it has {', '.join(near)}" if near else f"; it has no {noun} at all"
    raise ScopeError(f"the book has no {noun} '{name}'{has}")
