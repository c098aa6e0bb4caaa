"""The gate of GraphML: what no book could keep is refused, the rest is left for networkx."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn
from xml.etree import ElementTree as ET

from kamgraph.errors import SourceError
from kamgraph.model.strict_json import quote
from kamgraph.sources.graphs.elements import Element

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kamgraph.sources.limits import Limits

_TAG = "{http://graphml.graphdrawing.org/xmlns}"
_SHOWN = 10
_ROOM = 10_000_000  # characters that defaults may add to a graph however little it says itself
_EMPTIEST = 20  # and to a larger one, for each character of its own
_OF_ELEMENT = 20  # characters that an element surely has
_WITHIN = {
    "": {"graphml"},
    "graphml": {"key", "graph", "desc"},
    "key": {"default", "desc"},
    "graph": {"node", "edge", "data", "desc"},
    "node": {"data", "desc"},
    "edge": {"data", "desc"},
}
_UNREAD = {
    "graph": "a graph",
    "hyperedge": "a hyperedge (an edge of more than two ends)",
    "port": "a port (a part of a node)",
}
_DIRECTED = {"directed": True, "true": True, "undirected": False, "false": False}
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_REAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_TRUTH = re.compile(r"true|false|1|0", re.IGNORECASE)


def _is_finite(text: str) -> bool:
    return bool(_REAL.fullmatch(text)) and math.isfinite(float(text))


_TYPES: dict[str, tuple[Callable[[str], object], str]] = {
    "boolean": (_TRUTH.fullmatch, "true or false"),
    "int": (_WHOLE.fullmatch, "a whole number"),
    "long": (_WHOLE.fullmatch, "a whole number"),
    "float": (_is_finite, "a finite number"),
    "double": (_is_finite, "a finite number"),
    "string": (lambda _: True, "text"),
}


@dataclass
class _Key:
    """What the file declares of an attribute."""

    id: str
    name: str
    domain: str
    type: str
    default: str = ""

    def find_problem(self, value: str) -> str:
        """Return what is wrong with a value, nothing if it is of the declared type."""
        fits, words = _TYPES[self.type]
        return "" if fits(value) else f"{quote(value)} is not {words}, as its key says"


class GraphMLGate:
    """Checks a file as it is read, and makes the plain document that networkx parses."""

    # In it every value is a text, each element has the defaults of its keys as values of its own,
    # and edges are numbered; which of them have no direction is kept beside it.

    def __init__(self, place: str, limits: Limits) -> None:
        self._place = place
        self._limits = limits
        self._open = [""]
        self._keys: dict[str, _Key] = {}
        self._key = _Key("", "", "", "string")
        self.nodes: list[str] = []
        self.undirected: set[int] = set()
        self._document = ET.Element(f"{_TAG}graphml")
        self._graph = self._xml = self._document
        self._directed = True
        self._edges = 0
        self._element = Element()
        self._of_graph: set[str] = set()
        self._names = self._of_graph
        self._text: list[str] = []
        self._length = 0
        self._defaults: list[_Key] = []
        self._own = self._repeated = 0
        self._problems: list[str] = []
        self._count = 0

    def finish(self) -> ET.Element:
        """Return the document with the one graph, once the file is read to its end."""
        if self._graph is self._document:
            self._refuse("holds no graph")
        if self._problems:
            more = self._count - len(self._problems)
            rest = [f"... and {more:,} more"] if more else []
            self._refuse("\n  ".join(["nothing was loaded:", *self._problems, *rest]))
        return self._document

    def take_text(self, text: str) -> None:
        """Take a piece of text."""
        if self._open[-1] in {"data", "default"}:
            self._length += len(text)
            if self._element.part != "graph":
                self._refuse_long(self._length)
            self._text.append(text)
        elif self._open[-1] != "desc" and not text.isspace():
            self._refuse(f"the text {quote(text)} is the value of no attribute")

    def add_attribute(self, name: str, text: str) -> None:
        """Give the node or edge that is open an attribute that no key declares."""
        while name in self._names:
            name = f"drawn {name}"
        identifier = f"drawn: {name}"
        if identifier not in self._keys:
            self._declare(_Key(identifier, name, "all", "string"))
        self._refuse_long(len(text))
        self._own += len(self._add_value(self._keys[identifier], text))

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        parent = self._open[-1]
        if name not in _WITHIN.get(parent, ()):
            what = _UNREAD.get(name, f"an element {quote(name)}")
            self._refuse(f"{what} in {parent} is not read" if parent else "is not GraphML")
        self._refuse_long(max(map(len, attributes.values()), default=0))
        self._open.append(name)
        self._text, self._length = [], 0
        match name:
            case "key":
                self._begin_key(attributes)
            case "graph":
                self._begin_graph(attributes)
            case "node":
                (node,) = self._require(attributes, "id")
                self._begin_element(Element((node,)), len(self.nodes), {"id": node})
                self.nodes.append(node)
            case "edge":
                self._begin_edge(attributes)
            case "data":
                self._begin_data(attributes)

    def end(self, name: str) -> None:
        """End the element that was begun last."""
        self._open.pop()
        match name:
            case "default":
                self._key.default = self._read_value()
                self._defaults.append(self._key)
            case "data":
                self._own += len(self._add_value(self._key, self._read_value()))
            case "node" | "edge":
                self._end_element()

    def _begin_key(self, attributes: Mapping[str, str]) -> None:
        (identifier,) = self._require(attributes, "id")
        kind = attributes.get("attr.type", "string")
        if identifier in self._keys:
            self._refuse(f"the key {quote(identifier)} is declared twice")
        if kind not in _TYPES:
            known = ", ".join(_TYPES)
            self._refuse(f"key {quote(identifier)}: {quote(kind)} is no type; types are {known}")
        name, domain = attributes.get("attr.name", identifier), attributes.get("for", "all")
        self._key = _Key(identifier, name, domain, kind)
        self._declare(self._key)

    def _declare(self, key: _Key) -> None:
        if len(self._keys) == self._limits.columns:
            self._refuse(f"more keys than the limit of {self._limits.columns:,}")
        self._keys[key.id] = key
        plain = {"id": key.id, "for": key.domain, "attr.name": key.name, "attr.type": "string"}
        ET.SubElement(self._document, f"{_TAG}key", plain)

    def _begin_graph(self, attributes: Mapping[str, str]) -> None:
        if self._graph is not self._document:
            name = f" {quote(attributes['id'])}" if "id" in attributes else ""
            self._refuse(f"holds a second graph{name}; write each graph to a file of its own")
        (default,) = self._require(attributes, "edgedefault")
        self._directed = self._read_direction(default)
        plain = {"edgedefault": "directed"}
        self._xml = self._graph = ET.SubElement(self._document, f"{_TAG}graph", plain)

    def _begin_edge(self, attributes: Mapping[str, str]) -> None:
        ends = self._require(attributes, "source", "target")
        directed = self._directed
        if "directed" in attributes:
            directed = self._read_direction(attributes["directed"])
        plain = dict(zip(("source", "target"), ends, strict=True)) | {"id": str(self._edges)}
        self._begin_element(Element(ends), self._edges, plain)
        if not directed:
            self.undirected.add(self._edges)
        self._edges += 1

    def _read_direction(self, word: str) -> bool:
        if word not in _DIRECTED:
            self._refuse(f"{quote(word)} does not say whether edges are directed")
        return _DIRECTED[word]

    def _begin_element(self, element: Element, before: int, attributes: dict[str, str]) -> None:
        if before == self._limits.rows:
            self._refuse(f"more {element.part}s than the limit of {self._limits.rows:,}")
        self._xml = ET.SubElement(self._graph, f"{_TAG}{element.part}", attributes)
        self._element, self._names = element, set()

    def _begin_data(self, attributes: Mapping[str, str]) -> None:
        (identifier,) = self._require(attributes, "key")
        if identifier not in self._keys:
            self._refuse(f"the key {quote(identifier)} is not declared above")
        self._key = self._keys[identifier]
        if self._key.domain not in {self._element.part, "all"}:
            self._refuse(f"the key {quote(identifier)} is not for a {self._element.part}")
        if self._key.name in self._names:
            self._refuse(f"the attribute {quote(self._key.name)} is there twice")

    def _read_value(self) -> str:
        """Return the text of an attribute, none if it is not of its type."""
        text = "".join(self._text)
        value = text if self._key.type == "string" else text.strip()
        problem = self._key.find_problem(value) if value else ""
        if problem:
            self._count += 1
            if self._count <= _SHOWN:
                name = quote(self._key.name)
                self._problems.append(f"{self._element}, attribute {name}: {problem}")
        return value

    def _add_value(self, key: _Key, value: str) -> str:
        ET.SubElement(self._xml, f"{_TAG}data", {"key": key.id}).text = value
        self._names.add(key.name)
        return value

    def _end_element(self) -> None:
        for key in self._defaults:
            if key.domain in {self._element.part, "all"}:
                if key.name not in self._names:
                    self._add_value(key, key.default)
                self._repeated += len(key.name) + len(key.default)
        self._own += _OF_ELEMENT
        if self._repeated > max(_ROOM, _EMPTIEST * self._own):
            self._refuse("nearly all that the graph says is defaults of its keys; is it a bomb?")
        self._element, self._names, self._xml = Element(), self._of_graph, self._graph

    def _require(self, attributes: Mapping[str, str], *names: str) -> tuple[str, ...]:
        try:
            return tuple([attributes[name] for name in names])
        except KeyError as error:
            self._refuse(f"the {self._open[-1]} has no {error.args[0]}")

    def _refuse_long(self, length: int) -> None:
        if length > self._limits.cell:
            self._refuse(f"a text is longer than the limit of {self._limits.cell:,} characters")

    def _refuse(self, problem: str) -> NoReturn:
        where = f", {self._element}" if self._element.ids else ""
        raise SourceError(f"{self._place}{where}: {problem}")
