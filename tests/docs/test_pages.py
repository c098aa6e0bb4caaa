"""What the pages show runs as printed, and draws what it says it draws."""

import doctest
import re
import shlex
import sys
from functools import cache
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

import kamgraph as k
from kamgraph.cli import main
from kamgraph.cli.parser import make_parser
from kamgraph.graph import build

pytestmark = pytest.mark.long

DOCS = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(DOCS / "_extensions"))
from session import blocks, evaluate, lay_out  # noqa: E402 - the extension that runs the pages

ALL = sorted(DOCS.rglob("*.md"))
PAGES = [page for page in ALL if re.search(r">>>|\{picture\}|\{review\}", page.read_text("utf-8"))]
PLAIN = re.compile(r"^```python\n(?!>>>)(.*?)^```", re.DOTALL | re.MULTILINE)
SCRIPTS = [page for page in ALL if PLAIN.search(page.read_text("utf-8"))]
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
VERSIONS = re.compile(r"Python 3\.\d+|`[^`\n]*` \(\d\.\d\)")
CODE = re.compile(
    r"^```.*?^```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$|\]\([^)]*\)", re.DOTALL | re.MULTILINE
)


BOOK = cache(k.load_demo)


@cache
def graph_of_the_demo(**asked):
    return build.build_graph(BOOK(), **asked)


def build_graph(book, **asked):
    """Build a graph, but that of the demo only once: books and graphs never change."""
    plain = book is BOOK() and "policy" not in asked
    return graph_of_the_demo(**asked) if plain else build.build_graph(book, **asked)


@pytest.fixture(autouse=True)
def _one_demo_and_no_files(monkeypatch, tmp_path):
    monkeypatch.setattr(k, "load_demo", BOOK)
    monkeypatch.setattr(k, "build_graph", build_graph)
    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path)
    with mpl.rc_context({"backend": "Agg"}):
        yield
    plt.close("all")


def named(page):
    return page.relative_to(DOCS).with_suffix("").as_posix()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_the_examples_of_a_page_run_as_printed(page):
    text = page.read_text("utf-8")
    session = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    outcome = doctest.DocTestRunner(optionflags=FLAGS).run(session, clear_globs=False)
    assert outcome.failed == 0
    figures, reviews = ([*blocks(text, one)] for one in ("picture", "review"))
    assert len(figures) == text.count("```{picture}")
    assert len(reviews) == text.count("```{review}")
    assert outcome.attempted or figures or reviews
    for _, code in figures:
        axes = evaluate(code, session.globs)
        assert isinstance(axes, Axes)
        assert axes.texts or axes.patches or axes.collections
    for _, code in reviews:
        assert evaluate(code, session.globs).summary


@pytest.mark.parametrize("page", SCRIPTS, ids=named)
def test_the_other_code_of_a_page_runs(page):
    names = {}
    for code in PLAIN.findall(page.read_text("utf-8")):
        compiled = compile(code, str(page), "exec")
        if "spark.read" not in code:  # a cluster's part is run in tests/spark
            exec(compiled, names)  # noqa: S102 - the page is ours


def test_the_commands_of_the_pages_are_taken_and_those_on_the_demo_run():
    lines = {
        line
        for page in ALL
        for line in re.findall(
            r"^ *\$ kamgraph (.*?)(?: +#.*)?$", page.read_text("utf-8"), re.MULTILINE
        )
    }
    assert lines
    for line in sorted(lines):
        words = shlex.split(line)
        make_parser().parse_args(words)
        command, book = (*words, "")[:2]
        if book in {"demo", "orvale-export"} or command in {"schema", "template"}:
            assert main(words) == 0, line


@pytest.mark.parametrize("page", ALL, ids=named)
def test_a_decimal_in_the_text_is_one_that_the_page_s_code_or_the_policy_gives(page):
    text = page.read_text("utf-8")
    prose = CODE.sub("", VERSIONS.sub("", text.partition("\n## Source")[0]))
    given = "".join(CODE.findall(text)) + k.Policy().model_dump_json()
    decimals = (
        [] if told_of_elsewhere(text) else re.findall(r"(?<![\d.])\d+\.\d+(?![\d.]*\d)", prose)
    )
    assert [number for number in decimals if number not in given] == []


def told_of_elsewhere(text):
    """Tell whether figures are made from the code, or are measurements."""
    return "docs/generate.py" in text or "Measured on" in text
