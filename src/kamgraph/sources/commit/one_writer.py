"""One writer at a time in a folder, whatever the file."""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30.0  # seconds to wait for another writer
_PAUSE = 0.01
# What file systems of networks say that lock no folders.
_NO_LOCKS = {errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}

if sys.platform == "win32":

    @contextmanager
    def lock(folder: Path) -> Iterator[bool]:  # noqa: ARG001 - no folder can be locked there
        """Keep nobody out."""
        yield False

else:
    import fcntl

    @contextmanager
    def lock(folder: Path) -> Iterator[bool]:
        """Keep other writers out of a folder; whether its file system can do that."""
        # It is the folder that is locked: no file of locks stays behind, and the system gives back
        # what a dead process held.
        handle = os.open(folder, os.O_RDONLY)
        try:
            yield _wait(handle, folder)
        finally:
            # Before it is closed, since a child that was forked meanwhile holds the lock, too.
            _try(handle, fcntl.LOCK_UN)
            os.close(handle)

    def _wait(handle: int, folder: Path) -> bool:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                return _try(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_PAUSE)
        raise SourceError(
            f"{folder}: another program is writing here; try again when it has finished"
        )

    def _try(handle: int, operation: int) -> bool:
        """Lock or unlock; False where that is unknown."""
        try:
            fcntl.flock(handle, operation)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            return False
        return True
