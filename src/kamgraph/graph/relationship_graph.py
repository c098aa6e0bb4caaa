"""The RelationshipGraph: the people of one or many scopes and the ties among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
import pandas as pd

from kamgraph import kernels
from kamgraph.errors import ScopeError
from kamgraph.graph.acquaintance import last_contact
from kamgraph.graph.decision import decision_weight, key_kind
from kamgraph.graph.facts import ACCOUNT, CUSTOMER, DEAL, ORIGINS, PARTNER, VENDOR
from kamgraph.graph.influence import chain_steps, influence_matrix, own_share, raw_pull
from kamgraph.graph.matrix import Matrix
from kamgraph.graph.scale import ROUNDING
from kamgraph.graph.what_if import book_with_grade, book_with_tie
from kamgraph.model.book import Book
from kamgraph.model.coded import ALWAYS, NEVER, day_number
from kamgraph.model.columns import DAYS
from kamgraph.model.policy import Policy
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import (
    AXES,
    DECISION_ROLES,
    SIDES,
    STAGES,
    TEAM_ROLES,
    TIE_KINDS,
    Vocabulary,
)

if TYPE_CHECKING:
    import networkx as nx


class Routes(NamedTuple):
    """The strongest chains from any of us, over the nodes.

    ``reach`` is the product along the chain (1 for us, 0 out of reach), ``hops`` its ties and
    ``before`` the node before on it (-1 for us and out of reach).
    """

    reach: np.ndarray
    hops: np.ndarray
    before: np.ndarray


class Losses(NamedTuple):
    """What is lost without each node: ``points`` of coverage, over the nodes, and pairs.

    ``leaver`` and ``unreached`` are pairs of a node and a key person who falls out of reach
    without it, the node itself included.
    """

    points: np.ndarray
    leaver: np.ndarray
    unreached: np.ndarray


@dataclass(frozen=True, eq=False, repr=False)
class RelationshipGraph:
    """People and ties of one or many scopes on one day; it never changes.

    Make one with :func:`kamgraph.build_graph`. A scope is an account, or a deal of one. Nodes
    are people in scopes, ordered by account, deal and person id; results of a graph with one
    scope are indexed by ``person``, of one with many by ``(account, deal, person)``.

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
    _asked: tuple[str | None, str | None]
    _gone: tuple[str, ...]
    _scopes: Rows
    _nodes: Rows
    _ties: Rows

    # What is in it, as tables.

    @property
    def scopes(self) -> pd.DataFrame:
        """A copy of the scopes, one row each.

        Columns: ``account``, ``deal`` (empty for the account itself), ``account_name``,
        ``deal_name``, ``stage``, ``people`` and ``ties`` (counts).
        """
        account = self._book.coded.accounts.take(self._scopes["account"])
        names = self._book.organizations.set_index("id")["name"].reindex(account)
        deals = self._book.deals.reindex(self._scopes["deal"])[["id", "name", "stage"]].fillna("")
        words = {
            "account": account,
            "deal": deals["id"],
            "account_name": names,
            "deal_name": deals["name"],
            "stage": deals["stage"],
        }
        table = pd.DataFrame({name: pd.array(text, dtype="str") for name, text in words.items()})
        table["people"] = np.bincount(self._nodes["scope"], minlength=len(table))
        table["ties"] = np.bincount(self._ties["scope"], minlength=len(table))
        return table

    @property
    def people(self) -> pd.DataFrame:
        """A copy of the people, one row a node, on the index of the nodes.

        Columns: ``name``, ``organization``, ``organization_name``, ``side``, ``own`` (of the
        scope's account), ``title``, ``function``, ``level``, ``vacant``, ``susceptibility``
        (0 for those whom nobody moves), ``roles`` and ``team`` (tuples), and for each axis the
        stance in [-1, 1] (missing where unknown), ``<axis>_origin`` (deal, account, assumed,
        edited or empty) and ``<axis>_date``.
        """
        nodes = self._nodes
        about = ["name", "organization", "title", "function", "level"]
        people = self._book.people[about].take(nodes["person"]).set_axis(self.index)
        firm = self._book.organizations.set_index("id")["name"]
        people.insert(2, "organization_name", people["organization"].map(firm))
        people.insert(3, "side", _spelled(nodes["side"], SIDES.words))
        people.insert(4, "own", nodes["own"])
        people["vacant"] = nodes["vacant"]
        people["susceptibility"] = nodes["susceptibility"]
        people["roles"] = _words(nodes["roles"], DECISION_ROLES)
        people["team"] = _words(nodes["team"], TEAM_ROLES)
        for axis in AXES.words:
            people[axis] = nodes[axis]
        for axis in AXES.words:
            people[f"{axis}_origin"] = _spelled(nodes[f"{axis}_origin"], ORIGINS)
        for axis in AXES.words:
            people[f"{axis}_date"] = _dates(nodes[f"{axis}_date"])
        return people

    @property
    def ties(self) -> pd.DataFrame:
        """A copy of the ties, one row each.

        Columns: ``account``, ``deal``, ``source``, ``target`` (person ids), ``kind``,
        ``strength`` (with confidence; closeness for ``knows``; 1 for lines), ``origin``
        (account, deal, successor, interactions or edited), ``since``, ``evidence``.
        """
        ties = self._ties
        scope = self.scopes[["account", "deal"]].take(ties["scope"])
        ids = self._book.people["id"].take(self._nodes["person"])
        evidence = self._book.ties["evidence"].reindex(ties["row"])
        return pd.DataFrame(
            {
                "account": scope["account"].array,
                "deal": scope["deal"].array,
                "source": ids.take(ties["source"]).array,
                "target": ids.take(ties["target"]).array,
                "kind": _spelled(ties["kind"], TIE_KINDS.words),
                "strength": ties["strength"],
                "origin": _spelled(ties["origin"], ORIGINS),
                "since": _dates(ties["since"]),
                "evidence": evidence.array,
            }
        )

    @cached_property
    def index(self) -> pd.Index[Any]:
        """The index of the nodes: ``person``, or ``(account, deal, person)`` with many scopes."""
        ids = self._book.people["id"].take(self._nodes["person"])
        if len(self._scopes) == 1:
            return pd.Index(ids, name="person")
        scope = self.scopes[["account", "deal"]].take(self._nodes["scope"])
        names = ["account", "deal", "person"]
        return pd.MultiIndex.from_arrays([scope["account"], scope["deal"], ids], names=names)

    def __repr__(self) -> str:
        """Say what is in it."""
        scopes = self.scopes
        if len(scopes) == 1:
            account, deal = scopes[["account", "deal"]].iloc[0]
            what = f"account {account}" + (f", deal {deal}" if deal else "")
        else:
            deals = int((scopes["deal"] != "").sum())
            what = f"{len(scopes) - deals:,} accounts, {deals:,} deals"
        people = f"{len(self._nodes):,} people"
        if seats := int(self._nodes["vacant"].sum()):
            people += f" ({seats:,} vacant seats)"
        kinds = np.bincount(self._ties["kind"], minlength=len(TIE_KINDS.words))
        ties = ", ".join(f"{count:,} {kind}" for kind, count in zip(TIE_KINDS.words, kinds, strict=True))
        return f"<RelationshipGraph: {what} on {self.as_of}: {people}; {ties}>"

    def __eq__(self, other: object) -> bool:
        """Tell whether both hold the same people, ties and scopes, on one day, by one policy."""
        if not isinstance(other, RelationshipGraph):
            return NotImplemented
        same = self.as_of == other.as_of and self.policy == other.policy
        tables = ("scopes", "people", "ties")
        return same and all(getattr(self, name).equals(getattr(other, name)) for name in tables)

    __hash__ = None  # type: ignore[assignment]

    # What follows from it, as arrays over the nodes; every measure is made of these.

    @cached_property
    def starts(self) -> np.ndarray:
        """The first node of each scope, and the number of nodes at the end."""
        return np.searchsorted(self._nodes["scope"], np.arange(len(self._scopes) + 1))

    @property
    def scope(self) -> np.ndarray:
        """The scope of each node."""
        return self._nodes["scope"]

    @property
    def side(self) -> np.ndarray:
        """The side of each node, as its place in the vocabulary."""
        return self._nodes["side"]

    @cached_property
    def ours(self) -> np.ndarray:
        """Which nodes are of us."""
        return np.asarray(self.side == VENDOR)

    @cached_property
    def theirs(self) -> np.ndarray:
        """Which nodes are of a customer or partner, vacant seats included."""
        return np.asarray((self.side == CUSTOMER) | (self.side == PARTNER))

    @cached_property
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
    def stance(self) -> np.ndarray:
        """(nodes, 3), the stance on each axis in [-1, 1]; NaN where unknown."""
        return np.column_stack([self._nodes[axis] for axis in AXES.words])

    @property
    def level(self) -> np.ndarray:
        """The level of each node, 1 (executive board) to 5 (staff); NaN where unknown."""
        levels = self._book.people["level"].to_numpy(dtype=np.float64, na_value=np.nan)
        return levels[self._nodes["person"]]

    @property
    def function(self) -> np.ndarray:
        """The function of each node as a code, equal for equal words; -1 where unknown."""
        return pd.factorize(self._book.people["function"])[0][self._nodes["person"]]

    def holds(self, role: str) -> np.ndarray:
        """Return which nodes hold a decision role."""
        bit = DECISION_ROLES.words.index(role)
        return (self._nodes["roles"] >> bit & 1).astype(bool)

    def on_team(self, role: str) -> np.ndarray:
        """Return which nodes hold a role in our team."""
        bit = TEAM_ROLES.words.index(role)
        return (self._nodes["team"] >> bit & 1).astype(bool)

    @property
    def of_deal(self) -> np.ndarray:
        """Which scopes are deals; the others are accounts."""
        return np.asarray(self._scopes["deal"] >= 0)

    @property
    def stage(self) -> np.ndarray:
        """The stage of each scope, as its place in the vocabulary; -1 for none and accounts."""
        stages = pd.Index(STAGES.words).get_indexer(pd.Index(self._book.deals["stage"]))
        return np.append(stages, -1)[self._scopes["deal"]]

    @cached_property
    def has_deals(self) -> np.ndarray:
        """Which scopes are of an account with a deal by the day, closed and lost ones included."""
        deals = self._book.coded.deals
        day = NEVER if self.as_of is None else day_number(self.as_of)
        return np.isin(self._scopes["account"], deals["account"][deals["created"] <= day])

    @property
    def graded(self) -> np.ndarray:
        """(nodes, 3), whether the stance on each axis is somebody's grade, not an assumption."""
        origins = [self._nodes[f"{axis}_origin"] for axis in AXES.words]
        return np.isin(np.column_stack(origins), [ACCOUNT, DEAL])

    @cached_property
    def days_since_assessment(self) -> np.ndarray:
        """Days since the newest grade of each node that counts, on any axis; NaN without one."""
        if self.as_of is None:
            return np.full(len(self._nodes), np.nan)
        dates = np.column_stack([self._nodes[f"{axis}_date"] for axis in AXES.words])
        days = np.where(dates == NEVER, np.nan, day_number(self.as_of) - dates)
        return np.fmin.reduce(days, axis=1)

    @cached_property
    def days_since_contact(self) -> np.ndarray:
        """Days since each node's last interaction with one of us; NaN where there was none."""
        if self.as_of is None:
            return np.full(len(self._nodes), np.nan)
        day = day_number(self.as_of)
        last = last_contact(self._book.coded, day)[self._nodes["person"]]
        return np.where(last == ALWAYS, np.nan, day - last)

    @cached_property
    def pull(self) -> Matrix:
        """The raw pull: row j lists who pulls j."""
        return raw_pull(self._ties, self.vacant, self.policy)

    @cached_property
    def influence(self) -> Matrix:
        """The influence matrix ``M``: row j lists who moves j."""
        return influence_matrix(self.pull, self._nodes["susceptibility"])

    @cached_property
    def chain_steps(self) -> Matrix:
        """The steps of chains from us to contacts: row i lists whom i leads to."""
        return chain_steps(self._ties, self.pull, self.ours, self.contact)

    @cached_property
    def decision_weight(self) -> np.ndarray:
        """The weight of each node in its scope's decision."""
        return decision_weight(self._nodes, self._ties, self.policy)

    @cached_property
    def equilibrium(self) -> np.ndarray:
        """(nodes, 3), the stance on each axis after influence; the unknown begin at 0."""
        fixed = own_share(self.influence)[:, None] * np.nan_to_num(self.stance)
        matrix = self.influence
        settled = kernels.equilibrium(self.starts, matrix.ptr, matrix.idx, matrix.val, fixed)
        return np.clip(settled, -1.0, 1.0)

    @cached_property
    def power(self) -> np.ndarray:
        """How much of its scope's decision hangs on each node's own stance."""
        matrix = self.influence
        lever = kernels.leverage(
            self.starts, matrix.ptr, matrix.idx, matrix.val, self.decision_weight
        )
        return own_share(matrix) * lever

    @cached_property
    def key_kind(self) -> np.ndarray:
        """How each node is a key person: direct, indirect, external, or empty."""
        return key_kind(self.decision_weight, self.power, self.theirs, self.policy)

    @property
    def key(self) -> np.ndarray:
        """Which nodes are direct or indirect key persons."""
        return np.isin(self.key_kind, ["direct", "indirect"])

    @cached_property
    def best_routes(self) -> Routes:
        """The strongest chain from any of us to every contact."""
        steps = self.chain_steps
        return Routes(
            *kernels.best_routes(self.starts, steps.ptr, steps.idx, steps.val, self.ours)
        )

    @cached_property
    def stake(self) -> np.ndarray:
        """The power at stake in reaching each node: its size for key persons, else 0."""
        return np.where(self.key, np.abs(self.power), 0.0)

    @cached_property
    def coverage(self) -> np.ndarray:
        """How well each scope's key persons are reached, weighted by power, 0-100; 0 without any."""
        return self._share_of_stake(self.scope_sums(self.stake * self.best_routes.reach))

    @cached_property
    def losses(self) -> Losses:
        """What reach is lost without each node, weights and power held as they are."""
        lost, leaver, unreached = kernels.losses(
            self.chain_steps.arrays,
            self.chain_steps.transposed().arrays,
            self.best_routes.reach,
            self.best_routes.before,
            self.stake,
            self.policy.reachable - ROUNDING,
        )
        total = np.repeat(self.scope_sums(self.stake), np.diff(self.starts))
        points = 100.0 * np.divide(lost, total, out=np.zeros(len(lost)), where=total > 0)
        return Losses(points, leaver, unreached)

    @cached_property
    def truck_factor(self) -> np.ndarray:
        """How few of us must go, worst first, until each scope's coverage is below half."""
        back = self.chain_steps.transposed().arrays
        return kernels.truck_factors(self.starts, back, self.ours, self.stake)

    def threads(self, wanted: np.ndarray) -> np.ndarray:
        """Return the most chains that share nobody to each wanted node, 0 for the others.

        Parameters
        ----------
        wanted
            (nodes,) bool.
        """
        steps = self.chain_steps.at_least(self.policy.weak_tie)
        return kernels.disjoint_chains(self.starts, steps.ptr, steps.idx, self.ours, wanted)

    def _share_of_stake(self, reached: np.ndarray) -> np.ndarray:
        total = self.scope_sums(self.stake)
        return 100.0 * np.divide(reached, total, out=np.zeros(len(total)), where=total > 0)

    def ranked(self, rows: np.ndarray, importance: np.ndarray) -> np.ndarray:
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

    @cached_property
    def acceptance(self) -> np.ndarray:
        """(scopes, 3), the acceptance ``A_d = Σ p_i s_id`` of each axis, the unknown at 0."""
        return self.scope_sums(self.power[:, None] * np.nan_to_num(self.stance))

    @cached_property
    def unknown(self) -> np.ndarray:
        """(scopes, 3), the power of those whose stance on each axis is unknown, in size."""
        return self.scope_sums(np.abs(self.power)[:, None] * np.isnan(self.stance))

    def scope_sums(self, values: np.ndarray) -> np.ndarray:
        """Return the sum over each scope of an array over the nodes, column by column."""
        if values.ndim == 2:
            return np.column_stack([self.scope_sums(column) for column in values.T])
        return np.bincount(self.scope, weights=values, minlength=len(self._scopes))

    def routes_to(self, nodes: np.ndarray) -> list[tuple[str, ...]]:
        """Return the ids on the best route to each of some nodes, ours first; empty without."""
        reach, _, before = self.best_routes
        before = np.append(before, -1)
        steps = [np.where(reach[nodes] > 0, nodes, -1)]
        while (steps[-1] >= 0).any():
            steps.append(before[steps[-1]])
        ids = np.append(np.asarray(self.index.get_level_values("person"), dtype=object), None)
        columns = [ids[step] for step in reversed(steps)]
        return [tuple(filter(None, route)) for route in zip(*columns, strict=True)]

    # Other graphs.

    def without(self, person: str) -> Self:
        """Return the graph without a person, as if they had never been there.

        Decision weight is shared out anew among those who are left.

        Raises
        ------
        ScopeError
            If the person is in no scope of the graph.
        """
        gone = np.asarray(self.index.get_level_values("person") == person)
        if not gone.any():
            raise ScopeError(f"'{person}' is not in the graph")
        moved_to = np.cumsum(~gone) - 1
        ties = self._ties.take(~gone[self._ties["source"]] & ~gone[self._ties["target"]])
        ends = {end: moved_to[ties[end]] for end in ("source", "target")}
        return replace(
            self,
            _gone=(*self._gone, person),
            _nodes=self._nodes.take(~gone),
            _ties=ties.having(**ends),
        )

    def with_tie(
        self,
        source: str,
        target: str,
        kind: str,
        *,
        strength: float | str | None = None,
        confidence: float | None = None,
    ) -> RelationshipGraph:
        """Return the graph with a tie from its day on, in place of the one there is.

        In the graph of a deal the tie is the deal's, else the account's. A new solid line takes
        the place of the person's old one.

        Parameters
        ----------
        source, target
            Person ids; who reports, influences or knows, and the other end.
        kind
            ``reports_to``, ``dotted_line``, ``influences`` or ``knows``.
        strength
            A number, a label of the policy, or None for the policy's default; 0 ends the tie.
        confidence
            In (0, 1], multiplies the strength.

        Raises
        ------
        ScopeError
            If a person is not in the book.
        BookError
            If the tie is not one that a book could hold.
        """
        tie = {"source": source, "target": target, "kind": kind, "deal": self._asked[1]}
        tie |= {"strength": strength, "confidence": confidence}
        return self._rebuilt(book_with_tie(self._book, tie, self.as_of, self.policy), self.as_of)

    def with_grade(self, person: str, axis: str, grade: str | int) -> RelationshipGraph:
        """Return the graph with another grade of a person on one axis, judged on its day.

        In the graph of a deal the grade is the deal's, else the account's.

        Parameters
        ----------
        person
            A person id.
        axis
            ``relationship``, ``solution`` or ``price``.
        grade
            A label of the policy's scale or its rank from 1.

        Raises
        ------
        ScopeError
            If the person or axis is not known, or the book has no dates.
        BookError
            If the grade is none of the policy's.
        """
        judged = {"person": person, "axis": axis, "grade": grade, "deal": self._asked[1]}
        book = book_with_grade(self._book, judged, self.as_of, self.policy)
        return self._rebuilt(book, self.as_of)

    def at(self, day: dt.date | str) -> RelationshipGraph:
        """Return the graph of the same scopes on another day, what-ifs included."""
        return self._rebuilt(self._book, day)

    def _rebuilt(self, book: Book, day: dt.date | str | None) -> RelationshipGraph:
        from kamgraph.graph.build import build_graph  # it makes graphs, so it imports this module

        account, deal = self._asked
        graph = build_graph(book, account=account, deal=deal, as_of=day, policy=self.policy)
        for person in self._gone:
            if person in graph.index.get_level_values("person"):
                graph = graph.without(person)
        return graph

    def to_networkx(self) -> nx.MultiDiGraph:
        """Return the one scope of the graph as a networkx multigraph.

        Nodes are person ids with the columns of :attr:`people` as attributes, edges run from
        source to target with the kind as key and the columns of :attr:`ties`. Missing values
        are left out.

        Raises
        ------
        ScopeError
            If the graph has more than one scope.
        """
        import networkx as nx

        if len(self._scopes) != 1:
            raise ScopeError(
                f"the graph has {len(self._scopes)} scopes; networkx takes one, so build the graph "
                "with account= or deal="
            )
        account, deal = self.scopes[["account", "deal"]].iloc[0]
        graph = nx.MultiDiGraph(account=account, deal=deal, as_of=str(self.as_of))
        for person, row in self.people.iterrows():
            graph.add_node(person, **_present(row))
        for _, row in self.ties.drop(columns=["account", "deal"]).iterrows():
            edge = _present(row)
            graph.add_edge(edge.pop("source"), edge.pop("target"), key=edge["kind"], **edge)
        return graph


def _spelled(codes: np.ndarray, words: Sequence[str]) -> pd.api.extensions.ExtensionArray:
    return pd.array(np.array(words, dtype=object)[codes], dtype="str")


def _dates(days: np.ndarray) -> pd.Series[pd.Timestamp]:
    missing = (days == ALWAYS) | (days == NEVER)
    dates = np.where(missing, 0, days).astype("datetime64[D]").astype(DAYS)
    return np.where(missing, np.datetime64("NaT"), dates)


def _words(bits: np.ndarray, vocabulary: Vocabulary) -> np.ndarray:
    """Return the tuple of words that each set of bits stands for."""
    distinct, place = np.unique(bits, return_inverse=True)
    words = np.empty(len(distinct), dtype=object)
    for number, held in enumerate(distinct):
        words[number] = tuple(w for bit, w in enumerate(vocabulary.words) if held >> bit & 1)
    return words[place]


def _present(row: pd.Series[Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items() if not _is_missing(value)}


def _is_missing(value: object) -> bool:
    return not isinstance(value, tuple) and bool(pd.isna(value))
