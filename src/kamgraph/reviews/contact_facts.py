"""What a review says of whom we meet, a clause each, and nothing where nothing is to be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.touches import number_quarters
from kamgraph.model.coded import day_number
from kamgraph.model.titles import tell_assistants
from kamgraph.model.vocabulary import FUNCTIONS
from kamgraph.model.voice import list_some, list_words, say, say_count, say_day, say_within, share
from kamgraph.plot.people import name_everybody
from kamgraph.reviews.people import introduce

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_TOP = 1  # the level of the board and the head of the firm
_MOST_NAMES = 3
_MUCH = 0.5  # the share of the touches from which one function has most of them
_SEVERAL = 2  # people or touches of a function from which one of us holds it


def list_on_file(results: Results) -> list[str]:
    """Say how many are on record, how many of them at the top and untitled, and whom we lack."""
    people = results.people.loc[results.own_contacts.index]
    top, untitled = int((people["level"] == _TOP).sum()), int(people["title"].isna().sum())
    sought = dict.fromkeys(
        fit.functions[0]
        for fit in results.graph.policy.role_fit.values()
        if len(fit.functions) == 1
    )
    lacking = [say_within(FUNCTIONS, one) for one in sought if one not in {*people["function"]}]
    return [
        say_count("on_file", len(people)),
        *([say_count("on_file_top", top)] if top else []),
        *([say_count("on_file_untitled", untitled)] if untitled else []),
        *([say("on_file_lacking", functions=list_words(lacking))] if lacking else []),
    ]


def say_met(results: Results) -> str:
    """Say with how many of theirs we have contact, and how many have not answered yet."""
    state = results.own_contacts["state"].dropna()
    if state.empty:
        return ""
    told = say("contacts_met", met=int(count_as_contact(state).sum()), count=len(state))
    waiting = int((state == "unanswered").sum())
    return f"{told}{say_count('contacts_unanswered', waiting)}" if waiting else told


def count_as_contact(state: pd.Series[str]) -> pd.Series[bool]:
    """Return with whom we have had contact: both were there, or they wrote to us."""
    return ~state.isin(["never", "unanswered"]) & state.notna()


def say_top_unmet(results: Results) -> str:
    """Say how many of those at the top we have no contact with, and who they are."""
    top, never = list_top(results), list_top_unmet(results)
    waiting = top[top["state"] == "unanswered"]
    told = [
        say_count(words, len(top), some=len(some), names=_name_some(some, results))
        for words, some in (("top_never_met", never), ("top_unanswered", waiting))
        if len(some)
    ]
    if told or top.empty:
        return list_words(told)
    return say_count("top_met", len(top))


def say_longest_silence(results: Results) -> str:
    """Say how many have gone cold, and who of the most senior of them the longest ago."""
    cold = list_cold(results)
    if cold.empty:
        return ""
    who = introduce(results.people.loc[cold.index[:1]])
    days, last = cold["days"].iloc[0], cold["last"].iloc[0]
    return say_count("gone_cold", len(cold), who=who, days=f"{days:,}", day=say_day(last))


def say_touches(results: Results) -> str:
    """Say how often we have met or written to each other, and over how many quarters."""
    touches, day = results.graph.touches, results.graph.as_of
    if not len(touches) or day is None:
        return ""
    ends = np.array([touches["date"].min(), day_number(day)])
    first, last = number_quarters(ends)
    return say_count("touches_over", int(last - first + 1), touches=f"{len(touches):,}")


def say_concentration(results: Results) -> str:
    """Say which function has most of the touches, if one does."""
    found = results.own_contacts
    count = found.groupby("function")["touches"].sum().astype(float)
    total = float(results.contacts["touches"].sum())
    if len(count) < _SEVERAL or not total or count.max() < _MUCH * total:
        return ""
    function = say_within(FUNCTIONS, str(count.idxmax()))
    return say("touches_mostly", share=share(count.max() / total), function=function)


def say_held_alone(results: Results) -> str:
    """Say which functions one of us alone meets, where there is more than one person to meet."""
    names, alone = name_everybody(results.graph), list_held_alone(results)
    several = alone[alone["people"].map(len) >= _SEVERAL]
    held = [
        say("held_alone", function=say_within(FUNCTIONS, str(function)), name=names[person])
        for function, person in several["by"].items()
    ]
    return list_words(held)


def list_cold(results: Results) -> pd.DataFrame:
    """Return who has gone cold with the ``days`` since, the most senior first, then the longest."""
    found, graph = results.own_contacts, results.graph
    cold = found[(found["state"] == "cold") & found["last"].notna()]
    days = pd.Series(graph.days_since_answer, graph.index)[cold.index].astype(int)
    return cold.assign(days=days).sort_values(["level", "last"], kind="stable")


def list_top_unmet(results: Results) -> pd.DataFrame:
    """Return whom of those at the top none of us has ever met."""
    top = list_top(results)
    return top[top["state"] == "never"]


def list_held_alone(results: Results) -> pd.DataFrame:
    """Return the functions that one of us alone meets, where there are most touches first."""
    # Who only knows an assistant there, or has met one person once, holds nothing yet.
    pairs = results.own_contacts.explode("by").dropna(subset=["by", "function"])
    alone = pairs[pairs.groupby("function")["by"].transform("nunique") == 1]
    alone = alone[count_as_contact(alone["state"])].reset_index()
    counted = alone[~tell_assistants(alone["title"])].groupby("function")
    held = (counted["touches"].sum() >= _SEVERAL) | (counted.size() >= _SEVERAL)
    table = alone.groupby("function").agg(
        by=("by", "first"),
        people=("person", tuple),
        touches=("touches", "sum"),
        last=("last", "max"),
    )
    table = table[table.index.isin(held.index[held])]
    return table.sort_values("touches", ascending=False, kind="stable")


def list_top(results: Results) -> pd.DataFrame:
    """Return who is at the top, where it is recorded whom we meet."""
    found = results.own_contacts
    return found[(found["level"] == _TOP) & found["state"].notna()]


def _name_some(some: pd.DataFrame, results: Results) -> str:
    """Return the names of the first of some people, and how many more there are."""
    return list_some(list(results.names[some.index]), _MOST_NAMES)
