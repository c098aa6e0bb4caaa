"""Cells of other systems in the spelling of ours: ids, days, numbers, names; never guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.model.dtypes import TEXT
from kamgraph.model.full_names import join_name
from kamgraph.model.lines import are_filled, are_lines
from kamgraph.sources.respelling import CONTROL, LINES, OPENED, join_lines
from kamgraph.sources.translation.days import DaySettings, read_day
from kamgraph.sources.translation.mapping import FIELD
from kamgraph.sources.translation.numbers import make_reader, read_number, read_share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kamgraph.model.columns import Column
    from kamgraph.sources.translation.mapping import Mapping

_TO_SPELL = ("  ", "\n=")  # in plain lines: blanks within, and what may be ="00123"
_TWO_PARTS = re.compile(r"\{[^{}]+\} \{[^{}]+\}")
_FAMILY = re.compile(r"last|family|surname|nachname|apellido|cognome|[姓氏]", re.IGNORECASE)
_THOUSAND = 1_000.0
_FORMULA_TEXT = re.compile(r'="([^"]*)"')


def spell_texts(cells: pd.DataFrame) -> pd.DataFrame:
    """Return cells as texts, missing ones as empty texts; those of typed tables are spelled out."""
    typed = [name for name in cells if cells[name].dtype != "str"]
    texts = {str(name): _spell_values(cells[name]).astype(TEXT) for name in typed}
    return cells.assign(**texts).fillna("")


def _spell_values(values: pd.Series[Any]) -> pd.Series[Any]:
    are_texts = pd.api.types.infer_dtype(values, skipna=False) == "string"
    return values if are_texts else values.map(_spell_value)


def _spell_value(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN
        return ""
    if isinstance(value, bool | np.bool_):
        return str(value).lower()
    return str(float(value)).removesuffix(".0") if isinstance(value, float) else str(value)


def take_first(columns: Sequence[pd.Series[str]], index: pd.Index) -> pd.Series[str]:
    """Return row by row the first of some columns that is not blank; empty texts without any."""
    if not columns:
        return pd.Series("", index, dtype=object)
    found, *others = columns
    for texts in others:
        filled = _find_filled(found)
        if filled.all():
            return found
        found = found.where(filled, texts)
    return found


def fill_fields(template: str, columns: Sequence[pd.Series[str]]) -> pd.Series[str]:
    """Fill the columns that a template names into it; where all are blank it says nothing."""
    filled, *between = FIELD.split(template)[::2]
    for texts, after in zip(columns, between, strict=True):
        filled = filled + texts + after
    return pd.Series(filled).where(np.logical_or.reduce([*map(_find_filled, columns)]), "")


def fill_names(template: str, columns: Sequence[pd.Series[str]]) -> pd.Series[str]:
    """Fill a first and a last name into a template, in the order in which people say them."""
    names = fill_fields(template, columns)
    if not _TWO_PARTS.fullmatch(template) or "".join(names).isascii():
        return names
    # Whoever puts the family before the rest means it so already.
    is_turned = bool(_FAMILY.search(template.partition("}")[0]))
    first, last = reversed(columns) if is_turned else columns
    parts = {(one.strip(), other.strip()) for one, other in zip(first, last, strict=True)}
    said = {(f"{b} {a}" if is_turned else f"{a} {b}"): join_name(a, b) for a, b in parts if a and b}
    return map_distinct(names, lambda name: said.get(name, name))


def _find_filled(texts: pd.Series[str]) -> np.ndarray:
    """Return which texts are not blank."""
    codes, distinct = pd.factorize(texts)
    return are_filled(distinct.tolist())[codes]


def spell_column(
    texts: pd.Series[str], column: Column, mapping: Mapping, *, is_typed: bool = False
) -> pd.Series[str]:
    """Return cells as a column of ours would spell them; what is not understood stays as it is."""
    if is_plain(texts, column):
        return texts.astype(object)
    if may_be_thousands(column):
        distinct = {*map(str.strip, texts.unique())}
        reader = make_reader(distinct, mapping.thousands, is_typed=is_typed)
        return map_distinct(texts, reader)
    return map_distinct(texts, _make_speller(column, mapping))


def spell_shares(texts: pd.Series[str], mapping: Mapping, *, in_percent: bool) -> pd.Series[str]:
    """Return shares as our tables would spell them, of 1; what is not understood stays."""
    return map_distinct(
        texts, lambda text: read_share(text, mapping.thousands, in_percent=in_percent)
    )


def is_plain(texts: pd.Series[str], column: Column) -> bool:
    """Return whether cells are texts that are spelled as a column of ours would spell them."""
    return column.kind == "text" and are_lines(texts.tolist(), without=_TO_SPELL)


def may_be_thousands(column: Column) -> bool:
    """Return whether the numbers of a column may be thousands."""
    return column.kind in {"number", "integer"} and bool(column.fits(np.array([_THOUSAND])).all())


def map_distinct(texts: pd.Series[str], spell: Callable[[str], str]) -> pd.Series[str]:
    """Spell each distinct text once, without blanks around it."""
    codes, distinct = pd.factorize(texts)
    spelling = np.array([spell(text.strip()) for text in distinct], dtype=object)
    return pd.Series(spelling[codes], texts.index, dtype=object)


def _make_speller(column: Column, mapping: Mapping) -> Callable[[str], str]:
    if column.kind == "day":
        settings = DaySettings(mapping.days, mapping.century, mapping.epoch, mapping.zone)
        return lambda text: read_day(text, settings)
    if column.kind in {"number", "integer", "graded"}:
        return lambda text: read_number(text, mapping.thousands)
    return _spell_line


def _spell_line(text: str) -> str:
    """Make blanks of line ends and control characters, and open ``="00123"`` of spreadsheets."""
    if text.isprintable() and "  " not in text and not text.startswith("="):
        return text
    trick = _FORMULA_TEXT.fullmatch(text)
    return join_lines(trick[1] if trick else text)


def find_respelled(texts: pd.Series[str]) -> dict[str, np.ndarray]:
    """Return which texts a line was made of, and which were opened, by what to say of them."""
    joined = "".join(texts)
    if '="' not in joined and (joined.isprintable() or not CONTROL.search(joined)):
        return {}
    codes, distinct = pd.factorize(texts)
    odd = [text.strip() for text in distinct]
    broken = np.array([bool(CONTROL.search(text)) for text in odd], dtype=bool)
    opened = np.array([bool(_FORMULA_TEXT.fullmatch(text)) for text in odd], dtype=bool)
    return {LINES: broken[codes], OPENED: opened[codes]}
