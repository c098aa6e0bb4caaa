"""Levels and functions as job titles tell them."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.errors import ArgumentError, spell_value
from kamgraph.model.dtypes import TEXT
from kamgraph.model.folding import fold
from kamgraph.model.title_words import (
    NO_TITLES,
    STOP,
    TitleList,
    build_lexicon,
    is_japanese,
    split_title,
)
from kamgraph.model.vocabulary import FUNCTIONS

if TYPE_CHECKING:
    from kamgraph.model.title_words import Lexicon, Match, TitleWords, Tokens

_ASSISTANT = 2  # precedence of assistants of anybody
_LAST_WITH_DEPUTY = 2  # deputies of lower levels share their level
_POSTS = re.compile("[兼、；;]")  # between the posts of one person
_LONGEST = 300  # characters of a title; the rest is no title
_JOINTS = frozenset({STOP, "of", "for"})
# The plainest titles that tell a level, each with a place for a field of work.
_PLAIN = {
    1: "Chief {} Officer",
    2: "Deputy Chief {} Officer",
    3: "Head of {}",
    4: "Manager, {}",
    5: "Staff, {}",
    None: "{}",
}
_FIELDS = {"executive": "Strategy"}  # functions whose label is no field of work


def read_titles(
    titles: Any, *, departments: Any | None = None, more: TitleList | None = None
) -> Any:
    """Read the level and the function that each title tells.

    A title that tells nothing of one of them has it missing: a former rank is no rank, and a word
    that is not in the lists proves nothing.

    Parameters
    ----------
    titles
        Titles as they are recorded, in English, Chinese, German, French, Spanish or Japanese: a
        series of pandas, polars or Arrow.
    departments
        For each title what is recorded of where its holder works, in order: the general manager
        of a department is not that of the firm. Functions, such as ``finance``, tell nothing.
    more
        Words of your own, which win over the same words of the library.

    Returns
    -------
    DataFrame
        For each title, on the same index, ``level`` (1 is the executive board, 5 is staff) and
        ``function`` (a word of the vocabulary of functions, or one of your own); of the library
        that the titles are of.

    Raises
    ------
    ArgumentError
        If one of them is no series, or there are not as many departments as titles.
    """
    lexicon = build_lexicon(more or NO_TITLES)
    if isinstance(titles, pd.Series):
        return _read_titles(titles, _list_departments(departments, len(titles)), lexicon)
    import narwhals as nw  # which takes longer to load than most titles to read

    given = nw.from_native(titles, series_only=True, pass_through=True)
    if not isinstance(given, nw.Series):
        said = f"titles is a Series, and not {spell_value(repr(titles))}"
        raise ArgumentError(said, place="read_titles")
    texts = pd.Series(given.to_list(), dtype=TEXT)
    found = _read_titles(texts, _list_departments(departments, len(texts)), lexicon).astype(object)
    cells = {str(name): found[name].where(found[name].notna(), None).tolist() for name in found}
    types = {"level": nw.Int8(), "function": nw.String()}
    return nw.from_dict(cells, types, backend=given.implementation).to_native()


def _list_departments(departments: Any | None, count: int) -> list[str]:
    """Return the department beside each of so many titles, empty where there is none."""
    if departments is None:
        return [""] * count
    import narwhals as nw

    given = nw.from_native(departments, series_only=True, pass_through=True)
    if not isinstance(given, nw.Series) or len(given) != count:
        said = f"departments is a Series of one for each of the {count:,} titles"
        raise ArgumentError(said, place="read_titles")
    return pd.Series(given.to_list(), dtype=TEXT).fillna("").tolist()


def _read_titles(titles: pd.Series[str], departments: list[str], lexicon: Lexicon) -> pd.DataFrame:
    """Read titles, each distinct one of a department once."""
    rows = pd.DataFrame({"title": titles.array, "department": departments})
    distinct = rows.dropna(subset="title").drop_duplicates()
    pairs = zip(distinct["title"], distinct["department"], strict=True)
    found = [read_title(str(title), lexicon, department) for title, department in pairs]
    told = pd.DataFrame(found, index=distinct.index, columns=["level", "function"])
    told = rows.merge(distinct.join(told), how="left", on=["title", "department"])
    read = {"level": told["level"].astype("Int8"), "function": told["function"].astype(TEXT)}
    return pd.DataFrame(read).set_axis(titles.index)


def name_titles(titles: pd.Series[str], departments: pd.Series[str]) -> pd.Series[str]:
    """Return titles as people are introduced by them: a department's head with the department."""
    lexicon = build_lexicon(NO_TITLES)
    known = {of for of in departments.dropna().unique() if is_department(of, lexicon)}
    pairs = [*zip(titles, departments, strict=True)]
    named = {
        (title, of): _name_title(title, of, lexicon)
        for title, of in {*pairs}
        if of in known and isinstance(title, str)
    }
    return pd.Series([named.get(pair, pair[0]) for pair in pairs], titles.index, TEXT)


def _name_title(title: str, department: str, lexicon: Lexicon) -> str:
    alone, there = (read_title(title, lexicon, of) for of in ("", department))
    return title if alone[0] == there[0] else _add_department(title, department)


def plain_title(title: str) -> str:
    """Return the plainest title that tells what a title tells; empty where it tells nothing."""
    level, function = read_title(title, build_lexicon(NO_TITLES))
    if function:
        return _PLAIN[level].format(_FIELDS.get(function) or FUNCTIONS.label(function))
    return " ".join(_PLAIN[level].format("").split()).removesuffix(" of").rstrip(",")


def read_title(title: str, lexicon: Lexicon, department: str = "") -> tuple[int | None, str | None]:
    """Return the level and the function that a title tells, None where it tells nothing."""
    # Who heads a department is not the head of the firm, though the title alone would be.
    title = title[:_LONGEST]
    if department and is_department(department, lexicon):
        title = _add_department(title, department[:_LONGEST])
    japanese = is_japanese(title)
    tokens: Tokens = (STOP,)
    posts = []
    for post in _POSTS.split(title):
        start, tokens = len(tokens) - 1, (*tokens, *split_title(post), STOP)
        found = lexicon.find(tokens[start:], japanese=japanese)
        posts.append([(start + place, group) for place, group in _drop_former(found)])
    found = [match for post in _drop_assistants(posts) for match in post]
    return _level(tokens, found), _function(tokens, found)


def is_department(text: str, lexicon: Lexicon) -> bool:
    """Return whether a text names a department in words of its own: no function, nor the top."""
    if FUNCTIONS.find(text):
        return False
    found = lexicon.find((STOP, *split_title(text[:_LONGEST]), STOP), japanese=is_japanese(text))
    return any(map(_is_part, (group for _, group in found)))


def _add_department(title: str, department: str) -> str:
    """Write a department where titles have it: in front in Chinese, else behind."""
    # In the office of the general manager sits the general manager, beside those who serve there.
    if title.startswith(department) or fold(title) in fold(department):
        return title
    return f"{title}, {department}" if title.isascii() else f"{department}{title}"


def tell_assistants(titles: pd.Series) -> pd.Series[bool]:
    """Return whose title is an assistant's, whoever it is that they assist."""
    lexicon = build_lexicon(NO_TITLES)
    distinct = titles.dropna().unique()
    found = pd.Series([_is_assistant(str(title), lexicon) for title in distinct], distinct)
    return titles.map(found).eq(other=True).fillna(value=False).astype(bool)


def _is_assistant(title: str, lexicon: Lexicon) -> bool:
    tokens = (STOP, *split_title(title[:_LONGEST]), STOP)
    found = _drop_former(lexicon.find(tokens, japanese=is_japanese(title)))
    highest = max((group.precedence for _, group in found if group.level), default=None)
    return highest == _ASSISTANT


def _drop_former(found: list[Match]) -> list[Match]:
    effects = {group.effect for _, group in found}
    if "gone" in effects:
        return []
    if "former" in effects:
        end = next(start for start, group in found if group.effect == "former")
        return [(start, group) for start, group in found if start < end]
    return found


def _drop_assistants(posts: list[list[Match]]) -> list[list[Match]]:
    """Leave out posts as somebody's assistant beside others."""
    if len(posts) == 1:
        return posts
    others = [post for post in posts if all(group.precedence < _ASSISTANT for _, group in post)]
    return others if any(group.level for post in others for _, group in post) else posts


def _level(tokens: Tokens, found: list[Match]) -> int | None:
    """Return the highest rank among the words of the highest precedence."""
    highest = max((group.precedence for _, group in found if group.level), default=None)
    ranks = [
        _rank(group.level, start, group, tokens, found)
        for start, group in found
        if group.level and group.precedence == highest
    ]
    return min(ranks, default=None)


def _rank(level: int, start: int, group: TitleWords, tokens: Tokens, found: list[Match]) -> int:
    """Return the level of a word, as a deputy's, and within the part of the firm that is named."""
    if level > _LAST_WITH_DEPUTY:
        return level
    stops = [place for place, token in enumerate(tokens) if token == STOP]
    phrases = [(bisect(stops, place), other) for place, other in found]
    phrase = bisect(stops, start)
    others = {place for place, other in phrases if other.level and place != phrase}
    charge = min((place for place, other in found if other.effect == "charge"), default=len(tokens))
    parts = {bisect(stops, place) for place, other in found if place < charge and _is_part(other)}
    if group.within and not parts <= others:
        level = group.within
    if level <= _LAST_WITH_DEPUTY and any(
        place == phrase and other.effect == "deputy" for place, other in phrases
    ):
        level += 1
    return level


def _is_part(group: TitleWords) -> bool:
    return group.effect == "part" or bool(group.function and group.function_precedence >= 0)


def _function(tokens: Tokens, found: list[Match]) -> str | None:
    """Return the function of the highest precedence: of the first phrase the last word's."""
    named = [(start, group) for start, group in found if group.function]
    if len(named) <= 1:
        return named[0][1].function if named else None
    joints = [place for place, token in enumerate(tokens) if token in _JOINTS]
    joints = sorted([*joints, *(start for start, group in found if group.level)])
    return min(
        (-group.function_precedence, bisect_left(joints, start), -start, group.function)
        for start, group in named
    )[-1]
