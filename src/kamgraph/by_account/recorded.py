"""Which families of facts the tables of a book record, whatever the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from kamgraph.by_account.frames import Frame, distinct, list_tables
from kamgraph.model import tie_kinds
from kamgraph.model.recorded import GRADES, MONEY

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXTS = {"levels": ("title", "level"), "functions": ("title", "function")}
_TIES = {"lines": tie_kinds.FORMAL, "influence": tie_kinds.MOVING}


def find_recorded(tables: Mapping[str, Any]) -> frozenset[str]:
    """Return the families of facts of which the tables hold anything, as graphs know them.

    A slice does not show what the whole book records, and what a slice has nothing of is told
    differently where nobody has ever recorded it, so every slice is told.

    Parameters
    ----------
    tables
        Table name → frame, as :func:`slices` takes them.
    """
    known = list_tables(tables)
    posts, ties, grades = _list_posts(known), known["ties"], known["assessments"]
    took_part = known["interactions"].join(_list_ours(known, posts), on="person", how="semi")
    found = [
        *((family, known[family]) for family in ("roles", "team", "deals", *MONEY)),
        ("contracts", _select_any(known["deals"], ("ends",))),
        *((family, _select_any(posts, columns)) for family, columns in _TEXTS.items()),
        *((family, _select_any(grades, (axis,))) for axis, family in GRADES.items()),
        *((family, _select_kinds(ties, kinds)) for family, kinds in _TIES.items()),
        ("acquaintance", _select_kinds(ties, tie_kinds.CLOSENESS)),
        ("acquaintance", took_part),
        ("interactions", took_part),
    ]
    some = [
        rows.head(1).with_columns(nw.lit(family).alias("family")).select("family")
        for family, rows in found
    ]
    return frozenset(nw.concat(some).collect("pandas").to_native()["family"])


def _list_posts(tables: Mapping[str, Frame]) -> Frame:
    """Return what people are or were, by columns of their own and by positions."""
    names = ("organization", "title", "function", "level")
    own = tables["people"].select(nw.col("id").alias("person"), *names)
    return nw.concat([own, tables["positions"].select("person", *names)])


def _list_ours(tables: Mapping[str, Frame], posts: Frame) -> Frame:
    """Return who is or ever was one of us."""
    vendors = tables["organizations"].filter(nw.col("kind") == "vendor").select("id")
    ours = posts.join(vendors, left_on="organization", right_on="id", how="semi")
    return distinct(ours.select("person"))


def _select_any(rows: Frame, columns: tuple[str, ...]) -> Frame:
    return rows.filter(
        nw.any_horizontal(*(~nw.col(name).is_null() for name in columns), ignore_nulls=True)
    )


def _select_kinds(ties: Frame, kinds: tuple[str, ...]) -> Frame:
    return ties.filter(nw.col("kind").is_in(kinds))
