"""What is doubtful in reporting lines: circles, and two bosses at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model import tie_kinds
from kamgraph.model.finding import Finding, Findings, list_ids
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows
from kamgraph.model.sorting import count_alike
from kamgraph.model.span import in_effect
from kamgraph.model.vocabulary import TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kamgraph.model.finding_facts import Facts

_ENDS = (("ties", "source"), ("ties", "target"))


def _find_reporting_cycles(facts: Facts) -> Findings:
    for deal, members in _find_circles(facts, _select_solid_lines(facts)):
        yield Finding(
            "high",
            "reporting_cycle",
            "ties",
            members,
            f"{list_ids(members)} report to each other in a circle{_name_deal(deal)}.",
            "End or turn round one of the lines, so that somebody is on top.",
        )


def _find_two_solid_lines(facts: Facts) -> Findings:
    lines = _select_solid_lines(facts)
    lines = lines.take(count_alike(lines["source"]) > 1)
    if not len(lines):
        return
    told = facts.book.rows_at("ties", lines["row"])
    told = told.assign(deal=told["deal"].fillna(""))
    for (deal, person), bosses in told.groupby(["deal", "source"])["target"]:
        several = sorted({*bosses})
        if len(several) == 1:  # in one row, or in several
            continue
        yield Finding(
            "medium",
            "two_solid_lines",
            "ties",
            (str(person),),
            f"'{person}' reports to {list_ids(several)} at once{_name_deal(str(deal))}.",
            "Give the line that has ended its day in until, or make one of them a dotted_line.",
        )


def _select_solid_lines(facts: Facts) -> Rows:
    """Return deal (-1: the account), source, target and row of the solid lines on a day."""
    ties, (source, target) = facts.coded.ties, facts.number_ids(*_ENDS)
    solid = np.isin(TIE_KINDS.words, tie_kinds.SOLID)[ties["kind"]]
    removed = np.array([*(text == "0" for text in facts.coded.strength.texts), False])
    held = (
        solid
        & ~removed[facts.coded.strength.codes]
        & in_effect(ties, facts.moment)
        & (source.codes != target.codes)
    )
    deal = facts.table("ties").texts("deal").codes
    row = np.flatnonzero(held)
    found = {"deal": deal, "source": source.codes, "target": target.codes}
    return Rows(row=row, **{name: codes[row].astype(np.int64) for name, codes in found.items()})


def _find_circles(facts: Facts, lines: Rows) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the deal and the members, sorted, of each circle of lines."""
    lines = _peel_chains(lines)
    if not len(lines):
        return
    import networkx as nx

    ids, deals = facts.number_ids(*_ENDS)[0].texts, facts.table("ties").texts("deal").texts
    ends = ([*zip(lines["deal"].tolist(), lines[end].tolist(), strict=True)]
            for end in ("source", "target"))  # fmt: skip
    chart = nx.DiGraph(zip(*ends, strict=True))
    for members in nx.strongly_connected_components(chart):
        if len(members) > 1:
            [deal] = {deal for deal, _ in members}
            people = ids.take([person for _, person in members])
            yield "" if deal == NONE else str(deals[deal]), tuple(sorted(people))


def _peel_chains(lines: Rows) -> Rows:
    """Drop the ends of chains; of a chart as shallow as real ones only the circles remain."""
    # Whatever deals they are of: a circle in one of them is a circle of all.
    count = 1 + max((int(lines[end].max(initial=0)) for end in ("source", "target")), default=0)
    for _ in range(len(lines).bit_length() + 1):
        has_boss, has_report = np.zeros((2, count), dtype=bool)
        has_boss[lines["source"]], has_report[lines["target"]] = True, True
        inner = has_report[lines["source"]] & has_boss[lines["target"]]
        if inner.all():
            break
        lines = lines.take(inner)
    return lines


def _name_deal(deal: str) -> str:
    return f" in the deal '{deal}'" if deal else ""


ODD_LINES: tuple[Callable[[Facts], Findings], ...] = (
    _find_reporting_cycles,
    _find_two_solid_lines,
)
