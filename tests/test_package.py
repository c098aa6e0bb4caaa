import re
import subprocess
import sys
import tomllib
from pathlib import Path

import kamgraph

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RECIPE = (ROOT / "recipe" / "recipe.yaml").read_text(encoding="utf-8")


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


def test_the_version_is_the_same_wherever_it_is_said():
    assert f'version: "{kamgraph.__version__}"\n' in RECIPE
    assert f"\nversion: {kamgraph.__version__}\n" in (ROOT / "CITATION.cff").read_text()
    assert f"\n## [{kamgraph.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_recipe_needs_what_the_package_needs():
    run = RECIPE.partition("  run:\n")[2].partition("  run_constraints:")[0]
    needed = [re.split("(?=>=)", one) for one in PROJECT["project"]["dependencies"]]
    assert [one.split() for one in re.findall(r"- (.+)", run)[1:]] == needed
    assert f"- python {PROJECT['project']['requires-python']}" in run


def test_on_an_index_readme_leads_to_no_file_of_a_checkout():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    hook = PROJECT["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    for change in hook["substitutions"]:
        text = re.sub(change["pattern"], change["replacement"], text)
    assert not re.search(r"\]\((?!https?:)", text)
    assert "each question, guides (import from a CRM" in " ".join(text.split())
