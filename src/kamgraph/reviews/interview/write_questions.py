"""The questions as a file that somebody fills in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError
from kamgraph.model.voice import speaking
from kamgraph.reviews.interview import FORMS
from kamgraph.reviews.interview.form import make_form
from kamgraph.reviews.interview.page import render
from kamgraph.reviews.interview.sheet import write_sheet
from kamgraph.sources.commit import write_text

if TYPE_CHECKING:
    import os

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language


def write_questions(
    graph: RelationshipGraph,
    path: str | os.PathLike[str],
    *,
    questions: int = 12,
    language: Language = "en",
) -> None:
    """Write what to ask next as a form to fill in, which :func:`kamgraph.answer` takes back.

    It names people and no ids, says who may know, and offers for each question what to choose from:
    people for a role, grades with what people of them do, yes or no for what is suggested; beside
    each answer there is room for how one knows. What is left empty is not known.

    Parameters
    ----------
    graph
        A graph of a single scope.
    path
        A workbook (``.xlsx``), or a page (``.html``) that needs no network, prints, and saves its
        answers as a file.
    questions
        How many there are, at the most; see :func:`kamgraph.ask`.
    language
        ``"en"`` or ``"zh"``.

    Raises
    ------
    ScopeError
        If the graph holds more than one scope, or none.
    SourceError
        If the file has another ending, or cannot be written.
    KamgraphError
        If the number is none, or the language is another.
    """
    target = Path(path)
    if target.suffix.lower() not in FORMS:
        raise SourceError(f"{target}: questions are written as {' or '.join(FORMS)}")
    with speaking(language):
        form = make_form(graph, questions)
        if target.suffix.lower() == ".html":
            write_text(target, render(form))
        else:
            write_sheet(form, target)
