"""What rows of events say that cannot all be so: days out of order or to come, and wrong sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.model.finding import Finding, Findings
from kamgraph.model.tables import about_column, list_event_days, nature
from kamgraph.model.tie_kinds import CONTACT_SIDES, FORMAL, KNOWER_SIDES
from kamgraph.model.vocabulary import SIDES, TIE_KINDS, WON_STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kamgraph.model.finding_facts import Facts

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


def _find_days_out_of_order(facts: Facts) -> Findings:
    for table, first, second in _IN_ORDER:
        earlier, later = (facts.table(table).days(name) for name in (first, second))
        odd = (later.numbers < earlier.numbers) & ~earlier.is_missing()
        for row in _list_rows(facts, table, odd):
            yield Finding(
                "medium",
                "days_out_of_order",
                table,
                _list_subject(table, row),
                f"{_name_row(table, row)} has {second} on {row[second]:%Y-%m-%d}, before {first} "
                f"on {row[first]:%Y-%m-%d}.",
                "Correct the day that is wrong.",
            )


def _find_days_to_come(facts: Facts) -> Findings:
    if facts.moment is None:
        return
    # Beginnings and ends may be known ahead. Where any day is past, the newest is none to come.
    happened = [(table, name) for table, name in list_event_days() if name not in _SPAN]
    for table, column in happened:
        days = facts.table(table).days(column)
        for row in _list_rows(facts, table, (days.numbers > facts.moment) & ~days.is_missing()):
            yield Finding(
                "medium",
                "day_to_come",
                table,
                _list_subject(table, row),
                f"{_name_row(table, row)} has {column} on {row[column]:%Y-%m-%d}, which is still "
                "to come.",
                "Correct the day, or leave it empty until it has happened.",
            )


def _find_commitments_of_one_side(facts: Facts) -> Findings:
    by, to = facts.mark_sides(*(("commitments", end) for end in ("by", "to")))
    of_one = np.bitwise_count(by | to) == 1
    for row in _list_rows(facts, "commitments", (by > 0) & (to > 0) & of_one):
        yield Finding(
            "medium",
            "commitment_of_one_side",
            "commitments",
            (row["id"], row["by"], row["to"]),
            f"{_name_row('commitments', row)} is one of '{row['by']}' to '{row['to']}', who "
            "are on the same side.",
            "Correct who promised whom, or leave the row out: it is about another side.",
        )


def _find_people_on_wrong_sides(facts: Facts) -> Findings:
    sides = facts.mark_sides(*((table, column) for table, column, _ in _SIDES))
    called = {KNOWER_SIDES: "one of us or of a partner's people", CONTACT_SIDES: "a contact"}
    for (table, column, meant), of in zip(_SIDES, sides, strict=True):
        for row in _list_rows(facts, table, (of > 0) & ~_are_on(of, meant)):
            yield Finding(
                "medium",
                "wrong_side",
                table,
                tuple(dict.fromkeys([*_list_subject(table, row), row[column]])),
                f"{_name_row(table, row)} has '{row[column]}' as {column}, who is not "
                f"{called[meant]}.",
                f"Correct the {column}, or the organization of the person.",
            )


def _find_lines_across_sides(facts: Facts) -> Findings:
    formal = np.isin(TIE_KINDS.words, FORMAL)[facts.coded.ties["kind"]]
    sides = facts.mark_sides(*(("ties", end) for end in ("source", "target")))
    known = (sides[0] > 0) & (sides[1] > 0)
    across = np.logical_xor(*(_are_on(of, CONTACT_SIDES) for of in sides))
    for row in _list_rows(facts, "ties", formal & known & across):
        yield Finding(
            "medium",
            "wrong_side",
            "ties",
            (row["source"], row["target"]),
            f"{_name_row('ties', row)}, who is on the other side.",
            "Correct the line, or the organization of the person.",
        )


def _find_goals_told_twice(facts: Facts) -> Findings:
    goals = facts.table("goals")
    told = pd.DataFrame({"of": goals.texts("account").codes, "due": goals.days("due").numbers})
    twice = goals.texts("owner").is_missing() & told.duplicated(keep=False).to_numpy()
    for row in _list_rows(facts, "goals", twice):
        yield Finding(
            "medium",
            "goal_told_twice",
            "goals",
            (row["account"],),
            f"{_name_row('goals', row)} is there without an owner and with one; both are added up.",
            "Name the owner of the first, or leave it out if it is the sum of the others.",
        )


def _find_odd_probabilities(facts: Facts) -> Findings:
    sure_of = np.isin(facts.table("deals").numbers("probability").floats, [0.0, 1.0])
    for row in _list_rows(facts, "deals", sure_of):
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


def _list_rows(facts: Facts, table: str, which: np.ndarray) -> list[dict[str, Any]]:
    """Return the rows of a table that a mask chooses, by the names of their columns."""
    if not which.any():
        return []
    rows = facts.take(table, which)
    return [{str(name): one for name, one in row.items()} for row in rows.to_dict("records")]


CONTRADICTIONS: tuple[Callable[[Facts], Findings], ...] = (
    _find_days_out_of_order,
    _find_days_to_come,
    _find_commitments_of_one_side,
    _find_people_on_wrong_sides,
    _find_lines_across_sides,
    _find_goals_told_twice,
    _find_odd_probabilities,
)
