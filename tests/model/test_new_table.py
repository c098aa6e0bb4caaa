"""Two tables more, which nothing in the library has heard of: their entities are all there is."""

import datetime as dt
import importlib.util
import json
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from annotated_types import Ge
from hypothesis import given
from pydantic import TypeAdapter

import kamgraph as k
from books import book
from kamgraph.by_account import apply_to_batches, part_schema, slices
from kamgraph.model.coded import ALWAYS, NEVER, day_number
from kamgraph.model.dtypes import TEXT
from kamgraph.model.entities import TABLES, Entity
from kamgraph.model.marks import (
    AccountId,
    Category,
    DealId,
    HappenedOn,
    Id,
    Line,
    Name,
    Number,
    OrganizationId,
    PersonId,
    Text,
    Words,
)
from kamgraph.model.nature import Nature
from kamgraph.model.vocabulary import PARTS
from kamgraph.sources.raw import RawTable
from kamgraph.sources.translation.mapping import Mapping
from kamgraph.sources.translation.translate import translate
from postgres import server
from strategies import books, few, tables


class Mandate(Entity):
    """What somebody may sign for at a customer, for a time."""

    nature = Nature(
        noun="mandate",
        rows="states",
        key=("person", "account", "body"),
        phrase="'{person}' in the {body} of '{account}'",
        weights=("limit",),
        seat=("body", "limit", "since", "until"),
    )

    person: PersonId
    """Who may sign."""
    account: AccountId
    """The account, or one of its units."""
    body: Annotated[Line, Category()]
    """The committee, in your own words."""
    limit: Annotated[Number, Ge(0)] | None = None
    """Up to which amount."""
    firm: OrganizationId | None = None
    """The organization that gave it."""
    since: HappenedOn | None = None
    """The first day; missing: always."""
    until: dt.date | None = None
    """The first day no longer; missing: still."""
    remark: Text | None = None
    """What else is known of it."""


class Request(Entity):
    """Something that a person of theirs asked one of us for."""

    nature = Nature(noun="request", rows="events", key=("id",), phrase="The request '{id}'")

    id: Id
    """The request's id."""
    asker: PersonId
    """Who asked."""
    asked: PersonId
    """Whom."""
    on: HappenedOn
    """The day it was made."""
    deal: DealId | None = None
    """The deal it is about."""
    part: Annotated[Line, Words(PARTS)] | None = None
    """In which part."""
    text: Text | None = None
    """What was asked for."""


@pytest.fixture(autouse=True, scope="module")
def _more_tables():
    with TABLES.extend({"mandates": Mandate, "requests": Request}):
        yield


FACTS = {
    "people": "ann acme; bo unit; cy us; di us; eve bravo",
    "deals": "N unit; M bravo",
    "mandates": "ann acme board 5000 acme 2026-01-01; bo unit board; eve bravo board",
    "requests": "r1 ann cy 2026-03-01 N from; r2 bo cy 2026-02-01; r3 eve di 2026-02-02 M",
}


def facts(**more):
    return book(**FACTS | more)


def rows(table):
    return table.astype(object).where(table.notna(), None).to_dict("records")


def test_a_book_has_the_tables():
    found = facts()
    assert found.mandates["person"].tolist() == ["ann", "bo", "eve"]
    assert [*found.to_tables()][-2:] == ["mandates", "requests"]
    assert {"mandates", "requests"} <= {*dir(found)}
    assert "3 mandates, 3 requests, newest 2026-03-01" in repr(found)
    assert found == facts()
    assert found != facts(requests="r1 ann cy 2026-03-01 N from")


def test_another_schema_ends_with_its_context():
    with TABLES.extend({"others": Request}):
        assert len(book(others="1 ann cy 2026-01-01", people="ann acme; cy us").others) == 1
    with pytest.raises(AttributeError, match="no table or attribute 'others'"):
        _ = facts().others


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"mandates": "who acme board"}, "is no id of the table people"),
        ({"mandates": "ann us board"}, "is part of no account"),
        ({"mandates": "ann acme board -1"}, "must be a finite number and at least 0"),
        ({"mandates": "ann acme board - - 2026-01-01 2026-01-01"}, "must be later than since"),
        ({"mandates": "ann acme board; ann acme board 5"}, "repeats the person, account, body"),
        ({"requests": "r1 ann cy 2026-03-01; r1 bo cy 2026-03-01"}, "repeats the id of row 1"),
        ({"requests": "r1 ann cy"}, "is missing"),
    ],
)
def test_their_rows_are_checked(wrong, message):
    with pytest.raises(k.BookError, match=message):
        facts(**wrong)


@pytest.mark.parametrize("place", ["folder", "book.json", "book.xlsx", "book.db"])
def test_every_format_gives_them_back(tmp_path, place):
    found = facts(mandates="ann acme board 5000 acme 2026-01-01 - remark=one extra=two")
    target = f"sqlite:///{tmp_path / place}" if place.endswith("db") else tmp_path / place
    k.write(found, target)
    assert k.read(target) == found


def test_parquet_gives_them_back(tmp_path):
    k.write(facts(), tmp_path, parquet=True)
    assert k.read(tmp_path) == facts()


def test_postgresql_gives_them_back():
    with server() as url:
        k.write(facts(), url)
        assert k.read(url) == facts()


@few
@given(books(people=5))
def test_documents_give_back_whatever_they_hold(found):
    assert k.Book.from_json(found.to_json()) == found


def test_strategies_draw_them():
    found_in = set()

    @few
    @given(tables(people=5))
    def draw(found):
        found_in.update(name for name, some in found.items() if some)

    draw()
    assert {"mandates", "requests"} <= found_in


def test_an_export_ends_and_begins_states_and_adds_events():
    export = facts(
        mandates="ann acme board 9000; eve bravo board",
        requests="r1 ann cy 2026-03-01 N to; r4 bo cy 2026-04-01",
    )
    found = k.sync(facts(), export, on="2026-05-01")
    spans = found.book.mandates[["person", "limit", "since", "until"]]
    assert spans.astype(TEXT).fillna("nan").to_numpy().tolist() == [
        ["ann", "5000.0", "2026-01-01", "2026-05-01"],
        ["ann", "9000.0", "2026-05-01", "nan"],
        ["bo", "nan", "nan", "2026-05-01"],
        ["eve", "nan", "nan", "nan"],
    ]
    assert found.book.requests["id"].tolist() == ["r1", "r2", "r3", "r4"]
    assert found.changes["detail"].tolist() == [
        "'ann' in the board of 'acme' has another limit.",
        "'bo' in the board of 'unit' has ended.",
        "The request 'r1' has another part.",
        "The request 'r4' is new.",
    ]
    again = k.sync(found.book, export, on="2026-05-01")
    assert again.book == found.book
    assert again.changes.empty


def test_merged_people_take_them_along():
    merged = k.sync(facts(), facts(), on="2026-05-01", merged={"people": {"ann": "bo"}}).book
    assert {*merged.mandates["person"]} == {"bo", "eve"}
    assert merged.requests["asker"].tolist() == ["bo", "bo", "eve"]


def test_nothing_is_left_of_who_is_erased_but_a_seat():
    found = facts(mandates="ann acme board 5000 acme 2026-01-01 - remark=Ann; bo unit board")
    gone = found.erase("ann")
    assert gone.mandates["person"].tolist() == ["bo"]
    assert gone.requests["id"].tolist() == ["r2", "r3"]
    seat = found.erase("ann", keep_seat=True)
    assert rows(seat.mandates[["person", "limit", "remark"]]) == [
        {"person": "bo", "limit": None, "remark": None},
        {"person": "erased-1", "limit": 5000, "remark": None},
    ]
    assert seat.requests["id"].tolist() == ["r2", "r3"]


def test_pseudonyms_hide_ids_words_and_texts():
    found = facts(requests="r1 ann cy 2026-03-01 N from text=Secret")
    hidden = found.pseudonymise("a key of our own")
    assert set(hidden.mandates["person"]) < set(hidden.people["id"])
    assert hidden.mandates["body"].str.fullmatch("body-[0-9a-f]{16}").all()
    assert len({*hidden.mandates["body"]}) == 1
    (request,) = rows(hidden.requests)
    assert request["id"].startswith("request-")
    assert request["text"] == "(withheld)"
    assert request["part"] == "from"
    assert hidden.requests["on"].equals(found.requests["on"])


def test_an_account_takes_its_rows_along():
    cut = slices(facts().to_tables())
    acme = cut[cut["for_account"] == "acme"]
    assert set(acme.loc[acme["table"] == "mandates", "person"]) == {"ann", "bo"}
    assert set(acme.loc[acme["table"] == "requests", "id"]) == {"r1", "r2"}
    batches = pa.Table.from_pandas(cut, part_schema(), preserve_index=False).to_batches()
    scored = apply_to_batches(batches, k.scores, as_of="2026-05-01", recorded=())
    scores = pd.concat(one.to_pandas() for one in scored)
    assert sorted({*scores["account"]}) == ["acme", "bravo"]


def test_the_json_schema_describes_them():
    properties = k.json_schema()["properties"]["tables"]["properties"]
    assert {"mandates", "requests"} <= properties.keys()
    held = json.loads(facts().to_json())["tables"]
    TypeAdapter(list[Mandate]).validate_json(json.dumps(held["mandates"]))


def test_the_template_shows_them_with_an_example(tmp_path):
    k.write_template(tmp_path / "book.xlsx")
    found = k.read(tmp_path / "book.xlsx")
    assert len(found.mandates) == len(found.requests) == 1
    assert found.mandates["person"].iloc[0] == "example-engineer"


def test_the_page_of_tables_lists_them():
    path = Path(__file__).parents[2] / "docs" / "generate.py"
    spec = importlib.util.spec_from_file_location("generate", path)
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    page = generate.pages()["tables.md"]
    assert "## mandates\n\nWhat somebody may sign for at a customer, for a time." in page
    assert "| `asker`* | id of people | Who asked. |" in page


class Finding(Entity):
    """What somebody found out, of which no row needs to say about whom."""

    nature = Nature(noun="finding", rows="events", key=("id",), phrase="The finding '{id}'")

    id: Id
    """The finding's id."""
    deal: DealId | None = None
    """The deal, if any."""


class Opinion(Entity):
    """What a person said of us, of an account or of any."""

    nature = Nature(noun="opinion", rows="events", key=("id",), phrase="The opinion '{id}'")

    id: Id
    """The opinion's id."""
    owner: PersonId
    """Who said it."""
    account: AccountId | None = None
    """At which account; missing: everywhere."""
    heard: HappenedOn | None = None
    """The day we heard of it."""


class Offer(Entity):
    """What we offered for a deal."""

    nature = Nature(
        noun="offer", rows="things", key=("id",), phrase="The offer '{id}'", begins="sent"
    )

    id: Id
    """The offer's id."""
    deal: DealId
    """The deal."""
    name: Name | None = None
    """What it is called."""
    won: HappenedOn | None = None
    """The day it was accepted; missing: not yet."""
    sent: HappenedOn | None = None
    """The day it was sent; before that day it is not seen."""


MORE = {
    "findings": Finding,
    "opinions": Opinion,
    "offers": Offer,
}
PROMISES = {
    "people": "ann acme; bo acme; cy us; eve bravo; vic us - 2026-03-05",
    "deals": "N acme; O acme; M bravo",
    "ties": "cy knows ann; cy knows eve",
    "commitments": """
        c1 cy ann - 2026-03-02 - 2026-03-28; c2 cy ann - 2026-03-20; c3 ann cy N 2026-03-01
        c4 eve cy - 2026-03-01; c5 vic bo - 2026-03-01 2026-04-01; c6 cy ann O 2026-03-03
    """,
    "payments": """
        p1 N advance 2026-06-01 - 2026-03-28 ann; p2 N delivery 2026-09-01 - - vic
        p3 M advance 2026-06-01
    """,
    "goals": "acme 2026-12-31 5000 cy; bravo 2026-12-31 10",
    "findings": "f1 N; f2",
    "opinions": "o1 cy; o2 cy bravo; o3 ann acme 2026-03-28",
}


@pytest.fixture
def promises():
    with TABLES.extend(MORE):
        yield book(**PROMISES)


def ids_of(found, table, day, **scope):
    return sorted(k.build_graph(found, as_of=day, **scope).rows(table)["id"])


@pytest.mark.parametrize(
    ("day", "scope", "seen"),
    [
        ("2026-03-01", {"account": "acme"}, ["c5"]),
        ("2026-03-10", {"account": "acme"}, ["c1", "c5"]),
        ("2026-03-28", {"account": "acme"}, ["c1", "c2", "c5"]),
        ("2026-03-10", {"deal": "N"}, ["c1", "c3", "c5"]),
        ("2026-03-28", {"deal": "O"}, ["c1", "c2", "c5", "c6"]),
        ("2026-03-28", {"account": "bravo"}, ["c4"]),
        (None, {"account": "acme"}, ["c1", "c2", "c5"]),
    ],
)
def test_a_row_is_seen_from_its_first_day_on_where_its_people_are(promises, day, scope, seen):
    assert ids_of(promises, "commitments", day, **scope) == seen


@pytest.mark.parametrize("scope", [{"account": "acme"}, {"deal": "N"}])
def test_a_later_day_is_missing_until_it_has_come(promises, scope):
    kept = {}
    for day in ("2026-03-10", "2026-03-27", "2026-03-28"):
        rows = k.build_graph(promises, as_of=day, **scope).rows("commitments").set_index("id")
        kept[day] = rows.loc["c1", "kept"]
        assert pd.isna(rows.loc["c5", "kept"])
        assert rows.loc["c5", "due"] == pd.Timestamp("2026-04-01")
    assert [*kept.values()][2] == pd.Timestamp("2026-03-28")
    assert pd.isna([*kept.values()][:2]).all()


def test_a_row_has_the_node_of_the_person_it_is_about(promises):
    graph = k.build_graph(promises, as_of="2026-03-28", deal="N")
    rows = graph.rows("commitments")
    assert [*graph.index[rows["node"]]] == [*rows["to"]]
    assert dict(zip(rows["id"], rows["origin"], strict=True))["c3"] == "deal"
    people = graph.rows("people")
    assert [*graph.index[people["node"]]] == [*people["id"]]


def test_each_scope_of_many_sees_what_it_sees_alone(promises):
    graph = k.build_graph(promises, as_of="2026-03-28")
    for table in ("commitments", "payments", "goals", "opinions", "ties"):
        rows = graph.rows(table)
        for number, (account, deal) in enumerate(graph.scope_index):
            here = rows[rows["scope"] == number].drop(columns=["scope", "node"], errors="ignore")
            alone = graph.of_scope(account, deal).rows(table)
            alone = alone.drop(columns=["scope", "node"], errors="ignore")
            assert here.reset_index(drop=True).equals(alone)


def test_what_belongs_to_a_deal_alone_is_seen_in_it(promises):
    graph = k.build_graph(promises, as_of="2026-03-10", deal="N")
    rows = graph.rows("payments").set_index("id")
    assert [*rows.index] == ["p1", "p2"]
    assert rows["paid"].isna().all()
    assert graph.index[rows.loc["p1", "node"]] == "ann"
    assert rows.loc["p2", "node"] == -1  # who has left
    assert graph.at("2026-03-28").rows("payments")["paid"].notna().tolist() == [True, False]
    assert graph.of_scope("acme").rows("payments").empty
    assert [*graph.of_scope("bravo", "M").rows("payments")["node"]] == [-1]


def test_what_belongs_to_an_account_alone_is_seen_in_its_scopes(promises):
    graph = k.build_graph(promises, as_of="2026-03-10", deal="N")
    assert graph.rows("goals")["owner"].tolist() == ["cy"]
    assert graph.of_scope("bravo").rows("goals")["account"].tolist() == ["bravo"]


def test_what_names_another_account_is_not_seen(promises):
    assert ids_of(promises, "opinions", "2026-03-10", account="acme") == ["o1", "o3"]
    assert ids_of(promises, "opinions", "2026-03-10", account="bravo") == ["o1", "o2"]


@pytest.mark.parametrize("table", ["findings", "organizations"])
def test_what_may_belong_to_nobody_is_refused(promises, table):
    graph = k.build_graph(promises)
    with pytest.raises(k.ScopeError, match=f"'{table}' is in no scope: its rows need not name"):
        graph.rows(table)


def test_only_a_missing_first_day_was_always(promises):
    coded = promises.coded
    assert coded.commitments["kept"].tolist().count(NEVER) == 5
    assert coded.payments["paid"].tolist().count(NEVER) == 2
    assert set(coded.opinions["heard"]) == {NEVER, day_number(dt.date(2026, 3, 28))}
    assert set(coded.deals["created"]) == {ALWAYS}
    assert ALWAYS in coded.people["since"]
    assert set(coded.ties["until"]) == {NEVER}


def test_a_day_that_changes_is_named(promises):
    fresh = PROMISES | {
        "commitments": """
            c1 cy ann - 2026-03-02 - 2026-03-29; c2 cy ann - 2026-03-20 - 2026-03-28
        """,
        "payments": "p3 M advance 2026-06-01 - 2026-03-27",
    }
    changes = k.sync(promises, book(**fresh), on="2026-03-31").changes
    told = changes[changes["table"].isin(["commitments", "payments"])]
    assert told[["change", "detail"]].to_numpy().tolist() == [
        ["kept", "The commitment 'c1' was kept on 2026-03-29."],
        ["kept", "The commitment 'c2' was kept on 2026-03-28."],
        ["paid", "The payment 'p3' was paid on 2026-03-27."],
    ]


def test_of_a_new_thing_only_the_first_day_is_filled_in(promises):
    found = k.sync(promises, book(**PROMISES, offers="f1 N"), on="2026-03-31").book
    assert found.offers["sent"].tolist() == [pd.Timestamp("2026-03-31")]
    assert found.offers["won"].isna().all()
    assert ids_of(found, "offers", "2026-03-30", deal="N") == []
    assert ids_of(found, "offers", "2026-03-31", deal="N") == ["f1"]


@pytest.mark.usefixtures("promises")
def test_a_thing_that_an_export_lacks_is_found():
    known = {"deals": PROMISES["deals"], "offers": "f1 N; f2 O; f3 M; f4 M"}
    fresh = {"deals": "N acme; M bravo"}
    for offers, lost, detail in (
        ("f1 N; f4 M", ("f3",), "1 offer of the book, which stays as it was."),
        ("f1 N", ("f3", "f4"), "2 offers of the book, which stay as they were."),
    ):
        found = k.sync(book(**known), book(**fresh, offers=offers), on="2026-03-31")
        absent = found.findings[found.findings["finding"].str.startswith("absent_")]
        assert absent[["finding", "table", "subject"]].to_numpy().tolist() == [
            ["absent_deal", "deals", ("O",)],
            ["absent_offer", "offers", lost],
        ]
        assert absent["detail"].iloc[1] == f"The export does not have {detail}"
        assert found.book.offers["id"].tolist() == ["f1", "f2", "f3", "f4"]
    silent = k.sync(book(**known), book(**fresh), on="2026-03-31").findings
    assert "absent_offer" not in {*silent["finding"]}


@pytest.mark.usefixtures("promises")
def test_names_and_ids_that_are_odd_are_found():
    odd = "f1 N name=Of\u200bfer; 2-mar N name=Pilot; f3 N"
    findings = k.check(book(**PROMISES | {"payments": "1-jan N advance 2026-06-01"}, offers=odd))
    odd = findings[findings["finding"].isin(["hidden_characters", "date_like_id"])]
    assert {*zip(odd["finding"], odd["table"], odd["subject"], strict=True)} == {
        ("hidden_characters", "offers", ("f1",)),
        ("date_like_id", "offers", ("2-mar",)),
        ("date_like_id", "payments", ("1-jan",)),
    }


class Guest(Entity):
    """One person's presence at a workshop: one row per guest."""

    nature = Nature(
        noun="workshop",
        rows="events",
        key=("id", "person"),
        phrase="'{person}' at the workshop '{id}'",
        shared=("held", "topic"),
    )

    id: Id
    """The workshop's id; its rows share day and topic."""
    person: PersonId
    """Who was there."""
    held: HappenedOn
    """The day it took place."""
    topic: Line | None = None
    """What it was about."""
    host: PersonId | None = None
    """Who invited the person."""
    deal: DealId | None = None
    """The deal it was about; missing: the account."""
    account: AccountId | None = None
    """The account it was for; missing: any."""


MAPPING = """
name = "theirs"
[rows]
organizations = [{ id = "acme", name = "Acme", kind = "customer" }]
people = [
    { id = "ann", name = "Ann", organization = "acme" },
    { id = "bo", name = "Bo", organization = "acme" },
]
[[tables]]
file = "seats"
table = "guests"
columns = { id = "No", person = "Who", held = "On", topic = "Of", host = "By", deal = "For", \
account = "At" }
"""


def test_rows_of_another_system_are_made_consistent():
    lines = [
        ["w1", "ann", "", "", "gone", "", ""],  # a host nobody knows
        ["w1", "bo", "2026-03-01", "Costs", "ann", "", "acme"],
        ["w2", "ann", "2026-03-02", "", "", "lost", ""],  # a deal nobody knows
        ["w3", "bo", "2026-03-02", "", "", "", "nowhere"],  # an account nobody knows
    ]
    header = ["No", "Who", "On", "Of", "By", "For", "At"]
    cells = pd.DataFrame(lines, columns=header, dtype=TEXT)
    with TABLES.extend({"guests": Guest}):
        raws = [RawTable("seats", "seats", cells, np.arange(2, len(lines) + 2))]
        found = translate(raws, Mapping.from_toml(MAPPING))
    guests = found.tables["guests"][["id", "person", "held", "topic", "host"]]
    assert guests.to_numpy().tolist() == [
        ["w1", "ann", "2026-03-01", "Costs", ""],
        ["w1", "bo", "2026-03-01", "Costs", "ann"],
        ["w2", "ann", "2026-03-02", "", ""],
        ["w3", "bo", "2026-03-02", "", ""],
    ]
    # That people met stays true without the deal or the account that it was about.
    assert not (found.tables["guests"][["deal", "account"]] != "").loc[2:].any(axis=None)


def test_accounts_take_along_what_their_scopes_see(promises):
    cut = slices(promises.to_tables())
    graph = k.build_graph(promises, as_of="2026-03-28")
    accounts = graph.scope_index.get_level_values("account")
    for table in ("commitments", "payments", "opinions"):
        rows = graph.rows(table)
        seen = {*zip(accounts[rows["scope"]], rows["id"], strict=True)}
        sent = cut[cut["table"] == table]
        assert seen <= {*zip(sent["for_account"], sent["id"], strict=True)}
    payments = cut[cut["table"] == "payments"]
    assert {*zip(payments["for_account"], payments["id"], strict=True)} == {
        ("acme", "p1"),
        ("acme", "p2"),
        ("bravo", "p3"),
    }


def test_who_is_erased_takes_promises_along_and_leaves_payments(promises):
    gone = promises.erase("ann")
    assert gone.commitments["id"].tolist() == ["c4", "c5"]
    assert gone.payments["id"].tolist() == ["p1", "p2", "p3"]
    assert gone.payments["signer"].isna().tolist() == [True, False, True]


def test_the_demo_loads_beside_them(promises):
    assert promises.commitments.shape[0] == 6
    assert k.load_demo().findings.empty
