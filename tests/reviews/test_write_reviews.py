import re

import pytest

import kamgraph as k
from books import book
from kamgraph.cli import main
from kamgraph.reviews import write_reviews as module

NAMES = "acme customer name=<b>&Co; bravo customer; us vendor"
PEOPLE = "ann acme; bo bravo; vic us"
GRADES = "ann 2026-01-01 hostile doubts refuses; bo 2026-01-01 friend prefers endorses"


def make_book(organizations=NAMES, people=PEOPLE, assessments=GRADES):
    return book(
        organizations=organizations,
        people=people,
        ties="vic knows ann brief",
        roles="ann approver acme" + ("; bo approver bravo" if "bravo" in organizations else ""),
        assessments=assessments,
    )


def links(page):
    return re.findall(r'<a href="([^"#]+)">([^<]*)</a>', page.read_text("utf-8"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_portfolio_leads_to_the_accounts_and_each_of_them_back(tmp_path, language):
    home = k.write_reviews(make_book(), tmp_path / "reviews", language=language)
    assert home == tmp_path / "reviews" / "index.html"
    told = dict(links(home))
    assert set(told.values()) == {"&lt;b&gt;&amp;Co", "bravo"}
    for page, name in told.items():
        there = home.with_name(page)
        back = "← All accounts" if language == "en" else "← 全部客户"
        assert links(there) == [("index.html", back)]
        assert f"<h1>{name}</h1>" in there.read_text("utf-8")
    pages = {path.name for path in home.parent.iterdir()}
    assert pages == {"index.html", "manifest.json", *told}


def test_pages_of_accounts_that_are_gone_are_removed(tmp_path):
    home = k.write_reviews(make_book(), tmp_path)
    gone = next(page for page, name in links(home) if name == "bravo")
    (tmp_path / "notes.html").write_text("mine", "utf-8")
    k.write_reviews(
        make_book("acme customer; us vendor", "ann acme; vic us", GRADES.partition(";")[0]),
        tmp_path,
    )
    assert not (tmp_path / gone).exists()
    assert (tmp_path / "notes.html").read_text("utf-8") == "mine"


def test_a_failure_halfway_leaves_everything_as_it_was(tmp_path, monkeypatch):
    k.write_reviews(make_book(), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_link_home", fail)
    with pytest.raises(OSError, match="No space left"):
        k.write_reviews(make_book(), tmp_path, as_of="2026-01-01")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_holds_a_book_is_refused(tmp_path):
    k.write(make_book(), tmp_path)
    with pytest.raises(k.SourceError, match=r"holds a book .*choose another folder"):
        k.write_reviews(make_book(), tmp_path)


def test_a_book_without_accounts_is_refused(tmp_path):
    with pytest.raises(k.ScopeError, match="nothing to review"):
        k.write_reviews(book(organizations="us vendor", people="vic us"), tmp_path / "reviews")


def test_the_command_writes_a_folder(tmp_path, capsys):
    path = tmp_path / "book.json"
    path.write_text(make_book().to_json(), "utf-8")
    assert main(["review", str(path), "--all", "-o", f"{tmp_path}/reviews/"]) == 0
    assert "index.html" in capsys.readouterr().out
    assert len(links(tmp_path / "reviews" / "index.html")) >= 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--all", "-o", "all.html"], "--all writes one folder"),
        (["--all", "--portfolio", "-o", "reviews/"], "leave out --account, --deal, --portfolio"),
        (["-o", "reviews/"], "'reviews' names no form"),
    ],
)
def test_what_is_no_folder_or_not_asked_for_is_refused(given, message, capsys):
    assert main(["review", "demo", *given]) == 2
    assert message in capsys.readouterr().err
