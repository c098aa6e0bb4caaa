"""What could be otherwise in a graph: one more fact, or somebody who is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class NewTie:
    """A tie from the graph's day on, in place of the one there is.

    In the graph of a deal the tie is the deal's, else the account's. A new solid line takes the
    place of the person's old one.

    Parameters
    ----------
    source, target
        Person ids; who reports, influences or knows, and the other end.
    kind
        A word of the vocabulary of ties, such as ``reports_to`` or ``influences``.
    strength
        A number, a label of the policy, or None for the policy's default; 0 ends the tie.
    confidence
        In (0, 1], multiplies the strength.
    """

    source: str
    target: str
    kind: str
    strength: float | str | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class NewGrade:
    """Another grade of a person on one axis, judged on the graph's day.

    In the graph of a deal the grade is the deal's, in that of a unit the unit's, else the
    account's.

    Parameters
    ----------
    person
        A person id.
    axis
        The name of an axis, such as ``relationship``.
    grade
        A label of the policy's scale or its rank from 1.
    """

    person: str
    axis: str
    grade: str | int


@dataclass(frozen=True)
class NewRole:
    """One more decision role of a person from the graph's day on.

    In the graph of a deal the role is the deal's and, as any role of a deal, in place of those who
    hold it for the account; likewise in that of a unit.

    Parameters
    ----------
    person
        A person id.
    role
        A word of the vocabulary of decision roles, such as ``approver``.
    """

    person: str
    role: str


@dataclass(frozen=True)
class NewMeeting:
    """An encounter on the graph's day at which two people are present.

    Parameters
    ----------
    person, other
        Person ids, such as of one of us and of a contact.
    kind
        A kind of interactions, such as ``meeting`` or ``visit``.
    """

    person: str
    other: str
    kind: str = "meeting"


@dataclass(frozen=True)
class Leaver:
    """A person who is not there, as if they had never been.

    Parameters
    ----------
    person
        A person id.
    """

    person: str


Change: TypeAlias = NewTie | NewGrade | NewRole | NewMeeting | Leaver
