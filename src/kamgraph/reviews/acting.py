"""Which of us acts on what is missing about somebody, and by when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from kamgraph.model.coded import NEVER, day_number
from kamgraph.model.voice import say, say_day
from kamgraph.model.work_days import find_work_days
from kamgraph.reviews.due_days import TARGET

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

# What should have been done already, or costs no more than a call, is done within days.
_OVERDUE = frozenset(
    {"promise_overdue", "promise_to_us", "payment_overdue", "contract_over", "refresh", "ask"}
)
# Which kinds of steps do something about what is missing.
_STEPS = {
    **dict.fromkeys(("no_contact", "function_unreached", "signer_out_of_reach"), ("meet", "ask")),
    "out_of_reach": ("meet", "deepen", "refresh"),
    "no_touch": ("refresh",),
    "single_thread": ("open",),
    "level_gap": ("sponsor",),
    **dict.fromkeys(("blocked", "opposing"), ("win",)),
    "rival_pull": ("counter",),
    **dict.fromkeys(("never_assessed", "assessment_old"), ("ask",)),
}
_SOON = 7
_DECADE = dt.timedelta(3652)


def find_who_acts(person: str, results: Results) -> tuple[str, str]:
    """Return which of us is best placed, else responsible, and who opens the way to the person."""
    people = results.people
    route: Any = results.reach["route"].get(person, ())
    if len(route) > 1:
        return route[0], route[1] if route[1] != person else ""
    team = people["team"][people["side"] == "vendor"]
    responsible = [key for key, roles in team.items() if "account_responsible" in roles]
    return str(responsible[0]) if responsible else "", ""


def say_who_leads(person: str, results: Results) -> str:
    """Say which of us leads, or could for want of anybody on the team, and through whom."""
    lead, door = find_who_acts(person, results)
    if not lead:
        return say("unled")
    names = results.names
    key = "leads" if results.people.loc[lead, "team"] else "could_lead"
    return say(key, lead=names[lead]) + (say("by_way_of", door=names[door]) if door else "")


def say_by_when(day: dt.date | None) -> str:
    """Say by when, at the end of a clause; nothing without a day."""
    return say("by_when", day=say_day(day)) if day else ""


def find_day(gap: str, person: str, results: Results) -> dt.date | None:
    """Return the first of: the person's next step or target, when it still helps, the review."""
    graph = results.graph
    if graph.as_of is None:
        return None
    today, helpful = graph.as_of, (TARGET, *_STEPS.get(gap, ()))
    wait = dt.timedelta(_SOON if gap in _OVERDUE else graph.policy.assessment_days)
    days = [
        *(day for kind, day in results.due_days.get(person, ()) if kind in helpful),
        *_find_last_day(person, today, results),
        today + min(_DECADE, wait),
    ]
    coming = min(day for day in days if day >= today)
    found: dt.date = find_work_days(np.array([coming]), today)[0].item()
    return found


def _find_last_day(person: str, day: dt.date, results: Results) -> list[dt.date]:
    """Return the last day on which a step still helps: before a deal closes, a contract ends."""
    # Whom we do not know has to be met earlier: a first contact decides nothing by itself.
    graph, last = results.graph, results.last_day
    if last == NEVER:
        return []
    left = last - day_number(day)
    strange = graph.contact & (graph.closest < 0) & (graph.index == person)
    return [day + dt.timedelta((left + 1) // 2 if strange.any() else left)]
