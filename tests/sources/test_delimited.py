import csv

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamgraph.errors import SourceError
from kamgraph.sources.delimited import parse, parse_tables
from kamgraph.sources.limits import Limits


def rows_of(text):
    data = text if isinstance(text, bytes) else text.encode()
    raw = parse(data, "t.csv")
    return raw.cells.to_numpy().tolist(), raw.lines.tolist()


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
    raw = parse(text, "t.csv")
    assert raw.cells.shape == (0, 0)
    assert not len(raw.lines)


def test_a_header_alone_is_a_table_without_rows():
    raw = parse(b"id,name\n", "t.csv")
    assert raw.cells.columns.tolist() == ["id", "name"]
    assert not len(raw.lines)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"id\n\xc4\xe3\n", r"line 2: not UTF-8, at byte offset 3; .*gb18030 \('你'\), big5"),
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
        raw = parse(data, "t.csv")
    except SourceError:
        return
    assert len(raw.cells) == len(raw.lines)


def test_a_large_regular_file_is_read_quickly_and_located():
    text = "id;name\r\n\r\n" + "".join(f"{at};Ann {at}\r\n" for at in range(20_000))
    raw = parse(text.encode(), "t.csv")
    assert raw.cells.shape == (20_000, 2)
    assert raw.cells.iloc[-1].tolist() == ["19999", "Ann 19999"]
    assert raw.name_place(0, "name") == "t.csv, line 3, column name"
    with pytest.raises(SourceError, match="line 20003 has 1"):
        parse((text + "alone").encode(), "t.csv")
    with pytest.raises(SourceError, match="more than 1,000 rows"):
        parse(text.encode(), "t.csv", limits=Limits(rows=1000))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_for_which_the_file_is_regular(mark):
    assert rows_of(mark.join(["id", "na me"]) + "\n" + mark.join(["1", "x"]))[0] == [["1", "x"]]


def test_a_separator_may_be_named_and_must_be_when_two_would_do():
    both = "id;n,ame\n1;x,y\n"
    with pytest.raises(SourceError, match=r"comma or semicolon; .*sep=;"):
        parse(both.encode(), "t.csv")
    raw = parse(b"sep=;\r\n" + both.encode(), "t.csv")
    assert raw.cells.to_dict("list") == {"id": ["1"], "n,ame": ["x,y"]}
    assert raw.lines.tolist() == [3]
    assert rows_of("id;n,ame\n1;x\n")[0] == [["1", "x"]]


def test_the_lines_that_end_a_report_are_its_footer():
    raw = parse(b"id,name\n1,Ann\n\n\nContacts\nCopyright\n", "t.csv")
    assert raw.cells.to_numpy().tolist() == [["1", "Ann"]]
    assert raw.footer == ((5, "Contacts"), (6, "Copyright"))


def test_blanks_around_names_of_columns_do_not_matter():
    assert parse(" id ,\tname\u00a0\n1,Ann\n".encode(), "t").cells.columns.tolist() == [
        "id",
        "name",
    ]


def test_a_cell_may_be_longer_where_the_limit_is_wider():
    data = b"id\n" + b"x" * 200_000
    assert parse(data, "t.csv", limits=Limits(cell=200_000)).cells.shape == (1, 1)
    assert csv.field_size_limit() < 200_000
    with pytest.raises(SourceError, match="line 2, column id: holds more than 9 characters"):
        parse(b"id,x\n0123456789,1\n", "t.csv", limits=Limits(cell=9))


@pytest.mark.parametrize("line", ["sep=ab", 'sep="', "sep="])
def test_a_hint_names_one_separator_and_ends(line):
    raw = parse(f"{line}\nx\n".encode(), "t.csv")
    assert raw.cells.shape == (1, 1)


@pytest.mark.parametrize(
    "total", ["Total,3", "Total", "Grand Total:,,3", "合计,6人", "Total,3\n\n", "Sum,3\n\nPrinted"]
)
def test_a_short_line_of_totals_is_a_footer(total):
    raw = parse(f"id,name,boss,x\na,Ann,,1\nb,Bo,a,2\n{total}\n".encode(), "f.csv")
    assert raw.cells["id"].tolist() == ["a", "b"]
    assert raw.footer[0][0] == 4
    assert parse_tables(f"id,name,boss,x\na,Ann,,1\n{total}\n".encode(), "f.csv")[0].footer


def test_a_short_line_of_totals_among_rows_is_filled():
    raw = parse(b"id,name,boss\na,Ann,\nSubtotal,1\nb,Bo,a\n", "f.csv")
    assert raw.cells.to_numpy().tolist()[1] == ["Subtotal", "1", ""]


@pytest.mark.parametrize("line", ["Total,Ann", "c,Cy", "Total Energies,1", "total,1,2,3,4"])
def test_a_line_of_another_length_that_is_no_total_is_refused(line):
    with pytest.raises(SourceError, match="the header has 4 cells, but line 3 has"):
        parse(f"id,name,boss,x\na,Ann,,1\n{line}\n".encode(), "f.csv")


def test_totals_below_a_table_that_stands_lower_are_its_footer():
    text = "Report of staff\n\nid,name,boss\na,Ann,\nTotal,1\n\nPrinted by HR\n"
    (raw,) = parse_tables(text.encode(), "f.csv")
    assert raw.footer == ((5, "Total, 1"), (7, "Printed by HR"))


def test_blanks_before_a_quote_are_no_text():
    found = parse(b'nr, name, title\n1, "Lee, Ann", "x"\n2, Bo, y\n', "a.csv")
    assert found.cells.to_numpy().tolist() == [["1", "Lee, Ann", "x"], ["2", "Bo", "y"]]
    found = parse(b'nr,name\n1, "Ann" Lee\n', "a.csv")
    assert found.cells.to_numpy().tolist() == [["1", ' "Ann" Lee']]


def test_the_sign_with_which_old_programs_end_a_file_is_no_row():
    assert len(parse(b"nr,name\r\n1,Ann\r\n\x1a", "a.csv").cells) == 1


def test_quotes_after_a_backslash_are_named():
    with pytest.raises(SourceError, match="written as "):
        parse(b'nr,name\n1,"Ann \\"A\\" Lee"\n', "a.csv")


def test_lines_that_are_quoted_as_a_whole_are_named():
    with pytest.raises(SourceError, match="each line is quoted as a whole, so the comma"):
        parse(b'"nr,name"\r\n"1,Ann"\r\n', "a.csv")
    assert len(parse(b'"family, own"\n"Lee, Ann"\n"Li, Bo"\n', "a.csv").cells) == 2
