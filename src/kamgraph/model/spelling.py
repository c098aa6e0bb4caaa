"""What is odd in how names and ids are spelled: damage, disguise, and letters nobody sees."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kamgraph.model.distinct import Distinct
from kamgraph.model.finding import Finding, Findings
from kamgraph.model.folding import fold
from kamgraph.model.tables import name_column, tables_with_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kamgraph.model.finding_facts import Facts

# Cyrillic and Greek letters that look like Latin ones (Unicode technical standard 39).
_LOOK_ALIKES = str.maketrans(
    "авекмнорстухіјѕԁɡαορντικАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "abekmhopctyxijsdgaopvtikabekmhopctyxijsabezhikmnoptyx",
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_FOREIGN_LETTERS = re.compile("[\u0261\u0370-\u052f]")
_MOST_MARKS = 4  # accents on one letter; more are no language's spelling
_MARKS = re.compile(
    rf"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff]{{{_MOST_MARKS + 1},}}"
)
# Letters without a form, and marks that turn the order of others round; a joiner of emoji is none.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)
_DATE_LIKE = re.compile(
    r"\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)


def skeleton(name: str) -> str:
    """Bring names that look alike to one spelling, whatever script their letters are of."""
    return fold(name.translate(_LOOK_ALIKES))


def _find_look_alikes(facts: Facts) -> Findings:
    names = Distinct.of_cells(facts.table("people")["name"]).members
    skeletons = {skeleton(name) for name in _find_texts(names, _FOREIGN_LETTERS)}
    if not skeletons:
        return
    people = facts.take("people", facts.table("people").texts("name").is_in(
        [name for name in names if skeleton(name) in skeletons]
    ))  # fmt: skip
    alike: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for person, name in zip(people["id"], people["name"], strict=True):
        alike[skeleton(name)][fold(name)].append(person)
    for spellings in alike.values():
        if len(spellings) > 1:
            ids = tuple(sorted(person for ids in spellings.values() for person in ids))
            yield Finding(
                "medium",
                "look_alike_name",
                "people",
                ids,
                f"{', '.join(ids)} have names that look alike in letters of different scripts.",
                "Check whether they are one person; they were not merged.",
            )


def _find_odd_names(facts: Facts) -> Findings:
    for table in tables_with_ids():
        column = name_column(table)
        if column is None:
            continue
        names = Distinct.of_cells(facts.table(table)[column]).members
        odd = [
            name
            for name in _find_texts(names, _NOT_ASCII)
            if any(is_odd(name) for is_odd, *_ in _ODDITIES)
        ]
        if not odd:
            continue
        rows = facts.take(table, facts.table(table).texts(column).is_in(odd))
        for subject, name in zip(rows["id"], rows[column], strict=True):
            for is_odd, code, detail, remedy in _ODDITIES:
                if is_odd(name):
                    yield Finding("low", code, table, (subject,), detail.format(subject), remedy)


def _find_texts(texts: Sequence[str], pattern: re.Pattern[str]) -> list[str]:
    """Return the texts in which a pattern of letters beyond ASCII is found."""
    if "".join(texts).isascii():  # as nearly all are, which is sooner seen at once
        return []
    return [text for text in texts if not text.isascii() and pattern.search(text)]


def _is_garbled(name: str) -> bool:
    """Return whether a name is UTF-8 that somebody read as Windows-1252."""
    try:
        return name.encode("cp1252").decode("utf-8") != name
    except UnicodeError:
        return False


_ODDITIES: tuple[tuple[Callable[[str], object], str, str, str], ...] = (
    (
        _is_garbled,
        "garbled_name",
        "The name of '{}' looks like text that was read in the wrong encoding.",
        "Export it again as UTF-8; it was taken as it is.",
    ),
    (
        _MARKS.search,
        "stacked_marks",
        "The name of '{}' has a letter under a pile of accents.",
        "Correct the name; it was taken as it is.",
    ),
    (
        _HIDDEN.search,
        "hidden_characters",
        "The name of '{}' holds characters that nobody sees, or that turn others round.",
        "Write the name anew; it was taken as it is.",
    ),
)


def _find_date_like_ids(facts: Facts) -> Findings:
    for table in tables_with_ids():
        for subject in Distinct.of_cells(facts.table(table)["id"]).members:
            if subject[-4:-3] != "-" or not _DATE_LIKE.fullmatch(subject):  # the first is sooner
                continue
            yield Finding(
                "medium",
                "date_like_id",
                table,
                (subject,),
                f"The id '{subject}' looks like a number that a spreadsheet made a date of.",
                "Export the ids as text.",
            )


SPELLING: tuple[Callable[[Facts], Findings], ...] = (
    _find_look_alikes,
    _find_odd_names,
    _find_date_like_ids,
)
