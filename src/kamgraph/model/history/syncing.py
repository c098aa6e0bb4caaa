"""History by sync: a series of plain exports becomes a dated book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.errors import ScopeError, SourceError, spell_value
from kamgraph.model.arguments import check_argument
from kamgraph.model.book import Book
from kamgraph.model.columnar.make import hold_frame
from kamgraph.model.day import as_day
from kamgraph.model.entities import TABLES
from kamgraph.model.exits import Exits
from kamgraph.model.finding import Finding, findings_table
from kamgraph.model.history.absent import find_absent_states, find_absent_things
from kamgraph.model.history.differences import changes_table, describe_merges
from kamgraph.model.history.merging import follow_merges, merge
from kamgraph.model.history.shared_ids import share_ids
from kamgraph.model.history.update import find_leaving, update
from kamgraph.model.span import in_effect
from kamgraph.model.tables import tables_with

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from kamgraph.model.checks import Tables
    from kamgraph.model.columnar.table import Table
    from kamgraph.model.erasure_list import ErasureList
    from kamgraph.model.history.merging import Merges
    from kamgraph.model.policy import Policy


_NAMED = 10  # people in a message


@dataclass(frozen=True, eq=False, repr=False)
class Sync(Exits):
    """What became of a book when an export was compared with it.

    Parameters
    ----------
    book
        The new book.
    changes
        One row per change, in the order of the tables and ids. Columns: ``change`` (``added``,
        ``joined``, ``left``, ``returned``, ``renamed``, ``transferred``, ``moved``, ``opened``,
        ``closed``, ``updated``, ``merged``, ``removed``), ``table``, ``subject`` (the key of the
        row as a tuple, without missing parts), ``detail`` (a sentence), ``before`` and ``after``
        (texts, empty where there is nothing).
    findings
        What was not changed but somebody should know, with the columns of
        :func:`~kamgraph.check`: ``not_in_effect`` (rows of the export that do not hold on the
        day were not compared), ``absent_organization`` and ``absent_deal`` (still in the book as
        they were, no longer in the export), ``not_compared`` (ties, roles and team of sorts of
        which the export has none, and which stay), ``many_ended`` (more of them ended than people
        may be gone), ``erased_person`` (left out by the erasure list).
    """

    book: Book
    changes: pd.DataFrame
    findings: pd.DataFrame

    def __repr__(self) -> str:
        """Say how much has changed."""
        return f"<Sync: {len(self.changes):,} changes, {len(self.findings):,} findings>"


def sync(
    book: Book,
    fresh: Book,
    *,
    on: dt.date | str,
    merged: Mapping[str, Mapping[str, str]] | None = None,
    erased: ErasureList | None = None,
    most_gone: float = 0.2,
    policy: Policy | None = None,
) -> Sync:
    """Compare a fresh export with a book, and date what is different.

    The facts of the day before stay as they were, and on the day the compared rows are those of
    the export. The same export on the same day changes nothing the second time.

    What is compared:

    - A table without rows in the export is not compared. Of people, those of organizations in
      the export are, if it has anybody of the organization's kind: without a single person of
      ours it does not end our people.
    - Ties of a kind, coaches, other roles, and the team are compared if the export has any of
      them for accounts or for deals, respectively; and only rows all whose people,
      organizations and deals it covers. So acquaintance, influence and coaches that only the
      book knows stay.
    - A missing value of the export erases none of the book.

    What becomes of them:

    - Who is new has ``since`` the day, or their own; who is gone has ``until`` the day. Of who
      joined and left on the same day nothing is left.
    - Who comes back, or is in another organization, has positions from then on: one for the time
      before, one from the day. Of who has positions the one in effect ends, and another begins,
      when the export shows another organization, title, function or level.
    - Other attributes of people, organizations, deals and interactions are those of the export
      where it has any, and are not dated. A new deal without ``created`` was created on the day.
    - Ties, roles and team: one that is gone ends, one that is new begins on the day; a tie of
      another strength or confidence does both. Lines and roles of who is gone stay, as a seat
      that is vacant or has a successor, until the export gives them to somebody else.
    - Assessments and targets of the export are added unless the book has one that agrees.
    - Organizations and deals that are gone stay as they were, and are found. So do ties, roles
      and team of sorts of which the export has none.

    Parameters
    ----------
    book
        The book so far; of the first export simply read it.
    fresh
        The state on the day, usually without ``since`` and ``until``.
    on
        The day of the export, a date or ``YYYY-MM-DD``.
    merged
        For ``people``, ``organizations`` or ``deals``: old id → the id that is kept. Rows of the
        old id become rows of the kept one, at all times.
    erased
        Who must not come back.
    most_gone
        The largest share that may be gone of the people whom the export should have; one person
        always may. Beyond it the export is refused as one that is not whole.
    policy
        The policy whose labels both books hold; default ``Policy()``.

    Returns
    -------
    Sync
        The new book, the changes and the findings.

    Raises
    ------
    ScopeError
        If the day is no date, the share is none, or ids are merged in a circle or in a table
        without ids.
    SourceError
        If more of the people are gone than may be.
    BookError
        If no book can hold both, such as a customer with deals that has become a partner.
    """
    day = pd.Timestamp(as_day(on)).as_unit("s")
    kept = follow_merges(_add_merges(book, merged or {}))
    findings: list[pd.DataFrame] = []
    if erased is not None:
        erased = erased.following(kept["people"])
        book, known_already = erased.apply(book)
        fresh, come_back = erased.apply(fresh)
        findings += [known_already, come_back]
    known, whole = share_ids(*(_merge(one, kept) for one in (book, fresh)))
    export = {table: _select_of_day(table, rows, day) for table, rows in whole.items()}
    _refuse_exodus(find_leaving(known["people"], export, day), most_gone)
    after, changes = update(known, export, day)
    for table, ids in kept.items():
        if ids:
            changes += describe_merges(table, book.column(table, "id"), ids)
    found = [
        *_find_not_in_effect(whole, export),
        *find_absent_things(known, export),
        *find_absent_states(known, export, day, most_gone),
    ]
    return Sync(
        book=Book.from_tables(after, policy=policy, lenient=True),
        changes=changes_table(changes),
        findings=pd.concat([findings_table(found), *findings], ignore_index=True),
    )


def _merge(book: Book, merges: Merges) -> dict[str, Table]:
    """Return the tables of a book, in which ids that were merged are one."""
    if not any(merges.values()):
        return {table: book.columns_of(table) for table in TABLES}
    merged = merge(book.to_tables(), merges)
    return {table: hold_frame(table, rows) for table, rows in merged.items()}


def _add_merges(
    book: Book, merged: Mapping[str, Mapping[str, str]]
) -> dict[str, Mapping[str, str]]:
    """Return merges with those of records that were accepted as of the same person."""
    rows = book.candidates
    same = rows[(rows["kind"] == "same_person") & (rows["verdict"] == "accepted")]
    same = same.dropna(subset="value")
    people = dict(zip(same["value"], same["person"], strict=True))
    return {**merged, "people": {**people, **merged.get("people", {})}} if people else {**merged}


def _refuse_exodus(compared: pd.DataFrame, most: float) -> None:
    """Refuse to date more people as gone than leave at once: the export is hardly whole."""
    wanted = "most_gone is a share from 0 to 1"
    check_argument(most, (int, float), wanted, ScopeError)
    if not 0 <= most <= 1:
        raise ScopeError(f"{wanted}, and not {most}")
    gone = compared.loc[compared["gone"], "name"].tolist()
    if len(gone) > max(1, most * len(compared)):
        named = ", ".join(map(spell_value, gone[:_NAMED])) + ", ..." * (len(gone) > _NAMED)
        raise SourceError(
            f"the export lacks {len(gone):,} of {len(compared):,} people who should be in it, more "
            f"than {most:.0%}: {named}. Is it whole? If they are all gone, allow a larger share "
            "with most_gone, on the command line --most-gone 1"
        )


def _select_of_day(table: str, rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    if table not in tables_with("since", "until"):
        return rows
    return rows[in_effect(rows, day)].reset_index(drop=True)


def _find_not_in_effect(whole: Tables, export: Tables) -> Iterator[Finding]:
    for table in tables_with("since", "until"):
        count = len(whole[table]) - len(export[table])
        if count:
            rows = "1 row of the export does" if count == 1 else f"{count} rows of the export do"
            yield Finding(
                "low",
                "not_in_effect",
                table,
                (),
                f"{rows} not hold on the day.",
                "Nothing, if their dates are right; they were not compared.",
            )
