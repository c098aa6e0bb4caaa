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
    assert not is_one_place("book.json", "other.json")
    assert not is_one_place("book.json", "sqlite:///book.json")
    assert not is_one_place("sqlite:///a.db", "sqlite:///b.db")


def change_before(monkeypatch, name, target):
    """Let somebody else write a book just before a command writes its own."""
    from kamgraph.sources import write as module

    real = getattr(module, name)

    def step_in(*arguments, **options):
        write(OTHER, target)
        return real(*arguments, **options)

    monkeypatch.setattr(module, name, step_in)


@pytest.mark.parametrize("command", ["sync", "convert"])
def test_a_command_does_not_write_over_what_changed_while_it_ran(
    tmp_path, monkeypatch, capsys, command
):
    target, fresh = str(tmp_path / "book.json"), str(tmp_path / "fresh")
    write(OLD, target)
    write(OLD, fresh)
    lines = {
        "sync": ["sync", target, fresh, "--on", "2026-06-30", "-o", target],
        "convert": ["convert", target, target],
    }
    assert main(lines[command]) == 0
    assert read(target) == OLD
    change_before(monkeypatch, "write", target)
    assert main(lines[command]) == 2
    assert "somebody has changed the book" in capsys.readouterr().err
    assert read(target) == OTHER
