import datetime as dt

import openpyxl
import pytest

import kamgraph
from kamgraph.errors import SourceError
from kamgraph.graph import build_graph
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.policy import Policy
from kamgraph.model.vocabulary import DECISION_ROLES
from kamgraph.sources.excel import list_sheets, read_sheets, write_template

OWN = Policy(
    scales={
        "relationship": ("cold", "warm"),
        "solution": ("no", "perhaps, later", "yes"),
        "price": ("no", "yes"),
    },
    strength_labels={"hardly": 0.1, "much": 0.9},
    closeness_labels={"seen": 0.2, "close to": 0.8},
)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "book.xlsx"
    write_template(path)
    return path


@pytest.fixture(scope="module")
def workbook(file):
    return openpyxl.load_workbook(file)


def rule(workbook, table, column):
    """Return the check of what is typed into a column."""
    at = [cell.value for cell in workbook[table][1]].index(column)
    cell = workbook[table].cell(2_000, at + 1).coordinate
    (found,) = [one for one in workbook[table].data_validations.dataValidation if cell in one.sqref]
    return found


def test_the_example_is_a_book_with_a_graph(file):
    book = kamgraph.read(file)
    assert all(len(table) for table in book.to_tables().values())
    assert len(build_graph(book, deal="example-deal").people) == 3


def test_the_first_sheet_says_how_and_is_no_table(file, workbook):
    assert [*list_sheets(file)] == ["Read me", *TABLES]
    texts = [cell.value for row in workbook["Read me"] for cell in row if cell.value]
    assert any("yellow rows" in text for text in texts)
    assert {*TABLES} <= {*texts}
    assert len(read_sheets(file)) == 1 + len(TABLES)


def test_every_column_has_a_note_that_tells_what_it_holds(workbook):
    for table, entity in TABLES.items():
        notes = {cell.value: cell.comment.text for cell in workbook[table][1]}
        beside = {f"{one.name} (name)" for one in columns(table) if one.references}
        assert {*notes} == {*entity.model_fields} | beside
        for column in columns(table):
            note = notes[column.name]
            assert entity.model_fields[column.name].description.replace("`", "") in note
            assert ("Required." in note) == column.required
        assert all("in place of the id" in notes[name] for name in beside)


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("people", "level", "Must be a finite number and at least 1 and at most 5."),
        ("people", "organization", "An id of the sheet organizations."),
        ("people", "since", "A date, such as 2026-01-31."),
        ("roles", "role", "One of approver, decision_maker"),
        ("ties", "strength", "A number, or one of weak, medium, strong, decisive, brief"),
    ],
)
def test_a_note_tells_what_may_stand_in_the_column(workbook, table, column, words):
    notes = {cell.value: cell.comment.text for cell in workbook[table][1]}
    assert words in notes[column]


def test_lists_offer_words_grades_and_ids(workbook):
    assert rule(workbook, "roles", "role").formula1 == f'"{",".join(DECISION_ROLES.words)}"'
    assert rule(workbook, "assessments", "price").formula1.startswith('"refuses,objects')
    assert rule(workbook, "people", "organization").formula1.startswith("OFFSET(organizations!$A$2")
    assert {rule(workbook, "roles", "role").errorStyle} == {"warning"}  # Chinese labels are read


def test_days_and_numbers_are_checked_while_typed(workbook):
    level = rule(workbook, "people", "level")
    assert (level.type, level.operator, level.formula1, level.formula2) == (
        "decimal",
        None,
        "1",
        "5",
    )
    assert rule(workbook, "people", "since").type == "date"
    number = rule(workbook, "organizations", "contribution")
    assert float(number.formula1) < -1e12


def test_what_is_typed_below_keeps_its_form(workbook):
    sheet = workbook["people"]
    assert sheet.column_dimensions["A"].width > 10
    formats = {cell.value: cell.number_format for cell in sheet[3]}
    assert formats["example-engineer"] == "@"
    assert formats[dt.datetime(2025, 9, 1)] == "yyyy-mm-dd"


def test_the_example_speaks_the_words_of_the_policy(tmp_path):
    path = tmp_path / "own.xlsx"
    write_template(path, policy=OWN)
    book = kamgraph.read(path, policy=OWN)
    assert book.assessments["solution"].tolist() == ["perhaps, later"]
    assert {"much", "close to"} <= {*book.ties["strength"]}
    own = openpyxl.load_workbook(path)
    assert rule(own, "assessments", "price").formula1 == '"no,yes"'
    with pytest.raises(ValueError, match="not enough values"):
        rule(own, "assessments", "solution")  # a comma would part a label in two


def test_a_template_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(SourceError, match="lost is not there; make it first"):
        write_template(tmp_path / "lost" / "book.xlsx")
