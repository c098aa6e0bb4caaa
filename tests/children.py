"""Processes that write, read and are killed: each a fork of one that has loaded everything.

``fork(work, ...)`` starts a child, which waits until it is let go; that leaves time to watch it.
Its outcome is told through shared memory and the exit code, so that no call of the system which a
test makes fail has any part in it.
"""

from __future__ import annotations

import io
import multiprocessing as mp
import os
import signal
import sys
import time
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamgraph.errors import KamgraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.process import BaseProcess

_CONTEXT = mp.get_context("forkserver")
_PATIENCE = 60  # seconds for what takes a moment; who waits longer hangs
_LONGEST = 4000  # bytes of a message
DONE, REFUSED, RAW = 0, 3, 4  # exit codes: all went well, an error of ours, any other


@contextmanager
def server() -> Iterator[None]:
    """Start the process that children are forks of."""
    here = str(Path(__file__).parent)
    with _environment(
        PYTHONPATH=os.pathsep.join([here, *filter(None, sys.path)]), OPENBLAS_NUM_THREADS="1"
    ):
        _CONTEXT.set_forkserver_preload(["children_load"])
        _CONTEXT.Process(target=int).start()
    yield


@dataclass(frozen=True)
class Child:
    """A process that has not begun yet."""

    process: BaseProcess
    _gate: Any
    _said: Any
    _ignored: Any

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self.process.pid or 0

    def let_go(self) -> None:
        """Let it begin."""
        self._gate.set()

    def interrupt(self, patience: float) -> float:
        """Press Ctrl-C, and again where Python has ignored it; return when it was pressed last."""
        # Python takes no exception from what it calls while it frees weak references.
        while True:
            self._ignored.value, pressed = False, time.perf_counter()
            os.kill(self.pid, signal.SIGINT)
            self.process.join(patience)
            if not (self.process.is_alive() and self._ignored.value):
                return pressed

    def kill(self) -> None:
        """Kill it as no process can prevent."""
        self.process.kill()
        self.process.join()

    def end(self) -> int:
        """Wait for its end and return its exit code."""
        self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.kill()
            raise AssertionError(f"a child hung for {_PATIENCE} seconds")
        return self.process.exitcode or 0

    @property
    def message(self) -> str:
        """What the error said, if there was one."""
        return bytes(self._said.value).decode("utf-8", "replace")


@contextmanager
def fork(
    work: Callable[..., object], *arguments: Any, ready: Callable[[], object] = int
) -> Iterator[Child]:
    """Start a child that gets ready and waits at the gate; nothing is left of it at the end."""
    gate, at_gate, said = _CONTEXT.Event(), _CONTEXT.Event(), _CONTEXT.RawArray("c", _LONGEST)
    ignored = _CONTEXT.RawValue("b")
    told = (said, ignored)
    process = _CONTEXT.Process(target=_run, args=(gate, at_gate, told, ready, work, arguments))
    process.start()
    try:
        while not at_gate.wait(0.1):
            assert process.is_alive(), "a child died before it began"
        yield Child(process, gate, said, ignored)
    finally:
        process.kill()
        process.join()


def _run(
    gate: Any,
    at_gate: Any,
    told: tuple[Any, Any],
    ready: Callable[[], object],
    work: Callable[..., object],
    arguments: Any,
) -> None:
    """Do the work, and leave without any further call of the system that could fail."""
    code, (said, ignored) = RAW, told

    def note_ignored(_: object) -> None:
        ignored.value = True

    sys.unraisablehook = note_ignored
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        ready()
        at_gate.set()
        gate.wait()
        try:
            work(*arguments)
            code = DONE
        except KamgraphError as error:
            code, said.value = REFUSED, str(error).encode()[: _LONGEST - 1]
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test is told
            said.value = repr(error).encode()[: _LONGEST - 1]
        finally:
            os._exit(code)


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
