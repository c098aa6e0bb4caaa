"""Workbooks of other writers, and what people press Alt+Enter in."""

import zipfile

import pytest
import xlsxwriter

from exports import SHARED
from kamgraph.errors import BookError
from kamgraph.sources.read import read_with_report

CASE = SHARED.parent / "cases" / "41-foreign-xlsx-writers"
WRITERS = sorted(path.name for path in CASE.glob("*.xlsx"))
ADA = ("007", "田中 一郎", "CFO")
SHARED_TEXTS = [
    ("p0", "田中", None),
    ("p1", "Ben O", None),
    ("p2", "_x0041_ x", None),
    ("p3", "Di", "Two"),
]
ROWS = {
    "mixedrefs.xlsx": [("007", "Ada", "CFO")],
    "phonetic.xlsx": SHARED_TEXTS,
    "sharedcase.xlsx": SHARED_TEXTS,
}
TEXTS = [ADA, ("008", "Ben A", None), ("009", "Cy", "Buyer")]


@pytest.mark.parametrize("name", WRITERS)
def test_the_cells_of_every_writer_are_read(name):
    book, _ = read_with_report(CASE / name)
    people = book.people[["id", "name", "title"]].astype(object)
    found = people.where(people.notna(), None).to_numpy().tolist()
    assert [*map(tuple, found)] == ROWS.get(name, TEXTS)


def write_own(path, title, person="p1"):
    with xlsxwriter.Workbook(path) as book:
        people = book.add_worksheet("people")
        people.write_row(0, 0, ["id", "name", "organization", "title"])
        people.write_row(1, 0, [person, "Ada Quist", "acme", title])
        book.add_worksheet("organizations").write_row(0, 0, ["id", "name", "kind"])
        book.get_worksheet_by_name("organizations").write_row(1, 0, ["acme", "Acme", "customer"])


def test_folders_may_be_divided_by_backslashes(tmp_path):
    write_own(tmp_path / "book.xlsx", "CFO")
    with (
        zipfile.ZipFile(tmp_path / "book.xlsx") as book,
        zipfile.ZipFile(tmp_path / "other.xlsx", "w", zipfile.ZIP_DEFLATED) as other,
    ):
        for member in book.infolist():
            renamed = zipfile.ZipInfo("x")
            renamed.filename = member.filename.replace("/", "\\")
            other.writestr(renamed, book.read(member))
    assert (
        read_with_report(tmp_path / "other.xlsx")[0] == read_with_report(tmp_path / "book.xlsx")[0]
    )


@pytest.mark.parametrize("title", ["Chief\nBuyer", "Chief\r\nBuyer", "Chief\tBuyer\n"])
def test_a_line_break_in_a_title_is_a_blank_and_told(tmp_path, title):
    path = tmp_path / "book.xlsx"
    write_own(path, title)
    book, report = read_with_report(path)
    assert book.people["title"].tolist() == ["Chief Buyer"]
    (found,) = report.findings.itertuples()
    assert (found.severity, found.finding, found.subject) == ("low", "respelled_cell", ("title",))
    assert "sheet people, cell D2" in found.detail


def test_a_line_break_in_an_id_is_a_problem(tmp_path):
    write_own(tmp_path / "book.xlsx", "CFO", person="p\n1")
    with pytest.raises(BookError, match=r"cell A2: .* holds a control character"):
        read_with_report(tmp_path / "book.xlsx")


def test_hidden_rows_are_read_and_told(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        people = book.add_worksheet("organizations")
        people.write_row(0, 0, ["id", "name", "kind"])
        people.write_row(1, 0, ["acme", "Acme", "customer"])
        people.write_row(2, 0, ["borg", "Borg", "customer"])
        people.set_row(2, None, None, {"hidden": True})
    book, report = read_with_report(path)
    assert book.organizations["id"].tolist() == ["acme", "borg"]
    (found,) = report.findings.itertuples()
    assert found.finding == "hidden_row"
    assert "1 row of" in found.detail
    assert found.detail.endswith(": 3.")
