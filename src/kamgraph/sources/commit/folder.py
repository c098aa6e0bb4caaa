"""All files of a book in a folder, which take their places together."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError
from kamgraph.sources.commit.draft import name_draft, open_draft, sync_folder
from kamgraph.sources.commit.file import replace_file
from kamgraph.sources.commit.manifest import NAME, Manifest, read_manifest
from kamgraph.sources.commit.sweep import sweep
from kamgraph.sources.commit.target import find_target

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they are not there, for good."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        sync_folder(one.parent)


def commit_files(
    folder: Path,
    files: Mapping[str, Callable[[], bytes]],
    *,
    gone: Collection[str],
    content_hash: str,
    alone: bool,
) -> None:
    """Write files and remove others: a reader finds all as they were, or all as they are."""
    # The files are written into a hidden folder. The manifest that then takes the place of the one
    # before is the only step that counts: it says by their hashes which files are the book, and
    # whoever reads takes each from its place or from that folder, wherever it is by then.
    _check_places(folder, files)
    sweep(folder, alone=alone)
    draft = name_draft(folder)
    try:
        manifest = Manifest(
            content_hash=content_hash,
            generation=draft.name,
            files=_write_drafts(folder, draft, files),
            gone={name: hash_bytes((folder / name).read_bytes()) for name in gone},
        )
        replace_file(folder / NAME, manifest.model_dump_json(indent=1).encode())
    finally:
        if not _is_current(folder, draft):
            shutil.rmtree(draft, ignore_errors=True)
    try:
        _take_places(folder, draft, manifest)
        sweep(folder, alone=alone)
    except OSError as error:
        raise SourceError(
            f"{folder}: the book is written and can be read, but its files are not all in their "
            f"places yet ({error.strerror}); write it again when that is mended"
        ) from error


def hash_bytes(data: bytes) -> str:
    """Return the hash of a file's content that a manifest holds."""
    return hashlib.sha256(data).hexdigest()


def _check_places(folder: Path, names: Collection[str]) -> None:
    """Refuse a folder in which something of somebody else is in the place of a file."""
    for name in names:
        if find_target(folder / name).is_stream:
            raise SourceError(f"{folder / name}: is a pipe or a device, and no file")
    if (folder / NAME).exists() and read_manifest(folder) is None:
        raise SourceError(
            f"{folder / NAME}: is of another program, and a book needs a file of that name; "
            "choose another folder"
        )


def _write_drafts(
    folder: Path, draft: Path, files: Mapping[str, Callable[[], bytes]]
) -> dict[str, str]:
    """Write files into a hidden folder, and return their hashes."""
    draft.mkdir(mode=0o700)
    draft.chmod(stat.S_IMODE(folder.stat().st_mode))
    hashes = {}
    for name, spell in files.items():
        data = spell()
        with open_draft(draft / name, folder / name) as stream:
            stream.write(data)
        hashes[name] = hash_bytes(data)
    sync_folder(draft)
    sync_folder(folder)
    return hashes


def _is_current(folder: Path, draft: Path) -> bool:
    manifest = read_manifest(folder)
    return manifest is not None and manifest.generation == draft.name


def _take_places(folder: Path, draft: Path, manifest: Manifest) -> None:
    """Move the files of a book that is committed to where people look for them."""
    here = Path(os.path.realpath(folder))
    for name in manifest.files:
        place = Path(os.path.realpath(folder / name))
        if place.parent == here:
            (draft / name).replace(place)
        else:  # a link, maybe to another disk
            replace_file(place, (draft / name).read_bytes())
    sync_folder(folder)
    for name in manifest.gone:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(draft)
    sync_folder(folder)
