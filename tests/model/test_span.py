import numpy as np
import pandas as pd

from kamgraph.model.rows import Rows
from kamgraph.model.span import has_begun, in_effect

DAY = pd.Timestamp("2026-01-31")
SPANS = pd.DataFrame(
    {
        "since": pd.to_datetime(["2026-01-31", "2026-02-01", None, None]).astype("M8[s]"),
        "until": pd.to_datetime(["2026-02-01", None, "2026-01-31", None]).astype("M8[s]"),
    }
)


def test_a_row_holds_from_its_first_day_until_the_first_day_no_longer():
    assert in_effect(SPANS, DAY).tolist() == [True, False, False, True]


def test_arrays_of_day_numbers_hold_as_frames_do():
    rows = Rows(since=np.array([31, 32, -99, -99]), until=np.array([32, 99, 31, 99]))
    assert in_effect(rows, 31).tolist() == in_effect(SPANS, DAY).tolist()


def test_without_a_day_everything_holds():
    assert in_effect(SPANS, None).all()
    assert has_begun(SPANS["since"], None).all()
