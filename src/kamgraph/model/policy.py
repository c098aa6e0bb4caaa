"""Every judgement of the library in one frozen place, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Self, TypeVar

import numpy as np
import tomli_w
from annotated_types import Ge, Gt, Le, Lt
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)

from kamgraph.errors import PolicyError
from kamgraph.model import axes, tie_kinds, toml
from kamgraph.model.folding import fold
from kamgraph.model.marks import Factor
from kamgraph.model.title_words import NO_TITLES, TitleList
from kamgraph.model.vocabulary import (
    AXES,
    DECISION_ROLES,
    EVALUATIONS,
    STAGES,
    TEAM_ROLES,
    WORKLOAD,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Key = TypeVar("Key")
Value = TypeVar("Value")
Labels = TypeVar("Labels", tuple[str, ...], dict[str, float])


class FrozenDict(dict[Key, Value]):
    """A dict that refuses to change; it pickles and serialises like any other."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        message = "a policy does not change; make another one, such as Policy(key_share=0.06)"
        raise TypeError(message)

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[Self], tuple[dict[Key, Value]]]:
        """Rebuild from a plain dict: unpickling may not set items either."""
        return type(self), (dict(self),)


def _allow_only(words: tuple[str, ...]) -> AfterValidator:
    def refuse_unknown(table: Mapping[str, Any]) -> Mapping[str, Any]:
        if unknown := sorted(set(table) - set(words)):
            message = f"unknown {', '.join(unknown)}; known are {', '.join(words)}"
            raise ValueError(message)
        return table

    return AfterValidator(refuse_unknown)


def _require_all(words: tuple[str, ...]) -> AfterValidator:
    refuse_unknown = _allow_only(words).func

    def refuse_missing(table: Mapping[str, Any]) -> Mapping[str, Any]:
        refuse_unknown(table)  # type: ignore[call-arg]
        if missing := [word for word in words if word not in table]:
            message = f"lacks {', '.join(missing)}"
            raise ValueError(message)
        return table

    return AfterValidator(refuse_missing)


def _require_distinct(labels: Labels) -> Labels:
    if len({*map(fold, labels)}) < len(labels):
        message = "labels must differ in more than case"
        raise ValueError(message)
    if any(label.strip() != label or not label or not label.isprintable() for label in labels):
        message = "a label is printable, not empty and has no blank at either end"
        raise ValueError(message)
    if any(map(_is_number, labels)):
        message = "a label may not look like a number"
        raise ValueError(message)
    return labels


def _is_number(label: str) -> bool:
    try:
        float(label)
    except ValueError:
        return False
    return True


_FREEZE = AfterValidator(FrozenDict)
_Share = Annotated[Factor, Ge(0), Le(1)]
_Score = Annotated[Factor, Ge(0), Le(100)]
_Days = Annotated[Factor, Gt(0)]
_Weight = Annotated[Factor, Ge(0)]
_Closeness = Annotated[Factor, Gt(0), Le(1)]
_Scale = Annotated[tuple[str, ...], Field(min_length=2), AfterValidator(_require_distinct)]
_Meanings = Annotated[dict[str, _Closeness], AfterValidator(_require_distinct), _FREEZE]
_Roles = tuple[str, ...]
_STRENGTHS = {kind.name: kind.strength for kind in tie_kinds.ALL if kind.strength is not None}


class Policy(BaseModel):
    """The judgements behind every result; immutable, so that a result can be repeated.

    Every attribute has a default with its reason. Make your own with
    ``Policy(key_share=0.06)`` or from a file with :meth:`from_toml`. Unknown names and
    impossible values are refused with a :class:`~kamgraph.errors.PolicyError` by
    :meth:`from_toml`, and by pydantic's ``ValidationError`` otherwise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    susceptibility: Annotated[Factor, Ge(0), Lt(1)] = 0.5
    """How far others move a person who has none of their own: half, between a mind made up
    and one without an opinion, as long as nobody measured it."""
    report_down: _Share = 0.4
    """The pull of a boss on a report: strong, since the boss sets tasks and judges."""
    report_up: _Share = 0.15
    """The pull of a report on the boss: there, but well below the way down."""
    dotted: _Share = 0.5
    """What a dotted line counts of a solid one: half a boss, half the pull."""
    key_share: Annotated[Factor, Gt(0), Le(1)] = 0.04
    """From which share of the decision on a person is a key person: one part in twenty-five,
    which leaves some eight to fifteen names, as many as a review can talk about."""
    reachable: _Share = 0.2
    """Below which reach a person counts as out of reach: a brief acquaintance (0.25) still
    counts, two weak links in a row do not."""
    weak_tie: _Share = 0.2
    """From which strength a tie carries a thread, for the same reason as `reachable`."""
    supportive: _Score = 62.5
    """From which choice score a person supports us: half a grade above neutral."""
    opposing: _Score = 40
    """Below which choice score a person opposes us: nearly half a grade below neutral."""
    verdict_threshold: _Score = 60
    """From which choice score the decision leans to us: clearly above 50, which only says that
    nobody objects."""
    axis_weights: Annotated[dict[str, _Weight], _require_all(AXES.words), _FREEZE] = FrozenDict(
        dict.fromkeys(AXES.words, 1 / len(AXES.words))
    )
    """What each axis counts in the choice; equal, since each alone can lose the decision. They
    are divided by their sum."""
    half_life_days: _Days = 90
    """After how many days a contact counts half: a quarter, the rhythm of account reviews."""
    half_saturation: _Days = 1
    """How much contact makes a closeness of one half: one fresh meeting of two people."""
    interaction_weights: Annotated[dict[str, _Weight], _FREEZE] = FrozenDict(
        {"visit": 1.5, "meeting": 1.0, "event": 0.8, "call": 0.6, "email": 0.2}
    )
    """What each kind of interaction counts: who travels invests most, a mail costs little."""
    unknown_interaction: _Weight = 0.5
    """What an interaction of another or no kind counts: less than a call."""
    strength_labels: _Meanings = FrozenDict(
        {"weak": 0.25, "medium": 0.5, "strong": 0.75, "decisive": 1.0}
    )
    """What the labels of influence mean, in even steps."""
    closeness_labels: _Meanings = FrozenDict(
        {"brief": 0.25, "several": 0.5, "in_depth": 0.75, "trusted": 1.0}
    )
    """What the labels of acquaintance mean, in even steps."""
    missing_strength: Annotated[dict[str, _Closeness], _require_all(tuple(_STRENGTHS)), _FREEZE] = (
        FrozenDict(_STRENGTHS)
    )
    """The strength of a tie of each kind that states none: the middle label."""
    role_weights: Annotated[dict[str, _Weight], _allow_only(DECISION_ROLES.words), _FREEZE] = (
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
            }
        )
    )
    """What a decision role weighs: who approves or decides counts whole, who can stop or steer
    counts half, who checks less, who uses least; roles left out (coaches) do not decide."""
    scales: Annotated[dict[str, _Scale], _require_all(AXES.words), _FREEZE] = FrozenDict(
        {axis.name: tuple(axis.grades) for axis in axes.ALL}
    )
    """The grades of each axis from worst to best; five, with a neutral one in the middle,
    because people tell no more than two degrees either way apart."""
    assessment_days: _Days = 90
    """After how many days an assessment is old: the rhythm of account reviews."""
    contact_days: _Days = 60
    """After how many days without contact a person has gone cold."""
    level_tolerance: Annotated[int, Ge(0)] = 1
    """How many levels apart one of us and a contact still speak as peers."""
    owner_share: _Share = 0.6
    """From which share of the coverage on one of us is a single point of failure."""
    bow_tie_share: _Share = 0.5
    """From which share of all contacts in one pair of functions, ours and theirs, the contact
    structure is a bow-tie: half, as the others together then cannot carry what this one does."""
    diamond_share: _Share = 0.25
    """Up to which share of all contacts in the busiest pair of functions the contact structure
    can be a diamond: a quarter, so that three others at least stand beside it."""
    diamond_interfaces: Annotated[int, Ge(2)] = 6
    """From how many pairs of functions with a contact the structure can be a diamond: six, three
    functions of ours (who sell, design, deliver) with two of theirs each (who use, who buy)."""
    stabilising_change: Annotated[Factor, Gt(0), Le(1)] = 0.1
    """From which share of the decision weight in new hands a relationship is set back to
    stabilising: a tenth, one evaluator or buyer of a usual round; users come and go."""
    building_change: Annotated[Factor, Gt(0), Le(1)] = 0.5
    """From which share of the decision weight in new hands it is set back to building: half,
    since those who knew us can then no longer decide among themselves."""
    class_share: Annotated[Factor, Gt(0), Lt(1)] = 0.8
    """Up to which share of the portfolio's potential, or contribution, its largest accounts count
    as high: four fifths, the usual cut of an ABC analysis."""
    class_margin: _Share = 0.05
    """How near to that cut an account is a boundary case: a twentieth of the whole, since nobody
    knows what could be sold in a year more exactly than that."""
    evaluation_months: Annotated[
        dict[str, Annotated[int, Ge(1)]], _allow_only(EVALUATIONS.words), _FREEZE
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
    overload: Annotated[dict[str, _Days], _allow_only(WORKLOAD.words), _FREEZE] = FrozenDict(
        {"accounts": 10, "contacts": 40, "power": 3, "coverage": 300}
    )
    """Above how much one of us carries too much: ten accounts, two working days a month for each;
    forty contacts, as one a working day is what keeps all within `contact_days`; the whole
    decision of three accounts; and the whole coverage, 100 points each, of three. What is left
    out is not limited."""
    required_roles: Annotated[
        dict[str, Annotated[_Roles, AfterValidator(tuple)]], _allow_only(STAGES.words), _FREEZE
    ] = FrozenDict(
        {
            "lead": ("decision_maker", "evaluator", "user"),
            "bid": ("approver", "procurement"),
            "delivery": ("finance", "quality", "supply_chain"),
        }
    )
    """Which decision roles must be known from a stage on: who chooses from the start, who signs
    and buys from the bid on, who accepts and pays from delivery on."""
    required_team: Annotated[
        dict[str, Annotated[_Roles, AfterValidator(tuple)]],
        _require_all(("account", "deal")),
        _FREEZE,
    ] = FrozenDict(
        {
            "account": ("lead_expert", "account_responsible", "solution_responsible"),
            "deal": ("account_responsible", "solution_responsible", "fulfillment_responsible"),
        }
    )
    """Which team roles must be filled: the expert who opens doors for an account, the iron
    triangle of account, solution and fulfillment for a deal."""

    titles: TitleList = NO_TITLES
    """Words of titles of your own, which win over the same words of the library's list: none, as
    that list holds the words that everybody uses."""

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
