"""What is missing, doubtful or at risk, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kamgraph.analysis.rules import RULES, SEVERITIES, Found, Lookup, Rule, write_sentences
from kamgraph.errors import KamgraphError, quote
from kamgraph.graph.codes import read_texts
from kamgraph.model.ids import NONE
from kamgraph.model.result import Record, Severity, Share, names, returns, tabulate
from kamgraph.model.rows import Rows, stack
from kamgraph.model.voice import say, speaking
from kamgraph.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.result import Columns
    from kamgraph.model.vocabulary import Language

_PLACES = ("rule", "place", "scope", "node", "severity")
_NO_ROWS = Rows(**dict.fromkeys(_PLACES, np.zeros(0, dtype=np.int64)), stake=np.zeros(0))


class GapRecord(Record):
    """What is missing, doubtful or at risk."""

    account: str
    """The account's id."""
    deal: str
    """The deal's id; empty for the account itself."""
    gap: str
    """The code of the rule."""
    severity: Severity
    """How grave it is."""
    person: str
    """The id of the person it is about; empty for a gap of the account or deal itself, and of
    somebody who is not in it any more."""
    stake: Share
    """The power at stake."""
    value: float | None
    """The value at stake: of a payment or contract what it is worth, else of the open deals as much
    as the power at stake; missing where no value is recorded, or in several currencies, and for
    any other gap on which no part of the decision hangs."""
    currency: str | None
    """The currency of the value; missing without one, and where it is not recorded."""
    lead: str | None
    """The id of which of us the action asks; missing where it names none of us."""
    detail: str
    """What is the case, in the language asked for."""
    action: str
    """What to do, in the language asked for."""


@returns(GapRecord)
def gaps(
    graph: RelationshipGraph, rules: Sequence[Rule] = RULES, *, language: Language = "en"
) -> pd.DataFrame:
    """Return what is missing, doubtful or at risk, and what to do about each.

    A rule whose facts the whole book has nothing of finds nothing: what is not recorded is not
    missing (see :func:`completeness`). Of a deal that is closed or lost only what outlasts it is a
    gap: what was promised, what is to be paid, and a contract that ends.

    Parameters
    ----------
    graph
        The graph, of one scope or many.
    rules
        What to look for; a rule of your own is one more in the tuple, ``(*RULES, mine)``.
    language
        The language of ``detail`` and ``action``: ``"en"`` or ``"zh"``.

    Returns
    -------
    DataFrame
        One :class:`GapRecord` per gap, numbered; the gravest first, then those with the most at
        stake.

    Raises
    ------
    KamgraphError
        If the language is unknown, or a sentence names what its rule does not find.
    """
    return find_gaps(graph, rules).to_frame(language=language)


@dataclass(frozen=True, eq=False)
class FoundGaps:
    """Gaps in the order of :func:`gaps`, as arrays: only what is shown is put into words."""

    graph: RelationshipGraph
    found: Sequence[tuple[Rule, Found]]  # by each rule, whether or not it fires
    # One row per gap: ``rule`` and ``place`` (among the rows it found), ``scope``, ``node`` (-1:
    # nobody in the scope), ``severity`` (its place) and ``stake``.
    rows: Rows

    def write(self, rows: Rows, *parts: Literal["detail", "action"]) -> list[np.ndarray]:
        """Return sentences about some of the rows, in the language that is spoken."""
        lookup, texts = Lookup(self.graph), [np.full(len(rows), "", dtype=object) for _ in parts]
        for number, (rule, found) in enumerate(self.found):
            at = np.flatnonzero(rows["rule"] == number)
            sentences = [getattr(rule, part) for part in parts]
            told = write_sentences(rule, found, rows["place"][at], lookup, sentences)
            for text, some in zip(texts, told, strict=True):
                text[at] = some
        return texts

    def count(self) -> Columns:
        """Return how many gaps of each severity every scope has, as :func:`count_gaps` does."""
        counts = np.zeros((len(SEVERITIES), len(self.graph.scope_index)), dtype=np.int64)
        np.add.at(counts, (self.rows["severity"], self.rows["scope"]), 1)
        return _name_counts(counts)

    def to_frame(self, which: np.ndarray | None = None, *, language: Language) -> pd.DataFrame:
        """Return gaps, all or some, as :func:`gaps` does."""
        graph, rows = self.graph, self.rows if which is None else self.rows.take(which)
        with speaking(language):
            detail, action = self.write(rows, "detail", "action")
        account, deal = (graph.scope_index.get_level_values(name) for name in ("account", "deal"))
        scope, stake = rows["scope"], rows["stake"]
        people = np.append(graph.person, NONE)[rows["node"]]
        codes = np.array([rule.code for rule, _ in self.found], dtype=object)
        value, currency = self._find_values(rows)
        found = {
            "account": account.take(scope),
            "deal": deal.take(scope),
            "gap": codes[rows["rule"]],
            "severity": np.array(SEVERITIES, dtype=object)[rows["severity"]],
            "person": read_texts(graph.part, "people", "id", people),
            "stake": stake,
            "value": value,
            "currency": currency,
            "lead": self._find_leads(rows),
            "detail": detail,
            "action": action,
        }
        return tabulate(GapRecord, found)

    def _find_leads(self, rows: Rows) -> np.ndarray:
        """Return the id of which of us the action of each row asks; None for nobody."""
        lead = np.full(len(rows), NONE)
        for number, (_, found) in enumerate(self.found):
            at = np.flatnonzero(rows["rule"] == number)
            if found.lead is not None and len(at):
                lead[at] = found.lead[rows["place"][at]]
        ids = read_texts(self.graph.part, "people", "id", lead)
        ids[ids == ""] = None
        return ids

    def _find_values(self, rows: Rows) -> tuple[np.ndarray, np.ndarray]:
        """Return the value at stake in each row, and its currency; None where it is unknown."""
        scope, stake = rows["scope"], rows["stake"]
        value = np.where(stake > 0, stake * self.graph.open_value[scope], np.nan)
        currency = np.where(np.isnan(value), "", self.graph.open_currency[scope])
        for number, (_, found) in enumerate(self.found):
            at = np.flatnonzero(rows["rule"] == number)
            if found.worth is not None and len(at):
                worth = found.worth.take(rows["place"][at])
                value[at], currency[at] = worth.amounts, worth.currencies
        currency[currency == ""] = None
        return value, currency


def find_gaps(graph: RelationshipGraph, rules: Sequence[Rule] = RULES) -> FoundGaps:
    """Return what is missing, doubtful or at risk, without wording any."""
    found = [*_apply(rules, graph)]
    parts = [_list_rows(graph, number, *each) for number, each in enumerate(found)]
    rows = stack([_NO_ROWS, *parts])
    code = np.unique([rule.code for rule, _ in found], return_inverse=True)[1]
    ordered = rows.with_columns(code=code[rows["rule"]], lightness=-rows["stake"])
    return FoundGaps(graph, found, ordered.sort("severity", "lightness", "scope", "code", "node"))


def _list_rows(graph: RelationshipGraph, number: int, rule: Rule, found: Found) -> Rows:
    rows = Rows(
        scope=found.scope(graph),
        place=np.arange(len(found.rows)),
        node=found.node(graph),
        severity=rule.rate(graph, found),
        stake=found.at_stake(graph),
    )
    return rows.with_columns(rule=number).take(rule.select(graph, found))


def group_by_person(table: pd.DataFrame, rules: Sequence[Rule] = RULES) -> pd.DataFrame:
    """Return gaps with all of one person in a scope as one line, in the order of the gravest."""
    # Code, severity and action are those of the gravest, the detail tells all of them but what goes
    # without saying beside another one (``Rule.includes``), the stake is the largest.
    told = table[~_find_included(table, rules)]
    alone = np.where(told["person"] == "", told.index, -1)
    by = [told["account"], told["deal"], told["person"], pd.Series(alone, told.index)]
    groups = told.groupby(by, sort=False)
    # Values in several currencies have no largest one: that of the gravest stands.
    other = told["currency"].fillna("") != groups["currency"].transform("first").fillna("")
    rows = (
        told.assign(value=told["value"].mask(other))
        .groupby(by, sort=False)
        .agg(
            dict.fromkeys(names(GapRecord), "first")
            | {"stake": "max", "value": "max", "detail": _join_sentences}
        )
    )
    return rows.reset_index(drop=True)


def _find_included(table: pd.DataFrame, rules: Sequence[Rule]) -> np.ndarray:
    """Return which gaps go without saying beside another one of the same person."""
    includes = {rule.code: rule.includes for rule in rules}
    told = [*zip(*(table[name] for name in ("account", "deal", "person", "gap")), strict=True)]
    beside = {(*about, one) for *about, gap in told if about[-1] for one in includes[gap]}
    return np.array([gap in beside for gap in told], dtype=bool)


def _join_sentences(sentences: pd.Series[str]) -> str:
    return say("blank").join(dict.fromkeys(sentences))


def count_gaps(graph: RelationshipGraph, rules: Sequence[Rule] = RULES) -> Columns:
    """Return how many gaps of each severity every scope has, without wording any."""
    counts = np.zeros((len(SEVERITIES), len(graph.scope_index)), dtype=np.int64)
    for rule, found in _apply(progress(rules, "gaps"), graph):
        told = rule.select(graph, found)
        where, rated = found.scope(graph)[told], rule.rate(graph, found)[told]
        np.add.at(counts, (rated, where), 1)
    return _name_counts(counts)


def _name_counts(counts: np.ndarray) -> Columns:
    """Return (severities, scopes) counts as columns."""
    names = (f"gaps_{severity}" for severity in SEVERITIES)
    return dict(zip(names, counts, strict=True))


def _apply(rules: Iterable[Rule], graph: RelationshipGraph) -> Iterator[tuple[Rule, Found]]:
    """Yield each rule with where it fires."""
    for one in rules:
        if not isinstance(one, Rule):
            raise KamgraphError(f"{quote(one)} is no rule; make one with @rule")
        yield one, one(graph)
