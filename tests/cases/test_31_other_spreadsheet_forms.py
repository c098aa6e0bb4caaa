"""Files that are no workbook, whatever they are called: each refused with the way that is open."""

import io
import zipfile

import pytest

from kamgraph.errors import SourceError
from kamgraph.sources.read import read

TABLE = "id\tname\torganization\np1\tAda\tacme\n"
EXCEL_2003 = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>
"""


def zipped(name, text=""):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        (
            "tabs.xls",
            TABLE.encode(),
            r"is plain text, even if .* rename it so that it ends in \.tsv",
        ),
        ("tabs.xls", TABLE.encode("utf-16"), r"is plain text, .*\.tsv"),
        ("old.xls", EXCEL_2003.encode(), r"is a workbook of Excel 2003: .* save it as \.xlsx"),
        ("old.xml", EXCEL_2003.encode(), r"is a workbook of Excel 2003: .* save it as \.xlsx"),
        ("page.xls", b"<html><table><tr><td>id</td></tr></table></html>", r"is an HTML page"),
        (
            "chart.vsdx",
            zipped("visio/document.xml"),
            r"is a drawing .*Visio: Review, Shape Reports",
        ),
        ("chart.drawio", b"<mxfile><diagram/></mxfile>", r"is a drawing .* in yEd"),
        ("x.numbers", zipped("Index/Document.iwa"), r"save it as \.xlsx"),
        ("x.md", b"| id | name |", r"of no known kind; a folder, or a file that ends in \.csv"),
        ("x.puml", b"@startuml", r"of no known kind"),
    ],
)
def test_the_way_out_is_named(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=words):
        read(tmp_path / name)


def test_the_renamed_file_is_read(tmp_path):
    path = tmp_path / "people.tsv"
    path.write_text(TABLE.replace("acme", "acme"), "utf-16")
    (tmp_path / "organizations.csv").write_text("id,name,kind\nacme,Acme,customer\n")
    assert read(tmp_path).people["name"].tolist() == ["Ada"]
