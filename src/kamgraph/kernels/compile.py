"""How kernels are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(kernel: Kernel) -> Kernel:
    """Compile a kernel at its first call and keep the machine code on disk.

    Where no folder can be written, the code is kept for this process only. With
    ``NUMBA_DISABLE_JIT=1`` the kernel runs as plain Python.
    """
    try:
        return numba.njit(cache=True)(kernel)  # type: ignore[no-any-return]
    except RuntimeError:  # numba finds no folder for its cache
        return numba.njit(kernel)  # type: ignore[no-any-return]
