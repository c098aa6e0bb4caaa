import pytest

import kamgraph as k
from books import book

DEMO = k.load_demo()
GRAPH = k.build_graph(DEMO, account="yaochuan")


def sections(since, language="en"):
    found = k.review(GRAPH, since=since, language=language).sections
    return {section.name: section for section in found}


def test_what_has_changed_and_why():
    found = sections("2026-04-30")
    rows = found["changes"].table.rows
    parts = rows[["stances", "ties", "weights", "people"]].sum(axis=1)
    assert parts.tolist() == pytest.approx(rows["change"].tolist(), abs=1e-9)
    assert found["changes"].sentence == (
        "Since 30 April 2026 the choice has gone from 54 to 50, most of all because Vincent Mak, "
        "who supported us, left."
    )
    events = found["events"].table.rows
    assert ["Grade fell", "王秀英", "Solution: 50 → 25"] in events[
        ["event", "who", "what"]
    ].to_numpy().tolist()
    assert "Vincent Mak" in set(events["who"])


def test_nothing_has_changed_since_today():
    found = sections(str(GRAPH.as_of))
    assert found["changes"].sentence.startswith(
        "Since 30 September 2026 nothing has moved the scores"
    )
    assert found["events"].table is None


def test_only_when_asked():
    assert "changes" not in {section.name for section in k.review(GRAPH).sections}


def test_in_chinese():
    assert sections("2026-04-30", "zh")["changes"].sentence.endswith(
        "主要因为支持我方的 Vincent Mak 离开了。"
    )


PEOPLE = "ann acme; bo acme; cy us"
ROLES = "ann approver acme; ann decision_maker acme; ann evaluator acme; ann user acme"


def test_the_day_that_has_no_score_is_named():
    facts = book(people=PEOPLE, roles=ROLES, assessments="ann 2026-01-10 5 5 5", deals="d acme")
    now = k.build_graph(facts, account="acme")
    section = next(
        one for one in k.review(now, since="2026-01-01").sections if one.name == "changes"
    )
    assert section.sentence.startswith("On 1 January 2026 too little was known for a score")
    assert section.table is None


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ({"assessments": "ann 2025-01-01 5 5 5"}, "what we know has grown older"),
        (
            {"assessments": "ann 2025-01-01 5 5 5; ann 2025-12-01 2 2 2"},
            "people were graded anew",
        ),
        (
            {
                "people": "ann acme; bo acme until=2025-12-01; cy us",
                "ties": "bo influences ann decisive",
                "assessments": "ann 2025-06-01 3 3 3; bo 2025-06-01 1 1 1",
            },
            "bo, who was against us, left",
        ),
        (
            {
                "people": "ann acme; bo acme since=2025-12-01; cy us",
                "ties": "bo influences ann decisive",
                "assessments": "ann 2025-06-01 3 3 3; bo 2025-06-01 1 1 1",
            },
            "people came and left",
        ),
    ],
)
def test_each_reason_is_told_as_what_it_is(tables, reason):
    facts = book(**{"people": PEOPLE, "roles": ROLES} | tables)
    graph = k.build_graph(facts, account="acme", as_of="2026-01-01")
    said = k.review(graph, since="2025-07-01").sections
    sentence = next(section.sentence for section in said if section.name == "changes")
    assert sentence.endswith(f"most of all because {reason}.")


def test_a_grade_that_only_grew_older_is_no_event():
    facts = book(people=PEOPLE, roles=ROLES, assessments="ann 2025-01-01 5 5 5")
    graph = k.build_graph(facts, account="acme", as_of="2026-01-01")
    found = k.review(graph, since="2025-07-01").tables
    assert "Grade fell" not in set(found.get("events", {"event": ()})["event"])


def test_who_moved_is_told_with_whereto_and_who_came_back_as_such():
    facts = book(
        people="ann acme; rita acme; sam acme; tom acme; zoe acme; cy us",
        positions="""
            rita acme until=2024-01-01; rita acme since=2025-10-01
            sam acme until=2025-10-01; sam rival since=2025-10-01
            tom acme title=Buyer until=2025-10-01; tom unit title=Head since=2025-10-01
            zoe bravo until=2025-10-01; zoe acme since=2025-10-01
        """,
        roles=ROLES,
        ties="sam influences ann decisive; cy knows ann trusted",
        assessments="ann 2025-08-01 3 3 3; sam 2025-08-01 5 5 5",
    )
    graph = k.build_graph(facts, account="acme", as_of="2026-01-01")
    found = k.review(graph, since="2025-09-01")
    events = found.tables["events"]
    people = events[events["who"].isin(["rita", "sam", "tom", "zoe"])]
    assert {(row.who, row.event, row.what) for row in people.itertuples()} >= {
        ("rita", "Came back", ""),
        ("sam", "Moved", "now at rival"),
        ("tom", "Moved", "now Head at unit"),
        ("zoe", "Came", "from bravo"),
    }
    assert "Grade fell" not in set(events["event"])  # what is assumed of sam now is no grade
    changes = next(section.sentence for section in found.sections if section.name == "changes")
    assert changes.endswith("because sam, who supported us, left.")


def test_a_day_that_is_none():
    with pytest.raises(k.ScopeError, match="'spring' is no date"):
        k.review(GRAPH, since="spring")
