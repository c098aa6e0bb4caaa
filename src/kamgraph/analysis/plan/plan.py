"""What should we do next, which of us, with whom, by when, and what would it bring?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import pandas as pd

from kamgraph.analysis.plan.bound import bound_gain
from kamgraph.analysis.plan.calendar import find_capacity, find_days, pair_talks
from kamgraph.analysis.plan.fields import make_fields
from kamgraph.analysis.plan.search import Purse, search_all, search_greedily
from kamgraph.analysis.plan.wording import tell_why
from kamgraph.door import guard_methods
from kamgraph.errors import KamgraphError
from kamgraph.graph.actions import list_agreed
from kamgraph.model.arguments import check_argument
from kamgraph.model.columns import DAYS
from kamgraph.model.dtypes import TEXT, Dtype
from kamgraph.model.exits import Exits
from kamgraph.model.made_ids import join_cells
from kamgraph.model.marks import Words
from kamgraph.model.result import (
    Axis,
    Index,
    Points,
    Record,
    ScopedRecord,
    Score,
    Share,
    returns_tables,
)
from kamgraph.model.vocabulary import AIMS, MOVES
from kamgraph.model.voice import speaking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kamgraph.analysis.plan.fields import Field
    from kamgraph.analysis.plan.search import Step
    from kamgraph.graph import RelationshipGraph
    from kamgraph.graph.changes import Change
    from kamgraph.model.vocabulary import Language


class PlanStepRecord(ScopedRecord):
    """What one of us does, and what it would bring."""

    step: Index[int]
    """The number of the step, from 1, in an order in which each can be done."""
    kind: Annotated[str, Words(MOVES)]
    """What it is."""
    owner: str
    """The id of the one of us who does it."""
    contact: str
    """The id of whom it is about."""
    axis: Axis | None
    """The axis it is about; missing of what is about none, or several."""
    day: dt.date | None
    """By when: a day of work, one after the other as the owner has time after what is agreed
    already, before a deal closes or a contract ends; who is seen again is asked on the same day.
    Missing where the book has no dates."""
    cost: float
    """How many days of work it takes."""
    chance: Share
    """How likely it works, by the policy."""
    gain: Points
    """What it is expected to add to the aims: by its chance what it does add once all steps before
    it have worked, weighted as the aims are."""
    choice: Score
    """The choice after this step and all before it in its account or deal."""
    low: Score
    """The lower bound of the choice after them."""
    coverage: Score
    """The coverage after them."""
    secure: Score
    """The coverage after them that would be left without the one of us who carries most."""
    why: str
    """What is done, and for what reason, in the language asked for."""


class PlannedScoreRecord(Record):
    """How far an aim is reached, as it is and once all steps are done."""

    account: Index[str]
    """The account's id."""
    deal: Index[str]
    """The deal's id; empty for the account itself."""
    aim: Index[Annotated[str, Words(AIMS)]]
    """The aim."""
    before: Score
    """As it is; where the choice is missing, 50, and where the coverage is, 0."""
    after: Score
    """Once all steps have worked."""


@guard_methods
@returns_tables(steps=PlanStepRecord, scores=PlannedScoreRecord)
@dataclass(frozen=True, eq=False, repr=False)
class Plan(Exits):
    """The moves to make within a budget; :func:`plan` makes it.

    Attributes
    ----------
    steps
        One :class:`PlanStepRecord` per move, in an order in which each can be done.
    scores
        One :class:`PlannedScoreRecord` per account or deal and aim.
    budget
        How many days of work there were.
    cost
        How many of them the steps take.
    gain
        What the steps are expected to add to the aims, in points.
    bound
        More than which no plan within the budget could be expected to add; that is proven.
    exact
        Whether all plans were looked at, so that there is none better.
    changes
        For each step what is otherwise once it has worked: ``graph.with_changes(*changes)`` of an
        account or deal gives the graph after it.
    """

    steps: pd.DataFrame
    scores: pd.DataFrame
    budget: float
    cost: float
    gain: float
    bound: float
    exact: bool
    changes: tuple[tuple[Change, ...], ...]

    def __repr__(self) -> str:
        """Say how much it takes, how much it brings, and how good it is."""
        best = "none is better" if self.exact else f"none brings more than {self.bound:.1f}"
        return (
            f"<Plan: {len(self.steps)} steps, {self.cost:g} of {self.budget:g} days; expected to "
            f"bring {self.gain:.1f} points; {best}>"
        )

    def to_actions(self) -> pd.DataFrame:
        """Return the steps as rows of a table of actions.

        Returns
        -------
        DataFrame
            ``id``, ``account``, ``deal`` (missing for the account itself), ``kind``, ``owner``,
            ``contact``, ``axis``, ``due``, ``done`` (missing) and ``text``.
        """
        names = ["account", "deal", "kind", "owner", "contact", "axis"]
        steps = self.steps.reset_index()
        if "account" not in steps:
            scope = self.scores.reset_index()[["account", "deal"]].iloc[:1]
            steps = steps.merge(scope, how="cross")
        rows = steps.assign(due=steps["day"], text=steps["why"])
        rows["id"] = join_cells(rows, names)
        rows["done"] = pd.Series(pd.NaT, index=rows.index, dtype=DAYS)
        rows["deal"] = rows["deal"].mask(rows["deal"] == "")
        return rows[["id", *names, "due", "done", "text"]]


def plan(
    graph: RelationshipGraph,
    *,
    budget: float,
    aims: Mapping[str, float] | None = None,
    language: Language = "en",
) -> Plan:
    """Return what to do next: the moves worth most within a budget of days of work.

    Moves are to *meet* key people whom none of us knows, to *deepen* or *refresh* what we have with
    others, to *win* somebody over by one grade, to *ask* how somebody stands of whom it is not
    known, to *open* a second way to who hangs on one of us, to *counter* the pull of a rival, and
    to bring a peer as *sponsor*. Each takes ``policy.move_costs`` and works by
    ``policy.move_chances``; each of us has ``policy.capacity``, less what the steps take that are
    agreed already (:func:`actions`), none of which is planned anew. What a move adds is the
    difference of two graphs, worked out exactly. The gain of a step is, by its chance, what it adds
    once those before it have worked.

    Up to ``policy.exact_moves`` possible moves all plans are looked at. Among more of them the one
    that adds most for its cost is taken again and again, a meeting together with what it leads to,
    steps are exchanged where others add more, and a bound is proven that no plan could exceed. What
    gains less than 0.05 points is in no plan, unless it leads to what does.

    Parameters
    ----------
    graph
        The graph of an account or deal; of one with many scopes the accounts are planned for
        together, each weighted by the value of its open deals (the least of all where it has
        none).
    budget
        How many days of work there are for moves, all of us together.
    aims
        What a point of each aim counts, by ``choice``, ``low`` (its lower bound), ``coverage`` and
        ``secure`` (what is left of it without the one of us who carries most); default
        ``policy.aims``.
    language
        The language of ``why``: ``"en"`` or ``"zh"``.

    Returns
    -------
    Plan
        The steps, what they bring, and how good the plan is.

    Raises
    ------
    KamgraphError
        If the budget is no number of days, or an aim is none.
    """
    aims = _check(budget, graph.policy.aims if aims is None else aims)
    fields = make_fields(graph, aims)
    agreed = _find_agreed_work(graph)
    capacity = max((find_capacity(one.graph) for one in fields), default=graph.policy.capacity)
    purse = Purse(float(budget), capacity, agreed)
    exact = len(fields) <= 1 and all(len(one.moves) <= graph.policy.exact_moves for one in fields)
    search = search_all if exact else search_greedily
    steps = search(fields, purse)
    gain = sum(step.gain for step in steps)
    bound = gain if exact else bound_gain(fields, steps, float(budget))
    with speaking(language):
        table = _list_steps(graph, fields, steps, agreed)
    return Plan(
        steps=table,
        scores=_list_scores(fields, steps),
        budget=float(budget),
        cost=float(table["cost"].sum()),
        gain=gain,
        bound=max(bound, gain),
        exact=exact,
        changes=tuple(fields[step.place].moves[step.move].changes for step in steps),
    )


def _check(budget: float, aims: Mapping[str, float]) -> Mapping[str, float]:
    """Refuse a budget that is no number of days, and aims that there are not."""
    wanted = "a budget is how many days of work there are, 0 or more"
    check_argument(budget, (int, float, np.number), wanted, KamgraphError)
    if not 0 <= float(budget) < np.inf:
        raise KamgraphError(f"{wanted}, and not {budget}")
    if unknown := sorted({*aims} - {*AIMS.words}):
        raise KamgraphError(f"aims are {', '.join(AIMS.words)}, and not {', '.join(unknown)}")
    wanted = "what a point of an aim counts is a number, 0 or more"
    for weight in aims.values():
        check_argument(weight, (int, float, np.number), wanted, KamgraphError)
        if not 0 <= float(weight) < np.inf:
            raise KamgraphError(f"{wanted}, and not {weight}")
    return aims


def _find_agreed_work(graph: RelationshipGraph) -> dict[str, float]:
    """Return how many days of work each of us has agreed to already."""
    agreed = list_agreed(graph).drop_duplicates("row")
    ids = graph.part.column("people", "id")[agreed["person"]]
    costs = agreed["kind"].map(dict(graph.policy.move_costs)).fillna(0.0)
    return dict(costs.groupby(np.asarray(ids)).sum())


def _list_steps(
    graph: RelationshipGraph,
    fields: Sequence[Field],
    steps: Sequence[Step],
    agreed: Mapping[str, float],
) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    shared = pair_talks(fields, steps)
    for number, step in enumerate(steps, start=1):
        one = fields[step.place]
        [(account, deal)], move = one.graph.scope_index.tolist(), one.moves[step.move]
        ids = one.graph.index
        rows.append(
            {"account": account, "deal": deal, "step": number, "kind": move.kind}
            | {"owner": ids[move.owner], "contact": ids[move.contact], "axis": move.axis}
            | {"cost": float(one.costs[step.move]), "chance": float(one.chances[step.move])}
            | {"gain": step.gain, "why": tell_why(one.graph, move, shared=number - 1 in shared)}
            | dict(zip(AIMS.words, step.after.tolist(), strict=True))
        )
    scoped = ["account", "deal"] if len(graph.scope_index) != 1 else []
    columns = [name for name in _COLUMNS if name not in {"account", "deal"} or name in scoped]
    table = pd.DataFrame(rows, columns=["account", "deal", *_COLUMNS])
    table["day"] = find_days(fields, steps, agreed)
    kinds = dict.fromkeys(("account", "deal", "kind", "owner", "contact", "axis", "why"), TEXT)
    numbers = dict.fromkeys(("cost", "chance", "gain", *AIMS.words), "float64")
    return table.astype(kinds | numbers | {"step": "int64"})[[*scoped, *columns]].set_index(
        [*scoped, "step"]
    )


_COLUMNS = (
    *("step", "kind", "owner", "contact", "axis", "day", "cost", "chance", "gain"),
    *(*AIMS.words, "why"),
)


def _list_scores(fields: Sequence[Field], steps: Sequence[Step]) -> pd.DataFrame:
    last = {step.place: step.after for step in steps}
    rows = [
        (*scope, aim, before, after)
        for place, one in enumerate(fields)
        for scope in one.graph.scope_index.tolist()
        for aim, before, after in zip(
            AIMS.words, one.start.tolist(), last.get(place, one.start).tolist(), strict=True
        )
    ]
    table = pd.DataFrame(rows, columns=["account", "deal", "aim", "before", "after"])
    types: dict[str, Dtype] = dict.fromkeys(("account", "deal", "aim"), TEXT)
    types |= dict.fromkeys(("before", "after"), "float64")
    return table.astype(types).set_index(["account", "deal", "aim"])
