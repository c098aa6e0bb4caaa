"""Drafts: hidden files and folders that become what they are written for, or vanish."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DRAFT = r"\.kamgraph-[0-9a-f]{16}"


def name_draft(folder: Path) -> Path:
    """Return a hidden name in a folder that nobody else has, another thread neither."""
    return folder / f".kamgraph-{secrets.token_hex(8)}"


@contextmanager
def open_draft(draft: Path, target: Path) -> Iterator[IO[bytes]]:
    """Make a draft with the rights of the file that it replaces; at the end it is on the disk."""
    before = target.stat() if target.exists() else None
    mode = stat.S_IMODE(before.st_mode) if before else 0o666  # at no moment wider than it was
    with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as stream:
        if before:
            _take_rights(draft, before)
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def _take_rights(draft: Path, before: os.stat_result) -> None:
    if sys.platform != "win32":
        with suppress(PermissionError):  # only the system's administrator gives files away
            os.chown(draft, before.st_uid, before.st_gid)
    draft.chmod(stat.S_IMODE(before.st_mode))


def sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk, where the system can."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # of file systems that know nothing of the sort
            raise
    finally:
        os.close(handle)
