import kamgraph as k

BOOK = k.load_demo()


def test_the_demo_is_an_account_of_about_45_people():
    people = k.build_graph(BOOK, account="yaochuan").people
    assert 43 <= (people["own"] & ~people["vacant"]).sum() <= 47
    assert people["side"].value_counts()[["vendor", "competitor", "partner"]].tolist() == [8, 3, 2]
    assert people["vacant"].sum() == 1
    assert "张伟" in set(people["name"])


def test_nothing_in_it_is_doubtful():
    assert k.check(BOOK).empty


def test_two_open_deals_differ_from_their_account():
    graph = k.build_graph(BOOK)
    assert graph.scopes["stage"].tolist() == ["", "bid", "delivery"]
    account, bid, delivery = (
        k.build_graph(BOOK, account="yaochuan", deal=deal or None) for deal in graph.scopes["deal"]
    )
    for deal in (bid, delivery):
        assert "deal" in set(deal.ties["origin"])
        assert k.key_people(deal)["weight"].to_dict() != k.key_people(account)["weight"].to_dict()


def test_there_is_a_successor_and_a_seat_without_one():
    assert "successor" in set(k.build_graph(BOOK, account="yaochuan").ties["origin"])
    assert BOOK.people["until"].notna().sum() == 2


def test_eighteen_months_of_interactions_and_several_assessors():
    interactions = BOOK.interactions
    months = (interactions["date"].max() - interactions["date"].min()).days / 30.4
    assert 17 <= months <= 19
    assert BOOK.assessments["date"].nunique() >= 3
    assert BOOK.assessments["assessor"].nunique() >= 3


def test_hidden_power_is_visible():
    kinds = k.key_people(k.build_graph(BOOK, account="yaochuan"))["kind"]
    assert kinds["wang-xiuying"] == "indirect"
    assert kinds["lei-yiming"] == "external"
