"""What the measures say about what is reviewed, each computed at most once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from kamgraph.analysis.acceptance import acceptance
from kamgraph.analysis.actions import actions
from kamgraph.analysis.ask.ask import ask_among
from kamgraph.analysis.candidates.candidates import candidates
from kamgraph.analysis.commitments import Commitments, commitments
from kamgraph.analysis.compare import Comparison, compare
from kamgraph.analysis.completeness import completeness
from kamgraph.analysis.contacts import contacts, count_contacts
from kamgraph.analysis.contributions import contributions
from kamgraph.analysis.counterparts.counterparts import Counterparts, counterparts
from kamgraph.analysis.evidence import evidence
from kamgraph.analysis.fragility import fragility
from kamgraph.analysis.funnel import funnel
from kamgraph.analysis.gaps import FoundGaps, find_gaps, gaps, group_by_person
from kamgraph.analysis.key_people import key_people
from kamgraph.analysis.moves_of_people import MoveRecord, moves_of_people
from kamgraph.analysis.payments import payments
from kamgraph.analysis.plan.plan import Plan, plan
from kamgraph.analysis.portfolio.portfolio import Portfolio, portfolio_of
from kamgraph.analysis.qualification import qualification
from kamgraph.analysis.reach import reach
from kamgraph.analysis.renewals import renewals
from kamgraph.analysis.rules.last_day import find_last_days
from kamgraph.analysis.scores import add_gaps, scores
from kamgraph.analysis.sensitivity import sensitivity
from kamgraph.analysis.stability import stability
from kamgraph.analysis.structure import structure
from kamgraph.analysis.targets import targets
from kamgraph.analysis.touches import touches
from kamgraph.analysis.verdict import verdict
from kamgraph.analysis.vital_grades import vital_grades
from kamgraph.analysis.vital_ties import vital_ties
from kamgraph.graph.deal_roles import list_deal_roles
from kamgraph.model.once import once
from kamgraph.model.result import empty
from kamgraph.model.rounding import ROUNDING, at_least
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import speaking
from kamgraph.plot.required import require_matplotlib
from kamgraph.reviews.due_days import DueDay, list_due_days
from kamgraph.reviews.inferred import count_guesses
from kamgraph.reviews.meetings import list_meetings
from kamgraph.reviews.people import list_people, name_all, name_people, place_people
from kamgraph.reviews.quotes import Quotes, gather_quotes

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.policy import Policy
    from kamgraph.model.vocabulary import Language
    from kamgraph.plot.stakeholder_map.excerpt import Excerpt

_DRAWS = 40  # enough to tell a half from nine tenths


@dataclass(frozen=True, eq=False)
class Basis:
    """What every review is of."""

    graph: RelationshipGraph
    language: Language = "en"  # of the gaps' sentences

    @property
    def little_known(self) -> bool:
        """Whether the review rests on contacts and titles alone."""
        return False

    @once
    def guesses(self) -> dict[str, int]:
        """How many facts of each family nobody has confirmed."""
        return count_guesses(self.graph)


@dataclass(frozen=True, eq=False)
class Results(Basis):
    """The results behind a review of one scope; sections put them into words."""

    before: RelationshipGraph | None = None  # on the day of the last review, if there was one

    @once
    def scores(self) -> pd.Series[Any]:
        """The row of :func:`~kamgraph.scores`."""
        return scores(self.graph).iloc[0]

    @once
    def known(self) -> Literal["nothing", "something", "everything"]:
        """How much of the stances that count is known, to what a review shows."""
        if pd.isna(self.scores["choice"]):
            return "nothing"
        row = self.scores
        alike = round(row["low"]) == round(row["high"]) and row["unnamed"] <= ROUNDING
        return "everything" if alike else "something"

    @property
    def over(self) -> bool:
        """Whether it is of a deal that is closed or lost, on which the review looks back."""
        return bool(self.graph.over[0])

    @property
    def lost(self) -> bool:
        """Whether it is of a deal that is lost."""
        return self.graph.scopes["stage"].iloc[0] == "lost"

    @once
    def decided(self) -> RelationshipGraph | None:
        """The deal as it stood on the day it was decided; None where that is not recorded."""
        graph = self.graph
        deal = graph.part.deals.iloc[graph.deal[0]]
        day = deal["closes"]
        if graph.as_of is None or pd.isna(day) or day > pd.Timestamp(graph.as_of):
            return None
        return None if deal["created"] > day else graph.at(day.date())

    @property
    def judged(self) -> bool:
        """Whether the key people are known well enough for a verdict."""
        return bool(self.scores["status"] != "grey")

    @property
    def recorded_deciders(self) -> bool:
        """Whether more is recorded of who decides than titles that would fit."""
        return bool(self.key_people["kind"].isin(["direct", "indirect"]).any())

    @property
    def little_known(self) -> bool:
        """Whether nobody is graded, and who decides is told by titles alone."""
        return self.known == "nothing" and not self.recorded_deciders

    @property
    def axes(self) -> list[str]:
        """The axes that count, as somebody with power is graded on them."""
        return [axis for axis, counts in zip(AXES.words, self.graph.counted[0], strict=True)
                if counts]  # fmt: skip

    @once
    def verdict(self) -> pd.Series[Any]:
        """The row of :func:`~kamgraph.verdict`."""
        return verdict(self.graph).iloc[0]

    @once
    def people(self) -> pd.DataFrame:
        """The people of the scope."""
        return list_people(self.graph)

    @once
    def names(self) -> pd.Series[str]:
        """What everybody of the scope is called, in the language of the review."""
        with speaking(self.language):
            return name_people(self.people)

    @once
    def all_names(self) -> dict[str, str]:
        """What every person, deal and organization is called, whether or not of the scope."""
        return {**name_all(self.graph.part), **self.names}

    @once
    def places(self) -> pd.Series[str]:
        """What everybody of the scope is, and where."""
        return place_people(self.people)

    @once
    def key_people(self) -> pd.DataFrame:
        """Who decides, openly and behind the scenes."""
        return key_people(self.graph)

    @once
    def acceptance(self) -> pd.DataFrame:
        """How each of theirs stands with us."""
        return acceptance(self.graph)

    @once
    def reach(self) -> pd.DataFrame:
        """Whom we reach, how well, and through whom."""
        return reach(self.graph)

    @once
    def gaps(self) -> pd.DataFrame:
        """What is missing, in the language of the review."""
        return gaps(self.graph, language=self.language)

    @once
    def excerpt(self) -> Excerpt:
        """Everybody in the order in which they matter, for maps of some of them."""
        with require_matplotlib():
            from kamgraph.plot.stakeholder_map.excerpt import Excerpt
        return Excerpt(self.graph)

    @once
    def plan(self) -> Plan:
        """What to do next, in the language of the review; nothing where that cannot be told."""
        # Of a deal that is over, and while all that is known of who decides are titles.
        futile = self.little_known or self.over
        budget = 0.0 if futile else self.graph.policy.plan_budget
        return plan(self.graph, budget=budget, language=self.language)

    @once
    def vital_ties(self) -> pd.DataFrame:
        """The few ties whose loss costs most coverage, to be verified first."""
        return vital_ties(self.graph)

    @once
    def vital_grades(self) -> pd.DataFrame:
        """The few grades on which the choice hangs most, to be verified first."""
        return vital_grades(self.graph)

    @once
    def counterparts(self) -> Counterparts:
        """Which of us should face whom, and where we stand in our own way."""
        return counterparts(self.graph)

    @once
    def actions(self) -> pd.DataFrame:
        """Which steps are overdue, which are done, and what has changed since."""
        return actions(self.graph)

    @once
    def completeness(self) -> pd.DataFrame:
        """How much is recorded, in the language of the review."""
        return completeness(self.graph, language=self.language)

    @once
    def evidence(self) -> pd.DataFrame:
        """How we know each grade, tie and role."""
        return evidence(self.graph)

    @once
    def quotes(self) -> Quotes:
        """The words by which it is known, in the language of the review."""
        with speaking(self.language):
            return gather_quotes(self.evidence, self.graph)

    @once
    def meetings(self) -> dict[str, dict[str, Any]]:
        """How often we had to do with each contact, and of the last times day, kind and ours."""
        with speaking(self.language):
            return list_meetings(self.graph)

    @once
    def contacts(self) -> pd.DataFrame:
        """Which of theirs we meet, and who has gone cold."""
        return contacts(self.graph)

    @once
    def own_contacts(self) -> pd.DataFrame:
        """The contacts of the account itself."""
        return self.contacts[self.people["own"].reindex(self.contacts.index)]

    @once
    def touches(self) -> pd.DataFrame:
        """Which of us meets which function of theirs."""
        return touches(self.graph)

    @once
    def candidates(self) -> pd.DataFrame:
        """What is suggested that nobody has recorded, in the language of the review."""
        return candidates(self.graph, language=self.language)

    @once
    def deal_roles(self) -> pd.DataFrame:
        """Who holds which role in the open deals of an account; nobody in the scope of a deal."""
        found = list_deal_roles(self.graph)
        return found[:0] if self.graph.scopes["deal"].iloc[0] else found

    @once
    def ask(self) -> pd.DataFrame:
        """What to ask, and which of us, in the language of the review."""
        with speaking(self.language):
            return ask_among(self.graph, self.candidates)

    @once
    def qualification(self) -> pd.DataFrame:
        """How real the open deals are: what is claimed of each, and what is confirmed."""
        return qualification(self.graph)

    @once
    def payments(self) -> pd.DataFrame:
        """What is still to be paid, who signs for it, and what is at risk."""
        return payments(self.graph)

    @once
    def commitments(self) -> Commitments:
        """What was promised, and how it is kept."""
        return commitments(self.graph)

    @once
    def renewals(self) -> pd.DataFrame:
        """Which contracts end, who signed them, and who would sign again."""
        return renewals(self.graph)

    @once
    def stability(self) -> pd.DataFrame:
        """Whether key people would be such if some facts were wrong."""
        return stability(self.graph, draws=_DRAWS)

    @property
    def gaps_by_person(self) -> pd.DataFrame:
        """The gaps with those of one person as one; whoever blocks first, then the gravest."""
        rows = group_by_person(self.gaps)
        others = ~rows["person"].isin(self.scores["blocked_by"])
        return rows.iloc[others.argsort(kind="stable")].reset_index(drop=True)

    @once
    def fragility(self) -> pd.DataFrame:
        """What breaks when one person leaves."""
        return fragility(self.graph)

    @once
    def structure(self) -> pd.Series[Any]:
        """How the customer is organised, and how broad our contact is."""
        return structure(self.graph).iloc[0]

    @once
    def sensitivity(self) -> pd.DataFrame:
        """What one grade more or less does."""
        return sensitivity(self.graph)

    @once
    def contributions(self) -> pd.DataFrame:
        """Whose stance makes the verdict what it is."""
        return contributions(self.graph)

    @once
    def targets(self) -> pd.DataFrame:
        """Where we want people to stand, and by when."""
        return targets(self.graph)

    @once
    def due_days(self) -> dict[str, list[DueDay]]:
        """By when something is planned or wanted of whom."""
        return list_due_days(self.targets, self.plan.steps)

    @once
    def last_day(self) -> int:
        """The number of the last day on which steps help; NEVER where none is last."""
        return int(find_last_days(self.graph)[0])

    @once
    def moves(self) -> pd.DataFrame:
        """Who sits elsewhere than on the day of the last review; nobody without one."""
        graph = self.graph
        if self.before is None or self.before.as_of is None:
            return empty(MoveRecord)
        since = self.before.as_of
        return moves_of_people(graph.book, since=since, as_of=graph.as_of, policy=graph.policy)

    @once
    def comparison(self) -> Comparison | None:
        """What is different since the last review, if there was one."""
        if self.before is None:
            return None
        return compare(self.before, self.graph, language=self.language)


@dataclass(frozen=True, eq=False)
class AccountsResults(Results):
    """The results about all accounts: whom we meet is counted, and nobody is listed."""

    @once
    def contacts(self) -> pd.DataFrame:
        """How far we are with each of theirs."""
        return count_contacts(self.graph)


@dataclass(frozen=True, eq=False)
class PortfolioResults(Basis):
    """The results behind a review of many scopes."""

    since: dt.date | None = None  # the day of the last review, if there was one

    @once
    def portfolio(self) -> Portfolio:
        """All accounts side by side, with workload and evaluations."""
        of_accounts = self.scores.loc[~self.graph.of_deal]
        return portfolio_of(self.of_accounts.graph, of_accounts, since=self.since)

    @once
    def of_accounts(self) -> Results:
        """Whom we meet in all accounts, without their deals."""
        return AccountsResults(self.graph.without_deals(), self.language)

    @once
    def funnel(self) -> pd.DataFrame:
        """What is signed, expected and missing beside the goals."""
        graph = self.graph
        return funnel(graph.book, as_of=graph.as_of, policy=graph.policy)

    @property
    def graded(self) -> bool:
        """Whether anybody is graded on whom the decision of an account hangs."""
        return bool(self.portfolio.accounts["choice"].notna().any())

    @property
    def accounts(self) -> pd.DataFrame:
        """One row per account, the most urgent first, and whether its decision leans to us."""
        accounts = self.portfolio.accounts  # whose decision nobody takes leans nowhere
        return accounts.assign(for_us=lean_to_us(accounts, self.graph.policy))

    @once
    def scores(self) -> pd.DataFrame:
        """The rows of :func:`~kamgraph.scores`, accounts and deals."""
        return add_gaps(self.graph, self._found.count())

    @once
    def gaps(self) -> pd.DataFrame:
        """What is missing in all scopes, in the language of the review."""
        return self._found.to_frame(language=self.language)

    @once
    def _found(self) -> FoundGaps:
        """What is missing, before it is put into words."""
        return find_gaps(self.graph)


def lean_to_us(scores: pd.DataFrame, policy: Policy) -> np.ndarray:
    """Return which decisions lean to us: known well enough, and high enough."""
    chosen = at_least(scores["choice"].to_numpy(float), policy.verdict_threshold)
    return chosen & (scores["status"] != "grey").to_numpy()
