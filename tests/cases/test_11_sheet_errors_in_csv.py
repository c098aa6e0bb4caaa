"""Errors of lookups travel as text: problems in names and ids, empty cells elsewhere."""

import pytest

from exports import SHARED
from kamgraph.errors import BookError
from kamgraph.sources.read import read_with_report

CASE = SHARED.parent / "cases" / "11-sheet-errors-in-csv" / "export"
MAPPING = """\
name = "roster"
rows.organizations = [{ id = "acme", name = "Acme", kind = "customer" }]
[[tables]]
file = "roster"
table = "people"
columns = { id = "No", name = ["Name", "Mail"], title = "Title" }
constants = { organization = "acme" }
[[tables]]
file = "roster"
table = "ties"
columns = { source = "No", target = "Boss" }
constants = { kind = "reports_to" }
"""
ROSTER = """\
No,Name,Mail,Title,Boss
1,Ada Quist,ada@acme.test,CEO,NULL
2,#N/A,ben@acme.test,#REF!,1
3,#NAME?,#NAME?,Buyer,1
\\N,Cy Dunn,cy@acme.test,Buyer,1
5,Di Ek,di@acme.test,n/a,#N/A
"""


def write_own(folder, title="CFO", name="Ada Quist", target="p2"):
    folder.mkdir(exist_ok=True)
    (folder / "organizations.csv").write_text("id,name,kind\nacme,Acme,customer\n", "utf-8")
    people = f"id,name,organization,title,note\np1,{name},acme,{title},#N/A\np2,Ben Orr,acme,,x\n"
    (folder / "people.csv").write_text(people, "utf-8")
    ties = f"source,target,kind\np1,{target},reports_to\n"
    (folder / "ties.csv").write_text(ties, "utf-8")
    return folder


@pytest.mark.skipif(not CASE.exists(), reason="the shared data are not here")
def test_the_case_is_refused_with_every_place():
    with pytest.raises(BookError) as caught:
        read_with_report(CASE)
    found = caught.value.problems
    assert found[["table", "line", "column", "value"]].to_numpy().tolist() == [
        ["people", 3, "name", "#N/A"],
        ["people", 4, "name", "#VALUE!"],
        ["ties", 2, "target", "#N/A"],
    ]
    assert found["problem"].str.startswith("is an error of the sheet").all()
    assert found["place"].iloc[0] == f"{CASE / 'people.csv'}, line 3, column name"


def test_elsewhere_the_cell_is_empty_and_told(tmp_path):
    book, report = read_with_report(write_own(tmp_path, title="#REF!"))
    assert book.people["title"].isna().all()
    assert book.people["note"].tolist() == ["#N/A", "x"]  # a column that only its owner knows
    assert {one.subject for one in report.findings.itertuples()} == {("title",)}
    assert "line 2, column title: '#REF!' is an error of the sheet" in " ".join(
        report.findings["detail"]
    )


@pytest.mark.parametrize("cell", [{"name": "#WERT!"}, {"target": "#N/A"}, {"name": "NULL"}])
def test_names_and_ids_are_problems(tmp_path, cell):
    with pytest.raises(BookError, match=f"line 2, column {next(iter(cell))}"):
        read_with_report(write_own(tmp_path, **cell))


def test_by_a_mapping_the_next_source_counts_or_the_row_is_left_out(tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "mapping.toml").write_text(MAPPING, "utf-8")
    book, report = read_with_report(tmp_path / "roster.csv", mapping=tmp_path / "mapping.toml")
    assert dict(zip(book.people["id"], book.people["name"], strict=True)) == {
        "1": "Ada Quist",
        "2": "ben@acme.test",
        "5": "Di Ek",
    }
    assert book.people["title"].dropna().tolist() == ["CEO"]
    assert book.ties[["source", "target"]].to_numpy().tolist() == [["2", "1"]]
    left_out = dict(zip(report.skipped["line"], report.skipped["reason"], strict=True))
    assert left_out[4].startswith("its name is an error of the sheet")
    assert left_out[5] == "its id stands for nothing"
    assert "'#REF!'" in " ".join(report.findings["detail"])
