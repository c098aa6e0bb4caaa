"""The CRM systems whose exports are known: a mapping each, and the little it cannot express."""

from kamgraph.sources.crm.lexicon import list_words
from kamgraph.sources.crm.recognition import explain_system, list_likely, recognise_system
from kamgraph.sources.crm.salesforce_plan import is_plan, list_planned
from kamgraph.sources.crm.systems import (
    SYSTEMS,
    System,
    check_system,
    load_system,
    make_system,
)

__all__ = [
    "SYSTEMS",
    "System",
    "check_system",
    "explain_system",
    "is_plan",
    "list_likely",
    "list_planned",
    "list_words",
    "load_system",
    "make_system",
    "recognise_system",
]
