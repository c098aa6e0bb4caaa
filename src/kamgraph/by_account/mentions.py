"""The rows of everybody and everything that the rows of an account name besides."""

# So that an assessor has a name and a side, and another account's deal an account.

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from kamgraph.by_account.frames import distinct
from kamgraph.by_account.parts import FOR_ACCOUNT
from kamgraph.model.entities import TABLES
from kamgraph.model.tables import POSTS, id_columns, nature, person_ends

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.by_account.cut import Cut
    from kamgraph.by_account.frames import Frame


def add_mentions(cut: Cut, rows: Mapping[str, Frame]) -> dict[str, Frame]:
    """Return the rows of every table with those that they name."""
    found = dict(rows)
    # What is added may name what a table before it holds: a deal names an account.
    for of in reversed([table for table in TABLES if table in _REFERRED]):
        named = _find_named(found, of)
        if of == "organizations":
            above = named.rename({"id": "unit"}).join(cut.above, on="unit")
            named = distinct(nw.concat([named, above.select(FOR_ACCOUNT, "id")]))
        new = named.join(found[of].select(FOR_ACCOUNT, "id"), on=[FOR_ACCOUNT, "id"], how="anti")
        new = cut.engine.keep(new)
        for name, column in POSTS if of == "people" else ((of, "id"),):
            more = new.rename({"id": column} if column != "id" else {})
            more = more.join(cut.tables[name], on=column).select(_list_columns(cut, name))
            found[name] = nw.concat([found[name].select(_list_columns(cut, name)), more])
    return found


def _find_named(rows: Mapping[str, Frame], of: str) -> Frame:
    """Return which rows of a table those of all tables name: ``for_account``, ``id``."""
    named = [
        rows[name].select(FOR_ACCOUNT, nw.col(column).alias("id"))
        for name in TABLES
        for column in _list_naming(name, of)
    ]
    return distinct(nw.concat(named).drop_nulls())


def _list_naming(name: str, of: str) -> list[str]:
    """Return the columns in which a table names rows of another that need not be there anyway."""
    there = () if nature(name).shared else person_ends(name)  # members, all of them
    return [
        column
        for column, table in id_columns(name).items()
        if table == of and column != "id" and column not in there
    ]


def _list_columns(cut: Cut, name: str) -> list[str]:
    return [FOR_ACCOUNT, *cut.tables[name].collect_schema().names()]


_REFERRED = {of for name in TABLES for column, of in id_columns(name).items() if column != "id"}
