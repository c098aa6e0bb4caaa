"""Every judgement of the library in one frozen place, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

import numpy as np
import tomli_w
from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from kamgraph.door import guard_methods
from kamgraph.errors import PolicyError
from kamgraph.model import axes, tie_kinds, toml
from kamgraph.model.arguments import NONE, check_argument
from kamgraph.model.marks import Factor
from kamgraph.model.policy_types import (
    FREEZE,
    Days,
    FrozenDict,
    Meanings,
    RoleFit,
    Scale,
    Score,
    Share,
    Stance,
    Strength,
    Weight,
    Words,
    allow_only,
    require_all,
)
from kamgraph.model.title_words import NO_TITLES, TitleList
from kamgraph.model.vocabulary import (
    AIMS,
    AXES,
    DECISION_ROLES,
    EVALUATIONS,
    MOVES,
    SIDES,
    STAGES,
    TEAM_ROLES,
    WORKLOAD,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_STRENGTHS = {kind.name: kind.strength for kind in tie_kinds.ALL if kind.strength is not None}
_REMOVED = {
    "key_share": "key people are now the fewest who hold key_cover of the power, key_most of them "
    "at the most, and depend on no share of their own",
}
_TECHNICAL = ("engineering", "it", "operations", "production", "project", "research")
_OPINION = (0.1, 0.4, 1.0, 0.7, 0.3)
_CHECKING = (0.3, 0.7, 1.0, 0.7, 0.3)


@guard_methods
class Policy(BaseModel):
    """The judgements behind every result; immutable, so that a result can be repeated.

    Every attribute has a default with its reason. Make your own with
    ``Policy(key_most=10)`` or from a file with :meth:`from_toml`. Unknown names and
    impossible values are refused with a :class:`~kamgraph.errors.PolicyError` by
    :meth:`from_toml`, and by pydantic's ``ValidationError`` otherwise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    susceptibility: Annotated[Factor, Ge(0), Lt(1)] = 0.5
    """How far others move a person who has none of their own: half, between a mind made up
    and one without an opinion, as long as nobody measured it."""
    report_down: Share = 0.4
    """The pull of a boss on a report: strong, since the boss sets tasks and judges."""
    report_up: Share = 0.15
    """The pull of a report on the boss: there, but well below the way down."""
    dotted: Share = 0.5
    """What a dotted line counts of a solid one: half a boss, half the pull."""
    key_cover: Annotated[Factor, Gt(0), Le(1)] = 0.8
    """How much of the power the key people hold together: four fifths, so that who is left out
    changes little; a cover instead of a share of each, which in large accounts nobody has."""
    key_most: Annotated[int, Ge(1)] = 15
    """How many key people there are at the most: as many as a review can talk about."""
    reachable: Share = 0.2
    """Below which reach a person counts as out of reach: a brief acquaintance (0.25) still
    counts, two weak links in a row do not."""
    weak_tie: Share = 0.2
    """From which strength a tie carries a thread, for the same reason as `reachable`."""
    supportive: Score = 62.5
    """From which choice score a person supports us: half a grade above neutral."""
    opposing: Score = 40
    """Below which choice score a person opposes us: nearly half a grade below neutral."""
    verdict_threshold: Score = 60
    """From which choice score the decision leans to us: clearly above 50, which only says that
    nobody objects."""
    judged: Share = 0.2
    """From which part of the key people's power, as far as it is graded and fresh, the status has
    a colour: a fifth, one approver of five key people; below it nobody can tell."""
    decision_rule: Literal["consent", "weighted", "unanimous"] = "consent"
    """How the choices of people make the choice of the scope. Consent: the weighted mean, but not
    above the mean of any consent role, as who must sign is not outvoted; unanimous: not above any
    holder of one; weighted: the mean alone (Choffray and Lilien's group choice models)."""
    consent_roles: Annotated[Words, allow_only(DECISION_ROLES.words)] = (
        "approver",
        "decision_maker",
    )
    """Without whose consent nothing is decided: who signs and who decides."""
    axis_weights: Annotated[dict[str, Weight], require_all(AXES.words), FREEZE] = FrozenDict(
        dict.fromkeys(AXES.words, 1 / len(AXES.words))
    )
    """What each axis counts in the choice; equal, since each alone can lose the decision. They
    are divided by their sum."""
    grade_half_life_days: Days = 360
    """After how many days a grade is half as certain: a year, in which budgets, bosses and our own
    record with a person change once."""
    grade_error: Share = 0.2
    """How often a grade is one step off: one in five, as two who know a person agree no better."""
    assumed_stance: Annotated[
        dict[str, Annotated[dict[str, Stance], require_all(AXES.words), FREEZE]],
        allow_only(SIDES.words),
        FREEZE,
    ] = FrozenDict(
        {
            "vendor": FrozenDict({axis.name: axis.ours for axis in axes.ALL}),
            "competitor": FrozenDict({axis.name: axis.rivals for axis in axes.ALL}),
        }
    )
    """Where people stand whom nobody graded and whose employer tells: ours for us and our solution,
    without a word on the price; a competitor's against our solution and our price."""
    placeholders: Words = (
        "vacant",
        "vacancy",
        "tbd",
        "to be determined",
        "tbh",
        "to be hired",
        "tba",
        "to be announced",
        "to be appointed",
        "tbc",
        "to be confirmed",
        "to be filled",
        "to be recruited",
        "unfilled",
        "open position",
        "open role",
        "open seat",
        "open headcount",
        "n.n.",
        "unbesetzt",
        "nicht besetzt",
        "zu besetzen",
        "vakant",
        "vakanz",
        "offene stelle",
        "=offen",
        "=open",
        "=ouvert",
        "à pourvoir",
        "poste vacant",
        "vacante",
        "por cubrir",
        "=未定",
        "空席",
        "欠員",
        "募集中",
        "待定",
        "空缺",
        "空岗",
        "待聘",
        "待招",
        "拟招",
        "招聘中",
        "待补",
        "缺编",
        "缺岗",
        "暂缺",
        "暂空",
        "无人在岗",
    )
    """Names that stand for nobody: who is called so is a vacant seat. What has `=` before it must
    be the whole name, for somebody may be called Lisa Offen."""
    half_life_days: Days = 90
    """After how many days a contact counts half: a quarter, the rhythm of account reviews."""
    closeness_half_life_days: Days = 720
    """After how many days without seeing each other a graded closeness counts half: two years; it
    fades, but more slowly than what was last talked about."""
    broken_promise: Share = 0.8
    """What the closeness of two people counts as long as what the one promised the other is
    overdue: four fifths, as who is let down still picks up the phone, but vouches for less."""
    one_way: Share = 0.1
    """What contact counts that the other side has not answered: a tenth of an exchange."""
    half_saturation: Days = 1
    """How much contact makes a closeness of one half: one fresh meeting of two people."""
    interaction_weights: Annotated[dict[str, Weight], FREEZE] = FrozenDict(
        {"visit": 1.5, "meeting": 1.0, "event": 0.8, "call": 0.6, "email": 0.2}
    )
    """What each kind of interaction counts: who travels invests most, a mail costs little."""
    unknown_interaction: Weight = 0.5
    """What an interaction of another or no kind counts: less than a call."""
    crowd_limit: Annotated[int, Ge(2)] = 100
    """Up to how many participants an interaction is a contact between them; one of more is an
    announcement, after which nobody knows anybody: in a hundred each pair has a hundredth part of
    a meeting, and who sat where is not recorded."""
    crowd: Annotated[int, Ge(2)] = 10
    """Up to how many of one customer an interaction addresses that tells who belongs together: what
    goes to more is news for everybody."""
    strength_labels: Meanings = FrozenDict(
        {"weak": 0.25, "medium": 0.5, "strong": 0.75, "decisive": 1.0}
    )
    """What the labels of influence mean, in even steps."""
    closeness_labels: Meanings = FrozenDict(
        {"brief": 0.25, "several": 0.5, "in_depth": 0.75, "trusted": 1.0}
    )
    """What the labels of acquaintance mean, in even steps."""
    missing_strength: Annotated[dict[str, Strength], require_all(tuple(_STRENGTHS)), FREEZE] = (
        FrozenDict(_STRENGTHS)
    )
    """The strength of a tie of each kind that states none: for acquaintance the middle label; for
    influence 0.75, since one influencer moved people by 0.36 of the difference in experiments,
    which is what the default susceptibility makes of it (Becker, Brackbill and Centola, 2017)."""
    role_weights: Annotated[dict[str, Weight], allow_only(DECISION_ROLES.words), FREEZE] = (
        FrozenDict(
            {
                "approver": 1.0,
                "decision_maker": 1.0,
                "evaluator": 0.5,
                "finance": 0.5,
                "procurement": 0.5,
                "legal": 0.3,
                "quality": 0.3,
                "supply_chain": 0.3,
                "supervisor": 0.3,
                "user": 0.25,
                "participant": 0.25,
            }
        )
    )
    """What a decision role weighs, shared by its holders: who approves or decides counts whole, who
    can stop or steer counts half, who checks less, who uses or takes part least; roles left out
    (coaches) do not decide."""
    role_fit: Annotated[dict[str, RoleFit], allow_only(DECISION_ROLES.words), FREEZE] = FrozenDict(
        {
            "approver": RoleFit(levels=(1.0, 0.5, 0.1, 0.0, 0.0)),
            "decision_maker": RoleFit(levels=(0.5, 1.0, 0.5, 0.1, 0.0)),
            "evaluator": RoleFit(levels=_OPINION, functions=_TECHNICAL, other_function=0.1),
            "user": RoleFit(
                levels=(0.0, 0.1, 0.5, 1.0, 1.0), functions=_TECHNICAL, other_function=0.1
            ),
            "procurement": RoleFit(levels=_CHECKING, functions=("procurement",)),
            "finance": RoleFit(levels=(1.0, 0.7, 0.5, 0.2, 0.1), functions=("finance",)),
            "legal": RoleFit(levels=_CHECKING, functions=("legal",)),
            "quality": RoleFit(levels=_CHECKING, functions=("quality",)),
            "supply_chain": RoleFit(levels=_CHECKING, functions=("supply_chain",)),
        }
    )
    """How well people fit a role that must be there and that nobody is recorded to hold: who signs
    sits at the top, who decides just below, who evaluates and uses where the work is done, who
    checks heads the function. A role left out is spread over nobody."""
    unknown_level: Share = 0.3
    """How well somebody whose level is unknown fits a role: as an average of the levels."""
    unknown_function: Share = 0.3
    """How well somebody whose function is unknown fits a role that asks for one."""
    scales: Annotated[dict[str, Scale], require_all(AXES.words), FREEZE] = FrozenDict(
        {axis.name: tuple(axis.grades) for axis in axes.ALL}
    )
    """The grades of each axis from worst to best; five, with a neutral one in the middle,
    because people tell no more than two degrees either way apart."""
    assessment_days: Days = 90
    """After how many days an assessment is old: the rhythm of account reviews."""
    contact_days: Days = 60
    """After how many days without contact a person has gone cold."""
    level_tolerance: Annotated[int, Ge(0)] = 1
    """How many levels apart one of us and a contact still speak as peers."""
    counterparts_each: Annotated[int, Ge(0)] = 3
    """How many key people one of us faces as their counterpart: of more than three nobody has the
    time to know each well."""
    grave_stake: Share = 0.03
    """Below which share of the decision a missing contact is a step less urgent: about half of what
    each would have if fifteen key people shared it. Whoever has to agree is never a small
    matter."""
    owner_share: Share = 0.6
    """From which share of the coverage on one of us is a single point of failure."""
    bow_tie_share: Share = 0.5
    """From which share of all contacts in one pair of functions, ours and theirs, the contact
    structure is a bow-tie: half, as the others together then cannot carry what this one does."""
    diamond_share: Share = 0.25
    """Up to which share of all contacts in the busiest pair of functions the contact structure
    can be a diamond: a quarter, so that three others at least stand beside it."""
    diamond_interfaces: Annotated[int, Ge(2)] = 6
    """From how many pairs of functions, each with people of its own on both sides, the structure
    can be a diamond: six, three functions of ours (who sell, design, deliver) with two of theirs
    each (who use, who buy)."""
    stabilising_change: Annotated[Factor, Gt(0), Le(1)] = 0.1
    """From which share of the power to decide in new hands a relationship is set back to
    stabilising: a tenth, one evaluator or buyer of a usual round; users come and go."""
    building_change: Annotated[Factor, Gt(0), Le(1)] = 0.5
    """From which share of the power to decide in new hands it is set back to building: half,
    since those who knew us can then no longer decide among themselves."""
    class_share: Annotated[Factor, Gt(0), Lt(1)] = 0.8
    """Up to which share of the portfolio's potential, or contribution, its largest accounts count
    as high: four fifths, the usual cut of an ABC analysis."""
    class_margin: Share = 0.05
    """How near to that cut an account is a boundary case: a twentieth of the whole, since nobody
    knows what could be sold in a year more exactly than that."""
    evaluation_months: Annotated[
        dict[str, Annotated[int, Ge(1)]], allow_only(EVALUATIONS.words), FREEZE
    ] = FrozenDict(
        {
            "account_plan": 3,
            "account_evaluation": 3,
            "coverage_review": 6,
            "strategy_review": 6,
        }
    )
    """After how many months each evaluation of an account is due again: plans and grades with the
    quarterly account review, whom to cover and what to aim at with every other one. Those left
    out are not asked for."""
    evaluation_notice_days: Annotated[Factor, Ge(0)] = 14
    """How many days ahead an evaluation is listed as due: two weeks to gather those it needs."""
    overload: Annotated[dict[str, Days], allow_only(WORKLOAD.words), FREEZE] = FrozenDict(
        {"accounts": 10, "contacts": 40, "power": 3, "coverage": 300}
    )
    """Above how much one of us carries too much: ten accounts, two working days a month for each;
    forty contacts, as one a working day is what keeps all within `contact_days`; the whole
    decision of three accounts; and the whole coverage, 100 points each, of three. What is left
    out is not limited."""
    required_roles: Annotated[dict[str, Words], allow_only(STAGES.words), FREEZE] = FrozenDict(
        {
            "lead": ("approver", "decision_maker", "evaluator", "user"),
            "bid": ("procurement",),
            "delivery": ("finance", "quality", "supply_chain"),
        }
    )
    """Which decision roles every deal has from a stage on, known or not: who signs, decides,
    evaluates and uses from the start, who buys from the bid on, who accepts and pays from delivery
    on. An account without a deal's stage has those of a lead."""
    required_team: Annotated[
        dict[str, Words],
        require_all(("account", "deal")),
        FREEZE,
    ] = FrozenDict(
        {
            "account": ("lead_expert", "account_responsible", "solution_responsible"),
            "deal": ("account_responsible", "solution_responsible", "fulfillment_responsible"),
        }
    )
    """Which team roles must be filled: the expert who opens doors for an account, the iron
    triangle of account, solution and fulfillment for a deal."""
    move_costs: Annotated[dict[str, Days], require_all(MOVES.words), FREEZE] = FrozenDict(
        {
            "meet": 1.0,
            "deepen": 2.0,
            "refresh": 0.5,
            "win": 3.0,
            "ask": 0.5,
            "open": 1.0,
            "counter": 3.0,
            "sponsor": 1.5,
        }
    )
    """How many days of work a move takes one of us: a talk with its way there and back is half a
    day; a first visit has to be prepared; to come closer takes several; to win somebody over means
    to work on what they object to; who speaks for us against a rival has to know better."""
    move_level_cost: Weight = 0.25
    """What each level more than `level_tolerance` between the two adds to the cost of a move: a
    quarter, in half days rounded up, as one who is not a peer needs more turns to be heard."""
    move_chances: Annotated[dict[str, Strength], require_all(MOVES.words), FREEZE] = FrozenDict(
        {
            "meet": 0.6,
            "deepen": 0.5,
            "refresh": 0.8,
            "win": 0.3,
            "ask": 0.7,
            "open": 0.5,
            "counter": 0.3,
            "sponsor": 0.5,
        }
    )
    """How likely a move works: who knows us sees us again, most answer a plain question, one in two
    grows closer within a quarter, and fewer than one in three change their mind or the one they
    listen to."""
    capacity: Days = 10
    """How many days of work each of us has for moves within `plan_days`: a day in six, as the rest
    goes into what is going on anyway."""
    plan_budget: Days = 10
    """How many days of work a review plans for, all of us together: what one of us has for moves
    within `plan_days`, as no account is the only one."""
    plan_days: Days = 90
    """Within how many days moves are to be made: a quarter, until the next account review; sooner
    where a deal closes before."""
    aims: Annotated[dict[str, Weight], allow_only(AIMS.words), FREEZE] = FrozenDict(
        {"choice": 1.0, "low": 0.5, "coverage": 0.5, "secure": 0.5}
    )
    """What a point of each aim is worth to a plan: a choice in our favour is what all is for; what
    is certain of it, whom we reach, and whom we still would if any one of us left, count half."""
    exact_moves: Annotated[int, Ge(0)] = 10
    """Up to how many possible moves all ways to combine them are tried: a thousand sets; each more
    would double them."""

    vouching_roles: Annotated[
        dict[str, Annotated[Words, allow_only(DECISION_ROLES.words)]],
        require_all(("budget", "need", "timing")),
        FREEZE,
    ] = FrozenDict(
        {
            "budget": ("approver", "finance"),
            "need": ("evaluator", "user"),
            "timing": ("approver", "decision_maker", "procurement"),
        }
    )
    """Whose word confirms what is claimed of a deal: who releases money of its budget, who works
    with the solution of the need, who decides or buys of the time frame. Its authority is that of
    the `consent_roles`."""
    renewal_days: Annotated[Factor, Ge(0)] = 180
    """How many days before its end a contract is to be renewed: half a year, which an offer, a
    budget and a signature take."""
    stage_rates: Annotated[
        dict[str, Annotated[Share, Ge(0)]], require_all(STAGES.words), FREEZE
    ] = FrozenDict(
        {
            "lead": 0.1,
            "opportunity": 0.25,
            "bid": 0.4,
            "contract": 0.9,
            "delivery": 1.0,
            "collection": 1.0,
            "renewal": 0.7,
            "closed": 1.0,
            "lost": 0.0,
        }
    )
    """How many of the deals in a stage are won: one in ten leads, one in four opportunities, two in
    five bids against two rivals, nine in ten that are being signed, seven in ten renewals; replace
    them by your own as soon as you have counted. A deal without a stage counts as a lead."""

    titles: TitleList = NO_TITLES
    """Words of titles of your own, which win over the same words of the library's list: none, as
    that list holds the words that everybody uses."""

    if not TYPE_CHECKING:  # who checks types sees the fields

        def __init__(self, **judgements: Any) -> None:
            """Take judgements by their names; what is left out keeps its default."""
            try:
                super().__init__(**judgements)
            except ValidationError as error:
                raise PolicyError(toml.explain_errors(error, type(self), "policy")) from error
            except TypeError as error:  # of what is in it
                raise PolicyError("names of judgements are texts, also within them") from error

    @model_validator(mode="before")
    @classmethod
    def _refuse_old_names(cls, values: Any) -> Any:
        if removed := sorted(_REMOVED.keys() & values):
            message = "; ".join(f"'{name}' is gone: {_REMOVED[name]}" for name in removed)
            raise ValueError(message)
        return values

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> Self:
        if not sum(self.axis_weights.values()) > 0:
            message = "axis_weights: at least one axis must count"
            raise ValueError(message)
        if not self.diamond_share < self.bow_tie_share:
            message = "diamond_share must be below bow_tie_share"
            raise ValueError(message)
        if not self.stabilising_change <= self.building_change:
            message = "stabilising_change must not be above building_change"
            raise ValueError(message)
        named = {role for roles in self.required_roles.values() for role in roles}
        if unknown := sorted(named - set(DECISION_ROLES.words)):
            message = f"required_roles: unknown role {', '.join(unknown)}"
            raise ValueError(message)
        named = {role for roles in self.required_team.values() for role in roles}
        if unknown := sorted(named - set(TEAM_ROLES.words)):
            message = f"required_team: unknown role {', '.join(unknown)}"
            raise ValueError(message)
        return self

    def stances(self, axis: str) -> dict[str, float]:
        """Return the stance in [-1, 1] of each grade of an axis, by its label and by its rank."""
        scale = self.scales[axis]
        even = np.linspace(-1, 1, len(scale)).tolist()
        ranks = {str(rank): stance for rank, stance in enumerate(even, start=1)}
        return dict(zip(scale, even, strict=True)) | ranks

    def certainty(self, days: Any) -> Any:
        """Return how much a grade of an age in days still proves, in (0, 1]."""
        return 2.0 ** (-days / self.grade_half_life_days)

    def labels(self, kind: str) -> Mapping[str, float]:
        """Return what the strength labels of a kind of tie mean."""
        return self.closeness_labels if kind in tie_kinds.CLOSENESS else self.strength_labels

    @classmethod
    def from_toml(cls, source: str | Path) -> Self:
        """Read a policy from a TOML file or text; what it leaves out keeps its default.

        Parameters
        ----------
        source
            A :class:`~pathlib.Path` of a file, or the TOML text itself.

        Raises
        ------
        PolicyError
            If the text is not TOML, or names an unknown key or an impossible value.
        """
        return toml.read_toml(cls, source, "policy", PolicyError)

    def to_toml(self) -> str:
        """Return the whole policy as TOML; :meth:`from_toml` reads it back equal."""
        return tomli_w.dumps(self.model_dump(exclude_none=True))


DEFAULT_POLICY = Policy()  # checked once, as nobody can change it


def choose_policy(policy: Policy | None) -> Policy:
    """Return the policy that is given, else the default."""
    wanted = "a policy is a Policy, such as Policy.from_toml(Path('policy.toml')) reads"
    check_argument(policy, (Policy, NONE), wanted, PolicyError)
    return policy or DEFAULT_POLICY
