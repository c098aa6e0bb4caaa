"""The section on the shape of the relationship: its stage, how broad it is, and who answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.stage import RELATIONSHIP_STAGES, stage
from kamgraph.analysis.structure import CONTACT_STRUCTURES
from kamgraph.model.vocabulary import FUNCTIONS, TEAM_ROLES
from kamgraph.model.voice import (
    join_clauses,
    list_words,
    say,
    say_count,
    say_label,
    say_within,
    share,
)
from kamgraph.reviews.section import Figure, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.reviews.results import Results
    from kamgraph.reviews.section import Tone

_TRIANGLE = ("account_responsible", "solution_responsible", "fulfillment_responsible")


def structure(results: Results) -> Section | None:
    """Tell stage, contact structure and iron triangle; None where nothing of them is known."""
    known = [*_tell_stage(results), *_tell_contacts(results), *_tell_triangle(results)]
    if not known:
        return None
    return Section(
        name="structure",
        heading=say("structure"),
        sentence=join_clauses([clause for clause, _ in known]),
        figures=tuple(figure for _, figure in known),
    )


def _tell_stage(results: Results) -> Iterator[tuple[str, Figure]]:
    """Tell whether the relationship is to be built, stabilised or strengthened, and why."""
    before = results.before.as_of if results.before else None
    if before is None or results.little_known:
        return
    told = stage(results.graph, since=before, language=results.language).iloc[0]
    if pd.isna(told["stage"]):
        return
    policy = results.graph.policy
    limits = say(
        "stage_limits",
        stabilising=share(policy.stabilising_change),
        building=share(policy.building_change),
    )
    word = say_label(RELATIONSHIP_STAGES, told["stage"])
    yield (
        told["reason"].removesuffix(say("full_stop")),
        Figure(say("stage_label"), word, limits, term="stage"),
    )


def _tell_contacts(results: Results) -> Iterator[tuple[str, Figure]]:
    """Tell between how many functions the contact is, and what makes it so."""
    row, policy = results.structure, results.graph.policy
    if pd.isna(row["contact_structure"]):
        return
    ours, theirs = (say_within(FUNCTIONS, word) for word in row["busiest"])
    spread = say_count(
        "contact_spread",
        int(row["interfaces"]),
        share=share(row["busiest_share"]),
        ours=ours,
        theirs=theirs,
    )
    limits = say(
        "contact_limits",
        bow_tie=share(policy.bow_tie_share),
        diamond=share(policy.diamond_share),
        interfaces=policy.diamond_interfaces,
    )
    shape = say_label(CONTACT_STRUCTURES, row["contact_structure"])
    yield spread, Figure(say("contact_structure"), shape, limits, term="contact_structure")


def _tell_triangle(results: Results) -> Iterator[tuple[str, Figure]]:
    """Tell which of us answer for the account, the solution and the delivery."""
    if "team" not in results.graph.recorded:
        return
    filled = {role: _name_holders(role, results) for role in _TRIANGLE}
    empty = [say_within(TEAM_ROLES, role) for role, held in filled.items() if not held]
    clause = say("triangle_open", roles=list_words(empty)) if empty else say("triangle_closed")
    note = say("semicolon").join(
        say("triangle_corner", role=say_label(TEAM_ROLES, role), names=held)
        for role, held in filled.items()
        if held
    )
    tone: Tone = "fair" if empty else "good"
    count = say("of", part=len(filled) - len(empty), whole=len(filled))
    yield clause, Figure(say("iron_triangle"), count, note, tone, "triangle")


def _name_holders(role: str, results: Results) -> str:
    """Return which of us hold a role in the team."""
    holds = [role in held for held in results.people["team"]]
    return list_words(list(results.names[holds]))
