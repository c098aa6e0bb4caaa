"""What rows of events say that cannot all be so: days out of order or to come, and wrong sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.model.finding import Finding, Findings
from kamgraph.model.tables import about_column, list_event_days, nature
from kamgraph.model.tie_kinds import CONTACT_SIDES, FORMAL, KNOWER_SIDES
from kamgraph.model.vocabulary import SIDES, WON_STAGES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from kamgraph.model.checks import Tables

_SPAN = ("since", "until")
# Of each table two days, of which the second cannot be before the first.
_IN_ORDER = (
    ("commitments", "made", "due"),
    ("commitments", "made", "kept"),
    ("deals", "starts", "ends"),
)
# On which side people have to be: those who know contacts, or the contacts.
_SIDES = (
    ("roles", "person", CONTACT_SIDES),
    ("assessments", "person", CONTACT_SIDES),
    ("payments", "signer", CONTACT_SIDES),
    ("goals", "owner", KNOWER_SIDES),
    ("actions", "owner", KNOWER_SIDES),
    ("actions", "contact", CONTACT_SIDES),
)


def _find_days_out_of_order(tables: Tables, _: dt.date | None) -> Findings:
    for table, first, second in _IN_ORDER:
        rows = tables[table]
        if rows.empty:
            continue
        for row in _list_rows(rows[rows[second] < rows[first]]):
            yield Finding(
                "medium",
                "days_out_of_order",
                table,
                _list_subject(table, row),
                f"{_name_row(table, row)} has {second} on {row[second]:%Y-%m-%d}, before {first} "
                f"on {row[first]:%Y-%m-%d}.",
                "Correct the day that is wrong.",
            )


def _find_days_to_come(tables: Tables, day: dt.date | None) -> Findings:
    if day is None:
        return
    # Beginnings and ends may be known ahead. Where any day is past, the newest is none to come.
    happened = [(table, name) for table, name in list_event_days() if name not in _SPAN]
    for table, column in happened:
        rows = tables[table]
        if rows.empty:
            continue
        for row in _list_rows(rows[rows[column] > pd.Timestamp(day)]):
            yield Finding(
                "medium",
                "day_to_come",
                table,
                _list_subject(table, row),
                f"{_name_row(table, row)} has {column} on {row[column]:%Y-%m-%d}, which is still "
                "to come.",
                "Correct the day, or leave it empty until it has happened.",
            )


def _find_commitments_of_one_side(tables: Tables, _: dt.date | None) -> Findings:
    commitments = tables["commitments"]
    if commitments.empty:
        return
    by, to = _mark_sides(tables, [commitments[end] for end in ("by", "to")])
    of_one = np.bitwise_count(by | to) == 1
    for row in _list_rows(commitments[(by > 0) & (to > 0) & of_one]):
        yield Finding(
            "medium",
            "commitment_of_one_side",
            "commitments",
            (row["id"], row["by"], row["to"]),
            f"{_name_row('commitments', row)} is one of '{row['by']}' to '{row['to']}', who "
            "are on the same side.",
            "Correct who promised whom, or leave the row out: it is about another side.",
        )


def _find_people_on_wrong_sides(tables: Tables, _: dt.date | None) -> Findings:
    asked = [one for one in _SIDES if len(tables[one[0]])]
    if not asked:
        return
    sides = _mark_sides(tables, [tables[table][column] for table, column, _ in asked])
    called = {KNOWER_SIDES: "one of us or of a partner's people", CONTACT_SIDES: "a contact"}
    for (table, column, meant), of in zip(asked, sides, strict=True):
        for row in _list_rows(tables[table][(of > 0) & ~_are_on(of, meant)]):
            yield Finding(
                "medium",
                "wrong_side",
                table,
                tuple(dict.fromkeys([*_list_subject(table, row), row[column]])),
                f"{_name_row(table, row)} has '{row[column]}' as {column}, who is not "
                f"{called[meant]}.",
                f"Correct the {column}, or the organization of the person.",
            )


def _find_lines_across_sides(tables: Tables, _: dt.date | None) -> Findings:
    lines = tables["ties"][tables["ties"]["kind"].isin(FORMAL)]
    if lines.empty:
        return
    sides = _mark_sides(tables, [lines[end] for end in ("source", "target")])
    known = (sides[0] > 0) & (sides[1] > 0)
    across = np.logical_xor(*(_are_on(of, CONTACT_SIDES) for of in sides))
    for row in _list_rows(lines[known & across]):
        yield Finding(
            "medium",
            "wrong_side",
            "ties",
            (row["source"], row["target"]),
            f"{_name_row('ties', row)}, who is on the other side.",
            "Correct the line, or the organization of the person.",
        )


def _find_goals_told_twice(tables: Tables, _: dt.date | None) -> Findings:
    goals = tables["goals"]
    if goals.empty:
        return
    of = goals.groupby(["account", "due"])["owner"]
    twice = goals[goals["owner"].isna() & (of.transform("size") > 1)]
    for row in _list_rows(twice):
        yield Finding(
            "medium",
            "goal_told_twice",
            "goals",
            (row["account"],),
            f"{_name_row('goals', row)} is there without an owner and with one; both are added up.",
            "Name the owner of the first, or leave it out if it is the sum of the others.",
        )


def _find_odd_probabilities(tables: Tables, _: dt.date | None) -> Findings:
    deals = tables["deals"]
    told = deals[deals["probability"].isin([0.0, 1.0])]
    for row in _list_rows(told):
        sure = row["probability"] == 1
        state = {"lost": "lost", **dict.fromkeys(WON_STAGES, "won")}.get(row["stage"], "open")
        if (state, sure) in {("won", True), ("lost", False)}:
            continue
        yield Finding(
            "medium" if state == "open" and sure else "low",
            "odd_probability",
            "deals",
            (row["id"],),
            f"{_name_row('deals', row)} is {state}, and its probability {row['probability']:.0%}.",
            "Correct the stage or the probability; one percent is 0.01 or 1%.",
        )


def _mark_sides(tables: Tables, people: Sequence[pd.Series[str]]) -> list[np.ndarray]:
    """Return for each of some people a bit for each side that they are or were on, if known."""
    organizations = tables["organizations"]
    sides = np.array([1 << SIDES.words.index(kind) for kind in organizations["kind"]], np.int64)
    seats = tables["positions"].rename(columns={"person": "id"})
    posts = pd.concat([one[["id", "organization"]] for one in (tables["people"], seats)])
    of = posts["organization"].map(pd.Series(sides, organizations["id"])).fillna(0)
    codes, found = pd.factorize(pd.concat([posts["id"], *people]))
    held = np.zeros(len(found) + 1, dtype=np.int64)  # the last one's are nobody's
    np.bitwise_or.at(held, codes[: len(posts)], of.to_numpy(np.int64))
    ends = np.cumsum([len(posts), *map(len, people)])
    return np.split(held[codes], ends[:-1])[1:]


def _are_on(sides: np.ndarray, some: Sequence[str]) -> np.ndarray:
    """Return which bits of sides have one of some sides among them."""
    return sides & sum(1 << SIDES.words.index(side) for side in some) > 0


def _name_row(table: str, row: dict[str, Any]) -> str:
    """Return a row in words, with its days as people write them."""
    days = {name: f"{one:%Y-%m-%d}" for name, one in row.items() if isinstance(one, pd.Timestamp)}
    return nature(table).phrase.format(**(row | days))


def _list_subject(table: str, row: dict[str, Any]) -> tuple[str, ...]:
    """Return the ids that a row is about: its own, and the person's or the account's."""
    held = [row.get(name or "") for name in ("id", about_column(table), "account")]
    return tuple(dict.fromkeys(str(one) for one in held if not pd.isna(one)))


def _list_rows(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): one for name, one in row.items()} for row in rows.to_dict("records")]


CONTRADICTIONS: tuple[Callable[[Tables, dt.date | None], Findings], ...] = (
    _find_days_out_of_order,
    _find_days_to_come,
    _find_commitments_of_one_side,
    _find_people_on_wrong_sides,
    _find_lines_across_sides,
    _find_goals_told_twice,
    _find_odd_probabilities,
)
