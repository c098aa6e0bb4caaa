"""Small exports of CRM systems written by hand, and what was read of them."""

from __future__ import annotations

from pathlib import Path

from kamgraph.sources.read import propose_mapping, read_with_report

SHARED = Path(__file__).parents[2] / "shared" / "data" / "crm"
IMITATIONS = Path(__file__).parent / "data" / "systems"  # of real exports: one folder a system


def read_export(folder, system=None, **files):
    """Write files of delimited text, named without their ending, and read them."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        (folder / f"{name}.csv").write_text("\n".join([*lines, ""]), "utf-8")
    book, report = read_with_report(folder, as_=system)
    assert_accounted(report)
    return book, report


def assert_accounted(report):
    """Every row of every file is taken, or left out for a reason."""
    files = report.files
    assert (files["rows"] == files["taken"] + files["skipped"]).all()
    assert (report.skipped["reason"] != "").all()
    left_out = report.skipped.groupby("file").size()
    assert left_out.to_dict() == {
        row.file: row.skipped for row in files.itertuples() if row.skipped
    }


def rows(book, table, columns):
    """Return rows as texts of some columns, those of our own organization aside; sorted."""
    frame = book.to_tables()[table].reindex(columns=columns.split()).astype(object)
    texts = frame.where(frame.notna(), "-").astype(str)
    found = sorted(" ".join(row).replace(" 00:00:00", "") for row in texts.itertuples(index=False))
    return [row for row in found if row.split()[0] != "us"]


def left_out(report, file):
    """Return for each line of a file that is not in the book why."""
    skipped = report.skipped[report.skipped["file"].str.endswith(f"/{file}.csv")]
    return dict(zip(skipped["line"], skipped["reason"], strict=True))


def findings(report):
    """Return which kinds of findings there are, with their subjects."""
    return {(one.finding, *one.subject) for one in report.findings.itertuples()}


def propose_and_read(tmp_path, **files):
    """Write files, read them by the mapping that is proposed as it is, and return its text too."""
    folder = tmp_path / "export"
    folder.mkdir(parents=True)
    for name, text in files.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        (folder / f"{name}.csv").write_text("\n".join([*lines, ""]), "utf-8")
    text = propose_mapping(folder)
    (tmp_path / "mapping.toml").write_text(text, "utf-8")
    book, report = read_with_report(folder, mapping=tmp_path / "mapping.toml")
    assert_accounted(report)
    return book, report, text
