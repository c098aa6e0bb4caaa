"""Files that break importers: each loads, loads with findings, or is refused, as written down."""

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given

from hostile import damaged
from kamgraph import scores
from kamgraph.errors import KamgraphError
from kamgraph.graph import build_graph
from kamgraph.model.book import Book
from kamgraph.model.findings import check
from kamgraph.sources import delimited
from kamgraph.sources.crm import SYSTEMS
from kamgraph.sources.excel import read_sheets
from kamgraph.sources.folder import read_tables
from kamgraph.sources.graphs import read_graph
from kamgraph.sources.read import read_with_report
from kamgraph.sources.source_file import SourceFile
from strategies import few

NASTY = Path(__file__).parents[1] / "data" / "nasty"
EXPECTED = json.loads((NASTY / "expect.json").read_text("utf-8"))
FILES = sorted(path for path in NASTY.rglob("*") if path.is_file() and path.parent != NASTY)
WHOLE = {".json", ".graphml", ".gexf", ".pkl"}
SLOWEST = 5.0  # seconds
MOST_MEMORY = 300  # MB more than what the library itself takes


def name(path):
    return path.relative_to(NASTY).as_posix()


def options(path):
    if path.suffix in WHOLE:
        return {}
    as_ = EXPECTED[name(path)].get("as_")
    return {"as_": as_} if as_ else {"mapping": NASTY / "contacts.toml"}


def list_values(book):
    """Return every value of a small book, table by table, days and numbers as text."""
    tables = {table: frame for table, frame in book.to_tables().items() if len(frame)}
    if sum(map(len, tables.values())) > 40:
        return {}
    filled = {table: frame.dropna(axis=1, how="all") for table, frame in tables.items()}
    return {
        table: [
            {name: str(value) for name, value in row.items() if not pd.isna(value)}
            for row in frame.to_dict("records")
        ]
        for table, frame in filled.items()
    }


def test_every_file_has_its_end_written_down():
    assert [*map(name, FILES)] == sorted(EXPECTED)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_hostile_file_ends_as_written_down(path):
    expected = EXPECTED[name(path)]
    begin = time.process_time()
    if expected["end"] == "refuse":
        with pytest.raises(KamgraphError) as caught:
            read_with_report(path, **options(path))
        assert type(caught.value).__name__ == expected["error"]
        assert expected["words"] in str(caught.value).replace(f"{NASTY}/", "")
    else:
        book, report = read_with_report(path, **options(path))
        assert (report.files["rows"] == report.files["taken"] + report.files["skipped"]).all()
        told = {
            "people": book.people["name"].tolist() if len(book.people) < 12 else len(book.people),
            "ties": len(book.ties),
            "values": list_values(book),
            # The mapping names the columns of all files, so each lacks some.
            "findings": sorted(
                {*report.findings["finding"], *check(book)["finding"]} - {"column_not_found"}
            ),
            "skipped": report.skipped[["line", "reason"]].to_numpy().tolist(),
        }
        assert told == {key: expected[key] for key in told}
        scores(build_graph(book))
    assert time.process_time() - begin < SLOWEST


READERS = {
    "delimited": lambda path: delimited.parse(path.read_bytes(), "t"),
    "document": lambda path: Book.from_json(path.read_bytes()),
    "workbook": read_sheets,
    "graphml": read_graph,
    "parquet": lambda path: read_tables(SourceFile.on_disk(path.with_suffix(".parquet"))),
    **{
        system: lambda path, system=system: read_with_report(path, as_=system) for system in SYSTEMS
    },
}


@pytest.mark.long
@pytest.mark.parametrize("reader", READERS)
def test_no_reader_is_harmed_by_what_is_not_for_it(reader, tmp_path):
    for path in FILES:
        handed = tmp_path / path.name
        (handed.with_suffix(".parquet") if reader == "parquet" else handed).write_bytes(
            path.read_bytes()
        )
        begin = time.process_time()
        with contextlib.suppress(KamgraphError):
            READERS[reader](handed)
        assert time.process_time() - begin < SLOWEST, path


@pytest.mark.long
def test_memory_stays_small():
    program = """
import resource, sys
from pathlib import Path
import kamgraph as k
from kamgraph.sources import delimited, excel, graphs
k.scores(k.build_graph(k.load_demo()))
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
for path in sys.argv[2:]:
    options = {} if Path(path).suffix in {".json", ".graphml", ".gexf", ".pkl"} else {"mapping": sys.argv[1]}
    try:
        k.read(path, **options)
    except k.KamgraphError:
        pass
print(peak() - before)
"""
    arguments = [sys.executable, "-c", program, NASTY / "contacts.toml", *FILES]
    done = subprocess.run(arguments, capture_output=True, check=True, text=True)
    assert int(done.stdout) < MOST_MEMORY


EXPORT = """contact_id,name,title,account_id,reports_to,from_id,to_id,weight,kind,last_touch
C1,"Ann ""A"" Lee",CEO,A1,,C1,C2,0.5,influences,2026-01-01
C2,Bo,=1+1,A1,C1,C2,C1,-0.5,knows,2026-02-01T10:00
"""


@few
@given(damaged(EXPORT.encode()))
def test_no_damage_to_an_export_escapes_as_an_error_of_others(tmp_path_factory, data):
    file = tmp_path_factory.getbasetemp() / "export.csv"
    file.write_bytes(data)
    with contextlib.suppress(KamgraphError):
        book, report = read_with_report(file, mapping=NASTY / "contacts.toml")
        assert (report.files["rows"] == report.files["taken"] + report.files["skipped"]).all()
        scores(build_graph(book))


def test_what_was_written_for_pickle_never_ran():
    assert not hasattr(sys, "kamgraph_pickle_executed")
