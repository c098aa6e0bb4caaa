"""What a page tells its script of what-ifs: the scope, words, and what there is to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.model import tie_kinds
from kamgraph.model.vocabulary import (
    AIMS,
    AXES,
    GRADES,
    INTERACTION_KINDS,
    MOVES,
    STRENGTHS,
    TIE_KINDS,
)
from kamgraph.model.voice import say, say_label
from kamgraph.reviews.formats.html.templates import take_sentences
from kamgraph.reviews.formats.html.what_if.changes import describe_change
from kamgraph.reviews.formats.html.what_if.inputs import list_inputs
from kamgraph.reviews.saved_changes.document import FORMAT, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.model.vocabulary import Vocabulary
    from kamgraph.reviews.results import Results

SCRIPTS = (
    "save.js",
    *(f"what_if/{name}.js" for name in ("engine", "position", "changes", "supposed")),
    *(f"what_if/{name}.js" for name in ("dialog", "panel", "card")),
)
_WORDS = (  # what the script says
    *("what_if", "nothing_is_so", "take_back", "take_all_back", "save", "as_it_is", "suppose"),
    *(
        "grade_of",
        "tie_heading",
        "tie_to",
        "tie_from",
        "tie_kind",
        "whom",
        "tie_end",
        "tie_new",
        "tie_ends",
    ),
    *("strength", "meeting_heading", "meeting", "leave", "left", "is_so"),
    *("is_not_so", "candidate_so", "candidate_not_so", "move", "move_works", "choose"),
    *("now", "then", "no_more_key", "new_key", "key_people", "reach", "route", "out_of_reach"),
    *("dialog", "date", "who", "nobody", "nobody_means", "evidence", "agreed", "download"),
    *("cancel", "saved", "same", "not_leaning"),
)
_REFUSALS = (
    *("stranger", "vacant", "undated", "alone", "sides", "strength", "outside", "held"),
    *("inherited", "none", "met", "last", "promise", "parted"),
)
_FIGURES = ("choice", "coverage", "status", "power", "kind")
_STATUSES = ("grey", "red", "amber", "green")
_KEY_KINDS = ("direct", "assumed", "indirect", "external")


def make_panel(results: Results) -> dict[str, Any] | None:
    """Return the data of what-ifs as plain values for JSON; None of a deal that is over."""
    if results.over:
        return None
    graph = results.graph
    [(account, deal)] = graph.scope_index
    return {
        "inputs": list_inputs(graph),
        "words": {
            name: text
            for prefix, names in (("what_if", _WORDS), ("what_if.refused", _REFUSALS))
            for name, text in zip(
                [name if prefix == "what_if" else f"refused_{name}" for name in names],
                take_sentences(*(f"{prefix}.{name}" for name in names)).values(),
                strict=True,
            )
        },
        "figures": {name: say(f"columns.{name}") for name in _FIGURES}
        | {"secure": say_label(AIMS, "secure")},
        "threshold": graph.policy.verdict_threshold,
        "statuses": {name: say(name) for name in _STATUSES},
        "keyKinds": {name: say(name) for name in _KEY_KINDS},
        "head": {
            "format": FORMAT,
            "version": VERSION,
            "account": account,
            "deal": deal,
            "content_hash": graph.book.content_hash,
        },
        "names": results.names.to_dict(),
        "axes": [say_label(AXES, axis) for axis in AXES.words],
        "grades": [_list_choices(GRADES, graph.policy.scales[axis]) for axis in AXES.words],
        "kinds": {kind.name: _describe_kind(kind, results) for kind in tie_kinds.ALL},
        "meetings": _list_choices(INTERACTION_KINDS, graph.policy.interaction_weights),
        "moves": _list_moves(results),
    }


def _list_choices(vocabulary: Vocabulary, words: Iterable[str]) -> list[list[str]]:
    return [[word, say_label(vocabulary, word)] for word in words]


def _describe_kind(kind: tie_kinds.TieKind, results: Results) -> dict[str, Any]:
    """Return the label of a kind of tie, and of its strengths, the strongest last."""
    labels = {} if kind.line else results.graph.policy.labels(kind.name)
    ordered = sorted(labels, key=lambda one: labels[one])
    return {
        "label": say_label(TIE_KINDS, kind.name),
        "strengths": _list_choices(STRENGTHS, ordered),
    }


def _list_moves(results: Results) -> list[dict[str, Any]]:
    """Return the steps of the plan in the order of its table: by day."""
    made, names = results.plan, results.names
    steps = made.steps.reset_index().sort_values("day", kind="stable")
    return [
        {
            "number": int(row["step"]),
            "changes": [describe_change(change) for change in made.changes[int(str(number))]],
            "label": say(
                "what_if.step",
                move=say_label(MOVES, row["kind"]),
                owner=names[row["owner"]],
                contact=names[row["contact"]],
            ),
            "step": {
                "kind": row["kind"],
                "owner": row["owner"],
                "contact": row["contact"],
                "axis": row["axis"] if isinstance(row["axis"], str) else None,
                "due": None if pd.isna(row["day"]) else f"{row['day']:%Y-%m-%d}",
                "text": row["why"],
            },
        }
        for number, row in steps.iterrows()
    ]
