"""The wording and the code that speaks it name each other's keys."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import kamgraph
from kamgraph.model.voice import wording

SOURCES = sorted(Path(kamgraph.__file__).parent.rglob("*.py"))
TEMPLATES = sorted(Path(kamgraph.__file__).parent.rglob("*.j2"))
SPEAKERS = {"say", "say_count", "template"}


def pattern(node):
    """The keys that an expression can be: those of a text, of an f-string, of a choice of them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [re.escape(node.value)]
    if isinstance(node, ast.JoinedStr):
        parts = [(pattern(part) or [r"[\w.]+"])[0] for part in node.values]
        return ["".join(parts)]
    if isinstance(node, ast.IfExp):
        return pattern(node.body) + pattern(node.orelse)
    return []


def keys_asked():
    """Every pattern of keys, with the place in the code where it is spoken."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SPEAKERS:
                for one in pattern(node.args[0]):
                    yield one, f"{path.name}:{node.lineno}"
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "words_of":
                for one in pattern(node.args[0]):
                    yield rf"rules\.{one}\.[\w.]+", f"{path.name}:{node.lineno}"
    for path in TEMPLATES:
        for key, more in re.findall(r'say\("([^"]+)"( ~)?', path.read_text("utf-8")):
            yield re.escape(key) + (r"\w+" if more else ""), path.name


def texts():
    """Every text of the code, as a pattern: keys also come from tables, and f-strings that begin."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            found.update(one for one in pattern(node) if not one.startswith("["))
    return {re.compile(one) for one in found}


def test_every_key_that_is_spoken_has_words():
    unknown = {
        place: one
        for one, place in keys_asked()
        if not any(re.fullmatch(one, key) for key in wording())
    }
    assert unknown == {}


def test_every_key_is_spoken_somewhere():
    known = texts() | {re.compile(one) for one, _ in keys_asked()}
    unused = [key for key in wording() if not any(text.fullmatch(key) for text in known)]
    assert unused == []


@pytest.mark.parametrize("key", wording())
def test_both_languages_say_the_same_things(key):
    said = wording()[key]
    assert list(said) == ["en", "zh"]
    english, chinese = (
        {name for _, name, _, _ in Formatter().parse(said[language]) if name} for language in said
    )
    if key == "some":  # English counts who is left out, Chinese all (等 12 人)
        chinese = {"rest" if name == "count" else name for name in chinese}
    assert english == chinese
