"""The Book: an immutable set of checked tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from kamgraph.door import guard_methods
from kamgraph.errors import BookError
from kamgraph.model import document
from kamgraph.model.checks import Tables, read_tables
from kamgraph.model.content_hash import hash_content
from kamgraph.model.distinct import Distinct
from kamgraph.model.entities import TABLES
from kamgraph.model.exits import show_html
from kamgraph.model.ids import NONE
from kamgraph.model.names import Names, say_unknown
from kamgraph.model.once import once
from kamgraph.model.parts.account_rows import find_account, find_units, list_account_rows
from kamgraph.model.parts.change import change
from kamgraph.model.parts.match import find_holding
from kamgraph.model.policy import Policy, choose_policy
from kamgraph.model.privacy.erasure import erase
from kamgraph.model.privacy.erasure_report import report_erasure
from kamgraph.model.privacy.pseudonyms import pseudonymise
from kamgraph.model.rules import Draft
from kamgraph.model.strict_json import parse
from kamgraph.model.tables import check_id_column, check_table
from kamgraph.model.whole import Whole

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from pandas.api.extensions import ExtensionArray

    from kamgraph.model.coded import Coded
    from kamgraph.model.columnar.table import Table
    from kamgraph.model.parts.changed import Changed
    from kamgraph.model.parts.part import Holding

_OF_LARGER = ("newest_day", "recorded")  # what a part says of the book that it was cut from


@guard_methods
class Book:
    """The facts of any number of accounts: checked tables that do not change.

    A book is a set of facts, so rows have no order of their own: they are kept in a canonical
    one, and two books are equal when they hold the same rows. Make one with :meth:`from_tables`,
    :meth:`from_json` or :func:`kamgraph.read`; every table
    is an attribute, such as ``book.people``, a frame made when somebody looks.
    """

    def __init__(self, held: Draft | Holding | Changed, larger: Self | None = None) -> None:
        """Take tables that are already checked; use :meth:`from_tables` for any others."""
        self._held = Whole(held) if isinstance(held, Draft) else held
        self._larger = larger
        self._frames: dict[str, pd.DataFrame] = {}

    @classmethod
    def from_tables(
        cls, tables: Mapping[str, Any], *, policy: Policy | None = None, lenient: bool = False
    ) -> Self:
        """Check frames and make a book of them.

        Parameters
        ----------
        tables
            Table name → frame (pandas, polars, pyarrow or anything narwhals reads). Tables and
            optional columns may be left out; columns the library does not know are kept as text,
            lists and structs in them as JSON.
        policy
            The policy whose labels strengths and grades may hold; default ``Policy()``.
        lenient
            Keep rows whose ids lead nowhere: :func:`~kamgraph.check` reports them, and a graph
            leaves them out.

        Raises
        ------
        BookError
            If any row cannot be taken; ``.problems`` lists every one, and nothing is loaded.
        """
        return cls(read_tables(tables, policy=choose_policy(policy), lenient=lenient))

    def __getattr__(self, name: str) -> Any:
        """Return a table as a frame, which is the caller's to keep."""
        if name not in TABLES:
            raise AttributeError(f"a book has no table or attribute '{name}'", name=name, obj=self)
        return self._frame(name)

    def _frame(self, table: str) -> pd.DataFrame:
        """Return a table as a frame; of a part, which is small, made but once."""
        if self._larger is None:
            return self._held.tables[table].to_pandas()
        if table not in self._frames:
            self._frames[table] = self._held.tables[table].to_pandas()
        return self._frames[table].copy()

    def __dir__(self) -> list[str]:
        """List the tables among the attributes."""
        return [*super().__dir__(), *TABLES]

    def list_columns(self, table: str) -> list[str]:
        """Return the names of a table's columns."""
        return self._held.list_columns(check_table(table))

    def column(self, table: str, name: str) -> pd.Series[Any]:
        """Return one column of a table; a whole table is made by its attribute."""
        return self._held.tables[check_table(table)].column(name)

    def columns_of(self, table: str) -> Table:
        """Return the columns of a table as the book holds them, of which no frame is made."""
        return self._held.tables[check_table(table)]

    def texts_at(self, table: str, name: str, places: np.ndarray) -> ExtensionArray:
        """Return a column of texts at some places, in time of these; missing at -1."""
        return self._held.tables[check_table(table)].texts(name).at(places)

    def has_id(self, table: str, id_: str) -> bool:
        """Return whether a table holds an id, in time of what changed."""
        return self._held.find_row(check_table(table), id_) != NONE

    def find_rows(self, table: str, column: str, id_: str) -> pd.DataFrame:
        """Return the rows of a table that hold an id in a column, in time of these."""
        rows = find_holding(self._held, check_table(table), check_id_column(table, column), [id_])
        return self._held.take(table, rows).to_pandas()

    def list_units(self, unit: str) -> pd.Series[str]:
        """Return the ids of an organization and of all below it, in time of these."""
        codes = np.array([self._find_unit(unit)])
        if codes[0] == NONE:
            raise say_unknown(unit, Names.of(self.to_tables(), "organizations"))
        rows = self._held.index.find("organizations", "id", find_units(self._held.index, codes))
        return self._held.take("organizations", rows).column("id")

    def find_place(self, table: str, id_: str) -> int:
        """Return the place of an id in a table; -1 without one."""
        return self._held.whole.find_row(check_table(table), id_)

    def find_distinct(self, table: str, *names: str) -> dict[str, Distinct]:
        """Return the distinct values of all or some columns, without a look at every text."""
        held = self._held.tables[check_table(table)]
        return {name: Distinct.of_cells(held[name]) for name in names or held}

    def rows_at(self, table: str, places: np.ndarray) -> pd.DataFrame:
        """Return some rows of a table as a frame, in time of these."""
        return self._held.tables[check_table(table)].take(places).to_pandas()

    def to_tables(self) -> Tables:
        """Return every table as a frame, in canonical order."""
        return {name: self._frame(name) for name in self._held.tables}

    @classmethod
    def from_json(
        cls, text: str | bytes, *, policy: Policy | None = None, lenient: bool = False
    ) -> Self:
        """Read a book from its JSON document; :meth:`from_tables` says what is checked.

        Raises
        ------
        SourceError
            If the text is not JSON (NaN, infinities and repeated keys are not), not a document
            of a book, of a newer version, or holds another content than its hash says.
        BookError
            If any row cannot be taken.
        """
        whole = parse(text)
        try:
            book = cls.from_tables(document.frames(whole), policy=policy, lenient=lenient)
        except BookError as error:
            raise error.advise(document.explain_misfits(whole)) from None
        document.check_hash(whole, book.content_hash)
        return book

    def to_json(self) -> str:
        """Return the book as one JSON document, as :func:`kamgraph.json_schema` describes it."""
        tables = {name: self.find_distinct(name) for name in TABLES}
        return document.dumps(tables, self.content_hash)

    def erase(self, person: str, *, keep_seat: bool = False) -> Self:
        """Return a book in which nothing is left of a person but, if asked, an anonymous seat.

        Gone are the person's row and every row about them: ties, roles, team, assessments,
        targets, interactions. Where they were somebody's successor or assessor the cell is
        empty. Mentions in free text, other columns included, read ``[erased]``: of their id and
        name, in any case, width, spacing and order, and of the mail addresses, telephone numbers,
        pages and other identifiers that stand in their row, in whatever column, unless they stand
        in another person's, too. Found are whole words; in scripts without blanks between words,
        any place where the characters stand.

        What is not blanked, since it may mean something else: an id of a few digits or of one or
        two letters, a first or family name alone, another spelling without accents, and what
        stands within an id or the name of another person. :meth:`erase_with_report` lists it.
        What cannot be found: nicknames that are in no column, initials, a misspelling, a name in
        another script; and whatever describes somebody without naming them. A short name that is
        also a word is found where it is meant as a word.

        Parameters
        ----------
        person
            The person's id.
        keep_seat
            Keep the structure as an anonymous seat with a new id such as ``erased-1``:
            organization, function, level and dates, successor, decision and team roles, and
            ties other than acquaintance, without evidence. Title, susceptibility, assessments,
            targets, interactions and all other columns are gone all the same.

        Returns
        -------
        Book
            The new book. The participants left in an interaction count as fewer, so
            acquaintance observed in it may be closer.

        Raises
        ------
        ScopeError
            If the book knows no such person.
        """
        return type(self)(Draft.of(erase(self.to_tables(), person, keep_seat=keep_seat).after))

    def erase_with_report(
        self, person: str, *, keep_seat: bool = False
    ) -> tuple[Self, pd.DataFrame]:
        """Erase a person as :meth:`erase` does, and say what was found and what may be left.

        Parameters
        ----------
        person
            The person's id.
        keep_seat
            Keep an anonymous seat.

        Returns
        -------
        tuple of Book and DataFrame
            The new book; and what told of the person, or may. Its columns: ``outcome``
            (``removed``: rows that were about the person; ``erased``: mentions that read
            ``[erased]`` now; ``residue``: what was left, since it may mean something else or
            stands in an id or a name, for you to read), ``table``, ``column``, ``found``,
            ``source`` (the column of the person's row that it is like), ``rows`` (how many), and
            ``text`` (the whole text as it is now). It names the person: do not keep it.

        Raises
        ------
        ScopeError
            If the book knows no such person.
        """
        done = erase(self.to_tables(), person, keep_seat=keep_seat)
        return type(self)(Draft.of(done.after)), report_erasure(done)

    def pseudonymise(self, key: bytes | str) -> Self:
        """Return a book in which nobody can be recognised by name, id, mail address or words.

        The same key gives the same pseudonyms in every book, so exports of different days can
        be compared; another key gives others, and without it nobody can repeat them.

        - Replaced by keyed hashes: ids of people, organizations, deals and interactions; names,
          by the hash of the id; titles, industries, regions, kinds of interactions and
          currencies that are of your own words. Equal ones stay equal. Before the hash of a title
          stands the plainest title of the same level and function, as far as the library's words
          tell them. The pseudonym of a name that stands for nobody (of the default policy) still
          does.
        - Replaced by ``(withheld)``: evidence, budget, authority, need, timing.
        - Left out: columns that the library does not know.
        - Kept: words of the vocabularies, grades and strengths, levels, numbers, dates, and the
          functions of people, which results are grouped by; so no name may stand in a function.

        Results are those of the original book up to renaming, but for what depends on the order
        of ids: rows of equal weight are listed in another order, and of equally good routes or
        removals another one may be chosen. Kinds of interactions of your own weigh what the
        policy gives unknown kinds. Structure, dates and amounts remain, so who knows the
        accounts may still recognise somebody: this is pseudonymous, not anonymous.

        Parameters
        ----------
        key
            A long random text or bytes, of 16 bytes at least, to be kept secret.

        Raises
        ------
        KamgraphError
            If the key is of another type, or shorter.
        """
        return type(self)(Draft.of(pseudonymise(self.to_tables(), key)))

    @once
    def coded(self) -> Coded:
        """The tables as arrays with integer codes, made once; what graphs are built of."""
        return self._held.coded

    @once
    def content_hash(self) -> str:
        """The SHA-256 of the content, which equal books share, whatever they were read from.

        Give it to :func:`kamgraph.write` as ``expecting=``, so that a book that somebody else has
        changed since it was read is not written over.
        """
        return hash_content(self._held.tables)

    @once
    def newest_day(self) -> dt.date | None:
        """The newest day recorded on which anything happened, the default of ``as_of``.

        Planned days never move it, and it is not after today: today where all days are to come.
        None in a book without a day of what happened.
        """
        return self._held.newest_day if self._larger is None else self._larger.newest_day

    @once
    def recorded(self) -> frozenset[str]:
        """The families of facts of which the book holds anything, see ``completeness``."""
        return self._held.recorded if self._larger is None else self._larger.recorded

    @property
    def has_dangling(self) -> bool:
        """Whether any row names what is not there, as in a lenient book."""
        return self._held.has_dangling

    def changed(
        self,
        rows: Mapping[str, Any] | None = None,
        *,
        gone: Mapping[str, Any] | None = None,
        policy: Policy | None = None,
        lenient: bool = False,
    ) -> Self:
        """Return the book with some rows added, replaced or gone, in time of what changes.

        What is new is checked against what is there, as :meth:`from_tables` would check the whole;
        everything else is shared with this book.

        Parameters
        ----------
        rows
            Table name → frame of new rows, as :meth:`from_tables` takes them. A row takes the place
            of the one with the same key: of the same ``id``; of ties the same source, target, kind,
            deal and since; of positions the same person and since; of interactions the same id and
            person; of goals the same account, due and owner. Rows of roles, team, assessments and
            targets, which may repeat, are added.
        gone
            Table name → the rows to take out, before any is added: ids, or a frame of columns in
            which they are equal, one of ids at least, such as ``person`` and ``date`` of
            assessments. All rows that are equal go; an empty cell equals an empty one.
        policy
            The policy whose labels strengths and grades may hold; default ``Policy()``.
        lenient
            Take rows whose ids lead nowhere and columns that look like others, and leave rows that
            name what is gone.

        Returns
        -------
        Book
            The new book; this one stays as it is.

        Raises
        ------
        BookError
            If a row cannot be taken, is to go and is not there, if a column that the book has
            not looks like one of the table, or if a row that stays would contradict the change;
            ``.problems`` lists every one, by the rows that were given (rows of the book have no
            number).
        """
        rows, gone = ({} if one is None else one for one in (rows, gone))
        return self.change_rows(rows, gone, choose_policy(policy), lenient=lenient)[0]

    def change_rows(
        self,
        rows: Mapping[str, Any],
        gone: Mapping[str, Any],
        policy: Policy,
        *,
        lenient: bool,
        singly: bool = False,
    ) -> tuple[Self, Mapping[str, Table], Mapping[str, Table]]:
        """Return the book as :meth:`changed` does, and the rows that went and came, by table."""
        # Of equal rows that are to go, all go, or singly as many as are given.
        made = change(self._held, rows, gone, policy, lenient=lenient, singly=singly)
        return type(self)(made.after), made.gone, made.new

    def of_account(self, account: str) -> Self:
        """Return the part of the book that the scopes of an account can see.

        Parameters
        ----------
        account
            The id of an account, or of a unit of one, whose account it is then.

        Returns
        -------
        Book
            The account's rows, those of others that are seen in its scopes, and whatever these
            name, found in time of the account. Graphs of the account, of its units and its deals
            are those of the whole book, whose newest day and recorded families of facts it keeps;
            of other accounts it holds no more than what touches this one.

        Raises
        ------
        ScopeError
            If the book has no such account.
        """
        part = self._find_part(self._find_unit(account))
        if part is None:
            names = Names.of(self.to_tables(), "organizations")
            raise say_unknown(account, names.among(self.coded.accounts, "account"))
        return part

    def part_for(self, account: str | None, deal: str | None) -> Self:
        """Return the part that graphs of an account, a unit or a deal need; else the whole book."""
        # So that an error about what is not there is told by all that is.
        unit = NONE
        if deal:
            row = self._held.find_row("deals", deal)
            unit = NONE if row == NONE else self._read("deals", "unit", row)
        elif account is not None:
            unit = self._find_unit(account)
        part = self._find_part(unit)
        if part is None:
            return self
        named = account is None or part.find_place("organizations", account) != NONE
        return part if named else self

    def _find_part(self, unit: int) -> Self | None:
        """Return the part of the account of an organization, if it belongs to any."""
        account = NONE if unit < 0 else find_account(self._held.index, unit)
        if account == NONE:
            return None
        return self._cut(np.array([account]))

    def parts_of(self, accounts: Sequence[str]) -> Self:
        """Return the part of the book that the scopes of some accounts can see, as one."""
        return self._cut(np.array([self._find_unit(account) for account in accounts]))

    def _cut(self, accounts: np.ndarray) -> Self:
        rows = list_account_rows(self._held.index, accounts)
        return type(self)(self._held.cut(rows), self._larger or self)

    def _find_unit(self, id_: str) -> int:
        """Return the code of an organization, -1 for none."""
        row = self._held.find_row("organizations", id_)
        return NONE if row == NONE else self._read("organizations", "id", row)

    def _read(self, table: str, column: str, row: int) -> int:
        return int(self._held.index.read(table, column, np.array([row]))[0])

    def __eq__(self, other: object) -> bool:
        """Tell whether both hold the same rows."""
        if not isinstance(other, Book):
            return NotImplemented
        others = other._held.tables
        return all(table.equals(others[name]) for name, table in self._held.tables.items())

    def __hash__(self) -> int:
        """Return the same for books that are equal: that of their content."""
        return hash(self.content_hash)

    def _repr_html_(self) -> str:
        """Show in a notebook how much is in it, and the head of each table."""
        counts = {name: len(table) for name, table in self._held.tables.items() if len(table)}
        rows = pd.DataFrame({"rows": counts}).rename_axis("table")
        return show_html(repr(self), {"tables": rows})

    def __getstate__(self) -> dict[str, Any]:
        """Return what a pickle holds: the rows, of a part without the book that it was cut from."""
        tables = {name: table.compact() for name, table in self._held.tables.items()}
        # A part that came out of a pickle has no larger book, and knows of it what it was told.
        told = [name for name in _OF_LARGER if self._larger is not None or name in vars(self)]
        return {"tables": tables, "of_larger": {name: getattr(self, name) for name in told}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take what a pickle holds."""
        Book.__init__(self, Draft(state["tables"]))
        vars(self).update(state["of_larger"])

    def __repr__(self) -> str:
        """Say what is in it."""
        counts = [
            f"{len(table):,} {name}" for name, table in self._held.tables.items() if len(table)
        ]
        newest = self.newest_day
        until = f", newest {newest}" if newest else ""
        return f"<Book: {', '.join(counts) or 'empty'}{until}>"
