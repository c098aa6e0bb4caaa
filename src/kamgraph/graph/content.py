"""What a graph holds: its tables, and what each node is, as arrays over the nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.door import guard_methods
from kamgraph.graph.acquaintance import find_last_contact
from kamgraph.graph.codes import (
    ACCEPTED,
    ACCOUNT,
    ASSUMED,
    CUSTOMER,
    DEAL,
    PARTNER,
    RECORDED,
    VENDOR,
)
from kamgraph.graph.deal_values import sum_open_values
from kamgraph.graph.encounters import list_participations
from kamgraph.graph.facts import grade_rows
from kamgraph.graph.people_on import list_people_on
from kamgraph.graph.posts import find_posts
from kamgraph.graph.scope_rows import see_rows
from kamgraph.graph.scopes import name_scopes
from kamgraph.graph.touches import list_touches
from kamgraph.graph.units import list_seen_deals, list_sight
from kamgraph.graph.what_if import change_book
from kamgraph.model.coded import ALWAYS, NEVER, day_number
from kamgraph.model.ids import NONE
from kamgraph.model.once import once
from kamgraph.model.tables import check_table
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, TEAM_ROLES, TIE_KINDS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from kamgraph.graph.changes import Change
    from kamgraph.graph.posts import Posts
    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy
    from kamgraph.model.rows import Rows


@guard_methods
@dataclass(frozen=True, eq=False, repr=False)
class Content:
    """The state of a graph, and what follows from it without any measure.

    Attributes
    ----------
    as_of
        The day of which the graph speaks; None for a book without dates.
    policy
        The judgements behind every measure.
    """

    as_of: dt.date | None
    policy: Policy
    _book: Book
    _part: Book
    _asked: tuple[str | None, str | None]
    _gone: tuple[str, ...]
    _scopes: Rows
    _nodes: Rows
    _ties: Rows
    _recorded_elsewhere: frozenset[str] = frozenset()  # in the book that this one is a part of
    _accounts: tuple[str, ...] | None = None  # of which alone it is, in that larger book
    _pending: tuple[Change, ...] = ()  # what-ifs that the nodes and ties have, but not the book yet

    @once
    def book(self) -> Book:
        """The book that the graph was built of, what-ifs included."""
        if not self._pending:
            return self._book
        return change_book(self._book, self._pending, self._asked, self.as_of, self.policy)

    @once
    def part(self) -> Book:
        """What of the book the scopes can see; places, of people and others, are places in it."""
        if not self._pending:
            return self._part
        return change_book(self._part, self._pending, self._asked, self.as_of, self.policy)

    @once
    def index(self) -> pd.Index[Any]:
        """The index of the nodes: ``person``, or ``(account, deal, person)`` with many scopes."""
        ids = self._part.texts_at("people", "id", self._nodes["person"])
        if len(self._scopes) == 1:
            return pd.Index(ids, name="person")
        account, deal = (self.scope_index.get_level_values(name) for name in ("account", "deal"))
        names = ["account", "deal", "person"]
        arrays: list[Any] = [account.take(self.scope), deal.take(self.scope), ids]
        return pd.MultiIndex.from_arrays(arrays, names=names)

    @once
    def scope_index(self) -> pd.MultiIndex:
        """The index of the scopes: ``account`` (or unit) and ``deal``, empty for the account."""
        # Of codes, which are ordered as ids are, so that nothing is to be sorted again.
        listed, account = np.unique(
            name_scopes(self._part.coded, self._scopes), return_inverse=True
        )
        about, deal = np.unique(self._scopes["deal"], return_inverse=True)
        ids = self._part.texts_at("deals", "id", about).fillna("")
        levels: list[Any] = [self._part.texts_at("organizations", "id", listed), ids]
        codes: list[Any] = [account, deal]
        return pd.MultiIndex(levels, codes, names=["account", "deal"], verify_integrity=False)

    @once
    def starts(self) -> np.ndarray:
        """The first node of each scope, and the number of nodes at the end."""
        return np.searchsorted(self._nodes["scope"], np.arange(len(self._scopes) + 1))

    @property
    def scope(self) -> np.ndarray:
        """The scope of each node."""
        return self._nodes["scope"]

    @property
    def person(self) -> np.ndarray:
        """The person of each node, as the place among the people of the book."""
        return self._nodes["person"]

    @property
    def side(self) -> np.ndarray:
        """The side of each node, as its place in the vocabulary."""
        return self._nodes["side"]

    @once
    def ours(self) -> np.ndarray:
        """Which nodes are of us."""
        return np.asarray(self.side == VENDOR)

    @once
    def theirs(self) -> np.ndarray:
        """Which nodes are of a customer or partner, vacant seats included."""
        return np.asarray((self.side == CUSTOMER) | (self.side == PARTNER))

    @once
    def contact(self) -> np.ndarray:
        """Which nodes are customers' or partners' people; vacant seats are not."""
        return self.theirs & ~self.vacant

    @property
    def own(self) -> np.ndarray:
        """Which nodes are of the scope's own account."""
        return self._nodes["own"]

    @property
    def vacant(self) -> np.ndarray:
        """Which nodes are vacant seats."""
        return self._nodes["vacant"]

    @property
    def susceptibility(self) -> np.ndarray:
        """How far others move each node, in [0, 1); 0 for those whom nobody moves."""
        return self._nodes["susceptibility"]

    @once
    def grade(self) -> np.ndarray:
        """(nodes, axes), the newest grade in [-1, 1], or what is assumed; NaN where unknown."""
        return np.column_stack([self._nodes[axis] for axis in AXES.words])

    @once
    def certainty(self) -> np.ndarray:
        """(nodes, axes), how much the grade still proves, in [0, 1]; 0 where unknown."""
        age = np.zeros(self.grade.shape)
        if self.as_of is not None:
            dates = np.column_stack([self._nodes[f"{axis}_date"] for axis in AXES.words])
            age = np.where(self.graded, day_number(self.as_of) - dates, 0.0)
        return np.where(np.isnan(self.grade), 0.0, self.policy.certainty(age))

    @once
    def stance(self) -> np.ndarray:
        """(nodes, axes), the stance used: the grade by its certainty; NaN where unknown."""
        return self.grade * self.certainty

    @once
    def posts(self) -> Posts:
        """The level and the function of each node, and what they are known from."""
        return find_posts(self._part.coded, self._nodes, self._ties, self.policy)

    @property
    def level(self) -> np.ndarray:
        """The level of each node, 1 (executive board) to 5 (staff); NaN where unknown."""
        return self.posts.level

    @property
    def function(self) -> np.ndarray:
        """The function of each node as its place in ``function_words``; -1 where unknown."""
        return self.posts.function

    @property
    def function_words(self) -> tuple[str, ...]:
        """The functions that a node may have: the vocabulary's, then those of the book's own."""
        return self.posts.words

    @property
    def tie_scope(self) -> np.ndarray:
        """The scope of each tie."""
        return self._ties["scope"]

    @property
    def tie_ends(self) -> tuple[np.ndarray, np.ndarray]:
        """The nodes at the ends of each tie, its source and its target."""
        return self._ties["source"], self._ties["target"]

    def arcs(self, kinds: Collection[str]) -> Rows:
        """Return ties of some kinds: ``source``, ``target`` (nodes) and what is known of each."""
        # Beside strength and since: ``origin``, a code of ORIGINS, ``answered``, whether it shows
        # in more than letters one way, ``let_down``, whether it counts less for a broken promise,
        # and ``row``, its place among the book's ties, if any.
        chosen = np.isin(TIE_KINDS.words, list(kinds))[self._ties["kind"]]
        known = ("kind", "strength", "since", "origin", "answered", "let_down", "row")
        return self._ties.take(chosen).select("source", "target", *known)

    def recall_strengths(self, arcs: Rows) -> np.ndarray:
        """Return the strength of ties as their rows say, before it cools; NaN without a row."""
        graded, row, coded = np.full(len(arcs), np.nan), arcs["row"], self._part.coded
        there = row >= 0
        strength = grade_rows(coded, self.policy, row[there])
        graded[there] = strength * coded.ties["confidence"][row[there]]
        return graded

    def rows(self, table: str, *identity: str) -> pd.DataFrame:
        """Return the rows of a table of the book as each scope sees them on the graph's day.

        Rows that name an account or unit are seen in its scopes, those of its parts and those of
        what it is a part of, others in the scopes that the person they are about is in; of rows
        between two people, those of the scope's account are, and others if both are in it; of
        interactions, those in which somebody of a customer or partner took part. Those
        of a deal are seen in the deal's scope alone. A deal's rows replace those of its unit, and
        a unit's those of its account, that are equal in the identity and, in tables about people
        that need not name an account, about the same person. Days of what happened after the
        graph's day are missing. A row with grades becomes one for each, with ``axis`` and
        ``grade``.

        Parameters
        ----------
        table
            A table of the book.
        *identity
            Columns in which a row of a deal and the row that it replaces are equal; default
            ``role`` where there is one, else the table's key, and none in a table whose rows may
            repeat.

        Returns
        -------
        DataFrame
            The columns of the table with ``scope`` (number), ``origin`` (account or deal) and,
            in tables about people without an account, ``node`` (-1: nobody of the scope).

        Raises
        ------
        ScopeError
            If the rows of the table need to name no account, deal or person.
        """
        return self.rows_about(np.arange(len(self._nodes)), table, *identity)

    def rows_about(self, nodes: np.ndarray, table: str, *identity: str) -> pd.DataFrame:
        """Return what :meth:`rows` does about some nodes; ``node`` is a place among these."""
        some = self._nodes.take(nodes)
        return see_rows(self.part, self.as_of, self._scopes, some, check_table(table), identity)

    @once
    def recorded(self) -> frozenset[str]:
        """The families of facts of which the whole book holds anything, see ``completeness``."""
        return self._book.recorded | self._recorded_elsewhere

    @property
    def acquaintance_recorded(self) -> bool:
        """Whether the whole book holds an acquaintance, or an interaction with one of us."""
        return "acquaintance" in self.recorded

    @property
    def role_bits(self) -> np.ndarray:
        """The decision roles of each node, a bit for each word of the vocabulary."""
        return self._nodes["roles"]

    @property
    def team_bits(self) -> np.ndarray:
        """The roles of each node in our team, a bit for each word of the vocabulary."""
        return self._nodes["team"]

    def holds(self, role: str) -> np.ndarray:
        """Return which nodes hold a decision role."""
        bit = DECISION_ROLES.place(role)
        return (self._nodes["roles"] >> bit & 1).astype(bool)

    def holds_on_record(self, role: str) -> np.ndarray:
        """Return which nodes hold a decision role that somebody has recorded or accepted."""
        bit = DECISION_ROLES.place(role)
        return (self._nodes["roles_sure"] >> bit & 1).astype(bool)

    def role_origin(self, role: str) -> np.ndarray:
        """Return what each node's decision role is known from, a code of ORIGINS; 0 without it."""
        bit = DECISION_ROLES.place(role)
        parts = ("roles_recorded", "roles_sure", "roles")
        known = [(self._nodes[name] >> bit & 1).astype(bool) for name in parts]
        return np.select(known, [np.array(one) for one in (RECORDED, ACCEPTED, ASSUMED)])

    def on_team(self, role: str) -> np.ndarray:
        """Return which nodes hold a role in our team."""
        bit = TEAM_ROLES.place(role)
        return (self._nodes["team"] >> bit & 1).astype(bool)

    @property
    def account(self) -> np.ndarray:
        """The account of each scope, as its place among the book's (see ``model.coded``)."""
        return self._scopes["account"]

    @property
    def unit(self) -> np.ndarray:
        """The organization of each scope, as its place in the book: what a deal names for deals."""
        return self._scopes["unit"]

    @property
    def deal(self) -> np.ndarray:
        """The deal of each scope, as its place in the book; -1 for accounts."""
        return self._scopes["deal"]

    @property
    def of_deal(self) -> np.ndarray:
        """Which scopes are deals; the others are accounts."""
        return np.asarray(self.deal >= 0)

    @property
    def stage(self) -> np.ndarray:
        """The stage of each scope, as its place in the vocabulary; -1 for none and accounts."""
        return np.append(self._part.coded.deals["stage"], NONE)[self._scopes["deal"]]

    @property
    def over(self) -> np.ndarray:
        """Which scopes are deals that are closed or lost."""
        return ~np.append(self._part.coded.deals["open"], True)[self.deal]

    @once
    def has_deals(self) -> np.ndarray:
        """Which scopes see a deal by the day, closed and lost ones included."""
        day = NEVER if self.as_of is None else day_number(self.as_of)
        begun = self._part.coded.deals["created"][self.seen_deals["deal"]] <= day
        return np.isin(np.arange(len(self._scopes)), self.seen_deals["scope"][begun])

    @property
    def open_value(self) -> np.ndarray:
        """What the open deals of each scope are worth; missing without a value, or one currency."""
        return self._open_worth[0]

    @property
    def open_currency(self) -> np.ndarray:
        """In which currency that is; empty where it is in none that is known."""
        return self._open_worth[1]

    @once
    def _open_worth(self) -> tuple[np.ndarray, np.ndarray]:
        day = NEVER if self.as_of is None else day_number(self.as_of)
        return sum_open_values(self._part, self.seen_deals, len(self._scopes), day)

    @property
    def grade_origin(self) -> np.ndarray:
        """(nodes, axes), what the stance on each axis is known from, a code of ORIGINS."""
        return np.column_stack([self._nodes[f"{axis}_origin"] for axis in AXES.words])

    @once
    def graded(self) -> np.ndarray:
        """(nodes, axes), whether the stance on each axis is somebody's grade, not an assumption."""
        return np.isin(self.grade_origin, [ACCOUNT, DEAL])

    @once
    def days_since_assessment(self) -> np.ndarray:
        """Days since the newest grade of each node that counts, on any axis; NaN without one."""
        if self.as_of is None:
            return np.full(len(self._nodes), np.nan)
        dates = np.column_stack([self._nodes[f"{axis}_date"] for axis in AXES.words])
        days = np.where(dates == NEVER, np.nan, day_number(self.as_of) - dates)
        return np.fmin.reduce(days, axis=1)

    @once
    def days_since_contact(self) -> np.ndarray:
        """Days since each node's last interaction with one of us; NaN where there was none."""
        return self._count_days(answered=False)

    @once
    def days_since_answer(self) -> np.ndarray:
        """Days since each node met one of us or wrote to one; NaN where there was neither."""
        return self._count_days(answered=True)

    def _count_days(self, *, answered: bool) -> np.ndarray:
        if self.as_of is None:
            return np.full(len(self._nodes), np.nan)
        day, side = day_number(self.as_of), self.people_on["side"]
        met = list_participations(self.part.coded, self.policy)
        last = find_last_contact(met, side, self._nodes, self.seen_deals, day, answered=answered)
        return np.where(last == ALWAYS, np.nan, day - last)

    @once
    def touches(self) -> Rows:
        """Each contact's interactions with one of us until the day (see ``graph.touches``)."""
        contacts = self._nodes.select("scope", "person").with_columns(
            node=np.arange(len(self._nodes))
        )
        coded, day = self.part.coded, NEVER - 1 if self.as_of is None else day_number(self.as_of)
        met, side = list_participations(coded, self.policy), self.people_on["side"]
        return list_touches(met, side, contacts.take(self.contact), self.seen_deals, day)

    @once
    def people_on(self) -> Rows:
        """Who everybody of the book is on the graph's day, by place (see ``graph.people_on``)."""
        return list_people_on(self._part.coded, self.as_of, self.policy)

    @once
    def seen_deals(self) -> Rows:
        """What is about which deals each scope sees: in the deal itself and in its account."""
        coded, scopes = self._part.coded, self._scopes
        return list_seen_deals(coded.deals, scopes, list_sight(coded.organizations, scopes))

    def rank(self, rows: np.ndarray, importance: np.ndarray) -> np.ndarray:
        """Return nodes in the order of results: by scope, then the most important first.

        Parameters
        ----------
        rows
            (nodes,) bool, which nodes to list.
        importance
            (nodes,), compared in size; equals keep the order of ids.
        """
        order = np.lexsort((-np.abs(importance), self._nodes["scope"]))
        return order[rows[order]]

    def scope_sums(self, values: np.ndarray) -> np.ndarray:
        """Return the sum over each scope of an array over the nodes, column by column."""
        if values.ndim > 1:
            return np.column_stack([self.scope_sums(column) for column in values.T])
        return np.bincount(self.scope, weights=values, minlength=len(self._scopes))
