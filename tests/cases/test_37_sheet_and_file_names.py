"""Names that no sheet and no file may bear stand in cells alone."""

import openpyxl
import pandas as pd
import pytest

import kamgraph as k
from kamgraph.cli import main
from kamgraph.model.entities import TABLES

NAMES = ["Acme/Europe: [north]*?", "A" * 60 + "1", "A" * 60 + "2", "History", "'quoted'", "CON"]


@pytest.fixture
def found():
    return k.Book.from_tables(
        {
            "organizations": pd.DataFrame(
                [
                    {"id": f"a{at}", "name": name, "kind": "customer"}
                    for at, name in enumerate(NAMES)
                ]
                + [{"id": "us", "name": "Us", "kind": "vendor"}]
            ),
            "people": pd.DataFrame(
                [
                    {"id": f"p{at}", "name": f"P{at}", "organization": f"a{at}"}
                    for at in range(len(NAMES))
                ]
                + [{"id": "u", "name": "Kim", "organization": "us"}]
            ),
        }
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_workbook_of_the_book_comes_back(found, tmp_path, language):
    k.write(found, tmp_path / "book.xlsx", language=language)
    assert k.read(tmp_path / "book.xlsx") == found


def test_the_portfolio_names_them_in_cells(found, tmp_path, capsys):
    k.write(found, tmp_path / "book.json")
    target = tmp_path / "portfolio.xlsx"
    assert main(["portfolio", str(tmp_path / "book.json"), "-o", str(target)]) == 0
    assert capsys.readouterr().out.endswith(f"wrote {target}\n")
    sheets = openpyxl.load_workbook(target)
    assert {"accounts", "evaluations", "workload"} == {*sheets.sheetnames}
    assert not {*sheets.sheetnames} & {*NAMES, *TABLES}


def test_each_is_found_by_its_name(found):
    for at, name in enumerate(NAMES):
        assert k.find_by_name(found, name, table="organizations") == f"a{at}"
