"""What a mapping of Zoho exports cannot express: files in parts, and what activities are about."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kamgraph.sources.crm.joins import End, add_unless_there, spell_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.sources.raw import RawTable

_PART = re.compile(r"_(\d{3}|\d{4}_\d{2}_\d{2})$")  # Contacts_001, Contacts_2026_02_12
_ACCOUNT = End(("Accounts",), ("Record Id", "Account Id"), "")
_CONTACT = End(("Contacts",), ("Record Id", "Contact Id"), "")
_ACTIVITIES = ("Calls", "Meetings", "Events")


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables by the names of their modules, with the deal that activities are about."""
    found = [replace(spell_out(raw), name=_PART.sub("", raw.name)) for raw in raws]
    about, others = ("Related To.id",), (_ACCOUNT, _CONTACT)
    return add_unless_there(found, _ACTIVITIES, about, others, "the deal")
