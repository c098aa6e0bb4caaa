import json
import os
import stat
import threading
from contextlib import suppress

import pytest

from books import book
from kamgraph.errors import SourceError
from kamgraph.sources.read import read, read_with_report
from kamgraph.sources.write import write

OLD = book(people="ann acme; bo acme", ties="bo reports_to ann")
NEW = book(people="cy acme; di acme", deals="d acme")
FORMS = pytest.mark.parametrize("parquet", [False, True], ids=["csv", "parquet"])
posix = pytest.mark.skipif(os.name == "nt", reason="no rights, links or devices")


def manifest_of(folder):
    return json.loads((folder / "manifest.json").read_text())


@FORMS
def test_no_flip_of_a_bit_is_read_as_other_facts(tmp_path, parquet):
    write(OLD, tmp_path, parquet=parquet)
    for file in [*tmp_path.iterdir()]:
        data = file.read_bytes()
        for place in range(0, len(data), 1 + len(data) // 40):
            flipped = bytearray(data)
            flipped[place] ^= 1 << place % 8
            file.write_bytes(flipped)
            with suppress(SourceError):
                assert read(tmp_path) == OLD
        file.write_bytes(data)
    assert read(tmp_path) == OLD


def test_a_table_that_was_changed_removed_or_added_is_named_with_what_to_do(tmp_path):
    write(OLD, tmp_path)
    data = (tmp_path / "people.csv").read_bytes()
    (tmp_path / "people.csv").write_bytes(data.replace(b"bo,bo", b"bo,Bo"))
    wanted = r"people\.csv: is not as it was written.*changed it yourself, delete manifest\.json"
    with pytest.raises(SourceError, match=wanted):
        read(tmp_path)
    (tmp_path / "people.csv").unlink()
    with pytest.raises(SourceError, match=r"people\.csv: is not there any more.*removed it your"):
        read(tmp_path)
    (tmp_path / "people.csv").write_bytes(data)
    (tmp_path / "notes.csv").write_text("a\n1\n")
    assert read(tmp_path) == OLD
    _, report = read_with_report(tmp_path)
    assert report.left_out["file"].tolist() == [str(tmp_path / "notes.csv")]
    (tmp_path / "roles.tsv").write_text("person\taccount\trole\nann\tacme\tuser\n")
    with pytest.raises(SourceError, match=r"roles\.tsv: was not there when the book was written"):
        read(tmp_path)
    (tmp_path / "notes.csv").unlink()
    (tmp_path / "manifest.json").unlink()
    assert len(read(tmp_path).roles) == 1


def test_a_copy_that_is_half_of_one_book_and_half_of_another_is_refused(tmp_path):
    write(OLD, tmp_path / "old")
    write(book(people="ann acme; bo acme; cy acme"), tmp_path / "new")
    (tmp_path / "old" / "people.csv").write_bytes((tmp_path / "new" / "people.csv").read_bytes())
    with pytest.raises(SourceError, match=r"people\.csv: is not as it was written"):
        read(tmp_path / "old")


def test_a_manifest_of_another_program_is_left_alone(tmp_path):
    write(OLD, tmp_path)
    (tmp_path / "manifest.json").write_text('{"name": "app"}')
    assert read(tmp_path) == OLD
    with pytest.raises(SourceError, match=r"manifest\.json: is of another program"):
        write(NEW, tmp_path)
    assert read(tmp_path) == OLD
    assert (tmp_path / "manifest.json").read_text() == '{"name": "app"}'


@pytest.mark.parametrize(
    "change",
    [
        {"files": {"../secret.csv": "0" * 64}},
        {"files": {"a/b.csv": "0" * 64}},
        {"files": {".hidden": "0" * 64}},
        {"generation": "../elsewhere"},
        {"generation": ".kamgraph-0123456789abcdeg"},
        {"version": 2},
        {"files": {"people.csv": "short"}},
        {"more": 1},
    ],
)
def test_a_manifest_leads_nowhere_else(tmp_path, change):
    write(OLD, tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest_of(tmp_path) | change))
    with pytest.raises(SourceError, match=r"manifest\.json: is damaged; .* delete it"):
        read(tmp_path)


def test_what_a_writer_has_yet_to_move_or_remove_does_not_matter(tmp_path):
    write(OLD, tmp_path)
    left = (tmp_path / "ties.csv").read_bytes()
    write(NEW, tmp_path)
    told = manifest_of(tmp_path)
    assert [*told["gone"]] == ["ties.csv"]
    (tmp_path / "ties.csv").write_bytes(left)
    (tmp_path / told["generation"]).mkdir()
    (tmp_path / "people.csv").rename(tmp_path / told["generation"] / "people.csv")
    assert read(tmp_path) == NEW
    (tmp_path / "people.csv").write_text("id,name,organization\n")
    assert read(tmp_path) == NEW
    write(OLD, tmp_path)
    assert read(tmp_path) == OLD
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


@posix
def test_tables_keep_their_rights_and_links(tmp_path):
    folder, other = tmp_path / "book", tmp_path / "elsewhere"
    write(OLD, folder)
    other.mkdir()
    (folder / "people.csv").chmod(0o640)
    (folder / "organizations.csv").rename(other / "o.csv")
    (folder / "organizations.csv").symlink_to(other / "o.csv")
    write(NEW, folder)
    assert stat.S_IMODE((folder / "people.csv").stat().st_mode) == 0o640
    assert (folder / "organizations.csv").readlink() == other / "o.csv"
    assert [*other.iterdir()] == [other / "o.csv"]
    assert read(folder) == NEW


@posix
def test_a_pipe_in_the_place_of_a_table_is_refused(tmp_path):
    os.mkfifo(tmp_path / "people.csv")
    with pytest.raises(SourceError, match=r"people\.csv: is a pipe or a device"):
        write(OLD, tmp_path)
    assert [*tmp_path.iterdir()] == [tmp_path / "people.csv"]


@pytest.mark.long
@FORMS
def test_readers_beside_a_writer_see_one_book(tmp_path, parquet):
    write(OLD, tmp_path, parquet=parquet)
    done = threading.Event()
    seen = []

    def look():
        while not done.is_set():
            seen.append(read(tmp_path))

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(10):
        write(NEW, tmp_path, parquet=parquet)
        write(OLD, tmp_path, parquet=not parquet)
    done.set()
    for reader in readers:
        reader.join()
    assert seen
    assert all(one in (OLD, NEW) for one in seen)
