"""Scores that came as Arrow batches, in the shape that they have in Python."""


def read_scores(table):
    scores = table.to_pandas().set_index(["account", "deal"])
    whole = dict.fromkeys(("threads", "truck_factor"), "Int64")
    return scores.assign(blocked_by=scores["blocked_by"].map(tuple)).astype(whole)
