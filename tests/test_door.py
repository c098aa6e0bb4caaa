"""Whatever a call gives, a public function answers, or says in one family of errors what is wrong."""

import inspect
import pickle
from contextlib import suppress

import numpy as np
import pytest

import kamgraph as k
from books import book
from kamgraph.door import guard

FACTS = book(people="ann acme; vic us", ties="vic knows ann")
GRAPH = k.build_graph(FACTS, account="acme", as_of="2026-01-01")
GIVEN = {"graph": GRAPH, "book": FACTS, "none": None, "number": 5, "text": "x", "list": [1]}
FUNCTIONS = [name for name in k.__all__ if inspect.isfunction(getattr(k, name))]
HARMLESS = {"load_demo", "json_schema", "warm_up"}  # they take nothing


def call(function, value):
    """Call a function with one value wherever it must have any."""
    needed = [
        one for one in inspect.signature(function).parameters.values() if one.default is one.empty
    ]
    by_name = {one.name: value for one in needed if one.kind is one.KEYWORD_ONLY}
    return function(*[value] * (len(needed) - len(by_name)), **by_name)


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("name", sorted({*FUNCTIONS} - HARMLESS))
def test_no_call_ends_in_an_error_of_another_family(name, given, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with suppress(k.KamgraphError):
        call(getattr(k, name), GIVEN[given])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_option_that_is_none_is_refused(name):
    with pytest.raises(k.ArgumentError, match=f"^{name}: "):
        getattr(k, name)(nonsense=1)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: k.scores(FACTS), r"scores: graph is a RelationshipGraph, .*; build_graph\(book, "),
        (lambda: k.gaps(FACTS), r"gaps: graph is a RelationshipGraph, .*; build_graph\(book, "),
        (lambda: k.build_graph(GRAPH), r"build_graph: book is a Book, and not .*; graph\.book is"),
        (lambda: k.stability(GRAPH, draws="few"), "draws is a whole number, and not 'few'"),
        (lambda: k.read_titles(5), "titles is a Series, and not 5"),
        (lambda: k.write_template(5), "path is a text or a path, and not 5"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(ask, said):
    with pytest.raises(k.ArgumentError, match=said):
        ask()


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: k.build_graph(FACTS, as_of=20260930), "a day is a date, or a text as YYYY-MM-DD"),
        (lambda: k.build_graph(FACTS, account=5), "an id is a text, such as 'c1', and not 5"),
        (lambda: k.build_graph(FACTS, policy={}), r"a policy is a Policy, .*, and not {}"),
    ],
)
def test_what_a_function_says_itself_goes_first(ask, said):
    with pytest.raises(k.KamgraphError, match=said):
        ask()


def test_a_fault_within_stays_what_it_is():
    with pytest.raises(ZeroDivisionError):
        guard(lambda _: 1 / 0, lambda _: None)(GRAPH)


def test_a_word_of_another_language_is_refused():
    for ask in (k.review, k.gaps, k.interactive_map):
        with pytest.raises(k.KamgraphError, match="FR"):
            ask(GRAPH, language="FR")


def test_numbers_of_numpy_are_numbers():
    assert len(k.stability(GRAPH, draws=np.int64(3), share=np.float64(0.5), seed=np.int8(1)))


def test_a_public_function_is_itself_after_a_pickle():
    for name in FUNCTIONS:
        function = getattr(k, name)
        assert pickle.loads(pickle.dumps(function)) is function
        assert function.__doc__


def test_an_error_tells_programs_what_it_tells_people():
    with pytest.raises(k.NotFoundError) as caught:
        k.build_graph(FACTS, account="acne")
    told = caught.value.to_dict()
    assert told == {
        "code": "not_found",
        "status": 404,
        "place": "",
        "message": "the book has no account 'acne'",
        "hint": "it has acme",
    }
    assert str(caught.value) == "the book has no account 'acne'; it has acme"
    assert pickle.loads(pickle.dumps(caught.value)).to_dict() == told
