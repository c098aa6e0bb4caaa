"""Our own tables as people keep them: what nothing takes is told."""

import openpyxl
import pytest

from kamgraph.errors import SourceError
from kamgraph.sources.read import read_with_report

ORGANIZATIONS = [["id", "name", "kind"], ["a", "Acme", "customer"]]
PEOPLE = [["id", "name", "organization"], ["p", "Ann", "a"], ["q", "Bo", "a"]]


@pytest.fixture
def save(tmp_path):
    def save_sheets(**sheets):
        made = openpyxl.Workbook()
        del made["Sheet"]
        for name, rows in sheets.items():
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(row)
        made.save(tmp_path / "book.xlsx")
        return tmp_path / "book.xlsx"

    return save_sheets


@pytest.mark.parametrize("total", [["Total", "2"], ["合计", 2], ["Sum:", None, 2]])
def test_a_total_below_the_rows_is_told_in_the_verdict(save, total):
    book, report = read_with_report(save(organizations=ORGANIZATIONS, people=[*PEOPLE, total]))
    assert len(book.people) == 2
    told = ", ".join(str(cell) for cell in total if cell is not None)
    assert f"1 line outside the tables ('{told}')" in report.verdict
    (finding,) = report.findings[report.findings["finding"] == "line_outside_table"].itertuples()
    assert "sheet people: 1 line above or below the table" in finding.detail
    assert f"line 4: '{told}'" in finding.detail


def test_titles_above_and_notes_below_a_file_are_told(tmp_path):
    (tmp_path / "organizations.csv").write_text("id,name,kind\na,Acme,customer\n\nall checked\n")
    book, report = read_with_report(tmp_path)
    assert len(book.organizations) == 1
    assert "1 line outside the tables ('all checked')" in report.verdict


@pytest.mark.parametrize(
    ("sheet", "table"),
    [("People (old)", "people"), ("Poeple", "people"), ("人员（旧）", "people")],
)
def test_a_sheet_that_is_nearly_called_as_a_table_that_is_needed_is_named(save, sheet, table):
    ties = [["source", "target", "kind"], ["p", "q", "reports_to"]]
    file = save(organizations=ORGANIZATIONS, ties=ties, **{sheet: PEOPLE})
    with pytest.raises(SourceError) as refused:
        read_with_report(file)
    assert f"has no sheet {table}, whose rows others name; if the sheet '{sheet}'" in str(
        refused.value
    )


@pytest.mark.parametrize("name", ["people", "人员"])
def test_a_hidden_table_whose_rows_others_name_is_what_is_wrong(save, name):
    ties = [["source", "target", "kind"], ["p", "q", "reports_to"]]
    file = save(organizations=ORGANIZATIONS, ties=ties, **{name: PEOPLE})
    made = openpyxl.load_workbook(file)
    made[name].sheet_state = "hidden"
    made.save(file)
    with pytest.raises(SourceError, match=f"sheet {name}: is hidden; .*; rows of other sheets"):
        read_with_report(file)
    assert len(read_with_report(file, lenient=True)[0].ties) == 1


def test_a_sheet_that_is_nearly_called_as_a_table_that_is_not_needed_is_told(save):
    roles = [["person", "account", "role"], ["p", "a", "approver"]]
    sheets = {"roles 2024": roles, "Notes": [["x"]]}
    book, report = read_with_report(save(organizations=ORGANIZATIONS, people=PEOPLE, **sheets))
    assert book.roles.empty
    assert report.left_out["reason"].tolist() == [
        "no table of a book (if it is the roles, call it so)",
        "no table of a book",
    ]
    whole, report = read_with_report(
        save(organizations=ORGANIZATIONS, people=PEOPLE, roles=roles, **sheets)
    )
    assert len(whole.roles) == 1
    assert report.left_out["reason"].tolist() == ["no table of a book"] * 2


@pytest.mark.parametrize("heading", ["job titel", "Titles", "职务名称", "title (2026)"])
def test_a_heading_that_is_nearly_ours_is_told_in_the_verdict(save, heading):
    people = [[*PEOPLE[0], heading, "phone"], [*PEOPLE[1], "CEO", "1"], [*PEOPLE[2], "CFO", "2"]]
    book, report = read_with_report(save(organizations=ORGANIZATIONS, people=people))
    assert f"nothing takes the column '{heading}' of people" in report.verdict
    assert sorted(book.people[heading]) == ["CEO", "CFO"]
    (finding,) = report.findings[report.findings["finding"] == "column_like_ours"].itertuples()
    assert "there is no title" in finding.detail


def test_a_column_of_ones_own_beside_ours_is_no_slip(save):
    people = [[*PEOPLE[0], "title", "title in short", "phone"], [*PEOPLE[1], "CEO", "C", "1"]]
    _, report = read_with_report(save(organizations=ORGANIZATIONS, people=people))
    assert report.findings.empty


def test_a_copy_that_is_not_read_beside_the_table_itself_stops_nothing(tmp_path):
    (tmp_path / "organizations.csv").write_text("id,name,kind\na,Acme,customer\n")
    (tmp_path / "people.csv").write_text("id,name,organization\np,Ann,a\nq,Bo,a\n")
    (tmp_path / "ties.csv").write_text("source,target,kind\np,q,reports_to\n")
    (tmp_path / "people.bak").write_text("id\n")
    book, report = read_with_report(tmp_path)
    assert len(book.ties) == 1
    assert report.left_out["reason"].tolist() == ["no table of a book"]
