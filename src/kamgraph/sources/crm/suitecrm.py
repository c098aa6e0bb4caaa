"""What a mapping of SuiteCRM exports cannot express: links of accounts, deals of activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.sources.crm.joins import (
    End,
    add_columns,
    change_tables,
    coalesce,
    fold_first,
    link_parents,
    spell_out,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.sources.raw import RawTable

_ACCOUNT = End(("accounts",), ("id",), "account_id")
_CONTACT = End(("contacts",), ("id",), "contact_id")
_DEAL = End(("opportunities",), ("id",), "opportunity_id")
_ACTIVITIES = ("calls", "meetings")
_TO = "account by link"
_GIVEN = ("account_id",)


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with the account of contacts and deals, and the deal of activities."""
    found = change_tables([spell_out(raw) for raw in raws], _ACTIVITIES, _add_deal)
    found = link_parents(found, ("accounts_contacts",), _CONTACT, _ACCOUNT, _TO, given=_GIVEN)
    return link_parents(found, ("accounts_opportunities",), _DEAL, _ACCOUNT, _TO, given=_GIVEN)


def _add_deal(raw: RawTable) -> RawTable:
    """Name the deal that an activity belongs to, where it belongs to one."""
    is_deal = fold_first(raw, "parent_type") == "opportunities"
    return add_columns(raw, {"the deal": coalesce(raw, "parent_id").where(is_deal, "")})
