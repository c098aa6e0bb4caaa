"""A disk that loses what was not synced: what a power cut leaves of recorded calls.

A file's bytes are safe once the file was synced, and its name once the folder was: until then a
cut keeps or loses each of them as it likes. Names within one folder are kept in the order in which
they were made, as file systems with a journal do; bytes are kept up to any write.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Iterator

    from system_calls import Call

Content: TypeAlias = dict[str, bytes | None]  # path → bytes of a file; None: it is a folder


@dataclass(eq=False)
class _File:
    """A file or folder: what every process sees, and what of it is on the disk for good."""

    folder: bool = False
    now: bytearray = field(default_factory=bytearray)
    history: list[bytes] = field(default_factory=lambda: [b""])  # since it was last synced

    def write(self, data: bytes, at: int) -> None:
        """Put bytes somewhere."""
        self.now[len(self.now) : at] = bytes(max(0, at - len(self.now)))
        self.now[at : at + len(data)] = data
        self.history.append(bytes(self.now))

    def cut(self, size: int) -> None:
        """Give it a size."""
        self.now[:] = self.now[:size].ljust(size, b"\0")
        self.history.append(bytes(self.now))

    def sync(self) -> None:
        """Make what is there safe."""
        self.history = [bytes(self.now)]


@dataclass(eq=False)
class _Open:
    """A file that is open: where the next byte goes."""

    file: _File
    path: str
    at: int = 0
    append: bool = False


_Names: TypeAlias = dict[str, _File]
_Change: TypeAlias = tuple[frozenset[str], "Callable[[_Names], None]"]  # folders, and what it does


class Disk:
    """All that is below a folder, as recorded calls change it."""

    def __init__(self, top: Path) -> None:
        """Begin with what is there, all of it safe."""
        self.top = str(top)
        self.safe: _Names = {}
        for path in sorted(top.rglob("*")):
            file = _File(path.is_dir(), bytearray(b"" if path.is_dir() else path.read_bytes()))
            file.sync()
            self.safe[str(path)] = file
        self.pending: list[_Change] = []
        self._open: dict[int, _Open] = {}

    def take(self, call: Call) -> bool:
        """Take a call, and tell whether it changed anything."""
        if call.result < 0:
            return False
        act: Callable[[Call], bool] | None = getattr(
            self, f"_{_SAME.get(call.name, call.name)}", None
        )
        if act is None:
            raise NotImplementedError(f"{call.name}({call.arguments[:200]})")
        return act(call)

    @property
    def names(self) -> _Names:
        """What every process sees."""
        return self._after(self.pending)

    def _after(self, changes: Iterable[_Change]) -> _Names:
        names = dict(self.safe)
        for _, change in changes:
            change(names)
        return names

    def cuts(self, chance: random.Random) -> Iterator[Content]:
        """Yield what may be there after the power was cut: the extremes, and one at random."""
        for changes in (self.pending, []):
            for place in (-1, 0):
                yield self._content(
                    self._after(changes), lambda file, place=place: file.history[place]
                )
        yield self._content(
            self._after(self._some_changes(chance)), lambda file: chance.choice(file.history)
        )

    @property
    def kept(self) -> Content:
        """What is there after a process was killed: everything it did."""
        return self._content(self.names, lambda file: bytes(file.now))

    def _some_changes(self, chance: random.Random) -> Iterator[_Change]:
        lost: set[str] = set()
        for change in self.pending:
            if lost & change[0] or chance.random() < 1 / 3:
                lost |= change[0]
            else:
                yield change

    def _content(self, names: _Names, choose: Callable[[_File], bytes]) -> Content:
        """Return the content by paths below the top; what is in a folder that is lost is lost."""
        there = {
            path: None if file.folder else choose(file)
            for path, file in names.items()
            if all(
                str(parent) in names
                for parent in Path(path).parents
                if self._holds(str(parent)) and str(parent) != self.top
            )
        }
        return {os.path.relpath(path, self.top): data for path, data in sorted(there.items())}

    def _holds(self, path: str) -> bool:
        return path == self.top or path.startswith(self.top + os.sep)

    def _change(self, change: Callable[[_Names], None], *paths: str) -> bool:
        if not all(map(self._holds, paths)):
            return False
        self.pending.append((frozenset(str(Path(path).parent) for path in paths), change))
        return True

    def _find(self, call: Call) -> _Open | None:
        return self._open.get(int(call.rest[0].partition("<")[0]))

    def _paths(self, call: Call) -> list[str]:
        """Return the paths of a call, each below the folder that stands before it."""
        found, before = [], "/"
        texts = iter(call.texts)
        for part in call.rest:
            if part == '""':
                found.append(os.path.normpath(Path(before, os.fsdecode(next(texts)))))
            elif "<" in part:
                before = os.fsdecode(
                    bytes.fromhex(part.partition("<")[2].strip(">").replace("\\x", ""))
                )
        return found

    def _openat(self, call: Call) -> bool:
        (path,) = self._paths(call)
        flags = call.arguments
        if not self._holds(path):
            self._open.pop(call.result, None)
            return False
        if path == self.top:
            self._open[call.result] = _Open(_File(folder=True), path)
            return False
        made = path not in self.names
        if made:
            fresh = _File()
            self._change(lambda names: names.update({path: fresh}), path)
        file = self.names[path]
        if "O_TRUNC" in flags and file.now:
            file.cut(0)
            made = True
        self._open[call.result] = _Open(file, path, append="O_APPEND" in flags)
        return made

    def _write(self, call: Call) -> bool:
        if not (found := self._find(call)):
            return False
        found.at = len(found.file.now) if found.append else found.at
        found.file.write(call.texts[0][: call.result], found.at)
        found.at += call.result
        return True

    def _pwrite64(self, call: Call) -> bool:
        if found := self._find(call):
            found.file.write(call.texts[0][: call.result], int(call.rest[-1]))
        return bool(found)

    def _lseek(self, call: Call) -> bool:
        if found := self._find(call):
            found.at = call.result
        return False

    def _ftruncate(self, call: Call) -> bool:
        if found := self._find(call):
            found.file.cut(int(call.rest[1]))
        return bool(found)

    def _fsync(self, call: Call) -> bool:
        if not (found := self._find(call)):
            return False
        found.file.sync()
        if found.file.folder:
            done = [change for folders, change in self.pending if found.path in folders]
            self.pending = [one for one in self.pending if found.path not in one[0]]
            for change in done:
                change(self.safe)
        return True

    def _rename(self, call: Call) -> bool:
        old, new = self._paths(call)
        return self._change(partial(_move, old, new), old, new)

    def _unlink(self, call: Call) -> bool:
        (path,) = self._paths(call)
        return self._change(lambda names: names.pop(path, None) and None, path)

    def _mkdir(self, call: Call) -> bool:
        (path,) = self._paths(call)
        fresh = _File(folder=True)
        return self._change(lambda names: names.update({path: fresh}), path)

    def _close(self, call: Call) -> bool:
        self._open.pop(int(call.rest[0].partition("<")[0]), None)
        return False

    def _dup(self, call: Call) -> bool:
        if found := self._find(call):
            self._open[call.result] = found
        else:
            self._open.pop(call.result, None)
        return False


_SAME = {
    "open": "openat",
    "fdatasync": "fsync",
    "renameat": "rename",
    "renameat2": "rename",
    "unlinkat": "unlink",
    "rmdir": "unlink",
    "mkdirat": "mkdir",
    "dup2": "dup",
    "dup3": "dup",
}


def _move(old: str, new: str, names: _Names) -> None:
    """Let a file or folder, with all that is in it, have another name."""
    for path in [path for path in names if path == old or path.startswith(old + os.sep)]:
        names[new + path[len(old) :]] = names.pop(path)


def lay_out(content: Content, top: Path) -> None:
    """Make files and folders of a content."""
    for path, data in content.items():
        if data is None:
            (top / path).mkdir(parents=True, exist_ok=True)
        else:
            (top / path).parent.mkdir(parents=True, exist_ok=True)
            (top / path).write_bytes(data)
