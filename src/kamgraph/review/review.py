"""The account review: what a graph says about an account or a deal, put into words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.errors import ScopeError
from kamgraph.model.vocabulary import LANGUAGES, STAGES, Language
from kamgraph.review import html, markdown
from kamgraph.review.aims import aims
from kamgraph.review.chain import decision_chain
from kamgraph.review.changes import changes, events
from kamgraph.review.exposure import actions, losses, questions
from kamgraph.review.fine_print import definitions, judgements
from kamgraph.review.handover import handovers
from kamgraph.review.key_persons import balance, deciders, routes
from kamgraph.review.quality import data_quality
from kamgraph.review.results import Results
from kamgraph.review.stakeholder_map import stakeholder_map
from kamgraph.review.standing import standing
from kamgraph.review.summary import summary
from kamgraph.review.verdict import tone
from kamgraph.review.wording import Wording
from kamgraph.sources.files import write_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import pandas as pd

    from kamgraph.graph import RelationshipGraph
    from kamgraph.review.section import Point, Section, Tone


def _map(results: Results, words: Wording) -> Section:
    return stakeholder_map(results.graph, words)


SECTIONS: tuple[Callable[[Results, Wording], Section | None], ...] = (
    standing,
    decision_chain,
    deciders,
    routes,
    actions,
    losses,
    handovers,
    changes,
    events,
    aims,
    questions,
    balance,
    data_quality,
    _map,
    definitions,
    judgements,
)
"""What a review consists of, in its order; a part that has nothing to tell of leaves itself out."""


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
    summary
        Five sentences, each with what it is about: where we stand, who decides, the biggest
        risk, what has changed (without a last review: what is not known), what to do next.
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
    results: Results

    @property
    def verdict(self) -> str:
        """Where we stand and how sure that is, in a sentence: the first of the summary."""
        return self.summary[0].sentence

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
    results = Results(graph, language, None if since is None else graph.at(since))
    account = scope["account_name"]
    parts = (section(results, words) for section in SECTIONS)
    return Review(
        kind=words("deal_review", account=account) if scope["deal"] else words("account_review"),
        title=(scope["deal_name"] or scope["deal"]) if scope["deal"] else account,
        facts=_facts(graph, words),
        summary=summary(results, words),
        tone=tone(results),
        sections=tuple(part for part in parts if part),
        language=language,
        results=results,
    )


def _facts(graph: RelationshipGraph, words: Wording) -> tuple[str, ...]:
    scope, day = graph.scopes.iloc[0], graph.as_of
    facts = [words("as_of", day=words.day(day)) if day else words("undated")]
    if scope["stage"]:
        facts.append(words("stage", stage=words.label(STAGES, scope["stage"])))
    facts.append(words.counted("people", int(scope["people"])))
    facts.append(words.counted("ties", int(scope["ties"])))
    return tuple(facts)
