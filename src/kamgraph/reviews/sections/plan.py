"""The section on the plan: what each of us does next, with whom, by when, and what it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.analysis.plan.calendar import find_capacity, find_deadline
from kamgraph.analysis.plan.plan import PlanStepRecord
from kamgraph.analysis.plan.search import WORTH_A_LINE
from kamgraph.model.rounding import at_least
from kamgraph.model.vocabulary import AIMS, MOVES
from kamgraph.model.voice import (
    join_clauses,
    list_words,
    say,
    say_count,
    say_day,
    say_label,
    say_within,
    score,
)
from kamgraph.reviews.columns import Column, show_column
from kamgraph.reviews.deal_facts import spell_stakes
from kamgraph.reviews.section import Section, Table, name_subjects

if TYPE_CHECKING:
    from kamgraph.analysis.plan.plan import Plan
    from kamgraph.reviews.results import Results

_MONTH = 30  # days, as plans are told in thirties
_LEAST = 0.5  # points; less is no change to be told


def plan(results: Results) -> Section | None:
    """List the steps of the plan by their days; None where there are none."""
    made = results.plan
    if made.steps.empty:
        return _say_too_late(results)
    return Section(
        name="plan",
        heading=say("plan", days=f"{results.graph.policy.plan_days:g}"),
        sentence=_say_what_it_brings(made, results),
        table=Table(
            _make_rows(made.steps.sort_values("day", kind="stable"), results),
            _make_columns(),
            say("plan_caption"),
            about=name_subjects(made.steps.sort_values("day", kind="stable")["contact"]),
        ),
    )


def _make_rows(steps: pd.DataFrame, results: Results) -> pd.DataFrame:
    names, places = results.names, results.places
    return pd.DataFrame(
        {
            "day": [say_day(day) if pd.notna(day) else "" for day in steps["day"]],
            "within": _say_within_days(steps["day"], results),
            "kind": [say_label(MOVES, kind) for kind in steps["kind"]],
            "owner": names[steps["owner"]].to_numpy(),
            "name": names[steps["contact"]].to_numpy(),
            "place": places[steps["contact"]].to_numpy(),
            "why": [_say_why(row) for row in steps.itertuples()],
            "worth": _say_worths(steps["contact"], results),
            "cost": [f"{days:g}" for days in steps["cost"]],
            "chance": steps["chance"].to_numpy(),
            "gain": steps["gain"].mask(_leads_on(steps["gain"])).to_numpy(),
        }
    )


def _leads_on(gain: Any) -> Any:
    """Tell which steps bring nothing by themselves, and are there for what they lead to."""
    return gain < WORTH_A_LINE


def _say_why(row: Any) -> str:
    return row.why + say("blank") + say("plan_leads_on") if _leads_on(row.gain) else str(row.why)


def _say_worths(contacts: pd.Series[str], results: Results) -> list[str | None]:
    """Say how much of what the open deals are worth hangs on each contact."""
    graph = results.graph
    power = pd.Series(graph.power, graph.index.get_level_values("person"))
    told = spell_stakes(power[contacts], graph)
    return [say("worth_at_stake", amount=one) if one else None for one in told]


def _make_columns() -> dict[str, Column]:
    return {
        "day": Column(say("columns.by_when"), "day", below="within"),
        "kind": show_column(PlanStepRecord, "kind", heading="move"),
        "owner": Column(say("columns.of_ours")),
        "name": Column(say("columns.contact"), "name", below="place"),
        "why": show_column(PlanStepRecord, "why", below="worth"),
        "cost": Column(say("columns.days_of_work")),
        "chance": show_column(PlanStepRecord, "chance"),
        "gain": show_column(PlanStepRecord, "gain"),
    }


def _say_within_days(days: pd.Series[pd.Timestamp], results: Results) -> list[str]:
    """Say of each day within how many thirties of days it is."""
    if results.graph.as_of is None:
        return [""] * len(days)
    ahead = (days - pd.Timestamp(results.graph.as_of)).dt.days
    return [say("within_days", days=-(-count // _MONTH) * _MONTH) for count in ahead]


def _say_too_late(results: Results) -> Section | None:
    """Say that there is no plan where a deal closes too soon for any step."""
    graph = results.graph
    if graph.as_of is None or results.over or find_capacity(graph) > 0:
        return None
    heading = say("plan", days=f"{graph.policy.plan_days:g}")
    return Section(name="plan", heading=heading, sentence=say("plan_too_late"))


def _say_when_it_ends(results: Results) -> str:
    """Say on which day the plan ends, where that is before its days are over."""
    graph = results.graph
    days = find_deadline(graph)
    if graph.as_of is None or days >= graph.policy.plan_days:
        return ""
    return say("plan_ends", day=say_day(pd.Timestamp(graph.as_of) + pd.Timedelta(days, "D")))


def _say_whether_it_suffices(choice: pd.Series[float], results: Results) -> str:
    """Say whether the decision would lean to us if all steps worked, where it does not yet."""
    threshold = results.graph.policy.verdict_threshold
    before, after = at_least(choice[["before", "after"]].to_numpy(float), threshold)
    if before or not results.judged:
        return ""
    return say("plan_reaches" if after else "plan_falls_short", threshold=score(threshold))


def _say_what_it_brings(made: Plan, results: Results) -> str:
    """Say how much the steps take, what they bring if all of them work, and how good they are."""
    scores = made.scores.droplevel(["account", "deal"])
    moved = scores[(scores["after"] - scores["before"]).abs() >= _LEAST]
    brings = [
        say(
            "plan_moves",
            aim=say_within(AIMS, str(aim)),
            before=score(row["before"]),
            after=score(row["after"]),
        )
        for aim, row in moved.iterrows()
    ]
    work = say_count("work", 1 if made.cost == 1 else 2, days=f"{made.cost:g}")
    how_good = "plan_exact" if made.exact else "plan_bound"
    count = len(made.steps)
    told = [
        say_count("plan_brings", count, work=work, moves=list_words(brings))
        if brings
        else say_count("plan_steps", count, work=work),
        _say_whether_it_suffices(made.scores.xs("choice", level="aim").iloc[0], results),
        say(
            "plan_expected",
            gain=f"{made.gain:.1f}",
            how_good=say(how_good, bound=f"{made.bound:.1f}"),
        ),
        _say_when_it_ends(results),
    ]
    return join_clauses([*filter(None, told)])
