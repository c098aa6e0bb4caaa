"""The verdict of a review: one sentence that a sales leader understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model import axes
from kamgraph.model.vocabulary import AXES, DECISION_ROLES
from kamgraph.model.voice import (
    choose_label,
    join_clauses,
    list_words,
    say,
    say_count,
    say_day,
    say_within,
    score,
)
from kamgraph.reviews.certainty import (
    ask_first,
    list_axes_within,
    list_open_consent,
    list_roles_within,
)
from kamgraph.reviews.judgement import (
    find_case,
    find_newest_grade,
    judge_bounds,
    leans,
    refuses_surely,
    say_seeming,
)
from kamgraph.reviews.people import average_axes, introduce
from kamgraph.reviews.results import Results

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALIKE = 0.5  # points; closer than people can tell


def say_verdict(results: Results) -> str:
    """Say whether the decision leans to us, how sure that is, what is weak and who is against."""
    case = find_case(results)
    clauses = {
        "over": _look_back,
        "long_ago": _say_long_ago,
        "too_little": _say_too_little,
    }.get(case)
    if clauses:
        return join_clauses(clauses(results))
    if case in {"nobody", "nothing_known"}:
        return say(case)
    standing = _say_blocked(results) if case == "blocked" else _say_standing(results)
    ends = [_say_weakest(results), _say_opponent(results)]
    last = say("verdict_end").join(filter(None, ends))
    return join_clauses([standing, *_list_limits(results), *filter(None, [last])])


def _look_back(results: Results) -> list[str]:
    """Say how a deal ended, and where its decision stood then and stands by what is known now."""
    decided = results.decided
    told = [say("over_lost" if results.lost else "over_closed")]
    if decided is not None and decided.as_of is not None:
        told[0] += say("over_on", day=say_day(decided.as_of))
        before = _read_choice(Results(decided, results.language))
        told += [say("over_then", choice=before)] if before else []
    now = _read_choice(results)
    return told + ([say("over_now", choice=now)] if now else [])


def _read_choice(results: Results) -> str:
    """Return the choice, if it is known well enough for one number."""
    return score(results.scores["choice"]) if results.judged else ""


def _say_long_ago(results: Results) -> list[str]:
    day = find_newest_grade(results)
    old = say("long_ago", day=say_day(day) if day else "")
    return [part for part in (old, *_list_limits(results), ask_first(results)) if part]


def _say_too_little(results: Results) -> list[str]:
    row = results.scores
    scored = {name: score(row[name]) for name in ("low", "choice", "high")}
    parts = (say("too_little", **scored), *_list_limits(results), ask_first(results))
    return [part for part in parts if part]


def _say_blocked(results: Results) -> str:
    names = results.names
    who = list_words(list(names[results.graph.vetoes]))
    key = "blocked" if refuses_surely(results, results.graph.vetoes) else "blocked_perhaps"
    scored = {name: score(results.scores[name]) for name in ("low", "choice", "high")}
    return say(key, names=who, **scored)


def _say_standing(results: Results) -> str:
    row, threshold = results.scores, results.graph.policy.verdict_threshold
    low, leaning, high = judge_bounds(results)
    sure = "known" if results.known == "everything" else "surely" if low == high else "perhaps"
    scored = {name: score(row[name], threshold) for name in ("low", "choice", "high")}
    return say(f"{'leans' if leaning else 'not'}_{sure}", threshold=score(threshold), **scored)


def _list_limits(results: Results) -> list[str]:
    """Return who or what stands against the choice, and which axes are not counted."""
    refusals = _list_refusals(results)
    if leans(results):
        parts = [*_say_open_consent(results), *(say("but", clause=one) for one in refusals)]
    else:
        parts = [*_say_limit(results), *refusals]
    missing = [axis for axis in AXES.words if axis not in results.axes]
    if missing:
        parts.append(say("not_counted", axes=list_axes_within(missing)))
    return parts


def _say_open_consent(results: Results) -> Iterator[str]:
    """Say which roles that must agree nobody is recorded to hold."""
    if roles := list_open_consent(results.graph):
        yield say_count("leans_open", len(roles), roles=list_roles_within(roles))


def _say_limit(results: Results) -> Iterator[str]:
    """Say which role holds the choice down; who refuses in it is told by itself."""
    graph, role = results.graph, results.scores["limited_by"]
    if not isinstance(role, str) or not role or find_case(results) == "blocked":
        return
    held = graph.holds(role)
    if results.judged and (held & graph.blockers).any():
        return
    holders = list(results.names[held & ~graph.vacant])
    key = "limited_held" if holders else "limited_vacant" if held.any() else "limited_open"
    yield say(key, role=say_within(DECISION_ROLES, role), names=list_words(holders))


def _list_refusals(results: Results) -> list[str]:
    """Say in which roles some would refuse us whom others may outvote."""
    graph, names = results.graph, results.names
    refusing = graph.blockers & ~graph.vetoes & results.judged
    return [
        _say_refusal(role, list(names[those]), int(held.sum()), seems=say_seeming(results, those))
        for role in graph.policy.consent_roles
        if (those := refusing & (held := graph.holds(role))).any()
    ]


def _say_refusal(role: str, names: list[str], count: int, *, seems: str) -> str:
    """Say who of the holders of a role would refuse us."""
    key = "alone" if count == 1 else "all" if len(names) == count else "some"
    return say_count(
        f"refuses_{key}",
        len(names),
        whole=count,
        names=list_words(names),
        role=say_within(DECISION_ROLES, role),
        seems=seems,
    )


def _say_weakest(results: Results) -> str:
    """Say on which axis we are weakest; nothing where one alone counts."""
    scores = results.scores[results.axes].astype(float)
    if len(scores) == 1:
        return ""
    if np.ptp(scores) < _ALIKE:
        return say("weakest_none", axes=list_axes_within(results.axes))
    weakest = results.scores["weakest"]
    return next(choose_label(axis.weak_point) for axis in axes.ALL if axis.name == weakest)


def _say_opponent(results: Results) -> str:
    """Say who weighs most against us; nothing where the verdict has named them already."""
    parts = average_axes(results.contributions, results.graph)
    blockers = results.scores["blocked_by"]
    if not (parts < 0).any():
        return "" if blockers else say("no_opponent")  # who refuses the price alone is against us
    worst = parts.idxmin()
    return (
        "" if worst in blockers else say("opponent", person=introduce(results.people.loc[[worst]]))
    )
