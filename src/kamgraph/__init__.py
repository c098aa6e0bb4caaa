"""The relationship graph of key accounts: who decides, who stands with us, whom we reach.

The public names are those of ``__init__.pyi``; each is loaded when it is first asked for.
"""

import inspect
from typing import Any

import lazy_loader

from kamgraph.door import guard

__version__ = "0.1.0"

_load, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for; calls of a function are looked at."""
    found = _load(name)
    if inspect.isfunction(found):
        found = globals()[name] = guard(found, _find_class)
    return found


def _find_class(name: str) -> type | None:
    found = __getattr__(name) if name in __all__ else None
    return found if inspect.isclass(found) else None
