"""Where something is to be written, and what is there now."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from kamgraph.errors import SourceError
from kamgraph.model.strict_json import quote
from kamgraph.sources.false_addresses import refuse_false_address
from kamgraph.sources.files import name_errors


@dataclass(frozen=True)
class Target:
    """The file that a path leads to: one to be replaced or made, or a stream to write into."""

    path: Path
    is_stream: bool


def check_target(path: Path) -> None:
    """Refuse a path that could not be written to."""
    find_target(path)


def find_target(path: Path) -> Target:
    """Return the file that a path leads to, over links; refuse one that could not be written."""
    refuse_false_address(path)
    with name_errors(path):
        _check_text(path)
        _check_folder(path, path.parent)
        try:
            kind = path.stat().st_mode
        except FileNotFoundError:  # to be made, maybe where a link already leads
            real = Path(os.path.realpath(path))
            _check_folder(path, real.parent)
            return Target(real, is_stream=False)
        if stat.S_ISFIFO(kind) or stat.S_ISCHR(kind):  # takes what is written as it comes
            return Target(path, is_stream=True)
        _refuse_other_kinds(path, kind)
        return Target(Path(os.path.realpath(path)), is_stream=False)


def _check_text(path: Path) -> None:
    """Refuse what the system, or a message, could not spell."""
    try:
        os.fsencode(path)
        str(path).encode()
    except UnicodeEncodeError as error:
        raise SourceError(
            f"{quote(str(path))}: is no path in UTF-8; choose another name"
        ) from error
    if "\0" in str(path):
        raise SourceError(f"{quote(str(path))}: no path holds a zero; choose another name")


def _check_folder(path: Path, folder: Path) -> None:
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "is not there; make it first"
        raise SourceError(f"{path}: its folder {folder} {what}")


def _refuse_other_kinds(path: Path, kind: int) -> None:
    if stat.S_ISDIR(kind):
        raise SourceError(f"{path}: is a folder; give the name of a file in it")
    if not stat.S_ISREG(kind):
        what = "a socket" if stat.S_ISSOCK(kind) else "a device"
        raise SourceError(f"{path}: is {what}, which is never written over; choose another name")
