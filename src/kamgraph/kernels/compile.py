"""How kernels are run: by the interpreter while there is little to do, else compiled."""

# To load the compiler takes longer than a small account does uncompiled, and to compile takes
# seconds. Both ways do the same steps of IEEE arithmetic in the same order, so that results are
# equal to the last bit and nobody can tell but by the clock.

from __future__ import annotations

import os
from collections.abc import Callable
from functools import update_wrapper
from importlib.util import find_spec
from threading import RLock
from typing import (
    Annotated,
    Any,
    Generic,
    ParamSpec,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import numpy as np

from kamgraph.errors import require_extra

Taken = ParamSpec("Taken")
Given = TypeVar("Given")
Part = TypeVar("Part", bound=Callable[..., object])

_PATIENCE = 20_000  # elements of arrays: what some graphs of 50 people give each kernel to do
_HOW: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
_kernels: list[Kernel[Any, Any]] = []
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
        _kernels.append(self)
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
        # process only. With NUMBA_DISABLE_JIT=1, and without numba, it is the plain function.
        with _one_at_a_time:
            if self._machine is None:
                self._machine = _compile(self.plain) if find_spec("numba") else self.plain
        return self._machine


def warm_up() -> None:
    """Compile what large graphs need ahead, so that nobody waits for it later.

    A small graph never asks for the compiler; a large one asks for it once in each process, and
    waits for some seconds unless the machine code is on disk already. Call this when a service
    starts, or once when its image is built: the code is kept in ``NUMBA_CACHE_DIR`` if that is set,
    else beside the package, or in the user's cache folder where the package cannot be written.
    Results are the same with and without.

    Raises
    ------
    SourceError
        If numba, which the extra ``fast`` brings, is not installed.
    """
    with require_extra("compiled kernels need numba", "fast"):
        import numba  # noqa: F401
    for kernel in _kernels:
        kernel.machine  # noqa: B018


def count_threads() -> int:
    """Return how many threads kernels may share: one if the interpreter runs them all."""
    if not find_spec("numba"):
        return 1
    import numba

    return int(numba.config.NUMBA_NUM_THREADS)  # type: ignore[attr-defined]


def _compile(plain: Callable[Taken, Given]) -> Callable[Taken, Given]:
    """Load the compiler, tell it of the parts it may meet, and hand it a kernel."""
    import numba
    from numba.core.compiler_lock import global_compiler_lock
    from numba.extending import register_jitable

    if global_compiler_lock not in _locks:
        _locks.append(global_compiler_lock)
    while _unknown:
        register_jitable(error_model=_HOW["error_model"])(_unknown.pop())
    hints = get_type_hints(plain, include_extras=True)
    del hints["return"]
    taken = tuple(map(_name_type, hints.values()))
    try:
        machine = numba.njit(taken, **_HOW, cache=True)(plain)
    except RuntimeError:  # numba finds no folder for its cache
        machine = numba.njit(taken, **_HOW)(plain)
    return cast("Callable[Taken, Given]", machine)


def _name_type(hint: Any) -> Any:
    """Return what the compiler calls what an argument is hinted to be."""
    from numba import types

    if get_origin(hint) is tuple:
        return types.Tuple([_name_type(each) for each in get_args(hint)])
    if get_origin(hint) is Annotated:
        kind = hint.__metadata__[0]
        holds = getattr(types, kind.holds)
        return types.Array(holds, kind.dimensions, "C", readonly=not kind.written)
    return {int: types.int64, float: types.float64, bool: types.boolean}[hint]


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
