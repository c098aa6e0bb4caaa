"""What a review's page has saved is taken into a book from the command line."""

import json

import pytest

import kamgraph
from books import book
from kamgraph.cli import main

FACTS = book(people="ann acme; vic us", ties="vic knows ann brief", roles="ann approver acme")


@pytest.fixture
def saved(tmp_path):
    """A book in a file, and a file of changes beside it."""
    kamgraph.write(FACTS, tmp_path / "book.json")
    grade = {"change": "grade", "person": "ann", "axis": "price", "grade": "4"}
    file = {"format": "kamgraph-changes", "version": 1, "account": "acme", "date": "2026-02-01"}
    file |= {"who": "vic", "content_hash": FACTS.content_hash, "changes": [grade]}
    (tmp_path / "changes.json").write_text(json.dumps(file), "utf-8")
    return tmp_path / "book.json", tmp_path / "changes.json"


def test_a_grade_that_was_saved_is_in_the_book(saved, tmp_path, capsys):
    target = tmp_path / "new.json"
    assert main(["apply", *map(str, saved), "-o", str(target)]) == 0
    [row] = kamgraph.read(target).assessments.to_dict("records")
    assert (row["person"], row["price"], row["assessor"]) == ("ann", "4", "vic")
    assert f"wrote {target}" in capsys.readouterr().out


def test_changes_of_nobody_there_leave_no_book(saved, tmp_path, capsys):
    changes = json.loads(saved[1].read_text("utf-8"))
    changes["changes"][0]["person"] = "nemo"
    saved[1].write_text(json.dumps(changes), "utf-8")
    target = tmp_path / "new.json"
    assert main(["apply", *map(str, saved), "-o", str(target)]) == 2
    assert "nemo" in capsys.readouterr().err
    assert not target.exists()
