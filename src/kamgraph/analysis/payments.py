"""Which payments are open, who signs for them, and how much of them is at risk?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import pandas as pd

from kamgraph.graph.codes import read_dates, spell
from kamgraph.graph.sales import find_nodes, index_sales, list_holders, list_sales
from kamgraph.model.coded import NEVER, day_number
from kamgraph.model.ids import NONE
from kamgraph.model.marks import Words
from kamgraph.model.result import Degree, Index, ScopedRecord, Score, returns
from kamgraph.model.rounding import at_least
from kamgraph.model.vocabulary import PAYMENT_PARTS

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.rows import Rows

_RISKS = ("overdue", "nobody_signs", "opposing", "out_of_reach", "undecided")


class PaymentRecord(ScopedRecord):
    """A payment that is still to be made."""

    payment: Index[str]
    """The payment's id."""
    sale: str
    """The id of the deal it is paid for."""
    part: Annotated[str, Words(PAYMENT_PARTS)]
    """What it is paid for."""
    due: dt.date
    """By when."""
    overdue: int
    """Days since that day; 0 while it is still to come."""
    amount: float | None
    """How much; missing where it is not recorded."""
    currency: str | None
    """The currency of the deal."""
    signer: str | None
    """The id of who signs: whoever is recorded, or has followed them, else who is in charge of
    finance in the deal, the most powerful first; missing where nobody is known to."""
    recorded: bool
    """Whether the payment itself says who signs."""
    choice: Score | None
    """How far the signer chooses us; missing where that is not known."""
    reach: Degree | None
    """How well we reach the signer; missing without one, or where no acquaintance is recorded."""
    risks: tuple[str, ...]
    """Why it may not come: overdue, nobody_signs, opposing (the signer's choice is below
    ``policy.opposing``), out_of_reach (below ``policy.reachable``), undecided (where the signer
    stands is not known)."""
    at_risk: float | None
    """The amount if there is any of these risks but the last, else 0."""


@returns(PaymentRecord)
def payments(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the payments that are still to be made, with who signs and what is at risk.

    Payments of all deals that a scope sees count, of closed ones too, as money is often kept back
    until long after. What was paid later than the graph's day is still open on it. Without a
    signer of its own a payment is signed by the holder of the role of finance in its deal, or in
    its account where the deal has none.

    Returns
    -------
    DataFrame
        One :class:`PaymentRecord` per scope and open payment: the overdue first, then by due day.
    """
    rows = list_open_payments(graph)
    table, place = graph.part.payments, rows["row"]
    amount = table["amount"].to_numpy(np.float64, na_value=np.nan)[place]
    risks = _find_risks(graph, rows)
    grave = np.any(risks[:-1], axis=0)
    told = pd.DataFrame(
        {
            "sale": graph.part.column("deals", "id").array[rows["sale"]],
            "part": spell(rows["part"], PAYMENT_PARTS.words),
            "due": read_dates(rows["due"]),
            "overdue": rows["overdue"],
            "amount": amount,
            "currency": graph.part.column("deals", "currency").array[rows["sale"]],
            "signer": spell(rows["signer"], (*graph.part.column("people", "id"), None)),
            "recorded": rows["recorded"],
            "choice": _read_choice(graph, rows["node"]),
            "reach": measure_reach(graph, rows["node"]),
            "risks": _name_risks(risks),
            "at_risk": np.where(grave, amount, 0.0),
        }
    )
    order = np.lexsort((place, rows["due"], rows["overdue"] == 0, rows["scope"]))
    ids = graph.part.column("payments", "id").array[place]
    return told.set_axis(index_sales(graph, rows["scope"], payment=ids)).iloc[order]


def list_open_payments(graph: RelationshipGraph) -> Rows:
    """Return the open payments that each scope sees, with their signer and days ``overdue``."""
    coded = graph.part.coded
    day = NEVER - 1 if graph.as_of is None else day_number(graph.as_of)
    made = coded.payments.with_columns(row=np.arange(len(coded.payments)))
    unpaid = made.take((made["paid"] > day) & (made["deal"] >= 0))
    open_ones = unpaid.select("row", "part", "due", "signer", sale="deal")
    rows = list_sales(graph).join(open_ones, "sale")
    overdue = np.zeros(len(rows)) if graph.as_of is None else np.maximum(day - rows["due"], 0)
    return _name_signers(graph, rows.with_columns(overdue=overdue.astype(np.int64)))


def _name_signers(graph: RelationshipGraph, rows: Rows) -> Rows:
    """Return payments with ``signer``, their ``node`` in the scope (-1: none), and ``recorded``."""
    holder = np.append(graph.people_on["holder"], NONE)
    own = holder[np.maximum(rows["signer"], NONE)]
    charged = list_holders(graph, rows.select("scope", "sale"), ["finance"])
    power = -np.abs(np.append(graph.power, 0.0)[charged["node"]])
    charged = charged.with_columns(power=power).sort("scope", "sale", "power", "person")
    place = rows.locate(charged.keep_first("scope", "sale"), "scope", "sale")
    first = np.append(charged.keep_first("scope", "sale")["person"], NONE)[place]
    signer = np.where(own >= 0, own, first)
    node = find_nodes(graph, rows["scope"], signer)
    return rows.with_columns(signer=signer, node=node, recorded=own >= 0)


def _find_risks(graph: RelationshipGraph, rows: Rows) -> np.ndarray:
    """Return (risks, rows), which risk each payment runs."""
    choice = _read_choice(graph, rows["node"])
    known = ~np.isnan(choice)
    reach, policy = measure_reach(graph, rows["node"]), graph.policy
    signed = rows["signer"] >= 0
    return np.array(
        [
            rows["overdue"] > 0,
            ~signed,
            signed & known & ~at_least(choice, policy.opposing),
            signed & ~np.isnan(reach) & ~at_least(reach, policy.reachable),
            signed & ~known,
        ]
    )


def _read_choice(graph: RelationshipGraph, node: np.ndarray) -> np.ndarray:
    """Return how far each node chooses us, as far as that is known; NaN for nobody."""
    return np.append(graph.known_choice, np.nan)[node]


def measure_reach(graph: RelationshipGraph, node: np.ndarray) -> np.ndarray:
    """Return how well nodes are reached; NaN for nobody, and without any acquaintance on record."""
    known = (node >= 0) & graph.acquaintance_recorded
    return np.where(known, np.append(graph.best_routes.reach, np.nan)[node], np.nan)


def _name_risks(risks: np.ndarray) -> pd.Series[Any]:
    named = [tuple(risk for risk, runs in zip(_RISKS, row, strict=True) if runs) for row in risks.T]
    return pd.Series(named, dtype=object)
