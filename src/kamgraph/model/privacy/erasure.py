"""A book without a person: all rows, references and mentions."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from kamgraph.errors import ScopeError
from kamgraph.model import tie_kinds
from kamgraph.model.columns import columns
from kamgraph.model.privacy.mentions import Mentions
from kamgraph.model.rules import Draft

if TYPE_CHECKING:
    from collections.abc import Collection

    from kamgraph.model.book import Book
    from kamgraph.model.checks import Tables

AnyBook = TypeVar("AnyBook", bound="Book")

_MEMBERSHIP = {"person", "account", "deal", "role", "since", "until"}
_STRUCTURE = {
    "people": {"name", "organization", "function", "level", "since", "until", "successor"},
    "ties": {"source", "target", "kind", "deal", "strength", "confidence", "since", "until"},
    "roles": _MEMBERSHIP,
    "team": _MEMBERSHIP,
}


def erase(book: AnyBook, person: str, *, keep_seat: bool = False) -> AnyBook:
    """Return a book in which nothing is left of a person.

    Gone are the person's row and every row about them: ties, roles, team, assessments, targets,
    interactions. Where they were somebody's successor or assessor the cell is empty. Mentions of
    their name, id and mail addresses (of other columns of their row) in free text, other columns
    included, read ``[erased]``: found are whole words in any case, width and spacing; in scripts
    without blanks between words, any place where the characters stand.

    What cannot be found: a first name alone, nicknames, initials, another order of the name, a
    misspelling, a name in another script, within an id or the name of another person; and
    whatever describes somebody without naming them. A short name that is also a word is found
    where it is meant as a word.

    Parameters
    ----------
    book
        The book.
    person
        The person's id.
    keep_seat
        Keep the structure as an anonymous seat with a new id such as ``erased-1``: organization,
        function, level and dates, successor, decision and team roles, and ties other than
        acquaintance, without evidence. Title, susceptibility, assessments, targets, interactions
        and all other columns are gone all the same.

    Returns
    -------
    Book
        The new book. The participants left in an interaction count as fewer, so acquaintance
        observed in it may be closer.

    Raises
    ------
    ScopeError
        If the book knows no such person.
    """
    tables = book.to_tables()
    if person not in people_ids(tables):
        raise ScopeError(f"'{person}' is no id of a person in the book")
    mentions = Mentions(_known_as(tables["people"], person))
    tables = _with_seat(tables, person) if keep_seat else without_people(tables, [person])
    blanked = {name: mentions.blanked(name, rows) for name, rows in tables.items()}
    return type(book)(Draft({name: _tidy(name, rows) for name, rows in blanked.items()}))


def people_ids(tables: Tables) -> pd.Index[str]:
    """Return the ids of all people, those that are only referred to included."""
    ids = [rows[one] for name, rows in tables.items() for one, _ in _person_columns(name)]
    return pd.Index(pd.concat(ids).dropna().unique())


def without_people(tables: Tables, people: Collection[str]) -> Tables:
    """Return tables without the rows of some people; references that may be empty are."""
    return {name: _without(name, rows, people) for name, rows in tables.items()}


def _without(table: str, rows: pd.DataFrame, people: Collection[str]) -> pd.DataFrame:
    for name, required in _person_columns(table):
        theirs = rows[name].isin(people)
        rows = rows[~theirs] if required else rows.assign(**{name: rows[name].mask(theirs)})
    return rows


def _person_columns(table: str) -> list[tuple[str, bool]]:
    """Return the columns of people's ids, each with whether it must not be empty."""
    found = [(one.name, one.required) for one in columns(table) if one.references == "people"]
    return [("id", True), *found] if table == "people" else found


def _known_as(people: pd.DataFrame, person: str) -> list[str]:
    """Return what texts may call a person: id, name, and mail addresses in other columns."""
    row = people[people["id"] == person]
    others = row.columns.difference([column.name for column in columns("people")])
    mail = [text for text in row[others].to_numpy().ravel() if "@" in str(text)]
    return [person, *row["name"], *mail]


def _with_seat(tables: Tables, person: str) -> Tables:
    """Put an anonymous seat in the place of a person."""
    taken = people_ids(tables)
    number = next(n for n in itertools.count(1) if f"erased-{n}" not in taken)
    ties = tables["ties"]
    known = ties["kind"].isin(tie_kinds.CLOSENESS) & (ties[["source", "target"]] == person).any(
        axis=1
    )
    tables = tables | {"ties": ties[~known]}
    seats = {name: _reseated(name, tables[name], person, f"erased-{number}") for name in _STRUCTURE}
    people = seats["people"]
    seat = people["id"] == f"erased-{number}"
    seats["people"] = people.assign(name=people["name"].mask(seat, f"(erased {number})"))
    return without_people(tables | seats, [person])


def _reseated(table: str, rows: pd.DataFrame, person: str, seat: str) -> pd.DataFrame:
    """Give a person's rows to a seat, which keeps of them only what is structure."""
    ids = [name for name, _ in _person_columns(table)]
    own = rows[[name for name, required in _person_columns(table) if required]]
    theirs = (own == person).any(axis=1)
    personal = [name for name in rows if name not in {*_STRUCTURE[table], *ids}]
    cells = {name: rows[name].mask(rows[name] == person, seat) for name in ids}
    cells |= {str(name): rows[name].mask(theirs) for name in personal}
    return rows.assign(**cells)


def _tidy(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out other columns without any values, as a book does."""
    known = {column.name for column in columns(table)}
    kept = [name for name in rows if name in known or rows[name].notna().any()]
    return rows[kept].reset_index(drop=True)
