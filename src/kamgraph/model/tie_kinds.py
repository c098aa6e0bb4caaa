"""The kinds of ties between people; to declare another one here is all it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Words = tuple[str, str]  # in English and in Chinese


@dataclass(frozen=True, kw_only=True)
class TieKind:
    """What a kind of tie is, and what follows from it."""

    # How tables call it.
    name: str
    # How people call one tie of the kind, the source as subject.
    labels: Words
    # How people call all ties of the kind together.
    plural: Words
    # How pictures draw it: a style of the palette's.
    style: str
    # A solid or a dotted line of the chart, which belongs to the position: successors take it
    # over. A person has one solid line of a kind, which a deal's own replaces, and a vacant seat
    # stays where one leads to it. None: not formal, between the two people alone.
    line: Literal["solid", "dotted"] | None = None
    # Whether it moves people: a line both ends, as the policy says of bosses and reports; any
    # other tie its target, by its strength.
    pull: bool = False
    # Whether the strength says how close both are, so that chains to contacts begin with it.
    closeness: bool = False
    # Whether interactions show it: who meets has this tie. One kind alone is.
    observed: bool = False
    # Whether the strength may be negative.
    signed: bool = False
    # The default of the policy's strength of a tie that states none.
    strength: float | None = None
    # On which sides those at either end may be; none: on any.
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    # What stands above the targets on a source's card, and the other way round; None: nothing.
    targets_heading: Words | None = None
    sources_heading: Words | None = None


ALL = (
    TieKind(
        name="reports_to",
        labels=("Reports to", "汇报"),
        plural=("Reporting lines", "汇报关系"),
        style="solid",
        line="solid",
        pull=True,
        targets_heading=("Reports to", "上级"),
        sources_heading=("Reports", "下属"),
    ),
    TieKind(
        name="dotted_line",
        labels=("Dotted line", "虚线汇报"),
        plural=("Dotted lines", "虚线汇报"),
        style="dotted",
        line="dotted",
        pull=True,
        targets_heading=("Dotted line to", "虚线汇报给"),
    ),
    TieKind(
        name="influences",
        labels=("Influences", "影响"),
        plural=("Influence", "影响力关系"),
        style="influence",
        pull=True,
        signed=True,
        strength=0.75,
        targets_heading=("Influences", "影响对象"),
        sources_heading=("Influenced by", "受其影响"),
    ),
    TieKind(
        name="knows",
        labels=("Knows", "认识"),
        plural=("Acquaintance", "相识"),
        style="acquaintance",
        closeness=True,
        observed=True,
        strength=0.5,
        sources=("vendor", "partner"),
        targets=("customer", "partner"),
    ),
)
SOLID = tuple(kind.name for kind in ALL if kind.line == "solid")
FORMAL = tuple(kind.name for kind in ALL if kind.line)
PULLING_LINES = tuple(kind.name for kind in ALL if kind.line and kind.pull)
MOVING = tuple(kind.name for kind in ALL if kind.pull and not kind.line)
CLOSENESS = tuple(kind.name for kind in ALL if kind.closeness)
ENDS = tuple(
    (kind.name, end, sides)
    for kind in ALL
    for end, sides in (("source", kind.sources), ("target", kind.targets))
    if sides
)
SIGNED = tuple(kind.name for kind in ALL if kind.signed)
(_OBSERVED,) = (kind for kind in ALL if kind.observed)
OBSERVED = _OBSERVED.name
# The sides of those who meet: who knows others, and the contacts they know.
KNOWER_SIDES, CONTACT_SIDES = _OBSERVED.sources, _OBSERVED.targets
