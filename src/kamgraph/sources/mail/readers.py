"""The reader of each kind of file."""

from __future__ import annotations

from dataclasses import replace
from typing import IO, TYPE_CHECKING, TypeAlias

from kamgraph.errors import MissingExtraError, SourceError
from kamgraph.sources.mail import google_answers, graph_answers
from kamgraph.sources.mail.answers import list_records
from kamgraph.sources.mail.calendars import read_calendar
from kamgraph.sources.mail.cards import read_cards
from kamgraph.sources.mail.encounters import STRANGE, Card, Encounter
from kamgraph.sources.mail.lists import read_list
from kamgraph.sources.mail.mailboxes import read_mbox, read_message
from kamgraph.sources.mail.meetings import list_encounters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kamgraph.sources.mail.answers import Record
    from kamgraph.sources.mail.contents import Part
    from kamgraph.sources.mail.meetings import Meeting
    from kamgraph.sources.mail.options import Options

Row: TypeAlias = tuple[int, Encounter | Card]  # the line, and what stands there
_BY_LINE = {".jsonl", ".ndjson"}


def read_part(part: Part, options: Options) -> Iterator[Row]:
    """Yield what is in a file."""
    with part.open() as stream:
        try:
            for line, found in _READERS[part.kind](stream, part, options):
                if part.unread and isinstance(found, Encounter):
                    yield line, replace(found, unread=part.unread)
                else:
                    yield line, found
        except MissingExtraError:
            raise
        except SourceError as error:
            named = part.place in str(error)
            raise SourceError(str(error) if named else f"{part.place}: {error}") from error


def _read_mbox(stream: IO[bytes], _: Part, options: Options) -> Iterator[Row]:
    return read_mbox(stream, zone=options.zone, subjects=options.subjects)


def _read_message(stream: IO[bytes], _: Part, options: Options) -> Iterator[Row]:
    yield 1, read_message(stream, zone=options.zone, subjects=options.subjects)


def _read_calendar(stream: IO[bytes], _: Part, options: Options) -> Iterator[Row]:
    return read_calendar(stream, options.last, zone=options.zone, subjects=options.subjects)


def _read_cards(stream: IO[bytes], _: Part, __: Options) -> Iterator[Row]:
    return read_cards(stream)


def _read_list(stream: IO[bytes], part: Part, options: Options) -> Iterator[Row]:
    return read_list(stream.read(), part.place, options)


def _read_answers(stream: IO[bytes], part: Part, options: Options) -> Iterator[Row]:
    """Yield the messages, cards and meetings that an interface has answered."""
    meetings: list[Meeting] = []
    events: list[tuple[int, Record]] = []
    zone, subjects = options.zone, options.subjects
    for number, record in list_records(stream, part.place, by_line=part.suffix in _BY_LINE):
        if graph_answers.is_message(record):
            yield number, graph_answers.read_message(record, zone=zone, subjects=subjects)
        elif google_answers.is_message(record):
            yield number, google_answers.read_message(record, zone=zone, subjects=subjects)
        elif google_answers.is_event(record):
            meetings += google_answers.list_meetings(record, number)
        elif graph_answers.is_event(record):
            events.append((number, record))
        elif graph_answers.is_card(record):
            yield number, graph_answers.read_card(record)
        else:
            yield number, Card("", unread=STRANGE)
    for number, record in graph_answers.drop_masters(events):
        meetings += graph_answers.list_meetings(record, number)
    for number, found in list_encounters(meetings, options.last, zone):
        yield number, found if subjects else replace(found, subject="")


_READERS: dict[str, Callable[[IO[bytes], Part, Options], Iterator[Row]]] = {
    "mbox": _read_mbox,
    "message": _read_message,
    "calendar": _read_calendar,
    "cards": _read_cards,
    "answers": _read_answers,
    "table": _read_list,
}
