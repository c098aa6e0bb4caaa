"""The relationship graph of key accounts: who decides, who stands with us, whom we reach.

The public names are those of ``__init__.pyi``; each is loaded when it is first asked for.
"""

from typing import Any

import lazy_loader

from kamgraph.door import guard_public

__version__ = "0.1.0"

_load, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for; calls of a function are looked at."""
    return guard_public(__name__, name, _load(name))
