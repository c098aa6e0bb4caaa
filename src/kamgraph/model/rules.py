"""The rules that rows of a book obey together: each yields the rows that break it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Self, TypeAlias

import numpy as np
import pandas as pd

from kamgraph.model.accounts import account_places, find_tops
from kamgraph.model.columnar.cells import follow
from kamgraph.model.columnar.make import hold_frame
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.ids import NONE, NOWHERE, Ids
from kamgraph.model.names import Names
from kamgraph.model.once import once
from kamgraph.model.policy import Policy
from kamgraph.model.problems import Problems, describe_row_problems
from kamgraph.model.rows import Rows, order_rows
from kamgraph.model.tables import account_column, nature, tables_with, unique_key
from kamgraph.model.tie_kinds import CLOSENESS, CONTACT_SIDES, ENDS, KNOWER_SIDES, SIGNED
from kamgraph.model.vocabulary import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kamgraph.model.columnar.table import Table

Lost: TypeAlias = tuple[str, str, np.ndarray]  # table, column, and which rows

_TABLE_OF = itemgetter(2)  # the table that a dangling id should be in
_HINTED = 20  # lost ids of a column for which others are looked for that come close
_NEVER = pd.Timestamp(dt.date.max).as_unit("s")


@dataclass(frozen=True, eq=False)
class Draft:
    """What is to become a book: tables of clean columns, whose rows may not fit together."""

    tables: Mapping[str, Table]
    policy: Policy = field(default_factory=Policy)
    gone: Mapping[str, frozenset[str]] = field(default_factory=dict)  # ids just taken out

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame]) -> Self:
        """Return what is to become a book of frames whose columns have been checked."""
        return cls({name: hold_frame(name, frame) for name, frame in tables.items()})

    @once
    def ids(self) -> Ids:
        """The ids as numbers."""
        return Ids.of(self.tables)

    @once
    def keys(self) -> dict[str, dict[str, np.ndarray]]:
        """What tells the rows of each table apart, as :meth:`Ids.keys` gives it."""
        return {name: self.ids.keys(name, table) for name, table in self.tables.items()}

    @once
    def orders(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The canonical order of the rows of each table, and which, in it, repeat a key."""
        return {name: order_rows([*codes.values()]) for name, codes in self.keys.items()}

    @once
    def kinds(self) -> np.ndarray:
        """The kind of each organization by its code, as its place among the sides; else -1."""
        kind = self.tables["organizations"].texts("kind").find(SIDES.words)
        return self.ids.by_code("organizations", kind)

    @once
    def tops(self) -> np.ndarray:
        """The code of the topmost organization above each one by its code; -1 in a circle."""
        return find_tops(
            self.ids.by_code("organizations", self.ids.codes("organizations", "parent"))
        )

    def where(
        self,
        table: str,
        bad: np.ndarray,
        column: str,
        problem: str | list[str],
        others: np.ndarray | None = None,
    ) -> Problems:
        """Yield the rows of a table on which a rule found a problem, if there are any."""
        # A problem that names another row, from 0, has its number from 1 at the end.
        rows = np.flatnonzero(bad)
        if not len(rows):
            return
        values, numbers = self.tables[table].take(rows).column(column), (rows + 1).tolist()
        if others is None:
            yield describe_row_problems(table, column, numbers, values, problem)
        else:
            named = (others + 1).tolist()
            texts = [f"{problem} row {number}" for number in named]
            yield describe_row_problems(table, column, numbers, values, texts, named)


def _skip_empty(tables: Mapping[str, Table], *names: str) -> Iterator[tuple[str, Table]]:
    return ((name, tables[name]) for name in names if len(tables[name]))


def _show(tables: Mapping[str, Table]) -> dict[str, pd.DataFrame]:
    """Return tables as frames."""
    return {name: table.to_pandas() for name, table in tables.items()}


def _refuse_repeated_keys(draft: Draft) -> Problems:
    for table, _ in _skip_empty(draft.tables, *filter(unique_key, TABLES)):
        if not draft.orders[table][1].any():
            continue
        codes = draft.keys[table]
        key = Rows(**codes)
        first = key.locate(key, *codes)
        required = [one.name for one in columns(table) if one.required]
        named = [code >= 0 for name, code in codes.items() if name in required]
        repeated = (first < np.arange(len(key))) & np.all(named, axis=0)
        what = f"repeats the {', '.join(codes)} of"
        yield from draft.where(table, repeated, next(iter(codes)), what, first[repeated])


def refuse_dangling(draft: Draft) -> Problems:
    """Yield the rows whose id leads nowhere; a lenient book keeps them."""
    for referred, found in groupby(sorted(find_dangling(draft), key=_TABLE_OF), key=_TABLE_OF):
        lost = [(table, column, bad) for table, column, _, bad in found if bad.any()]
        if not len(draft.tables[referred]):
            yield from _refuse_missing_table(draft, referred, lost)
        elif not draft.tables[referred]["id"].is_missing().any():  # else what is wrong is there
            yield from _refuse_lost_ids(draft, referred, lost)


def _refuse_missing_table(draft: Draft, referred: str, lost: list[Lost]) -> Problems:
    """Yield for a table that is not there the first row that needs it, and count the others."""
    for table, column, bad in lost[:1]:
        more = sum(int(bad.sum()) for _, _, bad in lost) - 1
        others = "" if not more else f", as {more:,} more row{'s do' if more > 1 else ' does'}"
        problem = f"names an id of the table {referred}, which is missing or empty{others}"
        yield from draft.where(table, np.arange(len(bad)) == np.argmax(bad), column, problem)


def _refuse_lost_ids(draft: Draft, referred: str, lost: list[Lost]) -> Problems:
    """Yield the ids that a table lacks, with those that come close."""
    names = Names.of(_show(draft.tables), referred) if lost else None
    for table, column, bad in lost:
        values = draft.tables[table].take(bad).column(column)
        gone = draft.gone.get(referred, ())
        asked = [one for one in values.unique()[:_HINTED] if one not in gone]
        near = {one: names.hint(one) for one in asked} if names else {}
        problem = f"is no id of the table {referred}"
        yield from draft.where(table, bad, column, [problem + near.get(one, "") for one in values])


def find_dangling(draft: Draft) -> Iterator[tuple[str, str, str, np.ndarray]]:
    """Yield table, column, table referred to and the rows whose id leads nowhere."""
    for table, _ in _skip_empty(draft.tables, *TABLES):
        for column in columns(table):
            if column.references:
                lost = draft.ids.codes(table, column.name) == NOWHERE
                yield table, column.name, column.references, lost


def _refuse_ends_before_beginnings(draft: Draft) -> Problems:
    for table, rows in _skip_empty(draft.tables, *tables_with("since", "until")):
        since, until = rows.days("since"), rows.days("until")
        known = ~(since.is_missing() | until.is_missing())
        wrong = known & (since.numbers >= until.numbers)
        yield from draft.where(table, wrong, "until", "must be later than since")


def _refuse_overlaps(draft: Draft) -> Problems:
    lone = [table for table in TABLES if nature(table).alone]
    for table, cells in _skip_empty(draft.tables, *lone):
        order, _ = draft.orders[table]
        rows = cells.take(order).to_pandas()
        last = rows["until"].fillna(_NEVER)
        by_key = [rows[name] for name in nature(table).key]
        before = last.groupby(by_key).cummax().groupby(by_key).shift()
        overlapping = np.zeros(len(cells), dtype=bool)
        overlapping[order] = rows["since"] < before  # those without are repeated keys
        problem = f"is before the end of an earlier {nature(table).noun}"
        yield from draft.where(table, overlapping, "since", problem)


def _refuse_strengths_of_other_kinds(draft: Draft) -> Problems:
    for table, ties in _skip_empty(draft.tables, "ties"):
        strength, kind = ties.texts("strength"), ties.texts("kind")
        numbers = pd.to_numeric(pd.Series(strength.texts, dtype=object), errors="coerce")
        known, close, signed = (~kind.is_missing(), kind.is_in(CLOSENESS), kind.is_in(SIGNED))
        for closeness in (True, False):
            words = draft.policy.closeness_labels if closeness else draft.policy.strength_labels
            foreign = numbers.isna().to_numpy() & ~pd.Index(strength.texts).isin([*words])
            other = follow(foreign, strength.codes, missing=False) & (close == closeness) & known
            yield from draft.where(
                table,
                other,
                "strength",
                f"does not fit the kind; labels are {', '.join(words)}",
            )
        number = follow(numbers.to_numpy(dtype=float), strength.codes, missing=np.nan)
        negative = (number < 0) & ~signed & known
        problem = f"may be negative for {', '.join(SIGNED)} only"
        yield from draft.where(table, negative, "strength", problem)
        removed = (number == 0) & (draft.ids.codes(table, "deal") == NONE)
        yield from draft.where(
            table,
            removed,
            "strength",
            "removes a tie for a deal, but the row names none; leave the row out instead",
        )


def _refuse_wrong_ends(draft: Draft) -> Problems:
    for kind, end, sides, wrong in find_wrong_ends(draft):
        problem = f"is not {_describe(sides)}, which the {end} of {kind} has to be"
        yield from draft.where("ties", wrong, end, problem)


def find_wrong_ends(draft: Draft) -> Iterator[tuple[str, str, tuple[str, ...], np.ndarray]]:
    """Yield kind, end, the sides for it and the ties with somebody there who never was on one."""
    known = _find_sides(draft)
    for kind, end, sides in ENDS:
        held = known[draft.ids.codes("ties", end)]
        fits = sum(1 << SIDES.words.index(side) for side in sides)
        of_kind = draft.tables["ties"].texts("kind").is_in([kind])
        yield kind, end, sides, of_kind & (held != 0) & (held & fits == 0)


def _find_sides(draft: Draft) -> np.ndarray:
    """Return the sides of each person by code, in whatever position, as a set of bits."""
    ids = draft.ids
    own = ids.by_code("people", draft.kinds[ids.codes("people", "organization")])
    sides = np.where(own >= 0, 1 << np.maximum(own, 0), 0)
    person = ids.codes("positions", "person")
    kind = draft.kinds[ids.codes("positions", "organization")]
    known = (person >= 0) & (kind >= 0)
    np.bitwise_or.at(sides, person[known], 1 << kind[known])
    return sides


def _describe(sides: tuple[str, ...]) -> str:
    """Return what people of some sides are called."""
    called = {KNOWER_SIDES: "one of us or of a partner's people", CONTACT_SIDES: "a contact"}
    return called.get(sides) or " or ".join(f"a {side}'s person" for side in sides)


def _refuse_other_accounts(draft: Draft) -> Problems:
    ids = draft.ids
    account = account_places(draft.tops, draft.kinds == SIDES.words.index("customer"))
    of_deal = ids.by_code("deals", account[ids.codes("deals", "account")])
    for table, _ in _skip_empty(draft.tables, *filter(account_column, TABLES)):
        column = account_column(table) or ""
        unit = ids.codes(table, column)
        other = (unit >= 0) & (account[unit] < 0)
        yield from draft.where(table, other, column, "is part of no account")
        if table not in tables_with("deal"):
            continue
        expected = of_deal[ids.codes(table, "deal")]
        foreign = (unit != NONE) & (expected >= 0) & (account[unit] != expected)
        yield from draft.where(table, foreign, "deal", "is a deal of another account")


def _refuse_circles_of_parents(draft: Draft) -> Problems:
    codes = draft.ids.codes("organizations", "id")
    circle = (codes >= 0) & (draft.tops[codes] < 0)
    yield from draft.where("organizations", circle, "parent", "leads round in a circle")


def _refuse_contradictions(draft: Draft) -> Problems:
    sharing = [table for table in TABLES if nature(table).shared]
    for table, cells in _skip_empty(draft.tables, *sharing):
        event = cells.texts("id").codes
        for column in nature(table).shared:
            value = cells[column].rank()
            rows = Rows(event=event, value=value)
            known = rows.take((event >= 0) & (value >= 0))
            first = np.append(known["value"], NONE)[rows.locate(known, "event")]
            other = (value >= 0) & (first >= 0) & (value != first)
            if other.any():
                other = _find_minority(event, value)
            problem = f"differs from another row of this {nature(table).noun}"
            yield from draft.where(table, other, column, problem)


def _find_minority(event: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Return which rows have another value than most of their event, or than its first rows."""
    rows = pd.DataFrame({"event": event, "value": value})
    known = rows[(event >= 0) & (value >= 0)]
    alike = known.groupby(["event", "value"])["value"].transform("size")
    ranked = known.assign(alike=alike).sort_values("alike", ascending=False, kind="stable")
    usual = ranked.drop_duplicates("event").set_index("event")["value"]
    other: np.ndarray = (value >= 0) & (value != rows["event"].map(usual).to_numpy())
    return other


# What rows obey by themselves, or among those that are given together; and what only the rows
# that they name, or that are of the same, can tell.
RULES_OF_ROWS: tuple[Callable[[Draft], Problems], ...] = (
    _refuse_repeated_keys,
    _refuse_ends_before_beginnings,
    _refuse_strengths_of_other_kinds,
)
RULES_AMONG_ROWS: tuple[Callable[[Draft], Problems], ...] = (
    _refuse_overlaps,
    _refuse_wrong_ends,
    _refuse_other_accounts,
    _refuse_circles_of_parents,
    _refuse_contradictions,
)
RULES = RULES_OF_ROWS + RULES_AMONG_ROWS
