"""The calls of the system that a process makes: recorded, and made to fail, by ``strace``."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from children import Child

# What changes something on a disk, by what it is for.
CALLS = {
    "open": "open,openat,creat",
    "write": "write,pwrite64,writev,pwritev,copy_file_range,sendfile",
    "cut": "ftruncate,truncate",
    "sync": "fsync,fdatasync",
    "name": "rename,renameat,renameat2,link,linkat",
    "remove": "unlink,unlinkat,rmdir",
    "folder": "mkdir,mkdirat",
}
_FDS = "close,lseek,dup,dup2,dup3"
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)\)\s+= (-?\d+)(?:<[^>]*>)?.*")
_QUOTED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Call:
    """A call: its name, its arguments as strace writes them, and its result; -1: it failed."""

    name: str
    arguments: str
    result: int

    @property
    def texts(self) -> list[bytes]:
        """The texts among the arguments."""
        return [unescape(found) for found in _QUOTED.findall(self.arguments)]

    @property
    def rest(self) -> list[str]:
        """The arguments without their texts."""
        return [part.strip() for part in _QUOTED.sub('""', self.arguments).split(",")]

    def touches(self, folder: Path) -> bool:
        """Tell whether it is about something in a folder."""
        return escape(os.fsencode(folder)) in self.arguments


def unescape(text: str) -> bytes:
    """Return the bytes that strace wrote as hexadecimal numbers."""
    return bytes.fromhex(text.replace("\\x", ""))


def escape(text: bytes) -> str:
    """Return bytes as strace writes them."""
    return "".join(f"\\x{byte:02x}" for byte in text)


@contextmanager
def trace(child: Child, log: Path, *, inject: str = "") -> Iterator[None]:
    """Watch a child from its gate to its end, with failures put in; it is let go here."""
    if not shutil.which("strace"):
        pytest.skip("there is no strace on this machine")
    what = ",".join([*CALLS.values(), _FDS])
    command = ["strace", "-f", "-y", "-xx", "-s", "100000000", "-e", f"trace={what}"]
    command += ["-e", "signal=none", "-o", str(log)]
    command += ["-e", f"inject={inject}"] if inject else []
    with subprocess.Popen(
        [*command, "-p", str(child.pid)], stderr=subprocess.PIPE, text=True
    ) as tracer:
        assert tracer.stderr
        first = tracer.stderr.readline()
        if "attached" not in first:
            pytest.skip(f"no process may be watched on this machine: {first}")
        child.let_go()
        yield
        child.end()
        tracer.communicate()


def read_calls(log: Path) -> list[Call]:
    """Return the calls in their order, those that failed too."""
    found = []
    for line in log.read_text("ascii").splitlines():
        if "unfinished" in line or "resumed" in line:
            raise AssertionError(f"two threads wrote at once: {line[:200]}")
        if made := _LINE.fullmatch(line):
            name, arguments, result = made.groups()
            found.append(Call(name, arguments, int(result)))
    return found
