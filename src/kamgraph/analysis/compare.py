"""What is different between two days, an account and its deal, or what if, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
import pandas as pd

from kamgraph.analysis.changes import (
    GradeChangeRecord,
    PersonChangeRecord,
    TieChangeRecord,
    find_grade_changes,
    find_people_changes,
    find_tie_changes,
    list_people,
)
from kamgraph.analysis.gaps import FoundGaps, GapRecord, find_gaps
from kamgraph.analysis.scores import add_gaps
from kamgraph.graph.codes import spell
from kamgraph.graph.hybrid import PARTS, split_change
from kamgraph.graph.pairing import Pairing, pair_graphs
from kamgraph.model.dtypes import TEXT
from kamgraph.model.exits import Exits
from kamgraph.model.ids import NONE
from kamgraph.model.result import (
    Axis,
    Index,
    Of,
    Points,
    Record,
    TableOnly,
    names,
    returns_tables,
    tabulate,
)
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import AXES, Language
from kamgraph.model.voice import speaking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.graph import RelationshipGraph

_GAP = ("scope", "gap", "person", "text")
_OfGap = Annotated[object, Of(GapRecord)]


class ScopeChangeRecord(Record):
    """A fact of the scopes that are compared."""

    account: Index[str]
    """The account's id."""
    deal: Index[str]
    """The deal's id; empty for the account itself."""
    fact: Index[Literal["account", "deal", "day", "stage", "weakest", "status"]]
    """Which fact."""
    before: str | None
    """Before."""
    after: str | None
    """After."""


class ScoreChangeRecord(Record):
    """How a number of the scores moved."""

    account: TableOnly[Index[str]]
    """The account's id."""
    deal: TableOnly[Index[str]]
    """The deal's id; empty for the account itself."""
    score: Index[str]
    """Which number of the scores."""
    before: float | None
    """Before; in a review, on the day of the last one."""
    after: float | None
    """After; in a review, today."""
    change: float | None
    """After minus before."""


class GapChangeRecord(Record):
    """A gap that opened or closed."""

    account: TableOnly[_OfGap]
    deal: TableOnly[_OfGap]
    change: Literal["opened", "closed"]
    """What happened."""
    gap: _OfGap
    severity: _OfGap
    person: _OfGap
    stake: _OfGap
    detail: _OfGap
    action: _OfGap


class ReasonRecord(Record):
    """Why the score of an axis moved, in points that add up; missing where nobody decides."""

    account: TableOnly[Index[str]]
    """The account's id."""
    deal: TableOnly[Index[str]]
    """The deal's id; empty for the account itself."""
    axis: Index[Axis]
    """The axis."""
    change: Points | None
    """The whole change."""
    stances: Points | None
    """People changed their minds."""
    ties: Points | None
    """Others are listened to."""
    weights: Points | None
    """Others decide."""
    people: Points | None
    """People came and left."""


class PersonalReasonRecord(Record):
    """How the part that a person's stance has in the score of an axis changed."""

    account: str
    """The account's id."""
    deal: str
    """The deal's id; empty for the account itself."""
    axis: Axis
    """The axis."""
    person: str
    """The person's id."""
    name: str
    """The person's name."""
    change: Points
    """The whole change."""
    stances: Points
    """People changed their minds."""
    ties: Points
    """Others are listened to."""
    weights: Points
    """Others decide."""
    people: Points
    """People came and left."""


@returns_tables(
    scopes=ScopeChangeRecord,
    scores=ScoreChangeRecord,
    people=PersonChangeRecord,
    ties=TieChangeRecord,
    grades=GradeChangeRecord,
    gaps=GapChangeRecord,
    explanation=ReasonRecord,
    contributions=PersonalReasonRecord,
)
@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Exits):
    """What is different between two graphs, as tables; :func:`compare` makes it.

    ``account`` and ``deal`` are those of the scope, or of the scope after where two graphs of
    one scope each are compared. ``scopes`` and ``scores`` list the scopes of both graphs, with
    missing values on the side where a scope is not; all other tables tell of shared scopes.
    ``power`` is the person's share of the decision in size, the larger of before and after.

    Attributes
    ----------
    scopes
        What is compared, in words; one :class:`ScopeChangeRecord` per fact.
    scores
        Every number of :func:`~kamgraph.scores`; one :class:`ScoreChangeRecord` each.
    people
        Who is no longer or newly there; one :class:`PersonChangeRecord` per change. *Replaced*
        is who is followed by a successor, or whose role alone was theirs and now alone is
        another's; they may have left besides. Whose seat is now vacant has left.
    ties
        One :class:`TieChangeRecord` per tie that appeared, vanished or is of another strength.
        First those that changed most, times the power.
    grades
        Stances of people active in both; one :class:`GradeChangeRecord` per person and axis.
    gaps
        One :class:`GapChangeRecord` per gap that opened or closed, from the graph that has it.
    explanation
        Why the acceptance of each axis changed, in score points; one :class:`ReasonRecord` per
        axis. Missing where nobody decides before or after.
    contributions
        The same through each person: how the part that their stance has in the acceptance
        changed. One :class:`PersonalReasonRecord` per axis and person, which add up to
        ``explanation``. First the largest changes of an axis.
    """

    scopes: pd.DataFrame
    scores: pd.DataFrame
    people: pd.DataFrame
    ties: pd.DataFrame
    grades: pd.DataFrame
    gaps: pd.DataFrame
    explanation: pd.DataFrame
    contributions: pd.DataFrame

    def __repr__(self) -> str:
        """Say what is compared and how much is different."""
        people = _count_words(self.people["change"], ["came", "left", "replaced"])
        gaps = _count_words(self.gaps["change"], ["opened", "closed"])
        changed = f"ties changed {len(self.ties):,}, grades {len(self.grades):,}"
        title = _describe(self.scopes, self.scores)
        return f"<Comparison: {title}; people {people}; {changed}; gaps {gaps}>"


def compare(
    before: RelationshipGraph, after: RelationshipGraph, *, language: Language = "en"
) -> Comparison:
    """Return what is different between two graphs, and an exact account of why.

    The graphs may be of two days, of an account and its deal, or a graph and a what-if of it.
    Scopes are matched by account and deal, but two graphs of one scope each are compared
    whatever these are; people are matched by id.

    The explanation replaces what makes the acceptance ``A_d = Σ p_i s_id`` of the one graph by
    that of the other, one part after the other. *Stances*: of those who stay, which are the people
    in both graphs, on the same side and none of them a seat that is vacant in one. *Ties*: the pull
    among them, and their susceptibility. *Weights*: their share in the decision, by role or span,
    before shares are divided by their sum. *People*: who comes or goes, with their stances, ties
    and weights; a seat that somebody leaves vacant keeps the weight of its roles. The order
    stances, ties, weights, people and its reverse are averaged, so that ``compare(b, a)`` mirrors
    ``compare(a, b)``, and the parts add up to the change.

    Parameters
    ----------
    before, after
        The graphs, of one policy.
    language
        The language of the gaps' sentences: ``"en"`` or ``"zh"``.

    Raises
    ------
    PolicyError
        If the graphs were built by different policies.
    ScopeError
        If graphs of many scopes share none.
    """
    pairing = pair_graphs(before, after)
    everybody = list_people(pairing)
    found = [find_gaps(side.graph) for side in pairing.sides]
    scored = [add_gaps(gaps.graph, gaps.count()) for gaps in found]
    parts = 50.0 * split_change(pairing) + 0.0  # no -0.0
    return Comparison(
        scopes=_compare_scopes(pairing, scored),
        scores=_compare_scores(pairing, scored),
        people=find_people_changes(pairing, everybody),
        ties=find_tie_changes(pairing, everybody),
        grades=find_grade_changes(pairing, everybody),
        gaps=_compare_gaps(pairing, found, language),
        explanation=_explain(pairing, parts),
        contributions=_explain_by_person(pairing, parts),
    )


def _compare_scopes(pairing: Pairing, scored: list[pd.DataFrame]) -> pd.DataFrame:
    facts = []
    for side, table in zip(pairing.sides, scored, strict=True):
        rows = side.graph.scopes[["account", "deal", "stage"]]
        rows.insert(2, "day", None if side.graph.as_of is None else str(side.graph.as_of))
        facts.append(rows.join(table[["weakest", "status"]].reset_index(drop=True)))
    return _put_side_by_side(pairing, facts, "fact", TEXT)


def _compare_scores(pairing: Pairing, scored: list[pd.DataFrame]) -> pd.DataFrame:
    numbers = [table.select_dtypes("number") for table in scored]
    table = _put_side_by_side(pairing, numbers, "score", "float64")
    return table.assign(change=table["after"] - table["before"])


def _put_side_by_side(
    pairing: Pairing,
    tables: list[pd.DataFrame],
    name: str,
    dtype: pd.StringDtype | Literal["float64"],
) -> pd.DataFrame:
    """Return tables with a row per scope as one with a row per scope and column."""
    every = pairing.after.labels.union(pairing.before.labels)
    before, after = (
        table.set_axis(side.labels)
        .set_axis(table.columns.astype(TEXT), axis=1)
        .reindex(every)
        .astype(dtype)
        .stack(future_stack=True)
        for side, table in zip(pairing.sides, tables, strict=True)
    )
    table = pd.DataFrame({"before": before, "after": after}).astype(dtype)
    return table.rename_axis(index=["account", "deal", name])


def _compare_gaps(pairing: Pairing, found: Sequence[FoundGaps], language: Language) -> pd.DataFrame:
    """Return the gaps of one graph that the other has not."""
    with speaking(language):
        keys = _tell_apart(pairing, found)
    others = [~keys[k].is_in(keys[1 - k], *_GAP) & (keys[k]["scope"] >= 0) for k in (0, 1)]
    closed, opened = (
        _list_gaps(pairing, keys[k], found[k], others[k], language).assign(change=change)
        for k, change in enumerate(("closed", "opened"))
    )
    table = pd.concat([opened, closed]).sort_values("scope", kind="stable", ignore_index=True)
    return table[names(GapChangeRecord)].astype({"change": TEXT})


def _tell_apart(pairing: Pairing, found: Sequence[FoundGaps]) -> list[Rows]:
    """Return for each graph what tells its gaps apart: ``scope``, ``gap``, ``person``, ``text``."""
    keys = [
        Rows(
            scope=side.numbers[gaps.rows["scope"]],
            gap=gaps.rows["rule"],
            person=np.append(side.places, NONE)[gaps.rows["node"]],
        )
        for side, gaps in zip(pairing.sides, found, strict=True)
    ]
    # Several of one rule that are about nobody differ in what they tell.
    alike = [keys[k].is_in(keys[1 - k], *keys[k].names) & (keys[k]["person"] < 0) for k in (0, 1)]
    told = [gaps.rows.take(which) for gaps, which in zip(found, alike, strict=True)]
    texts = [gaps.write(rows, "detail")[0] for gaps, rows in zip(found, told, strict=True)]
    code = np.split(pd.factorize(np.concatenate(texts))[0], [len(texts[0])])
    for k, which in enumerate(alike):
        text = np.full(len(which), NONE)
        text[which] = code[k]
        keys[k] = keys[k].with_columns(text=text)
    return keys


def _list_gaps(
    pairing: Pairing, keys: Rows, found: FoundGaps, which: np.ndarray, language: Language
) -> pd.DataFrame:
    scope = keys["scope"][which]
    table = found.to_frame(which, language=language)
    return table.assign(**pairing.list_labels(scope), scope=scope)


def _explain(pairing: Pairing, parts: np.ndarray) -> pd.DataFrame:
    before, after = (side.graph.acceptance[side.scopes] for side in pairing.sides)
    scope = np.repeat(np.arange(len(after)), len(AXES.words))
    sums = pairing.scope_sums(parts).reshape(-1, len(PARTS))
    moved = np.column_stack([50.0 * (after - before).ravel(), sums])
    moved[~_find_counted(pairing).ravel()] = np.nan
    axis = np.resize(AXES.words, len(scope))
    found = pairing.list_labels(scope) | {"axis": axis, **_name_parts(moved)}
    return tabulate(ReasonRecord, found).set_index(["account", "deal", "axis"])


def _explain_by_person(pairing: Pairing, parts: np.ndarray) -> pd.DataFrame:
    moved = (np.abs(parts) > ROUNDING).any(axis=2) & _find_counted(pairing)[pairing.scope]
    place, axis = np.nonzero(moved)
    change = parts[place, axis].sum(axis=1)
    order = np.lexsort((place, -np.abs(change), axis, pairing.scope[place]))
    place, axis = place[order], axis[order]
    return tabulate(
        PersonalReasonRecord,
        {
            **pairing.list_labels(pairing.scope[place]),
            "axis": spell(axis, AXES.words),
            "person": pairing.read_people("id", place),
            "name": pairing.read_people("name", place),
            **_name_parts(np.column_stack([change[order], parts[place, axis]])),
        },
    )


def _name_parts(moved: np.ndarray) -> dict[str, np.ndarray]:
    """Return the whole change and each of its parts by their names."""
    return dict(zip(("change", *PARTS), moved.T, strict=True))


def _find_counted(pairing: Pairing) -> np.ndarray:
    """Return (shared scopes, axes), which axes count before and after."""
    before, after = (side.graph.counted[side.scopes] for side in pairing.sides)
    return np.asarray(before & after)


def _describe(scopes: pd.DataFrame, numbers: pd.DataFrame) -> str:
    """Return what is compared, and how the choice changed."""
    day = _show_change(*scopes.xs("day", level="fact").max().fillna("any day"))
    choice = numbers.xs("choice", level="score")
    if len(choice) != 1:
        rose, fell = (int((sign * choice["change"] > ROUNDING).sum()) for sign in (1, -1))
        return f"{len(choice):,} scopes on {day}: choice rose in {rose:,}, fell in {fell:,}"
    facts = scopes.droplevel(["account", "deal"])
    place = _show_change(*(_name_place(facts[when]) for when in facts))
    points = _show_change(*map(_show_score, choice.iloc[0][["before", "after"]]))
    return f"{place} on {day}: choice {points}, status {_show_change(*facts.loc['status'])}"


def _name_place(facts: pd.Series[str]) -> str:
    return f"account {facts['account']}" + (f", deal {facts['deal']}" if facts["deal"] else "")


def _show_score(points: float) -> str:
    return "unknown" if np.isnan(points) else f"{points:.1f}"


def _show_change(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _count_words(changes: pd.Series[str], words: list[str]) -> str:
    return ", ".join(f"{word} {int((changes == word).sum()):,}" for word in words)
