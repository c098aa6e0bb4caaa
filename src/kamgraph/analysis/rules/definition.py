"""What a rule is: when it fires, how much that matters, and what it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self, TypeAlias, TypedDict, get_args

import numpy as np

from kamgraph.errors import KamgraphError, spell_value
from kamgraph.graph.sales import find_nodes
from kamgraph.model.ids import NONE
from kamgraph.model.recorded import OUTLASTING
from kamgraph.model.rounding import at_least
from kamgraph.model.vocabulary import LANGUAGES
from kamgraph.model.voice import wording

if TYPE_CHECKING:
    from kamgraph.analysis.rules.facts import Fact, Worths
    from kamgraph.graph import RelationshipGraph

Severity = Literal["high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

Sentence = tuple[str, str]
"""A sentence in English and in Chinese."""
Sentences = Sentence | Mapping[str, Sentence]
"""One sentence, or one for each case that a rule tells apart; ``other`` is for those left out."""
Family = str | frozenset[str]
"""A family of facts that a book records or does not, or several of which one is enough."""


Later: TypeAlias = "Callable[[], Mapping[str, Fact]]"
"""Works out facts when they are told."""


class Words(TypedDict):
    """Why a gap matters, what is the case and what to do; see :class:`Rule`."""

    why: Sentence
    detail: Sentences
    action: Sentences


def words_of(code: str) -> Words:
    """Return the library's own words for a gap."""
    return {
        "why": _pair(f"rules.{code}.why"),
        "detail": _sentences(f"rules.{code}.detail"),
        "action": _sentences(f"rules.{code}.action"),
    }


def _pair(key: str) -> Sentence:
    said = wording()[key]
    return said["en"], said["zh"]


def _sentences(key: str) -> Sentences:
    """Return the sentence of a key, or those of each case below it."""
    if key in wording():
        return _pair(key)
    cases = [case for case in wording() if case.startswith(f"{key}.")]
    return {case.rpartition(".")[2]: _pair(case) for case in cases}


@dataclass(frozen=True, eq=False)
class Found:
    """Where a rule fires; make one with :meth:`people` or :meth:`scopes`.

    Parameters
    ----------
    rows
        (rows,) int, positions of nodes, or of scopes.
    of_people
        Whether they are nodes.
    facts
        What the sentences tell of each row, by the name they give it.
    stake
        (rows,), the power at stake, 0-1; None: the size of each person's power, 0 for scopes.
    case
        (rows,) str, which of the rule's sentences each row takes; None: there is but one.
    who
        (rows,) int, whom of the book's people rows of scopes are about, by place; None: nobody.
    worth
        What money each row is about; None: as much of the open deals as is at stake.
    lead
        (rows,) int, which of us the action asks, by place among the book's people, -1 for
        nobody; None: nobody.
    later
        Returns further facts, and ``case``, that take long to work out: asked only where the
        sentences are worded, as most gaps are only counted.
    """

    rows: np.ndarray
    of_people: bool
    facts: Mapping[str, Fact]
    stake: np.ndarray | None = None
    case: np.ndarray | None = None
    who: np.ndarray | None = None
    worth: Worths | None = None
    lead: np.ndarray | None = None
    later: Later | None = None

    def __post_init__(self) -> None:
        """Refuse masks, and facts of another length, which would tell of the wrong people."""
        if self.rows.dtype.kind not in "iu":
            raise KamgraphError("a rule finds positions; make them of a mask with np.flatnonzero")
        given = {"stake": self.stake, "case": self.case, "who": self.who, "worth": self.worth}
        self._check_lengths({**self.facts, **given, "lead": self.lead})

    def _check_lengths(self, facts: Mapping[str, Fact | None]) -> None:
        count = len(self.rows)
        for name, fact in facts.items():
            if fact is not None and len(fact) != count:
                raise KamgraphError(f"a rule found {count} rows, '{name}' tells of {len(fact)}")

    def tell(self) -> dict[str, Fact]:
        """Return what the sentences tell of each row, ``case`` included."""
        case = np.full(len(self.rows), "") if self.case is None else self.case
        late = {} if self.later is None else self.later()
        self._check_lengths(late)
        return {"case": case, **self.facts, **late}

    @classmethod
    def people(
        cls,
        nodes: np.ndarray,
        *,
        stake: np.ndarray | None = None,
        case: np.ndarray | None = None,
        worth: Worths | None = None,
        lead: np.ndarray | None = None,
        later: Later | None = None,
        **facts: Fact,
    ) -> Self:
        """Return one row per person, by the positions of nodes; sentences know ``{name}`` too."""
        return cls(
            nodes,
            of_people=True,
            facts=facts,
            stake=stake,
            case=case,
            worth=worth,
            lead=lead,
            later=later,
        )

    @classmethod
    def scopes(
        cls,
        scopes: np.ndarray,
        *,
        stake: np.ndarray | None = None,
        case: np.ndarray | None = None,
        who: np.ndarray | None = None,
        worth: Worths | None = None,
        lead: np.ndarray | None = None,
        **facts: Fact,
    ) -> Self:
        """Return rows about accounts and deals, by the positions of scopes; one may come twice."""
        return cls(
            scopes,
            of_people=False,
            facts=facts,
            stake=stake,
            case=case,
            who=who,
            worth=worth,
            lead=lead,
        )

    @classmethod
    def nothing(cls) -> Self:
        """Return no rows."""
        return cls(np.zeros(0, dtype=np.int64), of_people=False, facts={})

    def scope(self, graph: RelationshipGraph) -> np.ndarray:
        """Return the scope of each row, as its position."""
        return graph.scope[self.rows] if self.of_people else self.rows

    def node(self, graph: RelationshipGraph) -> np.ndarray:
        """Return the node that each row is about, -1 for nobody in the scope."""
        if self.of_people:
            return self.rows
        if self.who is None:
            return np.full(len(self.rows), NONE)
        return find_nodes(graph, self.rows, self.who)

    def at_stake(self, graph: RelationshipGraph) -> np.ndarray:
        """Return the power at stake in each row, 0-1."""
        if self.stake is not None:
            return self.stake
        return np.abs(graph.power[self.rows]) if self.of_people else np.zeros(len(self.rows))


@dataclass(frozen=True, eq=False)
class Rule:
    """A function that finds one kind of gap, and the words for it; made by :func:`rule`.

    Parameters
    ----------
    code
        The name of the gap, in snake case.
    severity
        ``high``, ``medium`` or ``low``, of what matters.
    why
        Why it matters, in English and Chinese.
    detail, action
        What is the case, and what to do: templates of :meth:`str.format` in English and
        Chinese, filled with the facts found, ``name`` and ``policy``; or such pairs by case.
    find
        The function of a graph that finds the rows.
    needs
        The families of facts it rests on: where the whole book has nothing of one of them, what
        is not there is only not recorded, and the rule does not fire. One of promises, payments or
        contracts matters of deals that are closed or lost, too.
    includes
        The codes of gaps that need not be told of somebody of whom this one is.
    by_stake
        Whether it is a step less grave of those with less than ``policy.grave_stake`` of the
        decision, unless they have to agree.
    """

    code: str
    severity: Severity
    why: Sentence
    detail: Sentences
    action: Sentences
    find: Callable[[RelationshipGraph], Found]
    needs: Sequence[Family] = ()
    includes: Sequence[str] = ()
    by_stake: bool = False

    def __post_init__(self) -> None:
        """Refuse a severity that nobody would count, and words in one language only."""
        if self.severity not in SEVERITIES:
            known = ", ".join(SEVERITIES)
            raise KamgraphError(f"gap '{self.code}': severity '{self.severity}' is none of {known}")
        for sentence in (self.why, *_list_pairs(self.detail), *_list_pairs(self.action)):
            if len(sentence) != len(LANGUAGES):
                raise KamgraphError(f"gap '{self.code}': give '{sentence}' in English and Chinese")

    def __call__(self, graph: RelationshipGraph) -> Found:
        """Return where the rule fires."""
        if not all(way & graph.recorded for way in self._list_needs()):
            return Found.nothing()
        with self.name_errors():
            found = self.find(graph)
            _check(found, graph)
        return found

    def _list_needs(self) -> list[frozenset[str]]:
        return [frozenset({need} if isinstance(need, str) else need) for need in self.needs]

    @contextmanager
    def name_errors(self) -> Iterator[None]:
        """Say whose function or words fail, as a rule may be the caller's own."""
        try:
            yield
        except KamgraphError as error:
            raise KamgraphError(f"gap '{self.code}': {error}") from error
        except Exception as error:
            what = spell_value(f"{type(error).__name__}: {error}")
            raise KamgraphError(f"gap '{self.code}': its rule fails with {what}") from error

    def select(self, graph: RelationshipGraph, found: Found) -> np.ndarray:
        """Return which rows matter: of deals that are over only what is still owed or runs on."""
        outlasts = any(way <= OUTLASTING for way in self._list_needs())
        return outlasts | ~graph.over[found.scope(graph)]

    def rate(self, graph: RelationshipGraph, found: Found) -> np.ndarray:
        """Return how grave each row is, as a place among the severities."""
        place = np.full(len(found.rows), SEVERITIES.index(self.severity))
        if not self.by_stake:
            return place
        small = ~at_least(found.at_stake(graph), graph.policy.grave_stake)
        small &= ~np.append(graph.consents, False)[found.node(graph)]
        return np.asarray(np.minimum(place + small, len(SEVERITIES) - 1))


def _check(found: object, graph: RelationshipGraph) -> None:
    """Refuse what is no answer, and rows about nobody, about no scope or with no stake."""
    if not isinstance(found, Found):
        raise KamgraphError(f"its rule returns {type(found).__name__}, and not Found")
    count = len(graph.scope) if found.of_people else len(graph.scope_index)
    if found.rows.ndim != 1 or not ((found.rows >= 0) & (found.rows < count)).all():
        what = "people" if found.of_people else "scopes"
        raise KamgraphError(f"its rule finds other positions than those of the {count} {what}")
    if not np.isfinite(found.at_stake(graph)).all():
        raise KamgraphError("its rule finds a stake that is no number")


def _list_pairs(sentences: Sentences) -> list[Sentence]:
    return list(sentences.values()) if isinstance(sentences, Mapping) else [sentences]


def rule(
    code: str,
    severity: Severity,
    *,
    why: Sentence,
    detail: Sentences,
    action: Sentences,
    needs: Sequence[Family] = (),
    includes: Sequence[str] = (),
    by_stake: bool = False,
) -> Callable[[Callable[[RelationshipGraph], Found]], Rule]:
    """Make a :class:`Rule` of a function of a graph that returns :class:`Found`.

    The function looks at all scopes at once, and formats nothing.
    """

    def decorate(find: Callable[[RelationshipGraph], Found]) -> Rule:
        return Rule(code, severity, why, detail, action, find, needs, includes, by_stake)

    return decorate
