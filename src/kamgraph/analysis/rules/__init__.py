"""The catalogue of gaps, each rule a function of a graph, and what a rule is made of."""

from kamgraph.analysis.rules.contact import (
    function_unreached,
    level_gap,
    no_contact,
    no_touch,
    out_of_reach,
    single_thread,
)
from kamgraph.analysis.rules.decision import no_coach, role_unknown, vacant_seat
from kamgraph.analysis.rules.definition import (
    SEVERITIES,
    Found,
    Rule,
    Sentence,
    Sentences,
    Severity,
    rule,
)
from kamgraph.analysis.rules.facts import About, Fact, Labels, Lookup, Numbers, Routes, Spellable
from kamgraph.analysis.rules.judgement import (
    assessment_old,
    never_assessed,
    opposing,
    opposition_unknown,
    rival_pull,
)
from kamgraph.analysis.rules.team import owner_share, team_role_empty

RULES: tuple[Rule, ...] = (
    no_contact,
    out_of_reach,
    single_thread,
    no_touch,
    level_gap,
    function_unreached,
    never_assessed,
    assessment_old,
    opposing,
    rival_pull,
    opposition_unknown,
    role_unknown,
    no_coach,
    vacant_seat,
    team_role_empty,
    owner_share,
)

__all__ = [
    "RULES",
    "SEVERITIES",
    "About",
    "Fact",
    "Found",
    "Labels",
    "Lookup",
    "Numbers",
    "Routes",
    "Rule",
    "Sentence",
    "Sentences",
    "Severity",
    "Spellable",
    "rule",
]
