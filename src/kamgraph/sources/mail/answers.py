"""JSON that an interface has answered: its records, and whether they are all."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, TypeAlias

from kamgraph.errors import SourceError
from kamgraph.model import strict_json
from kamgraph.sources.records.answers import check_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

Record: TypeAlias = dict[str, Any]

_LISTS = ("value", "messages", "items", "responses", "body")


def list_records(stream: IO[bytes], place: str, *, by_line: bool) -> Iterator[tuple[int, Record]]:
    """Yield the records of a document, or of one in each line, with their numbers."""
    texts = (line for line in stream if line.strip()) if by_line else [stream.read()]
    values = map(strict_json.parse, texts)
    yield from enumerate((one for value in values for one in _list_within(value, place)), 1)


def _list_within(value: object, place: str, *, is_last: bool = True) -> Iterator[Record]:
    """Yield the records of an answer, of several pages in a list, or the one that it is."""
    if isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from _list_within(one, place, is_last=is_last and number == len(value))
        return
    if not isinstance(value, dict):
        raise SourceError(f"{strict_json.quote(value)} is no record of mail or of a calendar")
    inner = next((value[name] for name in _LISTS if _is_answer(value.get(name))), None)
    if inner is None:
        yield value
        return
    if is_last:
        around = {name: str(one) for name, one in value.items() if isinstance(one, str | int)}
        check_answer(around, len(inner), place)
    yield from _list_within(inner, place, is_last=is_last)


def _is_answer(value: object) -> bool:
    return isinstance(value, list) or (isinstance(value, dict) and "content" not in value)


def get_text(record: object, *names: str) -> str:
    """Return a text that stands in a record, below several names in turn; empty if none does."""
    for name in names:
        record = record.get(name) if isinstance(record, dict) else None
    return record if isinstance(record, str) else ""


def get_list(record: Record, name: str) -> list[Record]:
    """Return the records in a list of a record."""
    value = record.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
