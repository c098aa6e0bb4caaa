"""Which sections each kind of review has, in order; one with nothing to tell leaves itself out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from kamgraph.reviews.sections.actions import actions
from kamgraph.reviews.sections.alone import alone
from kamgraph.reviews.sections.candidates import candidates
from kamgraph.reviews.sections.chain import chain
from kamgraph.reviews.sections.changes import changes
from kamgraph.reviews.sections.cold import cold
from kamgraph.reviews.sections.commitments import commitments
from kamgraph.reviews.sections.completeness import completeness
from kamgraph.reviews.sections.contacts import contacts
from kamgraph.reviews.sections.contributions import contributions
from kamgraph.reviews.sections.counterparts import counterparts
from kamgraph.reviews.sections.deals import deals
from kamgraph.reviews.sections.definitions import definitions
from kamgraph.reviews.sections.events import events
from kamgraph.reviews.sections.evidence import evidence
from kamgraph.reviews.sections.fragility import fragility
from kamgraph.reviews.sections.gaps import gaps
from kamgraph.reviews.sections.handover import handover
from kamgraph.reviews.sections.key_people import key_people
from kamgraph.reviews.sections.map import map as stakeholder_map
from kamgraph.reviews.sections.payments import payments
from kamgraph.reviews.sections.plan import plan
from kamgraph.reviews.sections.policy import policy
from kamgraph.reviews.sections.portfolio.accounts import accounts
from kamgraph.reviews.sections.portfolio.acquaintance import acquaintance
from kamgraph.reviews.sections.portfolio.deals import deals as deals_of_all
from kamgraph.reviews.sections.portfolio.evaluations import evaluations
from kamgraph.reviews.sections.portfolio.funnel import funnel
from kamgraph.reviews.sections.portfolio.gap_kinds import gap_kinds
from kamgraph.reviews.sections.portfolio.risks import risks
from kamgraph.reviews.sections.portfolio.workload import workload
from kamgraph.reviews.sections.qualification import qualification
from kamgraph.reviews.sections.quality import quality
from kamgraph.reviews.sections.questions import questions
from kamgraph.reviews.sections.renewals import renewals
from kamgraph.reviews.sections.routes import routes
from kamgraph.reviews.sections.standing import standing
from kamgraph.reviews.sections.structure import structure
from kamgraph.reviews.sections.targets import targets
from kamgraph.reviews.sections.touches import touches
from kamgraph.reviews.sections.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.reviews.results import PortfolioResults, Results
    from kamgraph.reviews.section import Section

    OfScope: TypeAlias = Callable[[Results], Section | None]
    OfPortfolio: TypeAlias = Callable[[PortfolioResults], Section | None]

# What is told of the decision, and what contacts and activities alone tell.
DECISION: tuple[OfScope, ...] = (
    *(standing, chain, key_people, routes, gaps),
    *(plan, verify, actions, structure, counterparts, fragility, handover),
)
CONTACT: tuple[OfScope, ...] = (contacts, cold, alone, touches)
# And what it is worth.
MONEY: tuple[OfScope, ...] = (deals, qualification, payments, commitments, renewals)
DETAILS: tuple[OfScope, ...] = (
    changes,
    events,
    targets,
    questions,
    candidates,
    contributions,
    completeness,
    quality,
    stakeholder_map,
    evidence,
    definitions,
    policy,
)
# Of a deal that is over: what is still open of it, and how its people stand.
HISTORY: tuple[OfScope, ...] = (
    *(gaps, payments, commitments, renewals, actions),
    *(standing, chain, key_people, contributions, changes, events),
    *(contacts, touches, stakeholder_map, evidence, definitions, policy),
)
SCOPE = (*DECISION, *CONTACT, *MONEY, *DETAILS)
PORTFOLIO: tuple[OfPortfolio, ...] = (
    risks,
    accounts,
    deals_of_all,
    evaluations,
    workload,
    funnel,
    acquaintance,
    gap_kinds,
    definitions,
    policy,
)


def list_sections(results: Results) -> tuple[OfScope, ...]:
    """Return the sections of an account or deal: whom we meet first while nobody is graded."""
    if results.over:
        return HISTORY
    return (*CONTACT, *MONEY, *DECISION, *DETAILS) if results.known == "nothing" else SCOPE
