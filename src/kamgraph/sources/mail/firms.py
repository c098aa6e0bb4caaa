"""Which organization the people of a domain belong to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamgraph.model.columns import columns
from kamgraph.model.folding import fold
from kamgraph.sources.mail.addresses import plain_address
from kamgraph.sources.mail.words import find_firm, is_of_provider

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import pandas as pd

    from kamgraph.model.book import Book

US = "us"
_BETWEEN = re.compile(r"[,;\s]+")
_SITE = r"(?:[a-z]+://)?(?:www\.)?((?:[\w-]+\.)+[\w-]{2,})(?:[/:?#].*)?"
_DOMAIN = re.compile(_SITE, re.IGNORECASE)


def is_within(address: str, places: Collection[str]) -> bool:
    """Return whether an address is one of some, or in or below one of some domains."""
    if address in places:
        return True
    domain = address.rpartition("@")[2]
    return any(domain == place or domain.endswith(f".{place}") for place in places)


def fold_places(places: Collection[str]) -> frozenset[str]:
    """Return addresses and domains as they are compared."""
    texts = [places] if isinstance(places, str) else places
    found = (plain_address(text) or text.strip().lower().lstrip("@*.") for text in texts)
    return frozenset(filter(None, found))


def list_others(frame: pd.DataFrame, table: str) -> list[str]:
    """Return the columns of a table that the library does not know."""
    known = {column.name for column in columns(table)}
    return [str(name) for name in frame if name not in known]


def list_addresses(text: str) -> list[str]:
    """Return the mail addresses in a cell."""
    return [one for part in _BETWEEN.split(text) if (one := plain_address(part))]


@dataclass
class Firms:
    """The organizations that are known, by their domains and names."""

    ours: frozenset[str]
    by_domain: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    us: str = US
    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def place(self, address: str) -> str:
        """Return the organization of an address, empty where it does not tell any."""
        if is_within(address, self.ours):
            return self.us
        domain = address.rpartition("@")[2]
        firm = find_firm(domain)
        if found := self.by_domain.get(domain) or self.by_domain.get(firm):
            return found
        return "" if is_of_provider(address) else firm

    def learn(self, address: str, name: str) -> None:
        """Take the name that a card gives the organization of an address."""
        firm = self.place(address)
        if firm and name and firm not in self.known and firm != self.us:
            self.names[firm][name] += 1
            self.by_name.setdefault(fold(name), firm)

    def place_by_name(self, name: str) -> str:
        """Return the organization of a name: one of this name, else a new one."""
        return self.by_name.get(fold(name), name)


def know_firms(known: Book | None, ours: Collection[str]) -> Firms:
    """Return the organizations of a book: by the domains beside them, or those of their people."""
    firms = Firms(fold_places(ours))
    if known is None:
        return firms
    organizations, people = known.organizations, known.people
    firms.known = frozenset(organizations["id"])
    vendors = organizations.loc[organizations["kind"] == "vendor", "id"]
    firms.us = vendors.iloc[0] if len(vendors) else US
    names = organizations["name"].map(fold)
    unique = ~names.duplicated(keep=False)
    firms.by_name = dict(zip(names[unique], organizations.loc[unique, "id"], strict=True))
    firms.by_domain = dict(_vote(people)) | dict(_list_domains(organizations))
    return firms


def _list_domains(organizations: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield the domains and sites that stand beside organizations, and those that are their ids."""
    for column in ("id", *list_others(organizations, "organizations")):
        rows = organizations[["id", column]].dropna().astype(str)
        for organization, cell in rows.itertuples(index=False, name=None):
            for part in _BETWEEN.split(cell):
                if found := _DOMAIN.fullmatch(part):
                    yield found[1].lower(), organization


def _vote(people: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield the organization that all known people of a firm's domain belong to."""
    seen: dict[str, set[str]] = defaultdict(set)
    for column in list_others(people, "people"):
        rows = people.loc[people[column].notna(), ["organization", column]].astype(str)
        for organization, cell in rows.itertuples(index=False, name=None):
            for address in list_addresses(cell):
                if not is_of_provider(address):
                    seen[find_firm(address.rpartition("@")[2])].add(organization)
    for domain, found in seen.items():
        if len(found) == 1:
            yield domain, min(found)
