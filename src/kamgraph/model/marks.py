"""What a column may hold, and what it is: types of values, and marks on them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge, Le
from pydantic import AfterValidator, Field, StringConstraints

if TYPE_CHECKING:
    from kamgraph.model.vocabulary import Vocabulary

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


@dataclass(frozen=True)
class Graded:
    """Marks a column that holds a number or a label of the policy."""

    labels: str  # those that fit: an axis, or "strength"


@dataclass(frozen=True)
class OfAccount:
    """Marks the organization that says which account a row belongs to."""


@dataclass(frozen=True)
class Happened:
    """Marks a day of what happened, as opposed to what is planned."""

    planned: bool = False  # whether one after the day may be known ahead, such as of an end


@dataclass(frozen=True)
class NameOfRow:
    """Marks what people call the row's id; a pseudonym follows the id."""


@dataclass(frozen=True)
class Category:
    """Marks text that groups rows: of pseudonyms, equal ones stay equal."""

    plain: str = r"(?!)"  # a pattern of texts that stay as they are; none by default


@dataclass(frozen=True)
class JobTitle:
    """Marks text that tells a level and a function; its pseudonym tells the same."""


@dataclass(frozen=True)
class ComparedApart:
    """Marks words of which an export that has some says nothing of the others."""

    together: tuple[str, ...] = ()  # these apart from all others; else each word by itself


@dataclass(frozen=True)
class ChangeWord:
    """Marks a column another value of which has a word and a sentence of its own among changes."""

    word: str
    sentence: str  # a format of the row and of what comes after


@dataclass(frozen=True)
class CurrencyOf:
    """Marks the currency of the amounts in another column, whose cells may tell it, too."""

    column: str


@dataclass(frozen=True)
class InPercent:
    """Marks a share of 1 that people may write in percent, too: 0.6 or 60%."""


@dataclass(frozen=True)
class NeverTiny:
    """Marks a factor that is 0 or at least ``SMALLEST`` in size."""


def _refuse_tiny(value: float) -> float:
    if value != 0 and abs(value) < SMALLEST:
        message = f"must be 0 or at least {SMALLEST}"
        raise ValueError(message)
    return value


Number = Annotated[float, Field(allow_inf_nan=False)]
Chance = Annotated[Number, Ge(0), Le(1), InPercent()]
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
AccountId = Annotated[OrganizationId, OfAccount()]
Strength = Annotated[Number | Line, Graded("strength")]
Name = Annotated[Line, NameOfRow(), ChangeWord("renamed", "{row} is now called '{after}'.")]
Title = Annotated[Line, Category(), JobTitle()]
Function = Annotated[Line, Category(plain=".*")]
Level = Annotated[int, Ge(1), Le(5)]
HappenedOn = Annotated[dt.date, Happened()]
EndsOn = Annotated[dt.date, Happened(planned=True)]
