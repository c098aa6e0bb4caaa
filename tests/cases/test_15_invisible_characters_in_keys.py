"""A chart by names, which are spelled with blanks, joiners, accents and orders of their own."""

import pytest

from kamgraph import Mapping
from kamgraph.sources.read import read_with_report

MAPPING = """
name = "chart by names"
[rows]
organizations = [{ id = "acme", name = "Acme", kind = "customer" }]
[[tables]]
file = "staff"
table = "people"
columns = { id = "Name", name = "Name" }
constants = { organization = "acme" }
[[tables]]
file = "staff"
table = "ties"
columns = { source = "Name", target = "Reports To" }
constants = { kind = "reports_to" }
"""
BOSSES = ["Ada Quist", "张 三", "Zoe\u0301 Hart", "Straße AG 7", "007"]


def read(folder, boss, more=""):
    rows = [f'"{name}",""' for name in BOSSES]
    text = "\n".join(['"Name","Reports To"', *rows, f'"Ben Orr","{boss}"', ""])
    (folder / "staff.csv").write_text(text, "utf-8")
    book, report = read_with_report(folder / "staff.csv", mapping=Mapping.from_toml(MAPPING + more))
    return book.ties["target"].tolist(), report.lost["meant"].tolist()


@pytest.mark.parametrize(
    ("boss", "target"),
    [
        ("Ada\u00a0Quist", "Ada Quist"),
        (" Ada  Quist ", "Ada Quist"),
        ("张　三", "张 三"),
        ("Zo\u00e9 Hart", "Zoe\u0301 Hart"),
    ],
)
def test_blanks_and_the_encoding_of_accents_do_not_matter(tmp_path, boss, target):
    assert read(tmp_path, boss) == ([target], [])


@pytest.mark.parametrize(
    ("boss", "meant"),
    [
        ("\u200dAda Quist", "Ada Quist"),
        ("ADA QUIST", "Ada Quist"),
        ("Quist, Ada", "Ada Quist"),
        ("Quist，Ada", "Ada Quist"),
        ("Ａda Quist", "Ada Quist"),
        ("Ada-Quist", "Ada Quist"),
        ("张三", "张 三"),
        ("Zoe Hart", "Zoe\u0301 Hart"),
        ("STRASSE AG 7", "Straße AG 7"),
        ("7", "007"),
        ("7.0", "007"),
        ("Bob", ""),
    ],
)
def test_what_reads_alike_is_proposed_and_not_taken(tmp_path, boss, meant):
    assert read(tmp_path, boss) == ([], [meant])


def test_a_proposal_is_taken_by_the_words_of_the_mapping(tmp_path):
    words = '[tables.words.target]\n"Quist, Ada" = "Ada Quist"\n'
    assert read(tmp_path, "Quist, Ada", words) == (["Ada Quist"], [])
