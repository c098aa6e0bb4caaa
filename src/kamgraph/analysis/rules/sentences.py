"""The sentences of gaps, written for many rows at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING, Any

import numpy as np

from kamgraph.analysis.rules.facts import About, Names, Spellable
from kamgraph.errors import KamgraphError
from kamgraph.model.voice import choose_label, join_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kamgraph.analysis.rules.definition import Found, Rule, Sentence, Sentences
    from kamgraph.analysis.rules.facts import Fact, Lookup

_FIRST_NAME = re.compile(r"[^.\[]*")  # of a place such as {policy.contact_days}


def write_sentences(
    rule: Rule, found: Found, rows: np.ndarray, lookup: Lookup, sentences: Sequence[Sentences]
) -> list[np.ndarray]:
    """Return some of a rule's sentences for some of the rows it found."""
    texts = [np.full(len(rows), "", dtype=object) for _ in sentences]
    if not len(rows):
        return texts
    with rule.name_errors():
        facts = {**_name_people(found), **found.tell()}
        case = np.asarray(facts["case"])[rows]
        for word in np.unique(case).tolist():
            at = np.flatnonzero(case == word)
            told = _Told(facts, rows[at], lookup)
            for text, sentence in zip(texts, sentences, strict=True):
                text[at] = _fill(choose_label(_pick_case(sentence, word)), told)
    return texts


def _name_people(found: Found) -> dict[str, Fact]:
    """Return ``name``, by which sentences call the person whom a row is about."""
    if found.of_people:
        return {"name": About(found.rows)}
    return {} if found.who is None else {"name": Names(found.who)}


def _pick_case(sentences: Sentences, case: str) -> Sentence:
    return sentences if isinstance(sentences, tuple) else sentences.get(case) or sentences["other"]


@dataclass(frozen=True, eq=False)
class _Told:
    """What sentences tell of some rows, each fact spelled where a sentence has a place for it."""

    facts: Mapping[str, Fact]
    rows: np.ndarray
    lookup: Lookup
    _spelled: dict[str, Sequence[Any]] = field(default_factory=dict)

    def spell(self, name: str) -> Sequence[Any]:
        """Return a fact about each row."""
        if name not in self._spelled:
            self._spelled[name] = self._spell_anew(name)
        return self._spelled[name]

    def _spell_anew(self, name: str) -> Sequence[Any]:
        if name == "policy":
            return [self.lookup.graph.policy] * len(self.rows)
        if name not in self.facts:
            raise KamgraphError(f"there is no '{name}' to tell; its function has to find it")
        fact = self.facts[name]
        if isinstance(fact, Spellable):
            return fact.take(self.rows).spell(self.lookup)
        return np.asarray(fact)[self.rows].tolist()


def _fill(template: str, told: _Told) -> list[str]:
    """Return a template of :meth:`str.format` filled for each row."""
    # Piece by piece for all rows, which takes a fifth of the time of one row after the other.
    return join_columns([[""] * len(told.rows), *_write_pieces(template, told)])


def _write_pieces(template: str, told: _Told) -> Iterator[Sequence[str]]:
    for literal, place, form, conversion in Formatter().parse(template):
        yield [literal] * len(told.rows)
        if place is not None:
            yield _write_place(place, form or "", conversion, told)


def _write_place(place: str, form: str, conversion: str | None, told: _Told) -> list[str]:
    """Return what stands in a place of the template in each row."""
    if not form and not conversion and place == _take_name(place):
        return [*map(format, told.spell(place))]
    nested = [name for _, name, _, _ in Formatter().parse(form) if name is not None]
    names = [_take_name(one) for one in (place, *nested)]
    whole = f"{{{place}{'!' + conversion if conversion else ''}:{form}}}"
    rows = zip(*map(told.spell, names), strict=True)
    return [whole.format_map(dict(zip(names, row, strict=True))) for row in rows]


def _take_name(place: str) -> str:
    return _FIRST_NAME.match(place)[0]  # type: ignore[index]
