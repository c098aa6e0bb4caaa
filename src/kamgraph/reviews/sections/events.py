"""The section on events since the last review: people, grades and grave gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.changes import PersonChangeRecord
from kamgraph.graph.scale import score as scored
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import say, say_count, say_label, score
from kamgraph.reviews.columns import Column, show_column
from kamgraph.reviews.people import name_people
from kamgraph.reviews.section import Section, Table, name_subjects
from kamgraph.reviews.sections.changes import say_last_day

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_MOST = 20


def events(results: Results) -> Section | None:
    """List who came and left, which grades moved and which grave gaps opened or closed."""
    comparison = results.comparison
    if comparison is None:
        return None
    parts = [
        _list_people(comparison.people, results),
        _list_moves(comparison.people, results),
        _list_grades(comparison.grades),
        _list_gaps(comparison.gaps, _name_everybody(results)),
    ]
    rows = pd.concat(parts, ignore_index=True)
    rows = rows.sort_values("power", ascending=False, kind="stable").head(_MOST)
    columns = {name: Column(say(f"columns.{name}")) for name in ("event", "who", "what")}
    columns["power"] = show_column(PersonChangeRecord, "power")
    quotes = results.quotes.of_grades(zip(rows["person"], rows["axis"], strict=True))
    count = sum(map(len, parts))
    return Section(
        name="events",
        heading=say("events"),
        sentence=say_count("events_found", count)
        if count
        else say("no_events", day=say_last_day(results)),
        table=Table(
            rows, columns, say("events_caption"), quotes, about=name_subjects(rows["person"])
        )
        if count
        else None,
    )


def _list_people(people: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Return who came, came back, left or was replaced, with whereto, wherefrom or by whom."""
    moved = results.moves.reindex(people["person"])
    firms = results.graph.part.organizations.set_index("id")["name"]
    back = (moved["change"] == "return").to_numpy() & (people["change"] == "came").to_numpy()
    what = []
    for change, heir, move in zip(
        people["change"], people["by_name"], moved.itertuples(), strict=True
    ):
        parts = [say("followed_by", name=heir)] if isinstance(heir, str) else []
        if move.change == "firm" and change == "came":
            parts.append(say("came_from", firm=firms[move.from_organization]))
        elif move.change == "firm":
            parts.append(say("gone_to", firm=firms[move.to_organization]))
        what.append(say("semicolon").join(parts))
    told = people.assign(change=people["change"].mask(back, "returned"))
    return _make_rows("people", told, people["name"], what)


def _list_moves(people: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Return who is still in the scope, and sits elsewhere."""
    moves = results.moves[results.moves["change"] != "return"]
    here = moves.index.isin(results.people.index) & ~moves.index.isin(people["person"])
    place = results.people.index.get_indexer(moves.index[here])
    stayed = moves[here].assign(change="moved", power=np.abs(results.graph.power[place]))
    firms = results.graph.part.organizations.set_index("id")["name"]
    what = [
        say("gone_to", firm=firms[organization])
        if change == "firm" or not isinstance(title, str)
        else say("gone_to_seat", title=title, firm=firms[organization])
        for change, title, organization in zip(
            moves["change"][here], stayed["to_title"], stayed["to_organization"], strict=True
        )
    ]
    return _make_rows("people", stayed, stayed["name"], what)


def _list_grades(grades: pd.DataFrame) -> pd.DataFrame:
    """Return which grades moved."""
    before, after = (scored(grades[when].to_numpy(float)) for when in ("before", "after"))
    what = [
        say("graded_from_to", axis=say_label(AXES, axis), before=score(one), after=score(other))
        for axis, one, other in zip(grades["axis"], before, after, strict=True)
    ]
    return _make_rows("grades", grades, grades["name"], what)


def _list_gaps(gaps: pd.DataFrame, names: pd.Series[str]) -> pd.DataFrame:
    """Return the gravest gap of each person that opened or closed, and those of nobody."""
    grave = gaps[gaps["severity"] == "high"].assign(power=lambda rows: rows["stake"])
    again = grave.duplicated(["change", "person"]) & (grave["person"] != "")
    grave = grave[~again]
    who = names.reindex(grave["person"]).fillna("").set_axis(grave.index)
    return _make_rows("gaps", grave, who, list(grave["detail"]))


def _name_everybody(results: Results) -> pd.Series[str]:
    """Return the names of all who are or were there."""
    graphs = [graph for graph in (results.graph, results.before) if graph is not None]
    names = pd.concat([name_people(graph.people) for graph in graphs])
    return names[~names.index.duplicated()]


def _make_rows(
    table: str, rows: pd.DataFrame, who: pd.Series[str], what: list[str]
) -> pd.DataFrame:
    event = [say(f"{table}_{change}") for change in rows["change"]]
    columns = {
        "event": event,
        "who": who.to_numpy(),
        "what": what,
        "power": rows["power"].to_numpy(),
        # Of whom, and of which axis, there are words to quote; of who came or left there are none.
        "person": "" if table == "people" else rows["person"].to_numpy(),
        "axis": rows["axis"].to_numpy() if table == "grades" else "",
    }
    return pd.DataFrame(columns, index=range(len(rows)))
