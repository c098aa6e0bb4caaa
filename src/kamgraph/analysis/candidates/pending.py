"""Candidates that a book holds and nobody has decided about, as far as they still are any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.candidates.becoming import is_complete
from kamgraph.model import tie_kinds
from kamgraph.model.coded import day_number
from kamgraph.model.ids import NONE
from kamgraph.model.span import has_begun, in_effect
from kamgraph.model.vocabulary import TIE_KINDS

if TYPE_CHECKING:
    from kamgraph.analysis.candidates.guesses import Guesses
    from kamgraph.graph import RelationshipGraph


def select_pending(graph: RelationshipGraph, stored: pd.DataFrame) -> pd.DataFrame:
    """Return the stored candidates of a graph's scopes and people that its day knows."""
    if stored.empty:  # as in most books, and whom a large graph knows is not listed for nothing
        return stored
    day = None if graph.as_of is None else pd.Timestamp(graph.as_of)
    account, deal = (graph.scope_index.get_level_values(name) for name in ("account", "deal"))
    here = pd.Index(graph.index.get_level_values("person")[~graph.vacant])
    asked = stored["verdict"].isna() & has_begun(stored["seen"], day) & is_complete(stored)
    asked &= stored["account"].isin(account) & (stored["deal"].isna() | stored["deal"].isin(deal))
    asked &= stored["person"].isin(here) & (stored["other"].isna() | stored["other"].isin(here))
    pending = stored[asked]
    return pending[~_is_known(graph, pending)]


def drop_known_ties(graph: RelationshipGraph, guesses: Guesses) -> Guesses:
    """Leave out ties that the book holds on the day, though a deal may see them otherwise."""
    if guesses.kind not in TIE_KINDS.words:
        return guesses
    ties, kind = graph.part.coded.ties, TIE_KINDS.words.index(guesses.kind)
    day = None if graph.as_of is None else day_number(graph.as_of)
    known = ties.take((ties["kind"] == kind) & (ties["deal"] == NONE) & in_effect(ties, day))
    known = known.select(person="source", other="target")
    return guesses.take(~guesses.rows.is_in(known, "person", "other"))


def _is_known(graph: RelationshipGraph, pending: pd.DataFrame) -> np.ndarray:
    """Return of which candidates the fact is recorded by now, be it another one."""
    people = pd.Index(graph.index.get_level_values("person"))
    placed = {"level": people[~np.isnan(graph.level)], "function": people[graph.function >= 0]}
    ties = graph.part.ties
    ties = ties[in_effect(ties, None if graph.as_of is None else pd.Timestamp(graph.as_of))]
    led = ties.loc[ties["kind"].isin(tie_kinds.SOLID) & ties["deal"].isna(), "source"]
    known = pending["kind"].isin(tie_kinds.SOLID) & pending["person"].isin(led)
    for kind, told in placed.items():
        known |= (pending["kind"] == kind) & pending["person"].isin(told)
    roles = graph.people["roles"]
    held = {(person, role) for person, some in zip(people, roles, strict=True) for role in some}
    mine = [one in held for one in zip(pending["person"], pending["value"], strict=True)]
    known |= (pending["kind"] == "role") & np.array(mine, dtype=bool)
    return np.asarray(known)
