"""Spreadsheets of OpenDocument: the same tables as those of Excel, and no harm done."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.errors import SourceError
from kamgraph.sources.excel import list_sheets, read_sheets
from kamgraph.sources.read import read_with_report
from strategies import few

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "manifest")
)
CALCEXT = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def cell(text="", attributes=""):
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n") if text)
    return f"<table:table-cell {attributes}>{lines}</table:table-cell>"


def row(*cells, attributes=""):
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def write(path, sheets, *, styles="", manifest=""):
    """Write a spreadsheet of rows as XML."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}{style}>{''.join(rows)}</table:table>"
        for name, style, rows in sheets
    )
    content = (
        f"<office:document-content {SPACES} {CALCEXT}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml", f"<manifest:manifest {SPACES}>{manifest}</manifest:manifest>"
        )
    path.write_bytes(stream.getvalue())
    return path


HEADER = row(cell("id"), cell("value"))


def read_values(tmp_path, *cells):
    rows = [row(cell(str(at)), one) for at, one in enumerate(cells)]
    (table,) = read_sheets(write(tmp_path / "a.ods", [("S", "", [HEADER, *rows])]))
    return table.cells["value"].tolist(), table.odd.get("value", {})


def test_every_type_of_cell_is_a_text(tmp_path):
    values, odd = read_values(
        tmp_path,
        cell("12,5 €", 'office:value-type="currency" office:value="12.5"'),
        cell("1,200", 'office:value-type="float" office:value="1200"'),
        cell("12.1.26", 'office:value-type="date" office:date-value="2026-01-12"'),
        cell("x", 'office:value-type="date" office:date-value="2026-01-12T09:30:00"'),
        cell("two\nlines", 'office:value-type="string"'),
        "<table:table-cell><text:p>a<text:s text:c='2'/>b</text:p>"
        "<office:annotation><text:p>a remark</text:p></office:annotation></table:table-cell>",
    )
    assert values == [
        "12.5",
        "1200",
        "2026-01-12",
        "2026-01-12T09:30:00",
        "two\nlines",
        "a  b",
    ]
    assert {one.fits for one in odd.values()} <= {"day", "any"}


def test_what_amounts_show_beside_them_is_told(tmp_path):
    money = "office:value-type='currency' office:value='{}'"
    cells = [
        cell("$10", money.format(10)),
        cell("1.234,50 k€", "office:value-type='float' office:value='1234.5'"),
        cell("1 k€", "office:value-type='float' office:value='2345.6'"),
        cell("50%", "office:value-type='percentage' office:value='0.5'"),
        cell("¥7", money.format(7) + " office:currency='CNY'"),
    ]
    lines = [row(cell(str(at)), one) for at, one in enumerate(cells)]
    (table,) = read_sheets(write(tmp_path / "a.ods", [("S", "", [HEADER, *lines])]))
    assert table.currencies == {"value": {0: "$", 1: "€", 2: "€", 4: "CNY"}}
    assert table.units == {"value": {1: "k", 3: "%"}}


def test_truth_values_are_spelled_out(tmp_path):
    truths = ("true", "false")
    values, odd = read_values(
        tmp_path,
        *(cell("X", f'office:value-type="boolean" office:boolean-value="{one}"') for one in truths),
    )
    assert (values, odd) == (["TRUE", "FALSE"], {})


def test_formulas_errors_and_large_numbers_are_odd(tmp_path):
    values, odd = read_values(
        tmp_path,
        cell("5", 'table:formula="of:=[.A1]*5" office:value-type="float" office:value="5"'),
        cell("#N/A", 'office:value-type="string" calcext:value-type="error"'),
        cell("1E17", 'office:value-type="float" office:value="1.23456789012346E+017"'),
    )
    assert values == ["5", "", ""]
    assert [(odd[at].fits, odd[at].value) for at in range(3)] == [
        ("any", "=[.A1]*5"),
        ("optional", "#N/A"),
        ("none", "1E17"),
    ]


def test_rows_and_cells_that_repeat_are_all_there(tmp_path):
    rows = [
        HEADER,
        row(
            cell("a", 'table:number-columns-repeated="2"'),
            attributes='table:number-rows-repeated="3"',
        ),
        row(
            cell("", 'table:number-columns-repeated="900"'),
            attributes='table:number-rows-repeated="1048000"',
        ),
    ]
    (table,) = read_sheets(write(tmp_path / "a.ods", [("S", "", rows)]))
    assert table.cells.to_numpy().tolist() == [["a", "a"]] * 3
    assert table.lines.tolist() == [2, 3, 4]


@pytest.mark.parametrize(("columns", "rows"), [(2, 1_000_000), (20_000, 1), (2, 2_000_000)])
def test_what_repeats_without_end_is_refused(tmp_path, columns, rows):
    bomb = row(
        cell("a", f'table:number-columns-repeated="{columns}"'),
        attributes=f'table:number-rows-repeated="{rows}"',
    )
    with pytest.raises(
        SourceError, match=r"more often than a sheet has room|more than 1,000 columns"
    ):
        read_sheets(write(tmp_path / "a.ods", [("S", "", [HEADER, bomb])]))


def test_hidden_sheets_are_known_and_not_read(tmp_path):
    styles = (
        '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    )
    sheets = [("seen", "", [HEADER]), ("unseen", ' table:style-name="h"', [HEADER])]
    file = write(tmp_path / "a.ods", sheets, styles=styles)
    unread = list_sheets(file)
    assert unread.pop("seen") == ""
    assert unread == {"unseen": "is hidden; show it in the workbook, if it is to count"}
    assert [table.name for table in read_sheets(file)] == ["seen"]


def test_hidden_rows_are_known(tmp_path):
    rows = [
        HEADER,
        row(cell("a"), cell("b"), attributes='table:visibility="filter"'),
        row(cell("c")),
    ]
    (table,) = read_sheets(write(tmp_path / "a.ods", [("S", "", rows)]))
    assert table.hidden == (2,)


def test_a_locked_or_damaged_spreadsheet_is_refused(tmp_path):
    file = write(tmp_path / "a.ods", [("S", "", [HEADER])], manifest="<manifest:encryption-data/>")
    with pytest.raises(SourceError, match=r"a\.ods: is locked with a password"):
        read_sheets(file)
    file.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(SourceError, match="damaged or cut off"):
        read_sheets(file)


def test_an_export_and_a_book_may_be_a_spreadsheet(tmp_path):
    account = [
        row(cell("Id"), cell("Name"), cell("ParentId")),
        row(cell("001000000000001AAA"), cell("Acme"), cell()),
    ]
    contact = [
        row(cell("Id"), cell("AccountId"), cell("LastName")),
        row(cell("003000000000001AAA"), cell("001000000000001AAA"), cell("Lee")),
    ]
    (tmp_path / "export").mkdir()
    write(tmp_path / "export" / "Account.ods", [("Sheet1", "", account)])
    write(tmp_path / "export" / "Contact.ods", [("Sheet1", "", contact)])
    book, report = read_with_report(tmp_path / "export")
    assert book.people["name"].tolist() == ["Lee"]
    assert report.left_out.empty
    people = [
        row(*map(cell, ("id", "name", "organization"))),
        row(*map(cell, ("ann", "Ann", "acme"))),
    ]
    firms = [row(*map(cell, ("id", "name", "kind"))), row(*map(cell, ("acme", "Acme", "customer")))]
    own = write(tmp_path / "book.ods", [("people", "", people), ("organizations", "", firms)])
    assert read_with_report(own)[0].people["id"].tolist() == ["ann"]


TEXTS = st.text(
    st.characters(
        min_codepoint=33,
        max_codepoint=0x2FFF,
        exclude_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Cn"),
    ),
    min_size=1,
    max_size=6,
)


@few
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_texts_come_as_they_are(tmp_path_factory, texts):
    file = tmp_path_factory.getbasetemp() / "texts.ods"
    rows = [row(cell(f"k{one}"), cell(f"v{other}")) for one, other in texts]
    (table,) = read_sheets(write(file, [("S", "", [HEADER, *rows])]))
    assert table.cells.to_numpy().tolist() == [[f"k{one}", f"v{other}"] for one, other in texts]
