"""A format is a file and a line: found by its ending, by the review and by the command line."""

import inspect
import io
import sys
from pathlib import Path
from types import ModuleType

import pytest

import kamgraph as k
from books import book
from kamgraph.cli import main
from kamgraph.reviews import formats

PAGE = Path(__file__).parents[3] / "docs/command_line.md"


@pytest.mark.parametrize("form", formats.FORMATS, ids=lambda form: form.module)
def test_every_format_takes_a_review_and_the_options_it_says(form):
    module = formats.load_format(form.endings[0])
    given = ("review",) if form.text else ("review", "path")
    function = module.render if form.text else module.write
    assert tuple(inspect.signature(function).parameters) == (*given, *form.options)


def test_every_ending_is_on_the_page_of_commands():
    page = PAGE.read_text("utf-8")
    for form in formats.FORMATS:
        assert f"`{form.endings[0]}`" in page, form.module


def test_another_format_is_found_by_its_ending(tmp_path, monkeypatch):
    plain = ModuleType("kamgraph.reviews.formats.plain")
    plain.render = lambda review, template: f"{review.verdict} {template}"
    monkeypatch.setitem(sys.modules, plain.__name__, plain)
    form = formats.Format("plain", (".txt",), options=("template",), text=True)
    monkeypatch.setitem(formats.ENDINGS, ".txt", form)
    target = tmp_path / "review.TXT"
    deal = ["--deal", "dispatch-platform", "--template", "ours.txt"]
    assert main(["review", "demo", *deal, "-o", str(target)]) == 0
    assert target.read_text("utf-8").startswith("The decision ")
    assert target.read_text("utf-8").endswith(" ours.txt")


@pytest.mark.parametrize("form", ["html", "markdown", "json", "xlsx", "pptx"])
def test_every_form_goes_to_a_path_to_a_stream_or_to_the_caller(tmp_path, form):
    review = k.review(k.build_graph(book(people="ann acme"), account="acme"))
    make, path, stream = getattr(review, f"to_{form}"), tmp_path / f"review.{form}", io.BytesIO()
    assert make(path) == path
    assert make(stream) is None
    content = make()
    as_bytes = content if isinstance(content, bytes) else content.encode()
    assert path.read_bytes() == stream.getvalue() == as_bytes
    if isinstance(content, str):
        text = io.StringIO()
        make(text)
        assert text.getvalue() == content
