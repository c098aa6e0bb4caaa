"""The file that a page of a review saves: what is to be otherwise, who says so, since when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kamgraph.errors import SourceError
from kamgraph.model import strict_json
from kamgraph.sources.files import name_errors

if TYPE_CHECKING:
    import os

FORMAT = "kamgraph-changes"
VERSION = 1


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Change(_Strict):
    """What every change may have beside itself."""

    evidence: str = ""
    """How one knows, in words."""


class Grade(_Change):
    """A person stands otherwise on an axis."""

    change: Literal["grade"]
    person: str
    """A person's id."""
    axis: str
    """The axis."""
    grade: str
    """A label of the policy's scale, or its rank."""


class Tie(_Change):
    """Two people have a tie from the day on, or have it no longer."""

    change: Literal["tie"]
    source: str
    """The id of who reports, influences or knows."""
    target: str
    """The id of the other one."""
    kind: str
    """A word of the vocabulary of ties."""
    strength: float | str | None = None
    """A number, a label of the policy, or none for its default; 0 ends the tie."""


class Meeting(_Change):
    """Two people have met on the day."""

    change: Literal["meeting"]
    person: str
    """A person's id."""
    other: str
    """The id of whom they met."""
    kind: str = "meeting"
    """A kind of interactions."""


class Leave(_Change):
    """A person is there no longer, from the day on."""

    change: Literal["leave"]
    person: str
    """A person's id."""


class Step(_Strict):
    """A step of the plan is agreed; that it works is no fact yet."""

    change: Literal["step"]
    kind: str
    """A word of the vocabulary of moves."""
    owner: str
    """The id of the one of us who takes it."""
    contact: str
    """The id of whom it is about."""
    axis: str | None = None
    """The axis it is about, if any."""
    due: str | None = None
    """By when, as YYYY-MM-DD."""
    text: str = ""
    """What is done, and why."""


class Candidate(_Change):
    """What was suggested is so, or is not."""

    change: Literal["candidate"]
    candidate: str
    """The candidate's id."""
    verdict: Literal["accepted", "dismissed"]
    """What was decided."""


Saved = Annotated[Grade | Tie | Meeting | Leave | Step | Candidate, Field(discriminator="change")]


class SavedChanges(_Strict):
    """Changes of an account or deal."""

    format: Literal["kamgraph-changes"]
    version: Literal[1]
    account: str
    """The id of the account or unit."""
    deal: str = ""
    """The id of the deal; empty for the account itself."""
    content_hash: str = ""
    """The hash of the book that was looked at."""
    date: str = ""
    """Since when it is so, as YYYY-MM-DD; empty where who takes it into a book says it."""
    who: str = ""
    """The id or name of the one of us who says so; empty where nobody is to be named."""
    changes: tuple[Saved, ...] = Field(min_length=1)
    """What is to be otherwise, in this order."""


def changes_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the file of changes."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **SavedChanges.model_json_schema()}


def read_changes(path: str | os.PathLike[str]) -> SavedChanges:
    """Read a file of changes; say in words where it is none."""
    target = Path(path)
    with name_errors(target):
        whole: Any = strict_json.parse(target.read_bytes())
    head = (FORMAT, VERSION)
    if not isinstance(whole, dict) or (whole.get("format"), whole.get("version")) != head:
        raise SourceError(
            f"{target}: is not what the page of a review of this version has saved as changes"
        )
    try:
        # As JSON, in which a list is as good as a tuple.
        return SavedChanges.model_validate_json(target.read_bytes())
    except ValidationError as error:
        told = "; ".join(_explain(problem) for problem in error.errors())
        raise SourceError(f"{target}: {told}") from error


def _explain(problem: Any) -> str:
    """Say what is wrong in which change."""
    match problem["loc"]:
        case ("changes", int(number), *rest):
            place = f"change {number + 1}"
            names = [str(one) for one in rest[1:]]
        case loc:
            place, names = "the file", [str(one) for one in loc]
    what = f", {'.'.join(names)}" if names else ""
    return f"{place}{what}: {problem['msg'][0].lower()}{problem['msg'][1:]}"
