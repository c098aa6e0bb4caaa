"""What is legal in a book, but doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.checks import find_similar_columns
from kamgraph.model.columns import columns
from kamgraph.model.contradictions import CONTRADICTIONS
from kamgraph.model.distinct import Distinct
from kamgraph.model.entities import TABLES
from kamgraph.model.finding import SEVERITIES, Finding, Findings, findings_table, list_ids
from kamgraph.model.finding_facts import Facts
from kamgraph.model.folding import fold_all
from kamgraph.model.ids import NOWHERE
from kamgraph.model.odd_lines import ODD_LINES
from kamgraph.model.odd_posts import ODD_POSTS
from kamgraph.model.parts.row_index import EVENT
from kamgraph.model.policy import Policy, choose_policy
from kamgraph.model.sorting import count_alike
from kamgraph.model.spelling import SPELLING
from kamgraph.model.tables import account_column
from kamgraph.model.vocabulary import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.model.book import Book

_WORKPLACE = ("people", "organization")  # who works nowhere has a finding of their own
_ENDS = (("ties", "source"), ("ties", "target"))


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
    return findings_table(find_doubts(book, choose_policy(policy)))


def find_doubts(book: Book, policy: Policy) -> list[Finding]:
    """Return what is doubtful in a book, the gravest first."""
    facts = Facts(book, policy.crowd_limit)
    return sorted((finding for rule in _RULES for finding in rule(facts)), key=_rank)


def _rank(finding: Finding) -> tuple[object, ...]:
    severity, code, table, subject, detail, _ = finding
    return SEVERITIES.index(severity), code, subject, table, detail


def _find_dangling_ids(facts: Facts) -> Findings:
    if not facts.book.has_dangling:
        return
    for table in TABLES:
        for column in columns(table):
            if not column.references:
                continue
            name = "unit" if column.name == account_column(table) else column.name
            nowhere = facts.coded.tables[table][name] == NOWHERE
            if not nowhere.any():
                continue
            lost = facts.take(table, nowhere)
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


def _find_duplicate_names(facts: Facts) -> Findings:
    people = facts.table("people")
    names = Distinct.of_cells(people["name"])
    folded = pd.factorize(np.array(fold_all(names.members), dtype=object))[0][names.codes]
    rows = np.flatnonzero(count_alike(folded) > 1)
    alike = pd.DataFrame({"of": people.texts("organization").codes[rows], "folded": folded[rows]})
    twice = alike.duplicated(keep=False).to_numpy()
    if not twice.any():
        return
    told = facts.book.rows_at("people", rows[twice])
    for (organization, _name), same in told.groupby(["organization", folded[rows[twice]]]):
        yield Finding(
            "medium",
            "duplicate_name",
            "people",
            tuple(same["id"]),
            f"{list_ids(same['id'])} of '{organization}' are all called '{same['name'].iloc[0]}'.",
            "Use one id if they are one person, else tell them apart in the name.",
        )


def _find_self_ties(facts: Facts) -> Findings:
    source, target = facts.number_ids(("ties", "source"), ("ties", "target"))
    is_own = source.codes == target.codes
    if not is_own.any():
        return
    own = facts.take("ties", is_own)
    for person, kind in zip(own["source"], own["kind"], strict=True):
        yield Finding(
            "low",
            "self_tie",
            "ties",
            (person,),
            f"'{person}' has a tie of kind {kind} to themself.",
            "Delete the row, or name the other person; graphs leave it out.",
        )


def _find_parents_no_customers(facts: Facts) -> Findings:
    firms = facts.coded.organizations
    parent = firms["parent"]
    customer = firms["side"] == SIDES.words.index("customer")
    is_odd = customer & (parent >= 0) & ~np.append(customer, True)[parent]
    if not is_odd.any():
        return
    odd, kinds = facts.take("organizations", is_odd), firms["side"][parent[is_odd]]
    for unit, parent_id, kind in zip(odd["id"], odd["parent"], kinds, strict=True):
        yield Finding(
            "medium",
            "parent_no_customer",
            "organizations",
            (unit,),
            f"The customer '{unit}' is part of '{parent_id}', which is a {SIDES.words[kind]}.",
            "Correct the kind or the parent: an account is a customer that is part of nobody.",
        )


def _find_accounts_without_people(facts: Facts) -> Findings:
    account = facts.coded.posts["account"]
    is_empty = np.ones(len(facts.coded.accounts), dtype=bool)
    is_empty[account[account >= 0]] = False
    for empty in facts.coded.accounts[is_empty]:
        yield Finding(
            "low",
            "account_without_people",
            "organizations",
            (empty,),
            f"Nobody of the account '{empty}' is in the book.",
            "Add its people, or name the organization it is a part of as its parent.",
        )


def _find_similar_columns(facts: Facts) -> Findings:
    for table in TABLES:
        for name, meant in find_similar_columns(table, facts.book.list_columns(table)):
            yield Finding(
                "medium",
                "similar_column",
                table,
                (name,),
                f"The column '{name}' is not used, but looks like '{meant}'.",
                f"Call it {meant} if that is what it holds.",
            )


def _find_announcements(facts: Facts) -> Findings:
    event, limit = facts.coded.interactions[EVENT], facts.crowd_limit
    crowds = np.flatnonzero(np.bincount(event) > limit)
    for crowd in crowds:
        rows = np.flatnonzero(event == crowd)
        [name], count = facts.book.texts_at("interactions", "id", rows[:1]), len(rows)
        yield Finding(
            "low",
            "announcement",
            "interactions",
            (str(name),),
            f"'{name}' has {count} participants: an announcement, which makes nobody acquainted.",
            "Record who spoke with whom as an interaction of its own; the policy's crowd_limit "
            f"({limit}) says from when on there are too many.",
        )


_RULES: tuple[Callable[[Facts], Findings], ...] = (
    _find_dangling_ids,
    _find_duplicate_names,
    _find_self_ties,
    _find_parents_no_customers,
    _find_accounts_without_people,
    _find_similar_columns,
    _find_announcements,
    *ODD_LINES,
    *ODD_POSTS,
    *CONTRADICTIONS,
    *SPELLING,
)
