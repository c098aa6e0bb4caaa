"""The rules that rows of a book obey together: each yields the rows that break it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.accounts import account_of, circling
from kamgraph.model.columns import columns
from kamgraph.model.entities import KEYS, TABLES
from kamgraph.model.ids import NOWHERE, Ids
from kamgraph.model.problems import Problems, problems_of_rows
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kamgraph.model.policy import Policy

_KNOWS = (
    ("source", ("vendor",), "is not one of us; knows runs from one of us to a contact"),
    (
        "target",
        ("customer", "partner"),
        "is no contact; knows runs from one of us to a customer's or partner's person",
    ),
)


@dataclass(frozen=True)
class Draft:
    """What is to become a book: tables of clean columns, whose rows may not fit together."""

    tables: Mapping[str, pd.DataFrame]
    ids: Ids
    policy: Policy

    def where(
        self, table: str, bad: np.ndarray | pd.Series[bool], column: str, problem: str | list[str]
    ) -> Problems:
        """Yield the rows of a table on which a rule found a problem, if there are any."""
        rows = np.flatnonzero(bad)
        if len(rows):
            values = self.tables[table][column].iloc[rows]
            yield problems_of_rows(table, column, (rows + 1).tolist(), values, problem)


def _with_rows(
    tables: Mapping[str, pd.DataFrame], *names: str
) -> Iterator[tuple[str, pd.DataFrame]]:
    return ((name, tables[name]) for name in names if len(tables[name]))


def _repeated_keys(draft: Draft) -> Problems:
    for table, frame in _with_rows(draft.tables, *KEYS):
        codes = draft.ids.keys(table, frame)
        key = Rows(**codes)
        if len(key.distinct(*codes)) == len(key):
            continue
        first = key.places(key, *codes)
        named = [code >= 0 for name, code in codes.items() if name not in {"deal", "since"}]
        repeated = (first < np.arange(len(key))) & np.all(named, axis=0)
        what = f"repeats the {', '.join(codes)} of row"
        problems = [f"{what} {row + 1}" for row in first[repeated]]
        yield from draft.where(table, repeated, next(iter(codes)), problems)


def nothing_dangles(draft: Draft) -> Problems:
    """Yield the rows whose id leads nowhere; a lenient book keeps them."""
    for table, column, referred, bad in dangling(draft.tables, draft.ids):
        yield from draft.where(table, bad, column, f"is no id of the table {referred}")


def dangling(
    tables: Mapping[str, pd.DataFrame], ids: Ids
) -> Iterator[tuple[str, str, str, np.ndarray]]:
    """Yield table, column, table referred to and the rows whose id leads nowhere."""
    for table, _ in _with_rows(tables, *TABLES):
        for column in columns(table):
            if column.references:
                lost = ids.codes(table, column.name) == NOWHERE
                yield table, column.name, column.references, lost


def _ends_before_it_begins(draft: Draft) -> Problems:
    for table, frame in _with_rows(draft.tables, "people", "ties", "roles", "team"):
        wrong = ~(frame["since"] < frame["until"]) & frame["since"].notna() & frame["until"].notna()
        yield from draft.where(table, wrong, "until", "must be later than since")


def _strength_out_of_kind(draft: Draft) -> Problems:
    ties = draft.tables["ties"]
    strength, kind = ties["strength"], ties["kind"]
    codes, texts = pd.factorize(strength)
    numbers = np.append(pd.to_numeric(texts.to_series(), errors="coerce"), np.nan)
    number = pd.Series(numbers[codes], strength.index)
    label = strength.notna() & number.isna()
    for closeness in (True, False):
        words = draft.policy.closeness_labels if closeness else draft.policy.strength_labels
        other = label & ((kind == "knows") == closeness) & kind.notna() & ~strength.isin(words)
        yield from draft.where(
            "ties",
            other,
            "strength",
            f"does not fit the kind; labels are {', '.join(words)}",
        )
    negative = (number < 0) & (kind != "influences") & kind.notna()
    yield from draft.where("ties", negative, "strength", "may be negative for influences only")
    removed = (number == 0) & ties["deal"].isna()
    yield from draft.where(
        "ties",
        removed,
        "strength",
        "removes a tie for a deal, but the row names none; leave the row out instead",
    )


def _knows_the_wrong_way(draft: Draft) -> Problems:
    ties, ids = draft.tables["ties"], draft.ids
    knows = (ties["kind"] == "knows").to_numpy(dtype=bool)
    kind = pd.Index(SIDES.words).get_indexer(pd.Index(draft.tables["organizations"]["kind"]))
    of_unit = ids.by_code("organizations", kind)
    of_person = ids.by_code("people", of_unit[ids.codes("people", "organization")])
    for end, sides, problem in _KNOWS:
        side = of_person[ids.codes("ties", end)]
        wrong = knows & (side >= 0) & ~np.isin(side, [SIDES.words.index(one) for one in sides])
        yield from draft.where("ties", wrong, end, problem)


def _not_an_account(draft: Draft) -> Problems:
    account = account_of(draft.tables["organizations"].drop_duplicates("id"))
    elsewhere = account.index[account.isna()]
    for table, frame in _with_rows(draft.tables, "deals", "roles", "team"):
        other = frame["account"].isin(elsewhere)
        yield from draft.where(table, other, "account", "is part of no account")
    deals = draft.tables["deals"].drop_duplicates("id").set_index("id")["account"].map(account)
    for table, frame in _with_rows(draft.tables, "roles", "team"):
        expected = frame["deal"].map(deals)
        foreign = expected.notna() & (frame["account"].map(account) != expected)
        yield from draft.where(table, foreign, "deal", "is a deal of another account")


def _parents_in_a_circle(draft: Draft) -> Problems:
    organizations = draft.tables["organizations"]
    circle = organizations["id"].isin(circling(organizations.drop_duplicates("id")))
    yield from draft.where("organizations", circle, "parent", "leads round in a circle")


def _interaction_of_two_minds(draft: Draft) -> Problems:
    for table, frame in _with_rows(draft.tables, "interactions"):
        for column in ("date", "kind"):
            first = frame.groupby("id")[column].transform("first")
            other = first.notna() & frame[column].notna() & (frame[column] != first)
            yield from draft.where(
                table, other, column, "differs from another row of this interaction"
            )


RULES: tuple[Callable[[Draft], Problems], ...] = (
    _repeated_keys,
    _ends_before_it_begins,
    _strength_out_of_kind,
    _knows_the_wrong_way,
    _not_an_account,
    _parents_in_a_circle,
    _interaction_of_two_minds,
)
