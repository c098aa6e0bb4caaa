"""The JSON Schema of a book's document: what its rows may hold, as the reader judges them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from kamgraph.model.columns import NOT_TINY, columns
from kamgraph.model.document import FORMAT, HASH
from kamgraph.model.entities import TABLES
from kamgraph.model.folding import fold
from kamgraph.model.marks import Graded, InPercent, Words
from kamgraph.model.nothing import ERRORS, list_nothing
from kamgraph.model.policy import choose_policy
from kamgraph.model.reading import (
    NUMBER,
    PERCENT,
    SHORTENED,
    find_highest_rank,
    index_labels,
    index_strengths,
)
from kamgraph.model.tie_kinds import CLOSENESS, SIGNED
from kamgraph.model.versions import VERSION
from kamgraph.model.vocabulary import TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kamgraph.model.columns import Column
    from kamgraph.model.policy import Policy

Schema: TypeAlias = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ABOUT_HASH = "The hash of the content, by which damage is found; leave it out of what you make."
# Patterns keep to what every dialect of regular expressions knows: no look around, no \d and \s,
# which mean more in some, and letters beyond ASCII as they are.
_CONTROL = r"\x00-\x1f\x7f"
_WIDE_BLANK = "\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_BLANK = rf"\t-\r\x1c-\x20{_WIDE_BLANK}"
_HIDDEN = "\xad\u034f\u200b-\u200f\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff"  # that come by pasting
_YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
_LEAP_YEAR = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_DAY = (
    f"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP_YEAR}-02-29)"
)
_TO_WIDE = 0xFEE0  # from a letter of ASCII to the same one in full width


def json_schema(*, policy: Policy | None = None) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a book's document.

    It follows from what the reader of rows goes by, and judges each row as that does; the page
    *JSON* lists what no schema can tell, such as ids that lead nowhere.

    Parameters
    ----------
    policy
        The policy whose labels strengths and grades may hold; default ``Policy()``.
    """
    chosen = choose_policy(policy)
    named = {table: entity.__name__ for table, entity in TABLES.items()}
    lists = {table: {"type": "array", "items": _refer(name)} for table, name in named.items()}
    return {
        "$schema": _DIALECT,
        "title": "Book",
        "type": "object",
        "required": ["format", "version", "tables"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"type": "integer", "minimum": 1, "maximum": VERSION},
            HASH: {"type": ["string", "null"], "description": _ABOUT_HASH},
            "tables": {"type": "object", "properties": lists, "additionalProperties": False},
        },
        "$defs": {
            **{name: describe_row(table, chosen) for table, name in named.items()},
            **describe_cells(chosen),
        },
    }


def describe_row(table: str, policy: Policy) -> Schema:
    """Return the schema of a row of a table; of its cells it refers to :func:`describe_cells`."""
    entity = TABLES[table]
    described: Schema = {
        "title": entity.__name__,
        "description": entity.__doc__,
        "type": "object",
        "required": [column.name for column in columns(table) if column.required],
        "properties": {
            column.name: _describe_column(column, entity.model_fields[column.name].description)
            for column in columns(table)
        },
        "propertyNames": _refer("heading"),
        "additionalProperties": _refer("other"),
    }
    return described | ({"allOf": [*_list_rules_of_ties(policy)]} if table == "ties" else {})


def describe_alone(table: str, policy: Policy) -> Schema:
    """Return the schema of a row of a table with all that it refers to within."""
    named = describe_cells(policy)

    def fill_in(part: Any) -> Any:
        if isinstance(part, list):
            return [fill_in(one) for one in part]
        if not isinstance(part, dict):
            return part
        referred = fill_in(named[part["$ref"].rpartition("/")[2]]) if "$ref" in part else {}
        return {key: fill_in(value) for key, value in part.items() if key != "$ref"} | referred

    filled: Schema = fill_in(describe_row(table, policy))
    return filled


def describe_cells(policy: Policy) -> dict[str, Schema]:
    """Return what the schemas of rows refer to by name."""
    control, ends = f"[{_CONTROL}]", f"^[{_BLANK}]|[{_BLANK}]$"
    described: dict[str, Schema] = {
        "nothing": _describe_nothing("text"),
        "nothing_of_numbers": _describe_nothing("number"),
        "lost": {"description": "Errors of spreadsheets.", "enum": sorted(ERRORS)},
        "heading": {"minLength": 1, "not": {"pattern": f"{control}|{ends}"}},
        "other": {"type": ["string", "number", "boolean", "null"], "not": _match(r"\x00")},
        "id": _describe_text(f"{control}|{ends}|^{SHORTENED.pattern}$"),
        "line": _describe_text(control),
        "text": _describe_text(r"\x00"),
        "number_as_text": _match(_between_blanks(NUMBER.pattern)),
        "percent_as_text": _match(_between_blanks(f"(?:{NUMBER.pattern}|{PERCENT.pattern})")),
        "day": {"anyOf": [_match(f"^{_DAY}$") | {"format": "date"}, _match(_between_blanks(_DAY))]},
    }
    for column in (column for table in TABLES for column in columns(table)):
        if words := column.mark(Words):
            described[_name_values(column)] = _describe_words(words.vocabulary.spellings)
        elif column.mark(Graded):
            described[_name_values(column)] = _describe_grade(column, policy)
    return described


def _describe_column(column: Column, description: str | None) -> Schema:
    values = [*_list_values(column)]
    if not column.required:
        is_of_text = column.kind in {"text", "day"}
        values.append(_refer("nothing" if is_of_text else "nothing_of_numbers"))
    said = values[0] if len(values) == 1 else {"anyOf": values}
    return {"description": " ".join((description or "").split()), **said}


def _list_values(column: Column) -> Iterator[Schema]:
    """Yield what a column may hold."""
    words = column.mark(Words)
    if words or column.kind == "graded":
        yield _refer(_name_values(column))
    elif column.kind == "day":
        yield _refer("day")
    elif column.kind != "text":
        yield column.schema
        yield _refer("percent_as_text" if column.mark(InPercent) else "number_as_text")
    if column.kind == "text" and (words is None or words.open):
        is_id = column.is_id
        yield _refer("id" if is_id else "line" if column.is_line else "text")


def _name_values(column: Column) -> str:
    """Return what the values of a column of words or grades are called among definitions."""
    if words := column.mark(Words):
        return words.vocabulary.name.replace(" ", "_")
    return column.name


def _describe_nothing(kind: str) -> Schema:
    around = f"[{_BLANK}{_HIDDEN}]*"
    unseen = f"^{around}[{_WIDE_BLANK}{_HIDDEN}]{around}$"
    return {"anyOf": [{"enum": [None, "", *sorted(list_nothing(kind))]}, _match(unseen)]}


def _describe_text(refused: str) -> Schema:
    wrong = [_match(refused), _refer("nothing"), _refer("lost")]
    return {"type": ["string", "integer"], "not": {"anyOf": wrong}}


def _describe_words(spellings: Mapping[str, str]) -> Schema:
    """Return the words themselves, for who picks one, and all spellings that are read."""
    return {"anyOf": [{"enum": [*dict.fromkeys(spellings.values())]}, _match_spellings(spellings)]}


def _describe_grade(column: Column, policy: Policy) -> Schema:
    highest, labels = find_highest_rank(column, policy), index_labels(column, policy)
    number: Schema = {"type": "number", "minimum": -1, "maximum": 1} | NOT_TINY
    if highest is not None:
        number = {"type": "integer", "minimum": 1, "maximum": highest}
    return {"anyOf": [number, *_describe_words(labels)["anyOf"], _refer("number_as_text")]}


def _list_rules_of_ties(policy: Policy) -> Iterator[Schema]:
    """Yield which strengths fit a tie of each kind, for an account or for a deal."""
    closeness, signed = ([*kinds] for kinds in (CLOSENESS, SIGNED))
    for close, labels in ((True, policy.closeness_labels), (False, policy.strength_labels)):
        of_kind = _match_kinds(kind for kind in TIE_KINDS.words if (kind in closeness) == close)
        words = _describe_words(index_strengths(labels))["anyOf"]
        fits = [{"type": "number"}, *words, _refer("number_as_text"), _refer("nothing_of_numbers")]
        yield _rule({"kind": of_kind}, {"strength": {"anyOf": fits}})
    unsigned = _match_kinds(kind for kind in TIE_KINDS.words if kind not in signed)
    yield _rule(
        {"kind": unsigned}, {"strength": {"not": {"exclusiveMaximum": 0, "type": "number"}}}
    )
    yield _rule({"deal": _refer("nothing")}, {"strength": {"not": {"const": 0}}})


def _rule(given: Schema, then: Schema) -> Schema:
    return {"if": {"properties": given}, "then": {"properties": then}}


def _match_kinds(kinds: Iterable[str]) -> Schema:
    chosen = {*kinds}
    return _match_spellings(text for text, kind in TIE_KINDS.spellings.items() if kind in chosen)


def _match_spellings(folded: Iterable[str]) -> Schema:
    """Return a schema of texts that fold to one of some, but for letters that nobody sees."""
    return _match(_between_blanks(f"(?:{'|'.join(sorted(map(_spell, folded)))})"))


def _spell(folded: str) -> str:
    return "".join(f"[{_BLANK}]+" if char == " " else _spell_letter(char) for char in folded)


def _spell_letter(char: str) -> str:
    """Return a pattern of a letter in either case and either width."""
    cases = dict.fromkeys((char, char.upper()))
    wide = [chr(ord(one) + _TO_WIDE) for one in cases if one.isascii()]
    alike = [one for one in (*cases, *wide) if fold(one) == char]
    return re.escape(char) if len(alike) == 1 else f"[{''.join(map(re.escape, alike))}]"


def _between_blanks(pattern: str) -> str:
    return f"^[{_BLANK}]*{pattern}[{_BLANK}]*$"


def _match(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


def _refer(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
