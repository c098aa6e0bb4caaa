"""Writing a file so that it is either there as a whole or as it was."""

from __future__ import annotations

import os
from pathlib import Path


def write_text(path: str | Path, text: str) -> Path:
    """Write a text as UTF-8, whole or not at all, and return where it is.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    target = Path(path)
    if target.exists() and not target.is_file():  # a pipe or a terminal takes the text as it comes
        target.write_text(text, "utf-8", newline="\n")
        return target
    target = target.resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_text(text, "utf-8", newline="\n")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target
