"""Writing files so that each is either there as a whole or as it was."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


@contextmanager
def name_errors(path: str | os.PathLike[str], *, within: bool = False) -> Iterator[None]:
    """Turn an error of the system into our own, which names what was read or written."""
    try:
        yield
    except OSError as error:
        place = (within and error.filename) or path
        raise SourceError(f"{place}: {error.strerror or error}") from error


def check_target(path: Path) -> None:
    """Refuse a file whose folder is not there, or in whose place there is a folder."""
    if not path.parent.is_dir():
        what = "is a file" if path.parent.exists() else "is not there; make it first"
        raise SourceError(f"{path}: its folder {path.parent} {what}")
    if path.is_dir():
        raise SourceError(f"{path}: is a folder; give the name of a file in it")


def replace_files(files: Mapping[Path, Callable[[Path], object]]) -> None:
    """Write all files under other names, and only then let them take their places."""
    for file in files:
        check_target(file)
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
    """Write a text as UTF-8, whole or not at all."""
    check_target(path)
    if path.exists() and not path.is_file():  # a pipe or a terminal takes the text as it comes
        path.write_text(text, "utf-8", newline="\n")
    else:
        replace_files({path.resolve(): lambda draft: draft.write_text(text, "utf-8", newline="\n")})
