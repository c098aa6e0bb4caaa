"""The CRM systems whose exports are known: a mapping each, and the little it cannot express."""

from kamgraph.sources.crm.recognition import explain_system, list_likely, recognise_system
from kamgraph.sources.crm.records import has_records, read_records
from kamgraph.sources.crm.systems import SYSTEMS, System, load_system, make_system

__all__ = [
    "SYSTEMS",
    "System",
    "explain_system",
    "has_records",
    "list_likely",
    "load_system",
    "make_system",
    "read_records",
    "recognise_system",
]
