import datetime as dt

import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from books import book
from kamgraph.errors import BookError, ScopeError, SourceError
from kamgraph.graph import build_graph
from kamgraph.model.book import Book
from kamgraph.model.dtypes import TEXT
from kamgraph.model.erasure_list import ErasureList
from kamgraph.model.finding import Finding
from kamgraph.model.history import sync
from kamgraph.model.history.coverage import Coverage
from kamgraph.model.history.differences import Change
from kamgraph.model.history.matching import select_newest
from kamgraph.model.span import in_effect
from kamgraph.model.tables import nature, tables_of
from strategies import DAY, books, few, from_rows

ON = "2026-05-01"
PEOPLE = "ann acme; bo acme; cy acme; vic us"
LINES = "ann reports_to bo; bo reports_to cy"


def synced(before, after, on=ON, **options):
    """Sync two books, and check on the way that doing it again changes nothing."""
    options = {"most_gone": 1} | options  # few people are a large share of small books
    found = sync(before, after, on=on, **options)
    again = sync(found.book, after, on=on, **options)
    assert again.book == found.book
    assert again.changes.empty
    return found


def changes(found):
    """Return (change, subject, before, after) of the changes."""
    table = found.changes
    return [*zip(table["change"], table["subject"], table["before"], table["after"], strict=True)]


def spans(table, *names):
    """Return the cells of some columns with since and until as text, missing ones as a dash."""
    dates = table[["since", "until"]].astype(TEXT).replace("NaT", "-")
    cells = pd.concat([table[[*names]], dates], axis=1).fillna("-")
    return sorted(cells.itertuples(index=False, name=None))


def test_who_is_new_joins_and_who_is_gone_leaves_on_the_day():
    found = synced(book(people="ann acme; bo acme"), book(people="ann acme; cy acme"))
    assert changes(found) == [("left", ("bo",), "", ""), ("joined", ("cy",), "", "")]
    assert spans(found.book.people, "id") == [
        *(("ann", "-", "-"), ("bo", "-", ON), ("cy", ON, "-")),
    ]


def test_who_is_gone_is_gone_in_the_next_graph():
    staff = book(people="ann acme; bo acme; cy acme", roles="bo approver acme")
    found = synced(staff, book(people="ann acme", roles="bo approver acme", lenient=True))
    before, after = (build_graph(one, account="acme") for one in (staff, found.book))
    assert (before.as_of, str(after.as_of)) == (None, ON)
    assert [*before.people.index] == ["ann", "bo", "cy"]
    assert after.people["vacant"].to_dict() == {"ann": False, "bo": True}


def test_who_is_new_keeps_a_date_of_their_own():
    found = synced(book(people="ann acme"), book(people="ann acme 2020-01-01; cy acme 2025-01-01"))
    assert spans(found.book.people, "id") == [("ann", "-", "-"), ("cy", "2025-01-01", "-")]


def test_who_comes_back_was_away_in_between():
    gone = book(people="ann acme 2020-01-01 2026-04-01; bo acme")
    found = synced(gone, book(people="ann acme; bo acme"))
    assert changes(found) == [("returned", ("ann",), "2026-04-01", "")]
    assert found.book == book(
        people="ann acme 2020-01-01; bo acme",
        positions=f"ann acme since=2020-01-01 until=2026-04-01; ann acme since={ON}",
    )
    there = {
        str(day): "ann" in build_graph(found.book, account="acme", as_of=day).index
        for day in ("2026-03-31", "2026-04-01", ON)
    }
    assert [*there.values()] == [True, False, True]


def test_who_is_in_another_organization_was_in_the_former_until_the_day():
    before = book(people="ann acme title=cfo level=1; bo acme")
    export = book(people="ann bravo title=director level=2; bo acme")
    found = synced(before, export)
    assert changes(found)[0] == ("transferred", ("ann",), "acme", "bravo")
    assert {*found.changes["table"]} == {"people"}
    assert spans(found.book.positions, "organization", "title") == [
        *(("acme", "cfo", "-", ON), ("bravo", "director", ON, "-")),
    ]
    assert changes(synced(found.book, export)) == []


def test_positions_end_and_begin_as_the_export_shows():
    seat = "ann acme title=head level=3; eve acme"
    before = book(people="ann acme; eve acme; bo acme", positions=seat)
    found = synced(before, book(people="ann acme title=head level=2; bo acme"))
    assert spans(found.book.positions, "person", "title") == [
        *(("ann", "head", "-", ON), ("ann", "head", ON, "-"), ("eve", "-", "-", ON)),
    ]
    assert [*found.book.positions["level"].dropna()] == [3, 2]
    assert "eve" not in build_graph(found.book, account="acme", as_of=ON).index
    back = synced(found.book, book(people="ann acme; bo acme; eve acme"), on="2026-07-01")
    assert spans(back.book.positions, "person")[2:] == [
        *(("eve", "-", ON), ("eve", "2026-07-01", "-")),
    ]


def test_an_export_may_have_positions_of_its_own():
    before = book(people="ann acme; bo acme", positions="ann acme")
    found = synced(before, book(people="ann acme; bo acme", positions="ann us; bo unit"))
    assert spans(found.book.positions, "person", "organization") == [
        *(("ann", "acme", "-", ON), ("ann", "us", ON, "-")),
        *(("bo", "acme", "-", ON), ("bo", "unit", ON, "-")),
    ]


def test_positions_of_two_that_turned_out_to_be_one_follow_each_other():
    before = book(
        people="ann acme; twin acme; bo acme",
        positions="""
            ann acme since=2020-01-01; twin unit until=2022-01-01
            twin acme since=2022-01-01 until=2023-01-01
        """,
    )
    export = book(people="ann acme; bo acme")
    found = synced(before, export, merged={"people": {"twin": "ann"}})
    assert spans(found.book.positions, "person", "organization") == [
        *(("ann", "acme", "2020-01-01", "-"), ("ann", "unit", "-", "2020-01-01")),
    ]


def test_who_was_to_come_later_is_there_now():
    found = synced(book(people="ann acme 2026-06-01; bo acme"), book(people="ann acme; bo acme"))
    assert changes(found) == [("joined", ("ann",), "", "")]
    assert spans(found.book.people, "id")[0] == ("ann", ON, "-")


def test_of_who_joined_and_left_on_one_day_nothing_is_left():
    with_ann = book(
        people=f"ann acme {ON}; bo acme successor=ann", ties=f"ann reports_to bo since={ON}"
    )
    found = synced(with_ann, book(people="bo acme"))
    assert found.book == book(people="bo acme")
    assert [one[:2] for one in changes(found)] == [
        *(("left", ("ann",)), ("updated", ("bo",)), ("removed", ("ann", "bo", "reports_to"))),
    ]


def test_the_way_there_and_back_on_one_day_is_no_way():
    before = book(people=PEOPLE, ties=LINES, roles="ann approver acme")
    after = book(
        people="ann acme; bo acme; vic us; di acme",
        ties="ann reports_to di",
        roles="bo approver acme",
    )
    there = synced(before, after).book
    assert there != before
    assert synced(there, before).book == before


def test_an_export_ends_nobody_it_does_not_cover():
    everybody = book(people="ann acme; eve bravo; vic us")
    only = "acme customer; us vendor"
    found = synced(everybody, book(people="dan acme", organizations=only))
    assert changes(found) == [("left", ("ann",), "", ""), ("joined", ("dan",), "", "")]
    assert changes(synced(everybody, book(people="", organizations=only))) == []


def test_a_move_to_another_boss_ends_one_line_and_begins_another():
    before = book(people=PEOPLE, ties=LINES)
    found = synced(before, book(people=PEOPLE, ties="ann reports_to cy; bo reports_to cy"))
    assert changes(found) == [("moved", ("ann",), "bo", "cy")]
    assert spans(found.book.ties, "source", "target") == [
        *(("ann", "bo", "-", ON), ("ann", "cy", ON, "-"), ("bo", "cy", "-", "-")),
    ]


def test_a_move_in_a_deal_is_told_apart_from_one_in_the_account():
    deals = "d acme"
    before = book(people=PEOPLE, deals=deals, ties=f"{LINES}; ann reports_to bo deal=d")
    after = book(
        people=PEOPLE, deals=deals, ties=f"{LINES}; ann reports_to cy deal=d; ann influences cy"
    )
    assert changes(synced(before, after)) == [
        ("opened", ("ann", "cy", "influences"), "", ""),
        ("moved", ("ann", "d"), "bo", "cy"),
    ]


def test_a_line_that_is_gone_ends_and_may_begin_again():
    first, second = book(people=PEOPLE, ties=LINES), book(people=PEOPLE, ties="bo reports_to cy")
    ended = synced(first, second, "2026-03-01")
    assert changes(ended) == [("closed", ("ann", "bo", "reports_to"), "", "")]
    again = synced(ended.book, first, "2026-04-01")
    assert changes(again) == [("opened", ("ann", "bo", "reports_to"), "", "")]
    assert spans(again.book.ties, "source")[:2] == [
        *(("ann", "-", "2026-03-01"), ("ann", "2026-04-01", "-")),
    ]


def test_a_line_that_begins_before_a_planned_one_lasts_until_then():
    planned = book(people=PEOPLE, ties="bo reports_to cy; ann reports_to bo since=2026-07-01")
    found = synced(planned, book(people=PEOPLE, ties=LINES))
    assert spans(found.book.ties, "source")[:2] == [
        *(("ann", ON, "2026-07-01"), ("ann", "2026-07-01", "-")),
    ]


def test_another_strength_ends_a_tie_and_begins_another_one():
    def tie(strength, more=""):
        return book(people=PEOPLE, ties=f"ann influences bo {strength} {more}")

    found = synced(tie("weak", "confidence=0.5 evidence=told"), tie("strong"))
    assert changes(found) == [("updated", ("ann", "bo", "influences"), "weak", "strong")]
    cells = spans(found.book.ties, "strength", "confidence", "evidence")
    assert cells == [("strong", 0.5, "told", ON, "-"), ("weak", 0.5, "told", "-", ON)]


def test_texts_are_replaced_in_place_and_missing_values_erase_nothing():
    before = book(
        people="ann acme level=2 susceptibility=0.3 title=CFO; bo acme successor=ann",
        ties="ann influences bo weak evidence=told",
        deals="d acme bid value=5 budget=none",
        organizations="acme customer potential=9",
    )
    after = book(
        people="ann acme title=CEO desk=7; bo acme",
        ties="ann influences bo evidence=seen",
        deals="d acme contract",
        organizations="acme customer",
    )
    found = synced(before, after)
    assert changes(found) == [
        *(("updated", ("ann",), "", "7"), ("updated", ("ann",), "CFO", "CEO")),
        ("updated", ("d",), "bid", "contract"),
        ("updated", ("ann", "bo", "influences"), "told", "seen"),
    ]
    assert found.book == book(
        people="ann acme level=2 susceptibility=0.3 title=CEO desk=7; bo acme successor=ann",
        ties="ann influences bo weak evidence=seen",
        deals="d acme contract value=5 budget=none",
        organizations="acme customer potential=9",
    )


def test_names_and_organizations_change_in_place():
    before = book(people="ann acme", deals="d acme name=Old")
    after = book(people="ann unit name=Anna", deals="d acme name=New")
    found = synced(before, after)
    assert changes(found) == [
        *(("renamed", ("ann",), "ann", "Anna"), ("transferred", ("ann",), "acme", "unit")),
        ("renamed", ("d",), "Old", "New"),
    ]
    assert found.changes["detail"].tolist() == [
        *("'ann' is now called 'Anna'.", "'ann' has changed to 'unit'."),
        "The deal 'd' is now called 'New'.",
    ]


def test_what_only_the_book_knows_stays():
    before = book(
        people=PEOPLE,
        ties=f"{LINES}; ann influences bo; vic knows ann trusted; ann reports_to cy deal=d",
        deals="d acme; e acme",
        roles="ann coach acme; ann approver acme d; ann user acme e; bo user acme",
        team="vic lead_expert acme",
        assessments="ann 2026-01-01 friend",
        targets="ann 2026-12-31 mentor",
        interactions="i 2026-01-01 call ann; i 2026-01-01 call vic",
    )
    after = book(people=PEOPLE, ties=LINES, deals="d acme", roles="bo user acme; bo user acme d")
    found = synced(before, after)
    assert changes(found) == [
        *(("closed", ("ann", "acme", "d", "approver"), "", ""),),
        ("opened", ("bo", "acme", "d", "user"), "", ""),
    ]
    lines = ("'ann' influences 'bo'", "'ann' reports_to 'cy' in the deal 'd'", "'vic' knows 'ann'")
    assert found.findings[["finding", "subject"]].to_numpy().tolist() == [
        ["absent_deal", ("e",)],
        ["not_compared", lines],
        ["not_compared", ("'ann' as coach of 'acme'",)],
        ["not_compared", ("'vic' as lead_expert of 'acme'",)],
    ]


def test_a_seat_somebody_left_waits_until_the_export_fills_it():
    before = book(
        people=PEOPLE,
        ties=LINES,
        roles="bo approver acme; ann user acme",
        team="vic lead_expert acme",
    )
    left = book(
        people="ann acme; cy acme; vic us",
        ties="cy reports_to ann",
        roles="ann user acme",
        team="vic lead_expert acme",
    )
    found = synced(before, left)
    assert changes(found) == [
        *(("left", ("bo",), "", ""), ("opened", ("cy", "ann", "reports_to"), "", "")),
    ]
    filled = book(
        people="ann acme; cy acme; vic us",
        ties="ann reports_to cy",
        roles="ann user acme; cy approver acme",
        team="vic lead_expert acme",
    )
    assert changes(synced(found.book, filled, "2026-06-01")) == [
        ("moved", ("ann",), "bo", "cy"),
        ("closed", ("cy", "ann", "reports_to"), "", ""),
        *(("closed", ("bo", "acme", "approver"), "", ""),),
        ("opened", ("cy", "acme", "approver"), "", ""),
    ]


def test_events_are_added_unless_the_book_has_one_that_agrees():
    before = book(
        people=PEOPLE,
        assessments="ann 2026-01-01 friend evidence=told; bo 2026-01-01 friend",
        targets="ann 2026-12-31 mentor",
        interactions="i 2026-01-01 call ann; i 2026-01-01 call vic",
    )
    after = book(
        people=PEOPLE,
        assessments="ann 2026-01-01 friend; bo 2026-01-01 distant",
        targets="ann 2026-12-31 mentor; bo 2026-12-31 friend",
        interactions="i 2026-01-02 call ann; i 2026-01-02 call bo; j 2026-01-01 email ann",
    )
    found = synced(before, after)
    assert changes(found) == [
        ("added", ("bo", "2026-01-01"), "", ""),
        ("added", ("bo", "2026-12-31"), "", ""),
        ("updated", ("i", "ann"), "2026-01-01", "2026-01-02"),
        ("added", ("i", "bo"), "", ""),
        ("updated", ("i", "vic"), "2026-01-01", "2026-01-02"),
        ("added", ("j", "ann"), "", ""),
    ]
    assert len(found.book.assessments) == 3


def test_a_new_deal_was_created_on_the_day_unless_it_says_when():
    after = book(deals="d acme; e acme created=2026-01-01")
    assert synced(book(), after).book.deals["created"].astype(TEXT).tolist() == [ON, "2026-01-01"]


def test_rows_of_an_export_that_do_not_hold_on_the_day_are_found():
    found = synced(book(people="ann acme"), book(people="ann acme; bo acme 2026-06-01"))
    assert found.book == book(people="ann acme")
    assert found.findings["detail"].tolist() == ["1 row of the export does not hold on the day."]
    two = synced(book(), book(people="ann acme - 2026-01-01; bo acme 2026-06-01"))
    assert two.findings["detail"].tolist() == ["2 rows of the export do not hold on the day."]


def test_organizations_that_are_gone_stay_and_are_found():
    before = book(organizations="a customer; b customer; c customer; us vendor")
    found = synced(before, book(organizations="a customer; us vendor"))
    assert found.book == before
    assert [*found.findings] == [*Finding._fields]
    assert found.findings.loc[0, "subject"] == ("b", "c")
    one = synced(book(organizations="a customer; b customer"), book(organizations="a customer"))
    assert "stays" in one.findings.loc[0, "detail"]


def test_a_parent_only_the_book_knows_gives_way_to_a_circle():
    before = book(organizations="a customer b; b customer; c customer a")
    found = synced(before, book(organizations="a customer; b customer a"))
    parents = found.book.organizations.set_index("id")["parent"].fillna("-").to_dict()
    assert parents == {"a": "-", "b": "a", "c": "a"}


def test_rows_that_new_facts_leave_no_room_for_are_left_out_or_follow():
    before = book(
        people=PEOPLE,
        organizations="acme customer; bravo customer; us vendor",
        deals="d acme",
        ties="vic knows ann until=2026-01-01",
        roles="ann user acme d",
    )
    after = book(
        people="ann acme; bo acme; cy acme; vic acme; wu us",
        organizations="acme customer; bravo customer; us vendor",
        deals="d bravo",
    )
    found = synced(before, after)
    assert [one[:2] for one in changes(found)] == [
        *(("transferred", ("vic",)), ("joined", ("wu",)), ("updated", ("d",))),
        ("updated", ("ann", "bravo", "d", "user")),
    ]
    assert found.book.ties.equals(before.ties)  # what vic knew as one of us is past, and stays


def test_merged_ids_are_one_at_all_times():
    before = book(
        people="ann acme level=2 until=2026-01-01; anna acme 2025-01-01 title=CFO; bo acme",
        ties="ann reports_to bo weak; anna reports_to bo since=2025-01-01; ann influences anna;"
        "bo influences ann; bo influences anna medium confidence=0.5",
        roles="ann user acme; anna user acme",
        assessments="ann 2026-01-01 friend",
        interactions="i 2026-01-01 call ann; i 2026-01-01 call anna part=from",
    )
    after = book(people="anna acme; bo acme")
    found = synced(before, after, merged={"people": {"ann": "ane", "ane": "anna"}})
    assert changes(found) == [("merged", ("ann",), "ann", "anna")]
    assert found.book == book(
        people="anna acme level=2 title=CFO; bo acme",
        ties="anna reports_to bo weak; anna reports_to bo since=2025-01-01;"
        "bo influences anna medium confidence=0.5",
        roles="anna user acme",
        assessments="anna 2026-01-01 friend",
        interactions="i 2026-01-01 call anna part=from",
    )


def test_merged_organizations_and_successors_do_not_lead_to_themselves():
    before = book(
        organizations="acme customer; unit customer acme; other customer unit",
        people="ann unit successor=anna; anna other",
    )
    merged = {"people": {"ann": "anna"}, "organizations": {"unit": "acme"}}
    assert synced(before, book(organizations="acme customer"), merged=merged).book == book(
        organizations="acme customer; other customer acme", people="anna other"
    )


@pytest.mark.parametrize(
    ("merged", "problem"),
    [
        ({"people": {"a": "b", "b": "a"}}, "'a' of the table people is merged in a circle"),
        ({"ties": {"a": "b"}}, "'ties' has no ids to merge"),
    ],
)
def test_merges_that_make_no_sense_are_refused(merged, problem):
    with pytest.raises(ScopeError, match=problem):
        sync(book(), book(), on=ON, merged=merged)


@pytest.mark.parametrize(
    ("before", "export"),
    [
        (
            book(people="ann acme; vic us", ties="vic knows ann", positions=f"vic us since={ON}"),
            book(people="ann acme; vic acme"),
        ),
        (
            book(people="ann acme; vic acme"),
            book(
                people="ann acme; vic acme",
                ties="vic knows ann",
                positions="vic us since=2026-06-01",
            ),
        ),
    ],
    ids=["a seat that began on the day", "a seat to come"],
)
def test_acquaintance_of_who_was_never_one_of_us_is_left_out(before, export):
    assert synced(before, export).book.ties.empty


@pytest.mark.parametrize(
    ("export", "expected"),
    [
        ("a globex -", ("globex", "-")),  # of its old account's deal no more
        ("a acme -", ("acme", "d")),
        ("a globex g", ("globex", "g")),
    ],
)
def test_an_action_that_moves_to_another_account_takes_no_deal_along(export, expected):
    def with_action(line):
        cells = zip(("id", "account", "deal"), line.split(), strict=True)
        row = {name: cell for name, cell in cells if cell != "-"} | {"kind": "open"}
        firms = [{"id": one, "name": one, "kind": "customer"} for one in ("acme", "globex")]
        deals = [{"id": "d", "account": "acme"}, {"id": "g", "account": "globex"}]
        return from_rows({"organizations": firms, "deals": deals, "actions": [row]})

    after = synced(with_action("a acme d"), with_action(export)).book.actions
    assert after[["account", "deal"]].fillna("-").to_records(index=False).tolist() == [expected]


def test_a_day_may_be_a_date_or_its_text():
    before, after = book(), book(people="ann acme")
    expected = sync(before, after, on=ON).book
    for day in (dt.date(2026, 5, 1), dt.datetime(2026, 5, 1, 12)):
        assert sync(before, after, on=day).book == expected
    with pytest.raises(ScopeError, match="'soon' is no date; write it as YYYY-MM-DD"):
        sync(before, after, on="soon")


def test_what_no_book_can_hold_is_refused():
    before = book(organizations="acme customer", deals="d acme")
    with pytest.raises(BookError, match="'acme' is part of no account"):
        sync(before, book(organizations="acme partner"), on=ON)


def test_who_is_on_the_erasure_list_does_not_come_back():
    erased = ErasureList("a key of our own").adding("ann")
    fresh = book(people="ann acme name=Annabel; bo acme title=Annabel-aide", ties=LINES[:17])
    found = synced(book(people="bo acme"), fresh, erased=erased)
    assert found.book == book(people="bo acme title=[erased]-aide")
    assert found.findings["finding"].tolist() == ["erased_person"]
    both = sync(fresh, fresh, on=ON, erased=erased)
    assert len(both.findings) == 2
    assert both.changes.empty
    told = f"{found.findings.to_csv()} {found.changes.to_csv()}".casefold()
    assert "annabel" not in told
    assert "'ann'" not in told


def test_who_is_on_the_erasure_list_does_not_come_back_under_a_merged_id():
    erased = ErasureList("a key of our own").adding("ann")
    merged = {"people": {"ann": "anna"}}
    found = synced(book(), book(people="anna acme; bo acme"), erased=erased, merged=merged)
    assert found.book.people["id"].tolist() == ["bo"]


def test_changes_are_sorted_and_told_in_sentences():
    assert [*synced(book(), book()).changes.dtypes.astype(str).items()] == [
        (name, "object" if name == "subject" else "str") for name in Change._fields
    ]
    before = book(people=PEOPLE, ties=LINES, team="vic lead_expert acme")
    after = book(people="ann acme; vic us; di acme", team="vic executive_sponsor acme")
    found = synced(before, after).changes
    assert found["table"].tolist() == ["people"] * 3 + ["team"] * 2
    assert found["detail"].tolist() == [
        *("'bo' is no longer there.", "'cy' is no longer there.", "'di' is new."),
        "'vic' as executive_sponsor of 'acme' holds from now on.",
        "'vic' as lead_expert of 'acme' has ended.",
    ]


# But positions, which follow the people of an export.
STATES = [table for table in tables_of("states") if not nature(table).alone]


def held(found, day):
    """Return a book's rows that hold on a day, and all positions, in a book of their own."""
    # Whoever was one of us once may have known somebody, so a book judges ties by all positions.
    tables = found.to_tables()
    now = {name: tables[name][in_effect(tables[name], day)] for name in ("people", *STATES)}
    return Book.from_tables(tables | now, lenient=True)


fewer = settings(few, max_examples=max(5, few.max_examples // 4))  # each compares several books
days = st.sampled_from([pd.Timestamp(DAY) + pd.Timedelta(step, "D") for step in (-1, 0, 200)])


@fewer
@given(books(), days)
def test_a_book_that_is_synced_with_its_own_rows_of_the_day_is_unchanged(found, day):
    assume(not is_one_person_twice(found))
    again = sync(found, held(found, day), on=day.date())
    assert again.changes.empty
    assert again.book == found


def is_one_person_twice(found):
    """Whether records that were accepted as of the same person still stand side by side."""
    same = found.candidates.query("kind == 'same_person' and verdict == 'accepted'")
    return same["value"].isin(found.people["id"]).any()


@pytest.mark.long
@fewer
@given(books(people=8), books(dated=False, people=8), days)
@example(
    book(people="ann acme; vic us", ties="vic knows ann"), book(people="vic acme"), pd.Timestamp(ON)
)
def test_an_export_makes_the_state_of_the_day_and_leaves_the_past_alone(before, fresh, day):
    found = synced(before, fresh, day.date())
    assert_is_as_exported(found.book, fresh, day)
    special = found.changes["change"].isin(["returned", "removed"])
    if not (special & found.changes["table"].isin(["people", *tables_of("states")])).any():
        assert_same_state(before, found.book, day - pd.Timedelta(1, "D"))


def assert_is_as_exported(found, fresh, day):
    """On the day the rows that are compared are those of the export, and all of it is there."""
    known, export = found.to_tables(), fresh.to_tables()
    assert set(held(found, day).people["id"]) >= set(fresh.people["id"])
    for table in STATES:
        key = [*nature(table).key]
        now = select_newest(known[table], key, day)
        compared = Coverage(known["people"], export).find_compared(table, known[table], day)
        over = now[compared.reindex(now.index)]
        assert row_set(now, key) >= row_set(export[table], key) >= row_set(over, key)


def assert_same_state(before, after, day):
    """The same people, ties, roles and team; a deal's roles may have moved with it."""
    was, now = (held(one, day) for one in (before, after))
    assert [*was.people["id"]] == [*now.people["id"]]
    ties, roles = ["strength", "confidence"], ["person", "deal", "role"]
    for table in STATES:
        key = [*nature(table).key]
        names = [*key, *ties] if table == "ties" else roles
        states = [select_newest(getattr(one, table), key, day) for one in (was, now)]
        assert row_set(states[0], names) == row_set(states[1], names)


def row_set(rows, names):
    return set(rows[names].astype(TEXT).fillna("-").itertuples(index=False, name=None))


@pytest.mark.long
@fewer
@given(st.lists(books(dated=False, people=5, deals=1), min_size=2, max_size=3))
def test_a_series_of_exports_is_a_history(exports):
    found, first = book(), pd.Timestamp(2026, 1, 1)
    for month, export in enumerate(exports):
        day = (first + pd.DateOffset(months=month)).date()
        found = sync(found, export, on=day, most_gone=1).book
    last = first + pd.DateOffset(months=len(exports) - 1)
    there = found.people[in_effect(found.people, last)]
    assert set(there["id"]) >= set(exports[-1].people["id"])
    assert not len(build_graph(found, as_of=first.date() - dt.timedelta(1)).people)


@pytest.mark.parametrize(("there", "gone"), [(10, 3), (4, 2), (40, 9)])
def test_an_export_that_lacks_many_is_refused_unless_told(there, gone):
    staff = book(people="; ".join(f"p{at} acme" for at in range(there)))
    fresh = book(people="; ".join(f"p{at} acme" for at in range(there - gone)))
    with pytest.raises(SourceError, match=f"lacks {gone} of {there} people .*--most-gone 1"):
        sync(staff, fresh, on=ON)
    found = sync(staff, fresh, on=ON, most_gone=1)
    assert [change for change, *_ in changes(found)] == ["left"] * gone


@pytest.mark.parametrize(("there", "gone"), [(10, 2), (2, 1), (40, 8)])
def test_an_export_that_lacks_few_is_taken(there, gone):
    staff = book(people="; ".join(f"p{at} acme" for at in range(there)))
    fresh = book(people="; ".join(f"p{at} acme" for at in range(there - gone)))
    assert len(sync(staff, fresh, on=ON).changes) == gone


def test_only_people_whom_the_export_should_have_are_counted():
    elsewhere = "; ".join(f"q{at} other" for at in range(9))
    firms = "acme customer; other customer"
    staff = book(organizations=firms, people=f"a acme; b acme; {elsewhere}")
    fresh = book(organizations="acme customer", people="a acme; b acme")
    assert sync(staff, fresh, on=ON).changes.empty


@pytest.mark.parametrize("share", [-0.1, 1.5, float("nan"), "0.5", None, True])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ScopeError, match="most_gone is a share"):
        sync(book(), book(), on=ON, most_gone=share)


@pytest.mark.parametrize("day", [None, 20260630, 2026.5])
def test_a_day_of_another_kind_is_refused(day):
    with pytest.raises(ScopeError, match="a day is a date, or a text as YYYY-MM-DD, and not"):
        sync(book(), book(), on=day)


def told(found, code):
    findings = found.findings[found.findings["finding"] == code]
    return [*zip(findings["table"], findings["subject"], strict=True)]


def test_lines_of_which_an_export_has_none_stay_and_are_told():
    before = book(people=PEOPLE, ties=f"{LINES}; vic knows ann", roles="ann approver acme")
    found = synced(before, book(people=PEOPLE))
    assert found.book == before
    assert told(found, "not_compared") == [
        ("ties", ("'ann' reports_to 'bo'", "'bo' reports_to 'cy'", "'vic' knows 'ann'")),
        ("roles", ("'ann' as approver of 'acme'",)),
    ]


def test_what_an_export_does_not_cover_or_has_other_rows_of_is_not_told_as_not_compared():
    before = book(people=PEOPLE, ties=LINES)
    assert told(synced(before, book(people="vic us")), "not_compared") == []
    lines = book(people=PEOPLE, ties="cy reports_to ann")
    assert told(synced(before, lines), "not_compared") == []
    assert told(synced(book(people=PEOPLE), lines), "not_compared") == []


@pytest.mark.parametrize(("kept", "vanished"), [(3, 0), (2, 0), (1, 2), (0, None)])
def test_where_many_lines_end_that_nobody_else_has_the_export_may_not_be_whole(kept, vanished):
    lines = ["ann reports_to cy", "bo reports_to cy", "dan reports_to cy"]
    people = f"{PEOPLE}; dan acme"
    before = book(people=people, ties="; ".join(lines))
    found = synced(before, book(people=people, ties="; ".join(lines[:kept])), most_gone=0.2)
    many = told(found, "many_ended")
    assert [len(subject) for _, subject in many] == ([vanished] if vanished else [])
    assert len(spans(found.book.ties, "source")) == 3
    if vanished:
        detail = found.findings.loc[found.findings["finding"] == "many_ended", "detail"].iloc[0]
        assert (
            f"lacks {vanished} of 3 rows of ties that should be in it; they end on {ON}" in detail
        )


def test_who_moved_to_another_boss_has_not_vanished():
    people = f"{PEOPLE}; dan acme"
    before = book(people=people, ties="ann reports_to cy; bo reports_to cy; dan reports_to cy")
    after = book(people=people, ties="ann reports_to dan; bo reports_to dan; dan reports_to cy")
    assert told(synced(before, after, most_gone=0), "many_ended") == []
