"""The public entities: each a row by itself, judged as a book judges its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from kamgraph.door import guard_methods
from kamgraph.errors import BookError
from kamgraph.model import document, entities
from kamgraph.model.arguments import check_argument
from kamgraph.model.checks import read_rows, refuse_similar_columns
from kamgraph.model.entities import TABLES
from kamgraph.model.policy import DEFAULT_POLICY, Policy, choose_policy
from kamgraph.model.problems import sort_problems
from kamgraph.model.rules import RULES_OF_ROWS
from kamgraph.model.schema import describe_alone

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema


@guard_methods
class Row(entities.Entity):
    """A row of a table by itself, read as a book reads it; lists of them make tables of books."""

    if not TYPE_CHECKING:  # who checks types sees the columns

        def __init__(self, **cells: Any) -> None:
            """Take the cells by the names of their columns."""
            super().__init__(**_judge(type(self), cells, DEFAULT_POLICY))

    @classmethod
    def read(cls, row: Mapping[str, Any], *, policy: Policy | None = None) -> Self:
        """Read a row that holds labels of a policy.

        Parameters
        ----------
        row
            Column → cell. Words are read in both languages, numbers and days as texts, too.
        policy
            The policy whose labels strengths and grades may hold; default ``Policy()``.

        Raises
        ------
        BookError
            If the row cannot be taken, as in a book: ``.problems`` lists every reason; or if a
            column that is none of the table looks like one.
        """
        made = cls.__new__(cls)
        super(Row, made).__init__(**_judge(cls, row, choose_policy(policy)))
        return made

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the row as the schema of a book's document does."""
        return describe_alone(_find_table(cls), DEFAULT_POLICY)


def _judge(kind: type[Row], row: Mapping[Any, Any], policy: Policy) -> dict[str, Any]:
    """Return the cells of a row, as a book has them; refuse it if it cannot be in any book."""
    check_argument(row, (Mapping,), "a row is a dictionary of its cells")
    table = _find_table(kind)
    draft, problems = read_rows({table: [row]}, policy=policy)
    for rule in RULES_OF_ROWS:
        problems += rule(draft)
    problems += refuse_similar_columns(table, [name for name in row if isinstance(name, str)])
    if problems:
        raise BookError(sort_problems(problems))
    return document.rows(table, draft.tables[table].to_pandas())[0]


def _find_table(kind: type[Row]) -> str:
    return next(table for table, entity in TABLES.items() if issubclass(kind, entity))


class Organization(entities.Organization, Row):
    """A customer, one of its units, our own firm, a competitor or a partner."""


class Person(entities.Person, Row):
    """A person of any side; of who has rows in `positions`, those say where they work."""


class Position(entities.Position, Row):
    """A seat that a person holds for a time, at any firm; those of one person do not overlap."""


class Deal(entities.Deal, Row):
    """A deal of an account, from lead to cash."""


class Tie(entities.Tie, Row):
    """A relation between two people, for an account or, with `deal`, for one deal only."""


class Role(entities.Role, Row):
    """A part in the customer's decision, for an account or for one deal."""


class TeamMember(entities.TeamMember, Row):
    """A part in our own team for an account or for one deal."""


class Assessment(entities.Assessment, Row):
    """How a person stood with us on a day, as somebody judged it."""


class Target(entities.Target, Row):
    """Where we want a person to stand by a day."""


class Participation(entities.Participation, Row):
    """One person's part in a meeting, visit, call, email or event: one row per participant."""


class Commitment(entities.Commitment, Row):
    """What somebody promised somebody of another side."""


class Payment(entities.Payment, Row):
    """A part of a deal's price that is to be paid."""


class Goal(entities.Goal, Row):
    """What we want to sell to an account by a day."""


class Action(entities.Action, Row):
    """A step that one of us is to take, or has taken."""


class Candidate(entities.Candidate, Row):
    """A fact that is suggested by others, and what somebody has decided about it."""
