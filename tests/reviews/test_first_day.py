"""A review of an account of which nobody is graded yet: what contacts and activities alone tell."""

import re

import pytest

import kamgraph as k
from books import book
from exports import SHARED
from kamgraph.analysis.candidates.candidates import KINDS
from kamgraph.model.voice import wording
from kamgraph.reviews.formats import write_as

PLAIN = SHARED / "plain_salesforce"
NORTHGATE = "0015g0000000000AAA"
RESTING_ON_GRADES = {"standing", "contributions", "targets"}
RESTING_ON_ROLES = {"key_people", "routes", "fragility", "handover"}

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
needs_export = pytest.mark.skipif(not PLAIN.exists(), reason="the shared data are not here")


@pytest.fixture(scope="module")
def export():
    return k.read(PLAIN)


@pytest.fixture(scope="module")
def northgate(export):
    return k.review(k.build_graph(export, account=NORTHGATE))


def names(review):
    return [section.name for section in review.sections]


# The export was counted by hand.


@needs_export
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", [
            "We have had contact with 19 of 30 people; 174 touches in 5 quarters; 78% of all touches",
            "Helena Marsh, Martin Kehl and Greta Sand",
            "Victor Osei (Chief Financial Officer): no contact recorded for 155 days, since 28 May 2026",
            "Dana Weiss alone holds procurement.",
            "Have Ines Falk get back in touch with Victor Osei",
        ]),
        ("zh", [
            "5 个季度内共往来 174 次；78% 的往来集中在信息技术",
            "6 位高层中有 3 位没有往来记录：Helena Marsh、Martin Kehl、Greta Sand",
            "自 2026 年 5 月 28 日起已 155 天没有往来记录",
            "采购只有 Dana Weiss 一人在联系",
            "请 Ines Falk 尽快恢复与 Victor Osei 的联系",
        ]),
    ],
)  # fmt: skip
def test_the_facts_of_a_plain_export_stand_in_the_summary(northgate, language, said):
    found = k.review(northgate.results.graph, language=language)
    assert found.tone == "unsure"
    for point, part in zip(found.summary, said, strict=True):
        assert part in point.sentence


@needs_export
def test_a_plain_export_brings_no_scores_no_alarm_and_no_unreached(northgate):
    assert names(northgate)[:5] == ["contacts", "cold", "alone", "touches", "deals"]
    assert not (RESTING_ON_GRADES | RESTING_ON_ROLES | {"gaps"}) & {*names(northgate)}
    text = northgate.to_markdown().partition("## How to read this")[0]
    assert not re.search("reach nobody|out of reach|None of us knows", text, re.IGNORECASE)
    assert not any(figure.tone == "poor" for part in northgate.sections for figure in part.figures)


@needs_export
def test_what_one_alone_holds_and_who_has_gone_cold_is_listed(northgate):
    tables = northgate.tables
    alone = tables["alone"].set_index("function")
    assert alone.loc["Procurement", ["by", "touches"]].tolist() == ["Dana Weiss", 33]
    assert [*alone.index] == [
        "Procurement",
        "Medical",
        "Finance",
    ]  # of executives one assistant, once
    cold = tables["cold"].set_index("name")
    assert cold["days"].head(3).to_dict() == {
        "Victor Osei": 155, "Sofia Lind": 95, "Nadia Haddad": 98,
    }  # fmt: skip
    assert len(cold) == 7


@needs_export
def test_the_deals_stand_with_value_day_and_who_takes_part(northgate):
    deals = northgate.tables["deals"].set_index("name")
    assert deals.loc["Patient data platform", ["stage", "value", "closes"]].tolist() == [
        "Bid and negotiation", "2.4 M", "2026-12-15",
    ]  # fmt: skip
    assert deals.loc["Patient data platform", "theirs"] == (
        "Priya Nair (Decision maker), Colin Frost (Participant) and Eva Novak (Participant)"
    )
    assert [*deals.index] == [
        "Security monitoring renewal", "Patient data platform", "Lab workflow pilot",
    ]  # fmt: skip


@needs_export
def test_all_accounts_of_a_plain_export_are_counted(export):
    found = k.review(k.build_graph(export))
    assert "39 people" in found.facts
    assert found.verdict == (
        "We have had contact with 24 of 39 people; 204 touches in 5 quarters; "
        "in 3 accounts nobody is graded yet."
    )
    counted = found.tables["acquaintance"].set_index("name")[["met", "top", "cold", "touches"]]
    assert counted.loc["Northgate Hospitals Group"].tolist() == ["19 of 30", "3 of 6", 7, 174]
    assert "accounts" not in names(found)
    [deals] = [section for section in found.sections if section.name == "deals"]
    assert "choice" not in deals.table.columns


# The same account as facts come.

CONTACTS = {"people": "ann acme title=CEO; bo acme title=Buyer; vic us", "deals": "deal acme bid"}
MET = {
    "interactions": """
        m 2026-01-10 meeting bo; m 2026-01-10 meeting vic
        n 2026-01-11 meeting bo; n 2026-01-11 meeting vic
    """
}
ROLES = {"roles": "ann approver acme; bo procurement acme"}
GRADES = {"assessments": "ann 2026-01-12 4 4 4; bo 2026-01-12 4 4 4"}
FIRST, SECOND, THIRD = CONTACTS, CONTACTS | MET, CONTACTS | MET | ROLES


@pytest.mark.parametrize(
    ("tables", "there", "absent"),
    [
        (FIRST, {"contacts", "deals", "chain"}, RESTING_ON_GRADES | RESTING_ON_ROLES | {"alone"}),
        (SECOND, {"contacts", "alone"}, RESTING_ON_GRADES | RESTING_ON_ROLES),
        (THIRD, {"contacts", "key_people", "routes", "gaps"}, RESTING_ON_GRADES),
        (THIRD | GRADES, {"standing", "key_people", "contributions"}, {"alone", "cold"}),
    ],
)
def test_a_section_comes_with_the_facts_that_it_rests_on(tables, there, absent):
    found = {*names(k.review(k.build_graph(book(**tables), account="acme")))}
    assert there <= found
    assert not absent & found


def test_the_decision_leads_once_somebody_is_graded():
    before, after = (
        names(k.review(k.build_graph(book(**tables), account="acme")))
        for tables in (THIRD, THIRD | GRADES)
    )
    assert before[0] == "contacts"
    assert after[0] == "standing"
    assert after.index("chain") < after.index("contacts")


def test_without_activities_nobody_is_called_unmet():
    review = k.review(k.build_graph(book(**FIRST), account="acme"))
    assert not re.search("never|silent|cold", " ".join(point.sentence for point in review.summary))


def test_who_has_left_us_is_not_sent_to_anybody():
    left = SECOND | {"people": "bo acme title=CEO; vic us - 2026-03-01; wes us - - -"}
    graph = k.build_graph(book(**left), account="acme", as_of="2026-06-01")
    assert "Have vic" not in k.review(graph).summary[4].sentence


def test_worths_in_several_currencies_have_no_sum():
    deals = """
        one acme bid value=1000 currency=EUR closes=2026-02-01
        two acme bid value=5000 currency=USD closes=2026-01-01
        old acme lost value=9000 currency=EUR
    """
    graph = k.build_graph(book(people="ann acme", deals=deals), account="acme", as_of="2026-01-15")
    [section] = [one for one in k.review(graph).sections if one.name == "deals"]
    assert section.sentence == "2 deals are open; one is to close next, on 1 February 2026."
    rows = section.table.rows
    assert rows["value"].tolist() == ["5 k USD", "1 k EUR"]
    assert rows["passed"].tolist() == ["day has passed", ""]


def test_what_is_suggested_is_told_with_how_sure_it_is():
    people = "ann acme title=CEO; bo acme title=Buyer"
    review = k.review(k.build_graph(book(people=people), account="acme"))
    rows = review.tables["candidates"].set_index("suggestion")
    assert "ann has the role of approver" in rows.index
    assert rows["confidence"].between(0, 1).all()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_suggestion_has_words(kind):
    assert f"suggestion.{kind}" in wording()


@pytest.mark.long
@pytest.mark.parametrize("tables", [FIRST, SECOND, THIRD, THIRD | GRADES])
@pytest.mark.parametrize("ending", [".json", ".xlsx", ".pptx"])
def test_a_review_at_any_stage_can_be_had_in_every_form(tables, ending, tmp_path):
    review = k.review(k.build_graph(book(**tables), account="acme"))
    if ending == ".json":
        assert k.ReviewDocument.model_validate_json(review.to_json()).results.contacts
    else:
        assert write_as(ending, review, tmp_path / f"review{ending}") is None
        assert (tmp_path / f"review{ending}").stat().st_size
