"""References of vTiger that name their module: Accounts::::Acme."""

from exports import read_export, rows

EXPORT = {
    "Organizations": """
        "Organization Name","Industry","Assigned To"
        "Acme","Metals","Kim Lee"
    """,
    "Contacts": """
        "First Name","Last Name","Organization Name","Title","Department","Reports To","Assigned To"
        "Ada","Quist","Accounts::::Acme","CFO","Finance","","Kim Lee"
        "Ben","Orr","Accounts::::Acme","Buyer","Procurement","Contacts::::Ada Quist","Kim Lee"
    """,
}


def test_people_and_the_line_between_them_are_read(tmp_path):
    book, report = read_export(tmp_path / "export", **EXPORT)
    assert report.source.endswith(": an export of vtiger")
    assert rows(book, "people", "name organization title function") == [
        "Ada Quist Acme CFO Finance",
        "Ben Orr Acme Buyer Procurement",
        "Kim Lee us - -",
    ]
    assert rows(book, "ties", "source kind target") == ["Acme Ben Orr reports_to Acme Ada Quist"]
    assert rows(book, "team", "person account") == ["user Kim Lee Acme"]
    assert report.skipped.empty


def test_workbooks_of_vtiger_name_the_row_alone(tmp_path):
    plain = {
        file: text.replace("Accounts::::", "").replace("Contacts::::", "")
        for file, text in EXPORT.items()
    }
    book, _ = read_export(tmp_path / "plain", **plain)
    marked, _ = read_export(tmp_path / "marked", **EXPORT)
    assert book == marked
