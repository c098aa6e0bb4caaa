"""Scores that came as Arrow batches, in the shape that they have in Python."""

import pyarrow as pa

from kamgraph.model.dtypes import TEXT


def read_scores(table):
    texts = {pa.string(): TEXT, pa.large_string(): TEXT}  # objects, where pandas is older
    scores = table.to_pandas(types_mapper=texts.get).set_index(["account", "deal"])
    whole = dict.fromkeys(("threads", "truck_factor"), "Int64")
    return scores.assign(blocked_by=scores["blocked_by"].map(tuple)).astype(whole)
