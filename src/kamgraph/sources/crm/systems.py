"""Which systems are known, and what belongs to each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeAlias

from kamgraph.errors import SourceError
from kamgraph.sources.crm import (
    dingtalk,
    dynamics,
    espocrm,
    hubspot,
    monday,
    odoo,
    salesforce,
    suitecrm,
    vtiger,
    zoho,
)
from kamgraph.sources.raw import RawTable
from kamgraph.sources.translation.mapping import Mapping

if TYPE_CHECKING:
    from kamgraph.sources.translation.translate import Doubts, Identify

Prepare: TypeAlias = Callable[[Sequence[RawTable]], list[RawTable]]

SYSTEMS = (
    *("salesforce", "hubspot", "dynamics", "odoo", "suitecrm", "zoho", "pipedrive", "espocrm"),
    *("vtiger", "twenty", "freshsales", "capsule", "copper"),
    *("monday", "fxiaoke", "xiaoshouyi", "wecom", "dingtalk"),
)
_PREPARE: dict[str, Prepare] = {
    "salesforce": salesforce.prepare,
    "hubspot": hubspot.prepare,
    "dingtalk": dingtalk.prepare,
    "dynamics": dynamics.prepare,
    "monday": monday.prepare,
    "odoo": odoo.prepare,
    "suitecrm": suitecrm.prepare,
    "espocrm": espocrm.prepare,
    "vtiger": vtiger.prepare,
    "zoho": zoho.prepare,
}
_IDENTIFY: dict[str, Identify] = {"salesforce": salesforce.identify}

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


def check_system(name: str) -> None:
    """Refuse the name of no system."""
    if name not in SYSTEMS:
        raise SourceError(f"the system '{name}' is unknown; known are {', '.join(SYSTEMS)}")


@cache
def load_system(name: str) -> System:
    """Return a system by its name."""
    check_system(name)
    text = (files(__package__) / f"{name}.toml").read_text("utf-8")
    return make_system(Mapping.from_toml(text))


def make_system(mapping: Mapping) -> System:
    """Return a mapping with what its system needs besides, if it bears the name of one."""
    name = mapping.name
    return System(mapping, _PREPARE.get(name), _IDENTIFY.get(name), _DOUBTS.get(name))
