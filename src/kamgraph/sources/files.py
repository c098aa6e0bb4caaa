"""Errors of the system about files, in words of ours."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator


@contextmanager
def name_errors(path: str | os.PathLike[str], *, within: bool = False) -> Iterator[None]:
    """Turn an error of the system into our own, which names what was read or written."""
    try:
        yield
    except OSError as error:
        place = (within and error.filename) or path
        raise SourceError(f"{place}: {error.strerror or error}") from error
