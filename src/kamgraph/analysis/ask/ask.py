"""What should we find out next, about whom, and which of us would know?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from kamgraph.analysis.ask.askers import find_askers
from kamgraph.analysis.ask.grades import GRADE, ask_grades
from kamgraph.analysis.ask.roles import ROLE, ask_roles
from kamgraph.analysis.ask.suggestions import CANDIDATE, ask_candidates
from kamgraph.analysis.ask.wording import put_into_words
from kamgraph.analysis.candidates.candidates import candidates
from kamgraph.errors import KamgraphError
from kamgraph.model.arguments import check_argument
from kamgraph.model.dtypes import TEXT
from kamgraph.model.made_ids import join_cells
from kamgraph.model.result import Index, Points, ScopedRecord, returns
from kamgraph.model.voice import speaking

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language

KINDS = (ROLE, GRADE, CANDIDATE)
_MADE_OF = {  # the ids of questions, after their kind
    ROLE: ("account", "place", "about"),
    GRADE: ("account", "deal", "person", "about"),
    CANDIDATE: ("id",),
}


class AskRecord(ScopedRecord):
    """A question to one of us."""

    question: Index[str]
    """Its id: the same whenever the same is asked."""
    kind: Literal[KINDS]  # type: ignore[valid-type]
    """Role: who holds an open one. Grade: how somebody stands on an axis. Candidate: whether what
    is suggested is so."""
    person: str | None
    """The id of whom it is about; missing of roles."""
    other: str | None
    """The id of the other one whom a candidate is about; missing of all else."""
    about: str
    """The role, the axis, or the kind of the candidate."""
    proposed: tuple[str, ...]
    """Of a role the ids of those who hold it in deals, else who fit it best; else empty."""
    ask: str | None
    """The id of the one of us to ask: who is closest to the person, else who leads the account,
    has met most of theirs, has graded them last, or is the only one of us."""
    worth: Points
    """By how many points less the choice may be off, either way, once it is answered."""
    text: str
    """The question in words, in the language asked for."""
    reason: str
    """Why it is asked: what is recorded, or by what it is suggested."""


_COLUMNS = ["kind", "person", "other", "about", "proposed", "ask", "worth", "text", "reason"]


@returns(AskRecord)
def ask(
    graph: RelationshipGraph, *, questions: int = 12, language: Language = "en"
) -> pd.DataFrame:
    """Return the questions whose answers would narrow the verdict most, as for an interview.

    Asked is who holds each decision role that must be there and is open, how people stand on axes
    on which they have no grade or an old one, and whether candidates are so.

    How much hangs on an answer is told in points by which the choice may be off. The grades of a
    person: by how much closer its bounds come, by the decision rule, once they are known to be what
    they are taken for now, and with them those that are asked for before; each axis has its part of
    it by how uncertain it is, and one on which nobody is graded counts as unknown. A role: half of
    its share of the decision. A candidate: half of the power of those it is about, by its
    confidence; of lines and influence, of the power that would pass along them.

    Parameters
    ----------
    graph
        The graph, of one scope or many.
    questions
        How many there are for each scope, at the most.
    language
        The language of ``text`` and ``reason``: ``"en"`` or ``"zh"``.

    Returns
    -------
    DataFrame
        One :class:`AskRecord` per question: roles first, then the grades, person by person, then
        candidates. Of roles and candidates those are first on which most hangs; of people that one
        whose grades narrow most each, then the one whose do once these are known.

    Raises
    ------
    KamgraphError
        If the number is none, or there are no words in the language.
    """
    wanted = "questions is how many there are to be, 1 at least"
    check_argument(questions, (int,), wanted, KamgraphError)
    if questions < 1:
        raise KamgraphError(f"{wanted}, and not {questions}")
    with speaking(language):
        return ask_among(graph, candidates(graph, language=language), questions)


def ask_among(graph: RelationshipGraph, found: pd.DataFrame, questions: int = 12) -> pd.DataFrame:
    """Return the questions, of candidates that are known, in the language that is spoken."""
    askers = find_askers(graph)
    parts = [ask_roles(graph, found), ask_grades(graph, questions, askers)]
    parts = [*parts, ask_candidates(graph, found, askers)]
    declared = _EMPTY.dtypes.to_dict()
    alike = [part.reindex(columns=[*declared]).astype(declared) for part in parts]
    rows = _choose(pd.concat([_EMPTY, *alike], ignore_index=True), questions)
    return _add_index(graph, put_into_words(graph, _fill(rows)))


def _fill(rows: pd.DataFrame) -> pd.DataFrame:
    """Return questions with nobody where nobody is proposed."""
    proposed = [one if isinstance(one, tuple) else () for one in rows["proposed"]]
    return rows.assign(proposed=pd.Series(proposed, rows.index, dtype=object))


_TEXTS = ["kind", "person", "other", "about", "ask", "id", "place", "value", "evidence"]
_EMPTY = pd.DataFrame(
    {
        "scope": pd.Series(dtype="int64"),
        "worth": pd.Series(dtype="float64"),
        "proposed": pd.Series(dtype="object"),
        "day": pd.Series(dtype="datetime64[s]"),
        "confidence": pd.Series(dtype="float64"),
        "fitting": pd.Series(dtype="float64"),
    }
    | {name: pd.Series(dtype=TEXT) for name in _TEXTS}
)


def _choose(table: pd.DataFrame, questions: int) -> pd.DataFrame:
    """Keep so many of each scope on which most hangs, in the order of kinds."""
    # Grades are worth something once those before are known, so these count as much.
    worth = table.iloc[::-1].groupby(["scope", "kind"])["worth"].cummax()
    order = table.assign(rank=worth).sort_values("rank", ascending=False, kind="stable")
    kept = order.groupby("scope").head(questions).index.sort_values()
    return table.loc[kept].sort_values("scope", kind="stable", ignore_index=True)


def _add_index(graph: RelationshipGraph, table: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of questions, by the id of each and, with many scopes, their scope."""
    account, deal = (graph.scope_index.get_level_values(name) for name in ("account", "deal"))
    places = table["scope"].to_numpy()
    table = table.assign(account=account.take(places), deal=deal.take(places))
    made = [
        join_cells(table[table["kind"] == kind], ["kind", *names])
        for kind, names in _MADE_OF.items()
    ]
    table["question"] = pd.concat(made)
    one_scope = len(graph.scope_index) == 1
    return table.set_index(["question"] if one_scope else ["account", "deal", "question"])[_COLUMNS]
