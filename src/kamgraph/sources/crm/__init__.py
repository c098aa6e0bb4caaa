"""The CRM systems whose exports are known: a mapping each, and the little it cannot express."""

from kamgraph.sources.crm.records import has_records, read_records
from kamgraph.sources.crm.systems import SYSTEMS, System, load_system, make_system, recognise_system

__all__ = [
    "SYSTEMS",
    "System",
    "has_records",
    "load_system",
    "make_system",
    "read_records",
    "recognise_system",
]
