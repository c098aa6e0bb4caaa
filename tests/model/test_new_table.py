"""Two tables more, which nothing in the library has heard of: their entities are all there is."""

import datetime as dt
import importlib.util
import json
from pathlib import Path
from typing import Annotated

import pandas as pd
import pyarrow as pa
import pytest
from annotated_types import Ge
from hypothesis import given
from pydantic import TypeAdapter

import kamgraph as k
from books import book
from kamgraph.model.entities import TABLES, Entity
from kamgraph.model.marks import (
    AccountId,
    Category,
    DealId,
    HappenedOn,
    Id,
    Line,
    Number,
    OrganizationId,
    PersonId,
    Text,
    Words,
)
from kamgraph.model.nature import Nature
from kamgraph.model.vocabulary import PARTS
from kamgraph.spark import part_schema, scores_of_batches, slices
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
    drawn = set()

    @given(tables(people=5))
    def draw(found):
        drawn.update(name for name, some in found.items() if some)

    draw()
    assert {"mandates", "requests"} <= drawn


def test_an_export_ends_and_begins_states_and_adds_events():
    export = facts(
        mandates="ann acme board 9000; eve bravo board",
        requests="r1 ann cy 2026-03-01 N to; r4 bo cy 2026-04-01",
    )
    found = k.sync(facts(), export, on="2026-05-01")
    spans = found.book.mandates[["person", "limit", "since", "until"]]
    assert spans.astype("str").fillna("nan").to_numpy().tolist() == [
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
    hidden = found.pseudonymise("key")
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
    scores = pd.concat(one.to_pandas() for one in scores_of_batches(batches, as_of="2026-05-01"))
    assert sorted({*scores["account"]}) == ["acme", "bravo"]


def test_the_json_schema_describes_them():
    properties = k.json_schema()["$defs"]["Tables"]["properties"]
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
