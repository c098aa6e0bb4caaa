"""The schema of a book's document and the reader of the document, which have to judge alike."""

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import kamgraph as k
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.marks import Words
from kamgraph.model.nothing import ERRORS, NO_VALUES

POLICY = k.Policy(
    strength_labels={"loose": 0.3, "tight": 0.9},
    scales={"relationship": ("cold", "warm", "hot"), "solution": ("A", "B"), "price": ("-", "+")},
)
SCHEMAS = {
    policy: Draft202012Validator(k.json_schema(policy=policy)) for policy in (k.Policy(), POLICY)
}
# A row of each table that nothing is wrong with, with the columns alone that it must have.
ROWS = {
    "organizations": {"id": "o", "name": "O", "kind": "customer"},
    "people": {"id": "p", "name": "P", "organization": "o"},
    "positions": {"person": "p", "organization": "o"},
    "deals": {"id": "d", "account": "o"},
    "ties": {"source": "p", "target": "q", "kind": "influences"},
    "roles": {"person": "p", "account": "o", "role": "approver"},
    "team": {"person": "p", "account": "o", "role": "lead_expert"},
    "assessments": {"person": "p", "date": "2026-01-01"},
    "targets": {"person": "p", "due": "2026-01-01"},
    "interactions": {"id": "i", "date": "2026-01-01", "person": "p"},
    "commitments": {"id": "c", "by": "p", "to": "q", "made": "2026-01-01"},
    "payments": {"id": "y", "deal": "d", "part": "advance", "due": "2026-01-01"},
    "goals": {"account": "o", "due": "2026-01-01", "amount": 1},
    "actions": {"id": "a", "account": "o", "kind": "meet"},
    "candidates": {
        "id": "x",
        "kind": "level",
        "person": "p",
        "confidence": 0.5,
        "method": "title",
        "seen": "2026-01-01",
    },
}
KEYS = {"id", "source", "person", "account"}  # told apart, as no two rows may have the same
CELLS = [(table, column) for table in TABLES for column in columns(table)]
WHOLE = [0, 1, -1, 2, 5, 6, 7, -3, 10**15, 2**53]
BROKEN = [0.0, -0.0, 0.5, 1.0, 1.5, 2.0, 1 + 1e-12, 1e-6, 9e-7, -1e-6, 5e-324, 1e300, 1.7e308]
TEXTS = [
    *(
        "",
        " ",
        "x",
        " x",
        "x ",
        "a\tb",
        "a\nb",
        "x\n",
        "\0",
        "\x7f",
        "\u200b",
        "\u3000",
        "\u200b\n",
    ),
    *("é", "\u2028", "😀", "1.5e+10", "1.5E+3", "#N/A", "n/a", "N/A", "none", "None", "无", "NaN"),
    *(
        "0",
        "1",
        "5",
        " 3 ",
        "+0.5",
        ".5",
        "1.",
        "1e0",
        "1,5",
        "0x1",
        "1_0",
        "٣",
        "½",
        "inf",
        "true",
    ),
    *("2026-01-01", " 2026-02-28 ", "2026-02-29", "2024-02-29", "2000-02-29", "1900-02-29"),
    *("0000-01-01", "0001-01-01", "9999-12-31", "2026-13-01", "2026-04-31", "2026-1-1", "20260101"),
    *("2026-01-01T00:00:00", "01.02.2026", "30 June 2026", "２０２６-01-01"),
    *(
        "weak",
        "强",
        "trusted",
        "TRUSTED",
        "loose",
        "warm",
        "A",
        "a",
        "支持",
        "Supportive",
        "-",
        "+",
    ),
]
SPELLED = sorted(
    spelled
    for _, column in CELLS
    if (words := column.mark(Words))
    for word, both in words.vocabulary.labels.items()
    for spelled in (word, both[0], both[0].upper(), both[1], both[1].replace("（", "("))
)
ODD = [[True, False], [{}, {"a": 1}], [[], ["x"]], [None]]
KINDS = [*ODD, WHOLE, BROKEN, sorted({*TEXTS, *SPELLED, *NO_VALUES, *ERRORS})]
ANY = st.one_of(
    st.sampled_from(SPELLED).map(lambda word: f" {word}\t") | st.dates().map(str),
    st.text(st.sampled_from("ab1-. \n\t\0é无\u200b"), max_size=4),
)
VALUES = st.sampled_from(KINDS).flatmap(
    lambda kind: st.lists(st.sampled_from(kind), max_size=20, unique_by=repr)
) | st.lists(ANY, max_size=5, unique=True)


def judge(table, rows, policy):
    """Return of each row whether the schema takes it, and whether the reader does."""
    document = {"format": "kamgraph-book", "version": 1, "tables": {table: rows}}
    wrong = {error.path[2] for error in SCHEMAS[policy].iter_errors(document)}
    bad = set()
    try:
        k.Book.from_json(json.dumps(document), policy=policy, lenient=True)
    except k.BookError as error:
        bad = {*(error.problems["row"] - 1)}
    return [(row not in wrong, row not in bad) for row in range(len(rows))]


def check_cells(table, column, values, policy):
    """Compare both on rows that hold each a value; all of one type, as a column's ids are."""
    rows = [
        {name: f"{cell}{place}" if name in KEYS else cell for name, cell in ROWS[table].items()}
        | {column.name: value}
        for place, value in enumerate(values)
    ]
    for value, (said, read) in zip(values, judge(table, rows, policy), strict=True):
        assert said is read or is_beyond_schemas(column, value), (table, column.name, value, said)


def is_beyond_schemas(column, value):
    """Tell of what the page *JSON* says that no schema can tell it."""
    if isinstance(value, str):
        return column.kind != "text" and is_number(value)  # whose range it cannot tell
    if isinstance(value, float):
        return column.kind == "text" and value.is_integer()  # which it holds to be whole
    return type(value) is int and abs(value) > 2**53


def is_number(text):
    try:
        float(text.rstrip(" %％"))
    except ValueError:
        return False
    return True


@settings(max_examples=min(60, settings.default.max_examples))
@given(st.sampled_from([*SCHEMAS]), st.sampled_from(CELLS), VALUES)
def test_schema_and_reader_judge_cells_alike(policy, cell, values):
    check_cells(*cell, values, policy)


@pytest.mark.parametrize("kind", ["knows", "认识", "influences", "Reports to", "dotted_line", "x"])
@pytest.mark.parametrize("deal", [None, "", "无", "d"])
def test_schema_and_reader_judge_strengths_of_each_kind_alike(kind, deal):
    strengths = ["weak", "强", "trusted", "深入", "n/a", -0.5, -1, 0, 0.5, 1, 1.5, None]
    for policy in SCHEMAS:
        for strength in strengths:
            row = ROWS["ties"] | {"kind": kind, "deal": deal, "strength": strength}
            ((said, read),) = judge("ties", [row], policy)
            assert said is read, (strength, policy)


@pytest.mark.parametrize(
    "heading", ["other", "手机", "a b", "", " x", "x\u3000", "x\ty", "strenght"]
)
@pytest.mark.parametrize("value", [None, True, 1, 0.5, "x\ny", "#N/A", "\0"])
def test_schema_and_reader_judge_columns_of_your_own_alike(heading, value):
    ((said, read),) = judge("people", [ROWS["people"] | {heading: value}], k.Policy())
    if heading.strip() == heading != "" and heading.isprintable():
        assert said is read is (value != "\0")
    else:
        assert not said


@pytest.mark.parametrize("table", TABLES)
def test_schema_and_reader_miss_the_same_columns(table):
    for lost in ROWS[table]:
        row = {name: value for name, value in ROWS[table].items() if name != lost}
        ((said, _),) = judge(table, [row], k.Policy())
        assert not said
        with pytest.raises(k.BookError, match="column is missing"):
            k.Book.from_tables({table: pd.DataFrame([row])}, lenient=True)


def test_what_a_book_writes_fits_its_schema():
    assert [*SCHEMAS[k.Policy()].iter_errors(json.loads(k.load_demo().to_json()))] == []


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"version": 0},
        {"version": "1"},
        {"tables": []},
        {"tables": {"nobody": []}},
        {"tables": {"people": {}}},
        {"tables": {"people": [1]}},
        {"tables": {"people": []}},
        {"content_hash": None},
        {"content_hash": 5},
        {"made_by": "us"},
    ],
)
def test_schema_and_reader_judge_documents_alike(change):
    document = {"format": "kamgraph-book", "version": 1, "tables": {}} | change
    try:
        read = bool(k.Book.from_json(json.dumps(document)))
    except k.KamgraphError:
        read = False
    assert SCHEMAS[k.Policy()].is_valid(document) is read


def test_the_schema_is_one_and_lists_the_words_to_choose_from():
    schema = k.json_schema()
    Draft202012Validator.check_schema(schema)
    words = schema["$defs"]["tie_kind"]["anyOf"][0]["enum"]
    assert words == ["reports_to", "dotted_line", "influences", "knows"]
    assert [*schema["properties"]["tables"]["properties"]] == [*TABLES]
