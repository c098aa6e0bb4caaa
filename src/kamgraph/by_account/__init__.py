"""Questions about all accounts of a book too large for one graph, some accounts at a time.

``stream`` answers on one machine, from files larger than its memory. For clusters ``slices``
cuts the tables by account and ``apply_to_batches`` answers for any number of whole accounts: any
engine that hashes rows to partitions and calls a function of Arrow batches can use them, as
:mod:`kamgraph.spark` does.
"""

from kamgraph.by_account.batches import answer_schema, apply_to_batches, part_schema
from kamgraph.by_account.pack import slices
from kamgraph.by_account.recorded import find_recorded

__all__ = [
    "answer_schema",
    "apply_to_batches",
    "find_recorded",
    "part_schema",
    "slices",
]
