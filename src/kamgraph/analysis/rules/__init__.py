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
    Deals,
    Fact,
    Labels,
    Levels,
    Lookup,
    NameLists,
    Names,
    Numbers,
    Routes,
    Spellable,
    Worths,
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
from kamgraph.analysis.rules.money import (
    contract_ending,
    contract_over,
    payment_overdue,
    signer_change,
    signer_out_of_reach,
)
from kamgraph.analysis.rules.moves import supporter_at_rival, supporter_elsewhere
from kamgraph.analysis.rules.promises import promise_overdue, promise_to_us
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
    promise_overdue,
    promise_to_us,
    payment_overdue,
    signer_out_of_reach,
    contract_over,
    signer_change,
    contract_ending,
    team_role_empty,
    sponsor_knows_nobody,
    owner_share,
    one_function,
)

__all__ = [
    "RULES",
    "SEVERITIES",
    "About",
    "Deals",
    "Fact",
    "Family",
    "Found",
    "Labels",
    "Levels",
    "Lookup",
    "NameLists",
    "Names",
    "Numbers",
    "Routes",
    "Rule",
    "Sentence",
    "Sentences",
    "Severity",
    "Spellable",
    "Worths",
    "rule",
    "write_sentences",
]
