"""A register computes a score or a name: what nobody needs stops nothing, the rest is told."""

import pytest
import xlsxwriter

from kamgraph.errors import BookError
from kamgraph.sources.read import propose_mapping, read_with_report

PEOPLE = [("p1", "Ada Quist"), ("p2", "Ben Orr")]
MAPPING = """\
name = "register"
rows.organizations = [{ id = "acme", name = "Acme", kind = "customer" }]
[[tables]]
file = "register"
table = "people"
columns = { id = "No", name = "Who", level = "Grade" }
constants = { organization = "acme" }
"""


def write_register(path, head, *columns, sheet="people"):
    """Write a sheet; a cell that is a tuple is a formula and the value it had last."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, head)
        for at, cells in enumerate(columns):
            for row, cell in enumerate(cells, start=1):
                if isinstance(cell, tuple):
                    page.write_formula(row, at, cell[0], None, cell[1])
                else:
                    page.write(row, at, cell)
        if sheet == "people":
            page = book.add_worksheet("organizations")
            page.write_row(0, 0, ["id", "name", "kind"])
            page.write_row(1, 0, ["acme", "Acme", "customer"])


def write_own(path, names, **more):
    ids = [person for person, _ in PEOPLE]
    head = ["id", "name", "organization", *more]
    write_register(path, head, ids, names, ["acme"] * 2, *more.values())


NAMES = [name for _, name in PEOPLE]


@pytest.mark.parametrize(
    ("scores", "kept"),
    [([("=D2*E2", 9), ("=D3*E3", 12)], ["9", "12"]), ([("=NA()", "#N/A"), 1], [None, "1"])],
)
def test_a_score_that_no_table_has_stops_nothing(tmp_path, scores, kept):
    path = tmp_path / "register.xlsx"
    write_own(path, NAMES, score=scores)
    book, report = read_with_report(path)
    assert book.people["name"].tolist() == NAMES
    assert (
        book.people["score"].astype(object).where(book.people["score"].notna(), None).tolist()
        == kept
    )
    assert "cell D2: '=" in report.findings["detail"].item()


def test_a_name_that_is_a_formula_is_its_last_value(tmp_path):
    path = tmp_path / "register.xlsx"
    write_own(path, [('="Ada"&" "&"Quist"', "Ada Quist"), "Ben Orr"])
    book, report = read_with_report(path)
    assert book.people["name"].tolist() == NAMES
    (found,) = report.findings.itertuples()
    assert (found.severity, found.finding, found.table) == ("low", "odd_cell_taken", "people")
    assert 'cell B2: \'="Ada"&" "&"Quist"\' is a formula; its last value was taken' in found.detail


def test_an_error_in_a_name_of_ours_is_a_problem_with_its_place(tmp_path):
    path = tmp_path / "register.xlsx"
    write_own(path, [("=VLOOKUP(1,2,3)", "#N/A"), "Ben Orr"])
    with pytest.raises(BookError) as caught:
        read_with_report(path)
    (problem,) = caught.value.problems.itertuples()
    assert (problem.table, problem.row, problem.line, problem.column) == ("people", 1, 2, "name")
    assert problem.place == f"{path}, sheet people, cell B2"


def test_by_a_mapping_only_what_is_used_is_judged(tmp_path):
    path = tmp_path / "register.xlsx"
    head = ["No", "Who", "Grade", "Score"]
    ids, names = [1, 2, 3], [*NAMES, ("=A1", "#REF!")]
    grades, scores = [2, ("=NA()", "#N/A"), 3], [("=A1", "#DIV/0!"), 1, 2]
    write_register(path, head, ids, names, grades, scores, sheet="register")
    (tmp_path / "mapping.toml").write_text(MAPPING, "utf-8")
    assert "Score" in propose_mapping(path)
    book, report = read_with_report(path, mapping=tmp_path / "mapping.toml")
    assert book.people["name"].tolist() == NAMES
    assert book.people["level"].tolist()[0] == 2
    assert book.people["level"].isna().tolist() == [False, True]
    (found,) = report.findings.itertuples()
    assert (found.severity, found.finding) == ("medium", "odd_cell_left_empty")
    assert "cell C3: '=NA()' is an error of the sheet" in found.detail
    (left_out,) = report.skipped.itertuples()
    assert left_out.line == 4
    assert left_out.reason.startswith("its name is an error of the sheet")
