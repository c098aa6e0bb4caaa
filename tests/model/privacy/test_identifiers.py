import pytest
from hypothesis import given
from hypothesis import strategies as st

from books import from_rows
from kamgraph.model.privacy.identifiers import Identifier, find_identifiers
from kamgraph.model.privacy.mentions import Mentions
from kamgraph.model.privacy.patterns import write_phone

ORGANIZATIONS = [{"id": "acme", "name": "Acme", "kind": "customer"}]


def judge(text, *, person="ann-1", others="", **cells):
    """Return what of a text tells of a person for sure, and what may mean something else."""
    row = {"id": person, "name": "Ann Lee", "organization": "acme"} | cells
    other = dict.fromkeys(cells, others) | {"id": "o", "name": "Somebody", "organization": "acme"}
    tables = from_rows({"organizations": ORGANIZATIONS, "people": [row, other]}).to_tables()
    known = find_identifiers(tables, person)
    return tuple(
        [text[first:last] for first, last, _ in Mentions(ones).find(text)]
        for ones in (known.sure, known.doubtful)
    )


@pytest.mark.parametrize(
    ("person", "text", "sure", "doubtful"),
    [
        ("5", "5 visits, worth 5,000 or 1.5", [], ["5"]),
        ("2026", "in 2026", [], ["2026"]),
        ("100293", "100293 said, of 100293.50 and 1002931", ["100293"], []),
        ("1234567", "1 234 567 and 1,234,567, not 21 234 567", [], ["1 234 567", "1,234,567"]),
        ("a", "a visit", [], ["a"]),
        ("Q3", "in Q3", [], ["Q3"]),
        ("P12", "P12 agreed, P123 did not", ["P12"], []),
        ("wang-xiuying", "Wang Xiuying, xiuying.wang", ["Wang Xiuying", "xiuying.wang"], []),
        ("al@acme.com", "AL@acme.com, pal@acme.com, al@acme.com.cn", ["AL@acme.com"], []),
        ("0035g00000AbCdE", "see 0035G00000abcde", ["0035G00000abcde"], []),
    ],
)
def test_an_id_tells_unless_it_may_be_a_count_or_a_word(person, text, sure, doubtful):
    assert judge(text, person=person) == (sure, doubtful)


@pytest.mark.parametrize(
    ("cell", "text", "found"),
    [
        ("al@acme.com", "mailto:AL@acme.com.", ["AL@acme.com"]),
        (
            "Ann <al@acme.com>; zm@home.de",
            "al@acme.com (zm@home.de)",
            ["al@acme.com", "zm@home.de"],
        ),
        (
            "+49 (0)170 1234567",
            "0170-1234567, (0170) 123 45 67",
            ["0170-1234567", "(0170) 123 45 67"],
        ),
        ("+49 170 1234567", "00491701234567 +491701234567", ["00491701234567", "+491701234567"]),
        ("Tel.: +49 170 1234567 (private)", "0170 1234567", ["0170 1234567"]),
        ("0035g00000AbCdE", "0035G00000abcde", ["0035G00000abcde"]),
        ("0170/1234567 ext. 12", "+49 170 1234567", ["+49 170 1234567"]),
        ("13800138000", "138-0013-8000, +86 13800138000", ["138-0013-8000", "+86 13800138000"]),
        ("+49 170 1234567", "+1 555 1234567, 01701234568, 170123456789", []),
        ("https://www.linkedin.com/in/ann-l/", "linkedin.com/in/ann-l", ["linkedin.com/in/ann-l"]),
    ],
)
def test_addresses_and_numbers_of_the_row_tell_whatever_the_column(cell, text, found):
    assert judge(text, whatever=cell)[0] == found


@pytest.mark.parametrize(
    ("number", "text", "found"),
    [
        ("+44 20 7946 0958", "call 7946 0958", ["7946 0958"]),
        ("+4989123456", "call 123456", ["123456"]),
        ("+49 89 123456", "Tel. 123 456, 123 457", ["123 456"]),
        ("+44 20 7946 0958", "17946 0958, 7946 09581, 0958", []),
    ],
)
def test_the_number_that_is_dialled_nearby_may_tell(number, text, found):
    assert judge(text, phone=number)[1] == found
    assert judge(text, phone=number, others=found[0] if found else "")[1] == []


@pytest.mark.parametrize(
    ("column", "cell", "text", "sure"),
    [
        ("nickname", "Mimi", "Mimi agreed", True),
        ("English name", "Mimi", "Mimi agreed", True),
        ("英文名", "Mimi", "Mimi agreed", True),
        ("weChat", "mimi_77", "wechat mimi_77", True),
        ("Personalnummer", "471123", "471123 agreed", True),
        ("office phone", "1234567", "call 123 4567", True),
        ("city", "Ulm", "in Ulm", False),
        ("room", "B2.14", "in B2.14", False),
        ("birthday", "1970-01-01", "born 1970-01-01", False),
        ("birthday", "01.02.1970", "born 01.02.1970", False),
        ("revenue", "250 000 000", "250 000 000 EUR", False),
        ("direct", "030 123 456", "call 030/123456", True),
        ("salary", "1000000", "worth 1000000", False),
        ("badge", "4711", "4711 EUR", None),
        ("active", "1", "1 visit", None),
        ("manager_name", "Mimi", "Mimi agreed", None),
        ("assistantEmail", "mimi@acme.com", "mimi@acme.com agreed", None),
    ],
)
def test_other_cells_tell_by_their_heading_or_may_or_are_of_others(column, cell, text, sure):
    certain, perhaps = judge(text, **{column: cell})
    assert bool(certain) is (sure is True)
    assert certain or bool(perhaps) is (sure is False)


def test_what_others_have_too_tells_nobody_for_sure():
    assert judge("+49 89 1000-0", phone="+49 89 10000", others="+49 (0)89 1000-0") == (
        [],
        ["+49 89 1000-0"],
    )
    assert judge("in Ulm", city="Ulm", others="Ulm") == ([], [])


@pytest.mark.parametrize("name", ["TBD", "待定"])
def test_who_is_nobody_yet_has_no_name(name):
    assert judge(f"{name} by May", name=name) == ([], [name])


def test_columns_of_positions_tell_as_those_of_people_do():
    people = [{"id": one, "name": one, "organization": "acme"} for one in ("ann", "bo")]
    positions = [
        {"person": one, "organization": "acme", "mail": f"{one}@a.de"} for one in ("ann", "bo")
    ]
    found = from_rows({"organizations": ORGANIZATIONS, "people": people, "positions": positions})
    known = find_identifiers(found.to_tables(), "ann")
    assert Mentions(known.sure).replace("ann@a.de, bo@a.de") == "[erased], bo@a.de"


@given(
    st.sampled_from(
        ["+49 170 1234567", "0049/170/1234567", "+491701234567", "+49 (0)170-123 45 67"]
    ),
    st.sampled_from(["+49", "0049", "+49 (0)", "0", "(0", ""]),
    st.lists(st.sampled_from(["", " ", "-", "/", "."]), min_size=9, max_size=9),
)
def test_a_number_is_found_in_any_grouping_and_no_other_is(known, before, between):
    national = "1701234567"
    written = before + national[0] + "".join(map("".join, zip(between, national[1:], strict=True)))
    mentions = Mentions([Identifier("phone", write_phone(known))])
    assert mentions.replace(f"call {written}, please") == "call [erased], please"
    other = written[:-1] + "8"
    assert mentions.replace(other) == other
    assert mentions.replace(f"{written}8") == f"{written}8"
