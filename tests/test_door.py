"""Whatever a call gives, a public function answers, or says in one family of errors what is wrong."""

import datetime as dt
import inspect
import pickle
import random
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest
from pydantic import BaseModel

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
        (lambda: k.build_graph(FACTS, account=5), "an id is a text, such as '5', and not 5"),
        (lambda: k.build_graph(FACTS, policy={}), r"a policy is a Policy, .*, and not {}"),
    ],
)
def test_what_a_function_says_itself_goes_first(ask, said):
    with pytest.raises(k.KamgraphError, match=said):
        ask()


def test_a_fault_within_stays_what_it_is():
    with pytest.raises(ZeroDivisionError):
        guard(lambda _: 1 / 0)(GRAPH)


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


class Odd:
    """Something that no function takes."""


OTHERS = {
    "nothing": None,
    "number": -1,
    "share": 0.5,
    "truth": True,
    "text": "x",
    "half a character": "\ud800",
    "bytes": b"x",
    "list": [None],
    "dict": {"x": 1},
    "set": set(),
    "class": Odd,
    "object": Odd(),
    "day": dt.date(2026, 1, 1),
    "frame": pd.DataFrame({"a": [1]}),
    "series": pd.Series([1]),
    "array": np.array(["x"]),
    "book": FACTS,
    "policy": k.Policy(),
    "function": len,
}
RIGHT = {"graph": GRAPH, "book": FACTS, "policy": k.Policy(), "before": GRAPH, "after": GRAPH}
AT_ITS_WORD = {"certainty", "recall_strengths", "try_out"}  # for rules: arrays, taken as they are
UNTRIED = {"warm_up", "close"}


def list_calls():
    """Yield what somebody can call, with its name."""
    yield from ((name, getattr(k, name)) for name in FUNCTIONS)
    yield from ((f"plot.{name}", getattr(k.plot, name)) for name in k.plot.__all__)
    yield from ((name, getattr(k, name)) for name in ("Policy", "Person", "Store", "TitleList"))
    made = {
        "book": FACTS,
        "graph": GRAPH,
        "graphs": k.build_graph(FACTS, as_of="2026-01-01"),
        "policy": k.Policy(),
        "review": k.review(GRAPH),
        "plan": k.plan(GRAPH, budget=1),
        "Person": k.Person,
        "TitleList": k.TitleList,
    }
    for said, thing in made.items():
        for name in dir(thing):
            if (
                not name.startswith("_")
                and not hasattr(BaseModel, name)
                and name not in AT_ITS_WORD
            ):
                method = inspect.getattr_static(thing, name, None)
                if inspect.isfunction(method) or isinstance(method, classmethod):
                    yield f"{said}.{name}", getattr(thing, name)


CALLS = {name: call for name, call in list_calls() if name.rpartition(".")[2] not in UNTRIED}


def fill_in(signature, chosen, value):
    """Return arguments that would do, but for one of them."""
    given = {
        name: RIGHT.get(name, "acme")
        for name, one in signature.parameters.items()
        if one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
    }
    return given | {chosen: value}


@pytest.mark.long
@pytest.mark.parametrize("name", CALLS)
def test_no_argument_of_another_kind_ends_in_an_error_of_another_family(
    name, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    function, chance = CALLS[name], random.Random(name)
    signature = inspect.signature(function)
    for chosen, one in signature.parameters.items():
        if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
            continue
        for kind in chance.sample(sorted(OTHERS), 6):
            given = fill_in(signature, chosen, OTHERS[kind])
            placed = [
                given.pop(known)
                for known, other in signature.parameters.items()
                if other.kind is other.POSITIONAL_ONLY and known in given
            ]
            with suppress(k.KamgraphError):
                function(*placed, **given)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: k.Book.from_json(object()), "Book.from_json: text is a text or bytes, and not"),
        (lambda: k.plot.map(5), r"map: graph is a RelationshipGraph, and not 5"),
        (lambda: k.plot.map(GRAPH, ax=5), "map: ax is an Axes of matplotlib or None, and not 5"),
        (lambda: k.plot.map(FACTS), r"map: graph is a RelationshipGraph, .*; build_graph\(book, "),
        (lambda: GRAPH.at("foo"), "'foo' is no date; write it as YYYY-MM-DD"),
        (lambda: GRAPH.holds("aprover"), "'aprover' is no decision role; is it 'approver'?"),
        (lambda: FACTS.column("poeple", "id"), "no table 'poeple'; is it 'people'?"),
        (lambda: k.review(GRAPH).to_html(5), "goes to a path or to a stream, and not to 5"),
        (lambda: k.Policy(key_shar=0.1), "'key_shar' is no part of a policy; is it 'key_most' or"),
        (lambda: k.Policy(5), "Policy: .*takes 1 positional argument|too many positional"),
        (lambda: k.build_graph("a\ud800"), "book is a Book"),
        (lambda: k.scores(GRAPH, axis=1), "scores: got an unexpected keyword argument 'axis'"),
        (GRAPH.without, "RelationshipGraph.without: missing a required argument"),
    ],
)
def test_methods_and_pictures_say_what_is_wrong_with_a_call(ask, said):
    with pytest.raises(k.KamgraphError, match=said):
        ask()


def test_a_picture_is_itself_after_a_pickle():
    for name in k.plot.__all__:
        picture = getattr(k.plot, name)
        assert pickle.loads(pickle.dumps(picture)) is picture
        assert picture.__module__ == "kamgraph.plot"


def test_every_id_that_is_not_there_is_not_found():
    calls = [
        lambda: k.build_graph(FACTS, account="none"),
        lambda: k.build_graph(FACTS, deal="none"),
        lambda: FACTS.of_account("none"),
        lambda: FACTS.erase("none"),
        lambda: FACTS.list_units("none"),
        lambda: FACTS.column("none", "id"),
        lambda: GRAPH.without("none"),
        lambda: GRAPH.of_scope("none"),
        lambda: GRAPH.with_grade("none", "price", 3),
        lambda: GRAPH.with_tie("none", "ann", "influences"),
        lambda: GRAPH.with_role("none", "user"),
        lambda: k.handover(GRAPH, "none"),
        lambda: k.find_by_name(FACTS, "none"),
        lambda: k.accept(FACTS, ["none"], on="2026-01-01"),
        lambda: k.dismiss(FACTS, ["none"], on="2026-01-01"),
        lambda: k.plot.map(GRAPH, route="none"),
    ]
    for ask in calls:
        with pytest.raises(k.NotFoundError) as caught:
            ask()
        assert (caught.value.code, caught.value.status) == ("not_found", 404)
        assert "'none'" in str(caught.value)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: GRAPH.to_networkx(measures="yes"), "measures is True or False, and not 'yes'"),
        (lambda: k.read("book.json", strict=1), "read: strict is True or False, and not 1"),
        (lambda: k.gaps(GRAPH, rules="all"), "gaps: rules is a list, and not 'all'"),
        (lambda: k.trend(GRAPH, days="2026-01-01"), "days is a list or None, and not '2026-01-01'"),
        (lambda: k.Person(5), "^Person: too many positional arguments"),
    ],
)
def test_what_python_would_take_for_something_else_is_refused(ask, said):
    with pytest.raises(k.ArgumentError, match=said):
        ask()


def test_a_flag_of_numpy_is_one():
    assert GRAPH.to_networkx(measures=np.bool_(1)).nodes["ann"]["label"]
