"""Two bosses in one cell: a row for each, and a dotted line where a remark says so."""

from kamgraph.sources.read import read_with_report

STAFF = """\
Name,Title,Reports To
Ada Quist,CEO,
Ben Orr,CFO,Ada Quist
Cy Dunn,CTO,Ada Quist
Di Ek,Analyst,Ben Orr; Cy Dunn
Ed Fox,Analyst,"Cy Dunn (solid), Ben Orr (dotted)"
"""
MAPPING = """\
name = "staff"
[rows]
organizations = [{ id = "acme", name = "Acme", kind = "customer" }]
[[tables]]
file = "staff"
table = "people"
columns = { id = "Name", name = "Name", title = "Title" }
constants = { organization = "acme" }
[[tables]]
file = "staff"
table = "ties"
columns = { source = "Name", target = "Reports To" }
constants = { kind = "reports_to" }
split = { target = [";", ","] }
[tables.remarks.target]
"(solid)" = { kind = "reports_to" }
"(dotted)" = { kind = "dotted_line" }
"""


def test_a_dotted_line_is_one_by_its_mark(tmp_path):
    (tmp_path / "staff.csv").write_text(STAFF, "utf-8")
    (tmp_path / "mapping.toml").write_text(MAPPING, "utf-8")
    found, report = read_with_report(tmp_path / "staff.csv", mapping=tmp_path / "mapping.toml")
    assert sorted(map(tuple, found.ties[["source", "kind", "target"]].to_numpy())) == [
        ("Ben Orr", "reports_to", "Ada Quist"),
        ("Cy Dunn", "reports_to", "Ada Quist"),
        ("Di Ek", "reports_to", "Ben Orr"),
        ("Di Ek", "reports_to", "Cy Dunn"),
        ("Ed Fox", "dotted_line", "Ben Orr"),
        ("Ed Fox", "reports_to", "Cy Dunn"),
    ]
    assert report.skipped.empty
