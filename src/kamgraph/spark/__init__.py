"""Questions about all accounts of a book too large for one machine, in Spark.

``apply`` brings :mod:`kamgraph.by_account`, which knows nothing of Spark, to a cluster.
"""

from kamgraph.spark.cluster import apply

__all__ = ["apply"]
