"""A person in two rows, one for each employer: one person, of whom the second employer is told."""

import pytest

from kamgraph import BookError, Mapping
from kamgraph.sources.read import read_with_report

PEOPLE = """\
nr,name,company,title,primary
1,Ada Quist,Acme,CFO,no
1,Ada Quist,Borg,Board member,yes
2,Ben Orr,Acme,Buyer,yes
"""
MAPPING = """
name = "two jobs"
[[tables]]
file = "people"
table = "organizations"
columns = { id = "company", name = "company" }
constants = { kind = "customer" }
[[tables]]
file = "people"
table = "people"
columns = { id = "nr", name = "name", organization = "company", title = "title" }
"""


def read(folder, mapping=MAPPING, people=PEOPLE):
    (folder / "people.csv").write_text(people, "utf-8")
    book, report = read_with_report(folder, mapping=Mapping.from_toml(mapping))
    return book.people[["id", "organization", "title"]].to_numpy().tolist(), report


def test_the_first_employer_counts_and_the_second_is_told(tmp_path):
    people, report = read(tmp_path)
    assert people == [["1", "Acme", "CFO"], ["2", "Acme", "Buyer"]]
    assert report.lost[["line", "row", "column", "value"]].to_numpy().tolist() == [
        [3, "id 1", "organization", "Borg"],
        [3, "id 1", "title", "Board member"],
    ]
    (loss,) = report.losses
    assert loss.startswith("1 row lost in part (line 3: organization 'Borg' of people is not that")
    assert "line 3, column company: 'Borg'" in report.findings["detail"].str.cat()


def test_a_mapping_says_which_employer_comes_first(tmp_path):
    people, report = read(tmp_path, MAPPING + 'prefer = { primary = "yes" }\n')
    assert people == [["1", "Borg", "Board member"], ["2", "Acme", "Buyer"]]
    assert report.lost["value"].tolist() == ["Acme", "CFO"]


def test_an_empty_cell_of_the_first_row_is_not_filled_from_the_other_job(tmp_path):
    people, report = read(tmp_path, people=PEOPLE.replace("CFO", ""))
    assert people[0][1] == "Acme"
    assert "Board member" in report.lost["value"].tolist()


def test_one_id_of_two_names_is_refused_as_nobody_knows_whom_others_mean(tmp_path):
    with pytest.raises(BookError, match="line 3, column nr: '1' repeats the id of"):
        read(tmp_path, people=PEOPLE.replace("1,Ada Quist,Borg", "1,Cy Dunn,Borg"))
