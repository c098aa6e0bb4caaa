"""Records all of whose fields are plain: most are, and many are read at once."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from kamgraph.sources.records.answers import says_how, says_nothing_else

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.sources.records.answers import Fields

Plain: TypeAlias = dict[str, str | None]  # None where a field says nothing

_TEXTS = {str, type(None)}
_OTHERS = ("[", "true", "false")  # what stands in a text that holds other values than these
_BOOLEANS = {True: "true", False: "false"}


def make_plain(records: Sequence[object], text: str) -> list[Plain]:
    """Return what was read of a text, if all are objects of plain values; else none."""
    if not {dict}.issuperset(map(type, records)):
        return []
    plain = cast("list[Plain]", records)
    if text.count("{") == len(plain) and not any(other in text for other in _OTHERS):
        return plain  # without a look at each value
    kinds = set(map(type, chain.from_iterable(map(dict.values, plain))))
    if kinds <= _TEXTS:
        return plain
    return [*map(_spell_booleans, plain)] if kinds <= {*_TEXTS, bool} else []


def _spell_booleans(record: dict[str, Any]) -> Plain:
    return {
        name: _BOOLEANS[value] if isinstance(value, bool) else value
        for name, value in record.items()
    }


def list_answers(records: Sequence[Plain]) -> Iterator[tuple[int, Fields]]:
    """Yield the place and the fields of what says but how it was answered, and is no record."""
    names = dict.fromkeys(chain.from_iterable(records))
    own = next((name for name in names if not says_how(name) and name != "id"), None)
    for at, record in enumerate(records):
        if own is None or not record.get(own):
            fields = {name: value or "" for name, value in record.items()}
            if says_nothing_else(fields):
                yield at, fields
