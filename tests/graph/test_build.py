import datetime as dt

import pytest

import kamgraph as k
from books import book


def members(graph):
    return list(graph.people.index)


def ends(graph, kind):
    ties = graph.ties[graph.ties["kind"] == kind]
    return set(zip(ties["source"], ties["target"], strict=True))


def test_as_of_is_the_newest_day_recorded():
    facts = book(people="ann acme since=2026-01-05", assessments="ann 2026-02-01 solution=5")
    assert k.build_graph(facts, account="acme").as_of == dt.date(2026, 2, 1)


def test_a_book_without_dates_has_no_day_and_everything_holds():
    graph = k.build_graph(
        book(people="ann acme; boss acme", ties="ann reports_to boss"), account="acme"
    )
    assert graph.as_of is None
    assert members(graph) == ["ann", "boss"]


@pytest.mark.parametrize(("day", "there"), [("2026-01-04", False), ("2026-01-05", True),
                                            ("2026-03-31", True), ("2026-04-01", False)])  # fmt: skip
def test_a_row_holds_from_since_until_the_day_before_until(day, there):
    facts = book(people="ann acme since=2026-01-05 until=2026-04-01; bob acme")
    assert ("ann" in members(k.build_graph(facts, account="acme", as_of=day))) is there


def test_who_is_in_a_scope():
    graph = k.build_graph(
        book(
            people="ann acme; bob unit; eve bravo; vic us; val us; ian us; rex rival; pat institute; pam institute",
            ties="eve influences ann; rex influences bob; pat influences ann; vic knows pat; val knows pam",
            team="ian lead_expert acme",
        ),
        account="acme",
    )
    assert members(graph) == ["ann", "bob", "eve", "ian", "pat", "rex", "vic"]
    assert graph.people["own"].to_dict()["eve"] is False
    assert ends(graph, "knows") == {("vic", "pat")}


def test_ties_between_outsiders_of_a_scope_are_in_it():
    graph = k.build_graph(
        book(
            people="ann acme; vic us; val us",
            ties="vic knows ann; val knows ann; val reports_to vic",
        ),
        account="acme",
    )
    assert ends(graph, "reports_to") == {("val", "vic")}


def test_a_unit_belongs_to_its_account_and_its_rows_too():
    graph = k.build_graph(book(people="ann unit", roles="ann approver unit"), account="acme")
    assert graph.people.loc["ann", "roles"] == ("approver",)


def test_without_account_and_deal_all_accounts_and_open_deals():
    facts = book(people="ann acme", deals="d1 acme bid; d2 unit lost; d3 bravo; d4 acme closed")
    scopes = k.build_graph(facts).scopes
    assert list(zip(scopes["account"], scopes["deal"], strict=True)) == [
        ("acme", ""), ("acme", "d1"), ("bravo", ""), ("bravo", "d3")]  # fmt: skip


def test_many_scopes_are_indexed_by_account_deal_and_person():
    facts = book(people="ann acme; bob bravo")
    assert list(k.build_graph(facts).index) == [("acme", "", "ann"), ("bravo", "", "bob")]
    assert k.build_graph(facts, account="acme").index.names == ["person"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"account": "Acme"}, "no account 'Acme'; it has acme"),
        ({"account": "us"}, "no account 'us'"),
        ({"deal": "x"}, "no deal 'x'; it has d"),
        ({"account": "bravo", "deal": "d"}, "deal 'd' belongs to account 'acme', not 'bravo'"),
        ({"account": "unit", "deal": "d"}, "deal 'd' belongs to account 'acme', not 'unit'"),
        ({"deal": "d", "as_of": "2025-12-31"}, "not there yet: it was created on 2026-01-01"),
        ({"as_of": "31.12.2025"}, "'31.12.2025' is no date; write it as YYYY-MM-DD"),
    ],
)
def test_what_is_not_there_is_named(asked, words):
    facts = book(people="ann acme", deals="d acme created=2026-01-01")
    with pytest.raises(k.ScopeError, match=words):
        k.build_graph(facts, **asked)


def test_an_account_without_people_has_a_scope_with_nobody():
    graph = k.build_graph(book(people="vic us"), account="bravo")
    assert len(graph.people) == 0
    scores = k.scores(graph).iloc[0]
    assert scores[["choice", "weakest"]].isna().all()
    assert scores[["low", "high", "known", "status"]].tolist() == [0.0, 100.0, 0.0, "grey"]


def test_labels_of_another_policy_are_refused_with_their_rows():
    policy = k.Policy(scales={**k.Policy().scales, "price": ("no", "yes")})
    facts = book(people="ann acme", assessments="ann 2026-01-01 price=neutral")
    with pytest.raises(k.BookError, match=r"row 1, column price: 'neutral' is no label"):
        k.build_graph(facts, policy=policy)
