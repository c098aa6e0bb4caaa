"""The summary of a review: five sentences that a sales leader can act on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.model.vocabulary import AXES
from kamgraph.reviews.changes import moved
from kamgraph.reviews.people import named
from kamgraph.reviews.section import Point
from kamgraph.reviews.standing import known
from kamgraph.reviews.verdict import verdict
from kamgraph.reviews.wording import share

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results
    from kamgraph.reviews.wording import Wording

# What can lose the decision, the worst first, among the gravest gaps about one person.
_RISKS = ("opposing", "rival_pull", "out_of_reach", "no_contact", "single_thread")
_MOST_NAMES = 3
_DECADE = dt.timedelta(3652)


def summary(results: Results, words: Wording) -> tuple[Point, ...]:
    """Say where we stand, who decides, what may go wrong, what is new, and what to do next."""
    return (
        Point(words("standing"), verdict(results, words)),
        Point(words("who_decides"), _who_decides(results, words)),
        Point(words("risk"), _risk(results, words)),
        _news(results, words),
        Point(words("next_step"), _next_step(results, words)),
    )


def _who_decides(results: Results, words: Wording) -> str:
    """Name those who decide openly, by their weight, and everybody who does behind the scenes."""
    people = results.people[~results.people["vacant"]].assign(full=named(results.people, words))
    found = results.key_people.join(people["full"], how="inner")
    openly = found[found["kind"] == "direct"].sort_values("weight", ascending=False, kind="stable")
    hidden = found[found["kind"] == "indirect"]
    parts = []
    if len(openly):
        names = words.listed(_shortened(list(openly["full"]), words))
        parts.append(words.counted("decide_openly", len(openly), names=names))
    if len(hidden):
        carried = share(float(hidden["power"].abs().sum()))
        names = words.listed(list(hidden["full"]))
        parts.append(words.counted("decide_hidden", len(hidden), names=names, share=carried))
    else:
        parts.append(words("nobody_hidden"))
    return words.sentence(parts) if len(openly) or len(hidden) else words("no_key_people")


def _shortened(names: list[str], words: Wording) -> list[str]:
    rest = len(names) - _MOST_NAMES
    return [*names[:_MOST_NAMES], words.counted("and_more", rest)] if rest > 0 else names


def _risk(results: Results, words: Wording) -> str:
    """Tell the gap that weighs most: of the gravest about one person the one that loses most."""
    found = results.gaps
    if found.empty:
        return words("no_gaps")
    first = found.iloc[0]
    alike = found[(found[["severity", "person"]] == first[["severity", "person"]]).all(axis=1)]
    rank = [_RISKS.index(gap) if gap in _RISKS else len(_RISKS) for gap in alike["gap"]]
    worst = alike.assign(rank=rank).sort_values("rank", kind="stable").iloc[0]
    parts = [_clause(worst["detail"], words)]
    if worst["stake"] > 0:
        parts.append(words("at_stake", share=share(worst["stake"])))
    return words.sentence(parts)


def _news(results: Results, words: Wording) -> Point:
    """Say what has changed since the last review, or if there was none what is not known."""
    before = results.before
    if results.comparison is not None and before is not None and before.as_of:
        sentence = moved(results.comparison, words.day(before.as_of), words)
        return Point(words("changed"), sentence)
    return Point(words("still_unknown"), _unknown(results, words))


def _unknown(results: Results, words: Wording) -> str:
    row, question = results.scores, results.verdict
    if pd.isna(row["choice"]):
        return words("all_unknown")
    if known(row) == "everything" or pd.isna(question["ask"]):
        return words("nothing_unknown")
    return words(
        "partly_unknown",
        share=share(1 - row["known"]),
        name=named(results.people.loc[[question["ask"]]], words).iloc[0],
        axis=words.label(AXES, question["about"]).lower(),
    )


def _next_step(results: Results, words: Wording) -> str:
    """Tell what to do about the first gap, who of us leads, with whom, and by when."""
    found = results.gaps
    if found.empty:
        return words("nothing_to_do")
    first = found.iloc[0]
    lead, partner = _who_acts(first["person"], results)
    people = named(results.people, words)
    key = "led" if lead else "unled"
    told = {"lead": people[lead] if lead else "", "partner": people[partner] if partner else ""}
    who = words(key + ("_with" if partner else ""), **told)
    day = _by_when(first["person"], results)
    when = words("by_when", day=words.day(day)) if day else ""
    return words.sentence([_clause(first["action"], words), who + when])


def _who_acts(person: str, results: Results) -> tuple[str, str]:
    """Return who of us is best placed, else responsible, and the first contact on the way."""
    route: Any = results.reach["route"].get(person, ())
    if len(route) > 1:
        return route[0], route[1]
    team = results.people["team"]
    responsible = [key for key, roles in team.items() if "account_responsible" in roles]
    of_theirs = person in results.reach.index
    return (str(responsible[0]) if responsible else ""), person if of_theirs else ""


def _by_when(person: str, results: Results) -> dt.date | None:
    """Return the first of: the person's next target, the day the deal closes, the next review."""
    graph = results.graph
    if graph.as_of is None:
        return None
    deals = graph.book.deals.set_index("id")["closes"]
    due = results.targets["due"]
    days = [
        *due[due.index.get_level_values("person") == person],
        deals.get(graph.scopes["deal"].iloc[0], pd.NaT),
        pd.Timestamp(graph.as_of) + min(_DECADE, dt.timedelta(graph.policy.assessment_days)),
    ]
    coming = [day for day in days if day > pd.Timestamp(graph.as_of)]  # NaT is never greater
    return min(coming).date()


def _clause(sentence: str, words: Wording) -> str:
    """Return a sentence without its full stop, to be a clause of another."""
    return sentence.removesuffix(words("full_stop").strip())
