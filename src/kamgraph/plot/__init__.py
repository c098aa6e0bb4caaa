"""Pictures for account reviews; matplotlib is loaded with the first one that is drawn."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamgraph.plot.stakeholder_map import map  # noqa: A004 - the picture's name

__all__ = ["map"]

_MODULES = {"map": "kamgraph.plot.stakeholder_map"}


def __getattr__(name: str) -> object:
    """Import the module of a picture when the picture is first asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module 'kamgraph.plot' has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
