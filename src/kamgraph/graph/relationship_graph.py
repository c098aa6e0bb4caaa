"""The RelationshipGraph: the people of one or many scopes and the ties among them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd

from kamgraph.door import guard_methods
from kamgraph.errors import NotFoundError, ScopeError, quote
from kamgraph.graph.assembly import assemble
from kamgraph.graph.changes import Leaver, NewGrade, NewMeeting, NewRole, NewTie
from kamgraph.graph.codes import ORIGINS, SUPPOSED, read_dates, read_texts, spell
from kamgraph.graph.editor import Editor
from kamgraph.graph.edits import Edits, apply_edits, drop_grades, drop_nodes
from kamgraph.graph.measured import Measured
from kamgraph.graph.network import make_network
from kamgraph.graph.people_table import PEOPLE_COLUMNS, read_people
from kamgraph.graph.perturbing import perturb
from kamgraph.graph.scopes import name_scopes
from kamgraph.graph.stacking import stack_scopes
from kamgraph.graph.what_if import EVIDENCE, change_book
from kamgraph.model.arguments import check_id
from kamgraph.model.day import as_day
from kamgraph.model.dtypes import TEXT
from kamgraph.model.exits import show_html
from kamgraph.model.once import once
from kamgraph.model.vocabulary import TIE_KINDS
from kamgraph.progress import progress

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence

    import networkx as nx
    from pandas._typing import ArrayLike

    from kamgraph.graph.changes import Change
    from kamgraph.model.book import Book

_MOST = 100_000  # nodes of copies side by side, as many as caches hold


@guard_methods
@dataclass(frozen=True, eq=False, repr=False)
class RelationshipGraph(Measured):
    """People and ties of one or many scopes on one day; it never changes.

    Make one with :func:`kamgraph.build_graph`. A scope is an account, a unit of one, or a deal.
    Nodes are people in scopes, ordered by account, deal and person id; results of a graph with
    one scope are indexed by ``person``, of one with many by ``(account, deal, person)``.
    """

    @property
    def scopes(self) -> pd.DataFrame:
        """A copy of the scopes, one row each.

        Columns: ``account`` (or the unit), ``deal`` (empty for the account itself),
        ``account_name``, ``deal_name``, ``stage``, ``people`` and ``ties`` (counts).
        """
        return self._scope_table.copy()

    @once
    def _scope_table(self) -> pd.DataFrame:
        listed, deal = name_scopes(self._part.coded, self._scopes), self._scopes["deal"]
        words = {
            "account": read_texts(self._part, "organizations", "id", listed),
            "deal": read_texts(self._part, "deals", "id", deal),
            "account_name": read_texts(self._part, "organizations", "name", listed),
            "deal_name": read_texts(self._part, "deals", "name", deal),
            "stage": read_texts(self._part, "deals", "stage", deal),
        }
        table = pd.DataFrame({name: pd.array(text, dtype=TEXT) for name, text in words.items()})
        table["people"] = np.bincount(self._nodes["scope"], minlength=len(table))
        table["ties"] = np.bincount(self._ties["scope"], minlength=len(table))
        return table

    @property
    def people(self) -> pd.DataFrame:
        """A copy of the people, one row per node, on the index of the nodes.

        Columns: ``name``, ``organization``, ``organization_name``, ``side``, ``own`` (of the
        scope's account), ``title``, ``function``, ``level``, ``function_origin`` (recorded, title
        or empty), ``level_origin`` (recorded, title, chart or empty), ``vacant``,
        ``placeholder`` (the name stands for nobody yet), ``susceptibility`` (0 for those whom
        nobody moves), ``roles``, ``role_origins`` (of each role recorded, accepted or assumed) and
        ``team`` (tuples), and for each axis ``<axis>_stance`` in [-1, 1] as graded or assumed
        (missing where unknown), ``<axis>_known`` (how certain it still is, 0 to 1),
        ``<axis>_origin`` (deal, account, assumed or empty) and ``<axis>_date``. What a draft
        assumes has the origin ``assumed``, and what was a candidate and somebody accepted
        ``accepted``, levels and functions too.
        """
        return self._people.copy()

    @once
    def _people(self) -> pd.DataFrame:
        return self.list_people(*PEOPLE_COLUMNS)

    def list_people(self, *columns: str) -> pd.DataFrame:
        """Return some columns of :attr:`people`, without making the others."""
        every = np.arange(len(self._nodes))
        table = {column: self.read_people(column, every) for column in columns}
        return pd.DataFrame(table, index=self.index)

    def read_people(self, column: str, nodes: np.ndarray) -> ArrayLike:
        """Return a column of :attr:`people`, or their ``id``, at some nodes."""
        return read_people(self, self._nodes, column, nodes)

    @property
    def ties(self) -> pd.DataFrame:
        """A copy of the ties, one row each.

        Columns: ``account``, ``deal``, ``source``, ``target`` (person ids), ``kind``,
        ``strength`` (with confidence; closeness for ``knows``; 1 for lines), ``origin``
        (account, deal, successor, interactions, accepted or assumed), ``since``, ``evidence``.
        """
        ties = self._ties
        account, deal = (self.scope_index.get_level_values(name) for name in ("account", "deal"))
        ids = self._part.column("people", "id").take(self._nodes["person"])
        evidence = self._part.column("ties", "evidence").reindex(ties["row"])
        evidence = evidence.mask(ties["row"] == SUPPOSED, EVIDENCE)
        return pd.DataFrame(
            {
                "account": account.take(ties["scope"]),
                "deal": deal.take(ties["scope"]),
                "source": ids.take(ties["source"]).array,
                "target": ids.take(ties["target"]).array,
                "kind": spell(ties["kind"], TIE_KINDS.words),
                "strength": ties["strength"],
                "origin": spell(ties["origin"], ORIGINS),
                "since": read_dates(ties["since"]),
                "evidence": evidence.array,
            }
        )

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
            people += f" ({seats:,} vacant seat{'s' if seats > 1 else ''})"
        kinds = np.bincount(self._ties["kind"], minlength=len(TIE_KINDS.words))
        ties = ", ".join(
            f"{count:,} {kind}" for kind, count in zip(TIE_KINDS.words, kinds, strict=True)
        )
        return f"<RelationshipGraph: {what} on {self.as_of}: {people}; {ties}>"

    def __eq__(self, other: object) -> bool:
        """Tell whether both hold the same people, ties and scopes, on one day, by one policy."""
        if not isinstance(other, RelationshipGraph):
            return NotImplemented
        same = self.as_of == other.as_of and self.policy == other.policy
        tables = ("scopes", "people", "ties")
        return same and all(getattr(self, name).equals(getattr(other, name)) for name in tables)

    def __hash__(self) -> int:
        """Return the same for graphs that are equal, told by their day, policy, scopes and size."""
        sizes = len(self._nodes), len(self._ties)
        return hash((self.as_of, self.policy, *sizes, *self.scope_index))

    def __dir__(self) -> list[str]:
        """List what is for callers, and not the arrays that questions are made of."""
        inherited = {*dir(Measured)} - {*dir(object)}
        return sorted({*super().__dir__()} - inherited | {"as_of", "book", "index", "policy"})

    def _repr_html_(self) -> str:
        """Show in a notebook what it says of itself, and its scopes."""
        return show_html(repr(self), {"scopes": self.scopes})

    def without(self, person: str) -> Self:
        """Return the graph without a person, as if they had never been there.

        Decision weight is shared out anew among those who are left.

        Raises
        ------
        ScopeError
            If the person is in no scope of the graph.
        """
        check_id(person)
        gone = np.asarray(self.index.get_level_values("person") == person)
        if not gone.any():
            raise NotFoundError(f"{quote(person)} is not in the graph")
        nodes, ties = drop_nodes(self._nodes, self._ties, gone)
        return replace(self, _gone=(*self._gone, person), _nodes=nodes, _ties=ties)

    def with_tie(
        self,
        source: str,
        target: str,
        kind: str,
        *,
        strength: float | str | None = None,
        confidence: float | None = None,
    ) -> Self:
        """Return the graph with a tie from its day on, as :class:`NewTie` says.

        Raises
        ------
        ScopeError
            If a person is not in the book.
        BookError
            If the tie is not one that a book could hold.
        """
        return self.with_changes(NewTie(source, target, kind, strength, confidence))

    def with_grade(self, person: str, axis: str, grade: str | int) -> Self:
        """Return the graph with another grade of a person on one axis, as :class:`NewGrade` says.

        Raises
        ------
        ScopeError
            If the person or axis is not known, or the book has no dates.
        BookError
            If the grade is none of the policy's.
        """
        return self.with_changes(NewGrade(person, axis, grade))

    def with_role(self, person: str, role: str) -> Self:
        """Return the graph with one more decision role of a person, as :class:`NewRole` says.

        Raises
        ------
        ScopeError
            If the person is not known, or the graph is of many scopes.
        BookError
            If the role is none of the vocabulary's.
        """
        return self.with_changes(NewRole(person, role))

    def with_changes(self, *changes: Change) -> Self:
        """Return the graph with some things otherwise from its day on, one after the other.

        It equals the graph of the book with them. To try many changes, see :func:`what_ifs`.

        Parameters
        ----------
        *changes
            :class:`NewTie`, :class:`NewGrade`, :class:`NewRole`, :class:`NewMeeting` or
            :class:`Leaver`.

        Raises
        ------
        ScopeError
            If somebody is not in the book, or who leaves in no scope of the graph.
        BookError
            If a book could not hold what is new.
        """
        graph = self._add(tuple(one for one in changes if not isinstance(one, Leaver)))
        for change in changes:
            if isinstance(change, Leaver):
                graph = graph.without(change.person)
        return graph

    def _add(self, changes: tuple[Change, ...]) -> Self:
        """Return the graph with something new, by edits of its scope if that is all it comes to."""
        # What interactions show is added up anew, in one order, to be equal to the last bit.
        plain = len(self._scopes) == 1 and not any(isinstance(one, NewMeeting) for one in changes)
        edits = self.editor.read(changes) if plain and changes else None
        if edits is None:
            book = change_book(self.book, changes, self._asked, self.as_of, self.policy)
            return self._rebuild(book, self.as_of) if changes else self
        nodes, ties = apply_edits(self._nodes, self._ties, [edits])
        return replace(
            self,
            _nodes=nodes,
            _ties=ties,
            _pending=(*self._pending, *changes),
            _recorded_elsewhere=self._recorded_elsewhere | edits.families,
        )

    @once
    def editor(self) -> Editor:
        """What reads changes of the one scope as edits of its nodes and ties."""
        return Editor(self, self._part.coded, self._ties)

    def try_out(self, trials: Sequence[tuple[Change, ...]]) -> Iterator[tuple[np.ndarray, Self]]:
        """Yield graphs of the one scope with each of some sets of changes, many side by side.

        Before each graph stand the numbers of the trials that its scopes are.
        """
        most = max(1, _MOST // max(1, len(self._nodes)))
        for first in progress(range(0, len(trials), most), "what-ifs"):
            some = trials[first : first + most]
            alike: defaultdict[frozenset[str], list[tuple[int, Edits]]] = defaultdict(list)
            for place, changes in enumerate(some):
                edits = self.editor.read(changes)
                if edits is None:
                    yield np.array([first + place]), self.with_changes(*changes)
                else:
                    alike[frozenset(edits.families)].append((first + place, edits))
            for families, trials_alike in alike.items():
                numbers, edited = zip(*trials_alike, strict=True)
                yield np.array(numbers), self._copy(edited, families)

    def _copy(self, edits: Sequence[Edits], families: frozenset[str]) -> Self:
        """Return copies of the one scope side by side, with edits that begin the same families."""
        copies = np.zeros(len(edits), dtype=np.int64)
        scopes, nodes, ties = stack_scopes(self._scopes, self._nodes, self._ties, copies)
        nodes, ties = apply_edits(nodes, ties, edits)
        recorded = self._recorded_elsewhere | families
        return replace(self, _scopes=scopes, _nodes=nodes, _ties=ties, _recorded_elsewhere=recorded)

    def split(self) -> Iterator[RelationshipGraph]:
        """Yield the graph of each scope, as if it had been asked for alone, what-ifs included."""
        # Each of the part of the book that it can see: so what is asked of it takes no longer, and
        # holds no more, in a book of thousands of accounts.
        if len(self._scopes) == 1:
            yield self
        else:
            yield from (self.of_scope(*asked) for asked in self.scope_index.tolist())

    def at(self, as_of: dt.date | str) -> RelationshipGraph:
        """Return the graph of the same scopes on another day, what-ifs included."""
        # The day of a graph of a book without any day is none.
        return self._rebuild(self.book, as_of if self.as_of is None else as_day(as_of))

    def of_scope(self, account: str, deal: str | None = None) -> RelationshipGraph:
        """Return the graph of another scope on the same day, what-ifs included.

        Parameters
        ----------
        account
            The id of an account, or of a unit of one.
        deal
            The id of a deal of it; default none.

        Raises
        ------
        ScopeError
            If the account, unit or deal is not in the book, or the deal was not there yet.
        """
        return self._rebuild(self.book, self.as_of, (account, deal))

    def as_part_of_book(self, recorded: Collection[str], accounts: Collection[str]) -> Self:
        """Return the graph of accounts of a larger book, which records some families of facts."""
        # On whatever day: of other accounts the part holds no more than what touches these.
        part = replace(self, _recorded_elsewhere=frozenset(recorded), _accounts=(*accounts,))
        return part.stack(_find_scopes(part.scope_index, accounts))

    def stack(self, which: np.ndarray) -> Self:
        """Return the graph of copies of some of its scopes, each as often as it is named."""
        scopes, nodes, ties = stack_scopes(self._scopes, self._nodes, self._ties, which)
        return replace(self, _scopes=scopes, _nodes=nodes, _ties=ties)

    def without_deals(self) -> Self:
        """Return the graph of its accounts alone, as if no deal had been asked for."""
        accounts = self if not self.of_deal.any() else self.stack(np.flatnonzero(~self.of_deal))
        return replace(accounts, _asked=(self._asked[0], ""))

    def drop_ties(self, which: np.ndarray) -> Self:
        """Return the graph without some ties, by their places."""
        kept = np.ones(len(self._ties), dtype=bool)
        kept[which] = False
        return replace(self, _ties=self._ties.take(kept))

    def drop_grades(self, nodes: np.ndarray, axes: np.ndarray) -> Self:
        """Return the graph without the grades of some nodes, each on an axis by its place."""
        return replace(self, _nodes=drop_grades(self._nodes, nodes, axes))

    def perturb(self, share: float, random: np.random.Generator) -> Self:
        """Return the graph with a share of its facts wrong or missing, drawn by chance."""
        nodes, ties = perturb(self._nodes, self._ties, share, self.policy, random)
        return replace(self, _nodes=nodes, _ties=ties)

    def _rebuild(
        self,
        book: Book,
        day: dt.date | str | None,
        asked: tuple[str | None, str | None] | None = None,
    ) -> Self:
        asked, as_of = asked or self._asked, None if day is None else as_day(day)
        part, scopes, nodes, ties = assemble(book, *asked, as_of, self.policy)
        graph = replace(
            self,
            as_of=as_of,
            _book=book,
            _part=part,
            _asked=asked,
            _gone=(),
            _pending=(),
            _scopes=scopes,
            _nodes=nodes,
            _ties=ties,
        )
        if self._accounts is not None and not any(asked):
            graph = graph.stack(_find_scopes(graph.scope_index, self._accounts))
        for person in self._gone:
            if person in graph.index.get_level_values("person"):
                graph = graph.without(person)
        return graph

    def to_networkx(self, *, measures: bool = False, viz: bool = False) -> nx.MultiDiGraph:
        """Return the one scope of the graph as a networkx multigraph.

        Nodes are person ids with the columns of :attr:`people` as attributes, edges run from
        source to target with the kind as key and the columns of :attr:`ties`. Missing values
        are left out. All values are texts, numbers or true and false, as files of graphs hold
        them: several roles are joined by a blank, days are written YYYY-MM-DD.

        Parameters
        ----------
        measures
            Also what follows from the graph: ``power`` (share of the decision), ``choice`` (0 to
            100, after influence) and ``reach`` (0 to 1); and how to draw it: ``label`` (the name),
            ``x`` and ``y`` (upwards; those of the account by level, below them the other sides),
            ``size`` (by power) and ``color`` (by choice, as in the library's pictures).
        viz
            Also place, size and colour as GEXF has them for Gephi, in the attribute ``viz``. It is
            no plain value: writers of other files than GEXF refuse it.

        Raises
        ------
        ScopeError
            If the graph has more than one scope.
        """
        if len(self._scopes) != 1:
            raise ScopeError(
                f"the graph has {len(self._scopes)} scopes; networkx takes one, so build the graph "
                "with account= or deal="
            )
        network = make_network(self, self.people, self.ties, measures=measures, viz=viz)
        account, deal = self.scopes[["account", "deal"]].iloc[0]
        network.graph.update(account=account, deal=deal, as_of=str(self.as_of))
        return network


def _find_scopes(labels: pd.MultiIndex, accounts: Collection[str]) -> np.ndarray:
    """Return the places of the scopes of some accounts, those of their deals among them."""
    return np.flatnonzero(labels.isin([*accounts], level="account"))
