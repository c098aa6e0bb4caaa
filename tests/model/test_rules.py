import pytest

from books import PEOPLE, book, problems_of
from kamgraph.errors import BookError
from kamgraph.model.book import Book
from kamgraph.model.rules import Draft, find_dangling


@pytest.mark.parametrize(
    ("found", "place", "words"),
    [
        ({"people": "ann acme; ann acme"}, ("people", 2, "id"), "repeats"),
        ({"people": "ann acme; bo -"}, ("people", 2, "organization"), "missing"),
        ({"people": "ann lost"}, ("people", 1, "organization"), "organizations"),
        ({"people": "ann acme 2024-01-02 2024-01-02"}, ("people", 1, "until"), "later"),
        ({"people": "ann acme successor=lost"}, ("people", 1, "successor"), "people"),
        ({"ties": "bo reports_to ann; bo reports_to ann"}, ("ties", 2, "source"), "repeats"),
        ({"ties": "bo reports_to lost"}, ("ties", 1, "target"), "people"),
        ({"ties": "bo reports_to ann deal=lost"}, ("ties", 1, "deal"), "deals"),
        (
            {"ties": "bo reports_to ann until=2024-01-01 since=2024-01-02"},
            ("ties", 1, "until"),
            "later",
        ),
        ({"ties": "ann influences bo trusted"}, ("ties", 1, "strength"), "weak"),
        ({"ties": "cy knows ann decisive"}, ("ties", 1, "strength"), "in_depth"),
        ({"ties": "cy knows ann -0.5"}, ("ties", 1, "strength"), "influences only"),
        ({"ties": "bo dotted_line ann -1"}, ("ties", 1, "strength"), "influences only"),
        ({"ties": "ann influences bo 0"}, ("ties", 1, "strength"), "names none"),
        ({"ties": "ann knows cy"}, ("ties", 1, "source"), "one of us"),
        ({"ties": "cy knows ed"}, ("ties", 1, "target"), "contact"),
        ({"ties": "cy knows di"}, ("ties", 1, "target"), "contact"),
        ({"deals": "d rival"}, ("deals", 1, "account"), "no account"),
        ({"roles": "ann user us"}, ("roles", 1, "account"), "no account"),
        ({"deals": "d bravo", "team": "cy lead_expert unit d"}, ("team", 1, "deal"), "another"),
        (
            {"organizations": "a customer b; b customer c; c partner b", "people": ""},
            ("organizations", 1, "parent"),
            "circle",
        ),
        (
            {"interactions": "i 2024-01-01 call ann; i 2024-01-01 call ann"},
            ("interactions", 2, "id"),
            "repeats",
        ),
        (
            {"interactions": "i 2024-01-01 call ann; i 2024-01-02 call bo"},
            ("interactions", 2, "date"),
            "differs",
        ),
        (
            {"interactions": "i 2024-01-01 call ann; i 2024-01-01 visit bo"},
            ("interactions", 2, "kind"),
            "differs",
        ),
        (
            {
                "deals": "d acme; e acme",
                "interactions": "i 2024-01-01 call ann deal=d; i 2024-01-01 call bo deal=e",
            },
            ("interactions", 2, "deal"),
            "differs",
        ),
        (
            {"deals": "d bravo", "assessments": "ann 2024-01-01 account=unit deal=d"},
            ("assessments", 1, "deal"),
            "another",
        ),
        (
            {"positions": "ann acme until=2024-01-01; ann us since=2023-12-31"},
            ("positions", 2, "since"),
            "before the end of an earlier position",
        ),
        (  # however short the one between them
            {
                "positions": """
                    ann acme until=2024-01-01; ann us since=2021-01-01 until=2021-02-01
                    ann bravo since=2023-01-01
                """
            },
            ("positions", 2, "since"),
            "before",
        ),
    ],
)
def test_what_cannot_be_is_refused(found, place, words):
    places, sentence = problems_of(**found)
    assert places[0] == place
    assert words in sentence


@pytest.mark.parametrize(
    "found",
    [
        {"people": "ann acme 2024-01-01 2024-01-02"},
        {"people": "ann acme; ANN acme"},
        {"ties": "bo reports_to ann; bo reports_to ann since=2024-01-01"},
        {"ties": "bo reports_to ann; bo reports_to ann deal=d", "deals": "d acme"},
        {"ties": "bo reports_to bo"},
        {"ties": "ann influences bo -1"},
        {"ties": "ann influences bo 0 d; cy knows ann 0 d", "deals": "d unit"},
        {"ties": "cy knows flo trusted; flo knows ann; flo knows flo"},
        {"positions": "ann us since=2024-01-01; ann acme until=2024-01-01; bo acme; cy unit"},
        {"deals": "d acme", "roles": "ann user unit d; ann user unit d"},
        {"interactions": "i 2024-01-01 call ann; i 2024-01-01 call bo"},
    ],
)
def test_what_may_be_is_taken(found):
    assert isinstance(book(**{"people": PEOPLE} | found), Book)


def test_what_misses_its_id_is_not_taken_for_what_others_miss():
    world = "acme customer; us vendor; - vendor"
    found, _ = problems_of(organizations=world, people="ann -; vic us", ties="vic knows ann")
    assert ("ties", 1, "target") not in found


def test_a_lenient_book_keeps_ids_that_lead_nowhere_and_nothing_else():
    kept = book(people="ann lost", ties="ann reports_to ghost", lenient=True)
    assert kept.ties["target"].tolist() == ["ghost"]
    found = find_dangling(Draft.of(kept.to_tables()))
    lost = {(table, column) for table, column, _, rows in found if rows.any()}
    assert lost == {("people", "organization"), ("ties", "target")}
    with pytest.raises(BookError, match="no tie kind"):
        book(people="ann lost", ties="ann marries ghost", lenient=True)
