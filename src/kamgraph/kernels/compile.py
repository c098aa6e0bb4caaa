"""How kernels are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(kernel: Kernel) -> Kernel:
    """Compile a kernel at its first call and keep the machine code on disk.

    Where no folder can be written, the code is kept for this process only. With
    ``NUMBA_DISABLE_JIT=1`` the kernel runs as plain Python.
    """
    try:
        return cast("Kernel", numba.njit(cache=True)(kernel))
    except RuntimeError:  # numba finds no folder for its cache
        return cast("Kernel", numba.njit(kernel))
