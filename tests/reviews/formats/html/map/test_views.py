"""Which graphs a map can switch between."""

import pandas as pd

import kamgraph
from kamgraph.reviews.formats.html.map.views import list_views
from kamgraph.reviews.results import Results


def shown(graph, since=None):
    before = None if since is None else graph.at(since)
    views = list_views(Results(graph, "en", before))
    return [(view.name, view.day, view.before) for view in views]


def test_an_account_stands_beside_its_open_deals(account):
    assert shown(account) == [("acme", "Now", False), ("grid", "Now", False)]


def test_a_deal_stands_beside_its_account(deal):
    assert shown(deal) == [("grid", "Now", False), ("acme", "Now", False)]


def test_before_stands_beside_now(account):
    assert shown(account, "2026-02-15") == [
        ("acme", "Now", False),
        ("acme", "15 February 2026", True),
        ("grid", "Now", False),
        ("grid", "15 February 2026", True),
    ]


def test_a_deal_that_was_not_there_yet_is_not_shown_before(account):
    assert ("grid", "15 January 2026", True) not in shown(account, "2026-01-15")
    assert ("acme", "15 January 2026", True) in shown(account, "2026-01-15")


def test_views_are_numbered_by_scope(account):
    views = list_views(Results(account, "en", account.at("2026-02-15")))
    assert [view.scope for view in views] == [0, 0, 1, 1]


def test_what_ifs_hold_in_every_view(account, deal):
    graph = account.without("rex").with_grade("cy", "price", "endorses")
    for view in list_views(Results(graph)):
        assert "rex" not in view.results.people.index
        assert view.results.people.loc["cy", "price_stance"] == 1
    for view in list_views(Results(deal.without("rex"))):
        assert "rex" not in view.results.people.index


def test_of_many_deals_those_that_close_first_are_shown(acme):
    tables = acme.to_tables()
    row = tables["deals"][tables["deals"]["id"] == "grid"]
    closing = [row.assign(id=f"d{k}", name=f"d{k}", closes=f"2027-0{9 - k}-01") for k in range(8)]
    deals = pd.concat(closing, ignore_index=True)
    book = kamgraph.Book.from_tables(
        {**tables, "deals": deals, "assessments": tables["assessments"].iloc[:0]}
    )
    names = [
        name for name, *_ in shown(kamgraph.build_graph(book, account="acme", as_of="2026-03-01"))
    ]
    assert names == ["acme", "d7", "d6", "d5", "d4"]
