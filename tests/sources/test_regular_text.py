import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamgraph.sources import regular_text
from kamgraph.sources.delimited import parse
from kamgraph.sources.regular_text import read_regular
from kamgraph.sources.text_rows import read_lines

PLAIN = st.text(st.sampled_from("a,;\t|é\u2028\x1f' #NA\\\ufeff"), max_size=5)
ANYTHING = st.text(st.sampled_from('a,"\n\r é\ufeff'), max_size=5)


def read_plainly(text, header):
    # Regular text has no blanks before quotes, so that none may be left out.
    rows = [row for row in read_lines(text, ",", 0, "t.csv") if row[1]]
    rows = [row for row in rows if row[0] > header]
    return [cells for _, cells in rows], [line for line, _ in rows]


def check_agreement(text):
    for storage in ("pyarrow", "python"):  # whether Arrow is there or not
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(regular_text, "_TEXTS", pd.StringDtype(storage, na_value=np.nan))
            quick = read_regular(text, ",", 1, 2)
        if quick:
            cells, lines = quick
            assert (cells.to_numpy().tolist(), lines.tolist()) == read_plainly(text, 1)


@given(st.lists(st.lists(PLAIN, min_size=1, max_size=3)), st.sampled_from(["\n", "\r\n"]))
@example([["x", "y"], ["", ""], [""], [" ", "\t"]], "\n")
@example([["\ufeff", ""]], "\n")
def test_lines_without_quotes_are_read_as_one_by_one(rows, end):
    check_agreement(end.join(["a,b", *(",".join(row) for row in rows)]))


@pytest.mark.parametrize("block", [1, 7, 2**24])
@given(
    rows=st.lists(st.tuples(ANYTHING, ANYTHING), min_size=1), end=st.sampled_from(["\n", "\r\n"])
)
@example(rows=[('"', "\n"), ('""', '",'), ("", "")], end="\n")
def test_what_a_program_has_quoted_is_read_quickly_and_right(block, rows, end):
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator=end).writerows([("a", "b"), *rows])
    text = stream.getvalue()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regular_text, "_BLOCK", block)
        check_agreement(text)
        assert read_regular(text, ",", 1, 2) or text.count("\r") != text.count("\r\n")


@given(st.text(st.sampled_from('a,"\n '), max_size=14))
@example('a "b",c')
@example(' ,", "')
@example('"a"b,c')
@example('"a" ,c')
@example('""a"",c')
def test_quotes_that_may_be_read_otherwise_are_left_to_the_plain_reader(line):
    check_agreement(f"x,y\n{line}")


def test_a_cell_of_several_lines_moves_the_lines_below():
    text = '"id","name"\n' + "".join(f'"{at}","An\nn"\n' for at in range(10_000))
    raw = parse(text.encode(), "t.csv")
    assert raw.cells.iloc[-1].tolist() == ["9999", "An\nn"]
    assert raw.name_place(9_999, "name") == "t.csv, line 20000, column name"


def test_a_line_longer_than_what_is_parsed_together_is_read(monkeypatch):
    monkeypatch.setattr(regular_text, "_PIECE", 64)
    long = "x" * 1_000
    text = "id,name\n" + "".join(f"{at},{long}\n" for at in range(200))
    cells, _ = read_regular(text, ",", 1, 2)
    assert {*cells[1]} == {long}
    assert len(cells) == 200
