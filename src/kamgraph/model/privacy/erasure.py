"""A book without a person: all rows, references and mentions."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.errors import NotFoundError, quote
from kamgraph.model import tie_kinds
from kamgraph.model.columns import columns
from kamgraph.model.made_ids import remake_ids
from kamgraph.model.privacy.identifiers import Identifiers, find_identifiers
from kamgraph.model.privacy.mentions import Mentions
from kamgraph.model.tables import id_columns, nature, person_columns, unique_key

if TYPE_CHECKING:
    from collections.abc import Collection

    from kamgraph.model.checks import Tables


@dataclass(frozen=True, eq=False)
class Erasure:
    """The erasure of a person: what tells of them, and the tables on the way."""

    identifiers: Identifiers
    before: Tables
    kept: Tables  # without the person's rows, with all that texts say of them
    after: Tables


def erase(tables: Tables, person: str, *, keep_seat: bool = False) -> Erasure:
    """Leave nothing of a person in tables but, if asked, an anonymous seat."""
    if person not in list_people(tables):
        raise NotFoundError(f"{quote(person)} is no id of a person in the book")
    identifiers = find_identifiers(tables, person)
    mentions = Mentions(identifiers.sure)
    kept = _seat_nobody(tables, person) if keep_seat else drop_people(tables, [person])
    blanked = {
        name: remake_ids(name, rows, mentions.blank(name, rows)) for name, rows in kept.items()
    }
    after = {name: _drop_empty_columns(name, rows) for name, rows in blanked.items()}
    return Erasure(identifiers, tables, kept, after)


def list_people(tables: Tables) -> pd.Index[str]:
    """Return the ids of all people, those that are only referred to included."""
    ids = [rows[column] for name, rows in tables.items() for column in person_columns(name)]
    return pd.Index(pd.concat(ids).dropna().unique())


def drop_people(tables: Tables, people: Collection[str]) -> Tables:
    """Return tables without the rows of some people; references that may be empty are."""
    return {name: _drop_rows(name, rows, people) for name, rows in tables.items()}


def _drop_rows(table: str, rows: pd.DataFrame, people: Collection[str]) -> pd.DataFrame:
    for name, required in person_columns(table).items():
        theirs = rows[name].isin(people)
        if required or name in nature(table).made_of:
            rows = rows[~theirs]
        elif theirs.any():
            rows = rows.assign(**{name: rows[name].mask(theirs)})
            if name in (key := unique_key(table)):
                rows = _add_up(rows, [*key])
    return rows


def _add_up(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Make one row of the goals that only their owners told apart, for what they come to."""
    amount = rows.groupby(key, dropna=False)["amount"].transform("sum")
    return rows.assign(amount=amount).drop_duplicates(key)


def _seat_nobody(tables: Tables, person: str) -> Tables:
    """Put an anonymous seat in the place of a person."""
    known = list_people(tables)
    number = next(n for n in itertools.count(1) if f"erased-{n}" not in known)
    seat, ties = f"erased-{number}", tables["ties"]
    theirs = (ties[["source", "target"]] == person).any(axis=1)
    tables = tables | {"ties": ties[~(theirs & ties["kind"].isin(tie_kinds.CLOSENESS))]}
    seats = {
        name: _give_to_seat(name, rows, person, seat)
        for name, rows in tables.items()
        if nature(name).seat
    }
    people = seats["people"]
    name = people["name"].mask(people["id"] == seat, f"(erased {number})")
    return drop_people(tables | seats | {"people": people.assign(name=name)}, [person])


def _give_to_seat(table: str, rows: pd.DataFrame, person: str, seat: str) -> pd.DataFrame:
    """Give a person's rows to a seat, which keeps of them only what is structure."""
    own = rows[[name for name, required in person_columns(table).items() if required]]
    theirs = (own == person).any(axis=1)
    kept = {*nature(table).seat, *id_columns(table)}
    cells = {str(name): rows[name].mask(theirs) for name in rows if name not in kept}
    cells |= {name: rows[name].mask(rows[name] == person, seat) for name in person_columns(table)}
    return rows.assign(**cells)


def _drop_empty_columns(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out other columns without any values, as a book does."""
    known = {column.name for column in columns(table)}
    kept = [name for name in rows if name in known or rows[name].notna().any()]
    return rows[kept].reset_index(drop=True)
