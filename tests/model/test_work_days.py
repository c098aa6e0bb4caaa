"""Days of work: Monday to Friday."""

import datetime as dt

import numpy as np
import pytest

from kamgraph.model.work_days import count_work_days, find_work_days

FRIDAY = dt.date(2026, 1, 2)


def test_a_day_on_a_weekend_becomes_the_friday_before_but_not_before_the_first_day():
    days = np.array(["2026-01-05", "2026-01-04", "2026-01-03"], dtype="datetime64[D]")
    assert find_work_days(days, FRIDAY).astype(str).tolist() == [
        "2026-01-05",
        "2026-01-02",
        "2026-01-02",
    ]
    sunday = dt.date(2026, 1, 4)
    assert find_work_days(days[1:2], sunday).astype(str).tolist() == ["2026-01-04"]


@pytest.mark.parametrize(("days", "count"), [(0, 0), (2, 0), (3, 1), (7, 5), (-1, 0)])
def test_days_of_work_after_a_day_are_counted(days, count):
    assert count_work_days(FRIDAY, days) == count
