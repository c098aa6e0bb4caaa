import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph import Mapping
from kamgraph.errors import SourceError
from kamgraph.sources.read import read_with_report
from kamgraph.sources.translation.references import spell_key

MAPPING = """
name = "staff"
[rows]
organizations = [{ id = "acme", name = "Acme", kind = "customer" }]
[[tables]]
file = ["staff", "chiefs"]
table = "people"
columns = { id = "nr", name = "name" }
constants = { organization = "acme" }
[[tables]]
file = ["staff", "chiefs"]
table = "ties"
columns = { source = "nr", target = "boss" }
constants = { kind = "reports_to" }
by = { target = BY }
"""


def read(folder, by, **files):
    for name, rows in files.items():
        lines = ["nr,name,mail,title,boss", *rows]
        (folder / f"{name}.csv").write_text("\n".join([*lines, ""]), "utf-8")
    mapping = Mapping.from_toml(MAPPING.replace("BY", by))
    book, report = read_with_report(folder, mapping=mapping)
    return book.ties[["source", "target"]].to_numpy().tolist(), report


@pytest.mark.parametrize(
    ("by", "boss"),
    [
        ('"mail"', "ann@acme.test"),
        ('"mail"', "Ann@ACME.test"),
        ('"mail"', " mailto:ann@acme.test "),
        ('"mail"', "Ann Lee <ann@acme.test>"),
        ('"name"', "Ann Lee"),
        ('"name"', "Ann  Lee"),
        ('"title"', "Chief"),
        ('["mail", "name"]', "Ann Lee"),
        ('["mail", "name"]', "ann@acme.test"),
        ('"{title} {name}"', "Chief Ann Lee"),
        ('"mail"', "1"),
    ],
)
def test_a_row_is_found_by_what_others_call_it(tmp_path, by, boss):
    rows = ["1,Ann Lee,ann@acme.test,Chief,", f"2,Bo Li,bo@acme.test,Buyer,{boss}"]
    assert read(tmp_path, by, staff=rows)[0] == [["2", "1"]]


def test_a_row_of_another_file_is_found_but_one_of_its_own_comes_first(tmp_path):
    chiefs = ["1,Ann Lee,,,", "2,Bo Li,,,"]
    staff = ["3,Cy Ek,,,Ann Lee", "4,Di Fox,,,Bo Li", "5,Bo Li,,,"]
    assert read(tmp_path, '"name"', chiefs=chiefs, staff=staff)[0] == [["3", "1"], ["4", "5"]]


def test_what_names_two_rows_is_left_out_with_both(tmp_path):
    rows = ["1,Ann Lee,,,", "2,Ann Lee,,,", "3,Bo Li,,,Ann Lee"]
    ties, report = read(tmp_path, '"name"', staff=rows)
    assert ties == []
    file = f"{tmp_path}/staff.csv"
    assert report.lost["reason"].tolist() == [
        f"names 2 of the people: {file}, line 2; {file}, line 3"
    ]


def test_rows_of_the_mapping_are_found_too(tmp_path):
    own = 'people = [{ id = "owner", name = "Cy Ek", organization = "acme" }]'
    mapping = MAPPING.replace("[rows]", f"[rows]\n{own}").replace("BY", '"name"')
    (tmp_path / "staff.csv").write_text("nr,name,boss\n1,Bo Li,Cy Ek\n")
    book, _ = read_with_report(tmp_path, mapping=Mapping.from_toml(mapping))
    assert book.ties[["source", "target"]].to_numpy().tolist() == [["1", "owner"]]


def test_only_columns_that_name_other_rows_have_a_way_to_do_so():
    with pytest.raises(SourceError, match="by: kind: no column of ties names others"):
        Mapping.from_toml(MAPPING.replace("BY", '"name", kind = "x"'))


@given(st.text(max_size=8))
def test_a_key_is_spelled_once_and_for_all(text):
    assert spell_key(spell_key(text)) == spell_key(text)
    assert spell_key(f"  {text}\u00a0") == spell_key(text)


def read_bosses(folder, *rows):
    lines = ["nr,name,boss nr,boss", *rows]
    (folder / "staff.csv").write_text("\n".join([*lines, ""]), "utf-8")
    toml = MAPPING.replace('"boss"', '["boss nr", "boss"]').replace("BY", '"name"')
    book, report = read_with_report(folder, mapping=Mapping.from_toml(toml))
    return book.ties[["source", "target"]].to_numpy().tolist(), report


def test_another_column_that_names_somebody_else_is_told_and_the_first_counts(tmp_path):
    rows = ["1,Ann,,", "2,Bo,1,Ann", "3,Cy,1,Bo", "4,Di,,Bo", "5,Ed,2,Nobody", "6,Flo,9,Bo"]
    ties, report = read_bosses(tmp_path, *rows)
    assert ties == [["2", "1"], ["3", "1"], ["4", "2"], ["5", "2"]]
    told = report.findings[report.findings["finding"] == "contradicting_cells"]
    assert told["subject"].tolist() == [
        (f"{tmp_path}/staff.csv, line 4: boss nr '1' and boss 'Bo'",)
    ]
    assert "1 row with cells that contradict each other" in report.verdict
    assert "line 4: boss nr '1' and boss 'Bo'" in report.verdict


def test_columns_that_agree_or_name_nobody_contradict_nothing(tmp_path):
    _, report = read_bosses(tmp_path, "1,Ann,,", "2,Bo,1,Ann", "3,Cy,1,who?", "4,Ann,2,Bo")
    assert "contradict" not in report.verdict


def test_who_is_named_in_the_order_of_a_system_is_found_by_the_name_that_people_say(tmp_path):
    lines = ["nr,first,last,boss", "1,睿,唐,", "2,Ada,Quist,睿 唐", "3,明,李,唐睿"]
    (tmp_path / "staff.csv").write_text("\n".join([*lines, ""]), "utf-8")
    parts = MAPPING.replace("BY", '"name"').replace('name = "name"', 'name = "{first} {last}"')
    book, _ = read_with_report(tmp_path, mapping=Mapping.from_toml(parts))
    assert book.people["name"].tolist() == ["唐睿", "Ada Quist", "李明"]
    assert book.ties[["source", "target"]].to_numpy().tolist() == [["2", "1"], ["3", "1"]]
