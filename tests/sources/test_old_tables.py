import bz2
import gzip
import shutil
import zipfile

import pytest

import kamgraph as k
from books import book
from kamgraph.cli import main
from kamgraph.errors import SourceError
from kamgraph.sources.read import read
from kamgraph.sources.write import write

OLD = book(people="ann acme; bo acme", ties="bo reports_to ann")
NEW = OLD.erase("ann")
TABLES = {name: table for name, table in OLD.to_tables().items() if len(table)}


def spell(table, *, sep=","):
    return table.to_csv(index=False, sep=sep).encode()


def spell_records(table):
    return table.to_json(orient="records", date_format="iso").encode()


def make_folder(folder, form):
    """Make by hand a folder of tables in some form."""
    folder.mkdir()
    for number, (name, table) in enumerate(TABLES.items()):
        kind = form if form != "mixed" else ("csv", "tsv", "txt")[number % 3]
        match kind:
            case "tsv" | "txt":
                (folder / f"{name}.{kind}").write_bytes(spell(table, sep="\t"))
            case "csv" | "CSV":
                (folder / f"{name}.{kind}").write_bytes(spell(table))
            case "gz":
                (folder / f"{name}.csv.gz").write_bytes(gzip.compress(spell(table)))
            case "bz2":
                (folder / f"{name}.tsv.bz2").write_bytes(bz2.compress(spell(table, sep="\t")))
            case "json":
                (folder / f"{name}.json").write_bytes(spell_records(table))
            case "below":
                (folder / "tables").mkdir(exist_ok=True)
                (folder / "tables" / f"{name}.csv").write_bytes(spell(table))
            case "zip":
                with zipfile.ZipFile(folder / "all.zip", "a") as archive:
                    archive.writestr(f"{name}.csv", spell(table))
            case "xlsx":
                write(OLD, folder / "book.xlsx")
    return folder


def list_bytes(folder):
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("parquet", [False, True], ids=["csv", "parquet"])
@pytest.mark.parametrize("form", ["csv", "CSV", "tsv", "txt", "mixed"])
def test_a_book_replaces_the_tables_that_were_made_by_hand(tmp_path, form, parquet):
    folder = make_folder(tmp_path / "t", form)
    (folder / "notes.md").write_text("ours")
    assert read(folder) == OLD
    write(NEW, folder, parquet=parquet)
    assert read(folder) == NEW
    assert not [file for file, data in list_bytes(folder).items() if b"ann" in data]
    assert (folder / "notes.md").read_text() == "ours"


@pytest.mark.parametrize("form", ["gz", "bz2", "json", "below", "zip", "xlsx"])
def test_tables_that_would_stay_beside_a_book_are_refused(tmp_path, form, capsys):
    folder = make_folder(tmp_path / "t", form)
    assert read(folder) == OLD
    before = list_bytes(folder)
    with pytest.raises(SourceError, match=r"t: nothing was written, since .* would stay beside"):
        write(NEW, folder)
    assert main(["convert", str(folder), str(folder)]) == 2
    assert str(next(iter(before))) in capsys.readouterr().err
    assert list_bytes(folder) == before


def test_what_is_below_the_tables_of_a_book_is_not_of_it(tmp_path):
    folder = make_folder(tmp_path / "t", "tsv")
    shutil.copytree(make_folder(tmp_path / "old", "csv"), folder / "before")
    write(NEW, folder)
    assert read(folder) == NEW
    assert (folder / "before" / "people.csv").exists()


STRANGE = ["Deals.CSV", "deals.tsv", "deals.txt", "deals.csv.gz", "deals.json", "deals.xlsx"]


@pytest.mark.parametrize("name", STRANGE)
def test_a_table_beside_a_book_is_never_ignored(tmp_path, name):
    write(OLD, tmp_path)
    data = b"id,account,name\nd,acme,D\n"
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    with pytest.raises(SourceError, match=f"{name}: was not there when the book was written"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["deals.csv.gz", "deals.json"])
def test_a_table_of_another_form_beside_those_made_by_hand_is_read(tmp_path, name):
    folder = make_folder(tmp_path / "t", "csv")
    deals = k.Book.from_tables({**TABLES, "deals": book(deals="d acme").deals}).deals
    data = gzip.compress(spell(deals)) if name.endswith("gz") else spell_records(deals)
    (folder / name).write_bytes(data)
    assert [*read(folder).deals["id"]] == ["d"]
    (folder / "people.jsonl").write_bytes(b'{"id": "x", "name": "X", "organization": "acme"}\n')
    with pytest.raises(SourceError, match="people is there twice"):
        read(folder)
