"""Two records that may be of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.candidates.guesses import Guesses, list_guesses
from kamgraph.model.columns import columns
from kamgraph.model.dtypes import TEXT
from kamgraph.model.folding import fold_all
from kamgraph.model.rows import stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.rows import Rows

_BY_MAIL, _BY_NAME = 0.95, 0.5  # as two people of one name are not rare
_MOST = 5  # records that are compared with each other


def guess_same_people(graph: RelationshipGraph) -> list[Guesses]:
    """Propose as one whom an account has twice, by an address of mail or by a name."""
    nodes = graph.members_within
    people = graph.part.people
    mails = _pair_equals(nodes, _list_addresses(people))
    names = _pair_equals(nodes, fold_all(people["name"].tolist()))
    names = names.take(~names.is_in(mails, "scope", "person", "other"))
    found = {"mail": (mails, _BY_MAIL), "name": (names, _BY_NAME)}
    return [
        Guesses(
            "same_person",
            method,
            list_guesses(
                scope=rows["scope"],
                person=rows["person"],
                other=rows["other"],
                confidence=np.full(len(rows), sure),
            ),
        )
        for method, (rows, sure) in found.items()
    ]


def _list_addresses(people: pd.DataFrame) -> pd.Series[str]:
    """Return the address of mail of everybody who has one, in columns that are not of ours."""
    own = {column.name for column in columns("people")}
    found = pd.Series(pd.NA, index=people.index, dtype=TEXT)
    for name in people.columns:
        if name not in own and people[name].dtype == "str":
            text = people[name].str.strip().str.lower()
            found = found.fillna(text.where(text.str.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+")))
    return found


def _pair_equals(nodes: Rows, texts: Sequence[str] | pd.Series[str]) -> Rows:
    """Return the people of each scope who are equal in a text: ``person`` before ``other``."""
    codes = pd.factorize(np.asarray(texts, dtype=object))[0]
    rows = nodes.select("scope", "person").with_columns(text=codes[nodes["person"]])
    rows = rows.take(rows["text"] >= 0).sort("scope", "text", "person")
    found = []
    for step in range(1, _MOST):
        left, right = slice(None, -step), slice(step, None)
        same = (rows["scope"][left] == rows["scope"][right]) & (
            rows["text"][left] == rows["text"][right]
        )
        here = np.flatnonzero(same)
        found.append(rows.take(here).with_columns(other=rows["person"][here + step]))
    return stack(found)
