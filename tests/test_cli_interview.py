import openpyxl
import pytest

import kamgraph as k
from books import book
from kamgraph.cli import main


@pytest.fixture
def stored(tmp_path):
    """A book of one account in a file."""
    path = tmp_path / "book.json"
    facts = book(people="ann acme title=CEO; vic us", organizations="acme customer; us vendor")
    k.write(facts, path)
    return path


def test_questions_are_written_and_their_answers_taken(stored, tmp_path, capsys):
    sheet, page = tmp_path / "questions.xlsx", tmp_path / "questions.html"
    day = ["--as-of", "2026-03-01"]
    assert main(["ask", str(stored), *day, "-o", str(sheet), "-o", str(page)]) == 0
    assert f"kamgraph answer BOOK {sheet} -o BOOK" in capsys.readouterr().out
    workbook = openpyxl.load_workbook(sheet)
    for row in workbook.worksheets[0].iter_rows(min_row=5):
        if str(row[-1].value).startswith("role:acme::approver"):
            row[1].value = "ann"
    workbook.save(sheet)
    take = ["answer", str(stored), str(sheet), "-o", str(stored)]
    assert main(take) == 2
    assert (
        "does not say who answered; fill it in, or say it with by= (--by)"
        in capsys.readouterr().err
    )
    assert main([*take, "--by", "vic", "--on", "2026-03-02"]) == 0
    assert k.read(stored).roles[["person", "role"]].to_numpy().tolist() == [["ann", "approver"]]
    assert main([*take, "--by", "vic", "--on", "2026-03-02"]) == 0
    assert "nothing new was answered" in capsys.readouterr().out
