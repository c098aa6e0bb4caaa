"""The file that a page of a review saves: what is to be otherwise, who says so, since when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kamgraph.errors import SourceError
from kamgraph.model.strict_json import quote
from kamgraph.sources.files import read_json

if TYPE_CHECKING:
    import os

    from pydantic_core import ErrorDetails

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
    whole = read_json(path)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise SourceError(
            f'{path}: is not what the page of a review saves; make it with "save changes" there'
        )
    if whole.get("version") != VERSION:
        raise SourceError(
            f"{path}: is of version {quote(whole.get('version'))}, and only {VERSION} can be "
            "taken; save the changes in a page made with this version of kamgraph"
        )
    try:
        # As JSON, in which a list is as good as a tuple.
        return SavedChanges.model_validate_json(Path(path).read_bytes())
    except ValidationError as error:
        raise SourceError(f"{path}: {'; '.join(_explain(error))}") from error


_WANTED = {
    "string_type": "a text",
    "float_type": "a number",
    "tuple_type": "a list",
    "dict_type": "an object",
}


def _explain(error: ValidationError) -> list[str]:
    """Say what is wrong at each place of a file, once."""
    found: dict[str, list[ErrorDetails]] = {}
    for one in error.errors():
        found.setdefault(_name_place(one["loc"]), []).append(one)
    if len(found) > 1:  # changes that are none are not counted
        found = {where: some for where, some in found.items() if some[0]["type"] != "too_short"}
    return [f"{where} {_say_wrong(some)}" for where, some in found.items()]


def _name_place(location: tuple[int | str, ...]) -> str:
    """Say where something is: in which change, if in one, and in which entry."""
    match location:
        case ("changes", int(number)):
            return f"change {number + 1}"
        case ("changes", int(number), kind):
            return f"change {number + 1} ({kind})"
        case ("changes", int(number), kind, name, *_):
            return f"change {number + 1} ({kind}): {name}"
    return str(location[0])


def _say_wrong(some: list[ErrorDetails]) -> str:
    """Say what is wrong at a place, where a value may be of several types and is of none."""
    first = some[0]
    match first["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is no entry that is known here"
        case "too_short":
            return "is empty; save the page once something in it is changed"
        case "union_tag_not_found":
            return "does not say in the entry 'change' what is to be otherwise"
        case "union_tag_invalid":
            tags = first["ctx"]["expected_tags"]
            return f"is {quote(first['ctx']['tag'])}, which is none of {tags}"
    wanted = [_WANTED.get(one["type"], one.get("ctx", {}).get("expected", "")) for one in some]
    value = "null" if first["input"] is None else quote(first["input"])
    return f"has to be {' or '.join(wanted)}, and is {value}"
