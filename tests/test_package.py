import subprocess
import sys

import kamgraph


def test_the_list_of_names_is_sorted_and_true():
    assert kamgraph.__all__ == sorted(kamgraph.__all__)
    assert all(hasattr(kamgraph, name) for name in kamgraph.__all__)


def test_importing_loads_no_compiler_no_graph_library_and_no_plotting():
    program = "import sys, kamgraph; print(sorted({'matplotlib', 'numba', 'networkx', 'sqlalchemy', 'psycopg', 'xlsxwriter', 'defusedxml', 'pptx', 'pyspark'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
