"""Gaps in what is to be paid and in contracts that end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.payments import list_open_payments, measure_reach
from kamgraph.analysis.renewals import CONTRACT_STATES, find_contracts
from kamgraph.analysis.rules.definition import Found, rule, words_of
from kamgraph.analysis.rules.facts import (
    About,
    Addition,
    Deals,
    Labels,
    NameLists,
    Names,
    Numbers,
    Worths,
    spell_day_number,
)
from kamgraph.graph.codes import read_texts
from kamgraph.model.ids import NONE
from kamgraph.model.rounding import at_least
from kamgraph.model.vocabulary import PAYMENT_PARTS
from kamgraph.model.voice import say, say_count, share

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.rows import Rows


@rule("payment_overdue", "high", **words_of("payment_overdue"), needs=("payments",))
def payment_overdue(graph: RelationshipGraph) -> Found:
    """Payments that have not come by their day."""
    rows = list_open_payments(graph)
    rows = rows.take(rows["overdue"] > 0)
    node, signer = rows["node"], rows["signer"]
    closest = np.append(graph.closest, NONE)[node]
    named, recorded = {"name": Names(signer)}, rows["recorded"]
    money = _find_amounts(graph, rows)
    return Found.scopes(
        rows["scope"],
        stake=_find_stake(graph, node),
        case=np.select([closest >= 0, signer >= 0], ["known", "stranger"], "nobody"),
        who=signer,
        worth=money,
        lead=np.append(graph.person, NONE)[closest],
        amount=Addition(
            "rules.payment_overdue.amount", ~np.isnan(money.amounts), {"amount": money}
        ),
        part=Labels.single(PAYMENT_PARTS, rows["part"]),
        sale=Deals(rows["sale"]),
        due=Numbers(rows["due"], spell_day_number),
        closest=About(closest),
        signs=Addition("rules.payment_overdue.signs", (signer >= 0) & recorded, named),
        charged=Addition("rules.payment_overdue.charged", (signer >= 0) & ~recorded, named),
    )


@rule(
    "signer_out_of_reach",
    "medium",
    **words_of("signer_out_of_reach"),
    needs=("payments", "acquaintance"),
)
def signer_out_of_reach(graph: RelationshipGraph) -> Found:
    """Who signs for payments still to be made, and is out of our reach."""
    rows = list_open_payments(graph)
    reach = measure_reach(graph, rows["node"])
    rows = rows.take(~np.isnan(reach) & ~at_least(reach, graph.policy.reachable))
    rows = rows.sort("node", "due")
    first = rows.keep_first("node")
    count = np.bincount(rows.locate(first, "node"), minlength=len(first))
    node = first["node"]
    return Found.people(
        node,
        worth=_add_up(_find_amounts(graph, rows), rows.locate(first, "node"), len(first)),
        payments=Numbers(count, _say_payments),
        due=Numbers(first["due"], spell_day_number),
        reach=Numbers(graph.best_routes.reach[node], share),
    )


@rule("contract_over", "high", **words_of("contract_over"), needs=("contracts",))
def contract_over(graph: RelationshipGraph) -> Found:
    """Contracts that have ended, and that no deal renews."""
    return _tell_of_contracts(graph, "lapsed")


@rule("signer_change", "high", **words_of("signer_change"), needs=("contracts",))
def signer_change(graph: RelationshipGraph) -> Found:
    """Contracts that end soon, and of those who signed them somebody is gone."""
    return _tell_of_contracts(graph, "at_risk")


@rule("contract_ending", "medium", **words_of("contract_ending"), needs=("contracts",))
def contract_ending(graph: RelationshipGraph) -> Found:
    """Contracts that end soon, and that no deal renews."""
    return _tell_of_contracts(graph, "open")


def _tell_of_contracts(graph: RelationshipGraph, state: str) -> Found:
    contracts = find_contracts(graph)
    sales = contracts.sales
    sales = sales.take(sales["state"] == CONTRACT_STATES.index(state))
    gone, now = (_group(sales, some) for some in (contracts.gone, contracts.now))
    known = np.array([len(some) > 0 for some in now], dtype=bool)
    unopened = known & (sales["next"] < 0) & (state == "at_risk")
    return Found.scopes(
        sales["scope"],
        case=np.select([unopened, known], ["unopened", "known"], "unknown"),
        worth=_find_values(graph, sales),
        sale=Deals(sales["sale"]),
        ends=Numbers(sales["ends"], spell_day_number),
        gone=NameLists(gone),
        now=NameLists(now),
        when=Numbers(sales["days"], _say_when),
        unrenewed=Addition("rules.signer_change.unrenewed", sales["next"] < 0),
    )


def _group(sales: Rows, held: Rows) -> np.ndarray:
    """Return the people of each contract, as tuples of places, each once."""
    held = held.sort("scope", "sale", "person").keep_first("scope", "sale", "person")
    place = held.locate(sales, "scope", "sale")
    grouped = np.empty(len(sales), dtype=object)
    for row in range(len(sales)):
        grouped[row] = tuple(held["person"][place == row].tolist())
    return grouped


def _find_stake(graph: RelationshipGraph, node: np.ndarray) -> np.ndarray:
    """Return how much power some nodes have, none where there is nobody."""
    return np.append(np.abs(graph.power), 0.0)[node]


def _find_amounts(graph: RelationshipGraph, rows: Rows) -> Worths:
    """Return how much is to be paid in each of some payments."""
    amount = graph.part.payments["amount"].to_numpy(np.float64, na_value=np.nan)
    return Worths(amount[rows["row"]], _find_currencies(graph, rows))


def _add_up(money: Worths, place: np.ndarray, count: int) -> Worths:
    """Return sums of amounts, missing where one is or where they are in several currencies."""
    total = np.bincount(place, money.amounts, count).astype(np.float64)
    code, currencies = pd.factorize(money.currencies)
    least, most = np.full(count, len(currencies)), np.full(count, NONE)
    np.minimum.at(least, place, code)
    np.maximum.at(most, place, code)
    named = np.append(np.asarray(currencies, dtype=object), "")
    return Worths(np.where(least == most, total, np.nan), named[least])


def _find_values(graph: RelationshipGraph, sales: Rows) -> Worths:
    """Return what each of some deals is worth."""
    value = graph.part.deals["value"].to_numpy(np.float64, na_value=np.nan)
    return Worths(value[sales["sale"]], _find_currencies(graph, sales))


def _find_currencies(graph: RelationshipGraph, rows: Rows) -> np.ndarray:
    return read_texts(graph.part, "deals", "currency", rows["sale"])


def _say_when(days: float) -> str:
    return say("rules.signer_change.past" if days < 0 else "rules.signer_change.ahead")


def _say_payments(count: float) -> str:
    return say_count("rules.signer_out_of_reach.payments", int(count))
