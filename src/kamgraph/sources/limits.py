"""How large an input may be before it is refused."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError
from kamgraph.model.arguments import NONE, check_argument
from kamgraph.model.strict_json import quote

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Limits:
    """What every reader refuses to go beyond; widen one with ``Limits(rows=50_000_000)``.

    Parameters
    ----------
    rows
        Rows of one table.
    columns
        Columns of one table.
    cell
        Characters of one cell, one name or one text.
    size
        Bytes of one file, for an archive those of all its members after decompression.
    ratio
        How many times larger a member of an archive may be than its compressed form.
    files
        Files of one folder, its subfolders included, or of one archive.
    depth
        How deeply JSON objects and XML elements may be nested.
    """

    rows: int = 20_000_000
    columns: int = 1_000
    cell: int = 100_000
    size: int = 4 * 2**30
    ratio: int = 200
    files: int = 10_000
    depth: int = 100


def choose_limits(limits: Limits | None) -> Limits:
    """Return the limits that are given, else the usual ones."""
    check_argument(limits, (Limits, NONE), "limits are Limits, such as Limits(rows=50_000_000)")
    return limits or Limits()


def check_file(path: Path, limits: Limits) -> None:
    """Refuse what is no plain file, since a pipe or a device may never end, or is too large."""
    try:
        str(path).encode()  # what is said of the file must be fit to be written
        found = path.stat()
    except ValueError as error:
        raise SourceError(f"{quote(str(path))}: is no path in UTF-8; rename the file") from error
    if not stat.S_ISREG(found.st_mode):
        raise SourceError(f"{path}: is no plain file, but a folder, a pipe or a device")
    if found.st_size > limits.size:
        raise SourceError(f"{path}: is larger than {limits.size:,} bytes")
