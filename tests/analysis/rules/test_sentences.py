"""Sentences written for many rows at once read as written one by one."""

import numpy as np
import pytest

import kamgraph as k
from books import book
from kamgraph.analysis.rules import About, Found, Lookup, rule, write_sentences
from kamgraph.errors import KamgraphError

FACTS = {
    "days": np.array([1234.5, 7.0, 64.0]),
    "word": np.array(["a{b}", "c", ""], dtype=object),
    "width": np.array([6, 2, 9]),
}
GRAPH = k.build_graph(book(people="a acme name=Ann; b acme name=Bo; c acme name=Cy"))
TEMPLATES = [
    "",
    "plain",
    "{{no place}}",
    "{word}{days}{word}",
    "{days:,.0f} days of {policy.contact_days:.1f}",
    "{word!r:>{width}}|{days:<{width}.1f}",
    "{policy.consent_roles[0]} {name}",
]


def write(detail, rows, **told):
    """Return the sentences of a rule that finds everybody and tells of each."""
    one = rule("mine", "low", why=("", ""), detail=detail, action=("", ""))(lambda _: None)
    found = Found.people(np.arange(3), **told)
    [texts] = write_sentences(one, found, np.array(rows, dtype=int), Lookup(GRAPH), [one.detail])
    return texts.tolist()


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("rows", [[0, 1, 2], [2, 0], []])
def test_a_template_is_filled_as_by_format(template, rows):
    told = [{name: fact[row] for name, fact in FACTS.items()} for row in rows]
    names = {"policy": GRAPH.policy}
    expected = [
        template.format(**facts, **names, name=["Ann", "Bo", "Cy"][row])
        for row, facts in zip(rows, told, strict=True)
    ]
    assert write((template, template), rows, **FACTS) == expected


def test_each_row_takes_the_sentence_of_its_case():
    cases = {"met": ("{name} met.", ""), "other": ("{name} of {word}.", "")}
    told = {"word": np.array(["x", "y", "z"]), "case": np.array(["far", "met", "near"])}
    assert write(cases, [2, 1, 0], **told) == ["Cy of z.", "Bo met.", "Ann of x."]


def test_only_facts_that_a_sentence_has_a_place_for_are_spelled():
    class Dear(About):
        def spell(self, lookup):
            raise AssertionError(lookup)

    facts = {"dear": Dear(np.arange(3)), "case": np.array(["", "dear", ""])}
    cases = {"dear": ("{dear}", ""), "other": ("{name}", "")}
    assert write(cases, [0, 2], **facts) == ["Ann", "Cy"]
    with pytest.raises(KamgraphError, match="AssertionError"):
        write(cases, [1], **facts)
