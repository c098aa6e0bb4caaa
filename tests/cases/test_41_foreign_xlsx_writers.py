"""Workbooks of other writers hold the same cells, however they spell their XML and their parts."""

from pathlib import Path

import pytest

import kamgraph as k

FOLDER = Path(__file__).parents[3] / "shared/data/cases/41-foreign-xlsx-writers"
PEOPLE = [
    ["007", "田中 一郎", "CFO"],
    ["008", "Ben A", None],
    ["009", "Cy", "Buyer"],
]
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the cases lie beside the checkout")


def people(name):
    frame = k.read(FOLDER / name).people[["id", "name", "title"]].astype(object)
    return frame.where(frame.notna(), None).to_numpy().tolist()


@pytest.mark.parametrize(
    "name",
    [
        *("noref.xlsx", "noref_cells.xlsx", "prefixed.xlsx", "absolute.xlsx", "strict.xlsx"),
        "backslash.xlsx",
    ],
)
def test_a_workbook_of_another_writer_is_read(name):
    assert people(name) == PEOPLE


def test_a_cell_without_a_reference_follows_the_one_before_it():
    assert people("mixedrefs.xlsx") == [["007", "Ada", "CFO"]]


@pytest.mark.parametrize("name", ["phonetic.xlsx", "sharedcase.xlsx"])
def test_reading_aids_are_left_out_and_runs_joined(name):
    assert people(name) == [
        ["p0", "田中", None],
        ["p1", "Ben O", None],
        ["p2", "_x0041_ x", None],
        ["p3", "Di", "Two"],
    ]
