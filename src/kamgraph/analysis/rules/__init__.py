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
    Family,
    Found,
    Rule,
    Sentence,
    Sentences,
    Severity,
    rule,
)
from kamgraph.analysis.rules.facts import (
    About,
    Fact,
    Labels,
    Levels,
    Lookup,
    Names,
    Numbers,
    Routes,
    Spellable,
)
from kamgraph.analysis.rules.judgement import (
    assessment_old,
    axis_unknown,
    blocked,
    grades_contradict,
    never_assessed,
    opposing,
    opposition_unknown,
    rival_pull,
)
from kamgraph.analysis.rules.moves import supporter_at_rival, supporter_elsewhere
from kamgraph.analysis.rules.sentences import write_sentences
from kamgraph.analysis.rules.team import (
    one_function,
    owner_share,
    sponsor_knows_nobody,
    team_role_empty,
)

RULES: tuple[Rule, ...] = (
    no_contact,
    out_of_reach,
    single_thread,
    no_touch,
    level_gap,
    function_unreached,
    blocked,
    opposing,
    rival_pull,
    never_assessed,
    axis_unknown,
    assessment_old,
    opposition_unknown,
    grades_contradict,
    role_unknown,
    no_coach,
    vacant_seat,
    supporter_at_rival,
    supporter_elsewhere,
    team_role_empty,
    sponsor_knows_nobody,
    owner_share,
    one_function,
)

__all__ = [
    "RULES",
    "SEVERITIES",
    "About",
    "Fact",
    "Family",
    "Found",
    "Labels",
    "Levels",
    "Lookup",
    "Names",
    "Numbers",
    "Routes",
    "Rule",
    "Sentence",
    "Sentences",
    "Severity",
    "Spellable",
    "rule",
    "write_sentences",
]
