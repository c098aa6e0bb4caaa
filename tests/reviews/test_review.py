import subprocess
import sys

import pandas as pd
import pytest

import kamgraph
from books import book
from kamgraph import Review, review
from kamgraph.model.vocabulary import AXES
from kamgraph.reviews.section import Table

BOSS, BUYER = 2 / 3, 1 / 3  # of the decision: an approver weighs 1, procurement a half
NO_OTHERS = kamgraph.Policy(required_roles={})  # nobody else is asked


def graph_of(book, **options):
    return kamgraph.build_graph(book, account="firm", **({"policy": NO_OTHERS} | options))


def verdict(book, **options):
    return review(graph_of(book), **options).verdict


@pytest.mark.parametrize(
    ("stances", "said"),
    [
        ({"boss": 1, "buyer": 1}, "leans to us: choice stands at 100 of 100, and every stance"),
        (
            {"boss": 1},
            "leans to us: choice stands at 83 of 100 as far as recorded, and at 67 even if",
        ),
        (  # The boss alone would be at 75, whom nothing of the buyer's can take beyond.
            {"boss": 0.5},
            (
                "leans to us, but not surely: choice stands at 67 of 100 as far as recorded, and may "
                "be anywhere from 50 to 75 with"
            ),
        ),
        (  # Whatever the buyer says, the boss does not consent to more than 50.
            {"boss": 0},
            (
                "does not lean to us: choice stands at 50 of 100 as far as recorded where 60 is "
                "needed, and at 50 even if"
            ),
        ),
        (
            {"buyer": 1},
            (
                "does not lean to us yet: choice stands at 50 of 100 as far as recorded where 60 is "
                "needed, and may be anywhere from 0 to 100 with"
            ),
        ),
        ({"boss": -1}, "is blocked by Ada: choice stands at 0 of 100, and no support by others"),
        ({"boss": -1, "buyer": 1}, "is blocked by Ada: choice stands at 0 of 100"),
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
        "关系紧密度、方案认可度、价格接受度不相上下，反对分量最重的是 Bo（Head）。"
    )


def test_a_score_that_rounds_to_the_threshold_is_told_on_its_side_of_it(firm):
    # 2/3 * 75 + 1/3 * 25 = 58.33, as the choices of people are weighed.
    book = firm({"boss": 0.5, "buyer": -0.5})
    over, under = (
        NO_OTHERS.model_copy(update={"verdict_threshold": mark}) for mark in (58.3, 58.0)
    )
    assert "stands at just over 58.3 of 100" in review(graph_of(book, policy=over)).verdict
    assert "stands at 58 of 100" in review(graph_of(book, policy=under)).verdict


def test_a_role_that_nobody_is_known_for_is_told_to_hold_the_choice_back(firm):
    policy = kamgraph.Policy(required_roles={"lead": ("decision_maker",)}, role_fit={})
    found = review(graph_of(firm({"boss": 1, "buyer": 1}), policy=policy))
    # Whoever it is stands at 50 and may be anywhere: 1 of 2.5 of the decision.
    assert "choice stands at 50 of 100 as far as recorded" in found.verdict
    assert "what holds it back is that the decision maker is not known" in found.verdict
    assert [point.sentence for point in found.summary][1:4:2] == [
        "Ada decides openly; Bo is recorded to have a say; 40% lies with people who are not on the list.",
        (
            "40% lies with people who are not on the list; the first to find out is who has the role "
            "of decision maker."
        ),
    ]
    refusing = review(graph_of(firm({"boss": 0, "buyer": 1})))
    assert "what holds it back is the approver, Ada" in refusing.verdict


def test_what_is_too_old_is_no_verdict(firm):
    graph = graph_of(firm({"boss": 1, "buyer": 1}), as_of="2030-01-31")
    found = review(graph)
    # 1,461 days: 2 ** (-1461 / 360) = .06 of the grades is left.
    assert found.verdict.startswith(
        "What we know of the key persons is too old for a verdict: the newest grade is of "
        "31 January 2026; the first to find out is where Ada stands on "
    )
    assert found.tone == found.sections[0].figures[0].tone == "unsure"
    assert found.sections[0].figures[0].value == "Grey"
    assert found.tables["key_people"].loc["boss", "price_grade"] == "Endorses (2026, counts 6%)"


def test_too_little_is_no_verdict(firm):
    policy = kamgraph.Policy(required_roles={}, judged=0.7)
    found = review(graph_of(firm({"boss": 1}), policy=policy))  # who has two thirds
    assert found.verdict == (
        "Too little is known of the key persons to judge: the choice may be anywhere from 67 to "
        "100, 83 as far as recorded; the first to find out is where Bo stands on the relationship."
    )
    assert found.sections[0].figures[1].value == "67–100"


def test_an_axis_that_nobody_is_graded_on_is_not_counted(firm):
    tables = firm({"boss": 0.5}).to_tables()
    tables["assessments"] = tables["assessments"].assign(price=None)
    found = review(graph_of(kamgraph.Book.from_tables(tables)))
    assert "choice stands at 67 of 100" in found.verdict
    assert "nobody has been graded on price yet, so it is not counted" in found.verdict
    assert "weak point" not in found.verdict
    row = found.tables["standing"].loc["price"]
    assert row["note"] == "nobody graded, not counted"
    assert row[["own", "after", "error", "low", "high"]].isna().all()
    assert found.tables["contributions"]["price"].isna().all()
    assert "Price" not in set(found.tables["questions"]["axis"])


def test_nobody_who_decides_is_told_so(firm, tmp_path):
    tables = firm().to_tables() | {"people": pd.DataFrame(), "roles": pd.DataFrame()}
    graph = graph_of(kamgraph.Book.from_tables(tables))
    found = review(graph)
    assert found.verdict == "Nobody who could decide is on the list, so there is no verdict."
    said = [point.sentence for point in found.summary]
    assert said[1] == "Nobody is on the list on whom the decision could hang."
    assert said[3] == "Who decides is not known."
    assert "There is nobody to show" in found.to_html(tmp_path / "review.html").read_text("utf-8")


def test_tables_hold_what_the_measures_say(firm):
    graph = graph_of(firm({"boss": 0.5, "buyer": -1}))
    tables = review(graph).tables
    row = kamgraph.scores(graph).iloc[0]
    key = kamgraph.key_people(graph)
    assert tables["standing"].loc["choice", "after"] == row["choice"]
    assert tables["standing"].loc["choice", "low"] == row["low"]
    pd.testing.assert_series_equal(tables["key_people"]["power"], key["power"])
    for axis in AXES.words:
        added = tables["contributions"][axis].astype(float).sum()
        assert 50 + added == pytest.approx(row[axis])
    assert tables["contributions"].index.tolist() == ["boss", "buyer"]
    assert tables["contributions"].loc["boss", "average"] == pytest.approx(50 * BOSS * 0.5)
    assert tables["contributions"].loc["buyer", "average"] == pytest.approx(-50 * BUYER)


def test_influence_that_turns_the_decision_is_said(firm):
    book = firm({"boss": 0.5, "buyer": -1}, ties=[("buyer", "boss", "influences", 0.5)])
    policy = kamgraph.Policy(required_roles={}, verdict_threshold=45)
    # The boss keeps 3/4 of 0.5 and takes 1/4 of -1: 0.125, which is 56; weighed with the buyer's
    # 0 it is 2/3 of that, 38, as it was 2/3 of 75.
    sentence = review(graph_of(book, policy=policy)).sections[0].sentence
    assert sentence == (
        "By the deciders' own grades alone the choice would be 50; with everybody's influence it "
        "is 38, which costs us 12 points and the lean towards us."
    )


def test_routes_are_told_by_name(firm):
    ties = [("seller", "buyer", "knows", 0.5), ("buyer", "boss", "influences", 0.5)]
    graph = graph_of(firm({"boss": 0}, ties=ties))
    routes = review(graph).tables["routes"]
    assert routes["route"].to_dict() == {"boss": "Cy → Bo → Ada", "buyer": "Cy → Bo"}
    policy = kamgraph.Policy(required_roles={}, reachable=0.3)
    found = review(graph_of(firm({"boss": 0}, ties=ties), policy=policy))
    assert found.tables["routes"].loc["boss", "route"] == "out of reach, at best Cy → Bo → Ada"
    assert (
        "We reach 1 of 2 key persons; we are single-threaded with 1 of them; out of reach: Ada."
        in found.to_markdown()
    )


def test_a_route_that_a_broken_promise_weakens_says_so():
    facts = book(
        people="ann acme; bo acme; vic us",
        ties="vic knows bo; bo influences ann",
        roles="ann approver acme; bo user acme",
        assessments="ann 2026-02-01 3 3 3",
        commitments="p1 vic bo made=2026-01-01 due=2026-01-20",
    )
    routes = review(kamgraph.build_graph(facts, account="acme")).tables["routes"]
    told = "A promise of vic to bo is overdue, so the closeness between them counts only 80%."
    assert routes.loc[["ann", "bo"], "reason"].tolist() == [told, told]


def test_grades_between_two_and_assumed_ones_have_words(firm):
    book = firm({"boss": 0.5})
    tables = book.to_tables()
    first = tables["assessments"]
    again = first.assign(assessor="seller", solution="neutral", price=None).astype(first.dtypes)
    tables["assessments"] = pd.concat([first, again])
    graph = kamgraph.build_graph(kamgraph.Book.from_tables(tables), account="firm")
    row = review(graph).tables["key_people"].loc["boss"]
    assert row["relationship_grade"] == "Friend"
    assert row["solution_grade"] == "Neutral – Prefers"
    assert review(graph).tables["key_people"].loc["buyer", "price_grade"] == "unknown"


def test_a_deal_is_told_as_one(firm):
    graph = kamgraph.build_graph(firm({"boss": 1}), deal="deal")
    found = review(graph, language="zh")
    assert (found.kind, found.title) == ("商机评审 · Firm", "Deal")
    assert found.facts[:2] == ("截至 2026 年 1 月 31 日", "阶段：投标与谈判")


def test_judgements_that_differ_are_shown_beside_the_default(firm):
    policy = kamgraph.Policy(key_cover=0.9)
    found = review(kamgraph.build_graph(firm(), account="firm", policy=policy))
    assert found.tables["policy"].loc["key_cover", ["value", "default"]].tolist() == ["0.9", "0.8"]
    assert "1 differs from the default" in found.to_markdown()
    assert "| Judgement | Value | Default |" in found.to_markdown()


def test_another_language_is_refused(firm):
    graph = kamgraph.build_graph(firm(), account="firm")
    with pytest.raises(ValueError, match="language 'fr' is unknown; choose en or zh"):
        review(graph, language="fr")


def test_a_review_cannot_be_changed_through_its_tables(firm):
    found = review(graph_of(firm({"boss": 1})))
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


@pytest.mark.parametrize("scope", [{"account": "yaochuan"}, {}])
def test_nothing_has_changed_since_a_day_to_come(scope):
    graph = kamgraph.build_graph(kamgraph.load_demo(), **scope)
    with pytest.raises(kamgraph.ScopeError, match="since 2027-01-01 is after the day of the graph"):
        review(graph, since="2027-01-01")
