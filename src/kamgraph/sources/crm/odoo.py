"""What a mapping of Odoo exports cannot express: the company of a deal with a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.sources.crm.joins import (
    changed,
    column,
    in_text,
    known_of,
    looked_up,
    mapped,
    with_columns,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kamgraph.sources.raw import RawTable

_PARTNERS = ("res.partner", "res_partner", "Contact (res.partner)", "Contact")
_DEALS = ("crm.lead", "crm_lead", "Lead/Opportunity (crm.lead)")
_IDS = ("id", "External ID")
_PARENT = ("parent_id/id", "parent_id", "Related Company/External ID")
_PARTNER = ("partner_id/id", "partner_id", "Customer/External ID")
_COMPANY = ("is_company", "Is a Company")
_FALSE = ("false", "f", "0")


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with the company of each deal's contact, and how deals ended."""
    raws = [in_text(raw) for raw in raws]
    companies = known_of(raws, _PARTNERS, _IDS, _employer)
    found = looked_up(raws, _DEALS, _PARTNER, companies, "company by contact")
    return changed(found, _DEALS, _with_outcome)


def identify(ids: pd.Series[str], of: str) -> pd.Series[str]:
    """Return ids; a user without one is nobody."""
    return ids.mask(ids == "user", "") if of == "people" else ids


def _employer(raw: RawTable) -> pd.Series[str]:
    """Return the company of those partners that are people."""
    return column(raw, *_PARENT).where(column(raw, *_COMPANY).str.casefold().isin(_FALSE), "")


def _with_outcome(raw: RawTable) -> RawTable:
    """Tell which deals were lost: those put away."""
    active = column(raw, "active").str.casefold()
    return with_columns(raw, {"outcome": mapped(active, dict.fromkeys(_FALSE, "Lost"))})
