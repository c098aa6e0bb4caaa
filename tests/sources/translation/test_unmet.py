"""Columns of a mapping that no file has are told, and the verdict names them."""

import pytest

from kamgraph import Mapping, SourceError, read_with_report

HEAD = """
name = "t"
rows = {{ organizations = [{{ id = "acme", name = "Acme", kind = "customer" }}] }}
{everywhere}
[[tables]]
file = "staff"
table = "people"
columns = {{ id = "id", name = "name"{more} }}
constants = {{ organization = "acme" }}
{rows}
"""


def read_staff(folder, more="", rows="", everywhere=""):
    path = folder / "staff.csv"
    path.write_text("id,name,titel\n1,Ann,CEO\n2,Bo,\n")
    toml = HEAD.format(more=more, rows=rows, everywhere=everywhere)
    return read_with_report(path, mapping=Mapping.from_toml(toml))[1]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"more": ', title = "title"'}, "no column 'title', which the mapping reads as people.title; there is 'titel'."),
        ({"more": ', level = ["lvl", "grade"]'}, "no column 'lvl' or 'grade', which the mapping reads as people.level."),
        ({"more": ', title = "{titel} {rank}"'}, "no column '{titel} {rank}'"),
        ({"rows": 'keep = { mail = "email" }'}, "no column 'email', which the mapping reads as people.mail"),
        ({"rows": 'skip = { gone = "true" }'}, "no column 'gone', which the mapping needs to leave rows out."),
        ({"rows": 'prefer = { Primary = "true" }'}, "no column 'Primary', which the mapping needs to say which rows come first."),
        ({"everywhere": 'skip = { gone = "true" }'}, "no column 'gone', which the mapping needs to leave rows out."),
    ],
)  # fmt: skip
def test_a_column_that_no_file_has_is_told(tmp_path, given, told):
    report = read_staff(tmp_path, **given)
    (finding,) = report.findings.itertuples()
    assert finding.finding == "column_not_found"
    assert f"staff.csv: {told}" in finding.detail
    assert f"no file has the column '{finding.subject[0]}' of the mapping" in report.verdict


def test_an_alternative_that_is_there_is_enough(tmp_path):
    report = read_staff(tmp_path, more=', title = ["Job Title", "Titel"]')
    assert report.findings.empty
    assert "no file has" not in report.verdict


def test_a_refusal_names_what_is_not_there(tmp_path):
    with pytest.raises(SourceError, match="no file has the column 'kind' of the mapping"):
        read_staff(tmp_path, rows='only = { kind = "a" }')
