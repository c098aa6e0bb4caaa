"""Rows of another system made consistent: gaps filled from other rows, what leads nowhere out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.accounts import account_of
from kamgraph.model.columns import columns
from kamgraph.model.counts import first_of, number_of
from kamgraph.model.finding import Finding
from kamgraph.model.tables import (
    about_column,
    account_column,
    name_column,
    nature,
    tables_with,
    tables_with_ids,
)
from kamgraph.sources.translation.lost import name_values
from kamgraph.sources.translation.near_misses import find_equal, find_meant
from kamgraph.sources.translation.rows import FILLS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.sources.translation.lost import Lost
    from kamgraph.sources.translation.rows import Frames, Notes


def make_consistent(tables: Frames, notes: Notes) -> Frames:
    """Return tables in which every id leads somewhere and nothing required is missing."""
    tables = {table: _drop_loops(table, frame, notes) for table, frame in tables.items()}
    before, named = -1, [table for table in tables_with_ids() if table in tables]
    # Only rows that others name can, where they are left out, let others lead nowhere.
    while before != (rows := sum(len(tables[table]) for table in named)):
        before = rows
        for table in [*tables]:
            tables[table] = _drop_incomplete(table, tables[table], notes)
            tables[table] = _drop_dangling(table, tables, notes)
    tables = _add_customers_by_deal(tables, notes)
    for table, own in _find_places(tables).items():
        tables[table] = _drop_outsiders(tables[table], own, tables["organizations"], notes)
    notes.findings += [*_report_outsiders(tables), *_report_nameless(tables)]
    return tables


def _drop_loops(table: str, frame: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """Leave out ties of people to themselves: lists name the head of a unit beside the head too."""
    ends = about_column(table), nature(table).holder
    if ends[0] == ends[1] or not {*ends} <= {*frame}:
        return frame
    loops = ((frame[ends[0]] == frame[ends[1]]) & (frame[ends[0]] != "")).to_numpy()
    if not loops.any():
        return frame
    notes.skip(frame[loops], f"its {ends[1]} is the {ends[0]} itself")
    notes.findings.append(_report_loops(table, frame[loops], notes))
    return frame[~loops].reset_index(drop=True)


def _report_loops(table: str, loops: pd.DataFrame, notes: Notes) -> Finding:
    whose = sorted({*loops[nature(table).holder]})
    return Finding(
        "low",
        "self_tie",
        table,
        tuple(whose),
        f"Left out of {table}: {number_of(loops, 'row')} by which people would be tied to "
        f"themselves ({first_of(whose)}): {notes.name_places(loops)}.",
        "Nothing, where lists name the head of a unit beside the head.",
    )


def fill_gaps(tables: Frames) -> Frames:
    """Fill in accounts from deals, and what the rows of an event share from each other."""
    filled = dict(tables)
    account = _index_values(tables["deals"], "account") if "deals" in tables else {}
    for table, own in _find_places(tables).items():
        if "deal" in tables[table]:
            filled[table] = _fill_column(tables[table], own, "deal", account)
    for table, rows in tables.items():
        for column in {*nature(table).shared} & {*rows}:
            lacking = rows.loc[rows[column] == "", "id"]
            known = _index_values(rows[rows["id"].isin(lacking)], column) if len(lacking) else {}
            filled[table] = _fill_column(filled[table], column, "id", known)
    return filled


def _find_places(tables: Frames) -> dict[str, str]:
    """Return the tables with rows of accounts and of their deals, and the account's column."""
    found = {table: account_column(table) for table in tables_with("deal") if table in tables}
    return {table: column for table, column in found.items() if column}


def _index_values(frame: pd.DataFrame, column: str) -> dict[str, str]:
    """Return for each id the first value of a column that is not empty."""
    rows = frame.loc[frame[column] != "", ["id", column]].drop_duplicates("id")
    return dict(zip(rows["id"], rows[column], strict=True))


def _fill_column(frame: pd.DataFrame, column: str, key: str, known: dict[str, str]) -> pd.DataFrame:
    texts = frame[column] if column in frame else pd.Series("", frame.index, dtype=object)
    rows = np.flatnonzero(texts == "")
    rows = rows[frame[key].iloc[rows].isin(known)]
    if not len(rows) and column in frame:
        return frame
    filled = texts.to_numpy(dtype=object, copy=True)
    filled[rows] = [known[one] for one in frame[key].iloc[rows]]
    return frame.assign(**{column: pd.Series(filled, frame.index, dtype=object)})


def _drop_incomplete(table: str, frame: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """Leave out rows without a value that is required."""
    for column in columns(table):
        if column.required:
            texts = frame.get(column.name, pd.Series("", frame.index, dtype=object))
            lost = (texts == "").to_numpy()
            if not lost.any():
                continue
            # What a row of a file is about tells more than what it lacks to tie it to others.
            whys = notes.explain_empty(frame[lost], table, column.name)
            notes.skip(frame[lost], whys, weak=table not in tables_with_ids())
            if table in tables_with_ids() and column.name in frame:
                known = frame[lost & (frame["id"] != "") & ~frame[FILLS].astype(bool)]
                found = notes.find_whys(known, table, column.name)
                whys = [why or "is missing" for why in found]
                notes.lose(known, table, column.name, whys=whys, whole=True)
            frame = frame[~lost].reset_index(drop=True)
    return frame


def _drop_dangling(table: str, tables: Frames, notes: Notes) -> pd.DataFrame:
    """Leave out rows with an id that leads nowhere; empty it where the row says enough without."""
    frame = tables[table]
    for column in columns(table):
        name, of = column.name, column.references
        if of is None or name not in frame:
            continue
        ids = tables[of]["id"] if of in tables else pd.Series([], dtype=object)
        lost = ~frame[name].isin([*ids, ""])
        if not lost.any():
            continue
        if equal := find_equal(frame.loc[lost, name].unique(), ids):
            frame = frame.assign(**{name: frame[name].replace(equal)})
            lost &= ~frame[name].isin([*equal.values()])
        if not lost.any():
            continue
        # Without its deal or account a row would say something else; that people met stays true.
        scope = () if nature(table).shared else ("deal", account_column(table))
        emptied = not column.required and name not in scope
        rows = frame[lost]
        reason = f"is not among the {of} taken"
        whys = {text: notes.ambiguous.get((of, text), reason) for text in rows[name].unique()}
        meant = find_meant(
            [text for text, why in whys.items() if why == reason], _list_names(of, tables)
        )
        values = notes.lose(
            rows,
            table,
            name,
            whys=[whys[text] for text in rows[name]],
            meant=[meant.get(text, "") for text in rows[name]],
            whole=not emptied,
        )
        notes.findings.append(_report_dangling(values, of))
        if emptied:
            frame = frame.assign(**{name: frame[name].mask(lost, "")})
        else:
            notes.skip(rows, [f"its {name} {whys[text]}" for text in rows[name]])
            frame = frame[~lost].reset_index(drop=True)
    return frame


def _list_names(table: str, tables: Frames) -> Iterator[tuple[str, str]]:
    """Yield what rows of a table are called, by their ids and by their names, with their ids."""
    if table in tables:
        ids = tables[table]["id"]
        yield from zip(ids, ids, strict=True)
        name = name_column(table)
        if name in tables[table]:
            yield from zip(tables[table][name], ids, strict=True)


def _report_dangling(values: Sequence[Lost], of: str) -> Finding:
    """Report values of one column that lead nowhere, with what they may have meant."""
    table, column, whole = values[0].table, values[0].column, values[0].whole
    near = "; or spell what is meant alike" if any(one.meant for one in values) else ""
    return Finding(
        "medium",
        "dangling_id",
        table,
        tuple(sorted({one.value for one in values})),
        f"{number_of(values, 'row')} of {table} have a {column} that is not among the {of} taken: "
        f"{name_values(values)}.",
        f"Export those too{near}; reading {'left them out' if whole else 'left it empty'}.",
    )


def _add_customers_by_deal(tables: Frames, notes: Notes) -> Frames:
    """Take whoever has a deal with us for a customer, whatever its type says."""
    if "deals" not in tables or "organizations" not in tables:
        return tables
    organizations = tables["organizations"]
    no_account = _is_no_account(organizations)
    buying = organizations["id"].isin(tables["deals"]["account"]) & no_account
    subjects = tuple(sorted(organizations.loc[buying, "id"]))
    if not subjects:
        return tables
    notes.findings.append(
        Finding(
            "low",
            "customer_by_deal",
            "organizations",
            subjects,
            f"{len(subjects):,} organizations are no customers by their type, but have deals.",
            "They were taken for customers; correct the type, or say so in the mapping.",
        )
    )
    kind = organizations["kind"].mask(buying, "customer")
    parent = organizations.get("parent", pd.Series("", organizations.index)).mask(buying, "")
    return tables | {"organizations": organizations.assign(kind=kind, parent=parent)}


def _drop_outsiders(
    frame: pd.DataFrame, column: str, organizations: pd.DataFrame, notes: Notes
) -> pd.DataFrame:
    """Leave out rows at organizations that are part of no account."""
    elsewhere = organizations.loc[_is_no_account(organizations), "id"]
    out = frame[column].isin(elsewhere).to_numpy()
    notes.skip(frame[out], "its account is no customer", meant=True)
    return frame[~out].reset_index(drop=True)


def _is_no_account(organizations: pd.DataFrame) -> pd.Series[bool]:
    accounts = _find_accounts(organizations)
    return organizations["id"].isin(accounts.index[accounts.isna()])


def _find_accounts(organizations: pd.DataFrame) -> pd.Series[str]:
    """Return the account of each organization, missing where there is none."""
    found = organizations.drop_duplicates("id")
    if "parent" not in found:
        found = found.assign(parent="")
    return account_of(found.assign(parent=found["parent"].where(found["parent"] != "")))


def _report_outsiders(tables: Frames) -> Iterator[Finding]:
    """Report roles in the decisions of an account other than the person's own."""
    if not tables.keys() >= {"roles", "people", "organizations"}:
        return
    roles, accounts = tables["roles"], _find_accounts(tables["organizations"])
    works_for = tables["people"].drop_duplicates("id").set_index("id")["organization"]
    own, there = roles["person"].map(works_for).map(accounts), roles["account"].map(accounts)
    outside = roles[(own != there) & there.notna()]
    if len(outside):
        count = number_of(outside, "role is", "roles are")
        yield Finding(
            "low",
            "role_of_outsider",
            "roles",
            tuple(sorted(set(outside["person"]))),
            f"{count} held by people of another organization than the account's; they take part "
            "in that decision as outsiders.",
            "Correct the person or the deal, if that is not meant.",
        )


def _report_nameless(tables: Frames) -> Iterator[Finding]:
    """Report organizations and people that are known only from rows that name them."""
    for table in ("organizations", "people"):
        if table in tables:
            frame = tables[table]
            bare = frame[frame[FILLS] & (frame["id"] == frame["name"])]
            if len(bare):
                yield Finding(
                    "low",
                    "known_by_reference",
                    table,
                    tuple(sorted(bare["id"])),
                    f"{len(bare):,} of the {table} are known only because other rows name them; "
                    "one text is their id and their name.",
                    f"Export the {table} too.",
                )
