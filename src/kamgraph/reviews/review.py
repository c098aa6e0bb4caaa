"""The account review, which can be had in every form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from kamgraph.door import guard_methods
from kamgraph.reviews.content import ReviewContent
from kamgraph.reviews.formats import deliver_as, load_format, render_as

if TYPE_CHECKING:
    from kamgraph.reviews.document import ReviewDocument
    from kamgraph.sources.commit import Address, Stream


@guard_methods
@dataclass(frozen=True, eq=False, repr=False)
class Review(ReviewContent):
    """An account review: words, figures, tables and a picture, ready for a meeting.

    Make one with :func:`kamgraph.review`. It shows itself in a notebook. Each ``to_...`` writes one
    form of it to a path, which it returns, or to a stream; without either it returns the text, or
    the bytes, itself.

    Attributes
    ----------
    kind
        What is reviewed: an account, a deal or all accounts.
    title
        Its name.
    facts
        The day, the deal's stage and the size of the graph, in words.
    summary
        Five sentences, each with what it is about: where we stand, who decides, the biggest
        risk, what has changed (without a last review: what is not known), what to do next. In
        a portfolio, which of us carries too much takes the place of who decides.
    tone
        How the verdict sounds: ``good``, ``fair``, ``poor``, or ``unsure`` where too little is
        known.
    sections
        The parts of the review in their order.
    language
        ``"en"`` or ``"zh"``.
    results
        The results behind the words.
    """

    @overload
    def to_html(self, target: Address, *, nonce: str | None = None) -> Path: ...
    @overload
    def to_html(self, target: Stream, *, nonce: str | None = None) -> None: ...
    @overload
    def to_html(self, target: None = None, *, nonce: str | None = None) -> str: ...
    def to_html(self, target: Any = None, *, nonce: str | None = None) -> Any:
        """Make one self-contained page of the review.

        The page loads nothing and every text in it is escaped; its script, without which all
        but the tools of the map is there, is its own. The same graph gives the same bytes on
        the same machine (where lines of text break in the map depends on its fonts).

        Parameters
        ----------
        target
            As for all forms.
        nonce
            The nonce of the server's content security policy, for the page's style and script.
            Without it the page carries a policy of its own, which lets nothing else run.

        Raises
        ------
        SourceError
            If the file cannot be written; a file that was there before is then still there.
        """
        return deliver_as(".html", self, target, nonce=nonce)

    def to_document(self) -> ReviewDocument:
        """Return the review as data: its words, and the results behind them in machine words."""
        return load_format(".json").document(self)

    @overload
    def to_json(self, target: Address) -> Path: ...
    @overload
    def to_json(self, target: Stream) -> None: ...
    @overload
    def to_json(self, target: None = None) -> str: ...
    def to_json(self, target: Any = None) -> Any:
        """Return the review as JSON, for a service to embed; what is missing is null.

        The file ``review.schema.json`` of this package describes it, and
        :class:`~kamgraph.ReviewDocument` reads it back.
        """
        return deliver_as(".json", self, target)

    @overload
    def to_xlsx(self, target: Address) -> Path: ...
    @overload
    def to_xlsx(self, target: Stream) -> None: ...
    @overload
    def to_xlsx(self, target: None = None) -> bytes: ...
    def to_xlsx(self, target: Any = None) -> Any:
        """Make an Excel workbook of the review.

        The first sheet tells the summary and leads to the others, one a table, with numbers as
        numbers and texts as texts: none is ever run as a formula. Needs the ``excel`` extra.

        Raises
        ------
        SourceError
            If it cannot be written, or the extra is not installed.
        """
        return deliver_as(".xlsx", self, target)

    @overload
    def to_pptx(self, target: Address, *, template: str | Path | None = None) -> Path: ...
    @overload
    def to_pptx(self, target: Stream, *, template: str | Path | None = None) -> None: ...
    @overload
    def to_pptx(self, target: None = None, *, template: str | Path | None = None) -> bytes: ...
    def to_pptx(self, target: Any = None, *, template: str | Path | None = None) -> Any:
        """Make slides for PowerPoint of the review.

        People are boxes and ties are connectors glued to them, tables and charts are
        PowerPoint's own: everything can be edited. The notes of each slide tell what its words
        mean. The same review gives the same bytes on the same machine (fonts decide how large
        texts may be). Needs the ``slides`` extra.

        Parameters
        ----------
        target
            As for all forms.
        template
            The firm's own template (``.potx`` or ``.pptx``): its size, layouts, fonts and colours
            are used, whatever the layouts are called; its slides are left out.

        Raises
        ------
        SourceError
            If the slides cannot be written, the extra is not installed, or the template cannot
            be read or has no layout with a title and room below it.
        """
        chosen = None if template is None else Path(template)
        return deliver_as(".pptx", self, target, template=chosen)

    @overload
    def to_markdown(self, target: Address) -> Path: ...
    @overload
    def to_markdown(self, target: Stream) -> None: ...
    @overload
    def to_markdown(self, target: None = None) -> str: ...
    def to_markdown(self, target: Any = None) -> Any:
        """Return the review as Markdown (GitHub's dialect), without the pictures."""
        return deliver_as(".md", self, target)

    def _repr_html_(self) -> str:
        return load_format(".html").frame_page(self.title, render_as(".html", self))

    def __repr__(self) -> str:
        """Say what is reviewed and what the verdict is."""
        return f"<Review: {self.kind} · {self.title}: {self.verdict}>"
