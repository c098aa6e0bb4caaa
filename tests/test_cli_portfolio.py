import datetime as dt

import openpyxl
import pandas as pd
import pytest

import kamgraph as k
from books import book
from kamgraph.analysis.portfolio.portfolio import portfolio
from kamgraph.cli import main

SHEETS = ["accounts", "evaluations", "workload"]


@pytest.fixture
def document(tmp_path):
    """Two accounts, one with a name that a spreadsheet would run."""
    facts = book(
        organizations="ace customer name==1+1 potential=5 contribution=2 account_plan=2026-05-04; bee customer; us vendor",
        people="ann ace; bob bee; vic us",
        ties="vic knows ann trusted",
        assessments="ann 2026-01-31 3 3 3; ann 2026-06-30 5 5 5",
    )
    path = tmp_path / "book.json"
    path.write_text(facts.to_json(), "utf-8")
    return path


def cells(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=head)


def test_a_workbook_of_three_sheets(document, tmp_path, capsys):
    path = tmp_path / "portfolio.xlsx"
    assert main(["portfolio", str(document), "--since", "2026-02-01", "-o", str(path)]) == 0
    assert "accounts: 2" in capsys.readouterr().out
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == SHEETS
    accounts, evaluations, workload = (
        cells(workbook[name]).set_index(cells(workbook[name]).columns[0]) for name in SHEETS
    )
    found = portfolio(k.read(document), since="2026-02-01")
    assert accounts.loc["ace", "name"] == "=1+1"
    assert workbook["accounts"]["B2"].data_type == "s"
    assert accounts.loc["ace", "class"] == "A"
    assert pd.isna(accounts.loc["bee", "class"])
    assert accounts["choice"].astype(float).to_dict() == pytest.approx(
        found.accounts["choice"].to_dict(), nan_ok=True
    )
    assert workbook["accounts"]["D2"].value is False
    assert evaluations.loc["ace", "due"].dropna().tolist() == [
        dt.datetime(2026, 8, 4),
        dt.datetime(2026, 9, 30),
    ]
    assert workload.loc["vic", ["accounts", "contacts"]].tolist() == [1, 1]
    assert workbook["accounts"].freeze_panes == "C2"
    assert workbook["accounts"].auto_filter.ref.startswith("A1:")


def test_the_accounts_as_csv(document, tmp_path):
    path = tmp_path / "portfolio.csv"
    assert main(["portfolio", str(document), "--as-of", "2026-03-01", "-o", str(path)]) == 0
    table = pd.read_csv(path, index_col="account")
    assert table.columns.tolist() == [*portfolio(k.read(document)).accounts.columns]
    assert table.loc["ace", "choice"] == 50


def test_a_policy_is_heeded(document, tmp_path):
    policy, path = tmp_path / "policy.toml", tmp_path / "portfolio.xlsx"
    policy.write_text("[evaluation_months]\naccount_plan = 1\n", "utf-8")
    assert main(["portfolio", str(document), "--policy", str(policy), "-o", str(path)]) == 0
    found = cells(openpyxl.load_workbook(path)["evaluations"])
    assert found["evaluation"].tolist() == ["account_plan"] * 2
    assert found["due"].tolist()[1] == dt.datetime(2026, 6, 4)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--since", "2026-07-01"], "is after the day"), (["--as-of", "soon"], "is no date")],
)
def test_what_cannot_be_is_refused(document, tmp_path, capsys, arguments, message):
    path = tmp_path / "portfolio.xlsx"
    assert main(["portfolio", str(document), *arguments, "-o", str(path)]) == 2
    assert message in capsys.readouterr().err
    assert not path.exists()


def test_another_ending_is_refused(document, capsys):
    with pytest.raises(SystemExit):
        main(["portfolio", str(document), "-o", "portfolio.txt"])
    assert "does not end in .xlsx or .csv" in capsys.readouterr().err
