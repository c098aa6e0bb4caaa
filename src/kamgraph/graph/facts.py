"""The facts of a book as they stand on one day, by one policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.errors import PROBLEM_COLUMNS, BookError
from kamgraph.graph.acquaintance import measure_contact, see_acquaintance
from kamgraph.graph.codes import ACCOUNT, CLOSENESS, DEAL, FORMAL
from kamgraph.graph.inferred import tell_origin, tell_role_origin
from kamgraph.graph.people_on import list_former_seats, list_people_on
from kamgraph.graph.promises import list_broken
from kamgraph.model.coded import NEVER, Coded, day_number
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows, stack
from kamgraph.model.span import has_begun, in_effect
from kamgraph.model.tie_kinds import ENDS
from kamgraph.model.vocabulary import SIDES, TIE_KINDS

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy


@dataclass(frozen=True, eq=False)
class Facts:
    """What holds on a day, over all accounts of a book; ids are codes (see ``model.coded``)."""

    day: int | None
    policy: Policy
    # By code, and the seats that they have left for another firm, see graph.people_on.
    people: Rows
    former: Rows
    # By code: account, unit, open, seen.
    deals: Rows
    # In effect: source, target, kind, deal, strength (0 removes), origin, since, row (of the
    # book's ties, -1 for those seen in interactions), answered (not seen in one-way interactions
    # alone), let_down (closeness that counts less for a broken promise). Those of no deal, with
    # acquaintance as it stands where no interaction is about a deal; those of deals, as graded; and
    # acquaintance of no deal, as graded.
    ties: Rows
    deal_ties: Rows
    graded: Rows
    # What pairs had to do with each other by the day, deal by deal (see ``measure_contact``).
    met: Rows
    # Who has let whom down by the day, and in which deal (see ``graph.promises``).
    broken: Rows
    # Begun, whether or not ended by then: person, account, unit, deal, role, ended; of decision
    # roles also the origin.
    roles: Rows
    team: Rows
    # On or before the day: axis (place), person, unit, deal, date, stance, count (1).
    grades: Rows


def gather_facts(book: Book, day: dt.date | None, policy: Policy) -> Facts:
    """Return what holds in a book on a day; without a day, everything does."""
    coded, moment = book.coded, None if day is None else day_number(day)
    people = list_people_on(coded, day, policy)
    ties = _select_active(_grade_ties(book, coded, moment, policy), people)
    general, of_deals = ties.take(ties["deal"] < 0), ties.take(ties["deal"] >= 0)
    graded = general.take(CLOSENESS[general["kind"]])
    met = measure_contact(coded, people, day=moment, policy=policy)
    deals = coded.deals.with_columns(seen=has_begun(coded.deals["created"], moment))
    broken = list_broken(coded.commitments, deals, moment)
    general_met, general_broken = (rows.take(rows["deal"] == NONE) for rows in (met, broken))
    known = see_acquaintance(
        graded, general_met, general_broken, "source", "target", day=moment, policy=policy
    )
    return Facts(
        day=moment,
        policy=policy,
        people=people,
        former=list_former_seats(coded, people, day),
        deals=deals,
        ties=stack([general.take(~CLOSENESS[general["kind"]]), known]),
        deal_ties=of_deals,
        graded=graded,
        met=met,
        broken=broken,
        roles=_tell_ends(coded.roles.with_columns(origin=tell_role_origin(coded)), moment),
        team=_tell_ends(coded.team, moment),
        grades=_read_grades(book, coded, moment, policy),
    )


def _tell_ends(parts: Rows, day: int | None) -> Rows:
    """Return the parts that have begun, and which of them have ended."""
    held = parts.with_columns(ended=~in_effect(parts, day))
    return _drop_dangling(held.take(has_begun(parts["since"], day)))


def _drop_dangling(rows: Rows) -> Rows:
    """Leave out rows whose ids lead nowhere, which only a lenient book holds."""
    ends = [name for name in ("person", "source", "target") if name in rows.names]
    there = rows["deal"] >= NONE
    for end in ends:
        there = there & (rows[end] >= 0)
    if "account" in rows.names:  # which a grade need not name
        there = there & ((rows["account"] >= 0) | (rows["unit"] == NONE))
    return rows.take(there)


def _grade_ties(book: Book, coded: Coded, day: int | None, policy: Policy) -> Rows:
    strength = _read_strengths(book, coded, policy) * coded.ties["confidence"]
    line = FORMAL[coded.ties["kind"]]
    ties = coded.ties.with_columns(
        strength=np.where(line, (strength != 0).astype(float), strength),
        origin=tell_origin(coded, np.where(coded.ties["deal"] < 0, ACCOUNT, DEAL)),
        answered=np.ones(len(coded.ties), dtype=bool),
        let_down=np.zeros(len(coded.ties), dtype=bool),
    )
    # A book sorts the rows of one tie by since, so that of two in effect the later one stays.
    ties = _drop_dangling(ties.take(in_effect(ties, day)))
    return ties.keep_last("source", "target", "kind", "deal").select(*_TIE_COLUMNS)


_TIE_COLUMNS = (
    *("source", "target", "kind", "deal", "strength", "origin", "since", "row"),
    *("answered", "let_down"),
)


def _read_strengths(book: Book, coded: Coded, policy: Policy) -> np.ndarray:
    """Return the strength of each tie as a number; 0 where a row removes a tie."""
    strength = grade_rows(coded, policy, slice(None))
    _refuse_labels(book, "ties", "strength", np.isnan(strength))
    return strength


def grade_rows(coded: Coded, policy: Policy, rows: np.ndarray | slice) -> np.ndarray:
    """Return what the strengths of some rows of ties mean; NaN where a label means nothing."""
    texts = coded.strength.texts
    numbers = pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce").to_numpy(float)
    by_kind = []
    for kind in TIE_KINDS.words:
        labels = np.array([policy.labels(kind).get(text, np.nan) for text in texts], float)
        missing = policy.missing_strength.get(kind, 1.0)
        by_kind.append([*np.where(np.isnan(numbers), labels, numbers), missing])
    graded = np.array(by_kind)[coded.ties["kind"][rows], coded.strength.codes[rows]]
    return np.asarray(graded)


def _refuse_labels(book: Book, table: str, column: str, unknown: np.ndarray) -> None:
    if not unknown.any():
        return
    rows = np.flatnonzero(unknown)
    problems = pd.DataFrame(
        {
            "table": table,
            "row": pd.array(rows + 1, dtype="Int64"),
            "line": pd.array([pd.NA] * len(rows), dtype="Int64"),
            "column": column,
            "value": book.to_tables()[table][column].to_numpy()[rows],
            "problem": "is no label of the policy that the graph is built with",
            "place": "",
        }
    )
    raise BookError(problems[list(PROBLEM_COLUMNS)])


_ENDS = [
    (TIE_KINDS.words.index(kind), end, [SIDES.words.index(side) for side in sides])
    for kind, end, sides in ENDS
]


def _select_active(ties: Rows, people: Rows) -> Rows:
    """Leave out influence and acquaintance of people who are not active."""
    # So are ties that nobody can have on the side on which they stand on the day.
    active, side = people["active"], people["side"]
    kept = FORMAL[ties["kind"]] | (active[ties["source"]] & active[ties["target"]])
    for kind, end, sides in _ENDS:
        kept &= (ties["kind"] != kind) | np.isin(side[ties[end]], sides)
    return ties.take(kept)


def _read_grades(book: Book, coded: Coded, day: int | None, policy: Policy) -> Rows:
    seen = has_begun(coded.assessments["date"], NEVER - 1 if day is None else day)
    found = []
    for number, (axis, grades) in enumerate(coded.grades.items()):
        stance = grades.values(policy.stances(axis))
        _refuse_labels(book, "assessments", axis, (grades.codes >= 0) & np.isnan(stance))
        rows = coded.assessments.with_columns(stance=stance, axis=number, count=1)
        found.append(_drop_dangling(rows.take(seen & ~np.isnan(stance))))
    return stack(found)
