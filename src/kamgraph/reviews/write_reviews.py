"""The reviews of all accounts as a folder of pages that lead to each other."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pandas as pd

from kamgraph.errors import SourceError
from kamgraph.graph.build import build_graph
from kamgraph.model.policy import Policy
from kamgraph.model.voice import say, speaking
from kamgraph.progress import stages
from kamgraph.reviews.compose import review
from kamgraph.reviews.formats import check_extras, render_as
from kamgraph.sources.commit import commit_files, list_committed, lock, make_folder

if TYPE_CHECKING:
    import datetime as dt
    import os
    from collections.abc import Callable, Mapping

    from kamgraph.model.book import Book
    from kamgraph.model.vocabulary import Language
    from kamgraph.reviews.review import Review
    from kamgraph.reviews.section import Section

_HOME = "index.html"
_ENDING = ".html"
_PLAIN = re.compile(r"[^a-z0-9]+")
_LONGEST = 40  # letters of an id in the name of a page


class Link(str):
    """A text that leads to a page where it is shown as HTML, and is a text everywhere else."""

    __slots__ = ("target",)
    target: str

    def __new__(cls, text: str, target: str) -> Self:
        """Make a link of a text and the page it leads to."""
        link = super().__new__(cls, text)
        link.target = target
        return link

    def __str__(self) -> str:
        """Return the text, still a link."""
        return self

    def __html__(self) -> str:
        """Return the text as HTML."""
        return f'<a href="{escape(self.target)}">{escape(self[:])}</a>'


def write_reviews(
    book: Book,
    folder: str | os.PathLike[str],
    *,
    since: dt.date | str | None = None,
    as_of: dt.date | str | None = None,
    policy: Policy | None = None,
    language: Language = "en",
) -> Path:
    """Write the reviews of all accounts as a folder of pages, and return the first of them.

    ``index.html`` is the review of the portfolio; its accounts lead to their own reviews, and each
    of these back. The folder takes its pages together: whatever goes wrong meanwhile, it holds all
    as they were before. Pages of accounts that are no longer in the book are removed.

    Parameters
    ----------
    book
        The book.
    folder
        The folder, which is made where it is not there; one that holds a book is refused.
    since
        The day of the last review: what has changed since then is told too.
    as_of
        The day of the reviews, by default the newest day recorded in the book.
    policy
        The policy behind them.
    language
        ``"en"`` or ``"zh"``.

    Raises
    ------
    ScopeError
        If the book has no account.
    SourceError
        If the folder cannot be written, or is not one of reviews.
    """
    check_extras([_ENDING])
    target, rules = Path(folder), policy or Policy()
    whole = build_graph(book, as_of=as_of, policy=rules)
    accounts = [str(one) for one in whole.scopes["account"].unique()]
    pages = {account: _name_page(account) for account in accounts}

    def write_portfolio() -> bytes:
        return _render(_link_accounts(review(whole, since=since, language=language), pages))

    def write_account(account: str) -> bytes:
        graph = build_graph(book, account=account, as_of=as_of, policy=rules)
        return _render(_link_home(review(graph, since=since, language=language)))

    files: dict[str, Callable[[], bytes]] = {_HOME: write_portfolio}
    files |= {pages[account]: partial(write_account, account) for account in accounts}
    _commit(target, files, book.content_hash)
    return target / _HOME


def _name_page(account: str) -> str:
    """Return the file of an account's page: what an id says in plain letters, and which it is."""
    plain = _PLAIN.sub("-", account.lower())[:_LONGEST].strip("-")
    return f"account-{plain}-{hashlib.sha256(account.encode()).hexdigest()[:8]}{_ENDING}"


def _commit(folder: Path, files: Mapping[str, Callable[[], bytes]], content_hash: str) -> None:
    """Write pages into a folder together, in place of those before."""
    make_folder(folder)
    with lock(folder) as alone:
        before = list_committed(folder)
        if strange := [name for name in before if not name.endswith(_ENDING)]:
            raise SourceError(
                f"{folder}: holds a book ({', '.join(strange[:3])}); choose another folder for its "
                "reviews"
            )
        gone = [name for name in before if name not in files and (folder / name).exists()]
        with stages(len(files), "reviews") as finish:
            commit_files(
                folder,
                {name: partial(_make, page, finish) for name, page in files.items()},
                gone=gone,
                content_hash=content_hash,
                alone=alone,
            )


def _make(page: Callable[[], bytes], finish: Callable[[bytes], bytes]) -> bytes:
    """Return a page, and move the bar on."""
    return finish(page())


def _render(one: Review) -> bytes:
    return render_as(_ENDING, one).encode()


def _link_home(one: Review) -> Review:
    """Let the head of a review lead back to that of the portfolio."""
    with speaking(one.language):
        home = Link(f"← {say('portfolio_title')}", _HOME)
    return replace(one, facts=(home, *one.facts))


def _link_accounts(one: Review, pages: Mapping[str, str]) -> Review:
    """Let each row about an account lead to its review."""
    return replace(one, sections=tuple(_link_rows(section, pages) for section in one.sections))


def _link_rows(section: Section, pages: Mapping[str, str]) -> Section:
    table = section.table
    if table is None or not table.accounts:
        return section
    rows, name = table.rows, next(iter(table.columns))
    pairs = zip(rows[name], table.accounts, strict=True)
    links = [Link(text, pages[account]) for text, account in pairs]
    rows[name] = pd.Series(links, rows.index, dtype=object)  # which keeps them as they are
    return replace(section, table=replace(table, _rows=rows))
