"""What is legal in a book, but doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model import tie_kinds
from kamgraph.model.accounts import account_of
from kamgraph.model.chains import follow_chains
from kamgraph.model.checks import find_similar_columns
from kamgraph.model.columns import columns
from kamgraph.model.contradictions import CONTRADICTIONS
from kamgraph.model.distinct import Distinct
from kamgraph.model.finding import SEVERITIES, Finding, Findings, findings_table
from kamgraph.model.folding import fold_all
from kamgraph.model.ids import NOWHERE
from kamgraph.model.policy import Policy, choose_policy
from kamgraph.model.span import has_begun, in_effect
from kamgraph.model.spelling import SPELLING
from kamgraph.model.tables import account_column

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from kamgraph.model.book import Book
    from kamgraph.model.checks import Tables
    from kamgraph.model.coded import Coded

_WORKPLACE = ("people", "organization")  # who works nowhere has a finding of their own


def check(book: Book, *, policy: Policy | None = None) -> pd.DataFrame:
    """List what is legal in a book, but doubtful; no measure fails on it.

    Reporting lines are judged as they stand on the newest day recorded: those of the account
    together, and those of each deal by themselves.

    Parameters
    ----------
    book
        The book to look through.
    policy
        Whose ``crowd_limit`` says which interactions are announcements; default ``Policy()``.

    Returns
    -------
    DataFrame
        One row per finding, the gravest first, then by code and subject; without rows when
        nothing is doubtful. Columns:

        - ``severity``: ``high`` (rows are left out of graphs, or the chart contradicts itself),
          ``medium`` (a result may be wrong) or ``low`` (worth tidying up);
        - ``finding``: what it is, as a code such as ``reporting_cycle``;
        - ``table``: where to look;
        - ``subject``: the ids it is about, as a tuple; for ``similar_column`` the column;
        - ``detail``: what was found, a sentence;
        - ``remedy``: what to do, a sentence.
    """
    tables, day = book.to_tables(), book.newest_day
    found = [finding for rule in _RULES for finding in rule(tables, day)]
    found += _find_dangling_ids(tables, book.coded)
    found += _find_announcements(tables["interactions"], (choose_policy(policy)).crowd_limit)
    return findings_table(sorted(found, key=_rank))


def _rank(finding: Finding) -> tuple[object, ...]:
    severity, code, table, subject, detail, _ = finding
    return SEVERITIES.index(severity), code, subject, table, detail


def _find_reporting_cycles(tables: Tables, day: dt.date | None) -> Findings:
    for deal, members in _find_circles(_select_solid_lines(tables["ties"], day)):
        yield Finding(
            "high",
            "reporting_cycle",
            "ties",
            members,
            f"{_list_ids(members)} report to each other in a circle{_name_deal(deal)}.",
            "End or turn round one of the lines, so that somebody is on top.",
        )


def _find_two_solid_lines(tables: Tables, day: dt.date | None) -> Findings:
    lines = _select_solid_lines(tables["ties"], day)
    several = lines[lines.duplicated(["deal", "source"], keep=False)]
    for (deal, person), bosses in several.groupby(["deal", "source"])["target"]:
        told = sorted({*bosses})
        if len(told) == 1:  # in several rows
            continue
        yield Finding(
            "medium",
            "two_solid_lines",
            "ties",
            (str(person),),
            f"'{person}' reports to {_list_ids(told)} at once{_name_deal(str(deal))}.",
            "Give the line that has ended its day in until, or make one of them a dotted_line.",
        )


def _find_dangling_ids(tables: Tables, coded: Coded) -> Findings:
    for table, rows in tables.items():
        for column in columns(table) if len(rows) else ():
            if not column.references:
                continue
            name = "unit" if column.name == account_column(table) else column.name
            nowhere = coded.tables[table][name] == NOWHERE
            if not nowhere.any():
                continue
            lost = rows[nowhere]
            if (table, column.name) == _WORKPLACE:
                yield from _write_unknown_organizations(lost)
            else:
                yield from _write_lost_ids(table, lost[column.name], column.references)


def _write_lost_ids(table: str, lost: pd.Series[str], referred: str) -> Findings:
    for name, count in lost.value_counts().items():
        rows = "1 row" if count == 1 else f"{count} rows"
        yield Finding(
            "high",
            "dangling_id",
            table,
            (str(name),),
            f"'{name}' in the column {lost.name} is no id of the table {referred} ({rows}).",
            f"Add it to {referred}, or correct the id; graphs leave such rows out.",
        )


def _write_unknown_organizations(people: pd.DataFrame) -> Findings:
    for person, organization in zip(people["id"], people["organization"], strict=True):
        yield Finding(
            "high",
            "unknown_organization",
            "people",
            (person,),
            f"'{person}' works for '{organization}', which is no id of the table organizations.",
            "Add the organization, or correct the id; graphs leave the person out.",
        )


def _find_duplicate_names(tables: Tables, _: dt.date | None) -> Findings:
    people = tables["people"][["id", "name", "organization"]]
    names = Distinct.of(people["name"])
    people = people.assign(folded=names.spread(fold_all(names.members), missing=None))
    twice = people[people.duplicated(["organization", "folded"], keep=False)]
    for (organization, _name), same in twice.groupby(["organization", "folded"]):
        yield Finding(
            "medium",
            "duplicate_name",
            "people",
            tuple(same["id"]),
            f"{_list_ids(same['id'])} of '{organization}' are all called '{same['name'].iloc[0]}'.",
            "Use one id if they are one person, else tell them apart in the name.",
        )


def _find_self_ties(tables: Tables, _: dt.date | None) -> Findings:
    ties = tables["ties"]
    own = ties[ties["source"] == ties["target"]]
    for person, kind in zip(own["source"], own["kind"], strict=True):
        yield Finding(
            "low",
            "self_tie",
            "ties",
            (person,),
            f"'{person}' has a tie of kind {kind} to themself.",
            "Delete the row, or name the other person; graphs leave it out.",
        )


def _find_parents_no_customers(tables: Tables, _: dt.date | None) -> Findings:
    organizations = tables["organizations"]
    kind = organizations.set_index("id")["kind"]
    customers = organizations[organizations["kind"] == "customer"]
    parent_kind = customers["parent"].map(kind)
    odd = customers[parent_kind.notna() & (parent_kind != "customer")]
    for unit, parent in zip(odd["id"], odd["parent"], strict=True):
        yield Finding(
            "medium",
            "parent_no_customer",
            "organizations",
            (unit,),
            f"The customer '{unit}' is part of '{parent}', which is a {kind[parent]}.",
            "Correct the kind or the parent: an account is a customer that is part of nobody.",
        )


def _find_accounts_without_people(tables: Tables, _: dt.date | None) -> Findings:
    account = account_of(tables["organizations"])
    held = pd.concat([tables["people"]["organization"], tables["positions"]["organization"]])
    peopled = held.map(account).dropna().unique()
    for empty in pd.Index(account.dropna().unique()).difference(pd.Index(peopled)):
        yield Finding(
            "low",
            "account_without_people",
            "organizations",
            (empty,),
            f"Nobody of the account '{empty}' is in the book.",
            "Add its people, or name the organization it is a part of as its parent.",
        )


def _find_no_active_successors(tables: Tables, day: dt.date | None) -> Findings:
    people = _select_posts(tables, day)
    active = in_effect(people, _read_moment(day))
    heir = pd.Index(people["id"]).get_indexer(pd.Index(people["successor"]))
    last = follow_chains(np.where(active | (heir < 0), np.arange(len(people)), heir))
    lost = people[~active & people["successor"].notna().to_numpy() & ~active[last]]
    for person, successor in zip(lost["id"], lost["successor"], strict=True):
        yield Finding(
            "medium",
            "no_active_successor",
            "people",
            (person,),
            f"'{person}' has left, and neither '{successor}' nor anybody after is active.",
            "Name a successor who is there, or none if the seat is vacant.",
        )


def _find_other_positions(tables: Tables, day: dt.date | None) -> Findings:
    if tables["positions"].empty:
        return
    posts = _select_posts(tables, day)
    posts = posts[in_effect(posts, _read_moment(day))]
    own = posts["id"].map(tables["people"].set_index("id")["organization"])
    odd = posts.assign(own=own)[(own != posts["organization"]).to_numpy() & own.notna()]
    for person, organization, stated in zip(
        odd["id"], odd["organization"], odd["own"], strict=True
    ):
        yield Finding(
            "low",
            "other_position",
            "people",
            (person,),
            f"'{person}' works for '{organization}' by a position, for '{stated}' by the row.",
            "Correct the organization of the row; graphs go by the position.",
        )


def _find_similar_columns(tables: Tables, _: dt.date | None) -> Findings:
    for table, frame in tables.items():
        for name, meant in find_similar_columns(table, [*frame]):
            yield Finding(
                "medium",
                "similar_column",
                table,
                (name,),
                f"The column '{name}' is not used, but looks like '{meant}'.",
                f"Call it {meant} if that is what it holds.",
            )


def _find_announcements(interactions: pd.DataFrame, limit: int) -> Findings:
    participants = interactions["id"].value_counts()
    for name, count in participants[participants > limit].items():
        yield Finding(
            "low",
            "announcement",
            "interactions",
            (str(name),),
            f"'{name}' has {count} participants: an announcement, which makes nobody acquainted.",
            "Record who spoke with whom as an interaction of its own; the policy's crowd_limit "
            f"({limit}) says from when on there are too many.",
        )


_RULES: tuple[Callable[[Tables, dt.date | None], Findings], ...] = (
    _find_reporting_cycles,
    _find_two_solid_lines,
    _find_duplicate_names,
    _find_self_ties,
    _find_parents_no_customers,
    _find_accounts_without_people,
    _find_no_active_successors,
    _find_other_positions,
    _find_similar_columns,
    *CONTRADICTIONS,
    *SPELLING,
)


def _select_solid_lines(ties: pd.DataFrame, day: dt.date | None) -> pd.DataFrame:
    """Return deal (empty: the account), source and target of the solid lines on a day."""
    solid = (ties["kind"].isin(tie_kinds.SOLID)) & (ties["source"] != ties["target"])
    removed = ties["strength"] == "0"
    held = ties[solid & ~removed & in_effect(ties, _read_moment(day))]
    lines = held[["deal", "source", "target"]]
    return lines.assign(deal=lines["deal"].fillna(""))


def _select_posts(tables: Tables, day: dt.date | None) -> pd.DataFrame:
    """Return where everybody is on a day: by the last position begun, else by their own row."""
    seats = tables["positions"].rename(columns={"person": "id"})
    begun = has_begun(seats["since"], _read_moment(day))
    chosen = pd.concat([seats[~begun].drop_duplicates("id"), seats[begun]])
    own = tables["people"][~tables["people"]["id"].isin(seats["id"])]
    posts = pd.concat([own, chosen.drop_duplicates("id", keep="last")], ignore_index=True)
    return posts[["id", "organization", "since", "until", "successor"]]


def _read_moment(day: dt.date | None) -> pd.Timestamp | None:
    return None if day is None else pd.Timestamp(day)


def _find_circles(lines: pd.DataFrame) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the deal and the members, sorted, of each circle of lines."""
    ends = [lines[["deal", end]].rename(columns={end: "person"}) for end in ("source", "target")]
    seats = pd.concat(ends, ignore_index=True)
    seat = seats.groupby(["deal", "person"]).ngroup().to_numpy()
    source, target = _peel_chains(seat[: len(lines)], seat[len(lines) :])
    if not len(source):
        return
    import networkx as nx

    names = seats.drop_duplicates().sort_values(["deal", "person"], ignore_index=True)
    chart = nx.DiGraph(zip(source.tolist(), target.tolist(), strict=True))
    for members in nx.strongly_connected_components(chart):
        if len(members) > 1:
            circle = names.loc[sorted(members)]
            yield circle["deal"].iloc[0], tuple(circle["person"])


def _peel_chains(source: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Drop the ends of chains; of a chart as shallow as real ones only the circles remain."""
    seats = 2 * len(source)
    for _ in range(seats.bit_length()):
        has_boss, has_report = np.zeros((2, seats), dtype=bool)
        has_boss[source], has_report[target] = True, True
        inner = has_report[source] & has_boss[target]
        source, target = source[inner], target[inner]
    return source, target


def _list_ids(ids: pd.Series[str] | tuple[str, ...] | list[str]) -> str:
    *others, last = [f"'{name}'" for name in ids]
    return f"{', '.join(others)} and {last}"


def _name_deal(deal: str) -> str:
    return f" in the deal '{deal}'" if deal else ""
