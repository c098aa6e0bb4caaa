"""JSON as the standard has it: what Python's parser lets pass is refused here."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from functools import partial
from itertools import accumulate
from typing import Any, NoReturn

from kamgraph.errors import SourceError

_DEEPEST = 100
_LONGEST = 80
_OBJECT_IN_OBJECT = re.compile(r":\s*\{")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def parse(text: str | bytes) -> object:
    """Read one JSON value."""
    text = _decode(text) if isinstance(text, bytes) else text
    _refuse_deep(text)
    try:
        return json.loads(
            text,
            parse_int=_parse_integer,
            parse_constant=partial(_refuse_constant, text),
            object_pairs_hook=refuse_repeats,
        )
    except json.JSONDecodeError as error:
        raise SourceError(_explain(_at_the_bracket(error))) from error
    except RecursionError as error:
        raise SourceError(
            "the document cannot be read: the program is nested too deeply"
        ) from error


def quote(value: object) -> str:
    """Return a value as a message may show it: in one line, short, every character printable."""
    try:
        text = repr(value).replace("\n", " ")  # arrays and frames are spelt over several lines
    except (ValueError, RecursionError):  # thousands of digits, or of levels
        text = f"a value of type {type(value).__name__}"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _decode(data: bytes) -> str:
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        message = f"the document is not {name}, at byte offset {error.start}; save it as UTF-8"
        raise SourceError(message) from error


def _refuse_deep(text: str) -> None:
    """Refuse what is nested so deeply that the parser could run out of stack, and crash."""
    # A nested object stands after a colon or in a list, and a list begins with a bracket: few of
    # these mean that nothing is deep, without a look at every string.
    most = 1 + 2 * text.count("[") + sum(1 for _ in _OBJECT_IN_OBJECT.finditer(text))
    if most > _DEEPEST and _measure_depth(text) > _DEEPEST:
        raise SourceError(f"the document is nested too deeply: more than {_DEEPEST} levels")


def _measure_depth(text: str) -> int:
    brackets = _BRACKET.findall(_STRING.sub("", text))
    return max(accumulate(1 if bracket in "[{" else -1 for bracket in brackets), default=0)


def _at_the_bracket(error: json.JSONDecodeError) -> json.JSONDecodeError:
    """Point behind a trailing comma, as Python did before 3.13, so that all say the same."""
    if not error.msg.startswith("Illegal trailing comma"):
        return error
    bracket = len(error.doc) - len(error.doc[error.pos + 1 :].lstrip())
    missing = "value" if error.doc[bracket] == "]" else "property name enclosed in double quotes"
    return json.JSONDecodeError(f"Expecting {missing}", error.doc, bracket)


def _explain(error: json.JSONDecodeError) -> str:
    place = f"line {error.lineno}, column {error.colno} (offset {error.pos})"
    if not error.doc.strip():
        return f"not JSON: the document is empty, {place}"
    if error.msg == "Extra data":
        message = f"a second JSON value begins in {place}; the document must be one value"
        return f"{message}, not one a line (NDJSON)"
    if error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated"):
        return f"not JSON: {error.msg} in {place}; is the file complete?"
    return f"not JSON: {error.msg} in {place}"


def _parse_integer(digits: str) -> float:
    """Read a whole number; what no table could hold becomes infinite, like 1e400."""
    return int(digits) if len(digits) < sys.float_info.max_10_exp else float(digits)


def _refuse_constant(text: str, name: str) -> NoReturn:
    bare = _STRING.sub(lambda string: " " * len(string[0]), text)
    place = _explain(json.JSONDecodeError(f"{name} is no number", text, bare.find(name)))
    raise SourceError(f"{place}; leave the value out if it is missing")


def refuse_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its pairs; a key that stands twice would lose the first value."""
    whole = dict(pairs)
    if len(whole) < len(pairs):
        (repeated, _), *_ = Counter(key for key, _ in pairs).most_common(1)
        key, value = (quote(part) for part in pairs[0])
        message = f"the key {quote(repeated)} stands twice in one object"
        raise SourceError(f"{message}, which begins with {key}: {value}")
    return whole
