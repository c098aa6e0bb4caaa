"""Pictures for account reviews; matplotlib is loaded with the first one that is drawn."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamgraph.plot.pictures.change import change
    from kamgraph.plot.pictures.contributions import contributions
    from kamgraph.plot.pictures.coverage import coverage
    from kamgraph.plot.pictures.map import map  # noqa: A004 - the picture's name
    from kamgraph.plot.pictures.portfolio import portfolio
    from kamgraph.plot.pictures.portrait import portrait
    from kamgraph.plot.pictures.power import power
    from kamgraph.plot.pictures.trend import trend

__all__ = ["change", "contributions", "coverage", "map", "portfolio", "portrait", "power", "trend"]


def __getattr__(name: str) -> object:
    """Import the module of a picture when the picture is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'kamgraph.plot' has no attribute {name!r}")
    return getattr(import_module(f"kamgraph.plot.pictures.{name}"), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
