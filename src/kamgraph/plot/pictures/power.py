"""Who decides: openly, behind the scenes, and from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.key_people import key_people
from kamgraph.model.voice import say, share, speaking
from kamgraph.plot.chart.chart import SMALL, WIDTH, Chart
from kamgraph.plot.chart.scale import Scale
from kamgraph.plot.chart.sheet import Sheet
from kamgraph.plot.chart.signs import explain_bars, explain_rule
from kamgraph.plot.palette import INK, KINDS, QUIET
from kamgraph.plot.people import describe_people
from kamgraph.plot.scope import check_one_scope, name_scope

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language
    from kamgraph.plot.legend import Entry

_ROW, _BAR = 27.0, 13.0
_NAMES, _FIGURES = 178.0, 74.0
_DASHES = (1.2, 0.8)  # of weights that no recorded role gives
_PLACES = (WIDTH - 34, WIDTH)  # where the figures end


def power(
    graph: RelationshipGraph,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    language: Language = "en",
) -> Axes:
    """Draw on whom the decision hangs: one bar per key person, the most powerful first.

    A bar is the power of :func:`kamgraph.key_people`, its fill how the person comes by it:
    directly by a decision role, as far as title and level tell where a role is open, indirectly
    through those who decide (the hidden key people), or from outside. The upright line is the
    formal weight, dashed where no role is recorded: where the bar ends before it, others
    sway what the person decides; where it goes beyond, the person sways others. A bar to the
    left is a person whose stance moves the decision the other way.

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
        With x and y in printer's points at full size. The artists of a person are named
        ``power:<person>`` (the bar) and ``weight:<person>`` (the line).

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
        check_one_scope(graph, "a picture of power")
        found = key_people(graph)
        rows = found[["weight", "power", "kind"]].join(describe_people(graph.people))
        assumed = graph.assumed_weight > graph.recorded_weight
        rows["assumed"] = assumed[graph.index.get_indexer(pd.Index(rows.index))]
        least = share(graph.policy.key_cover)
        lead = say(f"plot.power_{'lead' if len(rows) else 'none'}", share=least)
        kinds = [kind for kind in KINDS if kind in set(rows["kind"])]
        entries = [explain_bars(say(f"plot.{kind}"), KINDS[kind]) for kind in kinds]
        sheet = Sheet.of(
            name_scope(graph) if title is None else title,
            lead,
            texts=[*rows["name"], *rows["place"], *_name_figures()],
            entries=[*entries, *_explain_weights(rows)],
            notes=_list_notes(rows, least),
        )
        chart = sheet.open(ax, _ROW * len(rows) + 14 * bool(kinds))
        if kinds:
            _draw(chart, rows)
        return chart.axes


def _explain_weights(rows: pd.DataFrame) -> list[Entry]:
    """Return the signs of weights: only what occurs."""
    signs = {
        explain_rule(say("plot.formal")): not rows["assumed"].all(),
        explain_rule(say("plot.formal_assumed"), _DASHES): rows["assumed"].any(),
    }
    return [sign for sign, occurs in signs.items() if occurs and len(rows)]


def _list_notes(rows: pd.DataFrame, least: str) -> list[str]:
    notes = {
        "plot.power_note": len(rows) > 0,
        "plot.power_contrary": bool((rows["power"] < 0).any()),
    }
    return [say(key, share=least) for key, holds in notes.items() if holds]


def _name_figures() -> tuple[str, str]:
    """Return the headings above the figures."""
    return say("plot.power_short"), say("plot.formal_short")


def _draw(chart: Chart, rows: pd.DataFrame) -> None:
    scale = Scale.around([0.0, *rows["power"], *rows["weight"]], _NAMES, WIDTH - _FIGURES)
    top = _ROW * len(rows)
    chart.draw_columns(scale, 0, top, share)
    chart.draw_rule([(scale(0), 0), (scale(0), top)])
    for heading, x in zip(_name_figures(), _PLACES, strict=True):
        chart.label(heading, x, top + 6, align="right", size=SMALL, colour=QUIET)
    for number, (person, row) in enumerate(rows.iterrows()):
        y = top - (number + 0.5) * _ROW
        begin, end, formal = scale(0), scale(row["power"]), scale(row["weight"])
        chart.write_person(row["name"], row["place"], (0, y + _ROW / 2 - 1, _NAMES - 12, _ROW - 2))
        look = KINDS[row["kind"]]
        chart.draw_bar((begin, y - _BAR / 2), (end - begin, _BAR), look, gid=f"power:{person}")
        mark = [(formal, y - _BAR / 2 - 2.5), (formal, y + _BAR / 2 + 2.5)]
        dashes = _DASHES if row["assumed"] else ()
        chart.draw_rule(mark, colour=INK, width=2, dashes=dashes, zorder=4, gid=f"weight:{person}")
        chart.label(share(row["power"]), _PLACES[0], y, align="right", bold=True)
        chart.label(share(row["weight"]), _PLACES[1], y, align="right", colour=QUIET)
