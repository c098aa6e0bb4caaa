import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from kamgraph.model.names import Names

WORLD = "acme customer; north customer; us vendor"
PEOPLE = "ann acme; bo acme; bo2 north; li acme; li2 north; vera us"
CALLED = {"ann": "Ann Lee", "bo": "Bo Ek", "bo2": "BO EK", "li": "李 雷", "li2": "李 雷"}


@pytest.fixture(scope="module")
def found():
    plain = book(organizations=WORLD, people=PEOPLE, deals="d acme; e north")
    tables = plain.to_tables()
    people = tables["people"]
    people["name"] = people["id"].map(CALLED).fillna(people["name"])
    tables["deals"]["name"] = "Framework"
    return k.Book.from_tables(tables)


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("ann", "ann"),
        ("Ann Lee", "ann"),
        ("  ann   LEE", "ann"),
        ("Ａｎｎ Lee", "ann"),
        ("Ann\u200b Lee", "ann"),
    ],
)
def test_a_person_is_found_by_name_or_id(found, name, id_):
    assert k.find_by_name(found, name) == id_


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "bo ek",
            "'bo ek' is the name of 2, give the id of one: bo (Bo Ek, acme), bo2 (BO EK, north)",
        ),
        ("Bo Ek", "'Bo Ek' is the name of 2, give the id of one: bo (Bo Ek, acme), bo2 (BO EK, "),
        ("李雷", "no person '李雷'; is it li (李 雷), li2 (李 雷)?"),
        ("Lee, Ann", "no person 'Lee, Ann'; is it ann (Ann Lee)?"),
        ("Lee", "is it ann (Ann Lee)?"),
        ("Anne Lee", "is it ann (Ann Lee)?"),
        ("ANN", "is it ann (Ann Lee)?"),
        ("", "no person ''; there is ann (Ann Lee), "),
        ("Zarathustra", "no person 'Zarathustra'; there is ann (Ann Lee), bo (Bo Ek), "),
    ],
)
def test_a_name_that_is_not_one_persons_is_refused_with_ids_and_names(found, name, said):
    with pytest.raises(k.ScopeError) as caught:
        k.find_by_name(found, name)
    assert said in str(caught.value)


def test_of_an_account_its_own_rows_alone_are_looked_at(found):
    assert k.find_by_name(found, "李 雷", account="north") == "li2"
    assert k.find_by_name(found, "Framework", table="deals", account="acme") == "d"
    assert k.find_by_name(found, "acme", table="organizations", account="acme") == "acme"
    with pytest.raises(k.ScopeError, match="has no person"):
        k.find_by_name(found, "Ann Lee", account="north")
    assert k.find_by_name(found, "Ann Lee", account="ACME") == "ann"


@pytest.mark.parametrize("account", ["zz", "us", "ann"])
def test_an_account_that_is_none_is_said_to_be_none(found, account):
    with pytest.raises(k.ScopeError, match=f"has no account '{account}'"):
        k.find_by_name(found, "Ann Lee", account=account)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": None}, "a name is a text, and not None"),
        ({"name": 3}, "a name is a text, and not 3"),
        ({"account": 3}, "an account is the id or name of one, and not 3"),
        ({"book": "book.json"}, "book is a Book, and not 'book.json'"),
    ],
)
def test_what_is_given_of_another_kind_is_refused_in_words(found, given, said):
    with pytest.raises(k.ScopeError, match=said):
        k.find_by_name(**{"book": found, "name": "Ann Lee"} | given)


@pytest.mark.parametrize("text", ["Per Sonn17777", "Pre Son17777", "per son1777"])
def test_of_many_thousand_names_those_that_come_close_are_suggested(text):
    ids = [f"{number:05}" for number in range(25_000)]
    called = pd.Series([f"Per Son{number}" for number in range(25_000)], ids, dtype=object)
    names = Names("person", called, pd.Series("", ids))
    assert any(one in names.suggest(text) for one in ("17777", "01777"))


def test_tables_without_ids_are_refused(found):
    with pytest.raises(k.ScopeError, match="tables that have are organizations, people, deals"):
        k.find_by_name(found, "x", table="ties")


def test_a_graph_of_what_is_not_there_names_ids_with_their_names(found):
    with pytest.raises(k.ScopeError, match=r"no deal 'Framework'; it has d \(Framework\), e"):
        k.build_graph(found, deal="Framework")


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=8), st.text(max_size=6))
def test_what_is_found_or_suggested_is_there(called, text):
    tables = book(people=";".join(f"p{at} acme" for at in range(len(called)))).to_tables()
    tables["people"]["name"] = called
    names = Names.of(tables, "people")
    assert {*names.find(text), *names.suggest(text)} <= {*names.names.index}
    assert len(names.suggest(text)) <= 3
    for at, name in enumerate(called):
        assert f"p{at}" in names.find(name) or name in names.names.index
