"""What yEd and other programs on yFiles write around a graph, taken off it."""

# In their GraphML a name is the label of a drawing, and nodes may stand in the graph of a group. On
# the way to the gate, labels become attributes (`label`, and `label 2` ... for further lines and
# labels), and groups become the attribute `group` of the nodes in them; all else of a drawing goes.

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from kamgraph.errors import SourceError
from kamgraph.model.strict_json import quote
from kamgraph.sources.graphs.elements import GROUP, name_label
from kamgraph.sources.safe_xml import AnyName

if TYPE_CHECKING:
    from kamgraph.sources.graphs.graphml_gate import GraphMLGate

Event: TypeAlias = Callable[[], None]

_KEY_SIGNS = ("yfiles.type", "attr.uri")
_GROUP_SIGN = "yfiles.foldertype"
_LABELS = {"NodeLabel", "EdgeLabel", "Label.Text"}  # the last of programs for the browser


@dataclass
class _Node:
    """A node that is open, and may turn out to be a group."""

    id: str
    is_group: bool
    events: list[Event] = field(default_factory=list)  # what is passed on if it is none
    labels: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """What it is labelled with, line by line."""
        return _list_lines(self.labels)


class DrawingFilter:
    """Passes a file on to the gate, that of a drawing program without the drawing."""

    def __init__(self, gate: GraphMLGate, place: str) -> None:
        """Begin before the first element."""
        self.starts: Mapping[str, Callable[[dict[str, str]], None]] = AnyName(self._start)
        self.ends: Mapping[str, Callable[[], None]] = AnyName(self._end)
        self._gate, self._place = gate, place
        self._drawn: set[str] = set()  # the keys of drawings
        self._depth = 0  # how many elements are open that are not passed on
        self._label_depth = 0  # and how many when the label began that is open
        self._labels: list[str] = []  # of the node or edge that is open
        self._nodes: list[_Node] = []
        self._in_edge = False
        self._groups: dict[str, str] = {}  # their labels by their ids
        self._ends: set[str] = set()  # where edges begin and end

    def take_text(self, text: str) -> None:
        """Take a piece of text."""
        if not self._depth:
            self._pass(partial(self._gate.take_text, text))
        elif self._depth == self._label_depth:
            self._labels[-1] += text

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._depth or self._is_drawn(name, attributes):
            self._depth += 1
            self._begin_label(name)
        elif name == "graph" and self._nodes:
            self._begin_group()
        else:
            if name == "node" and self._drawn:
                self._begin_node(attributes)
            elif name == "edge":
                self._in_edge, self._labels = True, []
                self._ends |= {attributes.get("source", ""), attributes.get("target", "")}
            self._pass(partial(self._gate.start, name, attributes))

    def _end(self, name: str) -> None:
        if self._depth:
            self._label_depth *= self._depth != self._label_depth
            self._depth -= 1
        elif name == "node" and self._nodes:
            self._end_node()
        elif name != "graph" or not self._nodes:
            if name == "edge":
                self._in_edge = False
                self._add_labels(_list_lines(self._labels))
            self._pass(partial(self._gate.end, name))
            if name == "graphml":
                self._check_ends()

    def _is_drawn(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Return whether an element is part of a drawing, or says something of a group."""
        if name == "key" and any(sign.endswith(_KEY_SIGNS) for sign in attributes):
            self._drawn.add(attributes.get("id", ""))
            return True
        if name == "data" and self._nodes and self._nodes[-1].is_group and not self._in_edge:
            return True
        return (name == "data" and attributes.get("key") in self._drawn) or (
            name == "port" and bool(self._drawn)
        )

    def _begin_label(self, name: str) -> None:
        if name in _LABELS and not self._label_depth:
            self._labels.append("")
            self._label_depth = self._depth

    def _begin_node(self, attributes: Mapping[str, str]) -> None:
        node = _Node(attributes.get("id", ""), _GROUP_SIGN in attributes)
        self._nodes.append(node)
        self._labels = node.labels

    def _begin_group(self) -> None:
        group = self._nodes[-1]
        group.is_group = True
        self._groups[group.id] = next(iter(group.lines), "")

    def _end_node(self) -> None:
        node = self._nodes.pop()
        if node.is_group:
            self._groups.setdefault(node.id, "")
            return
        for event in node.events:
            event()
        self._add_labels(node.lines)
        labels = (self._groups.get(group.id) for group in reversed(self._nodes))
        if label := next(filter(None, labels), ""):
            self._gate.add_attribute(GROUP, label)
        self._gate.end("node")

    def _add_labels(self, lines: list[str]) -> None:
        for number, line in enumerate(lines, start=1):
            self._gate.add_attribute(name_label(number), line)

    def _pass(self, event: Event) -> None:
        """Pass an event on, now or when it is known that the node that is open is no group."""
        if not self._nodes or self._in_edge:
            event()
        elif not self._nodes[-1].is_group:
            self._nodes[-1].events.append(event)
        elif self._nodes[-1].id in self._groups:
            event()

    def _check_ends(self) -> None:
        """Refuse edges to a group, which is nobody."""
        if lost := sorted(self._groups.keys() & self._ends):
            label = self._groups[lost[0]] or lost[0]
            what = f"an edge begins or ends at the group {quote(label)}, which is nobody"
            raise SourceError(f"{self._place}: {what}; draw it to a person, or leave it out")


def _list_lines(labels: list[str]) -> list[str]:
    lines = (line.strip() for label in labels for line in label.splitlines())
    return [line for line in lines if line]
