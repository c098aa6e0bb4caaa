"""The accounts of a book, and changes of rows as they come in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.model.book import Book


class Change(BaseModel):
    """Rows that come and rows that go, by table, and the versions that accounts must be of."""

    model_config = ConfigDict(extra="forbid")

    rows: dict[str, list[dict[str, Any]]] = {}
    gone: dict[str, list[str] | list[dict[str, Any]]] = {}
    expecting: dict[str, str] = {}


def list_accounts(book: Book) -> list[dict[str, str]]:
    """Return id and name of every account."""
    accounts = book.organizations
    accounts = accounts[(accounts["kind"] == "customer") & accounts["parent"].isna()]
    return accounts[["id", "name"]].to_dict(orient="records")


def make_tables(rows: Mapping[str, list[Any]]) -> dict[str, Any]:
    """Return rows by table as what a store takes: frames, or lists of ids."""
    return {
        name: some if some and isinstance(some[0], str) else pd.DataFrame(some, dtype=object)
        for name, some in rows.items()
    }
