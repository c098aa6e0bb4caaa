"""Every result leaves by the same ways: plain objects, JSON, a notebook's page."""

import json
import pickle

import pytest

import kamgraph as k

BOOK = k.load_demo()
GRAPH = k.build_graph(BOOK, account="yaochuan")
ASKED = {
    "best sets": lambda: k.best_sets(GRAPH),
    "commitments": lambda: k.commitments(GRAPH),
    "comparison": lambda: k.compare(GRAPH.at("2026-04-15"), GRAPH),
    "consistency": lambda: k.consistency(GRAPH),
    "counterparts": lambda: k.counterparts(GRAPH),
    "plan": lambda: k.plan(GRAPH, budget=2),
    "portfolio": lambda: k.portfolio(BOOK),
    "report": lambda: k.read_with_report(BOOK.to_json().encode())[1],
    "sync": lambda: k.sync(BOOK, BOOK.erase("he-guodong"), on="2026-09-01"),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_result_is_as_long_as_json_as_its_tables(name):
    result = ASKED[name]()
    told = json.loads(result.to_json())
    assert told == json.loads(json.dumps(result.to_dict()))
    for part, value in vars(result).items():
        if hasattr(value, "columns"):
            assert len(told[part]) == len(value)
            if len(value):  # who it is about is a column
                assert {*filter(None, value.index.names), *value.columns} == {*told[part][0]}


def test_a_result_says_what_it_is_on_a_line():
    assert repr(ASKED["consistency"]()) == "<Consistency: grades 15, assessors 4>"
    for name, ask in ASKED.items():
        said = repr(ask())
        assert said.startswith("<"), name
        assert "\n" not in said, name


def test_days_are_texts_and_what_is_missing_is_null():
    plan = k.plan(GRAPH, budget=2)
    first = plan.to_dict()["steps"][0]
    assert first["day"] == str(plan.steps["day"].iloc[0].date())
    assert [row["axis"] is None for row in plan.to_dict()["steps"]] == plan.steps[
        "axis"
    ].isna().tolist()


@pytest.mark.parametrize(
    "shown", [BOOK, GRAPH, k.plan(GRAPH, budget=2)], ids=["book", "graph", "plan"]
)
def test_a_notebook_shows_tables_and_no_markup_of_names(shown):
    html = shown._repr_html_()
    assert "<table" in html
    assert "<Book" not in html
    assert "<RelationshipGraph" not in html


def test_what_is_equal_has_one_hash():
    assert hash(BOOK) == hash(k.load_demo())
    assert hash(GRAPH) == hash(k.build_graph(k.load_demo(), account="yaochuan"))
    assert hash(k.Policy()) == hash(k.Policy()) == hash(k.Policy.from_toml(k.Policy().to_toml()))
    assert len({k.Policy(), k.Policy(key_most=10)}) == 2


def test_a_review_survives_a_pickle():
    review = k.review(GRAPH)
    again = pickle.loads(pickle.dumps(review))
    assert again.to_json() == review.to_json()
    assert again.sections[0] == review.sections[0]


def test_a_graph_lists_what_is_for_callers():
    listed = {name for name in dir(GRAPH) if not name.startswith("_")}
    assert {"people", "ties", "scopes", "with_tie", "as_of", "policy", "book"} <= listed
    assert not listed & {"power", "pull", "stance", "tie_ends", "role_bits"}


def test_a_book_in_a_result_is_its_document():
    told = json.loads(ASKED["sync"]().to_json())
    assert k.Book.from_json(json.dumps(told["book"])) == ASKED["sync"]().book


def test_what_results_rest_on_is_hashed_by_content():
    again = k.load_demo()
    assert hash(again) == hash(BOOK)
    assert hash(k.build_graph(again, account="yaochuan")) == hash(GRAPH)
    assert hash(k.Policy(dotted=0.4)) == hash(k.Policy(dotted=0.4)) != hash(k.Policy())


@pytest.mark.parametrize("name", ["plan", "report", "sync"])
def test_a_result_goes_to_another_process(name):
    result = ASKED[name]()
    assert pickle.loads(pickle.dumps(result)).to_json() == result.to_json()
