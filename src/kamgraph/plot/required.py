"""What pictures need beside the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.errors import require_extra

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


def check_matplotlib() -> None:
    """Refuse to begin where matplotlib is missing."""
    with require_matplotlib():
        import matplotlib as mpl  # noqa: F401 - tells whether it is there


def require_matplotlib() -> AbstractContextManager[None]:
    """Say how to install matplotlib where what is imported within misses it."""
    return require_extra("pictures need matplotlib", "plot")
