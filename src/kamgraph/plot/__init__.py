"""Pictures for account reviews; matplotlib is loaded with the first one that is drawn."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamgraph.plot.bubbles import portfolio
    from kamgraph.plot.heat_map import coverage
    from kamgraph.plot.portraits import portrait
    from kamgraph.plot.power_bars import power
    from kamgraph.plot.stakeholder_map import change, map  # noqa: A004 - the picture's name
    from kamgraph.plot.trend_lines import trend
    from kamgraph.plot.waterfall import contributions

__all__ = ["change", "contributions", "coverage", "map", "portfolio", "portrait", "power", "trend"]

_MODULES = {
    "change": "kamgraph.plot.stakeholder_map",
    "contributions": "kamgraph.plot.waterfall",
    "coverage": "kamgraph.plot.heat_map",
    "map": "kamgraph.plot.stakeholder_map",
    "portfolio": "kamgraph.plot.bubbles",
    "portrait": "kamgraph.plot.portraits",
    "power": "kamgraph.plot.power_bars",
    "trend": "kamgraph.plot.trend_lines",
}


def __getattr__(name: str) -> object:
    """Import the module of a picture when the picture is first asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module 'kamgraph.plot' has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
