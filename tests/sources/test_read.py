"""The one door: what a source is, is told by the source; every row is accounted for."""

import gzip
import os

import openpyxl
import pytest
from hypothesis import given

from books import book
from kamgraph.errors import BookError, SourceError
from kamgraph.sources.demo import load_demo
from kamgraph.sources.excel import write_template
from kamgraph.sources.limits import Limits
from kamgraph.sources.read import propose_mapping, read, read_with_report
from kamgraph.sources.translation.mapping import Mapping
from kamgraph.sources.write import write
from strategies import books, few

PEOPLE = "ann acme title=Boss; bo acme; vic us"
TIES = "bo reports_to ann; vic knows ann trusted"
EXPORT = {
    "firms.csv": "key,label\nA,Acme\nU,Us\n",
    "staff.csv": "nr,first,last,firm,boss,gone\n"
    "1,Ann,Lee,A,,no\n2,Bo,Li,A,1,no\n3,Cy,Ho,A,1,YES\n4,,,A,,no\n5,Di,Xu,B,9,no\n",
    "notes.csv": "nr,text\n1,hello\n",
}
MAPPING = """
name = "staff list"
[[tables]]
file = "firms"
table = "organizations"
columns = { id = "Key", name = "Label" }
defaults = { kind = "customer" }
[[tables]]
file = "staff"
table = "people"
columns = { id = "nr", name = ["full name", "{first} {last}"], organization = "firm" }
skip = { gone = "true" }
[[tables]]
file = "staff"
table = "ties"
columns = { source = "nr", target = "boss" }
constants = { kind = "reports_to" }
skip = { gone = "true" }
"""


@pytest.fixture
def export(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    for file, text in EXPORT.items():
        (folder / file).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("target", ["book", "book.json", "book.xlsx", "sqlite"])
def test_whatever_a_book_is_written_to_it_is_read_from(tmp_path, target):
    found = book(people=PEOPLE, ties=TIES)
    place = f"sqlite:///{tmp_path / 'book.db'}" if target == "sqlite" else tmp_path / target
    write(found, place)
    assert read(place) == found


@few
@given(books())
def test_every_row_of_our_own_tables_is_taken(tmp_path_factory, found):
    folder = tmp_path_factory.mktemp("book")
    write(found, folder)
    again, report = read_with_report(folder)
    assert again == found
    assert report.files["taken"].sum() == sum(map(len, found.to_tables().values()))
    assert report.skipped.empty


def test_an_export_is_read_by_its_mapping_with_an_account_of_every_row(export, tmp_path):
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING, "utf-8")
    found, report = read_with_report(export, mapping=mapping)
    assert found.people[["id", "name", "organization"]].to_numpy().tolist() == [
        ["1", "Ann Lee", "A"],
        ["2", "Bo Li", "A"],
    ]
    assert found.ties[["source", "target", "kind"]].to_numpy().tolist() == [
        ["2", "1", "reports_to"]
    ]
    files = report.files.set_index(report.files["file"].str.rsplit("/").str[-1])
    assert files[["rows", "taken", "skipped"]].to_numpy().tolist() == [
        [2, 2, 0],
        [1, 0, 1],
        [5, 2, 3],
    ]
    assert report.skipped[["line", "reason"]].to_numpy().tolist() == [
        [2, "no table of the mapping"],
        [4, "gone is true"],
        [5, "no name for a row of people"],
        [6, "its organization is not among the organizations taken"],
    ]
    used = report.columns.set_index("column")["used_as"]
    assert used["nr"].tolist() == ["", "people.id, ties.source"]
    assert used["first"] == "people.name"
    assert "2 of 5 rows taken" in str(report)
    assert "1 left out: gone is true" in str(report)


def test_problems_of_an_export_name_its_own_file_and_column(export):
    (export / "staff.csv").write_text(
        "nr,first,last,firm,boss\n1,Ann,Lee,A,\n1,Bo,Li,A,\n", "utf-8"
    )
    with pytest.raises(
        BookError, match=r"staff\.csv, line 3, column nr: '1' repeats the id of .*line 2"
    ):
        read(export, mapping=Mapping.from_toml(MAPPING))


def test_what_nobody_knows_is_refused_with_what_to_do(export, tmp_path):
    with pytest.raises(SourceError, match=r"'firms', 'notes', 'staff' are no tables.*kamgraph map"):
        read(export)
    with pytest.raises(SourceError, match="system 'siebel' is unknown; known are salesforce"):
        read(export, as_="siebel")
    cats = Mapping.from_toml(
        'name = "cats"\n[[tables]]\nfile = "cats"\ntable = "people"\n[tables.columns]\nid = "a"\n'
    )
    with pytest.raises(SourceError, match=r"no file is one that the mapping .* knows: cats"):
        read(export, mapping=cats)
    odd = tmp_path / "book.docx"
    odd.touch()
    with pytest.raises(SourceError, match="of no known kind"):
        read(odd)


def test_limits_are_the_callers(export):
    with pytest.raises(SourceError, match="more than 1 rows"):
        read(export, limits=Limits(rows=1))
    with pytest.raises(SourceError, match="is larger than 10 bytes"):
        read(export, limits=Limits(size=10))


def test_an_encoding_is_handed_on(export):
    (export / "firms.csv").write_text("key,label\nA,张伟\n", "gb18030")
    with pytest.raises(SourceError, match="encoding="):
        read(export, mapping=Mapping.from_toml(MAPPING))
    found, _ = read_with_report(export, mapping=Mapping.from_toml(MAPPING), encoding="gb18030")
    assert found.organizations["name"].tolist() == ["张伟"]


def test_the_proposal_for_a_known_system_reads_as_the_system_does(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "Account.csv").write_text("Id,Name,Fax\n0015g00000XyZaB,Acme,1\n")
    (folder / "Contact.csv").write_text(
        "ID,FIRSTNAME,LASTNAME,ACCOUNTID,REPORTSTOID\n"
        "0035g00000AbCdE,Ann,Lee,0015g00000XyZaBAAV,\n"
        "0035g00000AbCdF,Bo,Li,0015g00000XyZaB,0035g00000AbCdEAAV\n"
    )
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(propose_mapping(folder), "utf-8")
    assert '# not used: "Fax"' in mapping.read_text("utf-8")
    assert read(folder, mapping=mapping) == read(folder)
    assert len(read(folder).ties) == 1


@pytest.mark.parametrize("suffix", [".csv", ".json", ".xlsx", ".graphml", ".parquet"])
def test_a_pipe_is_refused_and_never_waited_for(tmp_path, suffix):
    os.mkfifo(tmp_path / f"people{suffix}")
    for call in (read, propose_mapping):
        with pytest.raises(SourceError, match="is no plain file"):
            call(tmp_path / f"people{suffix}")
    if suffix in {".csv", ".parquet"}:
        with pytest.raises(SourceError, match="is no plain file"):
            read(tmp_path)


@pytest.mark.parametrize("path", ["\0", "\ud800.csv"])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(SourceError, match="is no path"):
        read(path)


def test_a_file_with_a_name_in_another_encoding_is_refused(tmp_path):
    name = os.fsencode(tmp_path) + b"/staff\xff.csv"
    with open(name, "wb") as stream:  # noqa: PTH123 - a path of bytes
        stream.write(b"id\n")
    with pytest.raises(SourceError, match="is no path in UTF-8; rename"):
        propose_mapping(tmp_path)


def test_a_message_names_few_of_many_tables(tmp_path):
    for number in range(30):
        (tmp_path / f"t{number}.csv").write_text("a\n", "utf-8")
    with pytest.raises(SourceError, match="and 20 more are no tables"):
        read(tmp_path)


@pytest.mark.parametrize(
    "template",
    ["{nobody", "nobody}", "{first!r:>1000000000}", "{first.__class__}", "{0}", "{first:d}"],
)
def test_a_template_names_columns_and_nothing_else(export, template):
    mapping = MAPPING.replace('["full name", "{first} {last}"]', f'["{template}", "last"]')
    found, _ = read_with_report(export, mapping=Mapping.from_toml(mapping))
    assert found.people["name"].tolist() == ["Lee", "Li"]


def test_a_mapping_without_ids_is_refused():
    text = 'name = "x"\n[[tables]]\nfile = "a"\ntable = "people"\n[tables.columns]\nname = "b"\n'
    with pytest.raises(SourceError, match="id: without it, rows of people say nothing"):
        Mapping.from_toml(text)


def test_sheets_that_are_no_tables_are_told(tmp_path):
    write_template(tmp_path / "book.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "book.xlsx")
    workbook.create_sheet("sums").append(["whole", 7])
    workbook.save(tmp_path / "book.xlsx")
    _, report = read_with_report(tmp_path / "book.xlsx")
    (unread,) = report.left_out.itertuples(index=False)
    assert unread.file.endswith("book.xlsx, sheet sums")
    assert unread.reason == "no table of a book"
    assert "1 other file not read" in report.verdict


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"source": ""}, "a source is the path of a file or a folder"),
        ({"source": " "}, "not an empty text"),
        ({"source": None}, "and not None"),
        ({"source": 5}, "and not 5"),
        ({"source": ["x"]}, "a source is the path"),
        ({"limits": 5}, "limits are Limits"),
        (
            {"mapping": {"name": "x"}},
            "a mapping is a Mapping, or the path of one in TOML; of a dict",
        ),
        ({"as_": 5}, "as_ is the name of a system"),
        (
            {"as_": "hubspot", "mapping": "m.toml"},
            "as_= and mapping= are given together; give only",
        ),
        ({"ours": "us.test", "mapping": "m.toml"}, "mapping= and ours= are given together"),
        ({"ours": "us.test", "as_": "hubspot"}, "as_= and ours= are given together"),
    ],
)
def test_what_is_given_of_another_kind_is_refused_in_words(tmp_path, options, said):
    with pytest.raises(SourceError, match=said):
        read(**{"source": tmp_path} | options)


@pytest.mark.parametrize("source", [None, 5, {"name": "x"}])
def test_a_mapping_is_read_from_a_path_or_a_text(source):
    with pytest.raises(SourceError, match="a mapping is read from a Path or a text, and not"):
        Mapping.from_toml(source)


def test_a_book_of_our_own_may_be_compressed(tmp_path):
    path = tmp_path / "book.json.gz"
    path.write_bytes(gzip.compress(load_demo().to_json().encode()))
    assert read(path) == load_demo()


def test_a_system_that_nobody_knows_is_refused_whatever_the_source_is(tmp_path):
    path = tmp_path / "book.json"
    write(load_demo(), path)
    with pytest.raises(SourceError, match="the system 'salesfroce' is unknown"):
        read(path, as_="salesfroce")


def test_a_mapping_that_is_not_there_is_said_to_be_so(tmp_path):
    with pytest.raises(SourceError, match=r"m\.toml: cannot be read: No such file"):
        read(tmp_path, mapping=tmp_path / "m.toml")
