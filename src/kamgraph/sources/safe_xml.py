"""XML from strangers, read as a stream: no DTD, no entities, no depth, no endless tag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol
from xml.parsers.expat import ExpatError

from kamgraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.sources.limits import Limits

_LONGEST_TAG = 2**20
_ENCODINGS = ("UTF-8", "UTF-16", "US-ASCII")


class Handler(Protocol):
    """What is told of a document, element by element; names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def data(self, text: str) -> None:
        """Take a piece of text."""


def parse(blocks: Iterable[bytes], handler: Handler, *, place: str, limits: Limits) -> None:
    """Read a document and tell a handler what is in it.

    Parameters
    ----------
    blocks
        The bytes of the document.
    handler
        What is told.
    place
        What the document is called in messages.
    limits
        How deeply elements may be nested.

    Raises
    ------
    SourceError
        If it is not well-formed XML in UTF-8 or UTF-16, has a DTD or is nested too deeply.
    """
    parser, forbidden = _parser()
    parser.XmlDeclHandler = _refuse_encodings(place)
    parser.StartElementHandler, parser.EndElementHandler = _levels(handler, place, limits.depth)
    parser.CharacterDataHandler = handler.data
    try:
        _feed(parser, blocks, place)
    except forbidden as error:
        message = "holds a DTD or an entity, which may harm the reader; remove it"
        raise SourceError(f"{place}: {message}") from error
    except ExpatError as error:
        raise SourceError(f"{place}: not well-formed XML: {error}") from error


def elements(
    blocks: Iterable[bytes], names: Iterable[str], *, place: str, limits: Limits
) -> list[tuple[str, dict[str, str]]]:
    """Return the name and the attributes of all elements of some names, in their order."""
    found = _Elements(frozenset(names))
    parse(blocks, found, place=place, limits=limits)
    return found.elements


class _Elements:
    """Keeps the elements of some names."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names
        self.elements: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._names:
            self.elements.append((name, attributes))

    def end(self, name: str) -> None:
        """Nothing of interest ends."""

    def data(self, text: str) -> None:
        """No text is of interest."""


def _parser() -> tuple[Any, type[Exception]]:
    """Return a bare parser that refuses every DTD, and what it raises then."""
    try:
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import XMLParser
    except ImportError as error:
        message = "reading it needs defusedxml; install it with: pip install 'kamgraph[excel]'"
        raise SourceError(message) from error
    parser = XMLParser(forbid_dtd=True).parser
    parser.ordered_attributes = False
    return parser, DefusedXmlException


def _refuse_encodings(place: str) -> Any:
    """Return the check of the declared encoding; others would have to be looked up by name."""

    def check(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in _ENCODINGS:
            raise SourceError(f"{place}: in the encoding {encoding}; save it as UTF-8")

    return check


def _levels(handler: Handler, place: str, deepest: int) -> tuple[Any, Any]:
    """Return what is told of each element's begin and end, and counts the depth."""
    depth = 0
    begin, finish = handler.start, handler.end

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            raise SourceError(f"{place}: elements are nested more than {deepest} deep")
        begin(tag.rpartition("}")[2], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        finish(tag.rpartition("}")[2])

    return start, end


def _feed(parser: Any, blocks: Iterable[bytes], place: str) -> None:
    """Feed block by block; a tag that never ends would be read anew with every one."""
    fed = 0
    for block in blocks:
        parser.Parse(block)
        fed += len(block)
        if fed - parser.CurrentByteIndex > _LONGEST_TAG:
            raise SourceError(f"{place}: a tag or comment is longer than {_LONGEST_TAG:,} bytes")
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position only
