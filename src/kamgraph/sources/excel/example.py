"""The tiny account that shows in a template what goes where."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.model.book import Book
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.labels import label_column
from kamgraph.model.marks import Graded, Words
from kamgraph.model.tables import nature
from kamgraph.model.voice import current_language, say

if TYPE_CHECKING:
    from kamgraph.model.columns import Column
    from kamgraph.model.policy import Policy

_CUSTOMER, _US, _DEAL = "example-customer", "example-us", "example-deal"
_EXAMPLES = {"organizations": _CUSTOMER, "people": "example-engineer", "deals": _DEAL}
_DIRECTOR, _ENGINEER, _MANAGER = "example-director", "example-engineer", "example-manager"
_OURS = {"commitments": "by", "goals": "owner", "actions": "owner"}  # who of a row is one of us


def example_book(policy: Policy) -> Book:
    """Return a customer with two people, one of us who knows one of them, and a deal."""
    grades: dict[str, Any] = {axis: scale[-2] for axis, scale in policy.scales.items()}
    strong = max(policy.strength_labels, key=policy.strength_labels.__getitem__)
    close = max(policy.closeness_labels, key=policy.closeness_labels.__getitem__)
    visit = {"id": "example-visit", "date": dt.date(2026, 1, 20), "kind": "visit"}
    tables: dict[str, list[dict[str, Any]]] = {
        "organizations": [
            {"id": _CUSTOMER, "name": say("workbook.example.customer"), "kind": "customer"},
            {"id": _US, "name": say("workbook.example.us"), "kind": "vendor"},
        ],
        "people": [
            {
                "id": _DIRECTOR,
                "name": say("workbook.example.director"),
                "organization": _CUSTOMER,
                "level": 2,
            },
            {
                "id": _ENGINEER,
                "name": say("workbook.example.engineer"),
                "organization": _CUSTOMER,
                "title": say("workbook.example.title"),
                "function": say("workbook.example.function"),
                "level": 4,
                "since": dt.date(2025, 9, 1),
            },
            {
                "id": _MANAGER,
                "name": say("workbook.example.manager"),
                "organization": _US,
                "level": 3,
            },
        ],
        "deals": [
            {
                "id": _DEAL,
                "account": _CUSTOMER,
                "name": say("workbook.example.deal"),
                "stage": "opportunity",
                "value": 1_200_000,
                "currency": "EUR",
                "probability": 0.4,
                "created": dt.date(2026, 1, 15),
                "closes": dt.date(2026, 9, 30),
            }
        ],
        "ties": [
            {"source": _ENGINEER, "target": _DIRECTOR, "kind": "reports_to"},
            {
                "source": _ENGINEER,
                "target": _DIRECTOR,
                "kind": "influences",
                "strength": strong,
                "evidence": say("workbook.example.evidence"),
            },
            {"source": _MANAGER, "target": _ENGINEER, "kind": "knows", "strength": close},
        ],
        "roles": [
            {"person": _DIRECTOR, "account": _CUSTOMER, "role": "decision_maker"},
            {"person": _ENGINEER, "account": _CUSTOMER, "deal": _DEAL, "role": "evaluator"},
        ],
        "team": [{"person": _MANAGER, "account": _CUSTOMER, "role": "account_responsible"}],
        "assessments": [
            {"person": _ENGINEER, "date": dt.date(2026, 2, 1), "assessor": _MANAGER} | grades
        ],
        "targets": [
            {"person": _DIRECTOR, "due": dt.date(2026, 6, 30), "solution": grades["solution"]}
        ],
        "interactions": [
            visit | {"person": _MANAGER, "part": "from"},
            visit | {"person": _ENGINEER, "part": "present"},
        ],
    }
    tables |= {name: [_make_row(name, policy)] for name in TABLES if name not in tables}
    frames = {name: pd.DataFrame(rows, dtype=object) for name, rows in tables.items()}
    return Book.from_tables(frames, policy=policy)


def _make_row(table: str, policy: Policy) -> dict[str, Any]:
    """Return a row of a table without a part in the story, of what its columns may hold."""
    cells = [one for one in columns(table) if one.required or one.kind == "text"]
    row = {column.name: _make_cell(table, column, policy) for column in cells}
    return row | ({_OURS[table]: _MANAGER} if table in _OURS else {})


def _make_cell(table: str, column: Column, policy: Policy) -> Any:
    words, graded = column.mark(Words), column.mark(Graded)
    if of := table if column.name == "id" else column.references:
        return _EXAMPLES.get(of, f"example-{nature(of).noun}")
    if words:
        return words.vocabulary.words[0]
    if graded:
        return policy.scales.get(graded.labels, ["0.5"])[-1]
    if column.kind == "day":
        return dt.date(2026, 2, 1)
    if column.kind == "text":
        label = label_column(table, column.name, current_language())
        return say("workbook.example.text", column=label)
    return next(number for number in (1, 0.5, 0) if column.fits(np.array([number])).all())
