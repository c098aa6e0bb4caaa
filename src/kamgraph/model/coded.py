"""A book's tables as arrays, with integer codes in place of ids and day numbers for dates."""

# A code is the position of an id in its canonical, sorted table, so that codes are ordered as ids
# are. -1 stands for a missing id and -2 for one that leads nowhere, in a lenient book.

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.accounts import account_places, find_depths, find_tops
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.ids import NONE
from kamgraph.model.marks import Words
from kamgraph.model.placeholders import find_placeholders
from kamgraph.model.read_only import forbid_writing
from kamgraph.model.rows import Rows, stack
from kamgraph.model.tables import account_column, first_day_column
from kamgraph.model.title_readings import TitleReadings
from kamgraph.model.vocabulary import AXES, OPEN_STAGES, SIDES, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.model.ids import Ids
    from kamgraph.model.title_words import TitleList

_EPOCH = dt.date(1970, 1, 1)
_POSTS = ("people", "positions")
_POST = ("organization", "account", "side", "level", "since", "until", "successor")
ALWAYS, NEVER = -(2**40), 2**40  # day numbers before and after any date


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
    names: pd.Series[str]  # of the people
    _readings: dict[TitleList, TitleReadings] = field(default_factory=dict)
    _nobody: dict[tuple[str, ...], np.ndarray] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Rows:
        """Return a table."""
        if name not in TABLES:
            raise AttributeError(f"there is no table '{name}'", name=name, obj=self)
        return self.tables[name]

    def read_titles(self, more: TitleList) -> TitleReadings:
        """Return what the titles tell by the library's words and some of one's own."""
        if more not in self._readings:
            self._readings[more] = TitleReadings(self.title.texts, self.function.texts, more)
        return self._readings[more]

    def find_placeholders(self, placeholders: tuple[str, ...]) -> np.ndarray:
        """Return which people are nobody, by the names that stand for a seat to be filled."""
        if placeholders not in self._nobody:
            self._nobody[placeholders] = find_placeholders(self.names.tolist(), placeholders)
        return self._nobody[placeholders]


def code_tables(tables: Mapping[str, pd.DataFrame], ids: Ids) -> Coded:
    """Return a book's canonical tables as arrays."""
    organizations, people, deals = (tables[name] for name in ("organizations", "people", "deals"))
    side = _code_words(organizations["kind"], SIDES)
    parent = ids.codes("organizations", "parent")
    account = account_places(find_tops(parent), side == SIDES.words.index("customer"))
    roots = np.unique(account[account >= 0])
    account = np.where(account < 0, NONE, np.searchsorted(roots, account))
    rows = {name: _code_rows(name, table, ids) for name, table in tables.items()}
    rows["organizations"] = rows["organizations"].with_columns(
        account=account,  # -1 for those of no customer
        side=side,
        depth=find_depths(parent),  # 0 of an account, 1 of its units
    )
    for name in filter(account_column, tables):
        unit = rows[name][account_column(name) or ""]
        rows[name] = rows[name].with_columns(account=_look_up(account, unit), unit=unit)
    rows["people"] = rows["people"].with_columns(susceptibility=people["susceptibility"].to_numpy())
    for name in _POSTS:
        unit = rows[name]["organization"]
        rows[name] = rows[name].with_columns(
            account=_look_up(account, unit),  # -1 for other sides
            side=_look_up(side, unit),
            level=tables[name]["level"].to_numpy(dtype=np.float64, na_value=np.nan),
        )
    is_open = deals["stage"].isna() | deals["stage"].isin(OPEN_STAGES)
    rows["deals"] = rows["deals"].with_columns(open=is_open.to_numpy())
    rows["ties"] = rows["ties"].with_columns(
        confidence=tables["ties"]["confidence"].fillna(1.0).to_numpy(),
        row=np.arange(len(tables["ties"])),
    )
    met = tables["interactions"]
    rows["interactions"] = _spread_deals(
        rows["interactions"].with_columns(interaction=pd.factorize(met["id"])[0])
    )
    return Coded(
        accounts=pd.Index(organizations["id"].array[roots]),
        tables=rows,
        strength=_code_labels(tables["ties"]["strength"]),
        grades={axis: _code_labels(tables["assessments"][axis]) for axis in AXES.words},
        interaction_kind=_code_labels(met["kind"]),
        candidate_value=_code_labels(tables["candidates"]["value"]),
        posts=stack([rows[name].select(*_POST) for name in _POSTS]),
        title=_code_labels(pd.concat([tables[name]["title"] for name in _POSTS])),
        function=_code_labels(pd.concat([tables[name]["function"] for name in _POSTS])),
        names=people["name"],
    )


def _code_rows(name: str, table: pd.DataFrame, ids: Ids) -> Rows:
    """Return the columns of a table that hold ids of others, closed words or days, as numbers."""
    coded: dict[str, np.ndarray] = {}
    for column in columns(name):
        words = column.mark(Words)
        if column.references:
            coded[column.name] = ids.codes(name, column.name)
        elif column.kind == "day":  # a row without a first day was there always
            begins = column.name == first_day_column(name) and not column.required
            missing = ALWAYS if begins else NEVER
            coded[column.name] = _number_days(table[column.name], missing)
        elif words and not words.open:
            coded[column.name] = _code_words(table[column.name], words.vocabulary)
    return Rows(**coded)


def _spread_deals(interactions: Rows) -> Rows:
    """Return interactions all of whose rows are about the deal that any of them names."""
    known = interactions.take(interactions["deal"] != NONE)
    deal = np.append(known["deal"], NONE)[interactions.locate(known, "interaction")]
    return interactions.with_columns(deal=deal)


def _code_words(words: pd.Series[str], vocabulary: Vocabulary) -> np.ndarray:
    codes, distinct = pd.factorize(words)
    return np.append(pd.Index(vocabulary.words).get_indexer(pd.Index(distinct)), NONE)[codes]


def _look_up(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the values at some places, -1 where there is no place."""
    return np.append(values, NONE)[np.where(places < 0, len(values), places)]


def _number_days(dates: pd.Series[pd.Timestamp], missing: int) -> np.ndarray:
    days = dates.to_numpy().astype("datetime64[D]").astype(np.int64)
    return np.where(dates.isna(), missing, days)


def _code_labels(texts: pd.Series[str]) -> Labels:
    codes, distinct = pd.factorize(texts)
    return Labels(codes, tuple(distinct))
