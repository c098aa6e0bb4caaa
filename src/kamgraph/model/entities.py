"""One pydantic model per table: the single source of its columns and of what its rows are."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, ClassVar

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, ConfigDict, Field, create_model

from kamgraph.model import axes
from kamgraph.model.marks import (
    AccountId,
    Category,
    Chance,
    ChangeWord,
    ComparedApart,
    CurrencyOf,
    DealId,
    EndsOn,
    Factor,
    Function,
    Graded,
    HappenedOn,
    Id,
    Level,
    Line,
    Name,
    Number,
    OrganizationId,
    PersonId,
    Strength,
    Text,
    Title,
    Words,
)
from kamgraph.model.nature import Nature
from kamgraph.model.registry import Registry
from kamgraph.model.vocabulary import (
    AXES,
    CANDIDATE_KINDS,
    COACHES,
    DECISION_ROLES,
    FUNCTIONS,
    INTERACTION_KINDS,
    MOVES,
    PARTS,
    PAYMENT_PARTS,
    SIDES,
    STAGES,
    TEAM_ROLES,
    TIE_KINDS,
    VERDICTS,
)


class Entity(BaseModel):
    """A row of a table. Columns that the model does not know are kept and ignored."""

    model_config = ConfigDict(
        frozen=True, extra="allow", use_attribute_docstrings=True, defer_build=True
    )
    nature: ClassVar[Nature]


class Organization(Entity):
    """A customer, one of its units, our own firm, a competitor or a partner."""

    nature = Nature(noun="organization", rows="things", key=("id",), phrase="'{id}'")

    id: Id
    """The organization's id; ids are opaque and case-sensitive."""
    name: Name
    """The name as people write it."""
    kind: Annotated[Line, Words(SIDES)]
    """Which side its people are on; `vendor` is us."""
    parent: OrganizationId | None = None
    """The organization it is a part of; a customer without one is an account."""
    industry: Annotated[Line, Category()] | None = None
    """The industry, in your own words."""
    region: Annotated[Line, Category()] | None = None
    """The region, in your own words."""
    potential: Annotated[Number, Ge(0)] | None = None
    """What could be sold to the account in a year, in one currency throughout the book."""
    contribution: Number | None = None
    """What the account contributes in a year, in the same currency."""


class Person(Entity):
    """A person of any side; of who has rows in `positions`, those say where they work."""

    nature = Nature(
        noun="person",
        rows="things",
        key=("id",),
        phrase="'{id}'",
        seat=("organization", "function", "level", "since", "until", "successor"),
    )

    id: Id
    """The person's id; ids are opaque and case-sensitive."""
    name: Name
    """The name as people write it."""
    organization: Annotated[
        OrganizationId, ChangeWord("transferred", "{row} has changed to '{after}'.")
    ]
    """The organization the person works for."""
    title: Title | None = None
    """The title on the card."""
    function: Function | None = None
    """The function, in your own words: planning, procurement, finance."""
    level: Level | None = None
    """1 is the executive board, 5 staff."""
    susceptibility: Annotated[Factor, Ge(0), Lt(1)] | None = None
    """How far others can move the person; missing: the policy's."""
    since: HappenedOn | None = None
    """The first day in the position; missing: always."""
    until: EndsOn | None = None
    """The first day no longer in the position; missing: still there."""
    successor: PersonId | None = None
    """Who takes over the reporting lines and roles when the person has left."""


class Position(Entity):
    """A seat that a person holds for a time, at any firm; those of one person do not overlap."""

    nature = Nature(
        noun="position",
        rows="states",
        key=("person",),
        phrase="The position of '{person}'",
        alone=True,
        weights=("organization", "title", "function", "level"),
        seat=("function", "level", "since", "until"),
    )

    person: PersonId
    """Who holds it."""
    organization: Annotated[
        OrganizationId, ChangeWord("transferred", "{row} is now one at '{after}'.")
    ]
    """The organization it is in."""
    title: Title | None = None
    """The title on the card."""
    function: Function | None = None
    """The function, in your own words: planning, procurement, finance."""
    level: Level | None = None
    """1 is the executive board, 5 staff."""
    since: HappenedOn | None = None
    """The first day in it; missing: always."""
    until: EndsOn | None = None
    """The first day no longer in it; missing: still there."""
    successor: PersonId | None = None
    """Who takes over its reporting lines and roles when the person has left it."""


class Deal(Entity):
    """A deal of an account, from lead to cash."""

    nature = Nature(
        noun="deal", rows="things", key=("id",), phrase="The deal '{id}'", begins="created"
    )

    id: Id
    """The deal's id."""
    account: AccountId
    """The account, or one of its units."""
    name: Name | None = None
    """What the deal is called."""
    stage: Annotated[Line, Words(STAGES)] | None = None
    """Where it stands; a deal without a stage is open, closed and lost ones are not."""
    value: Annotated[Number, Ge(0)] | None = None
    """What it is worth, in `currency`."""
    currency: Annotated[Line, Category(plain="[A-Z]{3}"), CurrencyOf("value")] | None = None
    """The currency's code; where an export tells no more, a sign such as `$`."""
    probability: Chance | None = None
    """How likely it is to be won, as the CRM or the seller says: 0.6 or 60%."""
    created: HappenedOn | None = None
    """The day it was opened; before that day it is not seen."""
    closes: dt.date | None = None
    """The day it is expected to be decided."""
    starts: dt.date | None = None
    """The first day of its contract."""
    ends: dt.date | None = None
    """The first day on which its contract holds no longer, unless it is renewed."""
    renews: DealId | None = None
    """The deal whose contract it renews."""
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

    nature = Nature(
        noun="tie",
        rows="states",
        key=("source", "target", "kind", "deal"),
        phrase="'{source}' {kind} '{target}'",
        holder="target",
        weights=("strength", "confidence"),
        seat=("kind", "strength", "confidence", "since", "until"),
    )

    source: PersonId
    """Who reports, who influences, or which of us, or of a partner's people, knows."""
    target: PersonId
    """The boss, who is influenced, or the contact who is known."""
    kind: Annotated[Line, Words(TIE_KINDS), ComparedApart()]
    """What the tie is."""
    deal: DealId | None = None
    """The deal whose chain this row overrides; missing: the account's."""
    strength: Strength | None = None
    """A number or a label of the policy; 0 removes the tie for the deal."""
    confidence: Annotated[Factor, Gt(0), Le(1)] | None = None
    """How sure we are; multiplies the strength; missing: 1."""
    since: HappenedOn | None = None
    """The first day it holds; missing: always."""
    until: EndsOn | None = None
    """The first day it holds no longer; missing: still."""
    evidence: Text | None = None
    """How we know."""


_PART = Nature(
    noun="role",
    rows="states",
    key=("person", "account", "deal", "role"),
    phrase="'{person}' as {role} of '{account}'",
    unique=False,
    slot=("role",),
    seat=("role", "since", "until"),
)


class Role(Entity):
    """A part in the customer's decision, for an account or for one deal."""

    nature = _PART

    person: PersonId
    """Who plays the part."""
    account: AccountId
    """The account, or one of its units."""
    deal: DealId | None = None
    """The deal; missing: the account."""
    role: Annotated[Line, Words(DECISION_ROLES), ComparedApart(COACHES)]
    """The part."""
    since: HappenedOn | None = None
    """The first day; missing: always."""
    until: EndsOn | None = None
    """The first day no longer; missing: still."""


class TeamMember(Entity):
    """A part in our own team for an account or for one deal."""

    nature = _PART

    person: PersonId
    """Which of us."""
    account: AccountId
    """The account, or one of its units."""
    deal: DealId | None = None
    """The deal; missing: the account."""
    role: Annotated[Line, Words(TEAM_ROLES)]
    """The part."""
    since: HappenedOn | None = None
    """The first day; missing: always."""
    until: EndsOn | None = None
    """The first day no longer; missing: still."""


def _add_grades(base: type[Entity], description: str) -> Any:
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
    """What was judged of a person on a day."""

    person: PersonId
    """Who was judged."""
    date: HappenedOn
    """The day of the judgement."""
    account: AccountId | None = None
    """The account it is about, or one of its units; missing: wherever the person has a part."""
    deal: DealId | None = None
    """The deal it is about; missing: the account."""
    assessor: PersonId | None = None
    """Who judged."""


class Assessment(_add_grades(_Judgement, "Grade of {}, a label or its rank from 1.")):  # type: ignore[misc]
    """How a person stood with us on a day, as somebody judged it."""

    nature = Nature(
        noun="assessment",
        rows="events",
        key=("person", "date", "account", "deal"),
        phrase="The assessment of '{person}' on {date}",
        unique=False,
        subject=("person", "date", "account", "deal", "assessor"),
    )

    evidence: Text | None = None
    """How we know."""


class _Aim(Entity):
    """What is aimed at with a person by a day."""

    person: PersonId
    """Who."""
    due: dt.date
    """By when."""
    deal: DealId | None = None
    """The deal it is about; missing: the account."""


class Target(_add_grades(_Aim, "Grade of {} aimed at.")):  # type: ignore[misc]
    """Where we want a person to stand by a day."""

    nature = Nature(
        noun="target",
        rows="events",
        key=("person", "due", "deal"),
        phrase="The target of '{person}' for {due}",
        unique=False,
    )


class Participation(Entity):
    """One person's part in a meeting, visit, call, email or event: one row per participant."""

    nature = Nature(
        noun="interaction",
        rows="events",
        key=("id", "person"),
        phrase="'{person}' in the interaction '{id}'",
        shared=("date", "kind", "deal"),
    )

    id: Id
    """The interaction's id; its rows share date, kind and deal."""
    date: HappenedOn
    """The day it took place."""
    person: PersonId
    """Who took part."""
    kind: Annotated[Line, Words(INTERACTION_KINDS, open=True)] | None = None
    """What it was; a word of your own weighs what the policy gives unknown kinds."""
    part: Annotated[Line, Words(PARTS)] | None = None
    """From, to, cc (to be informed) or present."""
    deal: DealId | None = None
    """The deal it was about; missing: all of those who took part in it."""


class Commitment(Entity):
    """What somebody promised somebody of another side."""

    nature = Nature(
        noun="commitment",
        rows="events",
        key=("id",),
        phrase="The commitment '{id}'",
        about="to",
    )

    id: Id
    """The commitment's id."""
    by: PersonId
    """Who promised."""
    to: PersonId
    """Whom."""
    deal: DealId | None = None
    """The deal it is about; missing: the account."""
    made: HappenedOn
    """The day it was made."""
    due: dt.date | None = None
    """By when."""
    kept: Annotated[HappenedOn, ChangeWord("kept", "{row} was kept on {after}.")] | None = None
    """The day it was kept; missing: not yet."""
    text: Text | None = None
    """What was promised."""


class Payment(Entity):
    """A part of a deal's price that is to be paid."""

    nature = Nature(
        noun="payment", rows="events", key=("id",), phrase="The payment '{id}'", about="signer"
    )

    id: Id
    """The payment's id."""
    deal: DealId
    """The deal."""
    part: Annotated[Line, Words(PAYMENT_PARTS)]
    """What it is paid for."""
    due: dt.date
    """By when."""
    amount: Annotated[Number, Ge(0)] | None = None
    """How much, in the currency of the deal."""
    paid: Annotated[HappenedOn, ChangeWord("paid", "{row} was paid on {after}.")] | None = None
    """The day it was paid; missing: not yet."""
    signer: PersonId | None = None
    """Which of their people signs for it; missing: whoever is in charge of finance in the deal."""


class Goal(Entity):
    """What we want to sell to an account by a day."""

    nature = Nature(
        noun="goal",
        rows="events",
        key=("account", "due", "owner"),
        phrase="The goal of '{account}' for {due}",
    )

    account: AccountId
    """The account, or one of its units."""
    due: dt.date
    """By when."""
    amount: Annotated[Number, Ge(0)]
    """How much, in one currency throughout the book."""
    owner: PersonId | None = None
    """Which of us answers for it."""


class Action(Entity):
    """A step that one of us is to take, or has taken."""

    nature = Nature(
        noun="action", rows="events", key=("id",), phrase="The action '{id}'", about="contact"
    )

    id: Id
    """The action's id."""
    account: AccountId
    """The account, or one of its units."""
    deal: DealId | None = None
    """The deal it is for; missing: the account."""
    kind: Annotated[Line, Words(MOVES, open=True)]
    """What is to be done; a word of your own is kept."""
    owner: PersonId | None = None
    """Which of us takes it."""
    contact: PersonId | None = None
    """Which of their people it is about."""
    axis: Annotated[Line, Words(AXES)] | None = None
    """On which of their stances it works."""
    due: dt.date | None = None
    """By when."""
    done: Annotated[HappenedOn, ChangeWord("done", "{row} was done on {after}.")] | None = None
    """The day it was done; missing: not yet."""
    text: Text | None = None
    """What exactly."""


# What candidates suggest in words of ours, which tell nothing of people.
_PLAIN_VALUES = "|".join([r"[1-5]|[01](\.\d+)?", *DECISION_ROLES.words, *FUNCTIONS.words])


class Candidate(Entity):
    """A fact that is suggested by others, and what somebody has decided about it."""

    nature = Nature(
        noun="candidate",
        rows="events",
        key=("id",),
        phrase="The candidate '{id}'",
        made_of=("kind", "account", "deal", "person", "other", "value"),
    )

    id: Id
    """The candidate's id."""
    kind: Annotated[Line, Words(CANDIDATE_KINDS)]
    """What is suggested."""
    person: PersonId
    """Whom it is about; of ties their source."""
    other: PersonId | None = None
    """The target of a tie, or the other record of the same person."""
    account: AccountId | None = None
    """The account."""
    deal: DealId | None = None
    """The deal; missing: the account."""
    value: Annotated[Line, Category(plain=_PLAIN_VALUES)] | None = None
    """The level, the function, the role or the strength; of the same person, once accepted, the id
    of the other record."""
    confidence: Annotated[Factor, Gt(0), Le(1)]
    """How sure it was."""
    method: Annotated[Line, Category(plain="[a-z_]+")]
    """What it was inferred from."""
    seen: dt.date
    """The day on which it was suggested."""
    evidence: Text | None = None
    """By what."""
    verdict: Annotated[Line, Words(VERDICTS)] | None = None
    """What was decided; missing: nothing yet."""
    decided: dt.date | None = None
    """The day it was decided; missing of what is accepted: for a draft alone, by nobody."""
    by: PersonId | None = None
    """Who decided."""


TABLES: Registry[type[Entity]] = Registry(
    {
        "organizations": Organization,
        "people": Person,
        "positions": Position,
        "deals": Deal,
        "ties": Tie,
        "roles": Role,
        "team": TeamMember,
        "assessments": Assessment,
        "targets": Target,
        "interactions": Participation,
        "commitments": Commitment,
        "payments": Payment,
        "goals": Goal,
        "actions": Action,
        "candidates": Candidate,
    }
)
