"""Folders, archives and compressed files: every file in them is read or named."""

import bz2
import gzip
import io
import lzma
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.errors import BookError, SourceError
from kamgraph.sources.contents import Reader, list_contents
from kamgraph.sources.limits import Limits
from kamgraph.sources.read import propose_mapping, read_with_report
from kamgraph.sources.source_file import SourceFile
from kamgraph.sources.translation.mapping import Mapping
from strategies import few

ACME, ANN = "001000000000001AAA", "003000000000001AAA"
ACCOUNT = f"Id,Name,ParentId\n{ACME},Acme,\n"
CONTACT = f"Id,AccountId,LastName,ReportsToId\n{ANN},{ACME},Lee,\n"
PACKED = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


def zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.fixture
def export(tmp_path):
    (tmp_path / "Account.csv").write_text(ACCOUNT)
    (tmp_path / "Contact.csv").write_text(CONTACT)
    return tmp_path


def left_out(report, folder):
    """Return the files that were not read, with the reason, and whether they may hold rows."""
    names = report.left_out["file"].str.removeprefix(f"{folder}/")
    return {
        name: (reason, lost)
        for name, reason, lost in zip(
            names, report.left_out["reason"], report.left_out["lost"], strict=True
        )
    }


@pytest.mark.parametrize("packing", PACKED)
def test_a_compressed_file_is_read_by_itself_and_in_a_folder(tmp_path, packing):
    (tmp_path / f"Contact.csv.{packing}").write_bytes(PACKED[packing](CONTACT.encode()))
    for source in (tmp_path, tmp_path / f"Contact.csv.{packing}"):
        assert read_with_report(source)[0].people["name"].tolist() == ["Lee"]


@pytest.mark.parametrize("packing", PACKED)
def test_a_damaged_or_growing_compressed_file_is_refused(tmp_path, packing):
    file = tmp_path / f"Contact.csv.{packing}"
    file.write_bytes(PACKED[packing](CONTACT.encode() * 9)[:-12])
    with pytest.raises(SourceError, match="damaged or cut off"):
        read_with_report(file)
    file.write_bytes(PACKED[packing](b"0" * 30_000_000))
    with pytest.raises(SourceError, match="bytes when decompressed; is this a bomb"):
        read_with_report(file)


def test_parts_of_an_archive_are_told_apart(export):
    inner = {
        "User.csv": "Id,Username,Name\n005000000000001AAA,u,Al\n",
        "part/Contact.csv": f"Id,AccountId,LastName\n003000000000002AAA,{ACME},Li\n",
        "deep.zip": zipped({"a.csv": "a\n"}),
        "notes.csv": "a,b\n1\n",
        "Case.csv.gz": b"no gzip",
        "__MACOSX/._User.csv": "x",
    }
    (export / "WE_1.ZIP").write_bytes(zipped(inner))
    book, report = read_with_report(export)
    assert sorted(book.people["name"]) == ["Al", "Lee", "Li"]
    found = left_out(report, export)
    assert {*found} == {"WE_1.ZIP/deep.zip", "WE_1.ZIP/notes.csv", "WE_1.ZIP/Case.csv.gz"}
    assert found["WE_1.ZIP/deep.zip"] == ("is an archive in an archive; unpack it", True)
    assert found["WE_1.ZIP/Case.csv.gz"][0].startswith("damaged or cut off")


def test_a_needed_file_that_is_broken_is_refused_any_other_is_named(export):
    (export / "Attachment.csv").write_text("Id,Body\n1\n")
    _, report = read_with_report(export)
    reason, lost = left_out(report, export)["Attachment.csv"]
    assert reason.startswith("the header has 2 cells, but line 2 has 1")
    assert lost
    (export / "Contact.csv").write_text("Id,AccountId,LastName\n1\n")
    with pytest.raises(SourceError, match=r"Contact\.csv: the header has 3 cells"):
        read_with_report(export)


def test_what_holds_no_rows_is_no_loss(export):
    for name in ("shot.png", "mapping.toml", "~$Contact.xlsx", "README.md"):
        (export / name).write_text("x")
    (export / ".hidden.csv").write_text("x")
    _, report = read_with_report(export)
    assert {name: lost for name, (_, lost) in left_out(report, export).items()} == {
        "README.md": False,
        "mapping.toml": False,
        "shot.png": False,
        "~$Contact.xlsx": False,
    }
    assert report.losses == []
    assert "4 other files not read (README.md: is of no known kind, " in report.verdict


def test_beside_and_below_the_tables_of_a_book_nothing_is_read(tmp_path):
    (tmp_path / "people.csv").write_text("id,name,organization\nann,Ann,acme\n")
    (tmp_path / "organizations.csv").write_text("id,name,kind\nacme,Acme,customer\n")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "people.csv").write_text("id,name,organization\nbo,Bo,acme\n")
    (tmp_path / "review.html").write_text("<html>")
    book, report = read_with_report(tmp_path)
    assert book.people["id"].tolist() == ["ann"]
    assert {*left_out(report, tmp_path)} == {"old/people.csv", "review.html"}
    assert report.losses == []


def test_an_archive_may_hold_a_book(tmp_path):
    (tmp_path / "book.zip").write_bytes(
        zipped(
            {
                "people.csv": "id,name,organization\nann,Ann,acme\n",
                "organizations.csv": "id,name,kind\nacme,Acme,customer\n",
            }
        )
    )
    assert read_with_report(tmp_path / "book.zip")[0].people["id"].tolist() == ["ann"]


def test_a_folder_without_anything_to_read_is_refused_with_all_reasons(tmp_path):
    (tmp_path / "shot.png").write_text("x")
    (tmp_path / "card.vcf").write_text("BEGIN:VCARD\n")
    with pytest.raises(SourceError, match=r"none of its files can be read: .*card\.vcf.*shot\.png"):
        read_with_report(tmp_path)


def test_too_many_files_are_refused(export):
    with pytest.raises(SourceError, match="holds more than 1 files"):
        read_with_report(export, limits=Limits(files=1))
    archive = export / "a.zip"
    archive.write_bytes(zipped({"a.csv": "a\n", "b.csv": "a\n"}))
    with pytest.raises(SourceError, match="holds more than 1 files"):
        read_with_report(archive, limits=Limits(files=1))


NAMES = st.sampled_from(
    [
        "Account.csv",
        "Contact.TSV",
        "x.csv",
        "n.ods",
        "p.png",
        "a.zip",
        "b.gz",
        "r.json",
        "w.xlsx",
        "z",
    ]
)
DATA = st.sampled_from(
    [
        ACCOUNT.encode(),
        CONTACT.encode(),
        b"",
        b"{",
        b"[]",
        b"a,b\n1\n",
        b"\0\1",
        gzip.compress(b"a\n1\n"),
    ]
) | st.binary(max_size=40)
TREES = st.dictionaries(st.tuples(st.sampled_from(["", "part/"]), NAMES), DATA, max_size=6)


@few
@given(TREES)
def test_every_file_of_a_folder_is_read_or_named(tmp_path_factory, tree):
    folder = tmp_path_factory.mktemp("tree")
    for (above, name), data in tree.items():
        (folder / above).mkdir(exist_ok=True)
        (folder / above / name).write_bytes(data)
    packed = {above + name: data for (above, name), data in tree.items()}
    for source in (folder, *([folder / "all.zip"] if tree else [])):
        if source != folder:
            source.write_bytes(zipped(packed))
        contents = list_contents(source, Reader())
        named = {one.file for one in contents.left_out} | {raw.place for raw in contents.tables}
        for file in packed:
            assert any(place.startswith(f"{source}/{file}") for place in named), file
        assert all(one.reason for one in contents.left_out)


@few
@given(st.binary(max_size=3000), st.sampled_from(sorted(PACKED)))
def test_what_is_compressed_is_what_was_there(tmp_path_factory, data, packing):
    file = tmp_path_factory.getbasetemp() / f"a.csv.{packing}"
    file.write_bytes(PACKED[packing](data))
    plain = SourceFile.on_disk(file).decompress(Limits())
    assert (plain.name, plain.size, plain.read_bytes()) == ("a.csv", len(data), data)


STAFF = [["Employee ID", "Name", "Manager ID"], ["1", "Ann Lee", ""], ["2", "Bo Orr", "1"]]
PIVOT = [["", "Sales", "IT"], ["Count", 2, 3]]
TWICE = [["Name", "Phone", "Phone"], ["Ann", "1", "2"]]


def write_sheets(file, **sheets):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
    workbook.save(file)


@pytest.fixture
def workbook(tmp_path):
    (tmp_path / "in").mkdir()
    file = tmp_path / "in/staff.xlsx"
    write_sheets(file, Pivot=PIVOT, Staff=STAFF, Phones=TWICE)
    return file


def test_sheets_that_are_no_tables_stop_nothing(workbook):
    for source in (workbook, workbook.parent):
        proposal = propose_mapping(source)
        assert f"# not read: {workbook}, sheet Pivot cell A1: the column has no name" in proposal
        assert "sheet Phones cell B1: is the name of two columns; and 1 more" in proposal
        book, report = read_with_report(source, mapping=Mapping.from_toml(proposal))
        assert book.people["name"].tolist() == ["Ann Lee", "Bo Orr"]
        assert len(book.ties) == 1
        unread = left_out(report, workbook.parent)
        assert [*unread] == ["staff.xlsx, sheet Pivot", "staff.xlsx, sheet Phones"]
        assert all(lost for _, lost in unread.values())


def test_a_sheet_that_is_needed_has_to_be_a_table(workbook):
    toml = propose_mapping(workbook).replace('file = "Staff"', 'file = "Phones"')
    with pytest.raises(BookError) as caught:
        read_with_report(workbook, mapping=Mapping.from_toml(toml))
    assert caught.value.problems["value"].tolist() == ["Phone", "Phone"]


def test_a_workbook_without_any_table_is_refused(tmp_path):
    write_sheets(tmp_path / "a.xlsx", Pivot=PIVOT)
    for call in (propose_mapping, read_with_report):
        with pytest.raises(BookError, match="sheet Pivot, cell A1: the column has no name"):
            call(tmp_path / "a.xlsx")
    write_sheets(tmp_path / "a.xlsx", Pivot=PIVOT, Twice=TWICE)
    with pytest.raises(SourceError, match=r"none of its files can be read: .*Pivot.*; .*Twice"):
        propose_mapping(tmp_path / "a.xlsx")


@pytest.fixture
def half_hidden(tmp_path):
    made = openpyxl.Workbook()
    made.active.title = "Staff"
    for row in (["Employee ID", "Name"], ["1", "Ann"], ["2", "Bo"]):
        made.active.append(row)
    for name, state in (("Leavers", "hidden"), ("Codes", "veryHidden")):
        sheet = made.create_sheet(name)
        sheet.append(["Employee ID", "Name"])
        sheet.append(["9", "Old Guy"])
        sheet.sheet_state = state
    made.create_chartsheet("Picture")
    made.save(tmp_path / "staff.xlsx")
    return tmp_path / "staff.xlsx"


@pytest.mark.parametrize("in_a_folder", [False, True])
def test_sheets_that_are_hidden_or_charts_are_told_and_hidden_ones_are_lost(
    half_hidden, in_a_folder
):
    source = half_hidden.parent if in_a_folder else half_hidden
    text = propose_mapping(source)
    told = [line for line in text.splitlines() if line.startswith("# not read: ")]
    assert [line.partition(", sheet ")[2].split()[0] for line in told] == [
        "Leavers",
        "Codes",
        "Picture",
    ]
    mapping = Mapping.from_toml(text)
    book, report = read_with_report(source, mapping=mapping)
    assert book.people["name"].tolist() == ["Ann", "Bo"]
    found = left_out(report, f"{half_hidden.parent}")
    sheets = ("Leavers", "Codes", "Picture")
    assert [*found] == [f"staff.xlsx, sheet {name}" for name in sheets]
    assert [lost for _, lost in found.values()] == [True, True, False]
    assert "2 files not read (staff.xlsx, sheet Leavers: is hidden" in report.verdict
    with pytest.raises(SourceError, match="sheet Leavers: is hidden"):
        read_with_report(source, mapping=mapping, strict=True)


def test_what_a_mapping_ignores_is_not_lost_though_it_is_not_read(half_hidden):
    (half_hidden.parent / "plan.pdf").write_bytes(b"%PDF-1.7")
    ignored = {"Leavers": "of last year", "codes": "of drop-down lists", "plan": "a drawing"}
    mapping = Mapping.from_toml(propose_mapping(half_hidden))
    mapping = mapping.model_copy(update={"ignored": ignored})
    _, report = read_with_report(half_hidden.parent, mapping=mapping, strict=True)
    whys = [reason for reason, _ in left_out(report, half_hidden.parent).values()]
    assert any(why.startswith("is hidden") and why.endswith("(of last year)") for why in whys)
    assert report.losses == []


def test_a_workbook_of_hidden_sheets_alone_is_refused(half_hidden):
    made = openpyxl.Workbook()
    made.active.sheet_state = "hidden"
    made.active.append(["Employee ID", "Name"])
    made.create_chartsheet("Picture")
    made.save(half_hidden)
    with pytest.raises(SourceError, match=r"none of its files can be read: .*sheet Sheet: is hid"):
        read_with_report(half_hidden)


def test_a_hidden_table_of_a_book_is_told(tmp_path):
    made = openpyxl.Workbook()
    made.active.title = "organizations"
    for row in (["id", "name", "kind"], ["a", "Acme", "customer"]):
        made.active.append(row)
    sheet = made.create_sheet("people")
    sheet.append(["id", "name", "organization"])
    sheet.append(["p", "Ann", "a"])
    sheet.sheet_state = "hidden"
    made.save(tmp_path / "book.xlsx")
    book, report = read_with_report(tmp_path / "book.xlsx")
    assert book.people.empty
    assert "1 file not read (book.xlsx, sheet people: is hidden)" in report.verdict
    with pytest.raises(SourceError, match="sheet people: is hidden"):
        read_with_report(tmp_path / "book.xlsx", strict=True)
