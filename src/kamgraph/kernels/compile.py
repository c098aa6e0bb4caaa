"""How kernels are run: by the interpreter while there is little to do, else compiled."""

# To load the compiler takes longer than a small account does uncompiled, and to compile takes
# seconds. Both ways do the same steps of IEEE arithmetic in the same order, so that results are
# equal to the last bit and nobody can tell but by the clock.

from __future__ import annotations

import os
from collections.abc import Callable
from functools import update_wrapper
from threading import RLock
from typing import Any, Generic, ParamSpec, TypeVar, cast

import numpy as np

Taken = ParamSpec("Taken")
Given = TypeVar("Given")
Part = TypeVar("Part", bound=Callable[..., object])

_PATIENCE = 20_000  # elements of arrays: what some graphs of 50 people give each kernel to do
_HOW: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
_unknown: list[Callable[..., object]] = []  # parts that the compiler has not been told of
_one_at_a_time = RLock()
_locks: list[Any] = [_one_at_a_time]  # and the compiler's own, once it is loaded


def part(function: Part) -> Part:
    """Mark a function that kernels are made of: it is compiled with those that call it."""
    _unknown.append(function)
    return function


class Kernel(Generic[Taken, Given]):
    """A function over arrays, called by place: compiled once it has been given enough to do."""

    def __init__(self, plain: Callable[Taken, Given]) -> None:
        self.plain = plain
        self._given = 0
        self._machine: Callable[Taken, Given] | None = None
        update_wrapper(self, plain)

    def __call__(self, *args: Taken.args, **kwargs: Taken.kwargs) -> Given:
        """Run the kernel."""
        self._given += count_elements(args)
        run = self.plain if self._given <= _PATIENCE else self.machine
        return run(*args, **kwargs)

    @property
    def machine(self) -> Callable[Taken, Given]:
        """The compiled function, which lets other threads run; its machine code is kept on disk."""
        # The code lies in NUMBA_CACHE_DIR if that is set, else beside the module, and in the user's
        # cache folder where the package cannot be written; where no folder can, it is kept for this
        # process only. With NUMBA_DISABLE_JIT=1 it is the plain function.
        with _one_at_a_time:
            if self._machine is None:
                self._machine = _compile(self.plain)
        return self._machine


def lend(array: np.ndarray) -> np.ndarray:
    """Return a read-only view: the compiler makes other code of what could be written."""
    view = array.view()
    view.flags.writeable = False
    return view


def _compile(plain: Callable[Taken, Given]) -> Callable[Taken, Given]:
    """Load the compiler, tell it of the parts it may meet, and hand it a kernel."""
    import numba
    from numba.core.compiler_lock import global_compiler_lock
    from numba.extending import register_jitable

    if global_compiler_lock not in _locks:
        _locks.append(global_compiler_lock)
    while _unknown:
        register_jitable(error_model=_HOW["error_model"])(_unknown.pop())
    try:
        machine = numba.njit(**_HOW, cache=True)(plain)
    except RuntimeError:  # numba finds no folder for its cache
        machine = numba.njit(**_HOW)(plain)
    return cast("Callable[Taken, Given]", machine)


def _take_locks() -> None:
    for lock in _locks:
        lock.acquire()


def _give_locks_back() -> None:
    for lock in reversed(_locks):
        lock.release()


if hasattr(os, "register_at_fork"):
    # In a child of a fork there is no other thread that could give back what it held: forks wait.
    os.register_at_fork(
        before=_take_locks,
        after_in_parent=_give_locks_back,
        after_in_child=_give_locks_back,
    )


def count_elements(args: tuple[object, ...]) -> int:
    """Count the elements of arrays, those in tuples of them too."""
    sizes = (count_elements(a) if isinstance(a, tuple) else np.size(cast("Any", a)) for a in args)
    return sum(sizes)
