"""A weekly export as it comes: archives, alone or in a folder."""

import io
import zipfile

import pytest

from kamgraph.errors import SourceError
from kamgraph.sources.read import read_with_report

ACCOUNT = '"Id","Name"\n"001000000000001AAA","Acme"\n'
CONTACT = '"Id","AccountId","LastName"\n"003000000000001AAA","001000000000001AAA","Quist"\n'


def zipped(**texts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.csv", text)
    return stream.getvalue()


@pytest.fixture
def weekly(tmp_path):
    (tmp_path / "WE_1.ZIP").write_bytes(zipped(Account=ACCOUNT))
    (tmp_path / "WE_2.zip").write_bytes(zipped(Contact=CONTACT))
    return tmp_path


def test_all_archives_of_a_folder_are_one_export(weekly):
    book, report = read_with_report(weekly)
    assert book.people[["name", "organization"]].to_numpy().tolist() == [
        ["Quist", "001000000000001AAA"]
    ]
    assert [file.removeprefix(f"{weekly}/") for file in report.files["file"]] == [
        "WE_1.ZIP/Account.csv",
        "WE_2.zip/Contact.csv",
    ]
    assert report.left_out.empty


def test_an_archive_is_read_by_itself(weekly):
    book, _ = read_with_report(weekly / "WE_2.zip")
    assert book.people["name"].tolist() == ["Quist"]


def test_a_file_that_claims_to_be_an_archive_is_refused(tmp_path):
    (tmp_path / "export.zip").write_text("Id,Name\n1,Ann\n")
    with pytest.raises(SourceError, match=r"export\.zip: not a zip archive but a text file"):
        read_with_report(tmp_path / "export.zip")
