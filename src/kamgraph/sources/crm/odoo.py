"""What a mapping of Odoo exports cannot express: what partners are, and whose a deal is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.folding import fold
from kamgraph.sources.crm.joins import (
    add_columns,
    add_lookup,
    change_tables,
    coalesce,
    index_texts,
    is_true,
    look_up,
    spell_out,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.sources.raw import RawTable

_PARTNERS = ("res.partner", "res_partner", "Contact (res.partner)", "Contact")
_DEALS = ("crm.lead", "crm_lead", "Lead/Opportunity (crm.lead)")
_IDS = ("id", "External ID")
_PARENT = ("parent_id/id", "parent_id", "Related Company/External ID")
_PARTNER = ("partner_id/id", "partner_id", "Customer/External ID")
_COMPANY = ("is_company", "Is a Company")
_TYPE = ("type", "Address Type")
_PERSON = ("", "contact")
_FALSE = ("false", "f", "0")


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with what each partner is, the company of deals, and how they ended."""
    raws = [spell_out(raw) for raw in raws]
    companies = index_texts(raws, _PARTNERS, _IDS, _find_employer)
    found = add_lookup(raws, _DEALS, _PARTNER, companies, "company by contact")
    found = change_tables(found, _PARTNERS, _add_kind)
    return change_tables(found, _DEALS, _add_outcome)


def _find_employer(raw: RawTable) -> pd.Series[str]:
    """Return the company of those partners that are people."""
    return coalesce(raw, *_PARENT).where(coalesce(raw, *_COMPANY).map(fold).isin(_FALSE), "")


def _add_kind(raw: RawTable) -> RawTable:
    """Mark each partner as a company, a person or another address."""
    company = is_true(raw, *_COMPANY)
    person = coalesce(raw, *_TYPE).map(fold).isin(_PERSON)
    kind = pd.Series("address", company.index, dtype=object)
    return add_columns(
        raw, {"kind of partner": kind.mask(person, "person").mask(company, "company")}
    )


def _add_outcome(raw: RawTable) -> RawTable:
    """Mark archived deals as lost."""
    active = coalesce(raw, "active").map(fold)
    return add_columns(raw, {"outcome": look_up(active, dict.fromkeys(_FALSE, "Lost"))})
