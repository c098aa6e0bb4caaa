import pandas as pd
import pytest

import kamgraph as k
from books import book
from kamgraph.analysis.rules import RULES
from kamgraph.model.voice import wording

BOOK = book(
    organizations="""
        acme customer potential=90 contribution=9; bravo customer potential=5 contribution=9
        corp customer; us vendor
    """,
    people="ann acme; bo bravo; cy corp; vic us; wes us",
    ties="vic knows ann trusted; wes knows bo brief",
    roles="ann approver acme; bo approver bravo",
    deals="deal acme bid",
    assessments="""
        ann 2026-01-01 acquainted neutral neutral; ann 2026-04-01 mentor champions endorses
        bo 2026-01-01 hostile doubts refuses
    """,
)
GRAPH = k.build_graph(BOOK)


@pytest.fixture(scope="module")
def review():
    return k.review(GRAPH, since="2026-02-01")


def test_the_summary_begins_with_how_many_lean_to_us(review):
    # bravo's approver refuses; of corp nothing is graded.
    assert review.verdict == (
        "1 of 3 accounts leans to us; 1 is red: no key person supports us, or somebody whose "
        "consent is needed refuses; in 1 too little is known to judge."
    )
    assert review.summary[2].sentence.startswith(
        # In bravo, too: what was known of the refusal has grown older.
        "Since 1 February 2026 the choice has risen in 2 and fallen in 0, most in acme (+"
    )
    assert review.summary[3].sentence == "None of us carries too much."
    assert len(review.summary) == 5


def test_a_gap_of_an_account_is_counted_once_whatever_its_deals():
    sentences = []
    for deals in ("", "one bravo lead; two bravo lead"):
        facts = book(
            organizations="bravo customer; corp customer; us vendor",
            people="bo bravo; wes us",
            roles="bo approver bravo; bo decision_maker bravo; bo evaluator bravo; bo user bravo",
            deals=deals,
            assessments="bo 2026-01-01 hostile doubts refuses",
        )
        sections = k.review(k.build_graph(facts)).sections
        sentences.append(next(one.sentence for one in sections if one.name == "risks"))
    assert sentences[0].startswith("2 urgent gaps")
    assert sentences[0] == sentences[1]


def test_the_risk_is_that_of_the_most_urgent_account(review):
    grave = k.gaps(GRAPH)
    grave = grave[grave["severity"] == "high"]
    first = review.results.portfolio.accounts.index
    most = min(grave["account"], key=list(first).index)
    assert review.summary[1].sentence.startswith(f"{most}: ") or review.summary[
        1
    ].sentence.startswith(f"{most} · ")
    assert review.tables["risks"].index.get_level_values("account").is_unique


def test_accounts_deals_and_work_are_listed(review):
    tables = review.tables
    scores = k.scores(GRAPH)["choice"]
    assert tables["accounts"]["choice"].to_dict() == pytest.approx(
        scores.xs("", level="deal").to_dict(), nan_ok=True
    )
    assert tables["deals"]["name"].tolist() == ["deal"]
    assert tables["workload"].loc["vic", "accounts"] == 1
    counts = k.gaps(GRAPH).query("deal == ''").groupby("gap").size()
    assert tables["gap_kinds"]["gaps"].to_dict() == counts.to_dict()
    assert "definitions" in tables
    assert "policy" in tables


def test_without_a_last_review_it_says_where_little_is_known():
    first = k.review(GRAPH).summary[2]
    assert first.label == "What is not known"
    assert "corp" in first.sentence


def test_a_graph_without_scopes_is_refused():
    empty = k.build_graph(book(organizations="us vendor", people="vic us"))
    with pytest.raises(k.ScopeError, match="nothing to review: the graph holds no account"):
        k.review(empty)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_shown_in_both_languages(language, tmp_path):
    shown = k.review(GRAPH, language=language)
    assert shown.to_markdown().startswith("# All accounts" if language == "en" else "# 全部客户")
    assert "<h1>" in shown.to_html(tmp_path / "all.html").read_text("utf-8")
    ends = {point.sentence[-1] for point in shown.summary}
    assert ends == ({"."} if language == "en" else {"。"})


def test_every_rule_has_a_name():
    assert {f"rules.{rule.code}.name" for rule in RULES} <= set(wording())


def test_who_needs_attention_is_told_with_which_of_us_answers_for_it():
    facts = book(
        organizations="acme customer; us vendor",
        people="ann acme; vic us; wes us",
        ties="wes knows ann brief",
        roles="ann approver acme",
        team="vic account_responsible acme",
        deals="deal acme bid",
        assessments="ann 2026-01-01 hostile doubts refuses",
    )
    rows = k.review(k.build_graph(facts)).tables["risks"]
    assert rows["lead"].tolist() == ["vic"]
    assert rows["detail"].str.contains("ann").all()


def test_its_tables_are_those_of_the_questions(review):
    graph = review.results.graph
    found, asked = review.results, k.portfolio(graph.book, as_of=graph.as_of, since="2026-02-01")
    pd.testing.assert_frame_equal(found.portfolio.accounts, asked.accounts)
    pd.testing.assert_frame_equal(found.portfolio.workload, asked.workload)
    pd.testing.assert_frame_equal(found.scores, k.scores(graph))
    pd.testing.assert_frame_equal(found.gaps, k.gaps(graph))
