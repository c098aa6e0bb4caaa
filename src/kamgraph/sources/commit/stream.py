"""Where a caller wants something: in a file, in a stream that is open already, or at hand."""

from __future__ import annotations

import os
from io import TextIOBase, UnsupportedOperation
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
    try:
        target.write(content)
    except OSError as error:  # what the stream says of its disk or its connection is the caller's
        if not isinstance(error, UnsupportedOperation):
            raise
        raise _refuse_stream(content, target) from error
    except (TypeError, ValueError) as error:
        raise _refuse_stream(content, target) from error
    return None


def _refuse_stream(content: str | bytes, target: object) -> ArgumentError:
    """Return what is wrong with a stream that does not take what is written to it."""
    shown = spell_value(repr(target))
    if getattr(target, "closed", False):
        return ArgumentError(f"the stream is closed already: {shown}")
    if not getattr(target, "writable", lambda: True)():
        return ArgumentError(f"the stream is open for reading alone: {shown}")
    if isinstance(content, bytes) and isinstance(target, TextIOBase):
        return ArgumentError(
            f"the stream takes texts, and this is bytes; open it with 'wb': {shown}"
        )
    if isinstance(content, str) and (encoding := getattr(target, "encoding", None)):
        what = f"the stream does not take every character, as its encoding is {encoding}"
        return ArgumentError(f"{what}; open it with encoding='utf-8': {shown}")
    return ArgumentError(f"the stream takes no bytes; open it with 'wb': {shown}")
