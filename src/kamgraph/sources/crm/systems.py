"""Which systems are known, what belongs to each, and how their exports are recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, TypeAlias

from kamgraph.errors import SourceError
from kamgraph.sources.crm import dynamics, hubspot, odoo, salesforce, suitecrm
from kamgraph.sources.raw import RawTable
from kamgraph.sources.translation.mapping import Mapping, TableMapping, list_fields
from kamgraph.sources.translation.report import FileRecord
from kamgraph.sources.translation.uses import is_about

if TYPE_CHECKING:
    from kamgraph.sources.translation.translate import Doubts, Identify

Prepare: TypeAlias = Callable[[Sequence[RawTable]], list[RawTable]]

SYSTEMS = ("salesforce", "hubspot", "dynamics", "odoo", "suitecrm", "fxiaoke", "xiaoshouyi")
_PREPARE: dict[str, Prepare] = {
    "salesforce": salesforce.prepare,
    "hubspot": hubspot.prepare,
    "dynamics": dynamics.prepare,
    "odoo": odoo.prepare,
    "suitecrm": suitecrm.prepare,
}
_IDENTIFY: dict[str, Identify] = {
    "salesforce": salesforce.identify,
    "hubspot": hubspot.identify,
}

_DOUBTS: dict[str, Doubts] = {"salesforce": salesforce.find_doubts}


@dataclass(frozen=True)
class System:
    """What is needed to read the exports of a system."""

    mapping: Mapping  # what becomes of its files
    # What makes its files such that the mapping fits; None where they are.
    prepare: Prepare | None = None
    # What brings its ids to one spelling; None where they have only one.
    identify: Identify | None = None
    # What says which of its ids are doubtful, and why; None where nothing is known of them.
    doubts: Doubts | None = None


def load_system(name: str) -> System:
    """Return a system by its name."""
    if name not in SYSTEMS:
        raise SourceError(f"the system '{name}' is unknown; known are {', '.join(SYSTEMS)}")
    text = (files(__package__) / f"{name}.toml").read_text("utf-8")
    return make_system(Mapping.from_toml(text))


def make_system(mapping: Mapping) -> System:
    """Return a mapping with what its system needs besides, if it bears the name of one."""
    name = mapping.name
    return System(mapping, _PREPARE.get(name), _IDENTIFY.get(name), _DOUBTS.get(name))


def recognise_system(raws: Sequence[RawTable]) -> str | None:
    """Return the system whose mapping finds the most columns, None if none finds any."""
    fits = {name: _count_columns(raws, load_system(name).mapping) for name in SYSTEMS}
    best = max(fits.values())
    names = [name for name, fit in fits.items() if fit == best > (0, 0)]
    if len(names) > 1:
        raise SourceError(f"this could be an export of {' or '.join(names)}; say which with as_=")
    return names[0] if names else None


def _count_columns(raws: Sequence[RawTable], mapping: Mapping) -> tuple[int, int]:
    """Count the columns of some tables that a mapping would use, and those it spells the same."""
    columns = exact = 0
    for raw in raws:
        record = FileRecord(raw)
        uses = [use for use in mapping.tables if is_about(use, mapping, record)]
        named = {one for use in uses for one in _list_columns(use, mapping)}
        found = {column for one in named if (column := record.raw.find_column(one))}
        columns += len(found)
        exact += len(found & named)
    return columns, exact


def _list_columns(use: TableMapping, mapping: Mapping) -> Iterator[str]:
    """Yield the columns of a file that one use of it looks at."""
    yield from (*mapping.skip, *use.skip, *use.only)
    for names in use.columns.values():
        for name in names:
            yield from list_fields(name) or [name]
