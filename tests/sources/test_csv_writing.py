import csv
import io

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamgraph.errors import SourceError
from kamgraph.model.dtypes import TEXT
from kamgraph.sources.csv_writing import guard_formulas, restore_texts, write
from kamgraph.sources.delimited import parse
from strategies import TEXTS

CELLS = st.sampled_from(("", *TEXTS)) | st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), max_size=4
)


def written(table):
    stream = io.StringIO(newline="")
    write(table, stream)
    return stream.getvalue()


def spell(cells, *, always):
    """Spell texts as Python's own writer does."""
    stream = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if always else csv.QUOTE_MINIMAL
    csv.writer(stream, lineterminator="\n", quoting=quoting).writerows(cells)
    return stream.getvalue()


@given(st.lists(st.tuples(CELLS, CELLS)))
@example([("bare\r", "a"), ('"', "\n")])
@example([("", "")])
def test_what_is_written_is_read_back(cells):
    table = pd.DataFrame(cells, columns=["id", "na,me"], dtype=TEXT).replace("", None)
    raw = restore_texts(parse(written(table).encode(), "t.csv"))
    assert raw.cells.to_numpy().tolist() == [[*row] for row in cells]


@given(st.integers(1, 3).flatmap(lambda width: st.lists(st.tuples(*[CELLS] * width))))
@example([("",), ("a",)])
@example([('say "no"', "a,b"), ("two\nlines", "=1")])
def test_cells_are_spelled_as_python_spells_them(cells):
    names = ["id", "na,me", "="][: len(cells[0]) if cells else 1]
    table = pd.DataFrame(cells, columns=names, dtype=TEXT)
    for missing in ("", None):
        harmless = [[guard_formulas(cell) for cell in row] for row in cells]
        always = "\r" in "".join(map("".join, harmless))
        text = written(table.replace("", missing))
        assert text == spell([names, *harmless], always=always)


@given(st.lists(st.tuples(CELLS, CELLS)))
def test_each_row_has_the_line_in_which_it_begins(cells):
    table = pd.DataFrame(cells, columns=["id", "name"], dtype=TEXT)
    text = written(table)
    lines = parse(text.encode(), "t.csv").lines
    physical = io.StringIO(text, newline="").readlines()
    for line, row in zip(lines, cells, strict=True):
        rest = io.StringIO("".join(physical[line - 1 :]), newline="")
        assert next(csv.reader(rest)) == [guard_formulas(cell) for cell in row]


def test_numbers_and_days_are_spelled_in_full():
    table = pd.DataFrame(
        {
            "share": [0.1, 2.0, None, -0.0],
            "rank": pd.array([1, None, 3, 2**60], dtype="Int64"),
            "day": pd.array(["0099-01-31", None, "2026-12-01", "9999-12-31"], dtype="M8[s]"),
            "held": [True, False, True, True],
        }
    )
    assert written(table).splitlines() == [
        "share,rank,day,held",
        "0.1,1,0099-01-31,True",
        "2,,,False",
        ",3,2026-12-01,True",
        f"0,{2**60},9999-12-31,True",
    ]


def test_objects_that_seem_equal_are_told_apart():
    table = pd.DataFrame({"id": ["1", "01", "1"], "x": pd.Series(["a", None, "a"], dtype=object)})
    assert written(table).splitlines() == ["id,x", "1,a", "01,", "1,a"]


def test_a_plain_table_is_written_without_quotes():
    table = pd.DataFrame({"id": ["a", "b,c"], "value": [86_000_000.0, 0.1], "level": [1, None]})
    assert written(table.astype({"level": "Int64"})) == 'id,value,level\na,86000000,1\n"b,c",0.1,\n'


def test_a_text_too_long_to_be_read_back_is_not_written():
    with pytest.raises(SourceError, match=r"200,000 characters.*\.json"):
        written(pd.DataFrame({"id": ["x" * 200_000]}))


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("=1+1", "'=1+1"),
        ("\t=1", "'\t'=1"),
        ("＝1", "'＝1"),
        ("a;=1", "a;'=1"),
        ("-0.5", "-0.5"),
        ("'=1", "''=1"),
        ("a=b", "a=b"),
        ("'", "'"),
    ],
)
def test_formulas_get_an_apostrophe(text, harmless):
    assert guard_formulas(text) == harmless
