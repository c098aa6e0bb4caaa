"""What is different between two states of the tables of a book, one row per change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from kamgraph.model import tie_kinds
from kamgraph.model.columns import Column, columns
from kamgraph.model.dtypes import TEXT
from kamgraph.model.entities import TABLES
from kamgraph.model.history.matching import (
    align_columns,
    find_differences,
    find_places,
    select_newest,
    take_rows,
)
from kamgraph.model.marks import ChangeWord
from kamgraph.model.span import in_effect
from kamgraph.model.tables import nature, tables_of, tables_with, unique_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kamgraph.model.checks import Tables


class Change(NamedTuple):
    """One row of the changes of a :class:`~kamgraph.model.history.Sync`."""

    change: str
    table: str
    subject: tuple[str, ...]
    detail: str
    before: str = ""
    after: str = ""


Changes: TypeAlias = "Iterator[Change]"

_SENTENCES = {
    "added": "{row} is new.",
    "joined": "{row} is new.",
    "left": "{row} is no longer there.",
    "returned": "{row} is back after an absence.",
    "opened": "{row} holds from now on.",
    "closed": "{row} has ended.",
    "updated": "{row} has another {column}.",
    "merged": "{row} is the same as '{after}'.",
    "removed": "{row} cannot be held any longer and was left out.",
}
_SPAN = ("since", "until")


def changes_table(changes: Iterable[Change]) -> pd.DataFrame:
    """Return changes as a sorted table."""
    order = {table: place for place, table in enumerate(TABLES)}
    rows = sorted(changes, key=lambda one: (order[one.table], one.subject, *one[:1], *one[3:]))
    text = {name: TEXT for name in Change._fields if name != "subject"}
    return pd.DataFrame(rows, columns=Change._fields).astype(text)


def differences(before: Tables, after: Tables, day: pd.Timestamp) -> Changes:
    """Yield what is different between two states of a book on a day."""
    for table in tables_of("things", "events"):
        if table in tables_with("since", "until"):
            yield from _compare_stays(table, before[table], after[table], day)
        elif unique_key(table):
            yield from _compare(table, before[table], after[table], ("added", "removed"))
    for table in tables_of("states"):
        if before[table] is after[table]:
            continue
        key = nature(table).key
        then, now = (select_newest(tables[table], key, day) for tables in (before, after))
        opened = [*_compare(table, then, now, ("opened", "closed"), but={"since"})]
        yield from _join_moves(opened) if table == "ties" else opened


def describe_rows(change: str, table: str, rows: pd.DataFrame) -> Changes:
    """Yield the same change for each row of a table."""
    for row in _read_subjects(table, rows):
        yield _describe(change, table, row)


def name_rows(table: str, rows: pd.DataFrame) -> list[str]:
    """Return in words what each row of a table is about."""
    return [_name_row(table, row) for row in _read_subjects(table, rows)]


def describe_merges(table: str, ids: Iterable[str], kept: dict[str, str]) -> Changes:
    """Yield the merge of each id of a table that another one was kept for."""
    for old in ids:
        if old in kept:
            yield _describe("merged", table, {"id": old}, before=old, after=kept[old])


def _compare_stays(
    table: str, before: pd.DataFrame, after: pd.DataFrame, day: pd.Timestamp
) -> Changes:
    """Yield who joined, left and returned, and what else changed of those who stayed."""
    yield from _compare(table, before, after, ("joined", "left"), but=_SPAN)
    then, now = align_columns(before, after)
    at = find_places(now, then, nature(table).key)
    now, then = now[at >= 0].reset_index(drop=True), take_rows(then, at[at >= 0])
    was, are = in_effect(then, day), in_effect(now, day)
    back = ~was & are & (then["until"] <= day)
    for change, which in (("left", was & ~are), ("joined", ~was & are & ~back)):
        yield from describe_rows(change, table, now[which])
    for row, until in zip(_read_subjects(table, now[back]), then.loc[back, "until"], strict=True):
        yield _describe("returned", table, row, before=_show(until))
    stayed = was == are
    yield from describe_updates(table, then[stayed], now[stayed], ["until"])


def _compare(
    table: str,
    before: pd.DataFrame,
    after: pd.DataFrame,
    words: tuple[str, str],
    but: Collection[str] = (),
) -> Changes:
    """Yield rows that came and went, by the two words for it, and values that changed."""
    if before is after:
        return
    came, went = words
    before, after = align_columns(before, after)
    key = nature(table).key
    at = find_places(after, before, key)
    yield from describe_rows(came, table, after[at < 0])
    yield from describe_rows(went, table, before[find_places(before, after, key) < 0])
    names = [str(name) for name in before if name not in {*key, *but}]
    both = after[at >= 0].reset_index(drop=True)
    yield from describe_updates(table, take_rows(before, at[at >= 0]), both, names)


def describe_updates(
    table: str, before: pd.DataFrame, after: pd.DataFrame, names: Iterable[str]
) -> Changes:
    """Yield the values that changed in some columns of the same rows."""
    before, after = before.reset_index(drop=True), after.reset_index(drop=True)
    known = {one.name: one for one in columns(table)}
    for name in names:
        where = np.flatnonzero(find_differences(before, after, name))
        if not len(where):
            continue
        cells = zip(before[name].iloc[where], after[name].iloc[where], strict=True)
        for row, cell in zip(_read_subjects(table, after.iloc[where]), cells, strict=True):
            was, now = map(_show, cell)
            change, sentence = _choose_words(known.get(name), now)
            yield _describe(
                change, table, row, column=name, sentence=sentence, before=was, after=now
            )


def _choose_words(column: Column | None, after: str) -> tuple[str, str]:
    """Return the word for another value of a column, and the sentence that says it."""
    mark = column.mark(ChangeWord) if column else None
    if mark and after:
        return mark.word, mark.sentence
    if column and column.kind == "day" and after:
        return "updated", "'{column}' of {it} is now {after}."
    return "updated", _SENTENCES["updated"]


def _join_moves(changes: list[Change]) -> Changes:
    """Tell a solid line that ended and one that began as one move to another boss."""
    ends: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for one in changes:
        if one.change in {"opened", "closed"} and one.subject[2] in tie_kinds.SOLID:
            source, boss, _, *deal = one.subject
            ends.setdefault((source, *deal), {}).setdefault(one.change, []).append(boss)
    moves = {who: bosses for who, bosses in ends.items() if len(bosses) > 1}
    for one in changes:
        who = (one.subject[0], *one.subject[3:])
        line = one.subject[2] in tie_kinds.SOLID and one.change in {"opened", "closed"}
        if not (line and who in moves):
            yield one
    for (source, *deal), bosses in moves.items():
        was, now = (", ".join(sorted(bosses[end])) for end in ("closed", "opened"))
        detail = f"'{source}' now reports to '{now}'{_name_deal(*deal)}."
        yield Change("moved", "ties", (source, *deal), detail, was, now)


def _describe(
    change: str,
    table: str,
    row: dict[str, Any],
    column: str = "",
    sentence: str = "",
    **cells: str,
) -> Change:
    shown = {name: _show(value) for name, value in row.items()}
    phrase = _name_row(table, row)
    detail = (sentence or _SENTENCES[change]).format(
        row=phrase,
        it=phrase[:1].lower() + phrase[1:],  # amid a sentence; ids are in quotes
        column=column,
        after=cells.get("after", ""),
    )
    subject = tuple(shown[name] for name in _name_subject(table) if shown.get(name))
    return Change(change, table, subject, detail, **cells)


def _name_row(table: str, row: dict[str, Any]) -> str:
    """Return in words what a row is about, by the values of its key."""
    shown = {name: _show(value) for name, value in row.items()}
    return nature(table).phrase.format_map(shown) + _name_deal(shown.get("deal", ""))


def _name_subject(table: str) -> tuple[str, ...]:
    return nature(table).subject or nature(table).key


def _name_deal(deal: str = "") -> str:
    return f" in the deal '{deal}'" if deal else ""


def _read_subjects(table: str, rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield what is to be told of each row: the values of its key."""
    names = _name_subject(table)
    cells = (rows[name] for name in names) if len(rows) else ()
    for row in zip(*cells, strict=True):
        yield dict(zip(names, row, strict=True))


def _show(value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
