"""Writing files so that each is either there as a whole or as it was."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def replace_files(files: Mapping[Path, Callable[[Path], object]]) -> None:
    """Write all files under other names, and only then let them take their places.

    Parameters
    ----------
    files
        For each file what writes it, given the path to write to.

    Raises
    ------
    OSError
        If one cannot be written; then none has changed.
    """
    drafts = {file: file.with_name(f".{file.name}.{os.getpid()}.new") for file in files}
    try:
        for file, save in files.items():
            save(drafts[file])
        for file, draft in drafts.items():
            draft.replace(file)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, whole or not at all.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    if path.exists() and not path.is_file():  # a pipe or a terminal takes the text as it comes
        path.write_text(text, "utf-8", newline="\n")
    else:
        replace_files({path.resolve(): lambda draft: draft.write_text(text, "utf-8", newline="\n")})
