import os
import socket
import stat
import threading
from pathlib import Path

import pytest

from books import book
from kamgraph import build_graph, interactive_map, review
from kamgraph.errors import SourceError
from kamgraph.sources.commit import check_target, lock, write_bytes, write_text
from kamgraph.sources.commit.draft import name_draft
from kamgraph.sources.excel import write_template
from kamgraph.sources.write import write

posix = pytest.mark.skipif(os.name == "nt", reason="no rights, links or devices")
BOOK = book(people="ann acme")


@pytest.fixture(scope="module")
def graph():
    return build_graph(BOOK, account="acme", as_of="2026-06-30")


@pytest.fixture(
    params=[
        "json",
        "xlsx",
        "graphml",
        "gexf",
        "cyjs",
        "html",
        "map",
        "pptx",
        "review.xlsx",
        "template",
    ]
)
def save(request, graph):
    """Return what writes a file in one of all forms."""
    name = request.param
    if name in {"html", "pptx", "review.xlsx"}:
        found = review(graph)
        return {"html": found.to_html, "pptx": found.to_pptx, "review.xlsx": found.to_xlsx}[name]
    if name == "map":
        return interactive_map(graph).to_html
    if name == "template":
        return write_template
    return lambda path: write(BOOK, path)


@pytest.fixture
def target(request, tmp_path):
    name = request.node.callspec.params["save"]
    ending = {"map": "html", "review.xlsx": "xlsx", "template": "xlsx"}.get(name, name)
    return tmp_path / f"out.{ending}"


@posix
def test_a_file_keeps_its_rights_and_a_link_leads_where_it_led(save, target, tmp_path):
    real = tmp_path / "elsewhere" / f"real{target.suffix}"
    real.parent.mkdir()
    real.touch(0o600)
    target.symlink_to(real)
    save(target)
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert target.readlink() == real
    assert real.stat().st_size > 0
    assert [*real.parent.iterdir()] == [real]


@pytest.mark.long
@posix
def test_nothing_takes_the_place_of_a_pipe_a_device_or_a_socket(save, target):
    os.mkfifo(target)
    taken = []
    reader = threading.Thread(target=lambda: taken.append(target.read_bytes()))
    reader.start()
    save(target)
    reader.join()
    assert taken[0]
    assert stat.S_ISFIFO(target.stat().st_mode)
    target.unlink()
    target.symlink_to("/dev/null")
    save(target)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    target.unlink()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(target))
        with pytest.raises(SourceError, match=r"out\..*: is a socket, which is never written over"):
            save(target)


@pytest.mark.long
@posix
def test_every_error_of_the_system_is_one_of_ours(save, target, tmp_path, monkeypatch):
    save(target)
    before = target.read_bytes()
    for name in ("open", "fsync", "replace"):
        with monkeypatch.context() as patched:
            patched.setattr(os, name, fail)
            with pytest.raises(SourceError, match=r"out\.\w+: No space left on device"):
                save(target)
        assert target.read_bytes() == before
        assert [*tmp_path.iterdir()] == [target]
    for odd in ("x" * 300, "no/where", "zero\0"):
        with pytest.raises(SourceError):
            save(tmp_path / f"{odd}{target.suffix}")
    target.unlink()
    target.mkdir()
    with pytest.raises(SourceError, match="is a folder"):
        save(target)


def fail(*_, **__):
    raise OSError(28, "No space left on device")


def test_a_name_may_be_as_long_as_the_system_takes(tmp_path):
    write_text(tmp_path / ("x" * 255), "a")
    assert (tmp_path / ("x" * 255)).read_text() == "a"


def test_a_link_to_nothing_makes_what_it_leads_to(tmp_path):
    (tmp_path / "link").symlink_to("real")
    write_text(tmp_path / "link", "a")
    assert (tmp_path / "real").read_text() == "a"
    (tmp_path / "lost").symlink_to("no/where")
    with pytest.raises(SourceError, match=r"lost: its folder .*no is not there"):
        check_target(tmp_path / "lost")
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(SourceError, match="circle: "):
        write_text(tmp_path / "circle", "a")


def test_drafts_of_the_dead_go_with_the_next_write_and_nothing_else_does(tmp_path):
    dead = name_draft(tmp_path)
    dead.write_text("Ann, 0123")
    name_draft(tmp_path).mkdir()
    kept = [".kamgraph-notes", ".hidden", ".kamgraph-00", ".file.csv.123.new"]
    for name in kept:
        (tmp_path / name).touch()
    write_text(tmp_path / "a.txt", "a")
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([*kept, "a.txt"])


def test_where_nobody_can_be_kept_out_only_old_drafts_go(tmp_path, monkeypatch):
    def know_no_locks(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", know_no_locks)
    fresh, old = name_draft(tmp_path), name_draft(tmp_path)
    fresh.touch()
    old.touch()
    os.utime(old, (0, 0))
    write_text(tmp_path / "a.txt", "a")
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([fresh.name, "a.txt"])


def test_a_writer_waits_for_another_and_gives_up_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr("kamgraph.sources.commit.one_writer.PATIENCE", 0.05)
    with lock(tmp_path) as alone:
        assert alone
        with pytest.raises(SourceError, match="another program is writing here; try again"):
            write_text(tmp_path / "a.txt", "a")
    write_text(tmp_path / "a.txt", "a")


def test_a_check_that_refuses_leaves_everything_as_it_was(tmp_path):
    write_text(tmp_path / "a.txt", "old")

    def refuse():
        raise SourceError("no")

    with pytest.raises(SourceError, match=r"^no$"):
        write_bytes(tmp_path / "a.txt", b"new", check=refuse)
    assert (tmp_path / "a.txt").read_text() == "old"
    assert [*tmp_path.iterdir()] == [tmp_path / "a.txt"]


def test_threads_that_write_one_file_tear_nothing(tmp_path):
    file, texts = tmp_path / "a.txt", {letter * 200_000 for letter in "abcd"}
    write_text(file, "a" * 200_000)
    writers = [
        threading.Thread(target=lambda text=text: [write_text(file, text) for _ in range(10)])
        for text in texts
    ]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert file.read_text() in texts
    assert [*tmp_path.iterdir()] == [file]
