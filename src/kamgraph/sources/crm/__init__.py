"""The CRM systems whose exports are known: a mapping each, and the little it cannot express."""

from kamgraph.sources.crm.records import holds_records, read_records
from kamgraph.sources.crm.systems import SYSTEMS, System, load_system, recognised, system_of

__all__ = [
    "SYSTEMS",
    "System",
    "holds_records",
    "load_system",
    "read_records",
    "recognised",
    "system_of",
]
