"""What is asked, and why, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.model import axes
from kamgraph.model.dtypes import TEXT
from kamgraph.model.titles import name_titles
from kamgraph.model.vocabulary import DECISION_ROLES, FUNCTIONS
from kamgraph.model.voice import (
    fill,
    join_clauses,
    list_among,
    list_words,
    say,
    say_day,
    say_label,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kamgraph.graph import RelationshipGraph

    Row = Mapping[str, Any]
    Names = Mapping[str, str]

_QUESTIONS = {axis.name: axis.question for axis in axes.ALL}
_WORDS = {"role": DECISION_ROLES, "function": FUNCTIONS}


def put_into_words(graph: RelationshipGraph, table: pd.DataFrame) -> pd.DataFrame:
    """Return questions with what is asked, and why."""
    ids = {*table["person"], *table["other"], *table["proposed"].explode()}
    names = _describe(graph, ids)
    filled = table.astype(object).where(table.notna(), None)
    rows: list[Any] = filled.to_dict("records")
    asked = [_SENTENCES[row["kind"]](row, names) for row in rows]
    text, reason = zip(*asked, strict=True) if asked else ((), ())
    return table.assign(text=pd.array(text, dtype=TEXT), reason=pd.array(reason, dtype=TEXT))


def _describe(graph: RelationshipGraph, ids: Iterable[object]) -> Names:
    """Return people by name, with the title behind as far as it is known."""
    people = graph.part.people.set_index("id")["name"]
    told = graph.people.set_axis(graph.index.get_level_values("person"))
    titles = name_titles(told["title"], told["function"])
    titles = titles[~titles.index.duplicated()]
    known = [one for one in ids if isinstance(one, str)]
    found = zip(known, people[known], titles.reindex(known).fillna(""), strict=True)
    return {
        one: say("person_described", name=name, description=title) if title else name
        for one, name, title in found
    }


def _ask_for_role(row: Row, names: Names) -> tuple[str, str]:
    proposed = [names[one] for one in row["proposed"]]
    text = say(f"ask.role.{row['about']}")
    if row["evidence"] is not None:
        return say("ask.in_all", names=list_words(proposed), question=text), say(
            "ask.in_deals", people=row["evidence"]
        )
    if not proposed:
        return text, say("ask.nobody")
    named = list_among(proposed, int(row["fitting"]))
    return text, say("ask.proposals", names=named)


def _ask_for_grade(row: Row, names: Names) -> tuple[str, str]:
    text = fill(_QUESTIONS[row["about"]], person=names[row["person"]])
    if row["day"] is None:
        return text, say("ask.never_graded")
    return text, say("ask.old_grade", day=say_day(row["day"]))


def _ask_for_candidate(row: Row, names: Names) -> tuple[str, str]:
    kind, value = row["about"], row["value"]
    shown = say_label(_WORDS[kind], value) if kind in _WORDS else value
    who = {"person": names[row["person"]], "other": names.get(row["other"], "")}
    sure = say("ask.confidence", share=share(row["confidence"]))
    told = filter(None, [row["evidence"], sure])
    return say(f"ask.candidate.{kind}", **who, value=shown), join_clauses([*told])


_SENTENCES = {"role": _ask_for_role, "grade": _ask_for_grade, "candidate": _ask_for_candidate}
