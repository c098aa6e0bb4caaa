"""What is public is at the front, nothing hides behind another's name, and inside is terse."""

import ast
import importlib
import inspect
import pkgutil
import types
from pathlib import Path

import pytest

import kamgraph
import kamgraph.analysis.rules
import kamgraph.by_account
import kamgraph.plot
import kamgraph.spark

ROOT = Path(kamgraph.__file__).parent
MODULES = ["kamgraph"] + [
    module.name
    for module in pkgutil.walk_packages(kamgraph.__path__, "kamgraph.")
    if not module.name.endswith(".__main__")
]
FRONTS = (kamgraph, kamgraph.plot, kamgraph.by_account, kamgraph.spark, kamgraph.analysis.rules)
MOST_LINES = 4
TERSE = [
    "kamgraph.analysis",
    "kamgraph.cli",
    "kamgraph.errors",
    "kamgraph.graph",
    "kamgraph.kernels",
    "kamgraph.model",
    "kamgraph.plot",
    "kamgraph.progress",
    "kamgraph.reviews",
    "kamgraph.sources",
    "kamgraph.by_account",
    "kamgraph.spark",
]


@pytest.mark.parametrize("name", MODULES[1:])
def test_no_module_is_hidden_behind_something_of_its_name(name):
    module = importlib.import_module(name)
    package, _, last = name.rpartition(".")
    assert getattr(importlib.import_module(package), last) is module
    assert isinstance(module, types.ModuleType)


@pytest.mark.parametrize("name", MODULES)
def test_what_a_module_offers_is_there(name):
    module = importlib.import_module(name)
    assert all(hasattr(module, offered) for offered in getattr(module, "__all__", ()))


def public_things():
    """Return module and qualified name of what users reach, with what public classes inherit."""
    found = set()
    for front in FRONTS:
        for name in front.__all__:
            thing = inspect.unwrap(getattr(front, name))
            for one in inspect.getmro(thing) if inspect.isclass(thing) else (thing,):
                found.add((getattr(one, "__module__", ""), getattr(one, "__qualname__", "")))
    return found


PUBLIC = public_things()


def docstrings(name):
    """Yield qualified name, whether it is public, and docstring of a module and what is in it."""
    path = ROOT.joinpath(*name.split(".")[1:])
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    tree = ast.parse(path.read_text("utf-8"))
    if name not in {front.__name__ for front in FRONTS}:
        yield name, False, ast.get_docstring(tree)
    yield from within(tree, name, "", is_public=False)


def within(tree, module, prefix, *, is_public):
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not is_overload(node):
            name = prefix + node.name
            shown = (is_public and not node.name.startswith("_")) or (module, name) in PUBLIC
            yield f"{module}.{name}", shown, ast.get_docstring(node)
            inside = shown and isinstance(node, ast.ClassDef)
            yield from within(node, module, f"{name}.", is_public=inside)


def is_overload(node):
    """Tell whether it only declares one way to call what is defined below it."""
    return any(isinstance(one, ast.Name) and one.id == "overload" for one in node.decorator_list)


@pytest.mark.parametrize("room", TERSE)
def test_internal_docstrings_are_one_short_paragraph(room):
    long = [
        name
        for module in MODULES
        if module.startswith(room)
        for name, is_public, text in docstrings(module)
        if not is_public and text and ("\n\n" in text or text.count("\n") >= MOST_LINES)
    ]
    assert long == []


def test_public_docstrings_begin_with_one_line():
    missing = [
        name
        for module in MODULES
        for name, is_public, text in docstrings(module)
        if is_public and (not text or text.split("\n\n")[0].count("\n"))
    ]
    assert missing == []
