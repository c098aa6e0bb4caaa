"""The reference lists what there is: names, commands, judgements, terms."""

import contextlib
import importlib
import re
import types
from pathlib import Path

import pytest

import kamgraph as k
from kamgraph.cli.parser import make_parser
from kamgraph.model.result import RESULTS

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
API = "\n".join(page.read_text("utf-8") for page in sorted(DOCS.glob("api/*.md")))
LISTED = re.compile(r"^\.\. (?:(currentmodule):: (\S+)|auto\w+:: ([\w.]+))", re.MULTILINE)


def listed(module):
    """Return the names of a module that the reference lists."""
    names, current = [], ""
    for _, switched, name in LISTED.findall(API):
        current = switched or current
        if name and "." not in name and current == module:
            names.append(name)
    return names


@pytest.mark.parametrize("module", ["kamgraph", "kamgraph.plot"])
def test_the_reference_lists_every_public_name_once(module):
    public = {*importlib.import_module(module).__all__} - {"plot"}
    assert sorted(listed(module)) == sorted(public)


def test_the_reference_lists_nothing_that_is_not_there():
    current = ""
    for _, switched, name in LISTED.findall(API):
        current = switched or current
        if name:
            whole = name if "." in name else f"{current}.{name}"
            module, _, attribute = whole.rpartition(".")
            assert hasattr(importlib.import_module(module), attribute), whole


def resolves(path):
    """Tell whether a dotted name below kamgraph can be imported."""
    thing = k
    for name in path.split("."):
        if not hasattr(thing, name) and isinstance(thing, types.ModuleType):
            with contextlib.suppress(ImportError):
                importlib.import_module(f"{thing.__name__}.{name}")
        if not hasattr(thing, name):
            return False
        thing = getattr(thing, name)
    return True


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_a_page_names_only_what_can_be_imported(page):
    text = page.read_text("utf-8")
    dotted = re.findall(r"(?<![\w./@-])(?:kamgraph|k)\.((?:\w+\.)*\w+)", text)
    asked = re.findall(r"`(\w+)\((?:graph|book)\b[^`]*\)`", text)
    assert [name for name in dotted + asked if not resolves(name)] == []


def test_the_columns_of_every_result_are_on_a_page():
    assert [getattr(k, name) for name in k.__all__]  # which declares what they return
    shown = {
        one for page in PAGES for one in re.findall(r"{columns} (\S+)", page.read_text("utf-8"))
    }
    assert shown == {*RESULTS} - {"workload"}


def test_every_command_has_its_place_on_the_page_of_commands():
    page = (DOCS / "command_line.md").read_text("utf-8")
    commands = re.findall(r"^    (\w+)(?: |$)", make_parser().format_help(), re.MULTILINE)
    assert commands
    assert re.findall(r"^## `kamgraph (\w+)`", page, re.MULTILINE) == commands


def test_every_judgement_is_explained_where_it_counts():
    pages = [page for page in DOCS.rglob("*.md") if page.name != "policy.md"]
    text = "\n".join(page.read_text("utf-8") for page in pages)
    named = {name for name in k.Policy.model_fields if f"`{name}`" in text or f"`{name}[" in text}
    in_formulas = {name for name in k.Policy.model_fields if name.replace("_", r"\_") in text}
    assert set(k.Policy.model_fields) - named - in_formulas == set()


def test_every_page_is_in_a_list_of_contents():
    pages = {page.relative_to(DOCS).with_suffix("").as_posix() for page in DOCS.rglob("*.md")}
    found = {"index"}
    for page in DOCS.rglob("*.md"):
        for block in re.findall(r"```\{toctree\}\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
            entries = [line for line in block.split("\n") if line and not line.startswith(":")]
            names = [re.sub(r".*<(.*)>", r"\1", entry) for entry in entries]
            found |= {(page.parent / name).relative_to(DOCS).as_posix() for name in names}
    assert found == pages


def test_the_glossary_is_in_alphabetical_order_and_in_both_languages():
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$",
        (DOCS / "glossary.md").read_text("utf-8"),
        re.MULTILINE,
    )
    terms = [term for term, _, _ in rows[2:]]
    assert terms == sorted(terms)
    assert all(re.search("[\u4e00-\u9fff]", chinese) for _, chinese, _ in rows[2:])
