"""How kernels are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., object])

_HOW: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}


def compiled(kernel: Kernel) -> Kernel:
    """Compile a kernel at its first call and keep the machine code on disk.

    The code lies in ``NUMBA_CACHE_DIR`` if that is set, else beside the module, and in the
    user's cache folder where the package cannot be written; where no folder can, it is kept for
    this process only. Kernels let other threads run. With ``NUMBA_DISABLE_JIT=1`` they run as
    plain Python.
    """
    try:
        return cast("Kernel", numba.njit(**_HOW, cache=True)(kernel))
    except RuntimeError:  # numba finds no folder for its cache
        return cast("Kernel", numba.njit(**_HOW)(kernel))
