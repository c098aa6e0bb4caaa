import contextlib
import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings

import kamgraph as k
from books import book
from strategies import books

FACTS = book(
    people="ann acme; vic us",
    ties="vic knows ann trusted",
    assessments="ann 2026-01-01 5 4 3",
)
HOSTILE = Path(__file__).parents[3] / "shared" / "data" / "nasty"
few = settings(max_examples=min(60, settings.default.max_examples // 8))


def written(folder, **files):
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(data)
    return folder


@few
@given(books())
def test_a_folder_gives_back_what_was_written(tmp_path_factory, drawn):
    for parquet in (False, True):
        folder = tmp_path_factory.mktemp("book")
        k.write(drawn, folder, parquet=parquet)
        assert k.read(folder) == drawn


def test_a_document_gives_back_what_was_written(tmp_path):
    k.write(FACTS, tmp_path / "book.json")
    assert k.read(tmp_path / "book.json") == FACTS


def test_writing_twice_gives_the_same_bytes_and_removes_what_is_gone(tmp_path):
    k.write(FACTS, tmp_path)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    k.write(FACTS, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first
    (tmp_path / "notes.txt").write_text("mine")
    k.write(book(people="ann acme"), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "notes.txt", "organizations.csv", "people.csv"]  # fmt: skip


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    written(tmp_path, organizations=b"\xef\xbb\xbfid,name,kind\nA,A,customer\n")
    assert k.read(tmp_path).organizations["id"].tolist() == ["A"]


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (b"id,name\n\xff\xfe,x\n", "people.csv.*UTF-8"),
        ("id,name,organization\np,Ann\n", "people.csv.*line 2"),
        ("id,name,organization\np,Ann,A,more\n", "people.csv.*line 2"),
        ('id,name,organization\np,"Ann,A\n', "people.csv"),
        ("id,id,name,organization\np,p,Ann,A\n", "people.csv.*id"),
        ("id,name,organization\np,A\x00nn,A\n", "people.csv.*line 2"),
    ],
)
def test_what_cannot_be_read_names_file_and_line(tmp_path, people, said):
    written(tmp_path, organizations="id,name,kind\nA,A,customer\n", people=people)
    with pytest.raises(k.SourceError, match=f"(?s){said}"):
        k.read(tmp_path)


def test_bad_rows_name_their_line_in_the_file(tmp_path):
    people = 'id,name,organization,level\np,"Ann\nMarie",A,1\nq,Bo,A,9\n'
    written(tmp_path, organizations="id,name,kind\nA,A,customer\n", people=people)
    with pytest.raises(k.BookError) as caught:
        k.read(tmp_path)
    problems = caught.value.problems
    assert problems["column"].tolist() == ["name", "level"]
    assert problems["row"].tolist() == [1, 2]
    assert problems["line"].tolist()[1] == 4


def test_a_file_of_no_known_table_is_refused(tmp_path):
    written(tmp_path, persons="id\np\n")
    with pytest.raises(k.SourceError, match="persons"):
        k.read(tmp_path)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(k.SourceError, match="nowhere"):
        k.read(tmp_path / "nowhere")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(k.SourceError):
        k.write(FACTS, tmp_path)


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("csv/*.csv")), ids=lambda path: path.stem)
def test_a_hostile_table_is_refused_or_has_nobody_in_it(path, tmp_path):
    # None of these has the columns of the table, so whoever came out of it was made up.
    written(tmp_path, people=path.read_bytes())
    with contextlib.suppress(k.KamgraphError):
        assert k.read(tmp_path).people.empty


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("json/*.json")), ids=lambda path: path.stem)
def test_a_hostile_document_is_refused(path):
    with pytest.raises(k.KamgraphError):
        k.read(path)


def test_parquet_and_csv_of_one_table_are_not_both_believed(tmp_path):
    k.write(FACTS, tmp_path)
    pd.DataFrame({"id": ["x"]}).to_parquet(tmp_path / "people.parquet")
    with pytest.raises(k.SourceError, match="people"):
        k.read(tmp_path)
