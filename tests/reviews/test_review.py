import subprocess
import sys

import pandas as pd
import pytest

import kamgraph
from kamgraph import Review, review
from kamgraph.model.vocabulary import AXES
from kamgraph.reviews.section import Table

BOSS, BUYER = 2 / 3, 1 / 3  # of the decision: an approver weighs 1, procurement a half


def verdict(book, **options):
    return review(kamgraph.build_graph(book, account="firm"), **options).verdict


@pytest.mark.parametrize(
    ("stances", "said"),
    [
        ({"boss": 1, "buyer": 1}, "leans to us: choice stands at 100 of 100, and every stance"),
        ({"boss": 1}, "leans to us: choice stands at 83 of 100, and at 67 even if"),
        (
            {"boss": 0.5},
            "leans to us, but not surely: choice stands at 67 of 100, anywhere from 50",
        ),
        (
            {"boss": 0},
            "does not lean to us yet: choice stands at 50 of 100 where 60 is needed, any",
        ),
        (
            {"boss": -1},
            "does not lean to us: choice stands at 17 of 100 where 60 is needed, and at",
        ),
        (
            {"boss": -1, "buyer": 1},
            "choice stands at 33 of 100 where 60 is needed, and every stance",
        ),
        ({}, "is not known yet"),
    ],
)
def test_the_verdict_says_how_sure_it_is(firm, stances, said):
    assert said in verdict(firm(stances))


def test_the_verdict_names_bounds_weak_point_and_opponent(firm):
    book = firm({"boss": 0, "buyer": -0.5})
    assert verdict(book) == (
        "The decision does not lean to us: choice stands at 42 of 100 where 60 is needed, and "
        "every stance that counts is known; relationship, solution and price are alike, and Bo "
        "(Head) weighs most against us."
    )
    assert verdict(book, language="zh") == (
        "决策没有倾向我方：选择意向 42 分（满分 100，达到 60 分视为倾向我方），相关立场均已掌握；"
        "关系、方案、价格不相上下，反对分量最重的是Bo（Head）。"
    )


def test_a_score_that_rounds_up_to_the_threshold_is_told_more_finely(firm):
    # Each axis stands at 50 + 50 * (2/3 * 0.5 - 1/3 * 0.5) = 58.33.
    book = firm({"boss": 0.5, "buyer": -0.5})
    policy = kamgraph.Policy(verdict_threshold=58.333)
    graph = kamgraph.build_graph(book, account="firm", policy=policy)
    assert "leans to us: choice stands at 58.3 of 100" in review(graph).verdict


def test_nobody_who_decides_is_told_so(firm, tmp_path):
    tables = firm().to_tables() | {"people": pd.DataFrame(), "roles": pd.DataFrame()}
    graph = kamgraph.build_graph(kamgraph.Book.from_tables(tables), account="firm")
    found = review(graph)
    assert found.verdict == "Nobody who could decide is recorded, so there is no verdict."
    assert set(found.tables) == {"standing", "gaps", "quality", "definitions", "policy"}
    assert [point.sentence for point in found.summary][1:4] == [
        "Nobody holds a share of the decision that makes a key person.",
        "Nobody on their side is our coach.",
        "Who decides is not known.",
    ]
    assert "There is nobody to show" in found.to_html(tmp_path / "review.html").read_text("utf-8")


def test_tables_hold_what_the_measures_say(firm):
    graph = kamgraph.build_graph(firm({"boss": 0.5, "buyer": -1}), account="firm")
    tables = review(graph).tables
    row = kamgraph.scores(graph).iloc[0]
    key = kamgraph.key_people(graph)
    assert tables["standing"].loc["choice", "after"] == row["choice"]
    assert tables["standing"].loc["choice", "low"] == row["low"]
    pd.testing.assert_series_equal(tables["key_people"]["power"], key["power"])
    added = tables["contributions"][list(AXES.words)].astype(float).sum()
    assert (50 + added).to_dict() == pytest.approx({axis: row[axis] for axis in AXES.words})
    assert tables["contributions"].index.tolist() == ["boss", "buyer"]
    assert tables["contributions"].loc["boss", "average"] == pytest.approx(50 * BOSS * 0.5)
    assert tables["contributions"].loc["buyer", "average"] == pytest.approx(-50 * BUYER)


def test_influence_that_turns_the_decision_is_said(firm):
    book = firm({"boss": 0.5, "buyer": -1}, ties=[("buyer", "boss", "influences")])
    lone = kamgraph.build_graph(book, account="firm", policy=kamgraph.Policy(verdict_threshold=45))
    # The boss keeps 3/4 of 0.5 and takes 1/4 of -1: 0.125; in sum 2/3 * 0.125 - 1/3 = -0.25.
    sentence = review(lone).sections[0].sentence
    assert "would be 50.0" in sentence
    assert "it is 37.5" in sentence
    assert "costs us 12.5 points and the lean towards us" in sentence


def test_routes_are_told_by_name(firm):
    ties = [("seller", "buyer", "knows"), ("buyer", "boss", "influences")]
    graph = kamgraph.build_graph(firm({"boss": 0}, ties=ties), account="firm")
    routes = review(graph).tables["routes"]
    assert routes["route"].to_dict() == {"boss": "Cy → Bo → Ada", "buyer": "Cy → Bo"}
    strict = kamgraph.build_graph(
        firm({"boss": 0}, ties=ties), account="firm", policy=kamgraph.Policy(reachable=0.3)
    )
    found = review(strict)
    assert found.tables["routes"].loc["boss", "route"] == "out of reach, at best Cy → Bo → Ada"
    assert (
        "We reach 1 of 2 key persons; 1 of them by a single thread; out of reach: Ada."
        in found.to_markdown()
    )


def test_grades_between_two_and_assumed_ones_have_words(firm):
    book = firm({"boss": 0.5})
    tables = book.to_tables()
    again = tables["assessments"].assign(assessor="seller", solution="neutral", price=None)
    tables["assessments"] = pd.concat([tables["assessments"], again])
    graph = kamgraph.build_graph(kamgraph.Book.from_tables(tables), account="firm")
    row = review(graph).tables["key_people"].loc["boss"]
    assert row["relationship_grade"] == "Friend"
    assert row["solution_grade"] == "Neutral – Prefers"
    assert review(graph).tables["key_people"].loc["buyer", "price_grade"] == "unknown"


def test_a_deal_is_told_as_one(firm):
    graph = kamgraph.build_graph(firm({"boss": 1}), deal="deal")
    found = review(graph, language="zh")
    assert (found.kind, found.title) == ("项目评审 · Firm", "Deal")
    assert found.facts[:2] == ("截至 2026 年 1 月 31 日", "阶段：投标")


def test_judgements_that_differ_are_shown_beside_the_default(firm):
    policy = kamgraph.Policy(key_share=0.1)
    found = review(kamgraph.build_graph(firm(), account="firm", policy=policy))
    assert found.tables["policy"].loc["key_share", ["value", "default"]].tolist() == ["0.1", "0.04"]
    assert "1 differs from the default" in found.to_markdown()
    assert "| Judgement | Value | Default |" in found.to_markdown()


def test_another_language_is_refused(firm):
    graph = kamgraph.build_graph(firm(), account="firm")
    with pytest.raises(ValueError, match="language 'fr' is unknown; choose en or zh"):
        review(graph, language="fr")


def test_a_review_cannot_be_changed_through_its_tables(firm):
    found = review(kamgraph.build_graph(firm({"boss": 1}), account="firm"))
    taken = found.tables["standing"]
    taken.loc["choice", "after"] = 0
    assert found.tables["standing"].loc["choice", "after"] > 80
    assert isinstance(found, Review)
    with pytest.raises(AttributeError):
        found.verdict = "We win."
    assert all(isinstance(s.table, Table | None) for s in found.sections)
    assert repr(found).startswith("<Review: Account review · Firm: The decision leans to us")


def test_only_the_map_needs_matplotlib():
    code = """
import sys
import pandas as pd
import kamgraph
from kamgraph import review
firm = pd.DataFrame([{"id": "f", "name": "F", "kind": "customer"}])
people = pd.DataFrame([{"id": "p", "name": "P", "organization": "f"}])
book = kamgraph.Book.from_tables({"organizations": firm, "people": people})
review(kamgraph.build_graph(book, account="f")).to_markdown()
assert "matplotlib" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
