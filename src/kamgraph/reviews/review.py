"""The account review: what a graph says, put into words, and the forms it comes in.

Each form is loaded when a review is asked for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.sources.files import write_text

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.model.vocabulary import Language
    from kamgraph.reviews.document import ReviewDocument
    from kamgraph.reviews.results import Basis
    from kamgraph.reviews.section import Point, Section, Tone


@dataclass(frozen=True, eq=False, repr=False)
class Review:
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
        a portfolio, who of us carries too much takes the place of who decides.
    tone
        How the verdict sounds: ``good``, ``fair``, ``poor``, or empty where nothing is known.
    sections
        The parts of the review in their order.
    language
        ``"en"`` or ``"zh"``.
    results
        The results behind the words.
    """

    kind: str
    title: str
    facts: tuple[str, ...]
    summary: tuple[Point, ...]
    tone: Tone
    sections: tuple[Section, ...]
    language: Language
    results: Basis

    @property
    def verdict(self) -> str:
        """Where we stand and how sure that is, in a sentence: the first of the summary."""
        return self.summary[0].sentence

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """A copy of the table of each section that has one, by the section's name."""
        return {section.name: section.table.rows for section in self.sections if section.table}

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
        OSError
            If the file cannot be written; a file that was there before is then still there.
        """
        from kamgraph.reviews.formats.html.review import page

        target = Path(path)
        write_text(target, page(self, nonce=nonce))
        return target

    def to_document(self) -> ReviewDocument:
        """Return the review as data: its words, and the results behind them in machine words."""
        from kamgraph.reviews.document import document

        return document(self)

    def to_json(self) -> str:
        """Return the review as JSON, for a service to embed; what is missing is null.

        The file ``review.schema.json`` of this package describes it, and
        :class:`~kamgraph.reviews.document.ReviewDocument` reads it back.
        """
        return self.to_document().model_dump_json(indent=2) + "\n"

    def to_xlsx(self, path: str | Path) -> Path:
        """Write the review as an Excel workbook, and return where it is.

        The first sheet tells the summary and leads to the others, one a table, with numbers as
        numbers and texts as texts: none is ever run as a formula. Needs the ``excel`` extra.

        Raises
        ------
        SourceError
            If it cannot be written, or the extra is not installed.
        """
        from kamgraph.reviews.formats.workbook import write_review

        target = Path(path)
        write_review(self, target)
        return target

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
        from kamgraph.reviews.formats.slides import write_slides

        target = Path(path)
        write_slides(self, target, template=None if template is None else Path(template))
        return target

    def to_markdown(self) -> str:
        """Return the review as Markdown (GitHub's dialect), without the pictures."""
        from kamgraph.reviews.formats.markdown import document

        return document(self)

    def _repr_html_(self) -> str:
        from kamgraph.reviews.formats.html.review import framed

        return framed(self)

    def __repr__(self) -> str:
        """Say what is reviewed and what the verdict is."""
        return f"<Review: {self.kind} · {self.title}: {self.verdict}>"
