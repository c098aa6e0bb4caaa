"""Each package that need not be there names the extra it belongs to, as on a machine without it."""

import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

import kamgraph as k

ASK = """
import sys
sys.path.insert(0, sys.argv[1])
from without import Missing
sys.meta_path.insert(0, Missing(sys.argv[2]))
import kamgraph as k
def graph(): return k.build_graph(k.load_demo(), account="yaochuan")
for ask in sys.argv[3:]:
    try:
        exec(ask)
    except k.MissingExtraError as error:
        print(error.code, error.status, error.hint)
"""
# What asks for a package, and the extra it belongs to then.
CASES = {
    "numba": {"k.warm_up()": "fast"},
    "matplotlib": {
        "k.plot.map(graph())": "plot",
        "k.review(graph()).to_html('page.html')": "plot",
    },
    "pptx": {"k.review(graph()).to_pptx('deck.pptx')": "slides"},
    "xlsxwriter": {
        "k.review(graph()).to_xlsx('book.xlsx')": "excel",
        "k.write_template('book.xlsx')": "excel",
    },
    "defusedxml": {
        "k.read('tables.xlsx')": "excel",
        "k.read('people.graphml')": "graphs",
        "k.read('people.gexf')": "graphs",
    },
    "icalendar": {"k.read_mail('a.ics', ours=['us.test'])": "mail"},
    "sqlalchemy": {
        "k.read('sqlite:///book.db')": "database",
        "k.write(k.load_demo(), 'sqlite:///book.db')": "database",
        "k.Store('sqlite:///book.db')": "database",
    },
    "psycopg": {
        "k.read('postgresql://server/book')": "database",
        "k.Store('postgresql://server/book')": "database",
    },
    "pyarrow": {"k.write(k.load_demo(), 'out', parquet=True)": "parquet"},
    "duckdb": {"next(k.stream('book', k.scores))": "stream"},
    "starlette": {"import kamgraph.service": "service"},
    "mcp": {"import kamgraph.service": "service"},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with a file of each kind that is read."""
    there = tmp_path_factory.mktemp("files")
    demo = k.load_demo()
    k.write(demo, there / "tables.xlsx")
    k.write(demo, there / "book")
    plain = nx.DiGraph([("ann", "bo")])
    nx.write_graphml(plain, there / "people.graphml")
    nx.write_gexf(plain, there / "people.gexf")
    (there / "a.ics").write_text("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "utf-8")
    return there


@pytest.mark.long
@pytest.mark.parametrize("package", CASES)
def test_what_is_not_installed_names_its_own_extra(package, folder):
    asked = CASES[package]
    here = str(Path(__file__).parent)
    found = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK, here, package, *asked],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert found.returncode == 0, found.stderr
    for said, extra in zip(found.stdout.splitlines(), asked.values(), strict=True):
        assert said.startswith("missing_extra 501 ")
        assert f"[{extra}]" in said
