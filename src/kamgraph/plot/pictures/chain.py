"""The decision chain: who holds each role, and who would by title where nobody is recorded to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.analysis.candidates.candidates import candidates
from kamgraph.analysis.candidates.roles import count_fitting
from kamgraph.graph.codes import ASSUMED
from kamgraph.graph.deal_roles import list_deal_roles
from kamgraph.graph.decision import list_required
from kamgraph.model.vocabulary import DECISION_ROLES
from kamgraph.model.voice import list_words, say, say_count, say_label, share, speaking
from kamgraph.plot import legend
from kamgraph.plot.canvas.surface import BoxStyle
from kamgraph.plot.chart.chart import NAME, SMALL, WIDTH, Chart
from kamgraph.plot.chart.sheet import Sheet
from kamgraph.plot.lettering import Paragraph
from kamgraph.plot.palette import BAND, INK, PAPER, QUIET, TieStyle
from kamgraph.plot.people import describe_people
from kamgraph.plot.scope import check_one_scope, name_scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language

_MOST = 3  # people beside a role
_ROW, _BOX = 62.0, 50.0
_ROLE = 104.0  # the width of a role, which the people stand beside
_GAP = 12.0
_PERSON = (WIDTH - _ROLE - _MOST * _GAP) / _MOST
_LINKS = {False: TieStyle(QUIET, width=1.4), True: TieStyle(QUIET, dashes=(1.6, 1.6), width=1.4)}
_BY = ("title", "chart", "assumed")  # what levels are known from if nobody recorded them


class _Holder(NamedTuple):
    """Somebody beside a role: who holds it, or only would."""

    person: str
    said: tuple[str, ...]  # name, title and level, each on a line of its own
    mark: str  # how much of an open role they would have
    inferred: bool


class _Step(NamedTuple):
    """A role of the chain with those beside it, the first of them; ``more`` counts the others."""

    role: str
    holders: list[_Holder]
    more: int

    @property
    def inferred(self) -> bool:
        """Whether nobody is recorded to hold it."""
        return all(holder.inferred for holder in self.holders)


def chain(
    graph: RelationshipGraph,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    language: Language = "en",
) -> Axes:
    """Draw the decision chain of one scope: each role, and who holds it.

    Beside a role that is recorded in deals of the account alone stand those who hold it there, with
    the deal. Beside one that nobody is recorded to hold stand those who fit it best by title and
    level, as :func:`kamgraph.candidates` proposes them, in dashed boxes with the share of the role
    that would be theirs; what is dismissed is not shown. Coaches, who help us and decide nothing,
    are left out.

    Parameters
    ----------
    graph
        A graph of a single scope.
    ax
        Where to draw; without it a new figure, as large as its texts need to be read.
    title
        The title; without it the names of the account and the deal and the day, none if empty.
    language
        The language of labels: ``"en"`` or ``"zh"``.

    Returns
    -------
    Axes
        With x and y in printer's points at full size. The boxes are named ``role:<role>`` and
        ``chain:<role>:<person>``.

    Raises
    ------
    ScopeError
        If the graph holds more than one scope, or none.

    Warns
    -----
    MissingGlyphsWarning
        Once, if no installed font has some of the characters.
    """
    with speaking(language):
        check_one_scope(graph, "a decision chain")
        steps = _list_steps(graph)
        steps = steps if any(step.holders for step in steps) else []
        sheet = Sheet.of(
            name_scope(graph) if title is None else title,
            say(f"plot.chain_{'lead' if steps else 'none'}"),
            texts=[*_list_texts(steps), say("plot.chain_nobody"), say("plot.chain_open")],
            entries=_list_entries(steps),
        )
        chart = sheet.open(ax, _ROW * len(steps))
        for number, step in enumerate(reversed(steps)):
            _draw_step(chart, step, (number + 0.5) * _ROW)
        for number, (lower, upper) in enumerate(zip(steps[:0:-1], steps[-2::-1], strict=True)):
            _draw_link(chart, (number + 0.5) * _ROW, dashed=lower.inferred or upper.inferred)
        return chart.axes


def _list_steps(graph: RelationshipGraph) -> list[_Step]:
    """Return the roles of the decision, who approves first, with who holds or would hold each."""
    said, found = _describe(graph.people), candidates(graph)
    proposed = found[(found["kind"] == "role") & found["person"].isin(said.keys())]
    proposed = proposed.sort_values("confidence", ascending=False, kind="stable")
    required = list_required(graph)[0]
    named = list_deal_roles(graph)
    named = (
        named[named["person"].isin(said.keys())] if not graph.scopes["deal"].iloc[0] else named[:0]
    )
    steps = []
    for number, role in enumerate(DECISION_ROLES.words):
        origin = graph.role_origin(role)
        if not graph.policy.role_weights.get(role) and role not in graph.policy.consent_roles:
            continue
        if origin.any():
            steps.append(_list_holders(role, pd.Series(origin, graph.index), said))
        elif len(there := named[named["role"] == role]):
            steps.append(_list_of_deals(role, there, said))
        elif required[number]:
            fitting = int(count_fitting(graph, role)[0]) if role in graph.policy.role_fit else 0
            steps.append(_list_likely(role, proposed[proposed["value"] == role], said, fitting))
    return steps


def _list_holders(role: str, origin: pd.Series[int], said: Mapping[str, tuple[str, ...]]) -> _Step:
    held = origin[origin > 0]
    holders = [
        _Holder(str(person), said[str(person)], "", inferred=known == ASSUMED)
        for person, known in held.head(_MOST).items()
    ]
    return _Step(role, holders, len(held) - len(holders))


def _list_of_deals(role: str, named: pd.DataFrame, said: Mapping[str, tuple[str, ...]]) -> _Step:
    """Return the step of a role that people hold in deals of the account, and which these are."""
    deals = named.groupby("person", sort=False)["name"].agg(lambda names: list_words([*names]))
    holders = [
        _Holder(person, (*said[person][:2], say("of_deal", deal=deal)), "", inferred=False)
        for person, deal in zip(deals.index.astype(str), deals.head(_MOST), strict=False)
    ]
    return _Step(role, holders, len(deals) - len(holders))


def _list_likely(
    role: str, proposed: pd.DataFrame, said: Mapping[str, tuple[str, ...]], fitting: int
) -> _Step:
    best = proposed.head(_MOST)
    holders = [
        _Holder(person, said[person], share(sure), inferred=True)
        for person, sure in zip(best["person"], best["confidence"], strict=True)
    ]
    return _Step(role, holders, fitting - _MOST if len(holders) == _MOST else 0)


def _describe(people: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the lines that name everybody: name, title, and level as far as it is known."""
    told = describe_people(people)
    rows = zip(told["name"], told["place"], _say_levels(people), strict=True)
    return {
        str(person): tuple(filter(None, row)) for person, row in zip(told.index, rows, strict=True)
    }


def _say_levels(people: pd.DataFrame) -> list[str]:
    """Return everybody's level and what it is known from, empty where it is unknown."""
    return [
        ""
        if pd.isna(level)
        else say(f"plot.chain_level_{origin if origin in _BY else 'told'}", level=level)
        for level, origin in zip(people["level"], people["level_origin"], strict=True)
    ]


def _list_texts(steps: Sequence[_Step]) -> list[str]:
    people = [text for step in steps for one in step.holders for text in (*one.said, one.mark)]
    return [*people, *(say_label(DECISION_ROLES, step.role) for step in steps)]


def _list_entries(steps: Sequence[_Step]) -> list[legend.Entry]:
    """Return the legend: only what occurs."""
    everybody = [one for step in steps for one in step.holders]
    entries = []
    if not all(one.inferred for one in everybody):
        entries.append(legend.explain_box(say("plot.chain_recorded"), "", fill=BAND))
    if any(one.inferred for one in everybody):
        entries.append(legend.explain_box(say("plot.chain_by_title"), "", dashed=True))
    return entries


def _draw_step(chart: Chart, step: _Step, y: float) -> None:
    """Draw a role and the people beside it, with their middle at a height."""
    words = [Paragraph(say_label(DECISION_ROLES, step.role), NAME, bold=True)]
    if step.inferred:
        words.append(Paragraph(say("plot.chain_open"), SMALL, colour=QUIET))
    _draw_box(chart, words, (_ROLE / 2, y), _ROLE, dashed=step.inferred, gid=f"role:{step.role}")
    x = _ROLE + _GAP + _PERSON / 2
    for one in step.holders:
        gid, dashed = f"chain:{step.role}:{one.person}", one.inferred
        name, *rest = one.said
        lines = [Paragraph(name, NAME, bold=True), *(Paragraph(text, SMALL) for text in rest)]
        _draw_box(chart, lines, (x, y), _PERSON, dashed=dashed, gid=gid, mark=one.mark)
        x += _PERSON + _GAP
    if not step.holders:
        chart.label(say("plot.chain_nobody"), _ROLE + _GAP, y, colour=QUIET)
    if step.more:
        more = say_count("and_more", step.more)
        chart.label(more, WIDTH, y - _ROW / 2, align="right", size=SMALL, colour=QUIET)


def _draw_box(
    chart: Chart,
    words: Sequence[Paragraph],
    centre: tuple[float, float],
    width: float,
    *,
    dashed: bool,
    gid: str,
    mark: str = "",
) -> None:
    style = BoxStyle(PAPER if dashed else BAND, INK, dashed=dashed)
    chart.draw_box(centre, (width, _BOX), style, texts=words, mark=mark, gid=gid)


def _draw_link(chart: Chart, y: float, *, dashed: bool) -> None:
    """Draw a link of the chain, from a role to the one above it."""
    ends = np.array([(_ROLE / 2, y + _BOX / 2), (_ROLE / 2, y + _ROW - _BOX / 2)])
    chart.draw_polyline(ends, _LINKS[dashed], "link")
