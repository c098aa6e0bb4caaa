"""The files of a folder as one writer left them together, while others are at work."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError
from kamgraph.sources.commit.folder import hash_bytes
from kamgraph.sources.commit.manifest import NAME, Manifest, read_manifest
from kamgraph.sources.commit.one_writer import lock
from kamgraph.sources.source_file import SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from kamgraph.sources.limits import Limits

# Some tries beside writers; then they are kept out.
_GUARDS: tuple[Callable[[Path], AbstractContextManager[object]], ...]
_GUARDS = nullcontext, nullcontext, nullcontext, lock


@dataclass(frozen=True)
class Snapshot:
    """The files of a book and what they are worth together."""

    manifest: Manifest
    files: dict[str, bytes]


def take_snapshot(folder: Path, limits: Limits) -> Snapshot | None:
    """Return the files that a manifest names, as it names them; None without a manifest."""
    for guard in _GUARDS:
        with guard(folder):
            manifest = read_manifest(folder)
            if manifest is None:
                return None
            files = {name: _read(folder, manifest, name, limits) for name in manifest.files}
            lost = [name for name, data in files.items() if data is None]
            if not lost:
                return Snapshot(manifest, {name: data or b"" for name, data in files.items()})
            if read_manifest(folder) == manifest:  # nobody is at work
                raise SourceError(_explain(folder, lost[0]))
    raise SourceError(f"{folder}: another program keeps writing here; try again later")


def is_of_another_book(folder: Path, name: str, manifest: Manifest, limits: Limits) -> bool:
    """Return whether a file is of the book before, or of one that was written meanwhile."""
    data = _read_file(folder / name, limits)
    if data is None or hash_bytes(data) == manifest.gone.get(name):
        return True
    return read_manifest(folder) != manifest


def _read(folder: Path, manifest: Manifest, name: str, limits: Limits) -> bytes | None:
    """Return a file as its manifest has it, None if it is nowhere."""
    # It moves from the hidden folder to its place once, maybe between two looks.
    draft = folder / manifest.generation / name
    for place in (folder / name, draft, folder / name):
        data = _read_file(place, limits)
        if data is not None and hash_bytes(data) == manifest.files[name]:
            return data
    return None


def _read_file(file: Path, limits: Limits) -> bytes | None:
    try:
        return SourceFile.on_disk(file, limits).read_bytes()
    except FileNotFoundError:
        return None


def _explain(folder: Path, name: str) -> str:
    """Say why a file is not taken, and what to do."""
    there = (folder / name).exists()
    what = "is not as it was written" if there else "is not there any more"
    return (
        f"{folder / name}: {what}, as {NAME} beside it tells. If you "
        f"{'changed' if there else 'removed'} it yourself, delete {NAME}; else restore the folder "
        "from a backup"
    )
