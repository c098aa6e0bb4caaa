import sys

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import kamgraph
from books import book
from kamgraph.errors import SourceError
from kamgraph.model.book import Book
from kamgraph.model.entities import TABLES
from kamgraph.sources.demo import load_demo
from kamgraph.sources.excel import read_sheets, write_workbook
from kamgraph.sources.excel.writing import create_workbook, write_text
from strategies import TEXTS, books, few

WORLD = "acme customer; us vendor"
TRAPS = (
    *TEXTS,
    *("<r>x</r>", "<r></r>", "<r><t>x</t></r>", "<r>_x0041_</r>", "_x000D_", "_x005F_x000D_"),
    *("_x0041_x0042_", "_x0041_x0042_x0043_", "a_x", "\r", "\x01", "&amp;", "]]>", "{=1}"),
    *("http://x.invalid", "mailto:a@x.invalid", "internal:A1", "TRUE", "#N/A", "2026-01-01", "1e5"),
    *(" ", "\n", "\t x", "x ", "\ufeff", "\u2028", "😀", "007", "101.0"),
)
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\0\ufffe\uffff")
ESCAPES = st.lists(st.sampled_from(("_", "x", "0041", "005F", "_x0041_", "<r>", "</r>", "a"))).map(
    "".join
)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("books") / "book.xlsx"


def read(file):
    return kamgraph.read(file)


def with_texts(texts):
    found = book(organizations=WORLD, people=";".join(f"p{at} acme" for at in range(len(texts))))
    people = found.people
    people["手机"] = texts
    return Book.from_tables(found.to_tables() | {"people": people})


@few
@given(books())
@example(book(organizations=""))
@example(book(people="a acme 0001-01-01 9999-12-31; A acme 1900-02-28 1900-03-01"))
@example(book(organizations="o customer potential=5e-324 contribution=-0.0"))
@example(book(organizations="o customer potential=1e22 contribution=-9007199254740991"))
@example(book(organizations="o customer potential=0.30000000000000004"))
@example(book(organizations="o customer potential=2.2250738585072014e-308"))
@example(with_texts(TRAPS))
def test_a_workbook_gives_back_the_book(file, found):
    write_workbook(found, file)
    assert read(file) == found


@given(st.lists(st.text(CHARACTERS) | ESCAPES, min_size=1, max_size=20))
@example([*TRAPS])
def test_every_text_comes_back(file, texts):
    with create_workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_string(0, 0, "text")
        for row, text in enumerate(texts, start=1):
            write_text(sheet, row, 0, text, None)
            sheet.write_number(row, 1, row)
        sheet.write_string(0, 1, "row")
    (table,) = read_sheets(file)
    assert table.cells["text"].tolist() == texts


def test_another_reader_finds_texts_numbers_and_days(file):
    ties = "a influences b 0.3; a influences b2 strong"
    people = "a acme 2026-01-05 level=2; b acme; b2 acme title==1+1"
    write_workbook(book(organizations=WORLD, people=people, ties=ties), file)
    sheets = openpyxl.load_workbook(file)
    assert sheets.sheetnames == [*TABLES]
    header, cells, *_ = sheets["people"].iter_rows(values_only=True)
    first = dict(zip(header, cells, strict=True))
    assert (first["id"], first["level"], first["title"]) == ("a", 2, None)
    assert first["since"] == pd.Timestamp(2026, 1, 5)
    column = header.index("title") + 1
    assert sheets["people"].cell(4, column).value == "=1+1"
    assert sheets["people"].cell(4, column).data_type == "s"
    assert [cell.value for cell in sheets["ties"]["H"]] == ["strength", 0.3, "strong"]


def test_a_sheet_is_pretty(file):
    write_workbook(load_demo(), file)
    sheet = openpyxl.load_workbook(file)["people"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet["A1"].font.bold
    assert sheet["A1"].fill.fgColor.rgb != sheet["D1"].fill.fgColor.rgb  # required and not
    assert sheet.column_dimensions["B"].width > 10


def test_the_same_book_gives_the_same_bytes(file):
    written = []
    for _ in range(2):
        write_workbook(load_demo(), file)
        written.append(file.read_bytes())
    assert written[0] == written[1]
    assert read(file) == load_demo()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x" * 32_768, r"sheet people, row 2: a text of 32,768 characters .*\.json"),
        ("😀" * 16_384, r"16,384 characters is too long"),
        ("\uffff", r"U\+FFFF.*\.json"),
    ],
)
def test_what_no_sheet_can_hold_is_refused_and_the_file_left_alone(file, text, words):
    write_workbook(load_demo(), file)
    before = file.read_bytes()
    with pytest.raises(SourceError, match=words):
        write_workbook(with_texts([text]), file)
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_the_longest_text_of_a_cell_comes_back(file):
    found = with_texts(["x" * 32_767, "😀" * 16_383])
    write_workbook(found, file)
    assert read(file) == found


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SourceError, match="lost is not there; make it first"):
        write_workbook(load_demo(), tmp_path / "lost" / "book.xlsx")


def test_an_extra_that_is_not_installed_is_named(file, monkeypatch):
    write_workbook(load_demo(), file)
    for module in ("xlsxwriter", "defusedxml.ElementTree"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(SourceError, match=r"needs xlsxwriter; .*'xlsxwriter>=.*kamgraph\[excel\]"):
        write_workbook(load_demo(), file)
    with pytest.raises(SourceError, match=r"needs defusedxml; .*'defusedxml>=.*kamgraph\[excel\]"):
        read_sheets(file)


def test_a_table_too_large_for_a_sheet_is_refused(file, monkeypatch):
    monkeypatch.setattr("kamgraph.sources.excel.book_sheets._MOST_ROWS", 2)
    with pytest.raises(SourceError, match=r"table people has 3 rows and 1\d columns, too many"):
        write_workbook(with_texts(["x"] * 3), file)
