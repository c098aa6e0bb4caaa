"""A register in a workbook: two rows of names, some merged, a formula, the direct supervisor."""

import pytest
import xlsxwriter

from kamgraph import Mapping
from kamgraph.sources.read import propose_mapping, read_with_report

MAPPING = """
name = "register"
[rows]
organizations = [{ id = "acme", name = "Acme", kind = "customer" }]
[[tables]]
file = "Register"
HEADER
table = "people"
columns = { id = "ID", name = "Name", title = "Role" }
constants = { organization = "acme" }
[[tables]]
file = "Register"
HEADER
table = "ties"
columns = { source = "ID", target = "Direct supervisor" }
constants = { kind = "reports_to" }
by = { target = "Name" }
"""
NAMES = ["ID", "Name", "Role", "Direct supervisor"]


@pytest.fixture(params=[0, 3], ids=["from the first row", "below a title"])
def register(request, tmp_path):
    top = request.param
    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Register")
        if top:
            sheet.merge_range(0, 0, 0, 5, "Stakeholder register")
            sheet.write_row(1, 0, ["Project:", "Pumps"])
        for at, name in enumerate(NAMES):
            sheet.merge_range(top, at, top + 1, at, name)
        sheet.merge_range(top, 4, top, 5, "Contact")
        sheet.write_row(top + 1, 4, ["Phone", "Mail"])
        for at, row in enumerate([(1, "SH1", "Lead", ""), (2, "SH2", "Engineer", "SH1")], top + 2):
            sheet.write_row(at, 0, [*row, "555"])
            sheet.write_formula(at, 5, f'=B{at + 1}&"@acme.test"', None, f"{row[1]}@acme.test")
    return path, [top + 1, top + 2]


def read(path, header=""):
    mapping = Mapping.from_toml(MAPPING.replace("HEADER", header))
    book, report = read_with_report(path, mapping=mapping)
    people = book.people[["id", "name", "title"]].to_numpy().tolist()
    return people, book.ties[["source", "target"]].to_numpy().tolist(), report


def test_people_and_lines_are_read(register):
    people, ties, report = read(register[0])
    assert people == [["1", "SH1", "Lead"], ["2", "SH2", "Engineer"]]
    assert ties == [["2", "1"]]
    assert {*report.columns["column"]} == {*NAMES, "Phone", "Mail"}


def test_the_rows_of_the_header_may_be_said(register):
    path, header = register
    assert read(path, f"header = {header}")[:2] == read(path)[:2]


def test_a_mapping_is_proposed(register):
    assert all(f'"{name}"' in propose_mapping(register[0]) for name in [*NAMES, "Phone"])
