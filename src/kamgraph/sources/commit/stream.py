"""Where a caller wants something: in a file, in a stream that is open already, or at hand."""

from __future__ import annotations

import os
from io import TextIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias, TypeVar

from kamgraph.errors import ArgumentError, spell_value

if TYPE_CHECKING:
    from collections.abc import Callable

Address: TypeAlias = "str | os.PathLike[str]"
Stream: TypeAlias = IO[Any]
Content = TypeVar("Content", str, bytes)


def deliver(
    target: Address | Stream | None, make: Callable[[], Content], write: Callable[[Path], object]
) -> Path | Content | None:
    """Write to a path, and return it; or to a stream; or return what is made, without a target."""
    if target is None:
        return make()
    if isinstance(target, str | os.PathLike):
        path = Path(target)
        write(path)
        return path
    if not callable(getattr(target, "write", None)):
        wanted = "what is written goes to a path or to a stream"
        raise ArgumentError(f"{wanted}, and not to {spell_value(repr(target))}")
    content: str | bytes = make()
    if isinstance(content, str) and not isinstance(target, TextIOBase):
        content = content.encode()
    target.write(content)
    return None
