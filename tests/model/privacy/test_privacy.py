import json
import pickle

import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from books import book, from_rows
from kamgraph import scores
from kamgraph.errors import KamgraphError, ScopeError, SourceError
from kamgraph.graph import build_graph
from kamgraph.model.book import Book
from kamgraph.model.erasure_list import ErasureList
from kamgraph.model.finding import Finding
from kamgraph.model.folding import fold
from kamgraph.model.policy import Policy
from kamgraph.model.privacy.erasure import list_people
from kamgraph.model.privacy.identifiers import Identifier
from kamgraph.model.privacy.mentions import MARKER, Mentions
from kamgraph.model.privacy.name_patterns import write_name
from kamgraph.model.privacy.patterns import fold_text
from kamgraph.model.privacy.pseudonyms import pseudonymise
from strategies import books, few

KEY = b"a long random key"
fewer = settings(few, max_examples=few.max_examples // 2)  # each compares books
FULL = {
    "people": "ann-1 acme level=2 function=finance susceptibility=0.4 title=CFO mail=al@acme.com "
    "since=2020-01-01; bo acme successor=ann-1; cy acme; vic us",
    "deals": "d acme need=Ann-1 budget=AL@acme.com",
    "ties": "ann-1 reports_to bo evidence=seen; cy reports_to ann-1 source_system=crm;"
    "ann-1 influences bo 0.5 evidence=said; vic knows ann-1; cy influences bo evidence=ann-1",
    "roles": "ann-1 approver acme; cy user acme",
    "assessments": "ann-1 2026-01-01 friend; cy 2026-01-01 friend assessor=ann-1",
    "targets": "ann-1 2026-12-31 mentor",
    "interactions": "i 2026-01-01 call ann-1; i 2026-01-01 call vic",
}


def test_nothing_is_left_of_who_is_erased():
    assert book(**FULL).erase("ann-1") == book(
        people="bo acme; cy acme; vic us",
        deals=f"d acme need={MARKER} budget={MARKER}",
        ties=f"cy influences bo evidence={MARKER}",
        roles="cy user acme",
        assessments="cy 2026-01-01 friend",
        interactions="i 2026-01-01 call vic",
    )


def test_an_anonymous_seat_keeps_the_structure_and_nothing_else():
    seat = book(**FULL).erase("ann-1", keep_seat=True)
    people = seat.people.set_index("id")
    assert people.loc["erased-1", "name"] == "(erased 1)"
    people["name"] = people.index
    assert Book.from_tables(seat.to_tables() | {"people": people.reset_index()}) == book(
        people="erased-1 acme level=2 function=finance since=2020-01-01;"
        "bo acme successor=erased-1; cy acme; vic us",
        deals=f"d acme need={MARKER} budget={MARKER}",
        ties="erased-1 reports_to bo; cy reports_to erased-1; erased-1 influences bo 0.5;"
        f"cy influences bo evidence={MARKER}",
        roles="erased-1 approver acme; cy user acme",
        assessments="cy 2026-01-01 friend",
        interactions="i 2026-01-01 call vic",
    )


def test_positions_go_with_who_is_erased_or_stay_as_seats():
    found = book(
        people="ann acme; bo acme; vic us",
        positions="ann acme cfo finance 2 2020-01-01 2024-01-01 bo; ann us since=2024-01-01; bo acme",
    )
    assert found.erase("ann").positions["person"].tolist() == ["bo"]
    seat = found.erase("ann", keep_seat=True).positions
    kept = seat[seat["person"] == "erased-1"]
    assert kept["organization"].tolist() == ["acme", "us"]
    assert kept[["function", "level", "successor"]].iloc[0].tolist() == ["finance", 2, "bo"]
    assert kept["title"].isna().all()
    assert found.erase("bo").positions["successor"].isna().all()


def test_seats_are_numbered():
    found = book(people="ann acme; bo acme; erased-2 acme")
    for person in ("ann", "bo"):
        found = found.erase(person, keep_seat=True)
    assert found.people["id"].tolist() == ["erased-1", "erased-2", "erased-3"]
    assert found.people["name"].tolist() == ["(erased 1)", "erased-2", "(erased 3)"]


def test_goals_that_only_an_owner_told_apart_become_one_for_what_they_come_to():
    goals = "acme 2026-12-31 5; acme 2026-12-31 2 vic; acme 2027-12-31 7 vic; acme 2027-12-31 1 wes"
    found = book(people="ann acme; vic us; wes us", goals=goals).erase("vic")
    assert found == book(
        people="ann acme; wes us",
        goals="acme 2026-12-31 7; acme 2027-12-31 7; acme 2027-12-31 1 wes",
    )


def test_who_is_unknown_cannot_be_erased():
    with pytest.raises(ScopeError, match="'eve' is no id of a person in the book") as error:
        book(people="eva acme name=Eva").erase("eve")
    assert "Eva" not in str(error.value)


def test_who_is_only_mentioned_can_be_erased():
    found = book(people="ann acme", ties="ann reports_to ghost", lenient=True)
    assert found.erase("ghost") == book(people="ann acme")


def test_a_namesake_keeps_the_name_and_a_word_of_the_vocabulary_its_meaning():
    found = book(
        people="ann acme name=Call; bo acme name=Call title=Call",
        interactions="i 2026-01-01 call bo; j 2026-01-01 call-call bo",
    ).erase("ann")
    assert found.people[["name", "title"]].to_numpy().tolist() == [["Call", MARKER]]
    assert found.interactions["kind"].tolist() == ["call", f"{MARKER}-{MARKER}"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Ann Lee", "met ANN  lee, again", f"met {MARKER}, again"),
        ("Ann Lee", "Ann\nLee's view", f"{MARKER}'s view"),
        ("Ann Lee", "Joann Lee, Ann Leeson", None),
        ("Ann Lee", "\uff21nn\u00a0\uff2cee", MARKER),
        ("Ann Lee", "A\u200bnn L\u00adee", MARKER),
        ("André", "andre\u0301 and ANDRÉ", f"{MARKER} and {MARKER}"),
        ("Andre", "André", None),
        ("Straße", "STRASSE", MARKER),
        ("张伟", "与张伟会面", f"与{MARKER}会面"),
        ("김철수", "김철수는", f"{MARKER}는"),
        ("c++", "c++ and c+++", f"{MARKER} and {MARKER}+"),
        ("a", "a\u0301 \u2100", None),
        ("\u00ad", "any\u00adthing", None),
        ("  ", "a  b", None),
    ],
)
def test_mentions_are_whole_words_however_they_are_written(name, text, expected):
    assert mentions(name).replace(text) == (text if expected is None else expected)


def mentions(*names):
    """Return what finds some names."""
    plain = [fold_text(name) for name in names]
    return Mentions(Identifier("name", one) for name in plain if name for one in write_name(name))


def test_of_two_mentions_at_a_place_the_longer_one_is_found():
    assert mentions("Ann", "Ann Lee").replace("Ann Lee and Ann") == f"{MARKER} and {MARKER}"


@given(st.text(max_size=12), st.text(max_size=6))
@example("0\u0591", "")  # a sign of Hebrew on no letter of Hebrew
def test_text_without_mentions_is_not_touched(text, name):
    found = mentions(name).replace(text)
    assert found == text or MARKER in found
    assert MARKER in mentions(text).replace(text) or not fold(text)


@fewer
@given(books(people=6), st.booleans(), st.data())
def test_an_erased_book_is_a_book_without_the_person(found, keep_seat, data):
    ids = found.people["id"].tolist()
    assume(ids)
    person = data.draw(st.sampled_from(ids))
    erased = found.erase(person, keep_seat=keep_seat)
    assert Book.from_tables(erased.to_tables()) == erased
    assert len(erased.people) == len(ids) - 1 + keep_seat
    assert person not in list_people(erased.to_tables())
    build_graph(erased)


@fewer
@given(books(people=6), st.data())
def test_a_seat_keeps_what_the_chart_is_drawn_of(found, data):
    ids = found.people["id"].tolist()
    assume(ids)
    person = data.draw(st.sampled_from(ids))
    erased = found.erase(person, keep_seat=True)
    for table in ("roles", "team"):
        assert len(getattr(erased, table)) == len(getattr(found, table))
    kinds, kept = (sorted(one.ties["kind"]) for one in (found, erased))
    assert [kind for kind in kept if kind != "knows"] == [kind for kind in kinds if kind != "knows"]


def test_an_erasure_list_knows_ids_by_hashes_of_its_key():
    found = ErasureList("a key of our own").adding("ann").adding("bo")
    assert ("ann" in found, "bo" in found, "Ann" in found) == (True, True, False)
    assert found == ErasureList(b"a key of our own").adding("bo").adding("ann")
    assert found.hashes.isdisjoint(
        ErasureList("another key of ours").adding("ann").adding("bo").hashes
    )
    assert "key" not in repr(ErasureList("a key of our own"))[13:]
    assert pickle.loads(pickle.dumps(found)) == found


def test_an_erasure_list_is_kept_as_a_document_without_names_or_key():
    found = ErasureList("long-key-of-ours").adding("ann-id", name="Ann Lee", organization="acme")
    text = found.to_json()
    assert not any(word in text for word in ("ann", "Ann", "acme", "long-key-of-ours"))
    assert ErasureList.from_json(text, key=b"long-key-of-ours") == found
    assert ErasureList.from_json(text.encode(), key="long-key-of-ours") == found
    with pytest.raises(SourceError, match="not the key"):
        ErasureList.from_json(text, key="another long key")


@pytest.mark.parametrize(
    "change",
    [{"format": "other"}, {"version": 2}, {"hashes": ["ann"]}, {"hashes": 1}, {"more": 1}],
)
def test_other_documents_are_refused(change):
    text = json.dumps(json.loads(ErasureList("a key of our own").to_json()) | change)
    with pytest.raises(SourceError, match="not the document of an erasure list"):
        ErasureList.from_json(text, key="a key of our own")


@pytest.mark.parametrize("text", ["", "[]", "null", "{", b"\xff", "[" * 10_000])
def test_what_is_no_document_is_refused(text):
    with pytest.raises(SourceError, match="not the document of an erasure list"):
        ErasureList.from_json(text, key="a key of our own")


def test_an_erasure_list_leaves_people_out_and_names_nobody():
    found = book(people="E1 acme name=Erika title=CEO; c2 acme name=Bo", ties="c2 reports_to E1")
    erased, findings = ErasureList(KEY).adding("E1").apply(found)
    assert erased == book(people="c2 acme name=Bo")
    assert [*findings] == [*Finding._fields]
    assert len(findings) == 1
    assert "with 2 rows in all" in findings.loc[0, "detail"]
    text = findings.to_csv()
    assert not any(word in text for word in ("E1", "Erika", "CEO"))
    again, nothing = ErasureList(KEY).adding("E1").apply(erased)
    assert again == erased
    assert nothing.empty


def test_who_returns_under_another_id_is_known_by_name_and_organization():
    erased = ErasureList(KEY).adding("E1", name="Erika  Muster", organization="acme")
    rows = [("n1", "ERIKA MUSTER", "acme"), ("n2", "Erika Muster", "us"), ("n3", "Erik", "acme")]
    found = from_rows(
        {
            "organizations": [
                {"id": "acme", "name": "A", "kind": "customer"},
                {"id": "us", "name": "U", "kind": "vendor"},
            ],
            "people": [dict(zip(("id", "name", "organization"), row, strict=True)) for row in rows],
        }
    )
    assert erased.apply(found)[0].people["id"].tolist() == ["n2", "n3"]


@pytest.mark.parametrize(
    ("given", "name"),
    [("王秀英", "王 秀英"), ("Zoë Müller", "MÜLLER, Zoë"), ("Ann Lee", "Dr. Ann Lee")],
)
def test_a_name_on_the_list_is_known_in_another_order_and_spacing(given, name):
    erased = ErasureList(KEY).adding("E1", name=given, organization="acme")
    people = [{"id": "n", "name": name, "organization": "acme"}]
    organizations = [{"id": "acme", "name": "A", "kind": "customer"}]
    found = from_rows({"organizations": organizations, "people": people})
    assert erased.apply(found)[0].people.empty


@pytest.mark.parametrize(
    "told",
    [
        {"person": 5},
        {"person": "a", "name": "Ann"},
        {"person": "a", "organization": "acme"},
        {"person": "a", "name": 1, "organization": "x"},
    ],
)
def test_half_of_what_tells_a_person_is_refused(told):
    with pytest.raises(KamgraphError, match=r"text|needed both"):
        ErasureList(KEY).adding(**told)


def test_an_empty_list_touches_nothing():
    found = book(**FULL)
    assert ErasureList(KEY).apply(found)[0] is found


@pytest.mark.parametrize(
    "key",
    [
        *(12, 60, True, None, 0.5, [1] * 16, bytearray(16), "", "too short", "é" * 7, b"x" * 15),
        *(" " * 16, "0" * 64, bytes(16), "é" * 16, "ab" * 20, "12345" * 4, b"\xff\x00" * 16),
    ],
)
def test_what_is_no_secret_is_refused_as_a_key_and_not_shown(key):
    empty = ErasureList(KEY).to_json()
    for use in (
        ErasureList,
        book().pseudonymise,
        lambda one: ErasureList.from_json(empty, key=one),
    ):
        with pytest.raises(KamgraphError, match="a key is a secret text or bytes, of 16") as error:
            use(key)
        assert "too short" not in str(error.value)


def test_half_a_character_is_no_part_of_a_key():
    with pytest.raises(KamgraphError, match="half a character"):
        ErasureList("\ud800" * 16)


@pytest.mark.parametrize("key", ["éèêëāăąć", bytes(range(16)), "0123456789abcdef"])
def test_sixteen_bytes_are_a_key(key):
    assert "ann" in ErasureList(key).adding("ann")


SECRETS = {
    "organizations": "acmeinc customer industry=steelmaking region=nordics name=AcmeCorp;"
    "wesellinc vendor name=OurFirm",
    "people": "annalee acmeinc level=2 function=finance title=Treasurer name=AnnLee "
    "mail=ann@acmeinc.example; robert acmeinc level=1 successor=annalee name=Robert; "
    "wilma wesellinc name=Wilma",
    "deals": "megapump acmeinc bid name=Megapump value=7 currency=EUR budget=plenty "
    "authority=boardroom need=urgently timing=autumn",
    "ties": "annalee reports_to robert evidence=hearsay; wilma knows annalee trusted;"
    "robert influences annalee 0.5 deal=megapump evidence=gossip",
    "roles": "annalee user acmeinc megapump; robert approver acmeinc",
    "team": "wilma lead_expert acmeinc",
    "assessments": "annalee 2026-01-01 friend assessor=wilma evidence=lunchtime",
    "interactions": "meet-4711 2026-01-01 banquet annalee; meet-4711 2026-01-01 banquet wilma;"
    "meet-4712 2026-01-02 visit robert; meet-4712 2026-01-02 visit wilma",
}
WORDS = (
    "acmeinc steelmaking nordics AcmeCorp wesellinc OurFirm annalee Treasurer AnnLee ann@ robert "
    "Robert wilma Wilma megapump Megapump plenty boardroom urgently autumn hearsay gossip "
    "lunchtime meet-4711 meet-4712 banquet mail"
)


def test_a_pseudonymous_book_holds_no_word_of_the_original():
    text = book(**SECRETS).pseudonymise(KEY).to_json()
    for word in WORDS.split():
        pieces = {word[start : start + 4] for start in range(len(word) - 3)}
        known = {"name"}
        assert not [p for p in pieces if p in text and p not in known], word


def test_the_same_key_gives_the_same_pseudonyms():
    found = book(**SECRETS)
    assert found.pseudonymise(KEY) == found.pseudonymise(KEY.decode())
    ids = set(found.pseudonymise(KEY).people["id"])
    assert ids.isdisjoint(found.pseudonymise("another long key").people["id"])
    assert ids >= set(book(people="annalee acme; robert us").pseudonymise(KEY).people["id"])


def test_what_results_need_is_kept_and_equal_words_stay_equal():
    found = book(
        people="ann acme title=CFO level=2 function=finance; bo acme title=CFO; cy acme title=CEO",
        deals="d acme bid value=5 currency=EUR; e acme currency=gold",
        interactions="i 2026-01-01 dinner ann; j 2026-01-01 dinner bo; k 2026-01-01 call cy",
        organizations="acme customer",
    )
    pseudonymous = found.pseudonymise(KEY)
    assert pseudonymous.people["title"].value_counts().tolist() == [2, 1]
    assert pseudonymous.people["function"].dropna().tolist() == ["finance"]
    assert min(pseudonymous.deals["currency"]) == "EUR"
    assert pseudonymous.deals["name"].isna().all()
    kinds = sorted(pseudonymous.interactions["kind"])
    assert kinds[0] == "call"
    assert kinds[1] == kinds[2] != "dinner"
    assert set(pseudonymous.deals["value"].dropna()) == {5}


def test_a_seat_that_nobody_holds_yet_stays_one():
    found = book(people="x acme name=TBD; y acme name=待定; z acme name=Ann")
    hidden = found.pseudonymise(KEY)
    assert not any(word in hidden.to_json() for word in ("TBD", "待定", "Ann"))
    for one in (found, hidden):
        assert one.coded.find_placeholders(Policy().placeholders).sum() == 2


@fewer
@given(books())
def test_a_pseudonymous_book_has_the_same_results(found):
    pseudonymous = found.pseudonymise(KEY)
    assert Book.from_tables(pseudonymous.to_tables()) == pseudonymous
    hidden = pseudonymise(found.to_tables(), KEY)
    names = {
        table: dict(zip(getattr(found, table)["id"], hidden[table]["id"], strict=True))
        for table in ("organizations", "people", "deals")
    }
    known, again = (scores(build_graph(one)).reset_index() for one in (found, pseudonymous))
    expected = known.assign(
        account=known["account"].map(names["organizations"]),
        deal=known["deal"].map(names["deals"] | {"": ""}),
        blocked_by=[tuple(sorted(map(names["people"].get, ids))) for ids in known["blocked_by"]],
    )
    keys, chosen = ["account", "deal"], ["truck_factor"]  # which of equals goes first hangs on ids
    expected, again = (
        one.drop(columns=chosen).sort_values(keys, ignore_index=True) for one in (expected, again)
    )
    expected = expected.astype(known.dtypes[keys])  # which older pandas makes objects of
    pd.testing.assert_frame_equal(again, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", ["秀英 王", "王 秀英", "秀英王", "王秀英"])
def test_a_list_knows_an_unspaced_name_in_either_order(name):
    erased = ErasureList(KEY).adding("old", name="王秀英", organization="acme")
    people = book(people="new acme; cy acme name=王秀兰").people
    people["name"] = people["name"].mask(people["id"] == "new", name)
    found = book(people="new acme; cy acme")
    after, findings = erased.apply(Book.from_tables(found.to_tables() | {"people": people}))
    assert after.people["id"].tolist() == ["cy"]
    assert len(findings) == 1
