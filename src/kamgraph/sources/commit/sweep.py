"""What dead writers left behind, names and phone numbers among it, goes with the next write."""

from __future__ import annotations

import os
import re
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError
from kamgraph.sources.commit.draft import DRAFT
from kamgraph.sources.commit.manifest import read_manifest

if TYPE_CHECKING:
    from pathlib import Path

_OLD = 86_400  # seconds after which nobody is at work on a draft


def sweep(folder: Path, *, alone: bool) -> None:
    """Remove the drafts that nobody needs; none is in use where other writers are kept out."""
    try:
        manifest = read_manifest(folder)
    except SourceError:  # it does not say what it needs
        return
    now, needed = time.time(), manifest.generation if manifest else ""
    with os.scandir(folder) as entries:
        for entry in entries:
            if re.fullmatch(DRAFT, entry.name) and entry.name != needed:
                # What belongs to somebody else, or is gone by now, is not ours to remove.
                with suppress(OSError):
                    if alone or now - entry.stat(follow_symlinks=False).st_mtime > _OLD:
                        _remove(entry)


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path)
    else:
        os.unlink(entry.path)  # noqa: PTH108 - an entry is no Path
