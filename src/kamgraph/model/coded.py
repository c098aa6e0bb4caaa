"""A book's tables as arrays, with integer codes in place of ids and day numbers for dates.

A code is the position of an id in its canonical, sorted table, so that codes are ordered as
ids are. -1 stands for a missing id and -2 for one that leads nowhere, in a lenient book.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.accounts import account_places, topmost
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import (
    AXES,
    DECISION_ROLES,
    OPEN_STAGES,
    SIDES,
    TEAM_ROLES,
    TIE_KINDS,
    Vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.model.ids import Ids

_EPOCH = dt.date(1970, 1, 1)
ALWAYS, NEVER = -(2**40), 2**40  # day numbers before and after any date


def day_number(day: dt.date) -> int:
    """Return a date as the tables hold it: days since 1970."""
    return (day - _EPOCH).days


@dataclass(frozen=True, eq=False)
class Labels:
    """A column of few distinct texts: their codes (-1 missing) and the texts."""

    codes: np.ndarray
    texts: tuple[str, ...]

    def values(self, meaning: Mapping[str, float]) -> np.ndarray:
        """Return what each row's text means; NaN where it is missing or has no meaning."""
        return np.array([*(meaning.get(text, np.nan) for text in self.texts), np.nan])[self.codes]


@dataclass(frozen=True, eq=False)
class Coded:
    """The tables of a book as arrays.

    Parameters
    ----------
    accounts
        The ids of all accounts, sorted; account codes are positions in it.
    people
        ``account`` (-1 for other sides), ``side`` (code), ``susceptibility``, ``since``,
        ``until``, ``successor``.
    deals
        ``account``, ``open``, ``created``.
    ties
        ``source``, ``target``, ``kind``, ``deal``, ``confidence``, ``since``, ``until``, ``row``.
    strength
        The strength of each tie: a number as text, or a label.
    roles, team
        ``person``, ``account``, ``deal``, ``role``, ``since``, ``until``.
    assessments
        ``person``, ``deal``, ``date``.
    grades
        For each axis the grades of the assessments.
    interactions
        ``interaction``, ``person``, ``date``.
    interaction_kind
        The kind of each row of interactions.
    """

    accounts: pd.Index[str]
    people: Rows
    deals: Rows
    ties: Rows
    strength: Labels
    roles: Rows
    team: Rows
    assessments: Rows
    grades: dict[str, Labels]
    interactions: Rows
    interaction_kind: Labels


def coded(tables: Mapping[str, pd.DataFrame], ids: Ids) -> Coded:
    """Return a book's canonical tables as arrays."""
    organizations, people, deals = (tables[name] for name in ("organizations", "people", "deals"))
    side = _words(organizations["kind"], SIDES)
    top = topmost(ids.codes("organizations", "parent"))
    account = account_places(top, side == SIDES.words.index("customer"))
    roots = np.unique(account[account >= 0])
    unit_account = np.where(account < 0, NONE, np.searchsorted(roots, account))
    unit = ids.codes("people", "organization")
    ties, judged, met = tables["ties"], tables["assessments"], tables["interactions"]
    return Coded(
        accounts=pd.Index(organizations["id"].array[roots]),
        people=Rows(
            account=_at(unit_account, unit),
            side=_at(side, unit),
            susceptibility=people["susceptibility"].to_numpy(),
            successor=ids.codes("people", "successor"),
            **_span(people),
        ),
        deals=Rows(
            account=_at(unit_account, ids.codes("deals", "account")),
            open=(deals["stage"].isna() | deals["stage"].isin(OPEN_STAGES)).to_numpy(),
            created=_days(deals["created"], ALWAYS),
        ),
        ties=Rows(
            source=ids.codes("ties", "source"),
            target=ids.codes("ties", "target"),
            kind=_words(ties["kind"], TIE_KINDS),
            deal=ids.codes("ties", "deal"),
            confidence=ties["confidence"].fillna(1.0).to_numpy(),
            row=np.arange(len(ties)),
            **_span(ties),
        ),
        strength=_labels(ties["strength"]),
        roles=_parts("roles", tables, ids, unit_account, DECISION_ROLES),
        team=_parts("team", tables, ids, unit_account, TEAM_ROLES),
        assessments=Rows(
            person=ids.codes("assessments", "person"),
            deal=ids.codes("assessments", "deal"),
            date=_days(judged["date"], NEVER),
        ),
        grades={axis: _labels(judged[axis]) for axis in AXES.words},
        interactions=Rows(
            interaction=pd.factorize(met["id"])[0],
            person=ids.codes("interactions", "person"),
            date=_days(met["date"], NEVER),
        ),
        interaction_kind=_labels(met["kind"]),
    )


def _words(words: pd.Series[str], vocabulary: Vocabulary) -> np.ndarray:
    codes, distinct = pd.factorize(words)
    return np.append(pd.Index(vocabulary.words).get_indexer(pd.Index(distinct)), NONE)[codes]


def _at(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the values at some places, -1 where there is no place."""
    return np.append(values, NONE)[np.where(places < 0, len(values), places)]


def _days(dates: pd.Series[pd.Timestamp], missing: int) -> np.ndarray:
    days = dates.to_numpy().astype("datetime64[D]").astype(np.int64)
    return np.where(dates.isna(), missing, days)


def _span(table: pd.DataFrame) -> dict[str, np.ndarray]:
    return {"since": _days(table["since"], ALWAYS), "until": _days(table["until"], NEVER)}


def _labels(texts: pd.Series[str]) -> Labels:
    codes, distinct = pd.factorize(texts)
    return Labels(codes, tuple(distinct))


def _parts(
    name: str,
    tables: Mapping[str, pd.DataFrame],
    ids: Ids,
    unit_account: np.ndarray,
    words: Vocabulary,
) -> Rows:
    table = tables[name]
    return Rows(
        person=ids.codes(name, "person"),
        account=_at(unit_account, ids.codes(name, "account")),
        deal=ids.codes(name, "deal"),
        role=_words(table["role"], words),
        **_span(table),
    )
