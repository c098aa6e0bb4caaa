"""What is missing, doubtful or at risk, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.analysis.rules import (
    RULES,
    SEVERITIES,
    About,
    Found,
    Lookup,
    Names,
    Rule,
    Sentence,
    Sentences,
    Spellable,
)
from kamgraph.errors import KamgraphError, quote
from kamgraph.model.result import Record, Severity, Share, empty, names, returns
from kamgraph.model.rows import Rows
from kamgraph.model.voice import choose_label, say, speaking
from kamgraph.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language

_ORDER = ["severity", "stake", "account", "deal", "gap", "person"]


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
    """The value at stake: of the open deals, as much as the power at stake; missing where no value
    is recorded, or in several currencies, and for a gap on which no part of the decision hangs."""
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
    missing (see :func:`completeness`).

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
    lookup = Lookup(graph)
    fired = [(rule, found) for rule, found in _apply(rules, graph) if len(found.rows)]
    with speaking(language):
        parts = [_make_rows(rule, found, lookup) for rule, found in fired]
    table = pd.concat([empty(GapRecord), *parts])
    urgency = table.assign(
        severity=table["severity"].map({severity: k for k, severity in enumerate(SEVERITIES)}),
        stake=-table["stake"],
    )
    order = [urgency[name] for name in reversed(_ORDER)]
    return table.iloc[np.lexsort(order)].reset_index(drop=True)


def group_by_person(table: pd.DataFrame, rules: Sequence[Rule] = RULES) -> pd.DataFrame:
    """Return gaps with all of one person in a scope as one line, in the order of the gravest."""
    # Code, severity and action are those of the gravest, the detail tells all of them but what goes
    # without saying beside another one (``Rule.includes``), the stake is the largest.
    told = table[~_find_included(table, rules)]
    alone = np.where(told["person"] == "", told.index, -1)
    by = [told["account"], told["deal"], told["person"], pd.Series(alone, told.index)]
    rows = told.groupby(by, sort=False).agg(
        dict.fromkeys(names(GapRecord), "first")
        | {"stake": "max", "value": "max", "detail": _join_sentences}
    )
    return rows.reset_index(drop=True)


def _find_included(table: pd.DataFrame, rules: Sequence[Rule]) -> np.ndarray:
    """Return which gaps go without saying beside another one of the same person."""
    about, codes = ["account", "deal", "person"], {rule.code: rule.includes for rule in rules}
    includes = table[about].assign(gap=table["gap"].map(codes))[table["person"] != ""]
    known = pd.MultiIndex.from_frame(includes.explode("gap"))
    return np.asarray(pd.MultiIndex.from_frame(table[[*about, "gap"]]).isin(known))


def _join_sentences(sentences: pd.Series[str]) -> str:
    return say("blank").join(dict.fromkeys(sentences))


def count_gaps(graph: RelationshipGraph, rules: Sequence[Rule] = RULES) -> pd.DataFrame:
    """Return how many gaps of each severity every scope has, without wording any."""
    index = graph.scope_index
    counts = {f"gaps_{severity}": np.zeros(len(index), np.int64) for severity in SEVERITIES}
    for rule, found in _apply(progress(rules, "gaps"), graph):
        where, rated = found.scope(graph), rule.rate(graph, found)
        for place, severity in enumerate(SEVERITIES):
            counts[f"gaps_{severity}"] += np.bincount(where[rated == place], minlength=len(index))
    return pd.DataFrame(counts, index=index)


def _apply(rules: Iterable[Rule], graph: RelationshipGraph) -> Iterator[tuple[Rule, Found]]:
    """Yield each rule with where it fires."""
    for one in rules:
        if not isinstance(one, Rule):
            raise KamgraphError(f"{quote(one)} is no rule; make one with @rule")
        yield one, one(graph)


def _make_rows(rule: Rule, found: Found, lookup: Lookup) -> pd.DataFrame:
    """Return the rows of one rule with their sentences."""
    with rule.name_errors():
        facts = _spell_facts(found, lookup)
        words = {
            "detail": _fill(rule.detail, facts),
            "action": _fill(rule.action, facts),
        }
    where = found.scope(lookup.graph)
    scope, stake = lookup.scopes.take(where), found.at_stake(lookup.graph)
    return pd.DataFrame(
        {
            "account": scope["account"].array,
            "deal": scope["deal"].array,
            "gap": rule.code,
            "severity": np.array(SEVERITIES, dtype=object)[rule.rate(lookup.graph, found)],
            "person": _list_ids(found, lookup),
            "stake": stake,
            "value": np.where(stake > 0, stake * lookup.graph.open_value[where], np.nan),
            **words,
        }
    )


def _list_ids(found: Found, lookup: Lookup) -> pd.Index[str] | str:
    """Return the id of the person whom each row is about, empty for nobody in the scope."""
    graph, nodes = lookup.graph, found.rows
    if not found.of_people:
        if found.who is None:
            return ""
        asked = Rows(scope=found.rows, person=found.who)
        nodes = asked.locate(Rows(scope=graph.scope, person=graph.person), "scope", "person")
    ids = graph.index.get_level_values("person")
    return pd.Index(ids.take(nodes).where(nodes >= 0, "")) if len(ids) else ""


def _spell_facts(found: Found, lookup: Lookup) -> list[dict[str, Any]]:
    """Return what the sentences of each row are filled with, and its case."""
    spelled = {
        fact: value.spell(lookup) if isinstance(value, Spellable) else value
        for fact, value in {**_name_people(found), **found.tell()}.items()
    }
    columns = {"policy": [lookup.graph.policy] * len(found.rows), **spelled}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _name_people(found: Found) -> dict[str, Spellable]:
    """Return ``name``, by which sentences call the person whom a row is about."""
    if found.of_people:
        return {"name": About(found.rows)}
    return {} if found.who is None else {"name": Names(found.who)}


def _fill(sentences: Sentences, facts: list[dict[str, Any]]) -> list[str]:
    try:
        return [choose_label(_pick_case(sentences, row["case"])).format_map(row) for row in facts]
    except KeyError as error:
        raise KamgraphError(f"there is no {error} to tell; its function has to find it") from error


def _pick_case(sentences: Sentences, case: str) -> Sentence:
    return sentences if isinstance(sentences, tuple) else sentences.get(case) or sentences["other"]
