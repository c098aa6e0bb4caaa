"""Names of a package that are loaded when somebody asks for them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def loader(package: str, rooms: Mapping[str, Iterable[str]]) -> Callable[[str], Any]:
    """Return a package's ``__getattr__``, which loads the module of a name (PEP 562).

    Parameters
    ----------
    package
        The package's name.
    rooms
        Module of the package → names that are in it, none of them a module's.
    """
    room = {name: module for module, names in rooms.items() for name in names}

    def load(name: str) -> Any:
        if name not in room:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(import_module(f"{package}.{room[name]}"), name)

    return load
