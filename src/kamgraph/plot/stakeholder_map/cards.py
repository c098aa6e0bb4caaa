"""What the box of a person says and how it looks, before anything is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.analysis.acceptance import acceptance
from kamgraph.analysis.contacts import contacts
from kamgraph.analysis.key_people import key_people
from kamgraph.model.colours import colour
from kamgraph.model.voice import say, score
from kamgraph.plot.canvas.surface import CHIP, FOOT, MARK, PADDING, BoxStyle
from kamgraph.plot.lettering import Paragraph, fit_texts
from kamgraph.plot.palette import PAPER, QUIET, SIDES, choose_ink, make_pale
from kamgraph.plot.people import is_role, list_roles, name_posts, rank_acquaintances
from kamgraph.plot.stakeholder_map.highlight import Highlight, draw_ring, draw_strike, draw_tag

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kamgraph.graph import RelationshipGraph
    from kamgraph.plot.canvas.surface import Surface
    from kamgraph.plot.fonts import Typeface

_NAME, _TEXT = 9.0, 7.4
_WIDTHS, _LOWEST = (102.0, 138.0), 46.0
_TAG = 3.5  # between a count and the edge of its box
_SURE = 0.5  # of a person's stance: below, it is doubtful


@dataclass(frozen=True)
class Card:
    """The box of one person."""

    person: str  # whose it is
    paragraphs: tuple[Paragraph, ...]  # what it says: name, title, roles
    # fill, edge: colours
    fill: str
    edge: str
    power: float  # the share of the decision that hangs on the person
    # the choice in figures, with a ``?`` where little or (alone) nothing of it is certain, nothing
    # for those it is not asked of
    mark: str
    vacant: bool  # a seat without a holder
    unknown: bool  # without any grade
    doubtful: bool  # graded long ago, or not on every axis
    assumed: bool  # decides as far as titles and levels tell, as no role is recorded
    inferred: bool  # has a role that nobody has confirmed
    # which of us knows the person: number and closeness, the closest first
    chips: tuple[tuple[str, float], ...]
    highlight: Highlight | None = None  # how the person stands out, if at all
    folded: int = 0  # how many of those below the person are not shown


def build_cards(graph: RelationshipGraph) -> list[Card]:
    """Return the cards of everybody in a graph of one scope, in the order of its people."""
    people = graph.people.assign(post=name_posts(graph.people).fillna(""))
    people = people.join(_describe_standing(graph)).assign(met=_tell_contacts(graph))
    chips = _find_chips(graph)
    rows = zip(people.index, people.to_dict("records"), strict=True)
    return [_build_card(person, row, chips.get(person, ())) for person, row in rows]


def _describe_standing(graph: RelationshipGraph) -> pd.DataFrame:
    """Return what the cards say of how people stand and what hangs on them."""
    accepted = acceptance(graph).reindex(graph.index)
    power = key_people(graph)["power"].combine_first(accepted["power"]).reindex(graph.index)
    return pd.DataFrame(
        {
            "choice": accepted["choice"],
            "known": graph.known,
            "asked": graph.contact,
            "power": power.fillna(0.0),
            "assumed": graph.assumed_weight > graph.recorded_weight,
        },
        index=graph.index,
    )


def _tell_contacts(graph: RelationshipGraph) -> pd.Series[str]:
    """Return when there was contact with whom, in words: what is known before anybody is graded."""
    if graph.counted.any():
        return pd.Series("", index=graph.index)
    found = contacts(graph).dropna(subset="state")
    words = [
        say("plot.last_contact", day=f"{last:%Y-%m-%d}")
        if pd.notna(last)
        else say(f"contact_{state}")
        for state, last in zip(found["state"], found["last"], strict=True)
    ]
    return pd.Series(words, index=found.index, dtype=object).reindex(graph.index, fill_value="")


def _build_card(
    person: str, row: dict[Hashable, Any], chips: tuple[tuple[str, float], ...]
) -> Card:
    unknown = row["asked"] and not row["known"] > 0
    doubtful = row["asked"] and not unknown and row["known"] < _SURE
    fill, mark = PAPER if row["vacant"] else SIDES[row["side"]].fill, ""
    if unknown:
        fill, mark = PAPER, "?"
    elif row["asked"]:
        fill, mark = colour(row["choice"]), score(row["choice"])
    if doubtful:
        fill, mark = make_pale(fill, 1 - row["known"]), f"{mark}?"
    inferred = "assumed" in row["role_origins"]
    return Card(
        person=person,
        paragraphs=tuple(_write_paragraphs(row, choose_ink(fill))),
        fill=fill,
        edge=SIDES[row["side"]].edge,
        power=row["power"],
        mark=mark,
        vacant=row["vacant"],
        unknown=unknown,
        doubtful=doubtful,
        assumed=row["assumed"] and not inferred,
        inferred=inferred,
        chips=chips,
    )


def choose_border(power: float) -> float:
    """Return the line width of a box by the share of the decision that hangs on the person."""
    return 0.7 + 5 * float(np.sqrt(abs(power)))


def _write_paragraphs(row: dict[Hashable, Any], shade: str) -> list[Paragraph]:
    roles = list_roles(row["roles"], row["role_origins"], row["team"])
    name, former = row["name"], ""
    if row["vacant"]:
        name = say("plot.vacant")
        former = "" if row["placeholder"] else say("plot.formerly", name=row["name"])
    texts = [
        Paragraph(name, _NAME, bold=True, colour=shade),
        Paragraph("" if is_role(row["post"], roles) else row["post"], _TEXT, colour=shade),
        Paragraph(former, _TEXT, colour=QUIET),
        Paragraph(" · ".join(roles), _TEXT, bold=True, colour=shade),
        Paragraph(row["met"], _TEXT, colour=shade),
    ]
    return [paragraph for paragraph in texts if paragraph.text]


def _find_chips(graph: RelationshipGraph) -> dict[str, tuple[tuple[str, float], ...]]:
    """Return for each person which of us knows them; each of us carries the own number."""
    people, knows = graph.people, rank_acquaintances(graph)
    ours = people.index[people["side"] == "vendor"]
    numbers = {person: str(number) for number, person in enumerate(ours, start=1)}
    knows = knows[knows["source"].isin(numbers)]
    chips: dict[str, tuple[tuple[str, float], ...]] = {}
    for source, target, strength in zip(
        knows["source"], knows["target"], knows["strength"], strict=True
    ):
        chips[target] = (*chips.get(target, ()), (numbers[source], strength))
    return chips | {person: ((number, 1.0),) for person, number in numbers.items()}


def choose_size(all_cards: list[Card], face: Typeface, tallest: float) -> tuple[float, float]:
    """Return a width and height for all boxes that most texts fit without being scaled down."""
    names = [
        fit_texts(card.paragraphs[:1], face, width=math.inf)[0].measure(face) for card in all_cards
    ]
    wanted = float(np.quantile(names, 0.9)) if names else 0.0
    width = float(np.clip(wanted + 2 * PADDING, *_WIDTHS))
    heights = [
        sum(
            paragraph.height
            for paragraph in fit_texts(card.paragraphs, face, width=_subtract_padding(width))
        )
        for card in all_cards
    ]
    height = max(heights, default=0.0) + 1.5 * PADDING + FOOT
    return width, float(np.clip(height, _LOWEST, tallest))


def draw_card(
    canvas: Surface, card: Card, centre: tuple[float, float], size: tuple[float, float]
) -> None:
    """Draw a card around a centre."""
    (x, y), (width, height) = centre, size
    if card.highlight:
        draw_ring(canvas, card.highlight.style, centre, size)
    canvas.draw_box(
        centre,
        size,
        BoxStyle(
            card.fill,
            card.edge,
            choose_border(card.power),
            dashed=card.vacant or card.assumed or card.inferred,
            hatched=card.unknown,
        ),
        texts=card.paragraphs,
        mark=card.mark,
        gid=f"person:{card.person}",
    )
    right, middle = x + width / 2, y - height / 2 + FOOT / 2 + 0.5
    for number, (text, closeness) in enumerate(_choose_chips(card.chips, width)):
        canvas.draw_chip(right - CHIP * (1.6 + 2.2 * number), middle, text, closeness)
    if card.folded:
        _draw_count(canvas, card.folded, (x + width / 2, y - height / 2))
    if card.highlight:
        draw_strike(canvas, card.highlight.style, centre, size)
        draw_tag(canvas, card.highlight.style, card.highlight.tag, centre, size)


def _draw_count(canvas: Surface, count: int, corner: tuple[float, float]) -> None:
    """Write below the lower right corner of a box how many there are whom it stands for."""
    text = Paragraph(f"+{count}", _TEXT, bold=True)
    width = text.measure(canvas.face) + 2 * _TAG
    right, foot = corner
    left, top = right - width, foot + text.height / 2
    canvas.draw_box(
        (left + width / 2, foot), (width, text.height), BoxStyle(PAPER, QUIET, border=0.8)
    )
    canvas.write([text], left + _TAG, top)


def _choose_chips(chips: tuple[tuple[str, float], ...], width: float) -> list[tuple[str, float]]:
    """Return the chips from right to left; where they are too many, the last counts the rest."""
    room = int((_subtract_padding(width) - 2.5 * MARK) // (2.2 * CHIP))
    if len(chips) > room:
        rest = len(chips) - room + 1
        chips = (*chips[: room - 1], (f"+{rest}", 0.0))
    return list(reversed(chips))


def _subtract_padding(width: float) -> float:
    return width - 2 * PADDING
