"""XML from strangers, read as a stream: no DTD, no entities, no depth, no endless tag."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from xml.parsers.expat import ExpatError

from kamgraph.errors import SourceError, require_extra

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.sources.limits import Limits

_LONGEST_TAG = 2**20
_ENCODINGS = ("UTF-8", "UTF-16", "US-ASCII")


class Handler(Protocol):
    """What a document is passed to; elements go by their names without a namespace."""

    @property
    def starts(self) -> Mapping[str, Callable[[dict[str, str]], None]]:
        """What takes the attributes of an element, by its name; others are passed over."""

    @property
    def ends(self) -> Mapping[str, Callable[[], None]]:
        """What is called at the end of an element, by its name."""

    def take_text(self, text: str) -> None:
        """Take a piece of text of any element."""


class AnyName(Mapping[str, Callable[..., None]]):
    """What to call for an element of any name, where none is passed over."""

    def __init__(self, call: Callable[..., None]) -> None:
        self._call = call

    def __getitem__(self, name: str) -> Callable[..., None]:
        """Return the call for elements of this name."""
        return partial(self._call, name)

    def __iter__(self) -> Iterator[str]:
        """There is no list of all names."""
        return iter(())

    def __len__(self) -> int:
        """There is no list of all names."""
        return 0


def parse(
    blocks: Iterable[bytes], handler: Handler, *, place: str, limits: Limits, extra: str = "excel"
) -> None:
    """Read a document and pass what is in it to a handler; the extra is that of its format."""
    parser, forbidden = _make_parser(extra)
    parser.XmlDeclHandler = _refuse_encodings(place)
    parser.StartElementHandler, parser.EndElementHandler = _count_levels(
        handler, place, limits.depth
    )
    parser.CharacterDataHandler = handler.take_text
    try:
        _parse_blocks(parser, blocks, place)
    except forbidden as error:
        message = "holds a DTD or an entity, which may harm the reader; remove it"
        raise SourceError(f"{place}: {message}") from error
    except ExpatError as error:
        raise SourceError(f"{place}: not well-formed XML: {error}") from error


def list_elements(
    blocks: Iterable[bytes], names: Iterable[str], *, place: str, limits: Limits
) -> list[tuple[str, dict[str, str]]]:
    """Return the name and the attributes of all elements of some names, in their order."""
    found = _Elements(names)
    parse(blocks, found, place=place, limits=limits)
    return found.elements


class _Elements:
    """Keeps the elements of some names."""

    def __init__(self, names: Iterable[str]) -> None:
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            name: partial(self._keep, name) for name in names
        }
        self.ends: dict[str, Callable[[], None]] = {}

    def _keep(self, name: str, attributes: dict[str, str]) -> None:
        self.elements.append((name, attributes))

    def take_text(self, text: str) -> None:
        """No text is of interest."""


def _make_parser(extra: str) -> tuple[Any, type[Exception]]:
    """Return a bare parser that refuses every DTD, and what it raises then."""
    with require_extra("reading it needs defusedxml", extra):
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import XMLParser
    parser = XMLParser(forbid_dtd=True).parser
    parser.ordered_attributes = False
    return parser, DefusedXmlException


def _refuse_encodings(place: str) -> Any:
    """Return the check of the declared encoding; others would have to be looked up by name."""

    def check(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in _ENCODINGS:
            raise SourceError(f"{place}: in the encoding {encoding}; save it as UTF-8")

    return check


class _ByTag(dict[str, Callable[..., None]]):
    """What to call for a tag with its namespace, looked up by its plain name only once."""

    def __init__(self, calls: Mapping[str, Callable[..., None]]) -> None:
        super().__init__()
        self._calls = calls

    def __missing__(self, tag: str) -> Callable[..., None]:
        call = self[tag] = self._calls.get(tag.rpartition("}")[2], _pass_over)
        return call


def _pass_over(*_: object) -> None:
    """Ignore an element that nobody asked for."""


def _count_levels(handler: Handler, place: str, deepest: int) -> tuple[Any, Any]:
    """Return the handlers of each element's begin and end, which count the depth."""
    depth = 0
    starts, ends = _ByTag(handler.starts), _ByTag(handler.ends)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            raise SourceError(f"{place}: elements are nested more than {deepest} deep")
        starts[tag](attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        ends[tag]()

    return start, end


def _parse_blocks(parser: Any, blocks: Iterable[bytes], place: str) -> None:
    """Feed block by block; a tag that never ends would be read anew with every one."""
    fed = 0
    for block in blocks:
        parser.Parse(block)
        fed += len(block)
        if fed - parser.CurrentByteIndex > _LONGEST_TAG:
            raise SourceError(f"{place}: a tag or comment is longer than {_LONGEST_TAG:,} bytes")
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position only
