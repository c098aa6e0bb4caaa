"""Pictures for account reviews; matplotlib is loaded with the first one that is drawn."""

from typing import Any

import lazy_loader

from kamgraph.door import guard_public
from kamgraph.plot.required import require_matplotlib

_load, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    """Load a picture when it is first asked for; its calls are looked at."""
    with require_matplotlib():
        return guard_public(__name__, name, _load(name))
