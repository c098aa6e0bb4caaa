"""The interactive map as a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from kamgraph.door import guard_methods
from kamgraph.errors import ScopeError
from kamgraph.model.vocabulary import Language
from kamgraph.model.voice import speaking
from kamgraph.reviews.formats.html.map.element import make_map
from kamgraph.reviews.formats.html.map.views import View, list_views, say_day_of
from kamgraph.reviews.formats.html.page import fill_page, frame_page
from kamgraph.reviews.results import Results
from kamgraph.reviews.sections.map import say_everybody
from kamgraph.sources.commit import deliver, write_text

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language
    from kamgraph.sources.commit import Address, Stream

_HEIGHT = 760  # of its frame in a notebook
_STYLES = ("tokens.css", "copy.css", "map/page.css", "map/map.css", "map/card.css")


@guard_methods
@dataclass(frozen=True, eq=False, repr=False)
class InteractiveMap:
    """A stakeholder map to work with: pan, zoom, search, filter, trace routes, read cards.

    Make one with :func:`kamgraph.interactive_map`. It shows itself in a notebook.

    Attributes
    ----------
    title
        The account, and the deal.
    language
        ``"en"`` or ``"zh"``.
    """

    title: str
    language: Language
    _views: tuple[View, ...]

    def page(self, *, nonce: str | None = None) -> str:
        """Return the map as one self-contained page; every text in it is escaped.

        It loads nothing. The same graph gives the same text on the same machine (where lines
        of text break depends on its fonts).

        Parameters
        ----------
        nonce
            The nonce of the server's content security policy, for its style and script.
            Without it the page carries a policy of its own.

        Raises
        ------
        KamgraphError
            If the nonce is no base64 value.
        """
        graph = self._views[0].results.graph
        with speaking(self.language):
            return fill_page(
                "map/page.html.j2",
                title=self.title,
                styles=_STYLES,
                nonce=nonce,
                day=say_day_of(graph),
                map=make_map(self._views, say_everybody(graph)),
            )

    @overload
    def to_html(self, target: Address, *, nonce: str | None = None) -> Path: ...
    @overload
    def to_html(self, target: Stream, *, nonce: str | None = None) -> None: ...
    @overload
    def to_html(self, target: None = None, *, nonce: str | None = None) -> str: ...
    def to_html(self, target: Any = None, *, nonce: str | None = None) -> Any:
        """Write :meth:`page` to a path, which is returned, or a stream; or return it without one.

        Raises
        ------
        SourceError
            If the file cannot be written; a file that was there before is then still there.
        """
        page = self.page(nonce=nonce)
        return deliver(target, lambda: page, lambda path: write_text(path, page))

    def _repr_html_(self) -> str:
        return frame_page(self.title, self.page(), height=_HEIGHT)

    def __repr__(self) -> str:
        """Say whose map it is."""
        return f"<InteractiveMap: {self.title}>"


def interactive_map(
    graph: RelationshipGraph, *, since: dt.date | str | None = None, language: Language = "en"
) -> InteractiveMap:
    """Make the stakeholder map of an account or a deal to work with.

    Beside an account it holds its open deals, beside a deal its account, and with a day before
    each of them as it was then.

    Parameters
    ----------
    graph
        A graph of a single scope.
    since
        The day to compare with, a date or ``YYYY-MM-DD``, such as that of the last review.
    language
        The language of the map: ``"en"`` or ``"zh"``.

    Raises
    ------
    ScopeError
        If the graph holds more than one scope, or none; or ``since`` is no date.
    KamgraphError
        If the language is another.
    """
    if len(graph.scopes) != 1:
        raise ScopeError(
            f"a map shows one scope, this graph has {len(graph.scopes)}: build it for one, "
            "build_graph(book, account=...) or build_graph(book, deal=...)"
        )
    results = Results(graph, language, None if since is None else graph.at(since))
    with speaking(language):
        views = list_views(results)
    row = graph.scopes.iloc[0]
    names = [row["account_name"], row["deal"] and (row["deal_name"] or row["deal"])]
    return InteractiveMap(" · ".join(name for name in names if name), language, tuple(views))
