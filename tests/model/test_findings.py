import subprocess
import sys

import networkx as nx
import pytest
from hypothesis import assume, given

from books import book, from_rows
from kamgraph.model.finding import SEVERITIES, Finding
from kamgraph.model.findings import check
from kamgraph.model.policy import Policy
from strategies import books, few

TRIO = "ann acme; bo acme; cy acme; dan unit"
CIRCLE = "ann reports_to bo; bo reports_to cy; cy reports_to ann"


def found(code, **tables):
    """Return (severity, table, subject) of the findings of a code, of a lenient book."""
    table = check(book(**{"people": TRIO} | tables, lenient=True))
    rows = table[table["finding"] == code]
    return [*zip(rows["severity"], rows["table"], rows["subject"], strict=True)]


def test_members_of_a_circle_of_solid_lines_are_listed():
    assert found("reporting_cycle", ties=CIRCLE) == [("high", "ties", ("ann", "bo", "cy"))]
    assert not found("reporting_cycle", ties="ann reports_to bo; bo reports_to cy")
    assert not found("reporting_cycle", ties=CIRCLE.replace("cy reports_to", "cy dotted_line"))
    assert not found("reporting_cycle", ties="ann reports_to ann")


def test_a_circle_is_one_of_the_newest_day():
    assert not found("reporting_cycle", ties=f"{CIRCLE} until=2026-01-01")
    planned = f"{CIRCLE} until=2027-01-01"
    assert found("reporting_cycle", ties=planned, assessments="ann 2025-12-31 friend")


def test_a_deal_has_circles_of_its_own_lines():
    lines = "ann reports_to bo; bo reports_to ann deal=d; bo reports_to ann 0 e"
    deals = "d acme; e acme"
    assert not found("reporting_cycle", ties=lines, deals=deals)
    assert found("reporting_cycle", ties=f"{lines}; ann reports_to bo deal=d", deals=deals)
    assert (
        "'d'"
        in check(book(people=TRIO, deals=deals, ties=f"{lines}; ann reports_to bo deal=d")).loc[
            0, "detail"
        ]
    )


def test_lines_of_several_deals_are_no_circle_together():
    lines = "ann reports_to bo deal=d; bo reports_to ann deal=e"
    assert not found("reporting_cycle", ties=lines, deals="d acme; e acme")


def test_people_unknown_to_a_lenient_book_are_told_apart():
    lines = "ghost reports_to wraith; wraith reports_to ghost; spook reports_to ghost"
    assert found("reporting_cycle", ties=lines) == [("high", "ties", ("ghost", "wraith"))]
    assert not found("reporting_cycle", ties="ghost reports_to wraith; spook reports_to ghost")
    assert not found("two_solid_lines", ties="ghost reports_to ann; spook reports_to bo")
    assert not found("self_tie", ties="ghost influences spook")


def test_circles_that_touch_nobody_of_each_other_are_apart():
    ties = f"{CIRCLE}; eve reports_to fay; fay reports_to eve; dan reports_to ann"
    subjects = [
        row[2] for row in found("reporting_cycle", people=f"{TRIO}; eve acme; fay acme", ties=ties)
    ]
    assert subjects == [("ann", "bo", "cy"), ("eve", "fay")]


def test_two_bosses_at_once_are_doubtful():
    both = "ann reports_to bo; ann reports_to cy"
    assert found("two_solid_lines", ties=both) == [("medium", "ties", ("ann",))]
    assert not found(
        "two_solid_lines", ties="ann reports_to bo; ann reports_to cy deal=d", deals="d acme"
    )
    assert not found(
        "two_solid_lines", ties="ann reports_to bo; ann reports_to bo since=2026-01-01"
    )
    assert not found(
        "two_solid_lines",
        ties="ann reports_to bo until=2026-01-01; ann reports_to cy since=2026-01-01",
    )


def test_ids_that_lead_nowhere_are_counted():
    lost = found("dangling_id", ties="ann reports_to ghost; bo reports_to ghost", deals="d lost")
    assert lost == [("high", "ties", ("ghost",)), ("high", "deals", ("lost",))]
    table = check(book(people=TRIO, ties="ann reports_to ghost; bo reports_to ghost", lenient=True))
    assert "2 rows" in table.loc[0, "detail"]


def test_who_works_nowhere_has_a_finding_of_their_own():
    people = "ann acme; eve lost"
    assert found("unknown_organization", people=people) == [("high", "people", ("eve",))]
    assert not found("dangling_id", people=people)


@pytest.mark.parametrize("name", ["Ann", "ANN", " Ann", "\uff21nn"])
def test_names_that_look_alike_in_one_organization_are_doubtful(name):
    def doubts(organization):
        people = [("a", "Ann", "acme"), ("b", name, organization), ("c", "Bo", "acme")]
        columns = ("id", "name", "organization")
        organizations = [{"id": one, "name": one, "kind": "customer"} for one in ("acme", "unit")]
        rows = [dict(zip(columns, person, strict=True)) for person in people]
        table = check(from_rows({"organizations": organizations, "people": rows}))
        return table.loc[table["finding"] == "duplicate_name", "subject"].tolist()

    assert doubts("acme") == [("a", "b")]
    assert not doubts("unit")


def test_a_tie_to_oneself_is_doubtful():
    assert found("self_tie", ties="ann influences ann") == [("low", "ties", ("ann",))]


def test_a_customer_that_is_part_of_no_customer_is_doubtful():
    organizations = "us vendor; acme customer us; unit customer acme; lab partner acme"
    expected = [("medium", "organizations", ("acme",))]
    assert found("parent_no_customer", organizations=organizations) == expected


def test_an_account_without_people_is_doubtful():
    organizations = "acme customer; unit customer acme; bravo customer; us vendor"
    empty = found("account_without_people", organizations=organizations, people="dan unit; cy us")
    assert empty == [("low", "organizations", ("bravo",))]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ("ann acme - 2026-01-01 bo; bo acme", ()),
        ("ann acme - 2026-01-01 bo; bo acme - 2026-01-01 cy; cy acme", ()),
        ("ann acme - 2026-01-01", ()),
        ("ann acme - 2027-01-02 bo; bo acme - 2026-01-01", ()),
        ("ann acme - 2026-01-01 bo; bo acme - 2026-01-01", ("ann",)),
        ("ann acme - 2026-01-01 bo; bo acme - 2026-01-01 ann", ("ann", "bo")),
        ("ann acme - 2026-01-01 ann", ("ann",)),
    ],
)
def test_a_seat_that_nobody_active_takes_over_is_doubtful(people, expected):
    day = "someone 2026-01-01 friend"
    rows = found("no_active_successor", people=f"{people}; someone acme", assessments=day)
    assert rows == [("medium", "people", (person,)) for person in expected]


def test_a_column_that_is_nearly_one_of_the_table_is_doubtful():
    expected = [("medium", "people", (name,)) for name in ("Level", "sucessor")]
    people = "ann acme Level=2 sucessor=bo zodiac=leo"
    assert found("similar_column", people=people) == expected


def test_findings_are_sorted_and_say_what_to_do():
    table = check(
        book(
            people=f"{TRIO}; eve lost",
            ties=f"bo influences bo; {CIRCLE}; ann influences ann",
            lenient=True,
        )
    )
    assert [*table.columns] == [*Finding._fields]
    order = [
        *zip(
            table["severity"].map(SEVERITIES.index), table["finding"], table["subject"], strict=True
        )
    ]
    assert order == sorted(order)
    assert table["detail"].str.endswith(".").all()
    assert table["remedy"].str.endswith(".").all()


def test_a_book_without_doubts_has_an_empty_table_of_the_same_columns():
    for nothing in (book(organizations=""), book(organizations="us vendor", people="ann us")):
        table = check(nothing)
        assert table.empty
        assert table.dtypes.astype(str).to_dict() == {
            name: "object" if name == "subject" else "str" for name in Finding._fields
        }


@few
@given(books(dated=False, deals=0))
def test_circles_are_those_of_networkx(found):
    table = check(found)
    ties = found.ties
    assume(len(ties))
    lines = ties[(ties["kind"] == "reports_to") & (ties["source"] != ties["target"])]
    chart = nx.DiGraph(zip(lines["source"], lines["target"], strict=True))
    expected = {tuple(sorted(members)) for members in nx.strongly_connected_components(chart)}
    circles = table.loc[table["finding"] == "reporting_cycle", "subject"]
    assert set(circles) == {members for members in expected if len(members) > 1}


@few
@given(books())
def test_a_strict_book_has_nothing_dangling_and_is_not_changed(found):
    before = found.to_json()
    assert not {"dangling_id", "unknown_organization"} & set(check(found)["finding"])
    assert found.to_json() == before


def test_networkx_is_imported_only_where_there_may_be_a_circle():
    code = "import sys, kamgraph.model.findings; sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_who_has_a_position_is_where_it_says():
    seats = (
        "ann us since=2026-01-01; bo acme until=2026-01-01 successor=cy; cy acme until=2026-01-01"
    )
    found = check(book(people="ann acme; bo acme; cy acme; di acme", positions=seats))
    told = found.set_index("finding")["subject"].to_dict()
    assert told["other_position"] == ("ann",)
    assert told["no_active_successor"] == ("bo",)


def test_an_interaction_of_a_crowd_is_an_announcement():
    met = "; ".join(f"m{n} 2026-01-01 mail {one}" for n in (1, 2) for one in ("ann", "bo", "cy"))
    facts = book(people=TRIO, interactions=f"{met}; m2 2026-01-01 mail dan")
    assert "announcement" not in set(check(facts)["finding"])
    told = check(facts, policy=Policy(crowd_limit=3)).set_index("finding").loc["announcement"]
    assert told["subject"] == ("m2",)
    assert "'m2' has 4 participants" in told["detail"]


def test_an_account_of_former_people_has_people():
    found = check(book(people="ann acme; bo unit", positions="ann bravo since=2026-01-01"))
    assert "account_without_people" not in set(found["finding"])
