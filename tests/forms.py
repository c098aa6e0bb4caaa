"""Every form that the library writes, so that what is promised of one is tried on all.

A form writes the content of a name (``old``, ``new``, or a chart that is no tree: ``ring of 50``,
``star of 5000``) and looks at what is there. What it then sees equals what :func:`seen` returns
for the name.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import books
import kamgraph as k
from clock import stop_clock
from kamgraph.cli import main
from kamgraph.reviews.formats import write_as

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph import Book, RelationshipGraph, Review

stop_clock()  # children of a test do not run conftest


@dataclass(frozen=True)
class Form:
    """A form: what its target is called, how it is written, and what is seen of it."""

    name: str
    called: str
    write: Callable[[str, Path], object]
    look: Callable[[Path], Any] = Path.read_bytes
    extra: str = ""  # what it needs beyond the core

    @property
    def holds_book(self) -> bool:
        """Whether what is written is read as the same book."""
        return self.look is not Path.read_bytes

    def __str__(self) -> str:
        return self.name


def _write_book(name: str, target: Path, **options: Any) -> None:
    k.write(book(name), target, **options)


def _write_sqlite(name: str, target: Path) -> None:
    k.write(book(name), f"sqlite:///{target}")


def _read_sqlite(target: Path) -> Book:
    return k.read(f"sqlite:///{target}")


def database(url: str) -> Form:
    """Return the form of a database on a server, whose target is nowhere."""
    return Form("postgresql", "nowhere", partial(_write_url, url), partial(_read_url, url))


def _write_url(url: str, name: str, _: Path) -> None:
    k.write(book(name), url)


def _read_url(url: str, _: Path) -> Book:
    return k.read(url)


def _write_review(ending: str, name: str, target: Path) -> None:
    write_as(ending, review(name), target)


def _write_map(name: str, target: Path) -> None:
    k.interactive_map(graph(name)).to_html(target)


def _write_template(name: str, target: Path) -> None:
    k.write_template(target, language="zh" if name == "new" else "en")


def _write_by(command: str, name: str, target: Path) -> None:
    """Run a command on a book as a file; what it says is the error."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main([command, source(name), "-o", str(target)])
    if code:
        raise k.SourceError(said.getvalue().strip())


BOOKS = (
    Form("csv", "target", _write_book, k.read),
    Form("parquet", "target", partial(_write_book, parquet=True), k.read, "parquet"),
    Form("json", "target.json", _write_book, k.read),
    Form("workbook", "target.xlsx", _write_book, k.read, "excel"),
    Form("sqlite", "target.db", _write_sqlite, _read_sqlite, "database"),
)
DOCUMENTS = (
    Form("graphml", "target.graphml", _write_book),
    Form("gexf", "target.gexf", _write_book),
    Form("cytoscape", "target.cyjs", _write_book),
    Form("review.html", "target.html", partial(_write_review, ".html")),
    Form("review.md", "target.md", partial(_write_review, ".md")),
    Form("review.json", "target.json", partial(_write_review, ".json")),
    Form("review.pptx", "target.pptx", partial(_write_review, ".pptx"), extra="slides"),
    Form("review.xlsx", "target.xlsx", partial(_write_review, ".xlsx"), extra="excel"),
    Form("map", "target.html", _write_map),
    Form("template", "target.xlsx", _write_template, extra="excel"),
    Form("scores", "target.csv", partial(_write_by, "scores")),
    Form("portfolio", "target.xlsx", partial(_write_by, "portfolio"), extra="excel"),
    Form("mapping", "target.toml", partial(_write_by, "map")),
)
FORMS = (*BOOKS, *DOCUMENTS)


@cache
def book(name: str) -> Book:
    """Return the book of a name; old and new share some rows and tables, and differ in others."""
    kind, _, size = name.rpartition(" of ")
    if kind:
        return chart(_BOSSES[kind], int(size))
    people = "; ".join(f"{name}{at} acme title=Manager" for at in range(6))
    ties = "; ".join(f"{name}{at} reports_to ann" for at in range(6))
    more = {
        "old": {"deals": "tender acme bid", "targets": "old1 2026-09-30 4"},
        "new": {"assessments": "new1 2026-03-01 4 4 3", "interactions": "m1 2026-02-01 visit new1"},
    }
    return books.book(
        people=f"ann acme; us1 us; {people}",
        ties=f"us1 knows ann trusted; {ties}",
        roles=f"ann approver acme; {name}1 user acme",
        **more[name],
    )


def chart(boss_of: Callable[[int, int], int], size: int) -> Book:
    """Return an account in which each person reports to another one, nobody to themselves."""
    lines = [(at, boss_of(at, size)) for at in range(size)]
    people = "; ".join(f"p{at} acme" for at in range(size))
    ties = "; ".join(f"p{at} reports_to p{boss}" for at, boss in lines if at != boss)
    return books.book(
        people=f"{people}; us1 us",
        ties=f"{ties}; us1 knows p0 trusted",
        roles="p0 approver acme",
        assessments="p0 2026-03-01 4 4 3",
    )


_BOSSES = {
    "ring": lambda at, size: (at + 1) % size,
    "star": lambda _at, _size: 0,
    "chain": lambda at, _size: max(0, at - 1),
}


@cache
def graph(name: str) -> RelationshipGraph:
    """Return the graph of the account of a book."""
    return k.build_graph(book(name), account="acme", as_of="2026-03-31")


@cache
def review(name: str) -> Review:
    """Return the review of that account."""
    return k.review(graph(name))


@cache
def seen(form: Form, name: str) -> Any:
    """Return what is seen of a content where nothing goes wrong."""
    if form.holds_book:
        return book(name)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, form.called)
        form.write(name, target)
        return form.look(target)


def state(form: Form, target: Path) -> str:
    """Say what a target holds: ``old``, ``new``, ``nothing``, or in words what should not be."""
    try:
        found = form.look(target)
    except FileNotFoundError:
        return "nothing"
    except k.KamgraphError as error:
        empty = _is_empty(target) or _HOLDS_NONE in str(error)
        return "nothing" if empty else f"refused: {error}"
    for name in ("old", "new"):
        if found == seen(form, name):
            return name
    return "nothing" if _is_empty(target) else f"something else: {found!r:.200}"


_HOLDS_NONE = "holds no book"  # of a database that was made, and nothing yet put in


def _is_empty(target: Path) -> bool:
    """Tell whether nothing was ever written, or only what no user sees."""
    if target.is_dir():
        return all(one.name.startswith(".") for one in target.iterdir())
    return not target.exists()


def litter(form: Form, folder: Path) -> list[str]:
    """Return what is in a folder beside the target, and in the target beside its own files."""
    strange = [one.name for one in folder.iterdir() if one.name != form.called]
    target = folder / form.called
    inside = target.rglob(".*") if target.is_dir() else ()
    return sorted([*strange, *(str(one.relative_to(folder)) for one in inside)])


def _sources() -> Path:
    """Return the folder of books for commands, one for a process and all its children."""
    if (name := "KAMGRAPH_FORMS") not in os.environ:
        os.environ[name] = tempfile.mkdtemp(prefix="kamgraph-forms-")
        atexit.register(shutil.rmtree, os.environ[name])
    return Path(os.environ[name])


_SOURCES = _sources()


@cache
def source(name: str) -> str:
    """Return the file in which commands find a book."""
    file = _SOURCES / f"{name}.json"
    if not file.exists():
        k.write(book(name), file)
    return str(file)
