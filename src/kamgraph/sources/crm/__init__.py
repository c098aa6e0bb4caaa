"""The CRM systems whose exports are known: a mapping each, and the little it cannot express."""

from kamgraph.sources.crm.systems import SYSTEMS, System, load_system, recognised

__all__ = ["SYSTEMS", "System", "load_system", "recognised"]
