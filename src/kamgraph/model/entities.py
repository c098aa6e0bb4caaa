"""One pydantic model a table: the single source of columns, types, ranges and JSON Schema."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from annotated_types import Ge, Gt, Le, Lt
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    create_model,
)

from kamgraph.model import axes
from kamgraph.model.vocabulary import (
    DECISION_ROLES,
    INTERACTION_KINDS,
    PARTS,
    SIDES,
    STAGES,
    TEAM_ROLES,
    TIE_KINDS,
    Vocabulary,
)

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

SMALLEST = 1e-6  # anything smaller is a slip of the pen, and would underflow along a chain


@dataclass(frozen=True)
class References:
    """Marks a column that holds the id of a row of another table."""

    table: str


@dataclass(frozen=True)
class Words:
    """Marks a column of vocabulary words; an open one keeps words it does not know."""

    vocabulary: Vocabulary
    open: bool = False

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """List the words in the JSON Schema."""
        listed = "examples" if self.open else "enum"
        return {**handler(schema), listed: list(self.vocabulary.words)}


@dataclass(frozen=True)
class Graded:
    """Marks a column that holds a number or a label of the policy.

    Parameters
    ----------
    labels
        The policy's labels that fit: an axis, or ``"strength"``.
    """

    labels: str


@dataclass(frozen=True)
class NeverTiny:
    """Marks a factor that is 0 or at least ``SMALLEST`` in size."""


def _refuse_tiny(value: float) -> float:
    if value != 0 and abs(value) < SMALLEST:
        message = f"must be 0 or at least {SMALLEST}"
        raise ValueError(message)
    return value


Number = Annotated[float, Field(allow_inf_nan=False)]
Factor = Annotated[Number, NeverTiny(), AfterValidator(_refuse_tiny)]
Text = Annotated[str, StringConstraints(strict=True, min_length=1, pattern=r"^[^\x00]*$")]
Line = Annotated[str, StringConstraints(strict=True, pattern=r"^[^\x00-\x1f\x7f]*$", min_length=1)]
Id = Annotated[
    str,
    StringConstraints(
        strict=True,
        min_length=1,
        pattern=r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$",
    ),
]
OrganizationId = Annotated[Id, References("organizations")]
PersonId = Annotated[Id, References("people")]
DealId = Annotated[Id, References("deals")]
Strength = Annotated[Number | Line, Graded("strength")]


class Entity(BaseModel):
    """A row of a table. Columns that the model does not know are kept and ignored."""

    model_config = ConfigDict(
        frozen=True, extra="allow", use_attribute_docstrings=True, defer_build=True
    )


class Organization(Entity):
    """A customer, one of its units, our own firm, a competitor or a partner."""

    id: Id
    """The organization's id; ids are opaque and case-sensitive."""
    name: Line
    """The name as people write it."""
    kind: Annotated[Line, Words(SIDES)]
    """Which side its people are on; `vendor` is us."""
    parent: OrganizationId | None = None
    """The organization it is a part of; a customer without one is an account."""
    industry: Line | None = None
    """The industry, in your own words."""
    region: Line | None = None
    """The region, in your own words."""
    potential: Annotated[Number, Ge(0)] | None = None
    """What could be sold to the account in a year, in one currency throughout the book."""
    contribution: Number | None = None
    """What the account contributes in a year, in the same currency."""


class Person(Entity):
    """A person of any side; position and holder are apart (see `successor`)."""

    id: Id
    """The person's id; ids are opaque and case-sensitive."""
    name: Line
    """The name as people write it."""
    organization: OrganizationId
    """The organization the person works for."""
    title: Line | None = None
    """The title on the card."""
    function: Line | None = None
    """The function, in your own words: planning, procurement, finance."""
    level: Annotated[int, Ge(1), Le(5)] | None = None
    """1 is the executive board, 5 staff."""
    susceptibility: Annotated[Factor, Ge(0), Lt(1)] | None = None
    """How far others can move the person; missing: the policy's."""
    since: dt.date | None = None
    """The first day in the position; missing: always."""
    until: dt.date | None = None
    """The first day no longer in the position; missing: still there."""
    successor: PersonId | None = None
    """Who takes over the reporting lines and roles when the person has left."""


class Deal(Entity):
    """A deal of an account, from lead to cash."""

    id: Id
    """The deal's id."""
    account: OrganizationId
    """The account, or one of its units."""
    name: Line | None = None
    """What the deal is called."""
    stage: Annotated[Line, Words(STAGES)] | None = None
    """Where it stands; a deal without a stage is open, closed and lost ones are not."""
    value: Annotated[Number, Ge(0)] | None = None
    """What it is worth, in `currency`."""
    currency: Line | None = None
    """The currency's code."""
    created: dt.date | None = None
    """The day it was opened; before that day it is not seen."""
    closes: dt.date | None = None
    """The day it is expected to be decided."""
    budget: Text | None = None
    """What is known of the budget."""
    authority: Text | None = None
    """What is known of who may decide."""
    need: Text | None = None
    """What is known of the need."""
    timing: Text | None = None
    """What is known of the time frame."""


class Tie(Entity):
    """A relation between two people, for an account or, with `deal`, for one deal only."""

    source: PersonId
    """Who reports, who influences, or which of us knows."""
    target: PersonId
    """The boss, who is influenced, or the contact who is known."""
    kind: Annotated[Line, Words(TIE_KINDS)]
    """What the tie is."""
    deal: DealId | None = None
    """The deal whose chain this row overrides; missing: the account's."""
    strength: Strength | None = None
    """A number or a label of the policy; 0 removes the tie for the deal."""
    confidence: Annotated[Factor, Gt(0), Le(1)] | None = None
    """How sure we are; multiplies the strength; missing: 1."""
    since: dt.date | None = None
    """The first day it holds; missing: always."""
    until: dt.date | None = None
    """The first day it holds no longer; missing: still."""
    evidence: Text | None = None
    """How we know."""


class Role(Entity):
    """A part in the customer's decision, for an account or for one deal."""

    person: PersonId
    """Who plays the part."""
    account: OrganizationId
    """The account, or one of its units."""
    deal: DealId | None = None
    """The deal; missing: the account."""
    role: Annotated[Line, Words(DECISION_ROLES)]
    """The part."""
    since: dt.date | None = None
    """The first day; missing: always."""
    until: dt.date | None = None
    """The first day no longer; missing: still."""


class TeamMember(Entity):
    """A part in our own team for an account or for one deal."""

    person: PersonId
    """Who of us."""
    account: OrganizationId
    """The account, or one of its units."""
    deal: DealId | None = None
    """The deal; missing: the account."""
    role: Annotated[Line, Words(TEAM_ROLES)]
    """The part."""
    since: dt.date | None = None
    """The first day; missing: always."""
    until: dt.date | None = None
    """The first day no longer; missing: still."""


def _with_grades(base: type[Entity], description: str) -> Any:
    """Return an entity that has a column for the grades of each axis, too."""
    columns: dict[str, Any] = {
        axis.name: (
            Annotated[Number | Line, Graded(axis.name)] | None,
            Field(default=None, description=description.format(axis.aspect)),
        )
        for axis in axes.ALL
    }
    return create_model(base.__name__, __base__=base, __module__=__name__, **columns)


class _Judgement(Entity):
    person: PersonId
    """Who was judged."""
    date: dt.date
    """The day of the judgement."""
    deal: DealId | None = None
    """The deal it is about; missing: the account."""
    assessor: PersonId | None = None
    """Who judged."""


class Assessment(_with_grades(_Judgement, "Grade of {}, a label or its rank from 1.")):  # type: ignore[misc]
    """How a person stood with us on a day, as somebody judged it."""

    evidence: Text | None = None
    """How we know."""


class _Aim(Entity):
    person: PersonId
    """Who."""
    due: dt.date
    """By when."""
    deal: DealId | None = None
    """The deal it is about; missing: the account."""


class Target(_with_grades(_Aim, "Grade of {} aimed at.")):  # type: ignore[misc]
    """Where we want a person to stand by a day."""


class Participation(Entity):
    """One person's part in a meeting, visit, call, email or event: one row a participant."""

    id: Id
    """The interaction's id; its rows share date and kind."""
    date: dt.date
    """The day it took place."""
    person: PersonId
    """Who took part."""
    kind: Annotated[Line, Words(INTERACTION_KINDS, open=True)] | None = None
    """What it was; a word of your own weighs what the policy gives unknown kinds."""
    part: Annotated[Line, Words(PARTS)] | None = None
    """From, to or present."""


TABLES: dict[str, type[Entity]] = {
    "organizations": Organization,
    "people": Person,
    "deals": Deal,
    "ties": Tie,
    "roles": Role,
    "team": TeamMember,
    "assessments": Assessment,
    "targets": Target,
    "interactions": Participation,
}
KEYS: dict[str, tuple[str, ...]] = {
    "organizations": ("id",),
    "people": ("id",),
    "deals": ("id",),
    "ties": ("source", "target", "kind", "deal", "since"),
    "interactions": ("id", "person"),
}
