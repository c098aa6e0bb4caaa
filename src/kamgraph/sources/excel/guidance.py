"""What a workbook tells whoever fills it in: a note on each column, a check of what is typed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from kamgraph.model.labels import explain_column, label_column, label_table
from kamgraph.model.marks import SMALLEST, Graded, NeverTiny, Words
from kamgraph.model.vocabulary import AXES, GRADES, STRENGTHS
from kamgraph.model.voice import current_language, say, say_label

if TYPE_CHECKING:
    from kamgraph.model.columns import Column
    from kamgraph.model.policy import Policy
    from kamgraph.model.vocabulary import Vocabulary

_LONGEST = 255  # characters that Excel takes in a list or message
_LARGEST = 1e15
_WIDTH, _LINE, _LETTERS = 280, 15, 44  # of a note: pixels, pixels, letters in a line


def write_note(sheet: Any, at: int, note: str) -> None:
    """Put a note on a column's name, as large as its text."""
    wide = 1 if note.isascii() else 2
    lines = sum(1 + wide * len(line) // _LETTERS for line in note.splitlines())
    size = {"width": _WIDTH, "height": _LINE * (lines + 1), "font_size": 9}
    sheet.write_comment(0, at, note, {**size, "color": "#FFFFFF", "author": "kamgraph"})


def write_check(sheet: Any, at: int, rows: int, rule: dict[str, Any], said: str) -> None:
    """Check what is typed into the rows of a column: another value is warned of, not refused."""
    message = say("workbook.check", what=said)
    if len(message) > _LONGEST:
        message = say("workbook.check_note")
    warning = {"error_type": "warning", "error_title": say("workbook.check_title")}
    sheet.data_validation(1, at, rows, at, rule | warning | {"error_message": message})


def compose_note(table: str, column: Column, policy: Policy) -> str:
    """Return what a column holds, whether it must, and which values it takes."""
    required = say("workbook.required" if column.required else "workbook.optional")
    what = explain_column(table, column.name, current_language())
    return "\n".join(filter(None, [what, required, describe_values(column, policy)]))


def describe_values(column: Column, policy: Policy) -> str:
    """Say in words which values a column takes."""
    words = say("comma").join(list_words(column, policy))
    if column.references:
        return say("workbook.id_of", sheet=label_table(column.references, current_language()))
    if words:
        return say("workbook.graded" if column.kind == "graded" else "workbook.words", words=words)
    if column.kind in {"day", "text"}:
        return say(f"workbook.{column.kind}")
    bounds = [say(f"workbook.{end}", bound=bound) for end, bound in _find_bounds(column).items()]
    if column.mark(NeverTiny):
        bounds.append(say("workbook.never_tiny", bound=SMALLEST))
    finite = say("workbook.finite")
    return say("workbook.number", bounds=say("workbook.bounds").join([finite, *bounds]))


def describe_name(table: str, column: Column) -> str:
    """Say what the names are that stand beside a column of ids."""
    return say("workbook.name_of", column=label_column(table, column.name, current_language()))


def spell_word(vocabulary: Vocabulary, word: str) -> str:
    """Return a word as a workbook writes it: as tables hold it, or by its Chinese label."""
    return word if current_language() == "en" else say_label(vocabulary, word)


def find_vocabulary(column: Column) -> Vocabulary | None:
    """Return the vocabulary of the words, grades or strengths that a column holds."""
    words, graded = column.mark(Words), column.mark(Graded)
    if words:
        return words.vocabulary
    if graded:
        return GRADES if graded.labels in AXES.words else STRENGTHS
    return None


def list_words(column: Column, policy: Policy) -> list[str]:
    """Return the words of a column as a workbook writes them, none where any text will do."""
    vocabulary, graded = find_vocabulary(column), column.mark(Graded)
    if vocabulary is None:
        return []
    if graded is None:
        words = vocabulary.words
    elif vocabulary is GRADES:
        words = tuple(policy.scales[graded.labels])
    else:
        words = (*policy.strength_labels, *policy.closeness_labels)
    return [spell_word(vocabulary, word) for word in words]


def make_rule(column: Column, policy: Policy) -> dict[str, Any]:
    """Return the check of what is typed into a column that holds no ids, empty if there is none."""
    words = list_words(column, policy)
    if words and not any("," in word for word in words) and len(",".join(words)) <= _LONGEST:
        return {"validate": "list", "source": words}
    if column.kind == "day":
        return {"validate": "date", "criteria": ">=", "value": dt.date(1900, 1, 1)}
    if column.kind in {"number", "integer"}:
        ends = _find_bounds(column)  # whether they belong to the range is for the reader to say
        low, high = ends.get("ge", ends.get("gt")), ends.get("le", ends.get("lt"))
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -_LARGEST if low is None else low,
            "maximum": _LARGEST if high is None else high,
        }
    return {}


def list_cells(sheet: str, letters: str, ids: str) -> dict[str, Any]:
    """Return a drop-down list of a column of a sheet, as long as that of its ids is filled."""
    column, counted = (f"{_quote(sheet)}!${one}" for one in (letters, ids))
    count = f"MAX(1,COUNTA({counted}:${ids})-1)"
    return {"validate": "list", "source": f"=OFFSET({column}$2,0,0,{count},1)"}


def _quote(sheet: str) -> str:
    return sheet if sheet.isascii() and sheet.isalpha() else f"'{sheet}'"


def _find_bounds(column: Column) -> dict[str, float]:
    """Return the ends of a column's range, by whether they belong to it."""
    return {
        name: getattr(mark, name)
        for mark in column.marks
        for name in ("ge", "gt", "le", "lt")
        if hasattr(mark, name)
    }
