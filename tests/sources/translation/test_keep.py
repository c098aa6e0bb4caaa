"""Columns that the library does not know are kept if a mapping says so."""

import pytest

from kamgraph import Mapping, SourceError, read, read_mail
from mailboxes import OURS, mail, mbox

MAPPING = """
name = "crm"
rows = {{ organizations = [{{ id = "acme", name = "Acme", kind = "customer" }}] }}
[[tables]]
file = "crm"
table = "people"
columns = {{ id = "Id", name = "Name" }}
constants = {{ organization = "acme" }}
keep = {{ {keep} }}
"""


def read_people(folder, keep='mail = ["Email", "Other Email"]'):
    (folder / "crm.csv").write_text(
        "Id,Name,Email,Other Email\nP1,Ada Quist, ada@acme.test ,x@acme.test\nP2,Ben Orr,,ben@acme.test\nP3,Cy,,\n"
    )
    return read(folder / "crm.csv", mapping=Mapping.from_toml(MAPPING.format(keep=keep)))


def test_a_column_that_is_kept_is_in_the_book(tmp_path):
    book = read_people(tmp_path)
    kept = book.people.set_index("id")["mail"]
    assert kept[["P1", "P2"]].tolist() == ["ada@acme.test", "ben@acme.test"]
    assert kept.isna().to_dict() == {"P1": False, "P2": False, "P3": True}


def test_people_of_an_export_are_met_by_the_addresses_that_were_kept(tmp_path):
    known = read_people(tmp_path)
    (tmp_path / "a.mbox").write_text(mbox(mail(to="ben@acme.test")))
    book = read_mail(tmp_path / "a.mbox", ours=OURS, known=known)
    assert sorted(book.interactions["person"]) == ["P2", "kim@us.test"]


def test_a_column_of_ours_is_no_column_of_one_s_own(tmp_path):
    with pytest.raises(SourceError, match="put them among the columns"):
        read_people(tmp_path, keep='title = "Email"')
