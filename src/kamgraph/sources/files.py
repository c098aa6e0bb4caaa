"""Errors of the system about files, in words of ours."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamgraph.errors import SourceError
from kamgraph.model import strict_json

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


def read_json(path: str | os.PathLike[str]) -> Any:
    """Read the one JSON value of a file; what is wrong with it names the file."""
    with name_errors(path):
        data = Path(path).read_bytes()
    try:
        return strict_json.parse(data)
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from error
