"""Whom we meet and how often, as the review of an export tells it; all numbers counted by hand."""

import pandas as pd
import pytest

import kamgraph as k
from books import book
from exports import SHARED
from kamgraph.reviews.contact_facts import say_top_unmet
from kamgraph.reviews.results import Results
from told import told

PEOPLE = """
    ann acme title=CEO; bo acme title=CFO; cas acme function=procurement level=3
    cid acme function=procurement level=4; dot acme function=it level=4; ed acme function=it level=5
    us1 us; us2 us
"""
MET = """
    m1 2026-01-10 call us1; m1 2026-01-10 call bo
    m2 2026-05-10 call us1; m2 2026-05-10 call cas
    m3 2026-06-10 call us1; m3 2026-06-10 call cid
    m4 2026-06-11 meeting us1; m4 2026-06-11 meeting us2
    m4 2026-06-11 meeting dot; m4 2026-06-11 meeting ed
    m5 2026-06-12 call us2; m5 2026-06-12 call dot
"""


def review(language="en", **tables):
    tables = tables or {"people": PEOPLE, "interactions": MET}
    graph = k.build_graph(book(**tables), account="acme", as_of="2026-06-30")
    return k.review(graph, language=language)


def section(name, **options):
    return next((part for part in review(**options).sections if part.name == name), None)


def test_who_was_never_met_and_who_fell_silent_is_told():
    assert section("contacts").sentence == (
        "We have had contact with 5 of 6 people; no meeting, call or mail is recorded with "
        "1 of the 2 at the top: ann; no contact with bo (CFO) is recorded for 171 days, since 10 January 2026."
    )


def test_how_often_where_and_who_is_held_by_one_alone_is_told():
    assert section("touches").sentence == (
        "8 touches in 2 quarters; 62% of all touches are with IT; us1 alone holds procurement."
    )


def test_in_chinese_too():
    assert section("contacts", language="zh").sentence == (
        "对方 6 人中，我方与 5 人有过往来；2 位高层中有 1 位没有往来记录：ann；"
        "与 bo（CFO）自 2026 年 1 月 10 日起已 171 天没有往来记录。"
    )
    assert section("touches", language="zh").sentence == (
        "2 个季度内共往来 8 次；62% 的往来集中在信息技术；采购只有 us1 一人在联系。"
    )


def test_the_table_goes_from_the_board_down():
    rows = section("contacts").table.rows
    assert list(rows["name"]) == ["ann", "bo", "cas", "dot", "cid", "ed"]
    about = rows.set_index("name")
    assert list(about.loc["ann", ["state", "touches", "by"]]) == ["no contact recorded", 0, ""]
    assert pd.isna(about["last"]["ann"])
    assert list(about.loc["bo", ["state", "last", "ago", "by", "trend"]]) == [
        "gone cold",
        "2026-01-10",
        "171 days ago",
        "us1",
        "0 · 0 · 0 · 1 · 0",
    ]
    assert about["by"]["dot"] == "us2 and us1"


def test_each_of_us_has_a_row_with_where_they_are_most():
    rows = section("touches").table.rows.set_index("name")
    assert rows.loc["us1"].to_dict() == {
        "touches": 5,
        "people": 5,
        "functions": "Procurement 2 · IT 2 · Finance 1",
        "last": "2026-06-11",
    }
    assert list(rows.index) == ["us1", "us2"]


def test_contacts_alone_tell_who_is_there_and_nothing_of_whom_we_meet():
    alone = {"people": PEOPLE}
    found = section("contacts", **alone)
    assert found.sentence == "6 people are recorded there; which of them we meet is not."
    assert list(found.table.columns) == ["name", "post"]
    assert section("touches", **alone) is None
    words = told(k.build_graph(book(**alone), account="acme"))
    assert "no contact recorded" not in words


WRITTEN = {
    "people": "ann acme title=CEO; bo acme title=CFO; cy acme level=3 function=it; us1 us",
    "interactions": """
        a 2026-06-01 email us1 part=from; a 2026-06-01 email ann part=to
        b 2026-06-10 meeting us1; b 2026-06-10 meeting cy
    """,
}


def test_a_letter_that_nobody_answered_is_neither_contact_nor_never_met():
    assert section("contacts", **WRITTEN).sentence == (
        "We have had contact with 1 of 3 people, 1 more has not answered yet; no meeting, call or "
        "mail is recorded with 1 of the 2 at the top: bo and 1 of the 2 at the top gave no answer "
        "yet: ann."
    )
    rows = section("contacts", **WRITTEN).table.rows.set_index("name")
    assert rows.loc["ann", ["state", "touches"]].tolist() == ["no answer yet", 1]
    assert "1 人尚无回应" in section("contacts", language="zh", **WRITTEN).sentence


def test_last_contact_and_last_touch_are_two_headings():
    assert section("contacts", **WRITTEN).table.columns["last"].heading == "Last contact"
    assert section("touches", **WRITTEN).table.columns["last"].heading == "Last touch"


def test_quarters_are_named_in_the_heading():
    heading = section("contacts").table.columns["trend"].heading
    assert heading == "Touches by quarter, 2025-Q2 to 2026-Q2"


@pytest.mark.parametrize(
    ("people", "meetings", "held"),
    [
        ("ann acme function=it level=2", 1, False),
        ("ann acme function=it level=2", 2, True),
        ("ann acme title=Assistant function=it", 3, False),
        ("ann acme title=Buyer", 2, True),
        ("ann acme function=it level=2; bo acme function=it level=3", 1, True),
    ],
)
def test_a_function_is_held_by_more_than_one_touch(people, meetings, held):
    there = [one.split()[0] for one in people.split("; ")]
    met = "; ".join(
        f"m{n} 2026-06-0{n} meeting {who}"
        for n in range(1, meetings + 1)
        for who in [*there, "us1"]
    )
    found = section("alone", people=f"{people}; us1 us", interactions=met)
    assert (found is not None) == held


def test_a_portfolio_of_one_account_counts_whom_we_meet():
    made = book(**WRITTEN, deals="bid acme")
    found = k.review(k.build_graph(made, as_of="2026-06-30"))
    [part] = [part for part in found.sections if part.name == "acquaintance"]
    [row] = part.table.rows.to_dict("records")
    assert (row["met"], row["top"], row["unanswered"]) == ("1 of 3", "1 of 2", 1)


def test_what_is_read_from_the_title_is_named_where_the_rest_is_recorded():
    found = section("contacts", people="ann acme title=CEO function=it; bo acme title=CFO; us1 us")
    assert found.table.rows["origin"].tolist() == [
        "level read from the title",
        "read from the title",
    ]


def test_without_people_there_is_no_section():
    assert section("contacts", people="us1 us") is None


def test_of_many_people_the_first_are_listed_and_the_number_told():
    people = "; ".join(f"p{number:02d} acme" for number in range(45))
    table = section("contacts", people=people).table
    assert len(table.rows) == 40
    assert table.caption.endswith("The first 40 of 45.")


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ("ann acme level=1; us1 us", "no meeting, call or mail is recorded with ann, the only one at the top"),
        ("ann acme level=1; bo acme level=1; cy acme level=1; di acme level=1; us1 us",
         "no meeting, call or mail is recorded with 4 of the 4 at the top: ann, bo, cy and 1 more"),
        ("ann acme level=2; us1 us", ""),
    ],
)  # fmt: skip
def test_who_at_the_top_was_never_met(people, expected):
    met = "m 2026-06-01 call us1; m 2026-06-01 call zed"
    made = book(people=f"{people}; zed acme level=4", interactions=met)
    assert say_top_unmet(Results(k.build_graph(made, account="acme"))) == expected


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no exports in {SHARED}")
def test_the_plain_export_tells_its_five_facts():
    graph = k.build_graph(k.read(SHARED / "plain_salesforce"), account="0015g0000000000AAA")
    words = told(graph)
    for fact in (
        "no meeting, call or mail is recorded with 3 of the 6 at the top",
        "Victor Osei (Chief Financial Officer): no contact recorded for 155 days, since 28 May 2026",
        "174 touches in 5 quarters",
        "78% of all touches are with IT",
        "Dana Weiss alone holds procurement",
    ):
        assert fact in words


def test_whoever_is_to_meet_the_top_first_is_named_with_a_day():
    facts = book(
        people="ann acme level=1; bo acme level=4; vic us",
        interactions="m 2026-05-04 meeting vic; m 2026-05-04 meeting bo",
        team="vic account_responsible acme",
    )
    *_, step = k.review(k.build_graph(facts, account="acme")).summary
    assert step.sentence == (
        "Find a way to ann, with whom no contact is recorded; vic leads, by 31 July 2026."
    )
