"""Columns of a mapping that no file has are told, and the verdict names them."""

import pytest

from kamgraph import Mapping, SourceError, read, read_with_report
from kamgraph.errors import LossWarning

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


def test_a_column_that_no_file_has_counts_as_a_loss(tmp_path):
    path = tmp_path / "staff.csv"
    path.write_text("id,name,titel\n1,Ann,CEO\n")
    text = HEAD.format(more=', title = "title"', rows="", everywhere="")
    mapping = Mapping.from_toml(text)
    told = "no file has the column 'title' of the mapping"
    with pytest.warns(LossWarning, match=told):
        read(path, mapping=mapping)
    with pytest.raises(SourceError, match=told):
        read(path, mapping=mapping, strict=True)


ROLES = """
[[tables]]
file = "roles"
table = "roles"
columns = {{ person = "id", role = "part" }}
constants = {{ account = "acme" }}
{more}
"""


def read_roles(folder, parts, more):
    (folder / "roles.csv").write_text(
        "id,part,status\n" + "".join(f"1,{part},{status}\n" for part, status in parts)
    )
    (folder / "staff.csv").write_text("id,name\n1,Ann\n")
    head = HEAD.format(more="", rows="", everywhere="")
    mapping = Mapping.from_toml(head + ROLES.format(more=more))
    return read_with_report(folder, mapping=mapping)[1].findings


def tell_unmet(findings):
    return findings.loc[findings["finding"] == "word_not_met", "detail"].tolist()


@pytest.mark.parametrize(
    ("parts", "more", "told"),
    [
        ([("Boss", "x")], 'words.role = { Chief = "approver" }', "roles.role never holds 'Chief', which the mapping names; it does hold 'Boss',"),
        ([("Boss", "x"), ("chief", "x")], 'words.role = { Chief = "approver" }', ""),
        ([("user", "x")], 'words.role = { Chief = "approver" }', ""),  # no word of theirs is left
        ([("Chiefs all", "x")], 'words.role = { "Chief*" = "approver", "Use*" = "user" }', ""),
        ([("user", "gone")], 'skip = { status = ["left", "GONE"] }', ""),
        ([("user", "here"), ("user", "away")], 'skip = { status = "left" }', "the column 'status' never holds 'left', which the mapping names; it does hold 'away', 'here',"),
        ([("user", "Yes")], 'only = { status = "true" }', ""),
        ([("user", "here")], 'skip = { status = "left*" }', "the column 'status' never holds 'left*'"),
        ([("user", "")], 'skip = { status = "left" }', ""),
    ],
)  # fmt: skip
def test_words_that_no_cell_holds_are_told_where_others_are_not_known(tmp_path, parts, more, told):
    found = tell_unmet(read_roles(tmp_path, parts, more))
    assert [one for one in found if told in one] == found
    assert len(found) == bool(told)


def test_a_mapping_without_tables_says_so(tmp_path):
    (tmp_path / "staff.csv").write_text("id,name\n1,Ann\n")
    words = r"'export' says of no file what becomes of it; add a \[\[tables\]\] .* columns id, name"
    with pytest.raises(SourceError, match=words):
        read_with_report(tmp_path, mapping=Mapping(name="export"))
