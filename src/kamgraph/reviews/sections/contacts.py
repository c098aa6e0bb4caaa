"""The section on contacts: which of theirs we meet, by whom, and who has gone cold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.contacts import QUARTERS, ContactRecord
from kamgraph.model.voice import join_clauses, list_words, say, say_count
from kamgraph.plot.people import name_everybody
from kamgraph.reviews import pictures
from kamgraph.reviews.columns import Column, show_column, show_columns, show_person
from kamgraph.reviews.contact_facts import say_longest_silence, say_met, say_top_unmet
from kamgraph.reviews.people import name_posts, tell_origins
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.reviews.results import Results

_MOST = 40


def contacts(results: Results) -> Section | None:
    """List whom we could meet, from the board down: how often, when last, and by whom."""
    found = results.contacts
    if found.empty:
        return None
    met = "interactions" in results.graph.recorded
    rows = _list_people(found.head(_MOST), results)
    return Section(
        name="contacts",
        heading=say("contacts"),
        sentence=_say_whom_we_meet(results),
        table=Table(rows, _list_columns(results, met=met), _say_caption(len(found))),
        picture=pictures.contacts(results),
    )


def _list_people(found: pd.DataFrame, results: Results) -> pd.DataFrame:
    people, names = results.people.loc[found.index], name_everybody(results.graph)
    ago = [_say_age(results.graph.as_of, last) for last in found["last"]]
    return pd.DataFrame(
        {
            "name": results.names[found.index],
            "place": results.places[found.index],
            "post": name_posts(people),
            "origin": tell_origins(people),
            "state": found["state"].map(lambda one: say(f"contact_{one}"), na_action="ignore"),
            "touches": found["touches"].astype(float),
            "last": found["last"].dt.strftime("%Y-%m-%d"),
            "ago": ago,
            "by": [list_words([names[one] for one in ids]) for ids in found["by"]],
            "trend": [" · ".join(map(str, one)) for one in found["trend"]],
        }
    )


def _list_columns(results: Results, *, met: bool) -> dict[str, Column]:
    """Return the columns; of what is not recorded there is none."""
    columns = {"name": show_person(), "post": Column(say("columns.post"), below="origin")}
    if met:
        columns |= {
            **show_columns(ContactRecord, "state", "touches"),
            "last": show_column(ContactRecord, "last", below="ago"),
        }
    if results.graph.acquaintance_recorded:
        columns |= show_columns(ContactRecord, "by")
    if met:
        columns["trend"] = Column(_say_quarters(results.graph.as_of))
    return columns


def _say_whom_we_meet(results: Results) -> str:
    clauses = [say_met(results), say_top_unmet(results), say_longest_silence(results)]
    told = [clause for clause in clauses if clause]
    count = len(results.contacts)
    return join_clauses(told) if told else say_count("contacts_unmet", count)


def _say_quarters(day: dt.date | None) -> str:
    """Return the heading of the touches of each quarter: from which to which they go."""
    if day is None:
        return say("columns.trend")
    last = 4 * day.year + (day.month - 1) // 3
    first = last - QUARTERS + 1
    ends = [say("quarter", year=one // 4, quarter=one % 4 + 1) for one in (first, last)]
    return say("columns.trend_of", first=ends[0], last=ends[1])


def _say_age(day: dt.date | None, last: pd.Timestamp) -> str:
    """Say how long before the day it was."""
    if day is None or pd.isna(last):
        return ""
    return say_count("days_ago", (pd.Timestamp(day) - last).days)


def _say_caption(count: int) -> str:
    caption = say("contacts_caption")
    if count <= _MOST:
        return caption
    return f"{caption} {say('contacts_first', most=_MOST, count=f'{count:,}')}"
