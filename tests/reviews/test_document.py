import json
from functools import cache
from importlib.resources import files

import pytest

import kamgraph as k
from books import book
from kamgraph.reviews.document import ReviewDocument, schema
from schemas import as_written, problems

DEMO = k.load_demo()
PORTFOLIO = book(
    people="ann acme; bo bravo; vic us",
    ties="vic knows ann trusted",
    roles="ann approver acme; bo approver bravo",
    assessments="ann 2026-01-01 friend prefers accepts; ann 2026-04-01 mentor prefers accepts",
)
REVIEWS = {
    "deal": lambda: k.review(
        k.build_graph(DEMO, deal="dispatch-platform"), since="2026-04-30", language="zh"
    ),
    "account": lambda: k.review(k.build_graph(DEMO, account="yaochuan")),
    "empty": lambda: k.review(k.build_graph(book(people=""), account="acme")),
    "portfolio": lambda: k.review(k.build_graph(PORTFOLIO), since="2026-02-01"),
}


@cache
def made(kind):
    return REVIEWS[kind]()


@pytest.fixture(params=REVIEWS)
def review(request):
    return made(request.param)


def strict(text):
    def refuse(constant):
        raise AssertionError(constant)

    return json.loads(text, parse_constant=refuse)


def test_the_document_holds_to_its_schema(review):
    assert problems(strict(review.to_json()), json.loads(schema())) == []


def test_a_broken_document_does_not_hold_to_its_schema():
    whole = strict(made("account").to_json())
    rules = json.loads(schema())
    assert problems(whole | {"language": "fr"}, rules)
    assert problems(whole | {"more": 1}, rules)
    assert problems({name: part for name, part in whole.items() if name != "as_of"}, rules)
    whole["results"]["scores"]["choice"] = "50"
    assert problems(whole, rules)


def test_pydantic_reads_back_what_was_written(review):
    assert ReviewDocument.model_validate_json(review.to_json()) == review.to_document()


@as_written
def test_the_schema_is_in_the_package_and_says_what_everything_means():
    stored = files("kamgraph.reviews").joinpath("review.schema.json").read_text("utf-8")
    assert stored == schema()
    whole = json.loads(stored)
    for part in (whole, *whole["$defs"].values()):
        assert part["description"]
        assert all(field["description"] for field in part["properties"].values())


def test_the_document_says_what_the_review_says(review):
    whole = strict(review.to_json())
    assert whole["schema_version"] == "1.0"
    assert [part["name"] for part in whole["sections"]] == [part.name for part in review.sections]
    assert whole["verdict"] == review.verdict == whole["summary"][0]["sentence"]
    assert len(whole["summary"]) == 5
    tables = {part["name"]: part["table"] for part in whole["sections"] if part["table"]}
    assert {name: len(table["rows"]) for name, table in tables.items()} == {
        name: len(rows) for name, rows in review.tables.items()
    }


def test_the_results_are_those_of_the_measures():
    graph = k.build_graph(DEMO, deal="dispatch-platform")
    whole = strict(made("deal").to_json())
    results = whole["results"]
    row = k.scores(graph).iloc[0]
    assert results["scores"]["choice"] == pytest.approx(row["choice"])
    assert results["scores"]["truck_factor"] == row["truck_factor"]
    assert [one["person"] for one in results["key_people"]] == list(k.key_people(graph).index)
    assert {one["person"]: tuple(one["route"]) for one in results["reach"]} == k.reach(graph)[
        "route"
    ].to_dict()
    assert [one["gap"] for one in results["gaps"]] == k.gaps(graph)["gap"].tolist()
    assert len(results["contributions"]) == len(k.contributions(graph))
    assert whole["since"] == "2026-04-30"
    assert whole["scope"]["deal"] == "dispatch-platform"
    assert whole["policy"]["key_cover"] == 0.8
    assert {one["axis"] for one in results["changes"]["reasons"]} == {
        "relationship",
        "solution",
        "price",
    }


def test_what_is_missing_is_null():
    whole = strict(made("empty").to_json())
    assert whole["results"]["scores"]["choice"] is None
    assert whole["results"]["changes"] is None
    assert whole["as_of"] is None
    assert "standing" not in {part["name"] for part in whole["sections"]}


def test_a_portfolio_lists_its_accounts():
    whole = strict(made("portfolio").to_json())
    assert whole["scope"] is None
    results = whole["results"]
    assert {one["account"] for one in results["accounts"]} == {"acme", "bravo"}
    assert results["workload"][0]["person"] == "vic"
    rose = next(one for one in results["accounts"] if one["account"] == "acme")
    assert rose["choice_change"] > 0


def test_people_of_partners_are_not_counted_as_the_customers():
    facts = book(
        people="ann acme; bo acme; pam institute; vic us",
        ties="vic knows ann; pam influences ann; vic knows pam",
        roles="ann approver acme",
    )
    told = k.review(k.build_graph(facts, account="acme")).facts
    assert {"2 people of the customer", "1 of a partner"} <= {*told}
