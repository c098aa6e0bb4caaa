"""What is different between two states of the tables of a book, a row a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from kamgraph.model import tie_kinds
from kamgraph.model.entities import TABLES
from kamgraph.model.history.dated import IDENTITY
from kamgraph.model.history.matching import alike, differing, newest, places, taken
from kamgraph.model.span import in_effect

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

_KEYS = {
    "organizations": ["id"],
    "people": ["id"],
    "deals": ["id"],
    "interactions": ["id", "person"],
    "assessments": ["person", "date", "deal", "assessor"],
    "targets": ["person", "due", "deal"],
} | IDENTITY
_PHRASES = {
    "organizations": "'{id}'",
    "people": "'{id}'",
    "deals": "The deal '{id}'",
    "ties": "'{source}' {kind} '{target}'",
    "roles": "'{person}' as {role} of '{account}'",
    "team": "'{person}' as {role} of '{account}'",
    "assessments": "The assessment of '{person}' on {date}",
    "targets": "The target of '{person}' for {due}",
    "interactions": "'{person}' in the interaction '{id}'",
}
_SENTENCES = {
    "added": "{row} is new.",
    "joined": "{row} is new.",
    "left": "{row} is no longer there.",
    "returned": "{row} is back; the time between counts as never gone.",
    "renamed": "{row} is now called '{after}'.",
    "transferred": "{row} has changed to '{after}'.",
    "opened": "{row} holds from now on.",
    "closed": "{row} has ended.",
    "updated": "{row} has another {column}.",
    "merged": "{row} is the same as '{after}'.",
    "removed": "{row} cannot be held any longer and was left out.",
}
_SPECIAL = {
    ("organizations", "name"): "renamed",
    ("people", "name"): "renamed",
    ("deals", "name"): "renamed",
    ("people", "organization"): "transferred",
}
_SPAN = ("since", "until")


def changes_table(changes: Iterable[Change]) -> pd.DataFrame:
    """Return changes as a sorted table."""
    order = {table: place for place, table in enumerate(TABLES)}
    rows = sorted(changes, key=lambda one: (order[one.table], one.subject, *one[:1], *one[3:]))
    text = {name: "str" for name in Change._fields if name != "subject"}
    return pd.DataFrame(rows, columns=Change._fields).astype(text)


def differences(before: Tables, after: Tables, day: pd.Timestamp) -> Changes:
    """Yield what is different between two states of a book on a day."""
    for table in ("organizations", "deals", "interactions"):
        yield from _compared(table, before[table], after[table], ("added", "removed"))
    yield from _people(before["people"], after["people"], day)
    for table, key in IDENTITY.items():
        if before[table] is after[table]:
            continue
        then, now = (newest(tables[table], key, day) for tables in (before, after))
        dated = [*_compared(table, then, now, ("opened", "closed"), but={"since"})]
        yield from _with_moves(dated) if table == "ties" else dated


def of_rows(change: str, table: str, rows: pd.DataFrame) -> Changes:
    """Yield the same change for each row of a table."""
    for row in _keys(table, rows):
        yield _change(change, table, row)


def merges(table: str, ids: Iterable[str], kept: dict[str, str]) -> Changes:
    """Yield the merge of each id of a table that another one was kept for."""
    for old in ids:
        if old in kept:
            yield _change("merged", table, {"id": old}, before=old, after=kept[old])


def _people(before: pd.DataFrame, after: pd.DataFrame, day: pd.Timestamp) -> Changes:
    yield from _compared("people", before, after, ("joined", "left"), but=_SPAN)
    then, now = alike(before, after)
    at = places(now, then, ["id"])
    now, then = now[at >= 0].reset_index(drop=True), taken(then, at[at >= 0])
    was, are = in_effect(then, day), in_effect(now, day)
    back = ~was & are & (then["until"] <= day)
    for change, which in (("left", was & ~are), ("joined", ~was & are & ~back)):
        yield from of_rows(change, "people", now[which])
    for row, until in zip(_keys("people", now[back]), then.loc[back, "until"], strict=True):
        yield _change("returned", "people", row, before=_shown(until))
    stayed = was == are
    yield from updates("people", then[stayed], now[stayed], ["until"])


def _compared(
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
    before, after = alike(before, after)
    key = _KEYS[table]
    at = places(after, before, key)
    yield from of_rows(came, table, after[at < 0])
    yield from of_rows(went, table, before[places(before, after, key) < 0])
    names = [str(name) for name in before if name not in {*key, *but}]
    both = after[at >= 0].reset_index(drop=True)
    yield from updates(table, taken(before, at[at >= 0]), both, names)


def updates(table: str, before: pd.DataFrame, after: pd.DataFrame, names: Iterable[str]) -> Changes:
    """Yield the values that changed in some columns of the same rows."""
    before, after = before.reset_index(drop=True), after.reset_index(drop=True)
    for name in names:
        where = np.flatnonzero(differing(before, after, name))
        if not len(where):
            continue
        cells = zip(before[name].iloc[where], after[name].iloc[where], strict=True)
        for row, cell in zip(_keys(table, after.iloc[where]), cells, strict=True):
            was, now = map(_shown, cell)
            change = _SPECIAL.get((table, name), "updated")
            yield _change(change, table, row, column=name, before=was, after=now)


def _with_moves(changes: list[Change]) -> Changes:
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
        detail = f"'{source}' now reports to '{now}'{_in_deal(*deal)}."
        yield Change("moved", "ties", (source, *deal), detail, was, now)


def _change(change: str, table: str, row: dict[str, Any], column: str = "", **cells: str) -> Change:
    shown = {name: _shown(value) for name, value in row.items()}
    phrase = _PHRASES[table].format_map(shown) + _in_deal(shown.get("deal", ""))
    detail = _SENTENCES[change].format(row=phrase, column=column, after=cells.get("after", ""))
    subject = tuple(shown[name] for name in _KEYS[table] if shown.get(name))
    return Change(change, table, subject, detail, **cells)


def _in_deal(deal: str = "") -> str:
    return f" in the deal '{deal}'" if deal else ""


def _keys(table: str, rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield what is to be told of each row: the values of its key."""
    names = _KEYS[table]
    cells = (rows[name] for name in names) if len(rows) else ()
    for row in zip(*cells, strict=True):
        yield dict(zip(names, row, strict=True))


def _shown(value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
