"""Rows that say again what others say: which of them are nobody else, and which only seem so."""

import pytest

from kamgraph import Mapping, SourceError
from kamgraph.sources.read import read_with_report

HEAD = """
name = "staff"
rows = {{ organizations = [{{ id = "c", name = "C", kind = "customer" }}] }}
[[tables]]
file = "staff"
table = "people"
columns = {{ id = "{id}", name = "{name}"{more} }}
constants = {{ organization = "c" }}
"""
NAME = "{Vorname} {Nachname}"


def read_staff(folder, text, id_=NAME, name=NAME, more="", also=""):
    (folder / "staff.csv").write_text(text)
    mapping = Mapping.from_toml(HEAD.format(id=id_, name=name, more=more) + also)
    return read_with_report(folder, mapping=mapping)


@pytest.mark.parametrize(
    ("header", "first", "second", "told"),
    [
        ("Nr,Vorname,Nachname", "1,Jan,Meyer", "3,Jan,Meyer", "Nr"),
        ("Ort,Vorname,Nachname,Mail", "Ulm,Jan,Meyer,a@x", "Ulm,Jan,Meyer,b@x", "Mail"),
        ("Ort,Vorname,Nachname", "Ulm,Jan,Meyer", "Ulm,Jan,Meyer", ""),
        ("Nr,Vorname,Nachname", ",Jan,Meyer", "3,Jan,Meyer", ""),  # a number of some is none
    ],
)
def test_two_of_one_name_that_is_their_id_are_lost_where_a_column_tells_them_apart(
    tmp_path, header, first, second, told
):
    middle = "2,Eva,Kunz,c@x" if "Mail" in header else "2,Eva,Kunz"
    book, report = read_staff(tmp_path, f"{header}\n{first}\n{middle}\n{second}\n")
    assert book.people["id"].tolist() == ["Eva Kunz", "Jan Meyer"]
    ((line, reason, lost),) = report.skipped[["line", "reason", "lost"]].to_numpy().tolist()
    assert line == 4
    assert lost is bool(told)
    said = (
        f"is called as another of the people, from which only {told} tells it; let that be the id"
    )
    assert reason == (said if told else "says again what another row says of people")
    if told:
        with pytest.raises(SourceError, match=f"1 row lost .*from which only {told} tells it"):
            read_with_report(
                tmp_path,
                mapping=Mapping.from_toml(HEAD.format(id=NAME, name=NAME, more="")),
                strict=True,
            )


def test_an_id_of_its_own_that_is_given_twice_says_the_same_again(tmp_path):
    text = "Nr,Vorname,Nachname,Karte\n1,Jan,Meyer,7\n1,Jan,Meyer,8\n"
    _, report = read_staff(tmp_path, text, id_="Nr")
    assert report.skipped["reason"].tolist() == ["says again what another row says of people"]
    assert not report.skipped["lost"].any()


def test_one_whom_many_deals_name_is_one(tmp_path):
    deals = """
[[tables]]
file = "staff"
table = "deals"
columns = { id = "Deal", name = "Deal" }
constants = { account = "c" }
"""
    text = "Deal,Vorname,Nachname,Wert\nd1,Jan,Meyer,5\nd2,Jan,Meyer,6\n"
    book, report = read_staff(tmp_path, text, also=deals)
    assert len(book.people) == 1
    assert report.skipped.empty


@pytest.mark.parametrize(("title", "lost"), [("", False), ("CFO", False), ("CEO", True)])
def test_a_row_that_leaves_empty_what_the_first_tells_says_nothing_else(tmp_path, title, lost):
    _, report = read_staff(
        tmp_path,
        f"Nr,Name,Title\n1,Ann Lee,CFO\n1,Ann Lee,{title}\n",
        id_="Nr",
        name="Name",
        more=', title = "Title"',
    )
    assert report.skipped["lost"].tolist() == [lost]
    assert len(report.lost) == lost
    assert report.findings["finding"].tolist().count("repeated_id") == lost
