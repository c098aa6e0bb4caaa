import pytest

import kamgraph as k
from kamgraph.analysis.gaps import gaps
from kamgraph.analysis.rules.moves import supporter_at_rival, supporter_elsewhere
from rule_rows import persons, recorded, sentences

DAY = "2026-01-01"


def left(firm, *, grades="5 5 5", ties="", **tables):
    """Sam, graded in October, has left acme for another firm in December."""
    facts = {
        "people": "ann acme; sam acme; vic us",
        "positions": f"sam acme until=2025-12-01; sam {firm} since=2025-12-01",
        "assessments": f"sam 2025-10-01 {grades}",
        "ties": f"sam influences ann; {ties}",
    }
    return k.build_graph(recorded(**facts | tables), account="acme", as_of=DAY)


def test_a_supporter_whom_a_rival_has_hired():
    assert sentences(supporter_at_rival, left("rival")) == [
        "sam, who supported us, now works for rival, a competitor."
    ]
    assert sentences(supporter_elsewhere, left("rival")) == []


@pytest.mark.parametrize("firm", ["bravo", "institute"])
def test_a_supporter_who_has_gone_to_another_customer_or_a_partner(firm):
    assert sentences(supporter_elsewhere, left(firm)) == [
        f"sam, who supported us, has gone to {firm}."
    ]
    assert sentences(supporter_at_rival, left(firm)) == []


@pytest.mark.parametrize("firm", ["us", "unit"])
def test_who_has_come_to_us_or_stayed_in_the_account_is_not_lost(firm):
    assert persons(supporter_elsewhere, left(firm)) == persons(supporter_at_rival, left(firm)) == []


@pytest.mark.parametrize(
    ("grades", "found"), [("4 4 4", 1), ("3 3 3", 0), ("- 5 -", 1), ("1 5 5", 0)]
)
def test_who_did_not_support_us_is_no_loss(grades, found):
    # A grade of 92 days ago counts 84 percent, so that 4 of 5 still is 71.
    assert len(persons(supporter_elsewhere, left("bravo", grades=grades))) == found


def test_support_of_long_ago_is_none_today():
    graph = left("bravo")
    assert len(persons(supporter_elsewhere, graph)) == 1
    # By then 5 of 5 counts less than a quarter.
    assert persons(supporter_elsewhere, graph.at("2027-12-01")) == []
    assert persons(supporter_elsewhere, graph.at("2025-11-30")) == []


def test_only_what_was_said_there_and_before_counts():
    later = left("bravo", assessments="sam 2025-12-15 5 5 5")
    assert persons(supporter_elsewhere, later) == []
    elsewhere = "sam 2025-10-01 5 5 5 account=bravo"
    assert persons(supporter_elsewhere, left("bravo", assessments=elsewhere)) == []


def test_the_row_names_the_person_while_they_are_in_the_scope():
    assert persons(supporter_elsewhere, left("bravo")) == ["sam"]
    tables = left("bravo").book.to_tables()
    ties = tables["ties"]
    tables["ties"] = ties[ties["source"] != "sam"]
    alone = k.build_graph(k.Book.from_tables(tables), account="acme", as_of=DAY)
    table = gaps(alone, (supporter_elsewhere,))
    assert table["person"].tolist() == [""]
    assert table["detail"].tolist() == ["sam, who supported us, has gone to bravo."]


def test_a_unit_has_lost_those_who_were_in_it():
    world = "acme customer; unit customer acme; other customer acme; bravo customer; us vendor"
    positions = "sam unit until=2025-12-01; sam bravo since=2025-12-01"
    facts = left("bravo", organizations=world, positions=positions).book
    found = {
        scope: len(persons(supporter_elsewhere, k.build_graph(facts, account=scope, as_of=DAY)))
        for scope in ("acme", "unit", "other")
    }
    assert found == {"acme": 1, "unit": 1, "other": 0}


def test_both_languages():
    table = gaps(left("rival"), (supporter_at_rival,), language="zh")
    assert table["detail"].tolist() == ["曾支持我方的 sam 现已加入友商 rival。"]
