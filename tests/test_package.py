import subprocess
import sys

import kamgraph


def test_the_list_of_names_is_sorted_and_true():
    assert kamgraph.__all__ == sorted(kamgraph.__all__)
    assert all(hasattr(kamgraph, name) for name in kamgraph.__all__)


HEAVY = """
    jinja2 matplotlib numba networkx narwhals sqlalchemy psycopg xlsxwriter defusedxml pptx pyspark
    kamgraph.sources.read kamgraph.reviews.formats.html.review
"""


def printed(program):
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_importing_loads_no_compiler_no_graph_library_and_no_plotting():
    program = f"import sys, kamgraph; print(sorted(set({HEAVY!r}.split()) & set(sys.modules)))"
    assert printed(program) == "[]"


def test_rooms_loaded_before_do_not_hide_a_name():
    rooms = "import kamgraph.reviews.formats.html.review, kamgraph.sources.read, kamgraph.analysis.portfolio.portfolio"
    names = "[kamgraph.review, kamgraph.read, kamgraph.portfolio, kamgraph.interactive_map]"
    assert printed(f"{rooms}; print(all(map(callable, {names})))") == "True"
