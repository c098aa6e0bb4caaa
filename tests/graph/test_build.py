import datetime as dt

import pytest
from books import book

import kamgraph as k


def members(graph):
    return list(graph.people.index)


def ends(graph, kind):
    ties = graph.ties[graph.ties["kind"] == kind]
    return set(zip(ties["source"], ties["target"], strict=True))


def test_as_of_is_the_newest_day_recorded():
    facts = book("ann@A,since=2026-01-05", assessments=["ann 2026-02-01 solution=5"])
    assert k.build_graph(facts, account="A").as_of == dt.date(2026, 2, 1)


def test_a_book_without_dates_has_no_day_and_everything_holds():
    graph = k.build_graph(book("ann@A boss@A", "ann>boss reports_to"), account="A")
    assert graph.as_of is None
    assert members(graph) == ["ann", "boss"]


@pytest.mark.parametrize(("day", "there"), [("2026-01-04", False), ("2026-01-05", True),
                                            ("2026-03-31", True), ("2026-04-01", False)])  # fmt: skip
def test_a_row_holds_from_since_until_the_day_before_until(day, there):
    facts = book("ann@A,since=2026-01-05,until=2026-04-01 bob@A")
    assert ("ann" in members(k.build_graph(facts, account="A", as_of=day))) is there


def test_who_is_in_a_scope():
    graph = k.build_graph(
        book(
            "ann@A bob@A1 eve@B vic@V val@V ian@V rex@X pat@P pam@P",
            "eve>ann influences",  # a customer of another account with a tie
            "rex>bob influences",  # a competitor with a tie
            "pat>ann influences",  # a partner with a tie
            "vic>pat knows",  # one of us who knows that partner
            "val>pam knows",  # but not one who knows another
            team=["ian lead_expert A"],
        ),
        account="A",
    )
    assert members(graph) == ["ann", "bob", "eve", "ian", "pat", "rex", "vic"]
    assert graph.people["own"].to_dict()["eve"] is False
    assert ends(graph, "knows") == {("vic", "pat")}


def test_ties_between_outsiders_of_a_scope_are_in_it():
    graph = k.build_graph(
        book("ann@A vic@V val@V", "vic>ann knows", "val>ann knows", "val>vic reports_to"),
        account="A",
    )
    assert ends(graph, "reports_to") == {("val", "vic")}


def test_a_unit_belongs_to_its_account_and_its_rows_too():
    graph = k.build_graph(book("ann@A1", roles=["ann approver A1"]), account="A")
    assert graph.people.loc["ann", "roles"] == ("approver",)


def test_without_account_and_deal_all_accounts_and_open_deals():
    facts = book("ann@A", deals=["d1@A stage=bid", "d2@A1 stage=lost", "d3@B", "d4@A stage=closed"])
    scopes = k.build_graph(facts).scopes
    assert list(zip(scopes["account"], scopes["deal"], strict=True)) == [
        ("A", ""), ("A", "d1"), ("B", ""), ("B", "d3")]  # fmt: skip


def test_many_scopes_are_indexed_by_account_deal_and_person():
    facts = book("ann@A bob@B")
    assert list(k.build_graph(facts).index) == [("A", "", "ann"), ("B", "", "bob")]
    assert k.build_graph(facts, account="A").index.names == ["person"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"account": "a"}, "no account 'a'; it has A"),
        ({"account": "A1"}, "no account 'A1'"),
        ({"deal": "x"}, "no deal 'x'; it has d"),
        ({"account": "B", "deal": "d"}, "deal 'd' belongs to account 'A', not 'B'"),
        ({"deal": "d", "as_of": "2025-12-31"}, "not there yet: it was created on 2026-01-01"),
        ({"as_of": "31.12.2025"}, "'31.12.2025' is no date; write it as YYYY-MM-DD"),
    ],
)
def test_what_is_not_there_is_named(asked, words):
    facts = book("ann@A", deals=["d@A created=2026-01-01"])
    with pytest.raises(k.ScopeError, match=words):
        k.build_graph(facts, **asked)


def test_an_account_without_people_has_a_scope_with_nobody():
    graph = k.build_graph(book("vic@V"), account="B")
    assert len(graph.people) == 0
    scores = k.scores(graph).iloc[0]
    assert scores[["choice", "low", "high", "weakest"]].isna().all()
    assert (scores["known"], scores["status"]) == (0.0, "red")


def test_labels_of_another_policy_are_refused_with_their_rows():
    policy = k.Policy(scales={**k.Policy().scales, "price": ("no", "yes")})
    facts = book("ann@A", assessments=["ann 2026-01-01 price=neutral"])
    with pytest.raises(k.BookError, match=r"row 1, column price: 'neutral' is no label"):
        k.build_graph(facts, policy=policy)
