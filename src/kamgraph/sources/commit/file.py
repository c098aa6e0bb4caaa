"""One file: written beside its place, and then put there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from kamgraph.sources.commit.draft import name_draft, open_draft, sync_folder
from kamgraph.sources.commit.one_writer import lock
from kamgraph.sources.commit.sweep import sweep
from kamgraph.sources.commit.target import find_target
from kamgraph.sources.files import name_errors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def write_text(path: Path, text: str, *, check: Callable[[], None] | None = None) -> None:
    """Write a text as UTF-8, whole or not at all."""
    write_bytes(path, text.encode(), check=check)


def write_bytes(path: Path, data: bytes, *, check: Callable[[], None] | None = None) -> None:
    """Write a file, whole or not at all, if a check by its only writer does not refuse."""
    target = find_target(path)
    with name_errors(path):
        if target.is_stream:
            path.write_bytes(data)
            return
        with lock(target.path.parent) as alone:
            sweep(target.path.parent, alone=alone)
            if check:
                check()
            replace_file(target.path, data)


def replace_file(file: Path, data: bytes) -> None:
    """Let a file of other content take the place of one, which may not be there yet."""
    draft = name_draft(file.parent)
    try:
        with open_draft(draft, file) as stream:
            stream.write(data)
        draft.replace(file)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    sync_folder(file.parent)
