"""What tells who a person is, and what may: by their row, the shapes of its cells, its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.placeholders import find_placeholders
from kamgraph.model.policy import Policy
from kamgraph.model.privacy import patterns
from kamgraph.model.privacy.name_patterns import guess_name, write_name
from kamgraph.model.privacy.words import is_identifying, is_of_others
from kamgraph.model.tables import about_column, name_column, nature

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kamgraph.model.checks import Tables

Told: TypeAlias = tuple[bool, str]  # whether a pattern tells for sure, and the pattern

_ENTRIES = re.compile(r"[;,|、，；\n]|\s/\s")  # what separates the entries of a cell
_MAIL = re.compile(r"[\w.+\-%']+@[\w\-]+(?:\.[\w\-]+)*")
_PAGE = re.compile(r"(?:https?://)?(?:www\.)?([\w\-]+(?:\.[\w\-]+)+/\S*[^\s/])/?")
_PHONE = re.compile(rf"[+(]?\d[\d{patterns.BETWEEN_DIGITS}]{{5,}}\d")
_DAY_OR_SUM = re.compile(r"\d{1,4}[.\-/]\d{1,2}[.\-/]\d{1,4}|[1-9]\d{0,2}(?:[.\s]\d{3})+")
_CODE = re.compile(r"(?=\D*\d)(?=[^a-z]*[a-z])[\w\-]{10,}")  # as only programs make them
_PHONE_DIGITS = range(7, 16)
_LONG_PHONE = 10  # digits that are a number to call whatever the heading is
_ID_DIGITS = 6  # fewer are as likely a count, a year or a sum
_ID_LETTERS = 3  # fewer are as likely a word
_NAME_LETTERS = 2
_MAILBOX = 4  # letters of a mailbox that may be a name


@dataclass(frozen=True)
class Identifier:
    """What finds a person: a pattern of folded text, and the column of their row it is from."""

    column: str
    pattern: str


@dataclass(frozen=True)
class Identifiers:
    """What tells of a person for sure, and what may tell of them or mean something else."""

    sure: tuple[Identifier, ...]
    doubtful: tuple[Identifier, ...]


def find_identifiers(tables: Tables, person: str) -> Identifiers:
    """Return what texts may call a person."""
    told = [*(("id", one) for one in _judge_id(person)), *_judge_names(tables["people"], person)]
    for table in ("people", *(name for name in TABLES if nature(name).alone)):
        told += _judge_cells(tables[table], table, person)
    sure = {Identifier(column, pattern): None for column, (is_sure, pattern) in told if is_sure}
    all_told = dict.fromkeys(Identifier(column, pattern) for column, (_, pattern) in told)
    return Identifiers(tuple(sure), tuple(one for one in all_told if one not in sure))


def _judge_id(person: str) -> Iterator[Told]:
    plain = patterns.fold_text(person)
    yield _is_telling(plain, _ID_LETTERS), _write_code(plain)
    if plain.isdecimal() and len(plain) >= _ID_DIGITS:
        yield False, patterns.write_groups(plain)


def _judge_names(people: pd.DataFrame, person: str) -> Iterator[tuple[str, Told]]:
    column = name_column("people") or "id"
    for name in people.loc[people["id"] == person, column].dropna():
        plain = patterns.fold_text(name)
        if plain:
            told = _is_telling(plain, _NAME_LETTERS) and not _stands_for_nobody(name)
            yield from ((column, (told, pattern)) for pattern in write_name(plain))
            yield from ((column, (False, pattern)) for pattern in guess_name(plain))


def _stands_for_nobody(name: str) -> bool:
    return bool(find_placeholders([name], Policy().placeholders)[0])


def _judge_cells(rows: pd.DataFrame, table: str, person: str) -> Iterator[tuple[str, Told]]:
    """Yield what the other cells of a person's rows tell, as far as nobody else's do, too."""
    own = {one.name for one in columns(table)}
    texts = [name for name in rows if name not in own or name == name_column(table)]
    mine = (rows[about_column(table) or "id"] == person).to_numpy()
    cells = [(str(name), cell) for name in texts for cell in rows[name][mine].dropna().unique()]
    if not cells:
        return
    others = "\n".join(cell for name in texts for cell in rows[name][~mine].dropna().unique())
    others = others.casefold()
    for column, cell in cells:
        for is_sure, pattern in _judge_cell(
            column, patterns.fold_text(cell), extra=column not in own
        ):
            if not re.search(pattern, others):
                yield column, (is_sure, pattern)
            elif is_sure:
                yield column, (False, pattern)


def _judge_cell(column: str, cell: str, *, extra: bool) -> Iterator[Told]:
    """Yield what a folded cell tells: mail addresses, pages, numbers to call, names and codes."""
    if is_of_others(column):
        return
    named = extra and is_identifying(column)
    for address in _MAIL.findall(cell):
        yield True, patterns.write_mail(address)
        mailbox = address.partition("@")[0]
        if len(mailbox) >= _MAILBOX:
            yield False, patterns.write_words(mailbox)
    for page in _PAGE.findall(rest := _MAIL.sub(";", cell)):
        yield True, patterns.write_words(page)
    for number in filter(
        partial(_is_phone, named=named), _PHONE.findall(rest := _PAGE.sub(";", rest))
    ):
        yield True, patterns.write_phone(number)
        yield False, patterns.write_local(number)
        rest = rest.replace(number, ";")
    for entry in map(str.strip, _ENTRIES.split(rest)) if extra else ():
        if entry and _is_telling(entry, _ID_LETTERS):
            yield named or bool(_CODE.fullmatch(entry)), _write_code(entry)


def _is_phone(number: str, *, named: bool) -> bool:
    """Tell whether digits are a number to call, and no day, sum or count."""
    count = sum(map(str.isdigit, number))
    told = number.startswith(("+", "0")) or count >= _LONG_PHONE
    return count in _PHONE_DIGITS and (named or (told and not _DAY_OR_SUM.fullmatch(number)))


def _write_code(text: str) -> str:
    """Return the pattern of a folded id, which may be a mail address or made of a name."""
    if _MAIL.fullmatch(text):
        return patterns.write_mail(text)
    if any(map(str.isdigit, text)):
        return patterns.write_words(text)
    return f"(?:{'|'.join(write_name(text))})"


def _is_telling(text: str, letters: int) -> bool:
    """Tell whether a text means somebody rather than a count, a letter or a short word."""
    plain = [char for char in text if char.isalnum()]
    if all(map(str.isdigit, plain)):
        return len(plain) >= _ID_DIGITS
    return len(plain) >= letters or (patterns.needs_no_blanks(text) and len(plain) > 1)
