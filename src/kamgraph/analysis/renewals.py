"""Which contracts end soon, and are those who signed them still there?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from kamgraph.graph.codes import read_dates, spell
from kamgraph.graph.sales import index_sales, list_holders, list_ids, list_sales
from kamgraph.graph.units import is_part
from kamgraph.model.coded import NEVER, day_number
from kamgraph.model.ids import NONE
from kamgraph.model.result import Index, ScopedRecord, Score, Stage, returns
from kamgraph.model.rows import Rows, stack
from kamgraph.model.span import has_begun
from kamgraph.model.vocabulary import DECISION_ROLES, STAGES

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.graph import RelationshipGraph

CONTRACT_STATES = ("lapsed", "at_risk", "renewing", "open")


class RenewalRecord(ScopedRecord):
    """A contract that ends soon, or has ended without another."""

    sale: Index[str]
    """The id of the deal whose contract it is."""
    name: str | None
    """What the deal is called."""
    value: float | None
    """What it was worth."""
    currency: str | None
    """In which currency."""
    ends: dt.date
    """The first day without it."""
    days: int
    """Days until then; negative where it has passed."""
    renewed_by: str | None
    """The id of the deal that renews it, lost ones left out; missing where there is none."""
    stage: Stage | None
    """Where that deal stands."""
    signed_by: tuple[str, ...]
    """The ids of those who held a role of consent when the contract was signed."""
    gone: tuple[str, ...]
    """Those of them who are no longer with the account, or have another seat there."""
    signs_now: tuple[str, ...]
    """The ids of those who hold these roles now."""
    choice: Score | None
    """The mean of how far these choose us, of those of whom it is known; missing without any."""
    state: Literal[CONTRACT_STATES]  # type: ignore[valid-type]
    """Lapsed: it has ended and nothing renews it. At risk: somebody who signed is gone. Renewing:
    all who signed are there, and a deal renews it. Open: the others."""


class Contracts(NamedTuple):
    """Contracts that end about now, and the people on whom they hang, by ``scope`` and ``sale``."""

    sales: Rows  # with when each ``ends``, its ``state`` and the ``next`` deal, which renews it
    signed: Rows  # who signed, as ``person``
    gone: Rows  # who of them is gone
    now: Rows  # who would sign now, with their ``node``


@returns(RenewalRecord)
def renewals(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the contracts that end within ``policy.renewal_days``, with who signed and who would.

    Counted are the deals of a scope, closed ones too, with a day on which their contract ends, from
    as many days before the graph's day to as many after it. Who signed is who held a role of
    ``policy.consent_roles`` in the deal, or in its account where the deal had none, on the day it
    closed, else on the first day of the contract. Who would sign now holds these roles in the deal
    that renews it, else in the scope. Lost deals are no contracts, and without a day of the graph
    nothing ends.

    Returns
    -------
    DataFrame
        One :class:`RenewalRecord` per scope and contract, the earliest end first.
    """
    sales, signed, gone, now = find_contracts(graph)
    table = graph.part.deals.iloc[sales["sale"]].reset_index(drop=True)
    ids = graph.part.column("deals", "id").array
    told = table[["name", "value", "currency"]].assign(
        ends=read_dates(sales["ends"]),
        days=sales["days"].astype(np.int64),
        renewed_by=spell(sales["next"], (*ids, None)),
        stage=spell(sales["next"], (*graph.part.column("deals", "stage"), None)),
        signed_by=list_ids(graph, sales, signed),
        gone=list_ids(graph, sales, gone),
        signs_now=list_ids(graph, sales, now),
        choice=_average(graph, sales, now),
        state=spell(sales["state"], CONTRACT_STATES),
    )
    order = np.lexsort((sales["sale"], sales["ends"], sales["scope"]))
    return told.set_axis(index_sales(graph, sales["scope"], sale=ids[sales["sale"]])).iloc[order]


def find_contracts(graph: RelationshipGraph) -> Contracts:
    """Return the contracts that each scope sees and that end about now."""
    sales = _list_ending(graph)
    signed, has_gone = _find_signers(graph, sales)
    gone, renewing = signed.take(has_gone), _find_renewing(graph, sales["sale"])
    sales = sales.with_columns(next=renewing)
    lapsed = (sales["days"] < 0) & (renewing < 0)
    cases = [lapsed, sales.is_in(gone, "scope", "sale"), renewing >= 0]
    state = np.select(cases, range(len(cases)), len(cases))
    return Contracts(sales.with_columns(state=state), signed, gone, now=_find_next(graph, sales))


def _list_ending(graph: RelationshipGraph) -> Rows:
    """Return the contracts that each scope sees and that end about now: ``ends`` and ``days``."""
    sales, deals = list_sales(graph), graph.part.coded.deals
    ends, day = deals["ends"][sales["sale"]], _number_day(graph)
    lost = deals["stage"][sales["sale"]] == STAGES.words.index("lost")
    near = (ends < NEVER) & (np.abs(ends - day) <= graph.policy.renewal_days) & ~lost
    return sales.with_columns(ends=ends, days=ends - day).take(near)


def _find_signers(graph: RelationshipGraph, sales: Rows) -> tuple[Rows, np.ndarray]:
    """Return who signed each contract, and which of them sit there no longer."""
    coded = graph.part.coded
    deals = coded.deals.take(sales["sale"])
    began = np.where(deals["closes"] < NEVER, deals["closes"], deals["starts"])
    begun = sales.with_columns(began=began, account=deals["account"], place=deals["unit"])
    begun = begun.take(began < NEVER)
    roles = [DECISION_ROLES.words.index(role) for role in graph.policy.consent_roles]
    rows = coded.roles.take(np.isin(coded.roles["role"], roles) & (coded.roles["person"] >= 0))
    told = ("person", "role", "since", "until")
    own = begun.join(rows.take(rows["deal"] >= 0).select(*told, sale="deal"), "sale")
    above = rows.take(rows["deal"] == NONE).select(*told, "account", "unit")
    above = begun.join(above.take(above["unit"] >= 0), "account")
    above = above.take(is_part(coded.organizations, above["place"], above["unit"]))
    held, others = _select_holding(own), _select_holding(above)
    signed = stack([held, others.take(~others.is_in(held, "scope", "sale", "role"))])
    signed = signed.sort("scope", "sale", "person").keep_first("scope", "sale", "person")
    return signed, _has_gone(graph, signed)


def _select_holding(rows: Rows) -> Rows:
    """Return the roles that were held on the day that stands beside each."""
    held = (rows["since"] <= rows["began"]) & (rows["until"] > rows["began"])
    return rows.take(held).select("scope", "sale", "role", "person", "began")


def _has_gone(graph: RelationshipGraph, signed: Rows) -> np.ndarray:
    """Return which of those who signed have left, or sit in another seat now."""
    people, person = graph.people_on, signed["person"]
    since = graph.part.coded.posts["since"]
    moved = since[people["post"][person]] > signed["began"]
    return ~people["active"][person] | moved


def _find_renewing(graph: RelationshipGraph, sale: np.ndarray) -> np.ndarray:
    """Return the last deal, by id, that renews each one and is not lost; -1 where none does."""
    deals = graph.part.coded.deals
    begun = has_begun(deals["created"], _number_day(graph))
    there = (deals["renews"] >= 0) & (deals["stage"] != STAGES.words.index("lost")) & begun
    found = np.full(len(deals) + 1, NONE)
    found[deals["renews"][there]] = np.flatnonzero(there)
    return found[sale]


def _find_next(graph: RelationshipGraph, sales: Rows) -> Rows:
    """Return who would sign each contract anew: in the deal that renews it, else in the scope."""
    asked = sales.select("scope", sale="next").keep_first("scope", "sale")
    held = list_holders(graph, asked, graph.policy.consent_roles)
    held = held.keep_first("scope", "sale", "person").select("scope", "person", "node", next="sale")
    return sales.select("scope", "sale", "next").join(held, "scope", "next")


def _average(graph: RelationshipGraph, sales: Rows, now: Rows) -> np.ndarray:
    """Return the mean of the choices of those who would sign each contract."""
    choice = np.append(graph.known_choice, np.nan)[now["node"]]
    now, choice = now.take(~np.isnan(choice)), choice[~np.isnan(choice)]
    place = now.locate(sales, "scope", "sale")
    total = np.bincount(place, choice, len(sales))
    count = np.bincount(place, minlength=len(sales))
    return np.divide(total, count, out=np.full(len(sales), np.nan), where=count > 0)


def _number_day(graph: RelationshipGraph) -> int:
    return -NEVER if graph.as_of is None else day_number(graph.as_of)
