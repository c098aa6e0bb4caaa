"""Who pulls whom, who moves whom, and along which steps we reach people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.codes import CLOSENESS, MOVING, PULLING_LINES, SOLID
from kamgraph.graph.matrix import Matrix, add_up, keep_largest

if TYPE_CHECKING:
    from kamgraph.model.policy import Policy
    from kamgraph.model.rows import Rows


def add_pulls(ties: Rows, vacant: np.ndarray, policy: Policy) -> Matrix:
    """Return the raw pull ``a``: row j lists who pulls j, and how strongly."""
    influence = ties.take(MOVING[ties["kind"]])
    lines = ties.take(PULLING_LINES[ties["kind"]])
    report, boss = lines["source"], lines["target"]
    weight = np.where(SOLID[lines["kind"]], 1.0, policy.dotted)
    # The mean of the reports, so that to record more of them drowns nobody who advises the boss.
    reports = np.bincount(boss, weight * ~vacant[report], minlength=len(vacant))
    up = weight * policy.report_up / np.maximum(1.0, reports[boss])
    row = np.concatenate([influence["target"], report, boss])
    column = np.concatenate([influence["source"], boss, report])
    value = np.concatenate([influence["strength"], weight * policy.report_down, up])
    there = (value != 0) & ~vacant[row] & ~vacant[column]
    return add_up(len(vacant), row[there], column[there], value[there])


def scale_pull(pull: Matrix, susceptibility: np.ndarray) -> Matrix:
    """Return ``M``: each row of the pull, scaled to its person's susceptibility at the most."""
    scale = susceptibility / np.maximum(1.0, pull.row_sizes)
    return Matrix(pull.ptr, pull.idx, pull.val * scale[pull.row])


def own_share(influence: Matrix) -> np.ndarray:
    """Return the diagonal of ``D``: how much each person's own stance counts for them."""
    return 1.0 - influence.row_sizes


def list_chain_steps(
    ties: Rows, pull: Matrix, ours: np.ndarray, contact: np.ndarray, partner: np.ndarray
) -> Matrix:
    """Return the steps of chains from us to contacts: row i lists whom i leads to."""
    # Everybody leads to whom they move, we and partners' people also to whom they know.
    known = ties.take(CLOSENESS[ties["kind"]])
    known = known.take(ours[known["source"]] | partner[known["source"]])
    begin = np.concatenate([pull.idx, known["source"]])
    end = np.concatenate([pull.row, known["target"]])
    value = np.concatenate([np.clip(pull.val, 0.0, 1.0), known["strength"]])
    there = (ours[begin] | contact[begin]) & contact[end]
    return keep_largest(len(ours), begin[there], end[there], value[there])
