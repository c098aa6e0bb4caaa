import csv
import io

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamgraph.errors import SourceError
from kamgraph.sources.delimited import parse, write
from strategies import TEXTS

CELLS = st.sampled_from(("", *TEXTS)) | st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), max_size=4
)


def rows_of(text):
    data = text if isinstance(text, bytes) else text.encode()
    frame, lines = parse(data, "t.csv")
    return frame.to_numpy().tolist(), lines


def written(table):
    stream = io.StringIO(newline="")
    write(table, stream)
    return stream.getvalue()


@given(st.lists(st.tuples(CELLS, CELLS)))
@example([("bare\r", "a"), ('"', "\n")])
@example([("", "")])
def test_what_is_written_is_read_back(cells):
    table = pd.DataFrame(cells, columns=["id", "na,me"], dtype="str").replace("", None)
    rows, _ = rows_of(written(table))
    assert rows == [[*row] for row in cells]


@given(st.lists(st.tuples(CELLS, CELLS)))
def test_each_row_has_the_line_in_which_it_begins(cells):
    table = pd.DataFrame(cells, columns=["id", "name"], dtype="str")
    text = written(table)
    _, lines = parse(text.encode(), "t.csv")
    physical = io.StringIO(text, newline="").readlines()
    for line, row in zip(lines, cells, strict=True):
        rest = io.StringIO("".join(physical[line - 1 :]), newline="")
        assert next(csv.reader(rest)) == [*row]


@pytest.mark.parametrize(
    "text",
    ["id,name\n1,Ann\n", "id,name\r\n1,Ann", "\ufeffid,name\n\n1,Ann\n\n", '"id","name"\r1,Ann'],
)
def test_line_ends_byte_order_marks_and_blank_lines_do_not_matter(text):
    assert rows_of(text)[0] == [["1", "Ann"]]


def test_cells_stay_as_they_are():
    rows, lines = rows_of('id,name\n007, =1+1 \nNaN,"two\nlines"\n1e5,""\n')
    assert rows == [["007", " =1+1 "], ["NaN", "two\nlines"], ["1e5", ""]]
    assert lines == [2, 3, 5]


@pytest.mark.parametrize("text", [b"", b"\xef\xbb\xbf", b"\n\n"])
def test_an_empty_file_is_an_empty_table(text):
    frame, lines = parse(text, "t.csv")
    assert frame.shape == (0, 0)
    assert lines == []


def test_a_header_alone_is_a_table_without_rows():
    frame, lines = parse(b"id,name\n", "t.csv")
    assert [*frame.columns] == ["id", "name"]
    assert lines == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"id\n\xc4\xe3\n", r"t\.csv: not UTF-8, at byte offset 3"),
        ("id\n张\n".encode("utf-16"), "byte offset 0; save the file as UTF-8"),
        (b"id\n\xed\xa0\x80\n", "byte offset 3"),
        (b'id,name\n"a\n\r\nb",\0\n', "line 4: holds a NUL"),
        (b'id\n"a\n\nb\n', "line 2: .*unexpected end"),
        (b'id\nx\n"a"b\n', "line 3: .*expected after"),
        (b"id\n" + b"x" * 200_000, "line 2: .*limit"),
        (b"id,name\n1\n2,b\n3,c,d\n", "has 2 cells, but line 2 has 1, line 4 has 3$"),
        (b"id,name\n" + b"1\n" * 1000, "line 11 has 1 and 990 more"),
        (b"id,,name\n", "line 1: without a name: column 2"),
        (b"\nid,id\n", "line 2: named twice: column 'id'"),
        (b"a," * 5000 + b"b\n", "5,001 columns"),
    ],
)
def test_what_is_no_clean_csv_is_refused_with_its_place(text, words):
    with pytest.raises(SourceError, match=words):
        parse(text, "t.csv")


@given(st.binary(max_size=40))
@example(b'"')
def test_no_bytes_are_too_strange_to_refuse(data):
    try:
        frame, lines = parse(data, "t.csv")
    except SourceError:
        return
    assert len(frame) == len(lines)


def test_a_plain_table_is_written_without_quotes():
    table = pd.DataFrame({"id": ["a", "b,c"], "value": [86_000_000.0, 0.1], "level": [1, None]})
    assert written(table.astype({"level": "Int64"})) == 'id,value,level\na,86000000,1\n"b,c",0.1,\n'


def test_a_text_too_long_to_be_read_back_is_not_written():
    with pytest.raises(SourceError, match=r"200,000 characters.*\.json"):
        written(pd.DataFrame({"id": ["x" * 200_000]}))
