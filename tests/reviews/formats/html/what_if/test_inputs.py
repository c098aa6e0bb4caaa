import json

import pytest

import kamgraph as k
from books import book
from kamgraph.reviews.formats.html.what_if.changes import describe_change
from kamgraph.reviews.formats.html.what_if.inputs import list_inputs

FACTS = book(
    people="ann acme title=CFO; bob acme; cy acme level=2; vic us; val us",
    ties="bob influences ann 0.5; vic knows bob 0.5; ann reports_to cy",
    roles="ann approver acme",
    assessments="ann 2026-01-01 4 4 2",
    interactions="m 2026-01-02 meeting vic; m 2026-01-02 meeting ann",
)


def test_a_scope_is_told_as_it_is():
    found = list_inputs(k.build_graph(FACTS, account="acme", as_of="2026-01-02"))
    people = {person["id"]: person for person in found["people"]}
    assert people["ann"]["roles"] == people["ann"]["rolesSure"] == ["approver"]
    assert people["ann"]["grades"] == pytest.approx([0.5, 0.5, -0.5])
    assert people["ann"]["certainty"] == pytest.approx([2 ** (-1 / 360)] * 3)
    assert people["cy"]["level"] == 2
    assert people["bob"]["level"] is None  # that of the chart follows from the ties
    assert people["bob"]["grades"] == [None] * 3
    ties = {(tie["source"], tie["target"]): tie for tie in found["ties"]}
    assert ties["vic", "ann"]["graded"] is None
    assert ties["vic", "ann"]["warmth"] == 1
    assert ties["vic", "bob"]["graded"] == 0.5
    assert ties["vic", "bob"]["warmth"] == 0
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_changes_are_told_as_they_are():
    told = describe_change(k.NewTie("vic", "ann", "knows", "trusted"))
    ends = {"source": "vic", "target": "ann", "kind": "knows"}
    assert told == {"what": "tie", "strength": "trusted", "confidence": None} | ends
    assert describe_change(k.NewGrade("ann", "price", 5))["grade"] == "5"
    assert describe_change(k.Leaver("ann")) == {"what": "leave", "person": "ann"}
    with pytest.raises(TypeError, match="NewRole"):
        describe_change(k.NewRole("ann", "approver"))
