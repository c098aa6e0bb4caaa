"""The account review: what a graph says about an account or a deal, put into words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.errors import ScopeError
from kamgraph.model.vocabulary import LANGUAGES, STAGES, Language
from kamgraph.review import html, markdown
from kamgraph.review.changes import changes
from kamgraph.review.exposure import actions, losses, questions
from kamgraph.review.fine_print import definitions, judgements
from kamgraph.review.key_persons import balance, deciders, routes
from kamgraph.review.stakeholder_map import stakeholder_map
from kamgraph.review.standing import standing
from kamgraph.review.verdict import tone, verdict
from kamgraph.review.wording import Wording
from kamgraph.sources.files import write_text

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from kamgraph.graph import RelationshipGraph
    from kamgraph.review.section import Section, Tone

STANDING = (standing, deciders, routes, actions)
REASONS = (losses, questions, balance, stakeholder_map, definitions, judgements)


@dataclass(frozen=True, eq=False, repr=False)
class Review:
    """An account review: words, figures, tables and a picture, ready for a meeting.

    Make one with :func:`kamgraph.review`. It shows itself in a notebook.

    Attributes
    ----------
    kind, title
        What is reviewed: an account or a deal, and its name.
    facts
        The day, the deal's stage and the size of the graph, in words.
    verdict
        Where we stand, in a sentence.
    tone
        How the verdict sounds: ``good``, ``fair``, ``poor``, or empty where nothing is known.
    sections
        The parts of the review in their order.
    language
        ``"en"`` or ``"zh"``.
    """

    kind: str
    title: str
    facts: tuple[str, ...]
    verdict: str
    tone: Tone
    sections: tuple[Section, ...]
    language: Language

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """A copy of the table of each section that has one, by the section's name."""
        return {section.name: section.table.rows for section in self.sections if section.table}

    def to_html(self, path: str | Path) -> Path:
        """Write the review as one self-contained page, and return where it is.

        The page holds no script and loads nothing; every text in it is escaped. The same graph
        gives the same bytes on the same machine (the picture's letters depend on its fonts).

        Raises
        ------
        OSError
            If the file cannot be written; a file that was there before is then still there.
        """
        target = Path(path)
        write_text(target, html.page(self))
        return target

    def to_markdown(self) -> str:
        """Return the review as Markdown (GitHub's dialect), without the pictures."""
        return markdown.document(self)

    def _repr_html_(self) -> str:
        return html.frame(self)

    def __repr__(self) -> str:
        """Say what is reviewed and what the verdict is."""
        return f"<Review: {self.kind} · {self.title}: {self.verdict}>"


def review(
    graph: RelationshipGraph, *, since: dt.date | str | None = None, language: Language = "en"
) -> Review:
    """Review an account or a deal: where we stand, who decides, how we reach them and why.

    Parameters
    ----------
    graph
        A graph of a single scope.
    since
        The day of the last review, a date or ``YYYY-MM-DD``: what has changed since then, and
        why, follows what it means to do.
    language
        The language of the review: ``"en"`` or ``"zh"``.

    Raises
    ------
    ScopeError
        If the graph holds more than one scope, or none; or ``since`` is no date.
    ValueError
        If the language is another.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language '{language}' is unknown; choose {' or '.join(LANGUAGES)}")
    if len(graph.scopes) != 1:
        raise ScopeError(
            f"a review is about one scope, this graph has {len(graph.scopes)}: build it for one, "
            "build_graph(book, account=...) or build_graph(book, deal=...)"
        )
    words, scope = Wording(language), graph.scopes.iloc[0]
    account = scope["account_name"]
    return Review(
        kind=words("deal_review", account=account) if scope["deal"] else words("account_review"),
        title=(scope["deal_name"] or scope["deal"]) if scope["deal"] else account,
        facts=_facts(graph, words),
        verdict=verdict(graph, words),
        tone=tone(graph),
        sections=_sections(graph, since, words),
        language=language,
    )


def _sections(
    graph: RelationshipGraph, since: dt.date | str | None, words: Wording
) -> tuple[Section, ...]:
    news = () if since is None else changes(graph, since, words)
    return (
        *(section(graph, words) for section in STANDING),
        *news,
        *(section(graph, words) for section in REASONS),
    )


def _facts(graph: RelationshipGraph, words: Wording) -> tuple[str, ...]:
    scope, day = graph.scopes.iloc[0], graph.as_of
    facts = [words("as_of", day=words.day(day)) if day else words("undated")]
    if scope["stage"]:
        facts.append(words("stage", stage=words.label(STAGES, scope["stage"])))
    facts.append(words.counted("people", int(scope["people"])))
    facts.append(words.counted("ties", int(scope["ties"])))
    return tuple(facts)
