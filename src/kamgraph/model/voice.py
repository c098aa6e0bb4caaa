"""The sentences of ``wording.toml`` and numbers, in the language of whoever asks."""

from __future__ import annotations

import tomllib
import unicodedata
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from itertools import chain
from string import Formatter
from typing import TYPE_CHECKING, Any

import numpy as np

from kamgraph.errors import KamgraphError
from kamgraph.model.rounding import ROUNDING, at_least
from kamgraph.model.vocabulary import LANGUAGES, Language, Vocabulary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Sentence = Mapping[Language, str]

MISSING = "–"
_TWO_FIGURES = 9.95  # from here on whole points are two
_UNITS: dict[Language, tuple[tuple[float, str], ...]] = {
    "en": ((1e9, "bn"), (1e6, "M"), (1e3, "k")),
    "zh": ((1e8, "亿"), (1e4, "万")),
}
_LANGUAGE: ContextVar[Language] = ContextVar("language", default="en")


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say all within in a language; refuse one without words."""
    if language not in LANGUAGES:
        raise KamgraphError(f"language '{language}' is unknown; choose {' or '.join(LANGUAGES)}")
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def current_language() -> Language:
    """Return the language that is spoken now."""
    return _LANGUAGE.get()


@cache
def wording() -> Mapping[str, Sentence]:
    """Return every sentence and heading by its key."""
    text = files(__package__).joinpath("wording.toml").read_text("utf-8")
    return dict(_flatten(tomllib.loads(text)))


def _flatten(tables: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Sentence]]:
    for name, value in tables.items():
        if all(isinstance(text, str) for text in value.values()):
            yield path + name, value
        else:
            yield from _flatten(value, f"{path}{name}.")


def template(key: str) -> str:
    """Return a sentence with its places ``{…}`` still empty."""
    return wording()[key][current_language()]


def say(key: str, **values: object) -> str:
    """Return a sentence or heading with values put into its places."""
    return _fill(template(key), values)


def say_count(key: str, count: int, **values: object) -> str:
    """Return a phrase with a count, in the form for one or for several."""
    one, _, several = template(key).partition("|")
    return _fill(one if count == 1 else several or one, {"count": f"{count:,}", **values})


def _fill(text: str, values: Mapping[str, object]) -> str:
    if current_language() == "en":
        return text.format(**values)
    pieces = (
        (word, "" if place is None else format(values[place], form or ""))
        for word, place, form in _take_apart(text)
    )
    return join_pieces(chain.from_iterable(pieces))


def join_pieces(pieces: Iterable[str]) -> str:
    """Return the pieces of a sentence as one, in Chinese apart from what is Latin beside them."""
    if current_language() == "en":
        return "".join(pieces)
    said = ""
    for piece in filter(None, pieces):
        said += " " + piece if said and _are_of_two_scripts(said[-1], piece[0]) else piece
    return said


def join_columns(columns: Iterable[Iterable[str]]) -> list[str]:
    """Return many sentences, of each of whose pieces there is a column."""
    join = "".join if current_language() == "en" else join_pieces
    return [*map(join, zip(*columns, strict=True))]


@cache
def _take_apart(text: str) -> tuple[tuple[str, str | None, str | None], ...]:
    """Return the words of a sentence, each with the place behind them and how it is written."""
    return tuple((word, place, form) for word, place, form, _ in Formatter().parse(text))


def _are_of_two_scripts(one: str, other: str) -> bool:
    """Return whether of two characters one is Chinese and one a letter or digit that is not."""
    return one.isalnum() and other.isalnum() and _is_chinese(one) != _is_chinese(other)


@cache
def _is_chinese(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED")


def say_label(vocabulary: Vocabulary, word: str) -> str:
    """Return the label of a vocabulary's word."""
    return vocabulary.label(word, current_language())


def say_within(vocabulary: Vocabulary, word: str) -> str:
    """Return the label of a vocabulary's word as within a sentence; abbreviations stay capital."""
    label = say_label(vocabulary, word)
    return label if label.isupper() or word not in vocabulary.labels else label.lower()


def choose_label(labels: Sequence[str]) -> str:
    """Return the one of a label in every language that is spoken now."""
    return labels[LANGUAGES.index(current_language())]


def fill(sentence: Sequence[str], **values: object) -> str:
    """Return what is said in every language in the one that is spoken, with values put in."""
    return _fill(choose_label(sentence), values)


def say_day(day: dt.date) -> str:
    """Return a date as people write it."""
    return say("day", year=day.year, month=say(f"month_{day.month}"), day=day.day)


def list_words(words: Sequence[str]) -> str:
    """Return words as a list within a sentence."""
    if len(words) <= 1:
        return "".join(words)
    return say("and").join([say("comma").join(words[:-1]), words[-1]])


def list_among(words: Sequence[str], count: int) -> str:
    """Return words as a list within a sentence, that says so where there are more of them."""
    listed = list_words(words)
    return say("among_others", names=listed) if count > len(words) else listed


def list_some(words: Sequence[str], most: int) -> str:
    """Return the first of some words as a list within a sentence, and how many more there are."""
    if len(words) <= most:
        return list_words(words)
    names, rest = words[:most], len(words) - most
    return say("some", names=say("comma").join(names), rest=f"{rest:,}", count=f"{len(words):,}")


def join_clauses(clauses: Sequence[str]) -> str:
    """Return one sentence made of clauses; a word of ours that it begins with gets its capital."""
    # A name does not, as people write it as they do: `van Dyk` stays so.
    told = say("semicolon").join(clauses) + say("full_stop")
    return told[0].upper() + told[1:] if told.split(maxsplit=1)[0] in _first_words() else told


@cache
def _first_words() -> frozenset[str]:
    """Return the small words with which sentences and clauses of ours begin."""
    texts = (text for one in wording().values() for way in one.values() for text in way.split("|"))
    return frozenset(text.split(maxsplit=1)[0] for text in texts if text[:1].islower())


def score(value: float, threshold: float | None = None) -> str:
    """Return a score in whole points, which are as fine as grades bear."""
    # Where rounding would seem to cross a threshold, it is said on which side the score is.
    if np.isnan(value):
        return MISSING
    if threshold is not None:
        seems, is_so = at_least(np.array([round(value), value]), threshold)
        if seems != is_so:
            return say("just_over" if is_so else "just_under", threshold=f"{threshold:g}")
    return _write_number(value, 0)


def band(low: float, high: float) -> str:
    """Return between which scores one lies, or the one that it is."""
    one, other = score(low), score(high)
    return one if one == other else f"{one}–{other}"


def error(value: float) -> str:
    """Return by how many points a score may be off, in whole ones that bear it."""
    return MISSING if np.isnan(value) else f"±{np.ceil(value - ROUNDING):.0f}"


def share(value: float) -> str:
    """Return a share of 0-1 in percent, less than half a percent as such."""
    if np.isnan(value):
        return MISSING
    text = f"{abs(value):.0%}"
    return ("<1%" if value else text) if text == "0%" else _minus(value) + text


def points(value: float) -> str:
    """Return points with their sign and two figures, which are as fine as grades bear."""
    if np.isnan(value):
        return MISSING
    return _write_number(value, 0 if abs(value) >= _TWO_FIGURES else 1, plus="+")


def amount(value: float) -> str:
    """Return a large number in units that people say, with three figures at the most."""
    units = _UNITS[current_language()]
    size, unit = next((one for one in units if abs(value) >= one[0]), (1.0, ""))
    figures = f"{float(f'{abs(value) / size:.3g}'):,.10g}"
    return f"{_minus(value)}{figures} {unit}".rstrip()


def worth(value: float, currency: object) -> str:
    """Return an amount with its currency where that is known; the mark for what is missing."""
    if np.isnan(value):
        return MISSING
    return amount(value) + (f" {currency}" if isinstance(currency, str) and currency else "")


def _write_number(value: float, decimals: int, plus: str = "") -> str:
    text = f"{abs(value):.{decimals}f}"
    return text if float(text) == 0 else (_minus(value) or plus) + text


def _minus(value: float) -> str:
    return "−" if value < 0 else ""
