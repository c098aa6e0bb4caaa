import json
import os
import sys

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyarrow import parquet

from books import book
from kamgraph.errors import BookError, SourceError
from kamgraph.model.book import Book
from kamgraph.model.versions import VERSION
from kamgraph.sources.read import read
from kamgraph.sources.write import write
from strategies import TEXTS, books, few

PEOPLE = "ann acme 2026-01-01 level=2; bo unit susceptibility=0.1"


@pytest.fixture(scope="module")
def anywhere(tmp_path_factory):
    return tmp_path_factory.mktemp("books")


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def csv_of(folder, **texts):
    for table, text in texts.items():
        (folder / f"{table}.csv").write_text(text, "utf-8")
    return folder


@few
@given(found=books())
@example(book(organizations=""))
@example(book(people="a acme 0001-01-01 9999-12-31; A acme susceptibility=1e-06"))
@example(book(organizations="o customer potential=5e-324 contribution=-0.0"))
def test_a_folder_gives_back_the_book(anywhere, found):
    write(found, anywhere / "csv")
    assert read(anywhere / "csv") == found


@few
@given(found=books(), texts=st.lists(st.sampled_from(TEXTS), min_size=1))
def test_every_form_gives_back_the_book_with_its_other_columns(anywhere, found, texts):
    people = found.people
    people["手机"] = [texts[row % len(texts)] for row in people.index]
    more = Book.from_tables(found.to_tables() | {"people": people})
    for name, options in (("csv", {}), ("parquet", {"parquet": True}), ("book.json", {})):
        write(more, anywhere / "more" / name, **options)
        assert read(anywhere / "more" / name) == more


def test_a_table_is_a_file_that_can_be_read_without_the_library(tmp_path):
    write(book(organizations="acme customer", people="ann acme 2026-01-01 level=2"), tmp_path)
    assert names(tmp_path) == ["manifest.json", "organizations.csv", "people.csv"]
    assert (tmp_path / "people.csv").read_bytes() == (
        b"id,name,organization,title,function,level,susceptibility,since,until,successor\n"
        b"ann,ann,acme,,,2,,2026-01-01,,\n"
    )


def test_days_and_numbers_have_types_in_parquet(tmp_path):
    write(book(people=PEOPLE), tmp_path, parquet=True)
    schema = parquet.read_schema(tmp_path / "people.parquet")
    types = [str(schema.field(name).type) for name in ("level", "since", "susceptibility")]
    assert types == ["int64", "date32[day]", "double"]


def test_writing_leaves_just_the_tables_of_the_book(tmp_path):
    csv_of(tmp_path, deals="id,account\nd,acme\n")
    (tmp_path / "notes.txt").write_text("keep")
    write(book(people=PEOPLE), tmp_path, parquet=True)
    kept = ["manifest.json", "notes.txt"]
    assert names(tmp_path) == [*kept, "organizations.parquet", "people.parquet"]
    write(book(people=PEOPLE), tmp_path)
    assert names(tmp_path) == [*kept, "organizations.csv", "people.csv"]


def test_nothing_is_replaced_before_everything_is_written(tmp_path, monkeypatch):
    write(book(people=PEOPLE), tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}

    def fail(table, stream):
        stream.write("half")
        if "source" in table:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("kamgraph.sources.csv_writing.write_columns", fail)
    with pytest.raises(SourceError, match="No space left"):
        write(book(people=PEOPLE, ties="bo reports_to ann"), tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == before


@pytest.mark.skipif(os.name == "nt", reason="no permission bits")
def test_files_have_the_usual_permissions(tmp_path):
    plain = tmp_path / "plain"
    plain.touch()
    write(book(people=PEOPLE), tmp_path / "book")
    write(book(people=PEOPLE), tmp_path / "book.json")
    for file in (tmp_path / "book" / "people.csv", tmp_path / "book.json"):
        assert file.stat().st_mode == plain.stat().st_mode


def test_missing_tables_are_empty_and_other_files_do_not_matter(tmp_path):
    csv_of(tmp_path, organizations="id,name,kind\nus,Us,vendor\n", people="")
    (tmp_path / "readme.md").write_text("# ours")
    (tmp_path / ".people.csv.new").write_text("half")
    (tmp_path / "archive").mkdir()
    assert repr(read(tmp_path)) == "<Book: 1 organizations>"
    assert read(str(tmp_path)) == read(tmp_path)


def test_problems_name_the_lines_of_the_file(tmp_path):
    people = 'id,name,organization\n"a","two\nlines",us\n\nb,B,lost\nc,,us\n'
    csv_of(tmp_path, organizations="id,name,kind\nus,Us,vendor\n", people=people)
    with pytest.raises(BookError) as caught:
        read(tmp_path)
    lines = caught.value.problems[["table", "row", "line", "column"]].to_numpy().tolist()
    assert lines == [
        ["people", 2, 5, "organization"],
        ["people", 3, 6, "name"],
    ]
    assert "people.csv, line 5, column organization: 'lost'" in str(caught.value)


@pytest.mark.parametrize("name", ["persons.csv", "People.csv", "people 2.csv"])
def test_a_table_of_another_name_is_refused(tmp_path, name):
    (tmp_path / name).touch()
    with pytest.raises(
        SourceError, match=rf"'{name[:-4]}' is no table of a book.*; tables are organiz"
    ):
        read(tmp_path)
    with pytest.raises(SourceError, match="is no table"):
        write(book(people=PEOPLE), tmp_path)
    assert names(tmp_path) == [name]


def test_endings_may_be_in_capitals(tmp_path):
    found = book(people=PEOPLE)
    write(found, tmp_path)
    (tmp_path / "people.csv").rename(tmp_path / "people.CSV")
    (tmp_path / "manifest.json").unlink()
    assert read(tmp_path) == found
    write(found, tmp_path)
    assert read(tmp_path) == found


def test_a_table_in_both_formats_is_refused(tmp_path):
    write(book(people=PEOPLE), tmp_path, parquet=True)
    csv_of(tmp_path, people="id,name,organization\n")
    with pytest.raises(SourceError, match=r"people\.csv: was not there .*, delete manifest\.json"):
        read(tmp_path)
    (tmp_path / "manifest.json").unlink()
    with pytest.raises(SourceError, match=r"people is there twice; remove .*people\.parquet"):
        read(tmp_path)


def test_lenient_and_policy_are_handed_on(tmp_path):
    found = book(people="ann lost", lenient=True)
    for target in (tmp_path / "book", tmp_path / "book.json"):
        write(found, target)
        assert read(target, lenient=True) == found
        with pytest.raises(BookError, match="organizations"):
            read(target)


def test_a_file_or_folder_that_is_not_there_or_not_readable_is_named(tmp_path):
    (tmp_path / "plain.csv").touch()
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "book" / "people.csv").mkdir(parents=True)
    for name in ("lost", "lost.json", "plain.csv", "book"):
        with pytest.raises(SourceError, match=name):
            read(tmp_path / name)
    for name in ("plain.csv", "plain.csv/book", "plain.csv/book.json", "folder.json"):
        with pytest.raises(SourceError, match=name):
            write(book(people=PEOPLE), tmp_path / name)
    assert names(tmp_path) == ["book", "folder.json", "plain.csv"]


def test_a_document_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(SourceError, match=r"bad\.json, line 1, column 2: not JSON"):
        read(tmp_path / "bad.json")
    write(book(people=PEOPLE), tmp_path / "Good.JSON")
    assert json.loads((tmp_path / "Good.JSON").read_text("utf-8"))["version"] == VERSION


def test_a_file_that_is_not_parquet_is_named(tmp_path):
    (tmp_path / "people.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(SourceError, match=r"people\.parquet: not readable as Parquet"):
        read(tmp_path)


def test_a_parquet_column_that_stands_twice_is_refused(tmp_path):
    table = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["id", "id"])
    parquet.write_table(table, tmp_path / "people.parquet")
    with pytest.raises(SourceError, match="twice"):
        read(tmp_path)


def test_parquet_of_other_tools_may_hold_types_of_its_own(tmp_path):
    organizations = pa.table(
        {"id": [1], "name": ["Us"], "kind": pa.array(["vendor"]).dictionary_encode()}
    )
    people = pa.table(
        {"id": [7, 8], "name": ["A", "B"], "organization": [1, 1], "level": [None, 3]}
    )
    parquet.write_table(organizations, tmp_path / "organizations.parquet")
    parquet.write_table(people, tmp_path / "people.parquet")
    assert read(tmp_path).people["level"].tolist()[1] == 3


def test_parquet_without_pyarrow_names_the_extra(tmp_path, monkeypatch):
    found = book(people=PEOPLE)
    write(found, tmp_path, parquet=True)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(SourceError, match=r"kamgraph\[parquet\]"):
        read(tmp_path)
    with pytest.raises(SourceError, match=r"kamgraph\[parquet\]"):
        write(found, tmp_path, parquet=True)


@pytest.mark.parametrize(
    "cells", [pa.array([2**31 - 1], pa.date32()), pa.array([2**62], pa.timestamp("us"))]
)
def test_parquet_with_days_beyond_the_calendar_is_refused_with_the_row(tmp_path, cells):
    parquet.write_table(pa.table({"since": cells}), tmp_path / "people.parquet")
    words = r"people.parquet, row 1, column since: '\d+-07-\d\d .* lies beyond the years 1 to 9999"
    with pytest.raises(BookError, match=words):
        read(tmp_path)


def test_parquet_with_bytes_that_are_no_text_is_refused(tmp_path):
    cells = pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff"]).buffers())
    parquet.write_table(pa.table({"since": cells}), tmp_path / "people.parquet")
    with pytest.raises(SourceError, match=r"not readable as Parquet: .*UTF8"):
        read(tmp_path)


def test_parquet_of_few_bytes_and_many_cells_is_refused(tmp_path):
    wide, tall = ({f"c{i}": ["x"] for i in range(1001)}, {"id": pa.nulls(1_100_000, pa.string())})
    for table, words in ((wide, "1,001 columns are more than"), (tall, "repeat a few values")):
        parquet.write_table(pa.table(table), tmp_path / "people.parquet")
        with pytest.raises(SourceError, match=words):
            read(tmp_path)


def test_without_pyarrow_no_folder_of_parquet_is_begun(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(SourceError, match="Parquet needs pyarrow"):
        write(book(people="ann acme"), tmp_path / "new", parquet=True)
    assert not (tmp_path / "new").exists()
