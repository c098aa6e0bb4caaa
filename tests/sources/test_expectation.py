from functools import partial

import pytest

from books import book
from kamgraph.cli import main
from kamgraph.errors import ChangedError, SourceError
from kamgraph.sources.read import read
from kamgraph.sources.write import is_one_place, write

OLD = book(people="ann acme")
OTHER = book(people="ann acme; bo acme")
NEW = book(people="cy acme")
FORMS = ["folder", "parquet", "book.json", "book.xlsx", "book.graphml", "sqlite:///{}/book.db"]


def find_target(form, folder):
    return form.format(folder) if "://" in form else str(folder / form)


@pytest.mark.parametrize("form", FORMS)
def test_a_book_that_somebody_changed_is_not_written_over(tmp_path, form):
    target, options = find_target(form, tmp_path), {"parquet": form == "parquet"}
    write(OLD, target, **options)
    found = read(target)
    write(OTHER, target, **options)
    with pytest.raises(ChangedError, match="somebody has changed the book"):
        write(NEW, target, expecting=found.content_hash, **options)
    assert read(target) == OTHER
    write(NEW, target, expecting=read(target).content_hash, **options)
    assert read(target) == NEW


@pytest.mark.parametrize("form", FORMS)
def test_a_book_that_is_gone_is_not_made_anew(tmp_path, form):
    target = find_target(form, tmp_path)
    with pytest.raises(ChangedError, match=r"no such file|no longer is the book"):
        write(NEW, target, expecting=OLD.content_hash)
    assert not [*tmp_path.iterdir()]


def test_what_is_damaged_is_not_what_is_expected(tmp_path):
    write(OLD, tmp_path / "book.json")
    (tmp_path / "book.json").write_text("{")
    with pytest.raises(ChangedError, match=r"book\.json: .*nothing was written.*not JSON"):
        write(NEW, tmp_path / "book.json", expecting=OLD.content_hash)
    assert (tmp_path / "book.json").read_text() == "{"


@pytest.mark.parametrize("name", ["a.gexf", "a.cyjs"])
def test_nothing_is_expected_of_forms_that_hold_no_whole_book(tmp_path, name):
    write(OLD, tmp_path / name)
    with pytest.raises(SourceError, match=f"no whole book is read back from .{name[2:]}"):
        write(NEW, tmp_path / name, expecting=OLD.content_hash)


def test_an_expectation_is_a_hash(tmp_path):
    with pytest.raises(SourceError, match="expecting is the content_hash of a book, and not"):
        write(NEW, tmp_path / "book.json", expecting=OLD)


def test_one_place_has_many_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(OLD, "book.json")
    (tmp_path / "link.json").symlink_to("book.json")
    assert is_one_place("book.json", str(tmp_path / "book.json"))
    assert is_one_place("link.json", "./book.json")
    assert is_one_place("sqlite:///book.db", f"sqlite:///{tmp_path}/book.db")
    write(OLD, "sqlite:///one.db")
    (tmp_path / "hard.db").hardlink_to("one.db")
    assert is_one_place("sqlite:///one.db", "sqlite:///hard.db")
    assert not is_one_place("book.json", "other.json")
    assert not is_one_place("book.json", "sqlite:///book.json")
    assert not is_one_place("sqlite:///a.db", "sqlite:///b.db")


def change_before(monkeypatch, name, target, write_other):
    """Let somebody else write a book just before a command writes its own."""
    from kamgraph.sources import write as module

    real = getattr(module, name)

    def step_in(*arguments, **options):
        monkeypatch.setattr(module, name, real)
        write_other(target)
        return real(*arguments, **options)

    monkeypatch.setattr(module, name, step_in)


SYNC = ["sync", "--on", "2026-06-30", "-o", "book.json"]
COMMANDS = {
    "sync": [*SYNC, "book.json", "fresh"],
    "sync over the export": [*SYNC, "fresh", "book.json"],
    "convert": ["convert", "book.json", "book.json"],
    "convert with an encoding": ["convert", "book.json", "./book.json", "--encoding", "utf-8"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_does_not_write_over_what_changed_while_it_ran(
    tmp_path, monkeypatch, capsys, command
):
    monkeypatch.chdir(tmp_path)
    write(OLD, "book.json")
    write(OLD, "fresh")
    assert main(COMMANDS[command]) == 0
    assert read("book.json") == OLD
    change_before(monkeypatch, "write_over", "book.json", partial(write, OTHER))
    assert main(COMMANDS[command]) == 2
    assert "somebody has changed the book" in capsys.readouterr().err
    assert read("book.json") == OTHER


def test_a_graph_is_read_again_as_it_was_read(tmp_path, monkeypatch, capsys):
    graph = tmp_path / "g.graphml"

    def draw(name):
        nodes = (f'<node id="{one}"><data key="name">{one}</data></node>' for one in ("a", name))
        graph.write_text(
            '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
            '<key id="name" for="node" attr.name="name" attr.type="string"/>'
            f'<graph edgedefault="directed">{"".join(nodes)}</graph></graphml>'
        )

    draw("b")
    line = ["convert", str(graph), str(graph)]
    for one in ("organization=Acme", "side=customer", "kind=knows"):
        line += ["--fill", one]
    change_before(monkeypatch, "write_over", "c", draw)
    assert main(line) == 2
    assert "somebody has changed the book" in capsys.readouterr().err
    assert 'id="c"' in graph.read_text()
    monkeypatch.undo()
    assert main(line) == 0
    assert sorted(read(graph).people["id"]) == ["a", "c"]


def test_the_built_in_book_is_of_no_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(OLD, "demo")
    assert main(["convert", "demo", "demo"]) == 0
    assert read("demo") != OLD
