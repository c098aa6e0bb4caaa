"""What a mapping of Odoo exports cannot express: what partners are, whose a deal is, children."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.sources.crm.joins import (
    JOINED,
    add_columns,
    add_lookup,
    change_tables,
    coalesce,
    fold_first,
    index_texts,
    is_one,
    is_true,
    look_up,
    mark_rows,
    spell_out,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
_PAIR = re.compile(r"^([0-9]+);.*$", re.DOTALL)
_CHILDREN = "child_ids/"  # columns of a partner's contacts, the further ones on lines below it


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with what each partner is, the company of deals, and how they ended."""
    raws = [_read_pairs(spell_out(raw)) for raw in raws]
    raws = [part for raw in raws for part in _separate_children(raw)]
    companies = index_texts(raws, _PARTNERS, _IDS, _find_employer)
    found = add_lookup(raws, _DEALS, _PARTNER, companies, "company by contact")
    found = change_tables(found, _PARTNERS, _add_kind)
    return change_tables(found, _DEALS, _add_outcome)


def _read_pairs(raw: RawTable) -> RawTable:
    """Return answers of the interface with the ids of what they name as id and name."""
    names = [] if raw.from_text else [str(name) for name in raw.cells if str(name).endswith("_id")]
    ids = {name: raw.cells[name].str.replace(_PAIR, r"\1", regex=True) for name in names}
    return add_columns(raw, ids)


def _separate_children(raw: RawTable) -> Iterator[RawTable]:
    """Yield a table without the contacts in its rows, and one of those; lines go on from above."""
    theirs = [str(name) for name in raw.cells if str(name).startswith(_CHILDREN)]
    if not theirs or not is_one(raw, _PARTNERS):
        yield raw
        return
    own = raw.cells.drop(columns=theirs)
    filled = (raw.cells.loc[:, theirs] != "").any(axis=1).to_numpy()
    goes_on = filled & (own == "").all(axis=1).to_numpy()
    yield mark_rows(replace(raw, cells=own), JOINED, pd.Series(goes_on, own.index))
    above = coalesce(raw, *_IDS).mask(goes_on, None).ffill()
    cells = raw.cells.loc[:, theirs]
    cells.columns = pd.Index([name.removeprefix(_CHILDREN) for name in theirs])
    defaults = {"parent_id/id": above, "is_company": pd.Series("False", own.index)}
    missing = {name: texts for name, texts in defaults.items() if name not in cells}
    yield replace(
        raw,
        place=f"{raw.place}, columns {_CHILDREN}",
        cells=cells.assign(**missing)[filled].reset_index(drop=True),
        lines=raw.lines[filled],
    )


def _find_employer(raw: RawTable) -> pd.Series[str]:
    """Return the company of those partners that are people."""
    return coalesce(raw, *_PARENT).where(fold_first(raw, *_COMPANY).isin(_FALSE), "")


def _add_kind(raw: RawTable) -> RawTable:
    """Mark each partner as a company, a person or another address."""
    company = is_true(raw, *_COMPANY)
    person = fold_first(raw, *_TYPE).isin(_PERSON)
    kind = pd.Series("address", company.index, dtype=object)
    return add_columns(
        raw, {"kind of partner": kind.mask(person, "person").mask(company, "company")}
    )


def _add_outcome(raw: RawTable) -> RawTable:
    """Mark archived deals as lost."""
    active = fold_first(raw, "active")
    return add_columns(raw, {"outcome": look_up(active, dict.fromkeys(_FALSE, "Lost"))})
