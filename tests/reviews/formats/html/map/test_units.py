"""Those whom a map does not show, in lists."""

import kamgraph as k
from books import book
from kamgraph.plot.stakeholder_map.folding import Unit
from kamgraph.reviews.formats.html.map.units import list_units
from kamgraph.reviews.results import Results


def label(people):
    facts = book(organizations="acme customer; sub customer parent=acme; us vendor", people=people)
    results = Results(k.build_graph(facts, account="acme"))
    rows = results.people.index.get_indexer(["ann", "bob"])
    return [one.label for one in list_units(results, [Unit(-1, ((row, 1),)) for row in rows])]


def test_a_function_at_one_firm_is_named_alone():
    people = "ann acme function=finance; bob sub function=legal; vic us"
    assert label(people) == ["1 other person: Finance", "1 other person: Legal"]


def test_a_function_at_two_firms_is_named_with_the_firm():
    people = "ann acme function=finance; bob sub function=finance; vic us"
    assert label(people) == ["1 other person: Finance · acme", "1 other person: Finance · sub"]
