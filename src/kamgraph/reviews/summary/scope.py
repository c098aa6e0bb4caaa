"""The summary of a review: five sentences that a sales leader can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.model.voice import join_clauses, list_some, list_words, say, say_count, share
from kamgraph.plot.people import name_everybody
from kamgraph.reviews.acting import find_day, say_by_when, say_who_leads
from kamgraph.reviews.certainty import (
    LEAST,
    ask_first,
    list_unknown,
    list_unrecorded,
    say_nothing_found,
)
from kamgraph.reviews.deciders import (
    list_deciders,
    say_nobody_hidden,
    say_roles_in_deals,
)
from kamgraph.reviews.judgement import find_case, leans
from kamgraph.reviews.section import Point
from kamgraph.reviews.sections.changes import say_move
from kamgraph.reviews.summary.contact import tell_contact
from kamgraph.reviews.summary.verdict import say_verdict

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

# What can lose the decision, the worst first, among the gravest gaps about one person.
_RISKS = (
    "blocked",
    "opposing",
    "rival_pull",
    "out_of_reach",
    "no_contact",
    "no_touch",
    "single_thread",
)
# How those are told who have a part in the decision by a role.
_OPENLY = {"consenting": "decide_openly", "direct": "have_a_say", "participant": "taking_part"}
_MOST_NAMES = 3


def summarise(results: Results) -> tuple[Point, ...]:
    """Say where we stand, who decides, what may go wrong, what is new, and what to do next."""
    if results.over:
        return _look_back(results)
    contact = tell_contact(results) if results.known == "nothing" else {}
    points = (
        contact.get("standing") or Point(say("standing"), say_verdict(results)),
        contact.get("who_decides") or Point(say("who_decides"), _say_who_decides(results)),
        contact.get("risk") or Point(say("risk"), _say_risk(results)),
        say_news(results) or contact.get("unknown") or say_unknown(results),
        contact.get("next_step") or _tell_next_step(results),
    )
    return tuple(point for point in points if point.sentence)


def _look_back(results: Results) -> tuple[Point, ...]:
    """Say how a deal ended, what is still open of it, what is new, and what to do about it."""
    points = (
        Point(say("standing"), say_verdict(results)),
        Point(say("still_open"), _say_open(results)),
        say_news(results),
        Point(say("next_step"), "" if results.gaps.empty else _say_next_step(results)),
    )
    return tuple(point for point in points if point and point.sentence)


def _say_open(results: Results) -> str:
    """Tell what outlasts a deal that is over, the gravest first."""
    found = results.gaps["detail"]
    if found.empty:
        return say("nothing_open")
    return say("blank").join(found.head(_MOST_NAMES))


def _say_who_decides(results: Results) -> str:
    """Name who decides openly, who would by title, and everybody who does behind the scenes."""
    found = list_deciders(results)
    named = {part: list(rows["full"]) for part, rows in found.groupby("part", sort=False)}
    parts, in_deals = [], say_roles_in_deals(results)
    openly = {"consenting", "direct"} & named.keys()
    for part, key in _OPENLY.items():
        if some := named.get(part):
            parts.append(say_count(key, len(some), names=_shorten(some)))
    parts += _say_hidden(found, results)
    if not openly and (likely := named.get("assumed")):
        told = found["level"].notna() | found["function"].notna()
        by_title = "by_title_in_deals" if in_deals else "decide_assumed"
        parts.insert(0, say(by_title if told.any() else "decide_untold", names=_shorten(likely)))
    parts = [*parts, *in_deals] if openly else [*in_deals, *parts]
    parts += _say_whose_roles_are_open(results, recorded=bool(openly))
    return join_clauses(parts) if named.keys() - {"vacant"} else say("no_key_people")


def _say_hidden(found: pd.DataFrame, results: Results) -> list[str]:
    """Say who carries the decision behind the scenes; nobody only where that can be told."""
    hidden = found[found["part"] == "indirect"]
    if len(hidden):
        carried = share(float(hidden["power"].abs().sum()))
        names = list_words(list(hidden["full"]))
        return [say_count("decide_hidden", len(hidden), names=names, share=carried)]
    return say_nobody_hidden(found, results)


def _say_whose_roles_are_open(results: Results, *, recorded: bool) -> list[str]:
    """Say how much is taken from titles and levels, and how much is with nobody on the list."""
    unnamed = float(results.scores["unnamed"])
    parts = {"unnamed_share": unnamed}
    if recorded:
        parts = {"assumed_share": 1.0 - results.scores["roles_known"] - unnamed} | parts
    return [say(key, share=share(part)) for key, part in parts.items() if part >= LEAST]


def _shorten(names: list[str]) -> str:
    return list_some(names, _MOST_NAMES)


def _say_risk(results: Results) -> str:
    """Tell the gap that weighs most: of the gravest about one person the one that loses most."""
    found = results.gaps
    if found.empty:
        return say_nothing_found(results)
    first = _find_first(results)
    alike = found[(found[["severity", "person"]] == first[["severity", "person"]]).all(axis=1)]
    rank = [_RISKS.index(gap) if gap in _RISKS else len(_RISKS) for gap in alike["gap"]]
    worst = alike.assign(rank=rank).sort_values("rank", kind="stable").iloc[0]
    parts = [_strip_full_stop(worst["detail"])]
    if worst["stake"] > 0:
        parts.append(say("at_stake", share=share(worst["stake"])))
    return join_clauses(parts)


def _find_first(results: Results) -> pd.Series[Any]:
    """Return the gap to begin with: what the verdict hangs on, else the gravest."""
    found, case = results.gaps, find_case(results)
    if results.judged and not leans(results):
        pressing = found["person"].isin(results.scores["blocked_by"])
    else:
        pressing = (found["gap"] == "assessment_old") & (case == "long_ago")
    return (found[pressing] if pressing.any() else found).iloc[0]


def say_news(results: Results) -> Point | None:
    """Say what has changed since the last review, if there was one."""
    before = results.before
    if results.comparison is None or before is None or not before.as_of:
        return None
    return Point(say("changed"), say_move(results))


def say_unknown(results: Results) -> Point:
    """Say what is not known."""
    return Point(say("still_unknown"), _list_unknown(results))


def _list_unknown(results: Results) -> str:
    if not results.graph.key.any():
        return say("all_unknown")
    unknown = list_unknown(results)
    if not unknown:
        return say("nothing_unknown")
    first = ask_first(results) if results.judged or results.known == "nothing" else ""
    return join_clauses([part for part in (*unknown, first) if part])


def _tell_next_step(results: Results) -> Point:
    """Tell what to do about the risk, of which the moves of the plan are not; else what to do."""
    key = "next_step" if results.gaps.empty else "against_risk"
    return Point(say(key), _say_next_step(results))


def _say_next_step(results: Results) -> str:
    """Tell what to do about the first gap, which of us leads, with whom, and by when."""
    found = results.gaps
    if found.empty:
        return _say_what_to_record(results)
    first = _find_first(results)
    who = _say_who_acts(first, results)
    when = say_by_when(find_day(first["gap"], first["person"], results))
    return join_clauses([_strip_full_stop(first["action"]), who + when])


def _say_what_to_record(results: Results) -> str:
    """Say what to do where no rule finds a gap: record what there is nothing of, else ask."""
    found = results.completeness
    none = found[found.index.isin(list_unrecorded(results))]
    if len(none):
        return str(none["next_step"].iloc[0])
    question = "" if results.judged else ask_first(results)
    return join_clauses([question]) if question else say("nothing_to_do")


def _say_who_acts(gap: pd.Series[Any], results: Results) -> str:
    """Say which of us leads, or could for want of anybody on the team, and through whom."""
    if pd.notna(gap["lead"]):  # whom the action asks
        return say("leads", lead=name_everybody(results.graph)[gap["lead"]])
    return say_who_leads(gap["person"], results)


def _strip_full_stop(sentence: str) -> str:
    """Return a sentence without its full stop, to be a clause of another."""
    return sentence.removesuffix(say("full_stop").strip())
