"""Which slides a review has: cover, six messages, and then its sections as an appendix."""

from __future__ import annotations

import warnings
from dataclasses import asdict
from itertools import chain, islice
from typing import TYPE_CHECKING

from kamgraph.errors import MissingGlyphsWarning
from kamgraph.model.voice import say, wording
from kamgraph.plot.contact_grid import ContactGrid
from kamgraph.plot.fonts import choose_typeface, flatten_text
from kamgraph.plot.palette import CATEGORIES
from kamgraph.plot.touch_counts import MOST_PERIODS, count_touches
from kamgraph.reviews.formats.slides.chart import FOR, QUIET, add_bars, add_stacks, add_waterfall
from kamgraph.reviews.formats.slides.contacts import measure_contacts
from kamgraph.reviews.formats.slides.deck import Deck
from kamgraph.reviews.formats.slides.map_page import add_map
from kamgraph.reviews.formats.slides.messages import Message, divide_verdict, list_messages
from kamgraph.reviews.formats.slides.package import pack
from kamgraph.reviews.formats.slides.summary import add_summary
from kamgraph.reviews.formats.slides.table import add_table, measure_table
from kamgraph.reviews.formats.slides.template import open_template
from kamgraph.reviews.results import Results
from kamgraph.sources.commit import write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd
    from pptx.presentation import Presentation

    from kamgraph.graph import RelationshipGraph
    from kamgraph.plot.fonts import Typeface
    from kamgraph.reviews.content import ReviewContent
    from kamgraph.reviews.formats.slides.box import Box
    from kamgraph.reviews.formats.slides.table import Grid
    from kamgraph.reviews.section import Quote, Section, Table

_LONGEST_TITLE = 255  # letters that the format allows
_LONGEST_QUOTE = 280  # letters of a quote in the notes of a slide
_NEUTRAL = 50.0
_NAMES = ("name", "title", "function", "organization_name")
_BOTH = ("standing", "key_people")  # whose table tells more than their chart
_HEIGHT_OF_BAR = 30.0  # points for a person in a chart
_TERMS = {  # what is explained in the notes of a section
    "standing": ("own", "choice", "bounds"),
    "key_people": ("key_people", "weight", "power", "own", "choice"),
    "routes": ("reach", "threads", "coverage"),
    "fragility": ("coverage", "reach"),
    "contributions": ("power", "own"),
    "map": ("own", "choice", "power", "key_people"),
}


def write_pages(review: ReviewContent, path: Path, *, template: Path | None) -> None:
    """Write a review as a presentation, whole or not at all."""
    looks = open_template(template)
    _add_pages(Deck(looks, _measure_fonts(review), f"{review.kind} · {review.title}"), review)
    _sign(looks.presentation, flatten_text(f"{review.kind} · {review.title}"))
    write_bytes(path, pack(looks.presentation))


def _add_pages(deck: Deck, review: ReviewContent) -> None:
    facts = " · ".join([review.kind, *review.facts])
    everything = _write_notes(review, ())
    deck.add_cover(review.title, [facts, review.verdict], everything)
    title, grounds = divide_verdict(review.verdict)
    add_summary(deck.add_page(title, notes=everything), review, grounds)
    messages = list_messages(review)
    for message in messages:
        _add_message(deck, message, review)
    told = any(message.section.name == "map" for message in messages)
    maps = [one for one in review.sections if one.name == "map" and one.picture and not told]
    appendix = maps + [one for one in review.sections if one.table and not one.fine_print]
    if appendix:
        deck.add_page(say("slide_appendix"), lead=" · ".join(one.heading for one in appendix))
    for section in appendix:
        if section.name == "map":
            _add_message(deck, Message(section.heading, section.sentence, section), review)
            continue
        notes = _write_notes(review, _TERMS.get(section.name, ()), section)
        if section.name in _PICTURES:
            _PICTURES[section.name](deck, section, review.results.graph, notes)
        _add_section(deck, section, notes)


def _add_message(deck: Deck, message: Message, review: ReviewContent) -> None:
    """Add a slide whose title is a sentence, above what proves it."""
    section, graph = message.section, review.results.graph
    notes = _write_notes(review, _TERMS.get(section.name, ()), section)
    if section.name == "map":
        page = deck.add_page(message.title, notes=f"{message.more}\n{notes}")
        if section.picture and isinstance(review.results, Results):
            add_map(page, review.results.excerpt, light=deck.template.light)
        return
    room = deck.measure_room(message.more)
    grid = _measure_proof(deck, message, graph, room)
    page = deck.add_page(message.title, lead=message.more, notes=notes)
    if grid:
        add_table(page, grid, grid.fill_first(room.height), section.heading)


def _measure_proof(
    deck: Deck, message: Message, graph: RelationshipGraph, room: Box
) -> Grid | None:
    """Measure what proves a message: the grid of contacts, or a table."""
    if message.section.name == "contacts":
        return measure_contacts(ContactGrid.of(graph), deck.face, room)
    return measure_table(message.table, deck.face, room) if message.table else None


def _sign(presentation: Presentation, title: str) -> None:
    """Say in the file's properties what it is, and not who made the template."""
    properties = presentation.core_properties
    properties.title = title[:_LONGEST_TITLE]
    properties.author = properties.last_modified_by = properties.comments = properties.subject = ""
    properties.revision = 1


def _measure_fonts(review: ReviewContent) -> Typeface:
    """Return what texts are measured with; the reader's fonts, not ours, show them."""
    people = review.results.graph.people
    texts = {
        *(one for column in _NAMES for one in people[column].dropna()),
        *(one for point in review.summary for one in (point.label, point.sentence)),
        *(cell for section in review.sections for cell in _list_cells(section)),
        *(label for said in wording().values() for label in said.values()),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MissingGlyphsWarning)
        return choose_typeface(sorted(texts))


def _list_cells(section: Section) -> Iterator[str]:
    yield section.sentence
    if section.table:
        yield from (one for one in section.table.rows.to_numpy().ravel() if isinstance(one, str))


def _write_notes(
    review: ReviewContent, terms: Sequence[str], section: Section | None = None
) -> str:
    """Return how to read a slide: its caption and what its words mean; all words without any."""
    caption = [section.table.caption] if section and section.table else []
    return "\n".join([*caption, *_explain(review, terms, whole=not terms and section is None)])


def _explain(review: ReviewContent, terms: Sequence[str], *, whole: bool) -> list[str]:
    """Return what words mean, of those that the review explains."""
    meanings = review.tables.get("definitions")
    if meanings is None:
        return []
    some = slice(None) if whole else [term for term in terms if term in meanings.index]
    rows = meanings.loc[some, ["term", "meaning"]].itertuples(index=False)
    return [f"{term}: {meaning}" for term, meaning in rows]


def _add_section(deck: Deck, section: Section, notes: str) -> None:
    """Add the chart of a section if it has one here, and its table if that says more."""
    if section.table is None:
        return
    if section.name in _CHARTS:
        _CHARTS[section.name](deck, section, section.table.rows, notes)
    if section.name not in _CHARTS or section.name in _BOTH:
        _add_tables(deck, section, section.table, notes)


def _add_tables(deck: Deck, section: Section, table: Table, notes: str) -> None:
    """Add a table over as many slides as its rows take."""
    room = deck.measure_room(section.sentence)
    grid = measure_table(table, deck.face, room)
    _add_grid(deck, section, grid, room, notes, table.quotes)


def _add_grid(
    deck: Deck,
    section: Section,
    grid: Grid,
    room: Box,
    notes: str,
    words: Sequence[tuple[Quote, ...]] = (),
) -> None:
    """Add what is measured for a room, with the words by which its rows are known in the notes."""
    pages = grid.fill_pages(room.height)
    quotes = iter(words or [()] * len(grid.rows))
    for number, rows in enumerate(pages, start=1):
        heading = section.heading
        if len(pages) > 1:
            heading = say("slide_page", heading=heading, number=number, count=len(pages))
        told = "\n".join([notes, *_write_quotes(islice(quotes, len(rows)))])
        page = deck.add_page(heading, lead=section.sentence, notes=told)
        add_table(page, grid, rows, section.heading)


def _write_quotes(quotes: Iterable[tuple[Quote, ...]]) -> Iterator[str]:
    """Yield by which words the rows of a slide are known, each once."""
    for quote in dict.fromkeys(chain.from_iterable(quotes)):
        said = asdict(quote) | {"text": _cut(quote.text)}
        yield say("quote_line" if quote.source else "quote_plain", **said)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


def _add_standing(deck: Deck, section: Section, rows: pd.DataFrame, notes: str) -> None:
    """Show the scores as graded and after influence beside each other."""
    page = deck.add_page(section.heading, lead=section.sentence, notes=notes)
    values = rows.set_index("axis")[["own", "after"]].astype(float).rename(columns=_say_heading)
    add_bars(page, page.room, values, (QUIET, FOR), name=section.heading, form="0", upright=True)


def _add_power(deck: Deck, section: Section, rows: pd.DataFrame, notes: str) -> None:
    """Show the part that each key person holds, and the part that hangs on the person."""
    page = deck.add_page(say("slide_power"), lead=say("slide_power_sentence"), notes=notes)
    values = rows.set_index("name")[["weight", "power"]].astype(float).rename(columns=_say_heading)
    values = values[: int(page.room.height / _HEIGHT_OF_BAR)]
    add_bars(page, page.room, values, (QUIET, FOR), name=section.heading, form="0%")


def _add_balance(deck: Deck, section: Section, rows: pd.DataFrame, notes: str) -> None:
    """Show who adds how much to the mean of the scores, and who takes how much away."""
    page = deck.add_page(section.heading, lead=section.sentence, notes=notes)
    start = say("slide_neutral"), _NEUTRAL
    steps = rows.set_index("name")["average"].astype(float)
    add_waterfall(
        page,
        page.room,
        steps,
        start=start,
        end=_say_heading("average"),
        name=section.heading,
        names=[say(f"slide_{one}") for one in ("base", "total", "for", "against")],
    )


def _add_contacts(deck: Deck, section: Section, graph: RelationshipGraph, notes: str) -> None:
    """Show whom we meet, by function and level."""
    room = deck.measure_room(section.sentence)
    grid = measure_contacts(ContactGrid.of(graph), deck.face, room)
    _add_grid(deck, section, grid, room, notes)


def _add_touches(deck: Deck, section: Section, graph: RelationshipGraph, notes: str) -> None:
    """Show how often we meet, quarter by quarter."""
    page = deck.add_page(section.heading, lead=section.sentence, notes=notes)
    values = count_touches(graph, "kind", "quarter").tail(MOST_PERIODS["quarter"])
    add_stacks(page, page.room, values.astype(float), CATEGORIES, name=section.heading)


def _say_heading(column: str) -> str:
    return say(f"columns.{column}")


_PICTURES: dict[str, Callable[[Deck, Section, RelationshipGraph, str], None]] = {
    "contacts": _add_contacts,
    "touches": _add_touches,
}
_CHARTS: dict[str, Callable[[Deck, Section, pd.DataFrame, str], None]] = {
    "standing": _add_standing,
    "key_people": _add_power,
    "contributions": _add_balance,
}
