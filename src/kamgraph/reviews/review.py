"""The account review, which can be had in every form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.reviews.content import ReviewContent
from kamgraph.reviews.formats import load_format, render_as, write_as

if TYPE_CHECKING:
    from kamgraph.reviews.document import ReviewDocument


@dataclass(frozen=True, eq=False, repr=False)
class Review(ReviewContent):
    """An account review: words, figures, tables and a picture, ready for a meeting.

    Make one with :func:`kamgraph.review`. It shows itself in a notebook.

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

    def to_html(self, path: str | Path, *, nonce: str | None = None) -> Path:
        """Write the review as one self-contained page, and return where it is.

        The page loads nothing and every text in it is escaped; its script, without which all
        but the tools of the map is there, is its own. The same graph gives the same bytes on
        the same machine (where lines of text break in the map depends on its fonts).

        Parameters
        ----------
        path
            The file.
        nonce
            The nonce of the server's content security policy, for the page's style and script.
            Without it the page carries a policy of its own, which lets nothing else run.

        Raises
        ------
        SourceError
            If the file cannot be written; a file that was there before is then still there.
        """
        return self._write(".html", path, nonce=nonce)

    def to_document(self) -> ReviewDocument:
        """Return the review as data: its words, and the results behind them in machine words."""
        return load_format(".json").document(self)

    def to_json(self) -> str:
        """Return the review as JSON, for a service to embed; what is missing is null.

        The file ``review.schema.json`` of this package describes it, and
        :class:`~kamgraph.ReviewDocument` reads it back.
        """
        return render_as(".json", self)

    def to_xlsx(self, path: str | Path) -> Path:
        """Write the review as an Excel workbook, and return where it is.

        The first sheet tells the summary and leads to the others, one a table, with numbers as
        numbers and texts as texts: none is ever run as a formula. Needs the ``excel`` extra.

        Raises
        ------
        SourceError
            If it cannot be written, or the extra is not installed.
        """
        return self._write(".xlsx", path)

    def to_pptx(self, path: str | Path, *, template: str | Path | None = None) -> Path:
        """Write the review as slides for PowerPoint, and return where they are.

        People are boxes and ties are connectors glued to them, tables and charts are
        PowerPoint's own: everything can be edited. The notes of each slide tell what its words
        mean. The same review gives the same bytes on the same machine (fonts decide how large
        texts may be). Needs the ``slides`` extra.

        Parameters
        ----------
        path
            The file, ``.pptx``.
        template
            The firm's own template (``.potx`` or ``.pptx``): its size, layouts, fonts and colours
            are used, whatever the layouts are called; its slides are left out.

        Raises
        ------
        SourceError
            If the slides cannot be written, the extra is not installed, or the template cannot
            be read or has no layout with a title and room below it.
        """
        return self._write(".pptx", path, template=None if template is None else Path(template))

    def to_markdown(self) -> str:
        """Return the review as Markdown (GitHub's dialect), without the pictures."""
        return render_as(".md", self)

    def _repr_html_(self) -> str:
        return load_format(".html").frame_page(self.title, render_as(".html", self))

    def _write(self, ending: str, path: str | Path, **options: str | Path | None) -> Path:
        target = Path(path)
        write_as(ending, self, target, **options)
        return target

    def __repr__(self) -> str:
        """Say what is reviewed and what the verdict is."""
        return f"<Review: {self.kind} · {self.title}: {self.verdict}>"
