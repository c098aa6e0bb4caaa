"""Which facts do interactions, titles and names suggest that nobody has recorded?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kamgraph.analysis.candidates.acquaintance import guess_acquaintance
from kamgraph.analysis.candidates.evidence import tell_evidence
from kamgraph.analysis.candidates.influence import guess_influence
from kamgraph.analysis.candidates.lines import guess_lines
from kamgraph.analysis.candidates.pending import drop_known_ties, select_pending
from kamgraph.analysis.candidates.roles import guess_roles, list_by_seniority
from kamgraph.analysis.candidates.same_person import guess_same_people
from kamgraph.analysis.candidates.seats import guess_functions, guess_levels
from kamgraph.model.dtypes import TEXT
from kamgraph.model.made_ids import make_ids
from kamgraph.model.result import Index, Record, Share, returns
from kamgraph.model.voice import speaking

if TYPE_CHECKING:
    from kamgraph.analysis.candidates.guesses import Guesses
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language

KINDS = ("level", "function", "role", "reports_to", "influences", "knows", "same_person")
METHODS = (
    *("standing", "together", "role_fit", "closeness", "pull", "named_together"),
    *("mail", "name"),
)
_TOLD = ["kind", "person", "other", "account", "deal", "value", "confidence", "method"]
_TEXTS = [*(name for name in _TOLD if name != "confidence"), "evidence"]


class CandidateRecord(Record):
    """A fact that is suggested, and not recorded."""

    id: Index[str]
    """The same whenever the same is suggested."""
    kind: Literal[KINDS]  # type: ignore[valid-type]
    """What is suggested."""
    person: str
    """Whom it is about: who reports, influences or knows."""
    other: str | None
    """The boss, who is influenced, the contact, or the other record; missing for who is alone."""
    account: str
    """The account."""
    deal: str | None
    """The deal whose role it is; missing for the account's."""
    value: str | None
    """The level, the function, the role or the strength."""
    confidence: Share
    """How sure it is; of a role the share of it that the person has."""
    method: Literal[METHODS]  # type: ignore[valid-type]
    """What it is inferred from."""
    evidence: str
    """By what, with the ids of interactions, in the language asked for."""


@returns(CandidateRecord)
def candidates(graph: RelationshipGraph, *, language: Language = "en") -> pd.DataFrame:
    """Return facts that are suggested by what is recorded, to be accepted or dismissed.

    Nothing of it is in the graph, and no score rests on it. A *level* is proposed to those of whom
    neither the book nor a title tells one: the commonest of the five who stand nearest
    (:func:`kamgraph.standing`); a *function* likewise, that of most of those they are addressed
    together with. An open *role* is proposed to the three who fit it best, with the share of it
    that they have, of equals to the most senior; not one that a deal of the account records. Who
    has no boss is proposed three (*reports_to*), by how close they are and how high those stand;
    that somebody *influences* those who are close to them and stand clearly below; that one of us
    *knows* whom they were only ever named together with; and that two records of one account with
    one address or name are the *same person*.

    Parameters
    ----------
    graph
        The graph, of one scope or many.
    language
        The language of ``evidence``: ``"en"`` or ``"zh"``.

    Returns
    -------
    DataFrame
        One :class:`CandidateRecord` per candidate, those first that are surest and about those on
        whom most of the decision hangs.

    Raises
    ------
    KamgraphError
        If there are no words in the language.
    """
    found = [
        *(guess_levels(graph), guess_functions(graph), *guess_roles(graph), guess_lines(graph)),
        *(guess_influence(graph), guess_acquaintance(graph), *guess_same_people(graph)),
    ]
    with speaking(language):
        table = _tell(graph, [drop_known_ties(graph, guesses) for guesses in found])
    stored = graph.part.candidates
    if len(stored):
        table = table[~table["id"].isin(_name(stored))]
        pending = select_pending(graph, stored)[["id", *_TOLD, "evidence"]]
        table = pd.concat([table, pending], ignore_index=True)
    doubt = np.round(-table["confidence"] * _weigh(graph, table), 9)
    senior = list_by_seniority(graph).get_indexer(pd.Index(table["person"]))
    worth = table[["id"]].assign(doubt=doubt, senior=senior)
    each = worth.drop_duplicates("id").sort_values(["doubt", "senior", "id"]).index
    return table.loc[each].set_index("id")[[*_TOLD, "evidence"]]


def _tell(graph: RelationshipGraph, found: list[Guesses]) -> pd.DataFrame:
    """Return candidates of all kinds as one table, with by what each is suggested."""
    # Put together column by column: a frame for each kind costs more than all that is in it.
    found = [guesses for guesses in found if len(guesses.rows)]
    parts = [_list_texts(graph, guesses) for guesses in found]
    table = pd.DataFrame({name: _join([part[name] for part in parts]) for name in _TEXTS})
    sure = [guesses.rows["confidence"].astype(float) for guesses in found]
    table["confidence"] = np.concatenate([np.empty(0), *sure])
    return table.assign(id=_name(table))


def _join(parts: list[pd.Series[str]]) -> pd.Series[str]:
    return pd.concat([pd.Series(dtype=TEXT), *parts], ignore_index=True)


def _list_texts(graph: RelationshipGraph, guesses: Guesses) -> dict[str, pd.Series[str]]:
    """Return what is said of the candidates of one kind, column by column."""
    rows, ids = guesses.rows, graph.part.column("people", "id").array
    deal = graph.scope_index.get_level_values("deal").take(rows["scope"])
    texts = {
        "kind": guesses.kind,
        "person": ids.take(rows["person"]),
        "other": ids.take(rows["other"], allow_fill=True),
        "account": _name_accounts(graph, guesses),
        "deal": deal.where(guesses.of_deal & (deal != "")),
        "value": guesses.value,
        "method": guesses.method,
        "evidence": tell_evidence(graph, guesses),
    }
    return {name: pd.Series(cells, range(len(rows)), TEXT) for name, cells in texts.items()}


def _name_accounts(graph: RelationshipGraph, guesses: Guesses) -> pd.Index[str]:
    """Return the account of each candidate, of roles the unit."""
    scope = guesses.rows["scope"]
    if guesses.kind == "role":
        return graph.scope_index.get_level_values("account").take(scope)
    return graph.part.coded.accounts.take(graph.account[scope])


def _weigh(graph: RelationshipGraph, table: pd.DataFrame) -> np.ndarray:
    """Return how much of the decision hangs on the one of both on whom more does."""
    power = np.zeros(len(graph.part.column("people", "id")) + 1)
    np.maximum.at(power, graph.person, abs(graph.power))
    ids = pd.Index(graph.part.column("people", "id"))
    return np.asarray(
        np.maximum(*(power[ids.get_indexer(pd.Index(table[end]))] for end in ("person", "other")))
    )


def _name(table: pd.DataFrame) -> pd.Series[str]:
    """Return an id for each candidate, which tells what it suggests, however strong."""
    pulls = table["kind"] == "influences"
    return make_ids("candidates", table.assign(value=table["value"].mask(pulls)))
