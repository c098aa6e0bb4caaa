"""GEXF, the format of Gephi, taken apart into nodes and edges."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NoReturn

from kamgraph.errors import SourceError
from kamgraph.model.strict_json import quote
from kamgraph.sources import safe_xml
from kamgraph.sources.graphs.elements import LABEL, NOTE, Element, Network
from kamgraph.sources.limits import check_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kamgraph.sources.limits import Limits

_BLOCK = 2**16
_ROOM = 10_000_000  # characters that defaults may add to a graph however little it says itself
_EMPTIEST = 20  # and to a larger one, for each of its nodes and edges
_DIRECTED = {"directed": True, "undirected": False, "mutual": False}
# What an element says of itself that becomes an attribute; colours, sizes and places do not.
_OWN = {"node": (LABEL, "start", "end"), "edge": (LABEL, "kind", "weight", "start", "end")}
_SHOWN = {"node": "name", "edge": "kind"}  # what is the label in files of ours


def read_gexf_network(file: Path, limits: Limits) -> Network:
    """Read the nodes and edges of a file."""
    check_file(file, limits)
    handler = _GexfHandler(str(file), limits)
    with file.open("rb") as stream:
        blocks = iter(partial(stream.read, _BLOCK), b"")
        safe_xml.parse(blocks, handler, place=str(file), limits=limits, extra="graphs")
    return handler.finish()


class _GexfHandler:
    """Keeps nodes and edges as they come; a node inside another one is a node like it."""

    def __init__(self, place: str, limits: Limits) -> None:
        self._place, self._limits = place, limits
        self.starts: Mapping[str, Callable[[dict[str, str]], None]] = {
            "gexf": self._begin_file,
            "creator": self._begin_text,
            "description": self._begin_text,
            "graph": self._begin_graph,
            "attributes": self._begin_attributes,
            "attribute": self._declare,
            "default": self._begin_text,
            "node": self._begin_node,
            "edge": self._begin_edge,
            "attvalue": self._add_value,
        }
        self.ends: Mapping[str, Callable[[], None]] = {
            "creator": self._end_creator,
            "description": self._end_description,
            "default": self._end_default,
            "node": self._end_element,
            "edge": self._end_element,
        }
        self._is_gexf = False
        self._graphs = 0
        self._directed = False
        self._names: dict[str, dict[str, str]] = {"node": {}, "edge": {}}  # by id of attribute
        self._defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self._of = self._name = ""  # what attributes are declared for, and the one that was last
        self._text: list[str] | None = None
        self._is_ours = False
        self._note: str | None = None
        self._repeated = 0
        self._found: dict[str, list[Element]] = {"node": [], "edge": []}
        self._open: list[Element] = []

    def finish(self) -> Network:
        """Return the network, once the file is read to its end."""
        if not self._is_gexf:
            self._refuse("is not GEXF")
        note = self._note if self._is_ours else None
        return Network(self._found["node"], self._found["edge"], note, self._place)

    def take_text(self, text: str) -> None:
        """Take a piece of text: only those of a default and of what made the file matter."""
        if self._text is not None:
            self._text.append(text)

    def _begin_file(self, _: Mapping[str, str]) -> None:
        self._is_gexf = True

    def _begin_graph(self, attributes: Mapping[str, str]) -> None:
        self._graphs += 1
        if self._graphs > 1:
            self._refuse("holds a second graph; write each graph to a file of its own")
        self._directed = self._read_direction(attributes.get("defaultedgetype", "undirected"))

    def _begin_attributes(self, attributes: Mapping[str, str]) -> None:
        self._of = attributes.get("class", "node")
        if self._of not in self._names:
            self._refuse(f"{quote(self._of)} is neither node nor edge")

    def _declare(self, attributes: Mapping[str, str]) -> None:
        identifier = self._need(attributes, "id", "attribute")
        names = self._names.setdefault(self._of, {})
        self._name = attributes.get("title", identifier)
        if identifier in names or self._name in names.values():
            self._refuse(f"the attribute {quote(self._name)} is declared twice")
        if len(names) == self._limits.columns:
            self._refuse(f"more attributes than the limit of {self._limits.columns:,}")
        names[identifier] = self._name

    def _begin_text(self, _: Mapping[str, str]) -> None:
        self._text = []

    def _end_text(self) -> str:
        text = "".join(self._text or []).strip()
        self._text = None
        return text

    def _end_creator(self) -> None:
        self._is_ours = self._end_text() == NOTE

    def _end_description(self) -> None:
        self._note = self._end_text()

    def _end_default(self) -> None:
        text = self._end_text()
        self._refuse_long(text)
        self._defaults.setdefault(self._of, {})[self._name] = text

    def _begin_node(self, attributes: Mapping[str, str]) -> None:
        self._begin_element((self._need(attributes, "id", "node"),), attributes, directed=True)

    def _begin_edge(self, attributes: Mapping[str, str]) -> None:
        ends = tuple(self._need(attributes, end, "edge") for end in ("source", "target"))
        directed = self._directed
        if "type" in attributes:
            directed = self._read_direction(attributes["type"])
        self._begin_element(ends, attributes, directed=directed)

    def _begin_element(
        self, ids: tuple[str, ...], attributes: Mapping[str, str], *, directed: bool
    ) -> None:
        element = Element(ids, {}, directed=directed)
        own = (name for name in _OWN[element.part] if attributes.get(name))
        element.attributes.update({name: attributes[name] for name in own})
        found = self._found[element.part]
        if len(found) == self._limits.rows:
            self._refuse(f"more {element.part}s than the limit of {self._limits.rows:,}")
        for text in attributes.values():
            self._refuse_long(text)
        found.append(element)
        self._open.append(element)

    def _add_value(self, attributes: Mapping[str, str]) -> None:
        identifier = attributes.get("for", attributes.get("id", ""))
        element = self._open[-1] if self._open else Element()
        name = self._names.get(element.part, {}).get(identifier)
        if name is None:
            self._refuse(f"{element} has a value of {quote(identifier)}, which is not declared")
        if name in element.attributes and name not in _OWN[element.part]:
            what = "has several values"
            self._refuse(f"{element}, attribute {quote(name)}: {what}; export one day of the graph")
        text = attributes.get("value", "")
        self._refuse_long(text)
        element.attributes[name] = text

    def _end_element(self) -> None:
        element = self._open.pop()
        defaults = self._defaults[element.part]
        self._repeated += sum(len(name) + len(text) for name, text in defaults.items())
        count = sum(map(len, self._found.values()))
        if self._repeated > max(_ROOM, _EMPTIEST * _EMPTIEST * count):
            self._refuse("nearly all that the graph says is defaults; is it a bomb?")
        for name, text in defaults.items():
            element.attributes.setdefault(name, text)
        if element.attributes.get(LABEL) == element.attributes.get(_SHOWN[element.part]):
            element.attributes.pop(LABEL, None)

    def _read_direction(self, word: str) -> bool:
        if word not in _DIRECTED:
            self._refuse(f"{quote(word)} does not say whether edges are directed")
        return _DIRECTED[word]

    def _need(self, attributes: Mapping[str, str], name: str, what: str) -> str:
        if name not in attributes:
            self._refuse(f"a {what} has no {name}")
        return attributes[name]

    def _refuse_long(self, text: str) -> None:
        if len(text) > self._limits.cell:
            self._refuse(f"a text is longer than the limit of {self._limits.cell:,} characters")

    def _refuse(self, problem: str) -> NoReturn:
        raise SourceError(f"{self._place}: {problem}")
