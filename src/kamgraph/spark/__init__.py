"""The scores of all accounts of a book too large for one machine.

``slices`` cuts the tables by account, ``batches`` answers for any number of whole accounts, and
``cluster`` brings both to Spark. The first two know nothing of Spark: any engine that hashes
rows to partitions and calls a function of Arrow batches can use them.
"""

from kamgraph.spark.batches import part_schema, score_schema, scores_of_batches
from kamgraph.spark.by_account import slices
from kamgraph.spark.cluster import scores
from kamgraph.spark.recorded import find_recorded

__all__ = [
    "find_recorded",
    "part_schema",
    "score_schema",
    "scores",
    "scores_of_batches",
    "slices",
]
