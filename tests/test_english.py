"""What is written for people is idiomatic, and functions are named by what they do."""

import ast
import re
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
SUFFIXES = {".py", ".md", ".toml", ".js", ".html", ".j2"}
DRAFTS = {"_build"}

# "One row a person" for "per person": so many of something that is counted, then an article.
COUNTED = """
    accounts? arrows? bars? boxes box cards? cells? columns? deals? dots? edges? entry entries
    examples?
    figures? files? folders? functions? ids? integers? interactions? keys? lines? marks? modules?
    names? nodes? notes? numbers? objects? pages? passes pictures? points? questions? records? rows?
    rules? search searches seconds? sections? sheets? slides? tables? tasks? tests? texts? ticks?
    ties values? words?
"""
TIMES = "second minute hour day night week month quarter year time"
GAP = r"(?:[ \t]+|[ \t]*\n[ \t]*(?:[#*][ \t]*)?)"  # a blank, or the next line of a comment
RATE = re.compile(
    r"(?<!\bwithout )(?<!\b[Hh]ow )"
    rf"\b(?:(?<!\bof )[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|(?<!as )[Mm]any|[Mm]ore|\d[\d,]*){GAP}"
    rf"(?:{'|'.join(COUNTED.split())}){GAP}"
    rf"an?{GAP}(?!(?:{'|'.join(TIMES.split())})\b)[a-z]+"
)
WHO = re.compile(r"\b(?:[Ww]hom? of (?:us|ours|theirs)|[Nn]obody of ours)\b")  # which, none of us
GOOD = [
    "one row per person",
    "500 accounts a second",
    "without a deal a row would say something else",
    "On which side of a line a point is",
    "How many rows a column may have",
    "as many rows as a page takes",
]
BAD = [
    "One row a participant",
    "one question a module",
    "a row a change",
    "a folder with a file a table",
    "287 rows an account",
    "one row\n    a problem",
    "# one column\n# a column of the source",
    "who of ours knows them",
    "Who of us carries too much",
    "which nobody of ours reaches",
    "tables of one row a scope",
    "more examples a property",
]

# Words that end like a participle and are none.
NO_PARTICIPLES = re.compile(
    "bed|bleed|breed|embed|exceed|feed|hundred|indeed|need|proceed|red|seed|shed|speed|succeed"
)
# Verbs that are spelled like their own participle (cut, put, read, set, split) are not among these.
IRREGULAR = re.compile(
    "begun|bought|broken|brought|built|caught|chosen|done|drawn|driven|fallen|felt|given|gone|grown|"
    "heard|held|hidden|kept|known|laid|led|lent|lost|made|meant|met|paid|proven|risen|said|seen|"
    "sent|shown|sold|sought|spelt|spent|spoken|stood|stolen|sworn|taken|taught|thought|thrown|told|"
    "torn|understood|woken|won|worn|written"
)
# After these a participle is what is asked for: is_closed, find_unused.
LEADING = {"is", "are", "was", "were", "has", "have", "can", "may", "find", "say", "draw", "list"}
PUBLIC = {"why_ignored", "function_unreached", "never_assessed", "blocked", "changed"}  # users know


def texts():
    """Yield every file that people read, with its text."""
    files = chain(map(ROOT.joinpath, PAGES), ROOT.glob("src/**/*"), ROOT.glob("docs/**/*"))
    for file in files:
        if file.suffix in SUFFIXES and file.is_file() and not DRAFTS & set(file.parts):
            yield file.relative_to(ROOT), file.read_text("utf-8")


def find_foreign(text):
    """Return what no native writer would say."""
    found = (match[0] for pattern in (RATE, WHO) for match in pattern.finditer(text))
    return [" ".join(words.split()) for words in found]


def is_participle(word):
    return bool(
        IRREGULAR.fullmatch(word) or (word.endswith("ed") and not NO_PARTICIPLES.fullmatch(word))
    )


def is_named_by_a_participle(name):
    words = name.strip("_").split("_")
    last = [] if words[0] in LEADING else words[-1:]
    return name not in PUBLIC and any(map(is_participle, words[:1] + last))


def functions(file):
    """Yield the functions of a file but its properties, which are nouns and adjectives."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            decorators = map(ast.unparse, node.decorator_list)
            if not any(
                one == "once" or "property" in one or one.endswith(".setter") for one in decorators
            ):
                yield node.name


@pytest.mark.parametrize("text", GOOD)
def test_idiomatic_english_passes(text):
    assert find_foreign(text) == []


@pytest.mark.parametrize("text", BAD)
def test_foreign_english_is_found(text):
    assert find_foreign(text)


def test_nothing_is_said_as_no_native_would():
    found = [f"{file}: {words}" for file, text in texts() for words in find_foreign(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("told", True),
        ("_filled_down", True),
        ("_look_ups_used", True),
        ("fill_down", False),
        ("list_required_columns", False),
        ("is_closed", False),
        ("find_unused", False),
        ("split_rows", False),
        ("read", False),
        ("feed", False),
    ],
)
def test_a_participle_is_known(name, expected):
    assert is_named_by_a_participle(name) == expected


def test_no_function_is_named_by_a_participle():
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in sorted(ROOT.glob("src/kamgraph/**/*.py"))
        for name in functions(file)
        if is_named_by_a_participle(name)
    ]
    assert not found, "\n".join(found)
