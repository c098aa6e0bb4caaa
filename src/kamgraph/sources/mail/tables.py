"""The tables of a book, of all encounters and the people in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.model.vocabulary import PARTS
from kamgraph.sources.mail.encounters import KNOWN, NO_ADDRESS, UNKNOWN
from kamgraph.sources.mail.firms import US

if TYPE_CHECKING:
    from kamgraph.model.book import Book
    from kamgraph.sources.mail.acquainted import Somebody
    from kamgraph.sources.mail.firms import Firms
    from kamgraph.sources.mail.people import People
    from kamgraph.sources.mail.record import RowRecord
    from kamgraph.sources.mail.register import Register

ADDRESSES = "mail"  # the column beside people that holds their addresses
_FEWEST = 2  # people without whom there is no contact


def make_tables(
    register: Register, people: People, firms: Firms, rows: RowRecord, known: Book | None
) -> dict[str, pd.DataFrame]:
    """Return the tables; what a known book has is kept, and new rows are added to it."""
    interactions, met = _list_interactions(register, people, rows, known)
    new = _list_new(people, met)
    tables = {
        "organizations": _list_organizations(new, firms),
        "people": _list_people(new),
        "ties": _list_ties(people),
        "interactions": interactions,
    }
    if known is None:
        return tables
    return known.to_tables() | {
        name: _add_rows(known, name, frame) for name, frame in tables.items()
    }


def _add_rows(known: Book, table: str, new: pd.DataFrame) -> pd.DataFrame:
    before = getattr(known, table)
    if not len(new):
        return before
    same = {name: dtype for name, dtype in before.dtypes.items() if name in new}
    return pd.concat([before, new.astype(same)], ignore_index=True) if len(before) else new


def _list_new(people: People, met: np.ndarray) -> list[Somebody]:
    """Return the people who were met, or are on a card, and are not in the book already."""
    used = {*met.tolist(), *people.bosses.values()}
    return [
        one
        for place, one in enumerate(people.all)
        if not one.is_known and (one.is_on_card or place in used)
    ]


def _list_organizations(new: list[Somebody], firms: Firms) -> pd.DataFrame:
    used = {one.organization for one in new}
    rows = [_describe_firm(firm, firms) for firm in sorted(used) if firm not in firms.known]
    return pd.DataFrame(rows, columns=["id", "name", "kind"])


def _describe_firm(firm: str, firms: Firms) -> tuple[str, str, str]:
    if firm == firms.us:
        return US, US.title(), "vendor"
    counted = firms.names[firm]
    name = min(counted, key=lambda one: (-counted[one], one), default=firm)
    return firm, name, "customer"


def _list_people(new: list[Somebody]) -> pd.DataFrame:
    rows = [
        (one.id, one.name, one.organization, one.title, one.function, ", ".join(one.addresses))
        for one in new
    ]
    columns = ["id", "name", "organization", "title", "function", ADDRESSES]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.replace("", None)


def _list_ties(people: People) -> pd.DataFrame:
    rows = [
        (people.all[one].id, people.all[boss].id, "reports_to")
        for one, boss in people.bosses.items()
    ]
    return pd.DataFrame(rows, columns=["source", "target", "kind"])


def _list_interactions(
    register: Register, people: People, rows: RowRecord, known: Book | None
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return one row per participant, and who was met; note what is none between people."""
    codes, ids = pd.factorize(np.array(register.ids, dtype=object))
    first = _find_first(codes, len(ids))
    places = np.frombuffer(register.rows, dtype=np.int32)
    rows.skip(places[first[codes] != np.arange(len(codes))], "the same once more")
    if known is not None:
        old = np.isin(ids, known.column("interactions", "id").to_numpy(dtype=object))
        rows.skip(places[old[codes]], KNOWN)
    else:
        old = np.zeros(len(ids), dtype=bool)
    parts = register.list_parts()
    who = np.array([people.places.get(key, -1) for key in register.keys], dtype=np.int32)
    person, encounter = who[parts["mailbox"]], codes[parts["encounter"]].astype(np.int32)
    kept = np.flatnonzero((person >= 0) & ~old[encounter])
    kept = kept[np.lexsort((parts["part"][kept], person[kept], encounter[kept]))]
    person, encounter, part = person[kept], encounter[kept], parts["part"][kept]
    is_new = np.ones(len(kept), dtype=bool)
    is_new[1:] = (person[1:] != person[:-1]) | (encounter[1:] != encounter[:-1])
    person, encounter, part = person[is_new], encounter[is_new], part[is_new]
    enough = np.bincount(encounter, minlength=len(ids)) >= _FEWEST
    missed = ~enough & ~old
    unknown = missed & (_count_mailboxes(register, parts, codes, len(ids)) >= _FEWEST)
    rows.skip(places[unknown[codes]], UNKNOWN)
    rows.skip(places[missed[codes]], "between fewer than two people")
    taken = enough[encounter]
    met = _Met(encounter[taken], person[taken], part[taken])
    return _make_frame(register, people, ids, first, met), np.unique(met.person)


class _Met(NamedTuple):
    """Who took part in what, as what, by numbers."""

    encounter: np.ndarray
    person: np.ndarray
    part: np.ndarray


def _count_mailboxes(
    register: Register, parts: dict[str, np.ndarray], codes: np.ndarray, count: int
) -> np.ndarray:
    """Return how many mailboxes each encounter names, if it names any without an address."""
    nameless = np.array([key.startswith(NO_ADDRESS) for key in register.keys], dtype=bool)
    encounter, mailbox = codes[parts["encounter"]], parts["mailbox"]
    by_name = np.zeros(count, dtype=bool)
    by_name[encounter[nameless[mailbox]]] = True
    pairs = np.unique(np.stack([encounter, mailbox])[:, by_name[encounter]], axis=1)
    return np.bincount(pairs[0], minlength=count)


def _find_first(codes: np.ndarray, count: int) -> np.ndarray:
    """Return the first place of each code."""
    first = np.zeros(count, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return first


def _make_frame(
    register: Register, people: People, ids: np.ndarray, first: np.ndarray, met: _Met
) -> pd.DataFrame:
    days = np.frombuffer(register.days, dtype=np.int32).astype("datetime64[D]")
    kinds = np.array(register.kinds, dtype=object)
    names = np.array([one.id for one in people.all], dtype=object)
    source = first[met.encounter]
    found = {
        "id": ids[met.encounter],
        "date": days[source].astype("datetime64[s]"),
        "person": names[met.person],
        "kind": kinds[source],
        "part": np.array(PARTS.words, dtype=object)[met.part],
    }
    if register.subjects:
        subjects = np.full(len(register.ids), None, dtype=object)
        subjects[[*register.subjects]] = [*register.subjects.values()]
        found["subject"] = subjects[source]
    return pd.DataFrame(found)
