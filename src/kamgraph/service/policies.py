"""A policy that is read anew when its file has changed."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.model.policy import Policy

if TYPE_CHECKING:
    import os


class PolicyFile:
    """The policy of a TOML file, for every tenant; read anew when the file has changed.

    Parameters
    ----------
    path
        The file. While what stands in it is no policy, the last one that was holds, and
        :attr:`problem` says what is wrong.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self._lock = threading.Lock()
        self._seen = self._stamp()
        self._policy = Policy.from_toml(self._path)
        self.problem = ""

    def __call__(self, tenant: str) -> Policy:  # noqa: ARG002 - one for all
        """Return the policy as the file says it now."""
        with self._lock:
            seen = self._stamp()
            if seen != self._seen:
                self._seen = seen
                self._read()
            return self._policy

    def _read(self) -> None:
        try:
            self._policy, self.problem = Policy.from_toml(self._path), ""
        except (OSError, ValueError) as error:
            self.problem = str(error)

    def _stamp(self) -> tuple[int, int]:
        """Return what is another after the file was written; nothing while there is none."""
        try:
            found = self._path.stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_size
