"""Every file in a folder is read, or named with the reason why not."""

import gzip
import json

import openpyxl
import pytest

from kamgraph.cli import main
from kamgraph.errors import LossWarning
from kamgraph.sources.read import read, read_with_report

ACME = "001000000000001AAA"


@pytest.fixture
def export(tmp_path):
    folder = tmp_path / "export"
    (folder / "part2").mkdir(parents=True)
    (folder / "Account.csv").write_text(f"Id,Name\n{ACME},Acme\n")
    (folder / "Contact.TSV").write_text(
        f"Id\tAccountId\tLastName\n003000000000003AAA\t{ACME}\tDunn\n"
    )
    (folder / "part2" / "Contact.csv").write_text(
        f"Id,AccountId,LastName\n003000000000002AAA,{ACME},Orr\n"
    )
    (folder / "User.csv.gz").write_bytes(
        gzip.compress(b"Id,Username,Name\n005000000000001AAA,a@us,Al\n")
    )
    deal = {
        "Id": "006000000000001AAA",
        "AccountId": ACME,
        "Name": "Pumps",
        "StageName": "Prospecting",
    }
    (folder / "Opportunity.json").write_text(json.dumps({"value": [deal]}))
    workbook = openpyxl.Workbook()
    workbook.active.append(["Id", "AccountId", "LastName", "Title"])
    workbook.active.append(["003000000000001AAA", ACME, "Quist", "CFO"])
    workbook.save(folder / "Contact.xlsx")
    (folder / "notes.ods").write_text("\n")
    (folder / "c.vcf").write_text("BEGIN:VCARD\n")
    return folder


def test_every_file_is_read_or_named(export):
    book, report = read_with_report(export)
    assert sorted(book.people["name"]) == ["Al", "Dunn", "Orr", "Quist"]
    assert book.deals["name"].tolist() == ["Pumps"]
    read_from = {file.removeprefix(f"{export}/") for file in report.files["file"]}
    assert read_from == {
        *("Account.csv", "Contact.TSV", "Contact.xlsx, sheet Sheet", "Opportunity.json"),
        *("User.csv.gz", "part2/Contact.csv"),
    }
    left_out = report.left_out.set_index(report.left_out["file"].str.removeprefix(f"{export}/"))
    assert [*left_out.index] == ["c.vcf", "notes.ods"]
    assert left_out.loc["c.vcf", "reason"].startswith("is mail, a calendar or cards")
    assert left_out["lost"].all()


def test_the_files_that_were_not_read_are_told_everywhere(export, tmp_path, capsys):
    with pytest.warns(LossWarning, match="2 files not read .*c.vcf: .*notes.ods: "):
        read(export)
    assert main(["convert", str(export), str(tmp_path / "book.json")]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert "6 of 6 rows taken" in line
    assert "2 files not read (c.vcf: " in line
