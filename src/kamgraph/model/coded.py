"""A book's tables as arrays, with integer codes in place of ids and day numbers for dates."""

# A code is the position of an id in its canonical, sorted table, so that codes are ordered as ids
# are. -1 stands for a missing id and -2 for one that leads nowhere, in a lenient book.

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import pandas as pd

from kamgraph.model.accounts import account_places, find_depths, find_tops
from kamgraph.model.columnar.cells import fill, follow
from kamgraph.model.columnar.days import NO_DAY
from kamgraph.model.columnar.texts import Texts, join_texts
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.ids import NONE
from kamgraph.model.marks import Words
from kamgraph.model.placeholders import find_placeholders
from kamgraph.model.read_only import forbid_writing
from kamgraph.model.rows import Rows, stack
from kamgraph.model.sorting import list_distinct
from kamgraph.model.tables import account_column, first_day_column, id_columns
from kamgraph.model.title_readings import TitleReadings
from kamgraph.model.vocabulary import AXES, OPEN_STAGES, SIDES, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kamgraph.model.columnar.table import Table
    from kamgraph.model.ids import Ids
    from kamgraph.model.title_words import TitleList

Found = TypeVar("Found")

_EPOCH = dt.date(1970, 1, 1)
POSTS = ("people", "positions")  # the tables that say who works where
_POST = ("organization", "account", "side", "level", "since", "until", "successor")
ALWAYS, NEVER = -NO_DAY, NO_DAY  # day numbers before and after any date


def day_number(day: dt.date) -> int:
    """Return a date as the tables hold it: days since 1970."""
    return (day - _EPOCH).days


@dataclass(frozen=True, eq=False)
class Labels:
    """A column of few distinct texts: their codes (-1 missing) and the texts."""

    codes: np.ndarray
    texts: tuple[str, ...]

    def __post_init__(self) -> None:
        """Let nobody write what many share."""
        forbid_writing(self.codes)

    def values(self, meaning: Mapping[str, float]) -> np.ndarray:
        """Return what each row's text means; NaN where it is missing or has no meaning."""
        return np.array([*(meaning.get(text, np.nan) for text in self.texts), np.nan])[self.codes]

    def select(self, rows: np.ndarray) -> Labels:
        """Return the labels of some rows, with the texts of all."""
        return Labels(self.codes[rows], self.texts)

    def take(self, rows: np.ndarray) -> Labels:
        """Return the labels of some rows, with their texts alone."""
        codes = self.codes[rows]
        used = list_distinct(codes[codes >= 0])
        place = np.where(codes < 0, NONE, np.searchsorted(used, codes))
        return Labels(place, tuple(self.texts[code] for code in used.tolist()))


@dataclass(frozen=True, eq=False)
class Coded:
    """The tables of a book as arrays; each is an attribute, as in the book."""

    accounts: pd.Index[str]  # the ids of all accounts, sorted; account codes are positions in it
    tables: Mapping[str, Rows]
    strength: Labels  # of each tie: a number as text, or a label
    grades: Mapping[str, Labels]  # of the assessments, for each axis
    interaction_kind: Labels
    candidate_value: Labels
    # What people are or were: first each one by the columns of their own, then all positions.
    posts: Rows
    title: Labels  # of the posts
    function: Labels  # of the posts, as recorded
    names: Texts  # of the people
    # What titles tell, which parts of a book share, as they share the texts.
    readings: dict[TitleList, TitleReadings] = field(default_factory=dict)
    _kept: dict[str, tuple[object, Any]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Rows:
        """Return a table."""
        if name not in TABLES:
            raise AttributeError(f"there is no table '{name}'", name=name, obj=self)
        return self.tables[name]

    def read_titles(self, more: TitleList) -> TitleReadings:
        """Return what the titles tell by the library's words and some of one's own."""
        if more not in self.readings:
            self.readings[more] = TitleReadings(self.title.texts, self.function.texts, more)
        return self.readings[more]

    def find_placeholders(self, placeholders: tuple[str, ...]) -> np.ndarray:
        """Return which people are nobody, by the names that stand for a seat to be filled."""
        return self.keep("nobody", placeholders, lambda: self._find_nobody(placeholders))

    def _find_nobody(self, placeholders: tuple[str, ...]) -> np.ndarray:
        found = find_placeholders(self.names.texts.tolist(), placeholders)
        return follow(found, self.names.codes, missing=False)

    def keep(self, what: str, asked: object, find: Callable[[], Found]) -> Found:
        """Return what follows from the tables alone, worked out anew if asked otherwise."""
        # Graphs of one book on several days share it. There is one answer each, as policies that
        # somebody tries out must not fill the memory.
        known = self._kept.get(what)
        if known is None or known[0] != asked:
            known = self._kept[what] = (asked, find())
        return cast("Found", known[1])


@TABLES.remember
def reference_columns(table: str) -> dict[str, str]:
    """Return the table whose ids each coded column of a table holds."""
    # Which account a row belongs to stands under its own name, what it names as ``unit``.
    home = {account_column(table): "unit"}
    return {home.get(name, name): of for name, of in id_columns(table).items() if name != "id"}


def code_tables(tables: Mapping[str, Table], ids: Ids) -> Coded:
    """Return a book's canonical tables as arrays."""
    side = _code_words(tables["organizations"].texts("kind"), SIDES)
    parent = ids.codes("organizations", "parent")
    account = account_places(find_tops(parent), side == SIDES.words.index("customer"))
    roots = list_distinct(account[account >= 0])
    account = np.where(account < 0, NONE, np.searchsorted(roots, account)).astype(np.int32)
    rows = {
        name: code_rows(name, table, partial(ids.codes, name)) for name, table in tables.items()
    }
    rows["organizations"] = rows["organizations"].with_columns(
        account=account,  # -1 for those of no customer
        side=side,
        depth=find_depths(parent),  # 0 of an account, 1 of its units
    )
    for name in filter(account_column, tables):
        unit = rows[name][account_column(name) or ""]
        rows[name] = rows[name].with_columns(account=_look_up(account, unit), unit=unit)
    susceptibility = tables["people"].numbers("susceptibility").floats
    rows["people"] = rows["people"].with_columns(susceptibility=susceptibility)
    for name in POSTS:
        unit = rows[name]["organization"]
        rows[name] = rows[name].with_columns(
            account=_look_up(account, unit),  # -1 for other sides
            side=_look_up(side, unit),
            level=tables[name].numbers("level").floats,
        )
    stage = tables["deals"].texts("stage")
    is_open = stage.is_missing() | stage.is_in(OPEN_STAGES)
    rows["deals"] = rows["deals"].with_columns(open=is_open)
    ties, met = tables["ties"], tables["interactions"]
    confidence = ties.numbers("confidence")
    rows["ties"] = rows["ties"].with_columns(
        confidence=fill(confidence.floats, confidence.is_missing(), 1.0),
        row=np.arange(len(ties), dtype=np.int32),
    )
    rows["interactions"] = _spread_deals(
        rows["interactions"].with_columns(interaction=_number_events(met.texts("id")))
    )
    own = tables["organizations"].texts("id").take(roots)
    return Coded(
        accounts=pd.Index(own.to_pandas()),
        tables=rows,
        strength=_label(ties.texts("strength")),
        grades={axis: _label(tables["assessments"].texts(axis)) for axis in AXES.words},
        interaction_kind=_label(met.texts("kind")),
        candidate_value=_label(tables["candidates"].texts("value")),
        posts=stack_posts(rows),
        title=_label(join_texts([tables[name].texts("title") for name in POSTS])),
        function=_label(join_texts([tables[name].texts("function") for name in POSTS])),
        names=tables["people"].texts("name"),
    )


def stack_posts(rows: Mapping[str, Rows]) -> Rows:
    """Return what people are or were: each by the columns of their own, then all positions."""
    return stack([rows[name].select(*_POST) for name in POSTS])


def code_rows(name: str, table: Table, find_codes: Callable[[str], np.ndarray]) -> Rows:
    """Return the columns of a table that hold ids of others, closed words or days, as numbers."""
    coded: dict[str, np.ndarray] = {}
    for column in columns(name):
        words = column.mark(Words)
        if column.references:
            coded[column.name] = find_codes(column.name)
        elif column.kind == "day":  # a row without a first day was there always
            begins = column.name == first_day_column(name) and not column.required
            days = table.days(column.name)
            missing = ALWAYS if begins else NEVER
            coded[column.name] = fill(days.numbers, days.is_missing(), missing)
        elif words and not words.open:
            coded[column.name] = _code_words(table.texts(column.name), words.vocabulary)
    return Rows(**coded)


def _code_words(cells: Texts, vocabulary: Vocabulary) -> np.ndarray:
    """Return the place of each word in its vocabulary, with room for a set of them as bits."""
    return cells.find(vocabulary.words).astype(np.int32)


def _number_events(ids: Texts) -> np.ndarray:
    """Return which event each row is of, numbered as they come."""
    return pd.factorize(ids.codes)[0].astype(np.int32)


def _spread_deals(interactions: Rows) -> Rows:
    """Return interactions all of whose rows are about the deal that any of them names."""
    known = interactions.take(interactions["deal"] != NONE)
    if not len(known):
        return interactions
    deal = follow(known["deal"], interactions.locate(known, "interaction"))
    return interactions.with_columns(deal=deal)


def _look_up(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the values at some places, -1 where there is no place."""
    return follow(values, np.maximum(places, NONE))


def _label(cells: Texts) -> Labels:
    return Labels(cells.codes, tuple(cells.texts))
