"""What pictures and reviews say of people: names, roles, and who knows whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model import tie_kinds
from kamgraph.model.dtypes import TEXT
from kamgraph.model.titles import name_titles
from kamgraph.model.vocabulary import DECISION_ROLES, FUNCTIONS, TEAM_ROLES
from kamgraph.model.voice import say, say_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.graph import RelationshipGraph


def describe_people(people: pd.DataFrame) -> pd.DataFrame:
    """Return how a picture names people (``name``) and what it says below the name (``place``)."""
    # A vacant seat is named as one. Below stands the title, else the function, of a vacant seat
    # also who left it, of people from outside the account also their organization.
    seat, former = say("plot.vacant"), [say("plot.formerly", name=n) for n in people["name"]]
    firm = people["organization_name"].mask(people["own"])
    gone = people["vacant"] & ~people["placeholder"]
    left = pd.Series(former, people.index, dtype=TEXT).where(gone)
    parts = zip(name_posts(people), left, firm, strict=True)
    places = [" · ".join(part for part in some if pd.notna(part)) for some in parts]
    return pd.DataFrame(
        {"name": people["name"].mask(people["vacant"], seat), "place": places}, people.index
    )


def name_everybody(graph: RelationshipGraph) -> pd.Series[str]:
    """Return the names of all people of the book by id, those who have left among them."""
    name, key = (graph.part.column("people", column).array for column in ("name", "id"))
    return pd.Series(name, key)


def name_posts(people: pd.DataFrame) -> pd.Series[str]:
    """Return everybody's title, else the label of their function; missing without either."""
    functions = label_functions(people)
    inferred = functions.map(lambda label: say("plot.inferred", what=label), na_action="ignore")
    told = functions.mask(people["function_origin"] == "assumed", inferred)
    return name_titles(people["title"], people["function"]).fillna(told)


def label_functions(people: pd.DataFrame) -> pd.Series[str]:
    """Return the label of everybody's function, missing where it is unknown."""
    labels = people["function"].map(lambda word: say_label(FUNCTIONS, word), na_action="ignore")
    return labels.astype(TEXT)  # which pandas does not see where nobody has one


def list_roles(
    decision: Iterable[str], origins: Iterable[str], team: Iterable[str] = ()
) -> list[str]:
    """Return the labels of somebody's roles in the decision, then of those on our team."""
    labels = [label_role(role, origin) for role, origin in zip(decision, origins, strict=True)]
    return labels + [say_label(TEAM_ROLES, role) for role in team]


def is_role(text: object, roles: Iterable[str]) -> bool:
    """Return whether a title or function says no more than one of somebody's roles."""
    return isinstance(text, str) and text.casefold() in (role.casefold() for role in roles)


def label_role(role: str, origin: str) -> str:
    """Return the label of a role in the decision, and whether nobody has confirmed it."""
    label = say_label(DECISION_ROLES, role)
    return say("plot.inferred", what=label) if origin == "assumed" else label


def rank_acquaintances(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the ties of who knows whom, the closest first."""
    ties = graph.ties
    knows = ties[ties["kind"].isin(tie_kinds.CLOSENESS)]
    return knows.sort_values(["strength", "source"], ascending=[False, True])
