"""What a mapping of SuiteCRM exports cannot express: accounts held in tables of links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.sources.crm.joins import End, link_parents, spell_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.sources.raw import RawTable

_ACCOUNT = End(("accounts",), ("id",), "account_id")
_CONTACT = End(("contacts",), ("id",), "contact_id")
_DEAL = End(("opportunities",), ("id",), "opportunity_id")
_TO = "account by link"
_GIVEN = ("account_id",)


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with the account of each contact and of each deal."""
    found = [spell_out(raw) for raw in raws]
    found = link_parents(found, ("accounts_contacts",), _CONTACT, _ACCOUNT, _TO, given=_GIVEN)
    return link_parents(found, ("accounts_opportunities",), _DEAL, _ACCOUNT, _TO, given=_GIVEN)
