"""The manifest of a folder: which files, as they were written, are the book in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from kamgraph.errors import SourceError
from kamgraph.sources.commit.draft import DRAFT
from kamgraph.sources.limits import Limits, check_file

if TYPE_CHECKING:
    from pathlib import Path

NAME = "manifest.json"
_FORMAT = b"kamgraph-manifest"
_LIMITS = Limits(size=2**20)

FileName = Annotated[str, StringConstraints(pattern=r"^[^./\\\x00][^/\\\x00]*$")]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Manifest(BaseModel):
    """What makes files of a folder one book; replacing it is what commits the next book."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["kamgraph-manifest"] = "kamgraph-manifest"
    version: Literal[1] = 1
    content_hash: Hash
    generation: Annotated[str, StringConstraints(pattern=f"^{DRAFT}$")]
    """The folder in which the files are until they are in their places."""
    files: dict[FileName, Hash]
    gone: dict[FileName, Hash]
    """Files of the book before, which are removed once the others are in their places."""


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder; None if it has none, or one of another program."""
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        check_file(path, _LIMITS)
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    if _FORMAT not in data:
        return None
    try:
        return Manifest.model_validate_json(data)
    except ValidationError as error:
        raise SourceError(
            f"{path}: is damaged; if the files beside it are what you want to read, delete it"
        ) from error


def list_committed(folder: Path) -> tuple[str, ...]:
    """Return the files that were written into a folder together; none without a manifest."""
    manifest = read_manifest(folder)
    return () if manifest is None else tuple(manifest.files)


def is_manifest(path: Path) -> bool:
    """Return whether a file is the manifest of a folder."""
    return path.name == NAME and read_manifest(path.parent) is not None
