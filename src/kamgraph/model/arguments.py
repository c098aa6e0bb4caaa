"""What callers give: what is of another type than asked for is refused in words."""

from __future__ import annotations

import os
from typing import cast
from uuid import UUID

from kamgraph.errors import KamgraphError, ScopeError, SourceError, spell_value

PATH = (str, os.PathLike)
NONE = type(None)


def check_argument(
    value: object,
    types: tuple[type, ...],
    wanted: str,
    error: type[KamgraphError] = SourceError,
) -> None:
    """Refuse a value of none of some types, and say what is wanted instead."""
    is_number = not isinstance(value, bool)  # True is none, whatever Python says
    if not isinstance(value, types) or not (is_number or bool in types):
        raise error(f"{wanted}, and not {spell_value(repr(value))}")


def check_id(id_: object) -> None:
    """Refuse what is no id: a table reads 5 as the text, where a caller has to say which it is."""
    example = id_ if isinstance(id_, int | UUID) and not isinstance(id_, bool) else "c1"
    check_argument(id_, (str,), f"an id is a text, such as '{example}'", ScopeError)


def check_source(source: object) -> str | os.PathLike[str]:
    """Return a source; refuse one that is no path, or an empty one."""
    wanted = "a source is the path of a file or a folder, or the URL of a database"
    check_argument(source, PATH, wanted)
    if not str(source).strip():
        raise SourceError(f"{wanted}, and not an empty text; the folder you are in is '.'")
    return cast("str | os.PathLike[str]", source)
